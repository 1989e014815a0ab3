"""Clinical exceptions: delay for clinical reasons and fitness, which never pauses the clock.

Teaches rule book A3 and the amendments R20 and R31. In the rules suite "clinical exceptions" are exceptions to the
18-week right; the page says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
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
from dashapp.patient import PATIENT_SECTION, SPECIALTIES, AboutPatient, Notes, ask_rtt_status
from dashapp.questions import YES_NO, YES_NO_UNKNOWN, Ask, as_choices, choices, when
from dashapp.reading import WRONG_VIEW, month_of, read_facts, tell_next_step
from rules import exceptions
from rules.events import Event
from rules.exceptions import REASONS, ExceptionFacts
from rules.explain import Finding, Step, in_words

ACTIONS = choices(
    keep_clock_running="Keep the clock running and rebook",
    active_monitoring="Active monitoring",
    return_to_gp="Return to the GP",
)
ASA = choices(**{f"asa_{grade}": f"ASA {grade}" for grade in range(1, 6)})
PLANS = choices("Weight", "Smoking", "HbA1c", "Blood pressure", "Anaemia", "Other")
STOPPING = ("active_monitoring", "return_to_gp")
TELL_GP_WITHIN = 7
"""Days; the guidance says without undue delay."""


class ClinicalException(AboutPatient):
    """One delay for a clinical reason."""

    specialty: Annotated[str, Ask("In which specialty?", help="As on the waiting list.", choices=SPECIALTIES)]
    planned_procedure: Annotated[str | None, Ask("Which procedure was planned?", help="As it stands on the list.")] = (
        None
    )
    reason: Annotated[
        str,
        Ask(
            "Why is treatment delayed?",
            help="Only the patient's own condition counts. No beds, staff or theatre is not a clinical reason.",
            choices=as_choices(REASONS),
            rule="EXC-3",
        ),
    ]
    reason_in_words: Annotated[
        str,
        Ask("What is the clinical reason, in words?", help="As the clinician put it.", long=True, rule="EXC-3"),
    ]
    consultant: Annotated[str, Ask("Which consultant is responsible?", rule="EXC-6", label="Responsible consultant")]
    decided_on: Annotated[date, Ask("When was it decided?", rule="EXC-4")]
    decided_with_patient_on: Annotated[
        date | None,
        Ask("When was it agreed with the patient?", rule="EXC-4", label="Decided with the patient on"),
    ] = None
    expected_days: Annotated[
        int | None, Ask("How long is it expected to last, in days?", rule="EXC-8", label="Expected length, days")
    ] = None
    fit_by: Annotated[date | None, Ask("By when is the patient expected to be fit?", rule="EXC-6", label="Fit by")] = (
        None
    )
    asa: Annotated[
        str | None, Ask("What is the ASA grade?", help="As the anaesthetist gave it.", choices=ASA, label="ASA grade")
    ] = None
    pre_op_result: Annotated[
        str | None,
        Ask(
            "What did the pre-operative assessment find?",
            help="Result and date.",
            label="Pre-operative result",
            long=True,
        ),
    ] = None
    optimisation: Annotated[
        list[str], Ask("What has to improve?", choices=PLANS, when=when("reason", "optimisation"), rule="EXC-6")
    ] = []
    plan: Annotated[
        str | None,
        Ask(
            "What is the plan?",
            help="What has to change, by when, and who helps.",
            long=True,
            when=when("reason", "optimisation", "unfit_short_term", "unfit_long_term", "conservative_trial", "other"),
            rule="EXC-6",
            label="Plan to become fit",
        ),
    ] = None
    tci_cancelled: Annotated[
        str | None,
        Ask(
            "Was an admission date cancelled because of it?",
            help="A clinical reason: the 28-day guarantee does not apply.",
            choices=YES_NO,
            rule="EXC-3",
            label="TCI cancelled",
        ),
    ] = None
    action: Annotated[
        str,
        Ask(
            "What was decided?",
            help="Record what happened, also when it was not right.",
            choices=ACTIONS,
            rule="EXC-1",
        ),
    ]
    best_interest: Annotated[
        str | None,
        Ask(
            "Did the clinician decide that it is in the patient's best clinical interest?",
            choices=YES_NO,
            when=when("action", "return_to_gp"),
            rule="EXC-5",
            label="In the patient's best interest",
        ),
    ] = None
    gp_informed: Annotated[
        str | None,
        Ask("Has the GP been told?", choices=YES_NO, when=when("action", *STOPPING), rule="EXC-5", label="GP informed"),
    ] = None
    alternatives: Annotated[
        str | None,
        Ask("Which alternatives were considered?", help="Another treatment, anaesthetic or provider.", long=True),
    ] = None
    patient_informed: Annotated[str, Ask("Has the patient been told?", choices=YES_NO_UNKNOWN, rule="EXC-5")]
    review_date: Annotated[
        date,
        Ask("When will the patient be looked at again?", help="A day, set with the consultant.", rule="EXC-6"),
    ]
    reviewed_on: Annotated[date | None, Ask("When was the review done?", rule="EXC-6")] = None
    clock_stop: Annotated[
        date | None,
        Ask("On which day was the clock stopped?", when=when("action", *STOPPING), rule="EXC-4", label="Clock stop"),
    ] = None
    rtt_code: Annotated[str | None, ask_rtt_status("20", "31", "32", "34", "35", rule="EXC-1")] = None
    paused: Annotated[
        str | None,
        Ask("Was the clock paused or suspended on the system?", choices=YES_NO, rule="EXC-1", label="Clock paused"),
    ] = None
    on_planned_list: Annotated[
        str | None,
        Ask("Was the patient moved to a planned list?", choices=YES_NO, rule="EXC-2", label="Moved to a planned list"),
    ] = None
    notes: Notes = None


def make_facts(answers: ClinicalException) -> ExceptionFacts:
    return read_facts(ExceptionFacts, answers)


def find_findings(case: Case) -> Iterable[Finding]:
    return exceptions.list_findings(make_facts(case.answers), case.today)


def list_events(answers: ClinicalException) -> tuple[Event, ...]:
    """What goes on the pathway's timeline: the patient is unfit, monitoring starts, or the return to the GP."""
    return exceptions.list_events(make_facts(answers))


def read_effect(case: Case) -> Step:
    return exceptions.calc_effect(make_facts(case.answers))


def is_review_open(answers: ClinicalException) -> bool:
    """Whether a review is still owed: a patient who went back to the GP has none."""
    done = answers.reviewed_on is not None and answers.reviewed_on >= answers.review_date
    return answers.action != "return_to_gp" and not done


def tell_meaning(case: Case) -> Meaning:
    """What the action does to the clock, when the patient is seen again, and what the word does not mean."""
    answers: ClinicalException = case.answers
    stops = answers.action in STOPPING
    return Meaning(
        facts=(
            Fact("18 weeks (RTT)", case.clocks.text, "watch" if stops else "note"),
            *tell_review(answers, case.today),
            Fact("Not to be confused", "Exceptions to the 18-week right are something else, and none pauses the clock"),
        ),
        steps=(case.clocks,),
    )


def tell_review(answers: ClinicalException, today: date) -> Iterable[Fact]:
    if is_review_open(answers):
        late = answers.review_date < today
        yield Fact("Review", f"Due on {in_words(answers.review_date)}", "breach" if late else "fine")
    elif answers.reviewed_on:
        yield Fact("Review", f"Done on {in_words(answers.reviewed_on)}", "fine")


def list_due(case: Case) -> Iterable[Due]:
    """The review, the day the patient is to be fit, telling patient and GP of a decision that stops the clock."""
    answers: ClinicalException = case.answers
    if is_review_open(answers):
        yield Due(answers.review_date, "Clinical review", "breach")
    if answers.fit_by and answers.action == "keep_clock_running":
        yield Due(answers.fit_by, "Ask whether the patient is fit, and offer a date")
    if answers.patient_informed != "yes":
        yield Due(answers.decided_on, "Tell the patient")
    if answers.action in STOPPING and answers.gp_informed != "yes":
        yield Due(answers.decided_on + timedelta(days=TELL_GP_WITHIN), "Tell the GP")


def tell_review_state(case: Case) -> str:
    answers: ClinicalException = case.answers
    if not is_review_open(answers):
        return "done" if answers.reviewed_on else "none"
    return "overdue" if answers.review_date < case.today else "due"


REVIEWS = choices(overdue="Overdue", due="To come", done="Done", none="None needed")
LENGTHS = ("Up to 2 weeks", "2 to 6 weeks", "6 to 12 weeks", "Over 12 weeks")


def band_of_length(row: Row) -> str | None:
    """The expected length in bands; None when it is not recorded."""
    days = row.get("expected_days")
    if days is None:
        return None
    return LENGTHS[sum(days > edge for edge in (14, 42, 84))]


def make_example(random: Random, patient: Patient, today: date) -> dict[str, Any]:
    """A plausible delay of the last three months; some well handled, some not."""
    decided = today - timedelta(days=random.randint(2, 90))
    reason = random.choices(list(REASONS), weights=(5, 2, 4, 2, 2, 2, 1))[0]
    action = random.choices(list(ACTIONS), weights=(6, 3, 2))[0]
    answers: dict[str, Any] = {
        "patient_name": patient.name,
        "nhs_number": patient.nhs_number,
        "specialty": random.choice(list(SPECIALTIES)),
        "planned_procedure": random.choice(("Hip replacement", "Hernia repair", "Cholecystectomy", "Cataract surgery")),
        "reason": reason,
        "reason_in_words": random.choice(EXAMPLE_REASONS[reason]),
        "consultant": random.choice(("Miss Hughes", "Mr Rahman", "Dr Osei", "Dr Novak")),
        "decided_on": decided.isoformat(),
        "expected_days": random.choice((10, 21, 28, 42, 60, 90)),
        "action": action,
        "patient_informed": random.choices(("yes", "no"), weights=(5, 1))[0],
        "review_date": (decided + timedelta(days=random.choice((28, 42, 84)))).isoformat(),
        "rtt_code": {"keep_clock_running": "20", "active_monitoring": "32", "return_to_gp": "34"}[action],
        "asa": random.choice(list(ASA)[:3]),
    }
    if action == "keep_clock_running":
        answers["fit_by"] = (decided + timedelta(days=answers["expected_days"])).isoformat()
        answers["paused"] = random.choices(("no", "yes"), weights=(5, 1))[0]
    else:
        answers |= {"clock_stop": decided.isoformat(), "gp_informed": random.choice(("yes", "yes", "no"))}
        answers |= {"decided_with_patient_on": decided.isoformat()} if answers["patient_informed"] == "yes" else {}
    if action == "return_to_gp":
        answers["best_interest"] = random.choice(("yes", "yes", "no"))
    if reason == "optimisation" and random.random() < 0.7:
        answers |= {"optimisation": [random.choice(list(PLANS))], "plan": "Seen monthly by the practice nurse."}
    return answers


EXAMPLE_REASONS = {
    "unfit_short_term": ("Chest infection, reassess in four weeks.", "Fractured wrist, in plaster."),
    "unfit_long_term": ("Recovering from a stroke.", "Unstable angina, cardiology involved."),
    "optimisation": ("HbA1c of 78, to come below 69.", "Blood pressure 180/105 at pre-assessment."),
    "conservative_trial": ("Physiotherapy first, for twelve weeks.",),
    "other_specialty": ("Awaits the opinion of cardiology.", "No theatre capacity for a joint case with vascular."),
    "infection": ("Urinary infection, on antibiotics.",),
    "other": ("Pregnant; surgery after the birth.",),
}


MODULE = Module(
    slug="clinical-exceptions",
    store_key="clinical_exceptions",
    title="Clinical exceptions",
    journey="Appointments",
    purpose="Delay for clinical reasons and fitness. In the rules suite these words mean something else: exceptions "
    "to the 18-week right.",
    one="clinical delay",
    many="clinical delays",
    record=ClinicalException,
    teaches=(
        "Being unfit never pauses the clock: it runs unless a clinician discharges or starts active monitoring.",
        "An unfit patient is never moved to a planned list.",
        "A lack of beds, staff or theatre is not a clinical exception.",
        "Every delay has a consultant, a review date and a plan.",
    ),
    rules=("EXC-1", "EXC-2", "EXC-3", "EXC-4", "EXC-5", "EXC-7"),
    sections=(
        PATIENT_SECTION,
        section("The delay", "specialty", "planned_procedure", "reason", "reason_in_words", "consultant", "decided_on"),
        section(
            "Becoming fit",
            "expected_days",
            "fit_by",
            "asa",
            "pre_op_result",
            "optimisation",
            "plan",
            "tci_cancelled",
        ),
        section(
            "What was decided",
            "action",
            "decided_with_patient_on",
            "best_interest",
            "alternatives",
            "patient_informed",
            "gp_informed",
            "review_date",
            "reviewed_on",
        ),
        section("The clock", "rtt_code", "clock_stop", "paused", "on_planned_list", "notes"),
    ),
    findings=find_findings,
    events=list_events,
    clocks=read_effect,
    meaning=tell_meaning,
    due=list_due,
    derived=(
        Derived("review", "Review", tell_review_state, choices=REVIEWS),
        Derived("next_step", "Next step", tell_next_step(lambda answers: ACTIONS[answers.action])),
    ),
    columns=(
        Column("patient_name", flex=2, pinned=True),
        Column("specialty", flex=2),
        Column("reason", flex=2),
        Column("action", flex=2),
        Column("review_date"),
        Column("review"),
        Column("next_step", flex=3),
        Column("nhs_number"),
    ),
    views=(
        WRONG_VIEW,
        View(
            "overdue",
            "Review overdue",
            "the review date has passed and no review is recorded",
            lambda row: row["review"] == "overdue",
            "breach",
        ),
        View(
            "paused",
            "Clock paused",
            "the clock is recorded as paused, which does not exist",
            lambda row: row.get("paused") == "yes",
            "breach",
        ),
        View(
            "running",
            "Clock running",
            "the clock keeps running during the delay",
            lambda row: row.get("action") == "keep_clock_running",
        ),
        View(
            "monitoring",
            "Active monitoring",
            "active monitoring was decided",
            lambda row: row.get("action") == "active_monitoring",
        ),
        View(
            "not-told",
            "Patient not told",
            "it is not recorded that the patient was told",
            lambda row: row.get("patient_informed") != "yes",
            "watch",
        ),
    ),
    charts=(
        Chart("by-reason", "Delays by reason", "Clinical delays by their reason.", by="reason", unit="clinical delays"),
        Chart(
            "by-specialty",
            "Delays by specialty",
            "Clinical delays by specialty.",
            by="specialty",
            unit="clinical delays",
        ),
        Chart(
            "by-action", "What was decided", "Clinical delays by what was decided.", by="action", unit="clinical delays"
        ),
        Chart(
            "by-month",
            "Delays by month",
            "Clinical delays by the month of the decision.",
            by=month_of("decided_on"),
            order="label",
            category="Month",
            shape="line",
            unit="clinical delays",
        ),
        Chart(
            "by-length",
            "Expected length",
            "Clinical delays by their expected length, those without one left out.",
            by=band_of_length,
            order=LENGTHS,
            category="Expected length",
            unit="clinical delays",
        ),
        Chart(
            "reviews",
            "Reviews overdue, by specialty",
            "Delays whose review is overdue, of those whose review is overdue or to come, by specialty.",
            by="specialty",
            measures=(
                Measure(
                    "Overdue, percent",
                    counts=lambda row: row["review"] == "overdue",
                    among=lambda row: row["review"] in {"overdue", "due"},
                ),
            ),
            unit="percent",
        ),
    ),
    filters=("specialty", "reason", "action"),
    name_of=lambda answers: f"{answers.patient_name}, clinical delay of {in_words(answers.decided_on)}",
    example=make_example,
)
