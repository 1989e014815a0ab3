"""Pathway validator: a pathway, one's own reading of its clock, and that of the rule books (LEARNING §8.10)."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from dashapp.declare.meaning import Meaning
from dashapp.declare.module import Case, Column, Module, Patient
from dashapp.declare.tools import Beside, list_facts, tool_words
from dashapp.services.ribbons.rtt_ribbons import make_rtt_ribbon
from rules.events import Event
from rules.pathways.events import PathwayEvent
from rules.pathways.row import event_details
from rules.rtt import STATUS_WORDS, Clock, read_pathway
from rules.rtt.statuses import RTT_STATUSES
from words.questions import Answers, Choices, ask, repeat

STATUSES: Choices = {**STATUS_WORDS}


class PathwayCheck(Answers):
    """A pathway to read, and one's own reading of it."""

    title: str = ask("What is this pathway called?", heading="The pathway", help="So that you find it again.")
    referral_received: date = ask(
        "When was the referral received?", help="The day it reached the provider.", rule="ST4", label="Referral"
    )
    events: list[PathwayEvent] = repeat(
        "What happened then?", "event", help="Dated events, in any order.", columns=("date", "event", "rtt_code")
    )
    as_of: date = ask("On which day is it read?", help="What happens later is not counted.", label="As of")
    recorded_code: str | None = ask(
        "Which code does the system show?", choices=RTT_STATUSES, rule="A6", label="Code in the system"
    )
    my_status: str | None = ask(
        "How does the clock stand?",
        heading="What you say",
        choices=STATUSES,
        help="Answer first. With no answer at all you are shown what is right, and the record says so.",
        label="Your status",
    )
    my_clock_start: date | None = ask("When did it start?", help="The start of the last period.", label="Your start")
    my_clock_stop: date | None = ask("When did it stop?", help="Leave it empty while it runs.", label="Your stop")
    my_breach_date: date | None = ask(
        "When does it breach?",
        help="The first day on which 18 weeks are over; only while it runs.",
        label="Your breach",
    )
    my_next_step: str | None = ask("What happens next?", help="In a sentence; it is not marked.", label="Next step")


def list_events(answers: PathwayCheck) -> Iterator[Event]:
    yield Event(answers.referral_received, "referral_received")
    yield from (Event(one.date, one.event, event_details(one)) for one in answers.events)


def read_clock(case: Case) -> Clock:
    return read_pathway(case.events, case.answers.as_of)


def compare(case: Case) -> Sequence[Beside]:
    """The status, the days of the last period and, while it runs, the breach date."""
    clock, mine = case.clocks, case.answers
    breach = (clock.breach_date,) if clock.status == "open" else ()
    return (
        Beside("Clock", mine.my_status, (clock.status,), lambda slug: STATUSES.get(slug, slug)),
        Beside("Started", mine.my_clock_start, days_of(clock.clock_start)),
        Beside("Stopped", mine.my_clock_stop, days_of(clock.clock_stop)),
        Beside("Breach date", mine.my_breach_date, breach),
    )


def days_of(day: date | None) -> tuple[date, ...]:
    return (day,) if day else ()


def tell_meaning(case: Case) -> Meaning:
    """The clock drawn, one's answers next to what is right, and the steps that lead there."""
    ribbon = make_rtt_ribbon(case.clocks, case.events)
    facts = tuple(list_facts(compare(case)))
    return Meaning((("18 weeks (RTT)", ribbon),) if ribbon else (), facts, case.clocks.steps)


def make_example(random: Random, patient: Patient, today: date) -> dict[str, Any]:
    """A first visit, and a treatment in every second one; read right, or with the stop a week late."""
    day = today - timedelta(days=random.randint(0, 60))
    start = day - timedelta(days=random.randint(60, 120))
    seen, treated = start + timedelta(days=40), start + timedelta(days=54)
    events: list[dict[str, Any]] = [
        {"date": seen.isoformat(), "event": "appointment_attended", "first": "yes", "rtt_code": "10"},
    ]
    told: dict[str, Any] = {"my_status": "open", "my_clock_start": start.isoformat()}
    if random.random() < 0.5:
        events.append({"date": treated.isoformat(), "event": "treatment_started", "rtt_code": "30"})
        off = timedelta(days=random.choice([0, 7]))
        told |= {"my_status": "stopped", "my_clock_stop": (treated + off).isoformat()}
    else:
        told |= {"my_breach_date": (start + timedelta(days=127)).isoformat()}
    return {
        "title": f"Pathway of {patient.name}",
        "referral_received": start.isoformat(),
        "events": events,
        "as_of": day.isoformat(),
        **told,
    }


MODULE = Module(
    slug="pathway-validator",
    store_key="pathway_validations",
    title="Pathway validator",
    journey="Waiting list",
    place=6,
    purpose="Enter what happened, say how the clock stands, and see what the rule books say of it and why.",
    one="pathway check",
    many="pathway checks",
    record=PathwayCheck,
    teaches=("Say first what you think; what you said wrong stays longest.", "Each step of the clock cites its rule."),
    events=list_events,
    clocks=read_clock,
    findings=lambda case: case.clocks.findings,
    meaning=tell_meaning,
    name_of=lambda answers: str(answers.title),
    example=make_example,
    **tool_words(compare, (Column("title", pinned=True), Column("my_status", flex=2)), dated="as_of"),
)
