"""What the system shows of a truth: its events as they were entered, and the rows of the list read from them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from rules.calendar import add_days
from rules.closed_sets import CHOICE_REASONS
from rules.event_groups import APPOINTMENTS
from rules.events import Event, read_date
from rules.rtt import Clock, is_reasonable, read_pathway
from rules.validation.whole_list import Appointment, Coded, Failure, PathwayFacts, check_list


@dataclass(frozen=True, slots=True)
class Record:
    """`events` as entered, None in the place of one that was left out; `about` are values of the row that no event
    says, or says otherwise; `copies` are further rows, each by what differs from the first."""

    events: tuple[Event | None, ...]
    about: Mapping[str, Any]
    copies: tuple[Mapping[str, Any], ...] = ()

    @property
    def entered(self) -> list[Event]:
        return [event for event in self.events if event is not None]


class Edit(NamedTuple):
    """One value changed: `part` is events, about or copies, `key` its place or name. `old` is kept to undo it."""

    part: str
    key: Any
    old: Any
    new: Any


def apply(record: Record, edits: Sequence[Edit]) -> Record:
    """The record with these changes made, in order."""
    for edit in edits:
        record = _set(record, edit.part, edit.key, edit.new)
    return record


def undo(record: Record, edits: Sequence[Edit]) -> Record:
    """The record as it was before these changes."""
    for edit in reversed(edits):
        record = _set(record, edit.part, edit.key, edit.old)
    return record


def _set(record: Record, part: str, key: Any, value: Any) -> Record:
    if part == "events":
        return replace(record, events=(*record.events[:key], value, *record.events[key + 1 :]))
    if part == "copies":
        return replace(record, copies=(*record.copies[:key], *([] if value is None else [value])))
    kept = {name: one for name, one in record.about.items() if name != key}
    return replace(record, about=kept if value is None else {**kept, key: value[0]})


def read_clock(record: Record, as_of: date) -> Clock:
    return read_pathway(record.entered, as_of)


def list_rows(record: Record, as_of: date) -> list[PathwayFacts]:
    """The rows of the list: what the events say, and over it what the system holds by itself."""
    first = _read_row(record, as_of)
    return [first, *(replace(first, **copy) for copy in record.copies)]


def list_failures(record: Record, as_of: date) -> list[Failure]:
    """What the validator's checks say of the record by itself."""
    return check_list(list_rows(record, as_of), as_of)


def _read_row(record: Record, as_of: date) -> PathwayFacts:
    events, clock = record.entered, read_clock(record, as_of)
    said = {
        "open": clock.status == "open",
        "clock_start": clock.clock_start,
        "clock_stop": clock.clock_stop,
        "codes": tuple(Coded(event.date, str(event.details["rtt_code"])) for event in events if _is_coded(event)),
        "appointments": tuple(_list_appointments(events)),
        "decision_to_admit": clock.decided_to_admit,
        "died_on": _find_death(events),
        "transferred_out_on": _find_last(events, "transfer_out"),
        "planned_due": next((read_date(e.details.get("due")) for e in events if e.name == "planned_list_added"), None),
        "patient_cancellations": sum(event.name == "patient_cancels" for event in events),
        **_read_monitoring(events, clock),
        **_read_next(clock, as_of),
    }
    return PathwayFacts.of(**{**said, **record.about})


def _is_coded(event: Event) -> bool:
    return event.details.get("rtt_code") is not None


def _list_appointments(events: Sequence[Event]) -> Iterator[Appointment]:
    for day, name, details, _ in events:
        if name in APPOINTMENTS:
            told = details.get("clearly_communicated")
            yield Appointment(day, details.get("first"), APPOINTMENTS[name], details.get("rtt_code"), told)


def _find_last(events: Sequence[Event], name: str) -> date | None:
    return max((event.date for event in events if event.name == name), default=None)


def _find_death(events: Sequence[Event]) -> date | None:
    died = [read_date(event.details.get("died")) or event.date for event in events if event.name.startswith("death")]
    return died[0] if died else None


def _read_monitoring(events: Sequence[Event], clock: Clock) -> dict[str, Any]:
    if clock.status != "active_monitoring":
        return {"on_monitoring": False}
    starts = [event for event in events if event.name in {"active_monitoring_start", "thinking_time_agreed"}]
    reason = starts[-1].details.get("reason") if starts else None
    offers = [event for event in events if event.name == "tci_offered" and event.details.get("declined")]
    declined = sum(is_reasonable(event.date, read_date(event.details.get("tci"))) for event in offers)
    by_choice = reason in CHOICE_REASONS
    return {
        "on_monitoring": True,
        "monitoring_since": clock.clock_stop,
        "monitoring_reason": "delay" if by_choice else reason,
        "monitoring_review_due": clock.extras.get("clinical_review_due"),
        "reasonable_offers_declined": declined if by_choice and offers else None,
    }


def _read_next(clock: Clock, as_of: date) -> dict[str, Any]:
    """A list in order: who waits has a date ahead, before the breach where that is possible, and was validated."""
    left = clock.days_left
    if left is None:
        return {}
    return {
        "next_event": add_days(as_of, min(14, left) if left >= 0 else 14),
        "validated_on": add_days(as_of, -14),
        "in_part_2a": clock.decided_to_admit is not None,
        "on_admitted_list": clock.decided_to_admit is not None,
    }
