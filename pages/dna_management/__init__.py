"""DNA management: what a missed appointment does to three clocks, and what may be decided about it.

Teaches rule book A5, D2 and the amendments R9, R29 and D3: a first missed appointment nullifies the clock only when
it was clearly communicated; a later one never stops it unless four tests are met; someone not brought is protected.
"""

from collections.abc import Iterable
from datetime import timedelta

from dashapp.declare.meaning import Due, Fact, Meaning
from dashapp.declare.module import Case, Chart, Column, Derived, Measure, Milestone, Module, Row, Sort, View
from dashapp.declare.phrases import WEEKDAYS, WRONG_VIEW, begin_letter, by_month, tell_next_step, weekday_of
from rules.dna import clocks
from rules.dna.checks import list_findings
from rules.dna.record import ACTIONS, DnaCase
from rules.dna.rules import FOUR_TESTS
from rules.events import Event
from rules.letters.pathway import list_owed
from words.phrases import in_words, with_capital
from words.questions import choices

from .examples import make_example

LETTER_WITHIN, CONTACT_WITHIN = 2, 14
"""Days after the missed appointment; local policies differ."""


def read_effect(case: Case) -> clocks.DnaEffect:
    return clocks.calc_effect(case.answers)


def tell_meaning(case: Case) -> Meaning:
    """The effect on three clocks beside each other, and the four tests when they are asked for."""
    effect: clocks.DnaEffect = case.clocks
    three = (
        Fact("18 weeks (RTT)", effect.rtt, "watch" if effect.nullifies or effect.stops else "note"),
        Fact("Cancer", effect.cancer),
        Fact("Diagnostics (DM01)", effect.dm01),
    )
    code = (Fact("Status to record", effect.code),) if effect.code else ()
    tests = (
        tuple(
            Fact(
                with_capital(words),
                "Not shown" if name in effect.failed_tests else "Shown",
                "breach" if name in effect.failed_tests else "fine",
            )
            for name, words in FOUR_TESTS.items()
        )
        if case.answers.discharged and case.answers.first_after_referral == "no"
        else ()
    )
    return Meaning(facts=(*three, *code, *tests), steps=effect.steps)


EFFECTS = choices("Nullified", "Stopped", "Runs on", "Not known")


def tell_effect(case: Case) -> str:
    """The effect on the RTT clock as one slug."""
    effect: clocks.DnaEffect = case.clocks
    if effect.nullifies:
        return "nullified"
    if effect.stops:
        return "stopped"
    return "not_known" if effect.code is None else "runs_on"


def say_where_it_stands(answers: DnaCase) -> str:
    return "New appointment" if answers.new_appointment_date else ACTIONS[answers.action]


def list_due(case: Case) -> Iterable[Due]:
    """The letter that is missing, the contact that is awaited, the safeguarding check."""
    answers: DnaCase = case.answers
    missed = answers.appointment_date
    if answers.dna_letter_sent != "yes" and list_owed([Event(missed, "dna")], case.pathway_events):
        by = missed + timedelta(days=LETTER_WITHIN)
        yield Due(by, "Send the letter about the missed appointment", begin=begin_letter("dna"), matter="letter")
    if answers.action == "rebook_contact_awaited" and not answers.rebook_contact_date:
        yield Due(
            missed + timedelta(days=CONTACT_WITHIN),
            "Decide the next step: no contact from the patient",
            matter="contact",
        )
    if answers.child_or_vulnerable == "yes" and answers.safeguarding_checked != "yes":
        yield Due(missed, "Make the safeguarding check", "breach", matter="safeguarding")


def waits_for_contact(row: Row) -> bool:
    return row.get("action") == "rebook_contact_awaited"


NO_RATE = (
    "No DNA rate is drawn: missed appointments are recorded here, and how many were attended is not. The attended ones "
    "on the timelines of the patient tracking list are not those of the same clinics: they are no number to divide by."
)


MODULE = Module(
    slug="dna-management",
    store_key="dna_cases",
    title="DNA management",
    journey="Appointments",
    purpose="Missed appointments: what each does to the RTT, cancer and diagnostic clocks, and what may be decided.",
    one="missed appointment",
    many="missed appointments",
    record=DnaCase,
    teaches=(
        "A first appointment that was missed nullifies the clock only if it was clearly communicated.",
        "A later one never stops the clock, unless the patient is discharged and four tests are met.",
        "Someone who was not brought is protected: think of safeguarding first.",
        "Any notice, however short, makes it a cancellation.",
    ),
    rules=("DNA-1", "DNA-2", "DNA-4", "DNA-5", "DNA-7"),
    checks=list_findings,
    events=clocks.list_events,
    clocks=read_effect,
    meaning=tell_meaning,
    due=list_due,
    milestones=(
        Milestone("rebook_contact_date"),
        Milestone("rebook_decision_date", shape="decision"),
        Milestone("new_appointment_date", shape="offer"),
        Milestone("letter_date", shape="letter"),
        Milestone("patient_told_on", shape="letter"),
        Milestone("gp_told_on", shape="letter"),
        Milestone("discharge_date", shape="stop"),
    ),
    owns={
        "dna": {
            "appointment_date": "date",
            "first_after_referral": "first",
            "clearly_communicated": "clearly_communicated",
        }
    },
    derived=(
        Derived("effect", "RTT clock", tell_effect, choices=EFFECTS),
        Derived("next_step", "Next step", tell_next_step(say_where_it_stands)),
    ),
    columns=(
        Column("patient_name", pinned=True, second="specialty"),
        Column("appointment_date", title="Missed on"),
        Column("effect", flex=2, second="appointment_type"),
        Column("next_step", flex=4),
        Column("nhs_number"),
    ),
    sort=Sort("appointment_date", "the newest first", descending=True),
    dated="appointment_date",
    views=(
        WRONG_VIEW,
        View(
            "awaiting",
            "Waiting for contact",
            "the patient has not yet made contact to rebook",
            waits_for_contact,
            "watch",
        ),
        View(
            "nullified",
            "Clock nullified",
            "the missed appointment nullified the clock",
            lambda row: row["effect"] == "nullified",
        ),
        View(
            "letter",
            "DNA letter missing",
            "no letter about the missed appointment is recorded",
            lambda row: row.get("dna_letter_sent") != "yes",
            "watch",
        ),
        View(
            "brought",
            "Was not brought",
            "a child or vulnerable person was not brought",
            lambda row: row.get("was_not_brought") == "yes",
            "watch",
        ),
    ),
    charts=(
        Chart(
            "rate",
            "DNA rate",
            "Missed appointments, divided by those and the attended appointments of the same clinics and days. "
            "Cancellations are in neither (rule DNA-12).",
            by="specialty",
            unit="percent",
            withheld=NO_RATE,
        ),
        by_month(
            "by-month",
            "Missed appointments by month",
            "Missed appointments by the month of the appointment.",
            "appointment_date",
        ),
        Chart("by-specialty", "Missed appointments by specialty", "Missed appointments by specialty.", by="specialty"),
        Chart(
            "by-weekday",
            "Missed appointments by weekday",
            "Missed appointments by the weekday of the appointment.",
            by=weekday_of("appointment_date"),
            order=WEEKDAYS,
            category="Weekday",
        ),
        Chart(
            "by-type",
            "Missed appointments by type",
            "Missed appointments by type of appointment.",
            by="appointment_type",
        ),
        Chart(
            "by-effect",
            "What they did to the RTT clock",
            "Missed appointments by their effect on the RTT clock, as the rule book reads the record.",
            by="effect",
        ),
        Chart(
            "communicated",
            "Clearly communicated, by specialty",
            "Missed appointments that were clearly communicated, of those where the answer is yes or no.",
            by="specialty",
            better="increase",
            measures=(
                Measure(
                    "Clearly communicated, percent",
                    counts=lambda row: row.get("clearly_communicated") == "yes",
                    among=lambda row: row.get("clearly_communicated") in {"yes", "no"},
                ),
            ),
        ),
    ),
    filters=("specialty", "appointment_type", "effect"),
    filters_said="in [any specialty] for [any type of appointment] with the RTT clock [in any state]",
    name_of=lambda answers: f"{answers.patient_name}, missed appointment of {in_words(answers.appointment_date)}",
    example=make_example,
)
