"""How far a cancer pathway has come: the milestones a worklist and its funnel count (MODULES, cancer pathways)."""

from collections.abc import Iterable, Mapping
from datetime import date

from ..events import Event
from .clocks import is_all_declined, is_ruled_out

STAGES: Mapping[str, str] = {
    "no_referral": "No referral recorded",
    "referred": "Referred, not yet seen",
    "seen": "Seen, waiting for the result",
    "told": "Told, waiting for a decision",
    "decided": "Decision to treat, waiting for treatment",
    "treated": "Treatment started",
    "ruled_out": "Cancer ruled out",
    "closed": "Closed without treatment",
}
"""Stage → what people call it, in the order a pathway passes through them."""

_REACHED = (
    ("treatment_start", "treated"),
    ("decision_to_treat", "decided"),
    ("patient_told", "told"),
    ("first_seen", "seen"),
    ("consultant_upgrade", "referred"),
    ("referral_received", "referred"),
)


def find_stage(events: Iterable[Event], as_of: date | None = None) -> str:
    """The furthest stage reached by `as_of`; events may come in any order."""
    happened = sorted((event for event in events if as_of is None or event.date <= as_of), key=lambda event: event.date)
    names = {event.name for event in happened}
    told = [event for event in happened if event.name == "patient_told"]
    given = [event for event in happened if event.name == "treatment_start" and not is_all_declined(event)]
    if given:
        return "treated"
    if "death" in names or any(is_all_declined(event) for event in happened if event.name in _TREATMENTS):
        return "closed"
    if told and is_ruled_out(told[-1]) and "decision_to_treat" not in names:
        return "ruled_out"
    return next((stage for name, stage in _REACHED if name in names), "no_referral")


_TREATMENTS = frozenset(("treatment_start", "treatment_declined"))
