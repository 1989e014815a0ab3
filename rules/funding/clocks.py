"""What a request for funding does to the RTT clock and the pathway's timeline, and when a decision is due.

Sources: rule book H (from memory unless named: check local policy), A3; PRN01045 v5.0 rules 5, §4.4.1.2.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from rules.calendar import add_working_days
from rules.events import Event
from rules.explain import Step
from rules.funding.record import FundingRequest
from rules.funding.rules import DECIDED, DECISION_WORKING_DAYS, MOVES, REFUSAL, REFUSED, RUNS

STEPS: Final = {
    "submitted_on": "submitted",
    "screened_on": "screened",
    "panel_on": "panel",
    "decided_on": "decided",
    "patient_told_on": "patient told",
}
"""The questions that date the steps of a request, in their order."""


def can_move(status: str, to: str) -> bool:
    """May a request at `status` go to `to`? Unknown steps may not."""
    return to in MOVES.get(status, ())


def is_refused(case: FundingRequest) -> bool:
    """Declined with no other treatment; a review of how it was decided changes nothing in that."""
    return case.status in REFUSED and case.other_treatment == "no"


def find_clock_stop(case: FundingRequest) -> date | None:
    """The date the clock stops: the patient told of a declined request with no other treatment; else None."""
    return case.patient_told_on if is_refused(case) else None


def find_decision_due(case: FundingRequest) -> date | None:
    """The day a decision is due by; None before the request is submitted and once it is decided."""
    if case.submitted_on is None or case.decided_on or case.status in DECIDED:
        return None
    return add_working_days(case.submitted_on, DECISION_WORKING_DAYS["urgent" if case.urgent == "yes" else "routine"])


def list_events(case: FundingRequest) -> Iterator[Event]:
    """What goes on the pathway's timeline: the request, the decision, and the decision not to treat once the patient is
    told. The first two leave the clock alone."""
    if case.submitted_on is not None:
        yield Event(case.submitted_on, "funding_requested", {"category": case.category})
    if case.decided_on is not None:
        outcome = {"outcome": case.status} if case.status in {"approved", "declined"} else {}
        yield Event(case.decided_on, "funding_decided", outcome)
    if (stop := find_clock_stop(case)) is not None:
        yield Event(stop, "decision_not_to_treat", {"reason": "funding_declined"})


def list_steps(case: FundingRequest) -> list[tuple[str, date]]:
    """The steps that are dated, by the question that dates them, in their order."""
    return [(field, day) for field in STEPS if (day := getattr(case, field)) is not None]


def list_waits(case: FundingRequest, start: date | None) -> list[tuple[str, int]]:
    """Days waited since the clock started at each step that has a date, in the order of the steps."""
    return [(STEPS[field], (day - start).days) for field, day in list_steps(case)] if start else []


def calc_effect(case: FundingRequest) -> Step:
    """What the request does to the RTT clock, in words."""
    if not is_refused(case):
        return Step(RUNS, "The clock keeps running.")
    if case.patient_told_on is None:
        return Step(REFUSAL, "The clock keeps running until the patient is told; then it stops (34).")
    return Step(REFUSAL, "The clock stops (34) on {day}, when the patient was told.", {"day": case.patient_told_on})
