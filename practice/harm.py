"""What a wrong answer would do to the patient (LEARNING §2)."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from .keys import Key

HARMS: Final[Mapping[str, str]] = {
    "lost_from_list": "The patient would be taken off the list while still waiting.",
    "wait_shown_short": "The wait would show as shorter than it is, and the breach as later.",
    "wait_shown_long": "The wait would show as longer than it is.",
    "told_wrong": "The patient would be told something that is not so.",
    "reported_wrong": "The return would count the patient in the wrong place.",
    "none": "No harm to the patient.",
}
ENDED: Final = frozenset({"clock_stops", "clock_nullified", "no_clock", "outside_rtt"})
_WAITING: Final = frozenset({"clock_starts", "clock_runs", "new_clock"})
_STAYS: Final = frozenset({"remain", "next_step_chased", "correct", "clinical_review"})
_BY_DECISION: Final[Mapping[tuple[str, str], str]] = {
    ("clock_starts", "no_change"): "lost_from_list",
    ("new_clock", "no_change"): "lost_from_list",
    ("clock_runs", "new_clock"): "wait_shown_short",
    ("clock_runs", "clock_starts"): "wait_shown_short",
    ("new_clock", "clock_runs"): "wait_shown_long",
    ("clock_stops", "clock_nullified"): "wait_shown_short",
    ("clock_stops", "new_clock"): "reported_wrong",
    ("clock_nullified", "clock_stops"): "reported_wrong",
}
"""(right, answered): what it does."""
_LATER_IS_SHORT: Final = ("rtt_start", "breach_date")
_MORE_IS_LONG: Final = ("days", "d31_days", "d62_days")


def find_harm(key: Key, wrong: Mapping[str, Any], by_rule: str | None) -> str:
    """The harm of the facets that are wrong; `by_rule` is what the recognised mal-rule says it does."""
    if not wrong:
        return "none"
    decided = _harm_of_decision(key, wrong.get("decision"))
    found = decided or _harm_of_figures(key, wrong) or _harm_of_date(key, wrong.get("date"))
    if found:
        return found
    if set(wrong) <= {"reason"}:
        return "none"
    return (by_rule or "reported_wrong") if "decision" in wrong else "reported_wrong"


def _harm_of_decision(key: Key, answered: Any) -> str | None:
    right = key.first("decision")
    if answered is None or right is None or answered == right:
        return None
    if right in _WAITING and answered in ENDED:
        return "lost_from_list"
    if right in {"clock_stops", "clock_nullified"} and answered in {"clock_runs", "no_change"}:
        return "wait_shown_long"
    if right in _STAYS and answered == "stop" and key.after is not None and key.after.status == "open":
        return "lost_from_list"
    if right == "stop" and answered in _STAYS:
        return "wait_shown_long"
    return _BY_DECISION.get((right, answered))


def _harm_of_figures(key: Key, wrong: Mapping[str, Any]) -> str | None:
    for facet in (*_LATER_IS_SHORT, *_MORE_IS_LONG):
        answered, right = wrong.get(facet), key.first(facet)
        if answered is None or right is None or type(answered) is not type(right) or answered == right:
            continue
        return "wait_shown_short" if (answered > right) is (facet in _LATER_IS_SHORT) else "wait_shown_long"
    return None


def _harm_of_date(key: Key, answered: Any) -> str | None:
    """A start that is too late, or a stop too early, shows a wait that is too short."""
    last = key.after.last if key.after else None
    if last is None or not isinstance(answered, date):
        return None
    right = last.stop or last.start
    if answered == right:
        return None
    return "wait_shown_short" if (answered > right) is (last.stop is None) else "wait_shown_long"
