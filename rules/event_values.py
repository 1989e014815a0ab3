"""Values of attributes as they come from outside: "yes", "8" or "2025-02-30" made plain, or left out and reported."""

import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

from .events import BOOK, KNOWN_ATTRIBUTES, Event, label_of, read_date
from .explain import Finding, Severity

YES_OR_NO: Final = frozenset(
    {"consultant_led", "elective", "nhs", "locally_agreed", "first", "declined", "reasonable"}
    | {"appropriate", "two_reasonable_dates_could_have_been_offered", "clearly_communicated", "was_not_brought"}
    | {"arrived_late", "routine_check", "clinical_responsibility_transfers", "definitive", "emergency", "matched"}
    | {"in_agreed_plan", "admitted", "substantively_new", "moved_to_active_list", "clinically_ready"}
    | {"active_monitoring", "clinical_decision", "clinician_reviewed", "policy_published", "best_interest_confirmed"}
    | {"policy_protects_vulnerable", "clinical_conversation", "patient_agreed", "clinically_acceptable"}
    | {"trust_decided_before_offering", "test_planned", "referred_for_therapy", "all_treatment", "new_pathway"}
    | {"discharged_to_gp", "seen_by_sender", "planned"}
)
YES_OR_NO_OR_DATE: Final = frozenset(("communicated",))
"""Yes, no, or the date."""
DATES: Final = frozenset(
    {"tci", "due", "died", "found_on", "original_received", "offered", "review_due", "original_clock_start"}
    | {"clock_start", "referred_on", "lcad", "decided", "received"}
)
NUMBERS: Final = frozenset(("weeks", "days", "notice_hours"))
DATES_OF: Final[Mapping[str, frozenset[str]]] = {"patient_unavailable": frozenset(("from", "to"))}
_WORDS: Final[Mapping[str, bool]] = {
    **dict.fromkeys(("true", "yes", "y", "1"), True),
    **dict.fromkeys(("false", "no", "n", "0"), False),
}

UNREADABLE_VALUE = BOOK.remark(
    "events-unreadable-value",
    Severity.WATCH,
    KNOWN_ATTRIBUTES,
    "“{label}” on {date} carries a value for {names} that cannot be read; it was taken as not recorded.",
    "Write yes or no as true or false, a date as YYYY-MM-DD, a length as a number.",
)
_UNREADABLE: Final = object()


def read_values(events: Iterable[Event]) -> tuple[list[Event], list[Finding]]:
    """Events with "yes", "no" and numbers in words made plain, and a finding for each that held unreadable values.

    An unreadable value is left out: the event is read as if it had not been recorded.
    """
    findings: list[Finding] = []
    return [_read_event(event, findings) for event in events], findings


def _read_event(event: Event, findings: list[Finding]) -> Event:
    read = {name: _read(event.name, name, value) for name, value in event.details.items()}
    unreadable = [name for name, value in read.items() if value is _UNREADABLE]
    if unreadable:
        findings.append(UNREADABLE_VALUE(date=event.date, label=label_of(event.name), names=unreadable))
        read = {name: value for name, value in read.items() if value is not _UNREADABLE}
    return event._replace(details=read)


def _read(event: str, name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in YES_OR_NO:
        return _read_yes_or_no(value, _UNREADABLE)
    if name in YES_OR_NO_OR_DATE:
        return value if value == "" or read_date(value) else _read_yes_or_no(value, _UNREADABLE)
    if name in DATES or name in DATES_OF.get(event, ()):
        return value if value == "" or read_date(value) else _UNREADABLE
    if name in NUMBERS:
        return _read_number(value)
    return _UNREADABLE if isinstance(value, Mapping | list) else value


def _read_yes_or_no(value: Any, otherwise: Any) -> Any:
    if isinstance(value, bool):
        return value
    known = isinstance(value, str | int)
    return _WORDS.get(str(value).strip().lower(), otherwise) if known else otherwise


def _read_number(value: Any) -> Any:
    """A length of nought or more."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return _UNREADABLE
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return _UNREADABLE
    if not math.isfinite(number) or number < 0:
        return _UNREADABLE
    return value if not isinstance(value, str) else number
