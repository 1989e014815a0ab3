"""Practice sessions: cases made by the learning engine, answered, and marked by the rule books (LEARNING §8.2)."""

from collections.abc import Iterable
from typing import Any

from dash import Dash

from dashapp.context import Clockstart
from dashapp.declare.feature import Feature
from dashapp.declare.meaning import Due, Fact, Meaning
from dashapp.declare.module import Also, Case, Chart, Column, Derived, Measure, Module, Row, Sealed, Sort, View
from dashapp.panels.practice.result import result_page
from dashapp.panels.practice.telling import say
from dashapp.panels.practice.work import register as register_work
from dashapp.panels.practice.work import work_page
from dashapp.services.practice.kinds import SESSIONS
from dashapp.services.practice.sets import OFFERED
from storage.attempts import OPEN, SUBMITTED
from words.questions import Choices, choices

from .demo import fill_demo
from .examples import make_example
from .record import PracticeSession, find_contradictions, name_session

STATES: Choices = choices(ready="Not begun", open="Begun", submitted="Handed in")
FACETS = ("decision", "date", "code", "reason")
RESULTS = ("score", *(f"{name}_percent" for name in FACETS))


def say_percent(value: Any) -> str:
    return "not scored" if value is None else f"{value} %"


SEALED = {
    "state": Sealed("State", lambda value: STATES.get(value, str(value))),
    "score": Sealed("Right", say_percent),
    **{f"{name}_percent": Sealed(f"{name.capitalize()} right", say_percent) for name in FACETS},
    "answered": Sealed("Cases answered"),
    "lost_patients": Sealed("Patients lost from the list"),
    "certain_and_wrong": Sealed("Certain and wrong"),
    "false_alarms": Sealed("Clean cases called wrong", say_percent),
    "harms": Sealed("What answers would do to patients", say),
    "minutes": Sealed("Minutes"),
    "handed_in_on": Sealed("Handed in", say),
    "assignment": Sealed("Assignment"),
    "attempt_number": Sealed("Try"),
}


def tell_state(case: Case) -> str:
    return getattr(case.answers, "state", None) or "ready"


def tell_value(name: str) -> Any:
    """What handing in wrote into the record; None before."""
    return lambda case: getattr(case.answers, name, None)


def tell_meaning(case: Case) -> Meaning:
    """How far the session is, and what came of it."""
    state = tell_state(case)
    if state != SUBMITTED:
        return Meaning(facts=(Fact("The session", STATES.get(state, state)),))
    told = {name: value for name in RESULTS if (value := tell_value(name)(case)) is not None}
    facts = [Fact(SEALED[name].label, SEALED[name].say(value)) for name, value in told.items()]
    lost = tell_value("lost_patients")(case) or 0
    return Meaning(facts=(*facts, Fact("Patients lost from the list", str(lost), "breach" if lost else "fine")))


def list_due(case: Case) -> Iterable[Due]:
    """A session that was begun is there to be finished."""
    if tell_state(case) == OPEN:
        yield Due(case.today, "Finish the practice session", "note", matter="practice")


def is_in(state: str) -> Any:
    def includes(row: Row) -> bool:
        return bool(row.get("state_now") == state)

    return includes


MODULE = Module(
    slug=SESSIONS.slug,
    store_key=SESSIONS.store_key,
    title="Practice sessions",
    journey="Learning",
    purpose="Cases to decide: what an event does to the clock, from which day, with which code and why.",
    one="practice session",
    many="practice sessions",
    record=PracticeSession,
    teaches=(
        "Decide from the evidence: the record may be wrong.",
        "Decision, date, code and reason are marked apart; a date or code of a wrong decision earns nothing.",
        "A wrong answer says what it would do to the patient.",
    ),
    meaning=tell_meaning,
    due=list_due,
    derived=(
        Derived("state_now", "State", tell_state, choices=STATES),
        Derived("score_now", "Right (%)", tell_value("score"), kind="count"),
        Derived("lost_now", "Lost from the list", tell_value("lost_patients"), kind="count"),
        Derived("handed_in_now", "Handed in", tell_value("handed_in_on"), kind="date"),
    ),
    columns=(
        Column("title", pinned=True),
        Column("set"),
        Column("state_now"),
        Column("score_now"),
        Column("lost_now", title="Lost"),
        Column("cases"),
        Column("level", flex=2),
        Column("handed_in_now"),
    ),
    sort=Sort("handed_in_now", "what was handed in last first", descending=True),
    views=(
        View("open", "Begun", "Sessions that were begun and not handed in.", is_in(OPEN), "watch"),
        View("done", "Handed in", "Sessions that were handed in.", is_in(SUBMITTED), "fine"),
        View(
            "lost",
            "Lost patients",
            "Sessions in which an answer would have taken a waiting patient off the list.",
            lambda row: bool(row.get("lost_now")),
            "breach",
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
    also=(
        Also("Work on the cases", "{id}/work", of_record=True, leads=True),
        Also("Result", "{id}/result", of_record=True),
    ),
    sealed=SEALED,
    contradictions=find_contradictions,
    name_of=name_session,
    example=make_example,
)


def register(app: Dash, clockstart: Clockstart) -> None:
    """The focused view and the result."""
    clockstart.router.add(f"{MODULE.address}/<record_id>/work", work_page(clockstart, SESSIONS))
    clockstart.router.add(f"{MODULE.address}/<record_id>/result", result_page(clockstart, SESSIONS))
    register_work(app)


FEATURE = Feature(pages=register, demo=fill_demo)
