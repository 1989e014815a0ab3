"""The one event vocabulary: every dated fact a pathway can hold, whichever module it was entered in.

`EVENT_KINDS` is the table that forms, ribbons, imports and engines read. Events of one day are ordered by the rank of
their kind: what came before the referral, the referral, registration, bookings and offers, missed appointments,
contact, attendance, decisions, admission, treatment, decisions that end the wait, what follows a stop, death. Events
of the same kind on the same day keep an order of their own that does not depend on how they were typed.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from words.pasted import quote
from words.phrases import with_capital

from .event_kinds import COMMON_ATTRIBUTES, EVENT_KINDS, RANK, EventKind, Shape
from .explain import Finding, RuleBook, Severity

FIRST_DATE = date(1900, 1, 2)
LAST_DATE = date(2199, 12, 31)
"""Dates outside these are typing mistakes; 1 January 1900 is what systems store for "no date"."""


class Event(NamedTuple):
    """A dated fact on a pathway. `name` is in the vocabulary, `details` are its attributes.

    `origin` is `"<module>/<record id>"` for an event that came from a stored record, or None.
    """

    date: date
    name: str
    details: Mapping[str, Any] = {}
    origin: str | None = None


__all__ = [
    "COMMON_ATTRIBUTES",
    "EVENT_KINDS",
    "FIRST_DATE",
    "LAST_DATE",
    "RANK",
    "Event",
    "EventError",
    "EventKind",
    "Shape",
    "check_attributes",
    "label_of",
    "list_ignored_attributes",
    "merge_events",
    "parse_date",
    "parse_event",
    "read_date",
    "sort_events",
]


class EventError(ValueError):
    """An event that cannot be read; the message is a plain sentence for the person who wrote it."""


BOOK = RuleBook("events", "Events")
ONE_FACT = BOOK.declare(
    "EV-1",
    "One fact counts once",
    "The same kind of event on the same date, entered in two modules, is one fact on the pathway.",
    "Clockstart: one event vocabulary for all modules",
)
KNOWN_ATTRIBUTES = BOOK.declare(
    "EV-2",
    "Only known attributes are read",
    "An attribute the vocabulary does not list for an event is left unread and reported.",
    "Clockstart: one event vocabulary for all modules",
)
SAME_FACT_TWICE = BOOK.remark(
    "events-same-fact-twice",
    Severity.NOTE,
    ONE_FACT,
    "“{label}” on {date} was entered more than once; it counts once.",
    "Keep one of the entries, or correct the date if these were two different events.",
)
UNREAD_ATTRIBUTE = BOOK.remark(
    "events-unread-attribute",
    Severity.NOTE,
    KNOWN_ATTRIBUTES,
    "“{label}” on {date} carries {names}, which is not an attribute of this event and was not read.",
    "Check the spelling of the attribute, or leave it out.",
)


def parse_event(values: Mapping[str, Any]) -> Event:
    """The event in a plain mapping `{date, event, …attributes}`; raises EventError with a sentence for people.

    All other keys become `details`; those the vocabulary does not know are kept there unread
    (see `list_ignored_attributes`).
    """
    name = values.get("event")
    if not isinstance(name, str) or name not in EVENT_KINDS:
        raise EventError(_unknown_event(name))
    day = parse_date(values.get("date"), f"the date of “{EVENT_KINDS[name].label}”")
    details = {key: value for key, value in values.items() if key not in {"date", "event"}}
    return Event(day, name, details)


def parse_date(value: object, what: str = "the date") -> date:
    """A date from a date or "YYYY-MM-DD" text; raises EventError naming `what` when missing or impossible."""
    if value is None or value == "":
        raise EventError(f"{with_capital(what)} is missing.")
    day = read_date(value)
    if day is None:
        raise EventError(f"{with_capital(what)} is not a possible date: {quote(value)}. Write it as YYYY-MM-DD.")
    return day


def read_date(value: object) -> date | None:
    """The date in a date, or in "YYYY-MM-DD" text; None when there is none or it is impossible."""
    if value is None:
        return None
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value) if len(value) == 10 and value[4] == "-" == value[7] else None
        except ValueError:
            return None
    if isinstance(value, datetime):
        value = value.date()
    return value if isinstance(value, date) and FIRST_DATE <= value <= LAST_DATE else None


def list_ignored_attributes(event: Event) -> list[str]:
    """Names in `details` that the vocabulary does not list for this kind of event."""
    kind = EVENT_KINDS.get(event.name)
    return [name for name in event.details if name not in kind.attributes] if kind else []


def check_attributes(events: Iterable[Event]) -> list[Finding]:
    """A finding for each event that carries attributes the vocabulary does not know."""
    return [
        UNREAD_ATTRIBUTE(date=event.date, label=EVENT_KINDS[event.name].label, names=ignored)
        for event in events
        if (ignored := list_ignored_attributes(event))
    ]


def sort_events(events: Iterable[Event]) -> list[Event]:
    """Events by date, then by the rank of their kind, then by their details: the same for any order of typing."""
    ordered = list(events)
    return ordered if _is_settled(ordered) else _sort(ordered)


def merge_events(events: Iterable[Event]) -> tuple[list[Event], list[Finding]]:
    """Sorted events with each fact once, and a finding for each fact entered more than once.

    Two events are the same fact when kind and date agree; the details of both are kept, those of the first standing
    where they differ. Two offers made on one day for different dates, two sides, two referrals to different services or
    two letters of different types are different facts.
    """
    ordered = list(events)
    return (ordered, []) if _is_settled(ordered) else _merge(_sort(ordered))


def _is_settled(events: list[Event]) -> bool:
    """Whether events stand in order and no two share day and rank: then nothing is to be sorted or merged."""
    last_day, last_rank = date.min, -1
    for day, name, _, _ in events:
        rank = RANK.get(name, 99)
        if day < last_day or (day == last_day and rank <= last_rank):
            return False
        last_day, last_rank = day, rank
    return True


def _sort(events: list[Event]) -> list[Event]:
    keyed = [(event.date, RANK.get(event.name, 99), event) for event in events]
    keyed.sort(key=_DAY_AND_RANK)
    if any(left[0] == right[0] and left[1] == right[1] for left, right in pairwise(keyed)):
        keyed.sort(key=_whole_order)
    return [item[2] for item in keyed]


_DAY_AND_RANK = itemgetter(0, 1)


def _whole_order(keyed: tuple[date, int, Event]) -> tuple[date, int, str, str, str]:
    day, rank, event = keyed
    return day, rank, event.name, repr(sorted(event.details.items(), key=str)), str(event.origin)


def _merge(ordered: list[Event]) -> tuple[list[Event], list[Finding]]:
    merged: dict[tuple[object, ...], Event] = {}
    findings: list[Finding] = []
    for event in ordered:
        key = fact_key(event)
        earlier = merged.get(key)
        if earlier is None:
            merged[key] = event
            continue
        merged[key] = earlier._replace(details={**event.details, **earlier.details})
        findings.append(SAME_FACT_TWICE(date=event.date, label=label_of(event.name)))
    return list(merged.values()), findings


def fact_key(event: Event) -> tuple[object, ...]:
    """What makes two events the same fact: kind, date, and what tells two facts of one kind and day apart."""
    return (event.date, event.name, *(str(event.details.get(name)) for name in _TELL_APART))


_TELL_APART = ("tci", "side", "to", "letter", "test")


def label_of(name: str) -> str:
    """What people read for an event: its label, or the name itself when it is not in the vocabulary."""
    kind = EVENT_KINDS.get(name)
    return kind.label if kind else name


def _unknown_event(name: object) -> str:
    if name is None or name == "":
        return "The event has no name."
    return f"There is no event called {quote(name)}."
