"""The timeline of a pathway: every module's events on it, who entered them, and what they do to the 18-week clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashapp.context import Clockstart
from dashapp.module import Case
from dashapp.services.rtt_ribbons import find_effects, moving_dates
from rules import rtt
from rules.events import EVENT_KINDS, Event, parse_event, sort_events
from rules.rtt import Clock, WhatIf


@dataclass(frozen=True, slots=True)
class Told:
    """One event as the timeline tells it: `module` and `record_id` say where it was entered."""

    event: Event
    label: str
    shape: str
    module: str
    record_id: str
    effect: str
    moved: bool


def has_pathway(case: Case) -> bool:
    """Whether the record is a pathway or hangs on one."""
    return bool(case.linked.record_id)


def read_rtt(events: Sequence[Event], today: date) -> Clock:
    return rtt.read_pathway(events, today)


def list_told(clockstart: Clockstart, case: Case) -> list[Told]:
    """Every event of the case's pathway, oldest first; its own events carry its own address."""
    own = f"{case.module.store_key}/{case.record_id}"
    events = sort_events(event if event.origin else event._replace(origin=own) for event in case.pathway_events)
    clock = read_rtt(events, case.today)
    moved, effects = moving_dates(clock), find_effects(clock.steps)
    return [make_told(clockstart, event, moved, effects) for event in events]


def make_told(clockstart: Clockstart, event: Event, moved: frozenset[date], effects: Any) -> Told:
    kind = EVENT_KINDS[event.name]
    store_key, _, record_id = (event.origin or "/").partition("/")
    module = clockstart.registry.find_by_store_key(store_key)
    step = effects.get(event.date) if "rtt" in kind.books else None
    return Told(
        event,
        kind.label,
        kind.shape.value,
        module.slug if module else "",
        record_id,
        step.text if step else "",
        event.date in moved and "rtt" in kind.books,
    )


def what_moved(case: Case, before: Sequence[Event]) -> tuple[str, ...]:
    """What a save did to the clock of its pathway, in sentences; nothing for a record without one."""
    if not has_pathway(case):
        return ()
    was, now = read_rtt(before, case.today), read_rtt(case.pathway_events, case.today)
    return tuple(rtt.describe_difference(was, now))


def try_event(case: Case, name: str, day: date, details: dict[str, Any]) -> WhatIf:
    """The clock of the case's pathway with one event more; nothing is stored. Raises EventError."""
    event = parse_event({"event": name, "date": day, **details})
    return rtt.what_if(case.pathway_events, event, case.today)
