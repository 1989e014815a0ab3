"""What a validation does: the stop it found, the month that belongs to, whom it waits for, what goes on the timeline.

Sources: rule book E with amendments R3; PRN01625 p. 9; PRN01045 v5.0 §10.1.5.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from rules.calendar import add_working_days
from rules.events import Event
from rules.explain import Step
from rules.validation.contact import find_contact_due
from rules.validation.record import STAYING, Validation
from rules.validation.rules import CLOSED_MONTH

QUERY_WORKING_DAYS: Final = 5


def is_month_closed(case: Validation) -> bool:
    """Whether the clock stopped in a month already reported."""
    stop, through = case.stop_date, case.reported_through
    return case.decision == "stop" and stop is not None and through is not None and stop <= through


def tell_month(case: Validation) -> Step | None:
    """What the stop does to the monthly return, None when the decision does not stop the clock (§10.1.5)."""
    if case.decision != "stop" or case.stop_date is None:
        return None
    if is_month_closed(case):
        says = "{month} has been reported: the pathway leaves the list of open pathways, and is not added to this month"
    else:
        says = "Counted as completed in {month}"
    return Step(CLOSED_MONTH, says, {"month": f"{case.stop_date:%B %Y}"})


def find_chase_day(sent: date) -> date:
    """From which day a query is chased: the sixth working day after it was sent."""
    return add_working_days(sent, QUERY_WORKING_DAYS + 1)


def find_contact(case: Validation, today: date) -> date | None:
    """Since when contact with the patient is due, None while it is not or when the pathway has ended."""
    if case.decision not in STAYING or case.clock_start is None:
        return None
    return find_contact_due(case.clock_start, today, case.contacted_on, case.contact_schedule)


def is_review_owed(case: Validation) -> bool:
    """Whether the next review is still to come: the pathway stays open and nobody has looked at it since."""
    if case.next_review_on is None or case.decision not in STAYING:
        return False
    return case.looked_again_on is None or case.looked_again_on < case.next_review_on


STOP_EVENTS: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "30": ("treatment_started", {}),
    "31": ("active_monitoring_start", {"initiated_by": "patient"}),
    "32": ("active_monitoring_start", {"initiated_by": "care_professional"}),
    "33": ("dna", {"first": True, "clearly_communicated": True}),
    "34": ("decision_not_to_treat", {}),
    "35": ("patient_declines_treatment", {"all_treatment": True}),
    "36": ("death", {}),
}
"""What happened on the day of a stop, by its status code (Annex D)."""


def list_events(case: Validation) -> Iterator[Event]:
    """What a validation puts on its pathway: contact with the patient, that it was validated, the stop that it found.

    A stop counts only with its code, its date and the evidence for it, never at technical level (VAL-3, VAL-4), and
    never because a patient did not reply (VAL-2).
    """
    if case.contacted_on is not None:
        yield Event(case.contacted_on, "patient_contacted", {"outcome": case.contact_result})
    yield Event(case.validated_on, "validated", {"decision": case.decision, "level": case.level})
    if case.decision != "stop" or case.stop_date is None or case.level == "technical" or stops_for_silence(case):
        return
    happened = STOP_EVENTS.get(case.stop_code or "")
    if happened is not None and case.evidence:
        name, details = happened
        yield Event(case.stop_date, name, {**details, "rtt_code": case.stop_code})


def stops_for_silence(case: Validation) -> bool:
    """Whether a clock is stopped although the patient did not reply, and no evidence shows a clinician's decision, a
    treatment or a death."""
    shown = case.stop_code in {"30", "36"} or case.level == "clinical"
    return case.contact_result == "no_reply" and case.decision == "stop" and not (shown and case.evidence)
