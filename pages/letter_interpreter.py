"""Letter interpreter: a clinic letter, one's own reading of it, and that of the rule books (LEARNING §8.8)."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from dashapp.declare.meaning import Fact, Meaning
from dashapp.declare.module import Case, Column, Module, Patient
from dashapp.declare.tools import Beside, list_facts, tool_words
from practice.decisions import CLOCK
from practice.letters.reader import NOT_SAID, Reading, read_letter
from rules.events import Event
from rules.pathways.events import PathwayEvent
from rules.pathways.row import event_details
from rules.rtt.statuses import RTT_STATUSES
from words.questions import Answers, Choices, ask, choices, repeat

DECISIONS: Choices = {**CLOCK, NOT_SAID: "The letter does not say"}
MISSING: Choices = choices(
    gp_copy="That the GP has a copy",
    follow_up_when="When the patient is seen again",
    who_tells="Who tells the patient",
    outcome="The outcome",
    nothing="Nothing",
)


class Interpretation(Answers):
    """A letter with what happened before it, and one's own reading."""

    source: str = ask(
        "Where is the letter from?",
        heading="The letter",
        choices=choices(practice="A practice letter", pasted="Written by me"),
        help="Never a letter about a real patient.",
    )
    letter_date: date = ask("Which date does it bear?", help="The day it was written.", label="Date of the letter")
    letter_text: str = ask("What does it say?", long=True, help="The whole letter.", label="Letter")
    referral_received: date = ask(
        "When was the referral received?", help="The day it reached the provider.", rule="ST4", label="Referral"
    )
    history: list[PathwayEvent] = repeat(
        "What happened then, before the letter?",
        "event",
        help="Visits and tests.",
        columns=("date", "event", "rtt_code"),
    )
    my_decision: str | None = ask(
        "What does it do to the clock?",
        heading="What you say",
        choices=DECISIONS,
        help="Answer first. With no answer at all you are shown what is right, and the record says so.",
        label="Your decision",
    )
    my_code: str | None = ask("Which code fits?", choices=RTT_STATUSES, rule="A6", label="Your code")
    my_date: date | None = ask("From which day?", help="The start or stop that changed.", label="Your date")
    missing: list[str] = ask("What does it leave out?", choices=MISSING, help="For the person who reads it next.")


def list_history(answers: Interpretation) -> list[Event]:
    told = (Event(one.date, one.event, event_details(one)) for one in answers.history)
    return [Event(answers.referral_received, "referral_received"), *told]


def read(case: Case) -> Reading:
    """What the reader makes of the letter, as a suggestion."""
    return read_letter(list_history(case.answers), case.answers.letter_date, case.answers.letter_text)


def compare(case: Case) -> Sequence[Beside]:
    read, mine = case.clocks, case.answers
    return (
        Beside("Clock", mine.my_decision, (read.decision,), lambda slug: DECISIONS.get(slug, slug)),
        Beside("Code", mine.my_code, read.codes, lambda code: RTT_STATUSES.get(code, code)),
        Beside("Date", mine.my_date, (read.day,) if read.day else ()),
    )


def tell_meaning(case: Case) -> Meaning:
    """One's answers next to the reading, and the words of the letter that decide."""
    shown = (Fact("The letter says", f"“{passage}”") for passage in case.clocks.deciding)
    return Meaning(facts=(*list_facts(compare(case)), *shown, Fact("A suggestion", case.clocks.why)))


def make_example(random: Random, patient: Patient, today: date) -> dict[str, Any]:
    """A referral and a letter about it, in one of three ways; read right, or as what it is easily taken for."""
    referred, seen = today - timedelta(days=random.randint(90, 120)), today - timedelta(days=random.randint(5, 50))
    says, right, taken_for = random.choice(EXAMPLES)
    visit = f"{seen.day} {seen:%B %Y}"
    stops = right[0] in {"clock_stops"}
    decision, code = right if random.random() < 0.6 else taken_for
    return {
        "source": "practice",
        "letter_date": (seen + timedelta(days=2)).isoformat(),
        "letter_text": f"Dear Doctor\nI saw {patient.name} in clinic on {visit}. {says}\nYours sincerely",
        "referral_received": referred.isoformat(),
        "history": [
            {"date": (referred + timedelta(days=30)).isoformat(), "event": "appointment_attended", "first": "yes"},
        ],
        "my_decision": decision,
        "my_code": code,
        **({"my_date": seen.isoformat()} if stops and decision == "clock_stops" else {}),
    }


STOPS_34, RUNS = ("clock_stops", "34"), ("clock_runs", "20")
EXAMPLES = (
    ("If the scan is clear we could discharge him. The scan is booked for next month.", RUNS, STOPS_34),
    ("I injected the shoulder today as the treatment we had planned.", ("clock_stops", "30"), RUNS),
    ("I have returned her to your care and have not arranged another appointment.", STOPS_34, RUNS),
)
MODULE = Module(
    slug="letter-interpreter",
    store_key="letter_interpretations",
    title="Clinic letter interpreter",
    short_title="Letter interpreter",
    journey="Letters and contact",
    place=3,
    purpose="Read a clinic letter, say what it does to the clock, and see which words decide it.",
    one="letter read",
    many="letters read",
    record=Interpretation,
    teaches=(
        "Not, if, in 2019, her father: the words around a word decide what it means.",
        "A letter that does not say what happens next is sent back, not guessed.",
    ),
    clocks=read,
    meaning=tell_meaning,
    name_of=lambda answers: f"Letter of {answers.letter_date.day} {answers.letter_date:%B %Y}",
    example=make_example,
    **tool_words(compare, (Column("letter_date", pinned=True), Column("my_decision", flex=2)), dated="letter_date"),
)
