"""Practice sessions: cases made by the learning engine, answered, and marked by the rule books (LEARNING §8.2)."""

from dash import Dash

from dashapp.context import Clockstart
from dashapp.declare.feature import Feature
from dashapp.declare.module import Best, Chart, Column, Measure, Module, Row, View
from dashapp.panels.practice import listed
from dashapp.panels.practice.in_modules import render_on_record
from dashapp.panels.practice.result import result_page
from dashapp.panels.practice.work import register as register_work
from dashapp.panels.practice.work import work_page
from dashapp.panels.training import offer_sets
from dashapp.services.practice.kinds import SESSIONS
from dashapp.services.practice.sets import OFFERED
from storage.attempts import SUBMITTED

from .demo import fill_demo
from .examples import make_example
from .record import PracticeSession, find_contradictions, name_session


def is_scored(row: Row) -> bool:
    return row.get("state_now") == SUBMITTED and row.get("score_now") is not None


MODULE = Module(
    slug=SESSIONS.slug,
    store_key=SESSIONS.store_key,
    title="Practice sessions",
    journey="Learning",
    place=2,
    purpose="Cases to decide: what an event does to the clock, from which day, with which code and why.",
    one="practice session",
    many="practice sessions",
    record=PracticeSession,
    teaches=(
        "Decide from the evidence: the record may be wrong.",
        "Decision, date, code and reason are marked apart; a date or code of a wrong decision earns nothing.",
        "A wrong answer says what it would do to the patient.",
    ),
    meaning=listed.tell_meaning,
    due=listed.list_due,
    derived=listed.DERIVED,
    columns=(
        Column("title", pinned=True),
        *listed.COLUMNS,
        Column("set"),
        Column("cases"),
        Column("level", flex=2),
        Column("handed_in_now"),
    ),
    sort=listed.SORT,
    views=(
        listed.BEGUN,
        listed.DONE,
        listed.ASSIGNED,
        listed.LATE,
        View(
            "best",
            "Best per set",
            "Of each set at each level the session with the most right, the newest of equals.",
            is_scored,
            minor=True,
            best=Best(("set", "level"), "score_now", "handed_in_now"),
        ),
        View(
            "lost",
            "Lost patients",
            "Sessions in which an answer would have taken a waiting patient off the list.",
            lambda row: bool(row.get("lost_now")),
            "breach",
        ),
        View(
            "watch",
            "To look at",
            "Sessions with false alarms, a rule missed three times, or an answer that was certain and wrong.",
            lambda row: bool(row.get("watched_now")),
            "watch",
            minor=True,
        ),
        View(
            "reflect",
            "To reflect on",
            "Handed in, without a sentence on what to do differently.",
            lambda row: row.get("state_now") == SUBMITTED and not row.get("reflection"),
            minor=True,
        ),
    ),
    charts=(
        Chart(
            "by-set",
            "Sessions by set",
            "Practice sessions, by the set their cases are from.",
            by=lambda row: OFFERED[row["set"]],
            category="Set",
            measures=(Measure("Sessions"), Measure("Handed in", lambda row: row.get("state_now") == SUBMITTED)),
        ),
    ),
    filters=("level",),
    filters_said="of level [any]",
    also=listed.ALSO,
    sealed=listed.SEALED,
    in_practice=False,
    contradictions=find_contradictions,
    name_of=name_session,
    first=offer_sets,
    example=make_example,
)


def register(app: Dash, clockstart: Clockstart) -> None:
    """The focused view and the result."""
    clockstart.router.add(f"{MODULE.address}/<record_id>/work", work_page(clockstart, SESSIONS))
    clockstart.router.add(f"{MODULE.address}/<record_id>/result", result_page(clockstart, SESSIONS))
    register_work(app)


FEATURE = Feature(pages=register, demo=fill_demo, on_practice=render_on_record)
