"""What a clinical delay does to the RTT clock and to the pathway's timeline.

Source: NHS England PRN01045 v5.0 §4.4.1.4, §4.4.2.2, §5.1; rule book A3, A11, R19.
"""

from rules.events import Event
from rules.exceptions import rules as book
from rules.exceptions.record import ClinicalException
from rules.explain import Step

EFFECTS = {
    "active_monitoring": Step(
        book.MONITORING, "Active monitoring stops the clock on the day it is decided and told to the patient."
    ),
    "return_to_gp": Step(book.DISCHARGE, "The clock stops (34) on the day of the decision, once told to the patient."),
    "keep_clock_running": Step(book.UNFIT, "The clock keeps running; being unfit neither pauses nor stops it."),
}
"""What each action does to the RTT clock, in words (§5.1, §4.4.1.4)."""


def list_events(case: ClinicalException) -> tuple[Event, ...]:
    """What goes on the pathway's timeline: the patient is unfit, monitoring starts, or the return to the GP."""
    if case.action == "active_monitoring":
        details: dict[str, object] = {
            "initiated_by": "patient" if case.rtt_code == "31" else "care_professional",
            "reason": "clinical",
            "clinical_conversation": bool(case.consultant),
            "patient_agreed": case.is_told,
        }
        if case.review_date is not None:
            details["review_due"] = case.review_date
        return (Event(case.day_told, "active_monitoring_start", details),)
    if case.action == "return_to_gp":
        reviewed = bool(case.consultant) and case.best_interest == "yes"
        return (
            Event(case.day_told, "discharge_to_gp", {"clinician_reviewed": reviewed, "communicated": case.is_told}),
        )
    return (Event(case.decided_on, "patient_unfit", {"reason": case.reason}),)
