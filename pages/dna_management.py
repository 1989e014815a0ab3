"""DNA management: what a missed appointment does to three clocks, and what may be decided about it.

Teaches rule book A5, D2 and the amendments R9, R29 and D3: a first missed appointment nullifies the clock only when
it was clearly communicated; a later one never stops it unless four tests are met; someone not brought is protected.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, time, timedelta
from random import Random
from typing import Annotated, Any

from dashapp.module import (
    Case,
    Chart,
    Column,
    Derived,
    Due,
    Fact,
    Meaning,
    Measure,
    Module,
    Patient,
    Row,
    View,
    section,
)
from dashapp.patient import PATIENT_SECTION, SPECIALTIES, AboutPatient
from dashapp.questions import YES_NO, YES_NO_UNKNOWN, Ask, choices, when
from rules import dna
from rules.events import Event
from rules.explain import Finding, in_words

APPOINTMENT_TYPES = choices("First outpatient", "Follow-up", "Pre-assessment", "Diagnostic", "Treatment")
CONTACT_TYPES = choices("Face to face", "Telephone", "Video")
LETTER_CHANNELS = choices("Letter", "Text message", "Email", "Telephone", portal="Patient portal")
CONTACTS_MADE = choices("Yes", "No answer", "Not tried")
ACTIONS = choices(
    rebooked="Rebooked",
    rebook_contact_awaited="Waiting for the patient to make contact",
    discharged_after_review="Discharged after a clinician's review",
    discharged_without_review="Discharged without review",
    reminder_set_up="Reminder set up",
    support_arranged="Transport or support arranged",
)
RTT_CODES = choices(
    **{
        code: f"{code} {words}"
        for code, words in (
            ("20", "more to come"),
            ("33", "first care activity missed"),
            ("34", "decision not to treat"),
        )
    }
)
DISCHARGED = ("discharged_after_review", "discharged_without_review")
LETTER_WITHIN, CONTACT_WITHIN = 2, 14
"""Days after the missed appointment; local policies differ."""
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class DnaCase(AboutPatient):
    """One missed appointment."""

    appointment_date: Annotated[date, Ask("When was the appointment?")]
    appointment_time: Annotated[time | None, Ask("At what time?", help="Such as 14:30")] = None
    specialty: Annotated[str, Ask("In which specialty?", choices=SPECIALTIES)]
    appointment_type: Annotated[str, Ask("What kind of appointment was it?", choices=APPOINTMENT_TYPES)]
    contact_type: Annotated[
        str | None,
        Ask(
            "How was it to take place?",
            help="A call that is not answered is missed too.",
            choices=CONTACT_TYPES,
            rule="DNA-8",
        ),
    ] = None
    first_after_referral: Annotated[
        str,
        Ask(
            "Was it the first appointment after the referral?",
            help="The first care activity counts, a test booked straight from the referral included.",
            choices=YES_NO_UNKNOWN,
            rule="DNA-3",
        ),
    ]
    notice_given: Annotated[
        str | None,
        Ask(
            "Did the patient give any notice?",
            help="Any notice, however short, makes it a cancellation.",
            choices=YES_NO,
            rule="DNA-1",
        ),
    ] = None
    clearly_communicated: Annotated[
        str,
        Ask(
            "Was the appointment clearly communicated?",
            help="Only what can be shown counts: a letter or message, its date, the right address or number.",
            choices=YES_NO_UNKNOWN,
            rule="DNA-2",
        ),
    ]
    letter_date: Annotated[
        date | None, Ask("When was the patient told of it?", when=when("clearly_communicated", "yes"))
    ] = None
    letter_channel: Annotated[
        str | None, Ask("How were they told?", choices=LETTER_CHANNELS, when=when("clearly_communicated", "yes"))
    ] = None
    communication_evidence: Annotated[
        str | None,
        Ask(
            "What is the evidence?",
            help="Where it is filed, who checked it.",
            long=True,
            when=when("clearly_communicated", "yes"),
        ),
    ] = None
    child_or_vulnerable: Annotated[
        str,
        Ask(
            "Is the patient a child, or an adult who depends on someone else?",
            choices=YES_NO,
            rule="DNA-7",
            label="Child or vulnerable",
        ),
    ]
    was_not_brought: Annotated[
        str | None, Ask("Were they not brought?", choices=YES_NO, when=when("child_or_vulnerable", "yes"), rule="DNA-7")
    ] = None
    safeguarding_checked: Annotated[
        str | None,
        Ask(
            "Has a safeguarding check been made?", choices=YES_NO, when=when("child_or_vulnerable", "yes"), rule="DNA-7"
        ),
    ] = None
    learning_disability: Annotated[
        str | None, Ask("Is a learning disability or another need for support recorded?", choices=YES_NO_UNKNOWN)
    ] = None
    previous_dnas: Annotated[
        int | None,
        Ask("How many appointments were missed before?", help="A number, 0 for none.", label="Missed before"),
    ] = None
    previous_cancellations: Annotated[
        int | None,
        Ask("How many did the patient cancel before?", help="A number, 0 for none.", label="Cancelled before"),
    ] = None
    contact_made: Annotated[
        str | None,
        Ask("Has the patient been reached since?", choices=CONTACTS_MADE, rule="DNA-9", label="Contact made"),
    ] = None
    attempts_to_ring: Annotated[int | None, Ask("How many attempts to ring were made?", label="Attempts to ring")] = (
        None
    )
    reason_given: Annotated[str | None, Ask("What reason did the patient give?", when=when("contact_made", "yes"))] = (
        None
    )
    dna_letter_sent: Annotated[
        str | None,
        Ask(
            "Has a letter about the missed appointment been sent?",
            choices=YES_NO,
            rule="DNA-9",
            label="DNA letter sent",
        ),
    ] = None
    action: Annotated[
        str,
        Ask(
            "What was decided?", help="Record what happened, also when it was not right.", choices=ACTIONS, rule="DNA-5"
        ),
    ]
    reviewing_clinician: Annotated[
        str | None, Ask("Which clinician reviewed the case?", when=when("action", "discharged_after_review"))
    ] = None
    best_interest: Annotated[
        str | None,
        Ask(
            "Did a clinician decide that discharge is not contrary to the patient's best clinical interest?",
            label="Not contrary to best interest",
            choices=YES_NO,
            when=when("action", *DISCHARGED),
            rule="DNA-5",
        ),
    ] = None
    best_interest_evidence: Annotated[
        str | None, Ask("Where is that written down?", when=when("best_interest", "yes"))
    ] = None
    published_policy: Annotated[
        str | None,
        Ask(
            "Is there a published local policy that it follows?",
            choices=YES_NO,
            when=when("action", *DISCHARGED),
            rule="DNA-5",
            label="Published policy",
        ),
    ] = None
    protective_policy: Annotated[
        str | None,
        Ask(
            "Does that policy protect vulnerable people, and was it agreed with all concerned?",
            help="With clinicians, commissioners, patients and other stakeholders.",
            label="Protective, agreed policy",
            choices=YES_NO,
            when=when("action", *DISCHARGED),
            rule="DNA-5",
        ),
    ] = None
    discharge_date: Annotated[
        date | None, Ask("When was the patient discharged?", when=when("action", *DISCHARGED))
    ] = None
    patient_told_on: Annotated[date | None, Ask("When was the patient told?", when=when("action", *DISCHARGED))] = None
    gp_told_on: Annotated[
        date | None, Ask("When was the GP told?", when=when("action", *DISCHARGED), label="GP told on")
    ] = None
    rebook_contact_date: Annotated[
        date | None, Ask("When did the patient make contact to rebook?", rule="DNA-4", label="Rebook contact date")
    ] = None
    rebook_decision_date: Annotated[
        date | None,
        Ask(
            "When was it decided to offer another appointment?",
            help="Counts even if there is no slot yet.",
            rule="DNA-4",
            label="Rebook decision date",
        ),
    ] = None
    new_appointment_date: Annotated[date | None, Ask("When is the new appointment?")] = None
    cancer_pathway: Annotated[
        str | None,
        Ask(
            "Is the patient on an urgent suspected cancer pathway?",
            choices=YES_NO,
            rule="DNA-10",
            label="Cancer pathway",
        ),
    ] = None
    referral_received: Annotated[
        date | None, Ask("When was the cancer referral received?", when=when("cancer_pathway", "yes"), rule="DNA-10")
    ] = None
    rtt_code: Annotated[
        str | None,
        Ask(
            "Which RTT status would you record?",
            help="Answer before you look at what this means.",
            choices=RTT_CODES,
            label="RTT status",
        ),
    ] = None
    notes: Annotated[str | None, Ask("Anything else?", long=True)] = None


FLAGS = frozenset(field.name for field in fields(dna.DnaFacts) if "bool" in str(field.type))
FACTS = frozenset(field.name for field in fields(dna.DnaFacts))


def make_facts(answers: DnaCase) -> dna.DnaFacts:
    """The record as its rule book reads it: "yes" and "no" as such, anything else as not known."""
    given = {name: value for name, value in answers.model_dump().items() if name in FACTS}
    flags = {"yes": True, "no": False}
    return dna.DnaFacts(**{name: flags.get(value) if name in FLAGS else value for name, value in given.items()})


def find_findings(case: Case) -> Iterable[Finding]:
    return dna.list_findings(make_facts(case.answers), case.today)


def read_effect(case: Case) -> dna.DnaEffect:
    return dna.calc_effect(make_facts(case.answers))


def tell_meaning(case: Case) -> Meaning:
    """The effect on three clocks beside each other, and the four tests when they are asked for."""
    effect: dna.DnaEffect = case.clocks
    clocks = (
        Fact("18 weeks (RTT)", effect.rtt, "watch" if effect.nullifies or effect.stops else "note"),
        Fact("Cancer", effect.cancer),
        Fact("Diagnostics (DM01)", effect.dm01),
    )
    code = (Fact("Status to record", effect.code),) if effect.code else ()
    tests = (
        tuple(
            Fact(
                words[:1].upper() + words[1:],
                "Not shown" if name in effect.failed_tests else "Shown",
                "breach" if name in effect.failed_tests else "fine",
            )
            for name, words in dna.FOUR_TESTS.items()
        )
        if case.answers.action in DISCHARGED and case.answers.first_after_referral == "no"
        else ()
    )
    return Meaning(facts=(*clocks, *code, *tests), steps=effect.steps)


def list_events(answers: DnaCase) -> tuple[Event, ...]:
    """What goes on the pathway's timeline: the missed appointment, the rebooking, the discharge."""
    return dna.list_events(make_facts(answers))


EFFECTS = choices("Nullified", "Stopped", "Runs on", "Not known")


def tell_effect(case: Case) -> str:
    """The effect on the RTT clock as one slug."""
    effect: dna.DnaEffect = case.clocks
    if effect.nullifies:
        return "nullified"
    if effect.stops:
        return "stopped"
    return "not_known" if effect.code is None else "runs_on"


def tell_next_step(case: Case) -> str:
    """The first finding that asks for something to be done, or where the case stands."""
    for finding in case.findings:
        if finding.severity.value != "note":
            return finding.fix
    return "New appointment" if case.answers.new_appointment_date else ACTIONS[case.answers.action]


def list_due(case: Case) -> Iterable[Due]:
    """The letter that is missing, the contact that is awaited, the safeguarding check."""
    answers: DnaCase = case.answers
    missed = answers.appointment_date
    if answers.dna_letter_sent != "yes":
        yield Due(missed + timedelta(days=LETTER_WITHIN), "Send the letter about the missed appointment")
    if answers.action == "rebook_contact_awaited" and not answers.rebook_contact_date:
        yield Due(missed + timedelta(days=CONTACT_WITHIN), "Decide the next step: no contact from the patient")
    if answers.child_or_vulnerable == "yes" and answers.safeguarding_checked != "yes":
        yield Due(missed, "Make the safeguarding check", "breach")


def make_example(random: Random, patient: Patient, today: date) -> dict[str, Any]:
    """A plausible missed appointment of the last ten weeks; some well handled, some not."""
    missed = today - timedelta(days=random.randint(3, 70))
    first = random.random() < 0.5
    action = random.choices(list(ACTIONS), weights=(6, 3, 2, 1, 2, 1))[0]
    young = random.random() < 0.2
    answers: dict[str, Any] = {
        "patient_name": patient.name,
        "nhs_number": patient.nhs_number,
        "appointment_date": missed.isoformat(),
        "appointment_time": f"{random.randint(9, 16):02}:{random.choice((0, 15, 30, 45)):02}",
        "specialty": random.choice(list(SPECIALTIES)),
        "appointment_type": "first_outpatient"
        if first
        else random.choice(("follow_up", "diagnostic", "pre_assessment")),
        "contact_type": random.choices(list(CONTACT_TYPES), weights=(7, 2, 1))[0],
        "first_after_referral": "yes" if first else "no",
        "clearly_communicated": random.choices(("yes", "no"), weights=(8, 2))[0],
        "child_or_vulnerable": "yes" if young else "no",
        "previous_dnas": random.choice((0, 0, 0, 1, 2)),
        "contact_made": random.choice(list(CONTACTS_MADE)),
        "dna_letter_sent": random.choice(("yes", "yes", "no")),
        "action": action,
    }
    if answers["clearly_communicated"] == "yes":
        answers["letter_date"] = (missed - timedelta(days=random.randint(14, 35))).isoformat()
        answers["letter_channel"] = random.choice(list(LETTER_CHANNELS))
    if young:
        answers |= {"was_not_brought": "yes", "safeguarding_checked": random.choice(("yes", "no"))}
    if action in DISCHARGED:
        told = (missed + timedelta(days=2)).isoformat()
        answers |= {"discharge_date": told, "patient_told_on": told, "published_policy": "yes"}
        answers |= {
            "best_interest": "yes" if action == DISCHARGED[0] else "no",
            "protective_policy": "yes",
            "gp_told_on": told,
        }
    if action == DISCHARGED[0]:
        answers["reviewing_clinician"] = f"Dr {random.choice(('Osei', 'Novak', 'Hughes', 'Rahman'))}"
    if action == "rebooked":
        contact = missed + timedelta(days=random.randint(0, 2))
        answers |= {"rebook_contact_date": contact.isoformat()}
        answers |= {"new_appointment_date": (contact + timedelta(days=random.randint(21, 40))).isoformat()}
    return answers


def month_of(row: Row) -> str:
    return str(row["appointment_date"])[:7]


def weekday_of(row: Row) -> str:
    return WEEKDAYS[date.fromisoformat(row["appointment_date"]).weekday()]


def waits_for_contact(row: Row) -> bool:
    return row.get("action") == "rebook_contact_awaited"


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
    sections=(
        PATIENT_SECTION,
        section(
            "The appointment",
            "appointment_date",
            "appointment_time",
            "specialty",
            "appointment_type",
            "contact_type",
            "first_after_referral",
            "notice_given",
        ),
        section(
            "Was it clearly communicated?",
            "clearly_communicated",
            "letter_date",
            "letter_channel",
            "communication_evidence",
        ),
        section(
            "The person",
            "child_or_vulnerable",
            "was_not_brought",
            "safeguarding_checked",
            "learning_disability",
            "previous_dnas",
            "previous_cancellations",
        ),
        section(
            "What was done",
            "contact_made",
            "attempts_to_ring",
            "reason_given",
            "dna_letter_sent",
            "action",
            "reviewing_clinician",
            "best_interest",
            "best_interest_evidence",
            "published_policy",
            "protective_policy",
            "discharge_date",
            "patient_told_on",
            "gp_told_on",
            "rebook_contact_date",
            "rebook_decision_date",
            "new_appointment_date",
        ),
        section("The clocks", "cancer_pathway", "referral_received", "rtt_code", "notes"),
    ),
    findings=find_findings,
    events=list_events,
    clocks=read_effect,
    meaning=tell_meaning,
    due=list_due,
    derived=(
        Derived("effect", "RTT clock", tell_effect, choices=EFFECTS),
        Derived("next_step", "Next step", tell_next_step),
    ),
    columns=(
        Column("patient_name", flex=2, pinned=True),
        Column("nhs_number"),
        Column("appointment_date"),
        Column("specialty", flex=2),
        Column("appointment_type"),
        Column("effect"),
        Column("next_step", flex=3),
    ),
    views=(
        View(
            "wrong",
            "With something wrong",
            "a finding says that something is wrong",
            lambda row: row["worst"] == "breach",
            "breach",
        ),
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
            "by-month",
            "Missed appointments by month",
            "Missed appointments by the month of the appointment.",
            by=month_of,
            order="label",
            category="Month",
            shape="line",
            unit="missed appointments",
        ),
        Chart(
            "by-specialty",
            "Missed appointments by specialty",
            "Missed appointments by specialty.",
            by="specialty",
            unit="missed appointments",
        ),
        Chart(
            "by-weekday",
            "Missed appointments by weekday",
            "Missed appointments by the weekday of the appointment.",
            by=weekday_of,
            order=WEEKDAYS,
            category="Weekday",
            unit="missed appointments",
        ),
        Chart(
            "by-type",
            "Missed appointments by type",
            "Missed appointments by type of appointment.",
            by="appointment_type",
            unit="missed appointments",
        ),
        Chart(
            "by-effect",
            "What they did to the RTT clock",
            "Missed appointments by their effect on the RTT clock, as the rule book reads the record.",
            by="effect",
            unit="missed appointments",
        ),
        Chart(
            "communicated",
            "Clearly communicated, by specialty",
            "Missed appointments that were clearly communicated, of those where the answer is yes or no.",
            by="specialty",
            order="label",
            unit="percent",
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
    name_of=lambda answers: f"{answers.patient_name}, missed appointment of {in_words(answers.appointment_date)}",
    example=make_example,
)
