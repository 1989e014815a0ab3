"""Clinical exceptions: delay for clinical reasons and fitness, which never pauses the clock.

Teaches rule book A3 and the amendments R20 and R31. In the rules suite "clinical exceptions" are exceptions to the
18-week right; the page says so.
"""

from dashapp.declare.module import Chart, Column, Derived, Measure, Module, View
from dashapp.declare.phrases import WRONG_VIEW, by_month, has, tell_next_step
from rules.exceptions.clocks import list_events
from rules.exceptions.record import ACTIONS, ClinicalException
from words.phrases import in_words

from .examples import make_example
from .meaning import (
    LENGTHS,
    REVIEWS,
    band_of_length,
    find_findings,
    list_due,
    read_effect,
    tell_meaning,
    tell_review_due,
    tell_review_state,
)

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
        "A decision that stops the clock stops it on the day the patient is told.",
        "Every delay has a consultant, a review date and a plan.",
    ),
    rules=("EXC-1", "EXC-2", "EXC-3", "EXC-4", "EXC-5", "EXC-6", "EXC-7", "EXC-9"),
    findings=find_findings,
    events=list_events,
    clocks=read_effect,
    meaning=tell_meaning,
    due=list_due,
    derived=(
        Derived("review", "Review", tell_review_state, choices=REVIEWS),
        Derived("review_due", "Review due", tell_review_due, kind="date"),
        Derived("next_step", "Next step", tell_next_step(lambda answers: ACTIONS[answers.action])),
    ),
    columns=(
        Column("patient_name", pinned=True, second="specialty"),
        Column("reason", flex=2),
        Column("review_due", shown="due"),
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
            "planned",
            "On a planned list",
            "the patient was moved to a planned list, where an unfit patient does not belong",
            lambda row: row.get("on_planned_list") == "yes",
            "breach",
        ),
        View(
            "not-clinical",
            "Not a clinical reason",
            "the reason speaks of beds, staff or theatre",
            has("exceptions-not-clinical"),
            "breach",
        ),
        View(
            "fit-passed",
            "Fit date passed",
            "the day by which the patient was to be fit has passed, and the clock keeps running",
            has("exceptions-fit-date-passed"),
            "watch",
        ),
        View(
            "running",
            "Clock running",
            "the clock keeps running during the delay, and no new date was given yet",
            lambda row: row.get("action") == "keep_clock_running" and not row.get("rebooked_on"),
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
        Chart("by-reason", "Delays by reason", "Clinical delays by their reason.", by="reason"),
        Chart("by-specialty", "Delays by specialty", "Clinical delays by specialty.", by="specialty"),
        Chart("by-action", "What was decided", "Clinical delays by what was decided.", by="action"),
        by_month("by-month", "Delays by month", "Clinical delays by the month of the decision.", "decided_on"),
        Chart(
            "by-length",
            "Expected length",
            "Clinical delays by their expected length, those without one left out.",
            by=band_of_length,
            order=LENGTHS,
            category="Expected length",
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
        ),
    ),
    filters=("specialty", "reason", "action"),
    filters_said="in [any specialty] for [any reason] with [any action]",
    name_of=lambda answers: f"{answers.patient_name}, clinical delay of {in_words(answers.decided_on)}",
    example=make_example,
)
