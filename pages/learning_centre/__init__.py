"""Learning centre: the daily review of what is due, and short sessions of cases, told after each (LEARNING §8.3)."""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

from dash import Dash

from dashapp.context import Clockstart
from dashapp.declare.feature import Feature
from dashapp.declare.module import Also, Chart, Column, Measure, Module, Patient, View
from dashapp.demo.worked import find_last_work
from dashapp.panels.practice import listed
from dashapp.panels.practice.result import result_page
from dashapp.panels.practice.work import work_page
from dashapp.panels.training import offer_review
from dashapp.services.practice.kinds import LEARNING, QUICK_FIVE, SESSION_KINDS, TOPIC
from dashapp.services.practice.sets import SET_WORDS
from storage.accounts import Person
from storage.attempts import SUBMITTED
from storage.record import Trace

from .misses import misses_page
from .record import LearningSession, name_session


def make_example(random: Random, patient: Patient, today: date) -> dict[str, Any]:
    """Five cases of one part of the work, or of any."""
    if random.random() < 0.5:
        return {"session_kind": QUICK_FIVE}
    return {"session_kind": TOPIC, "book": random.choice(list(SET_WORDS)), "count": "5"}


MODULE = Module(
    slug=LEARNING.slug,
    store_key=LEARNING.store_key,
    title="Interactive learning centre",
    short_title="Learning centre",
    journey="Learning",
    place=3,
    purpose="The daily review of the rules you would soon forget, and short sessions of cases, each told at once.",
    one="learning session",
    many="learning sessions",
    record=LearningSession,
    teaches=(
        "What is met again just before it is forgotten stays longest.",
        "Each review is a new case: the rule comes back, the question does not.",
    ),
    meaning=listed.tell_meaning,
    due=listed.list_due,
    derived=listed.DERIVED,
    columns=(
        Column("session_kind", pinned=True),
        Column("book", flex=2),
        *listed.COLUMNS,
        Column("count"),
        Column("handed_in_now"),
    ),
    sort=listed.SORT,
    views=(
        listed.BEGUN,
        listed.DONE,
        View(
            "misses",
            "My misses",
            "Handed in, with something that was not right.",
            lambda row: row.get("state_now") == SUBMITTED and (row.get("score_now") or 0) < 100,
            "watch",
        ),
    ),
    charts=(
        Chart(
            "by-kind",
            "Sessions by kind",
            "Learning sessions, by what they are for.",
            by=lambda row: SESSION_KINDS[row["session_kind"]],
            category="Kind",
            measures=(Measure("Sessions"), Measure("Handed in", lambda row: row.get("state_now") == SUBMITTED)),
        ),
    ),
    filters=("session_kind", "book"),
    filters_said="of [any kind] on [any part of the work]",
    also=(*listed.ALSO, Also("My misses again", "misses", always=True, roles=frozenset({"learner"}))),
    sealed=listed.SEALED,
    in_practice=False,
    name_of=name_session,
    first=offer_review,
    example=make_example,
)


def register(app: Dash, clockstart: Clockstart) -> None:
    """The focused view, whose callbacks practice sessions register, the result, and what was missed."""
    clockstart.router.add(f"{MODULE.address}/misses", misses_page(clockstart, MODULE))
    clockstart.router.add(f"{MODULE.address}/<record_id>/work", work_page(clockstart, LEARNING))
    clockstart.router.add(f"{MODULE.address}/<record_id>/result", result_page(clockstart, LEARNING))


def fill_demo(clockstart: Clockstart, people: Sequence[Person]) -> None:
    """Five quick cases that each learner who has worked may begin."""
    told = {"session_kind": QUICK_FIVE}
    for person in [one for one in people if one.role == "learner"]:
        if at := find_last_work(clockstart, person.uid):
            clockstart.store.records.append(
                person.uid, LEARNING.store_key, "demo-quick", told, op="demo-quick", trace=Trace(person.uid), now=at
            )


FEATURE = Feature(pages=register, demo=fill_demo)
