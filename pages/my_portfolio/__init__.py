"""My portfolio: work that shows what one can do, sealed when submitted, signed off by a tutor (LEARNING §8.16)."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from dash import Dash

from dashapp.context import Clockstart
from dashapp.declare.feature import Feature
from dashapp.declare.meaning import Fact, Meaning
from dashapp.declare.module import Also, Case, Chart, Column, Derived, Module, Patient, Sealed, View
from dashapp.demo.worked import find_last_work
from storage.accounts import Person
from storage.record import Trace

from . import sealed
from .acts import portfolio_acts
from .record import Portfolio, find_contradictions, name_portfolio
from .sealed import STATES
from .service.snapshots import ACCEPTED, DRAFT, PORTFOLIOS, RETURNED, SUBMITTED


def tell_state(case: Case) -> str:
    return getattr(case.answers, "state", None) or DRAFT


def tell_meaning(case: Case) -> Meaning:
    state = tell_state(case)
    status = {ACCEPTED: "fine", RETURNED: "watch"}.get(state, "note")
    return Meaning(facts=(Fact("The portfolio", STATES[state], status),))  # type: ignore[arg-type]


def is_in(state: str) -> Any:
    return lambda row: row.get("state_now") == state


def make_example(random: Random, patient: Patient, today: date) -> dict[str, Any]:
    return make_examples(random, today)[0]


def make_examples(random: Random, today: date) -> list[dict[str, Any]]:
    """Two, of work outside: which records somebody has is not known here."""
    notes = {
        "kind": "outside",
        "outside": "Notes of my induction to the booking office",
        "competency": "start",
        "why": "They list the ways in which a clock can start, with an example of each.",
    }
    first = {
        "title": "My first months",
        "role_profile": "validator",
        "competencies": ["start", "missed"],
        "period_from": (today - timedelta(days=120)).isoformat(),
        "period_to": today.isoformat(),
        "statement": "I can say from a pathway when its clock started, and what a missed first appointment does to it.",
        "own_work": "yes",
        "evidence": [notes],
    }
    return [first, {**first, "title": "For the booking office", "role_profile": "booking_clerk"}]


MODULE = Module(
    slug="my-portfolio",
    store_key=PORTFOLIOS,
    title="My portfolio",
    journey="Learning",
    place=8,
    purpose="Work that shows what you can do: sealed when you submit it, and signed off by your tutor.",
    one="portfolio",
    many="portfolios",
    record=Portfolio,
    teaches=(
        "Say what a piece of work shows, and why; the work alone says little.",
        "What is submitted stays as it was, whatever you change later.",
    ),
    meaning=tell_meaning,
    derived=(
        Derived("state_now", "State", tell_state, choices=STATES),
        Derived("pieces", "Work", lambda case: len(case.answers.evidence), kind="count"),
    ),
    columns=(
        Column("title", pinned=True),
        Column("state_now"),
        Column("role_profile"),
        Column("competencies", flex=2),
        Column("pieces"),
        Column("period_to"),
    ),
    views=(
        View("draft", "Draft", "Not handed in yet.", is_in(DRAFT)),
        View("submitted", "Submitted", "Handed in, and nobody has decided yet.", is_in(SUBMITTED), "watch"),
        View("returned", "Returned", "Returned by a tutor, with what is missing.", is_in(RETURNED), "watch"),
        View("accepted", "Accepted", "With competencies that were signed off.", is_in(ACCEPTED), "fine"),
    ),
    charts=(Chart("by-state", "Portfolios by state", "Portfolios, by how far they are.", by="state_now"),),
    filters=("role_profile",),
    filters_said="for [any job]",
    also=(
        Also("Submit, or see the sealed copy", "{id}/submit", of_record=True, overseen=True, leads=True),
        Also(sealed.MAP, "map", always=True, overseen=True),
    ),
    sealed={
        "state": Sealed("State", lambda value: STATES.get(value, str(value))),
        "snapshot": Sealed("Sealed copy"),
        "digest": Sealed("Digest"),
        "said": Sealed("Decision", lambda value: str(value.get("text", "")) if isinstance(value, dict) else ""),
    },
    contradictions=find_contradictions,
    in_practice=False,
    name_of=name_portfolio,
    example=make_example,
    example_set=make_examples,
)


def register(app: Dash, clockstart: Clockstart) -> None:
    sealed.register(clockstart, MODULE)
    app.server.register_blueprint(portfolio_acts)


def fill_demo(clockstart: Clockstart, people: Sequence[Person]) -> None:
    """The examples, of the first learner who has worked, with a missed appointment of theirs."""
    for person in [one for one in people if one.role == "learner"][:1]:
        at = find_last_work(clockstart, person.uid)
        missed = clockstart.store.records.list(person.uid, "dna_cases")[:1]
        work = [{**CITED, "item": f"dna-management/{one.id}"} for one in missed]
        for number, told in enumerate(make_examples(Random(), clockstart.today) if at else ()):
            data = {**told, "evidence": [*told["evidence"], *work]}
            name, trace = f"demo-portfolio-{number}", Trace(person.uid)
            clockstart.store.records.append(person.uid, PORTFOLIOS, name, data, op=name, trace=trace, now=at)


CITED = {"kind": "record", "competency": "missed", "why": "It says what the missed appointment does, and who was told."}
FEATURE = Feature(pages=register, demo=fill_demo)
