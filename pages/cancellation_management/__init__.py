"""Cancellation management: who cancelled, with how much notice, and what the patient is owed.

Teaches rule book A5, D1 and the amendments D6 to D8 and R10: a cancellation never stops the clock; a last-minute
cancellation by the hospital carries a binding date within 28 days; repeated cancelling leads to a clinical review.
"""

from dashapp.declare.module import Module, Sort
from rules.cancellations.clocks import list_events
from rules.cancellations.record import TYPES, Cancellation
from words.phrases import in_words

from .examples import make_example
from .meaning import DERIVED, find_findings, list_due, read_guarantee, tell_meaning
from .worklist import CHARTS, COLUMNS, VIEWS


def name_cancellation(answers: Cancellation) -> str:
    kind = TYPES[answers.type].lower()
    return f"{answers.patient_name}, cancelled {kind} of {in_words(answers.appointment_date)}"


MODULE = Module(
    slug="cancellation-management",
    store_key="cancellations",
    title="Cancellation management",
    journey="Appointments",
    purpose="Cancelled appointments and operations: notice, the 28-day guarantee, and what happens next.",
    one="cancellation",
    many="cancellations",
    record=Cancellation,
    teaches=(
        "A cancellation, by either side and with any notice, never stops the clock.",
        "A last-minute cancellation by the hospital for a non-clinical reason: a binding date within 28 days of the "
        "date booked.",
        "Repeated cancelling leads to a clinician's review with three outcomes, never by itself to discharge.",
        "Moving an operation to within 24 hours is a postponement, allowed once.",
    ),
    rules=("CAN-1", "CAN-2", "CAN-3", "CAN-5", "CAN-7", "CAN-10"),
    findings=find_findings,
    events=list_events,
    clocks=read_guarantee,
    meaning=tell_meaning,
    due=list_due,
    owns={
        "patient_cancels": {"cancellation_date": "date", "cancelled_by": "=patient"},
        "provider_cancels": {"cancellation_date": "date"},
    },
    derived=DERIVED,
    columns=COLUMNS,
    views=VIEWS,
    sort=Sort("cancellation_date", "the newest first", descending=True),
    dated="cancellation_date",
    charts=CHARTS,
    filters=("specialty", "type", "cancelled_by", "notice", "guarantee"),
    filters_said="in [any specialty] for [any appointment] cancelled by [anyone] with [any notice] "
    "and the 28-day guarantee [in any state]",
    name_of=name_cancellation,
    example=make_example,
)
