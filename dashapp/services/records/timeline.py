"""The timeline of a pathway: every module's events on it, who entered them, and what they do to the 18-week clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashapp.context import Clockstart
from dashapp.declare.module import Case, Module
from dashapp.services.people import people
from dashapp.services.ribbons.rtt_ribbons import find_effects, moving_dates
from rules import rtt
from rules.event_choices import VALIDATION_DECISIONS
from rules.events import EVENT_KINDS, Event, Shape, fact_key, sort_events
from rules.explain import Step
from rules.funding.rules import CATEGORIES
from rules.letters.rules import TYPES
from rules.rtt import Clock, WhatIf
from storage.links import PATHWAYS


@dataclass(frozen=True, slots=True)
class Told:
    """One event as the timeline tells it: `module` and `record_id` say where it was entered, `by` by whom. `counted`
    names the module whose entry of the same fact counts instead of this one. `waited` is the wait on its day, `code`
    the RTT status that was recorded with it or that it stopped the clock with."""

    event: Event
    label: str
    shape: str
    module: str
    record_id: str
    by: str
    effect: str
    moved: bool
    rule: str = ""
    counted: str = ""
    waited: str = ""
    code: str = ""


def has_pathway(case: Case) -> bool:
    """Whether the record is a pathway or hangs on one."""
    return bool(case.linked.record_id)


def read_rtt(events: Sequence[Event], today: date) -> Clock:
    return rtt.read_pathway(events, today)


def list_told(clockstart: Clockstart, case: Case) -> list[Told]:
    """Every event of the case's pathway, oldest first, or of the case alone where it hangs on none. Its own events
    carry its own address; a fact entered twice is told twice, and said to count once."""
    own = f"{case.module.store_key}/{case.record_id}"
    events = sort_events(event if event.origin else event._replace(origin=own) for event in case.pathway_events)
    reading = Reading.of(case)
    teller = Teller(
        clockstart, case.linked.entered_by, people.name_of_many(clockstart, case.linked.entered_by.values()), reading
    )
    counted = count_once(events)
    # What another module has the details of is told where they are, not once more from the tracking list.
    shown = [event for event in events if not is_of_list(event) or is_of_list(counted[fact_key(event)])]
    return [teller.tell(event, counted[fact_key(event)]) for event in shown]


def count_once(events: Sequence[Event]) -> dict[tuple[object, ...], Event]:
    """For each fact the entry of it that counts: the first, and one with its details before that of the list."""
    counted: dict[tuple[object, ...], Event] = {}
    for event in events:
        known = counted.setdefault(fact_key(event), event)
        if is_of_list(known) and not is_of_list(event):
            counted[fact_key(event)] = event
    return counted


def is_of_list(event: Event) -> bool:
    """Whether it was entered on the tracking list itself."""
    return (event.origin or "").startswith(f"{PATHWAYS}/")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rules made of the events: the days that moved a clock, the step taken on each day, and the wait."""

    moved: frozenset[date]
    effects: Mapping[date, Step]
    clock: Clock | None = None

    @classmethod
    def of(cls, case: Case) -> Reading:
        """Nothing of a practice case before it may be told."""
        if not case.is_told:
            return cls(frozenset(), {})
        return cls.of_pathway(case) if has_pathway(case) else cls.of_record(case)

    @classmethod
    def of_pathway(cls, case: Case) -> Reading:
        clock = read_rtt(case.pathway_events, case.today)
        return cls(moving_dates(clock), find_effects(clock.steps), clock)

    @classmethod
    def of_record(cls, case: Case) -> Reading:
        """Without a pathway what the record's own rule book says."""
        effects = find_effects(case.module.meaning(case).steps) if case.module.meaning else {}
        return cls(frozenset(effects), effects)

    def find_effect(self, event: Event) -> Step | None:
        is_read = self.clock is None or "rtt" in EVENT_KINDS[event.name].books
        return self.effects.get(event.date) if is_read else None

    def say_wait(self, day: date) -> str:
        """ "14 w 3 d" of the period that ran on that day; nothing outside one."""
        periods = self.clock.periods if self.clock else ()
        start = next((one.start for one in reversed(periods) if one.start <= day <= (one.stop or day)), None)
        return f"{(day - start).days // 7} w {(day - start).days % 7} d" if start else ""

    def find_code(self, event: Event) -> str:
        """The status recorded with it, or the one that a stop on its day is reported with."""
        stopped = [one.stop_code for one in (self.clock.periods if self.clock else ()) if one.stop == event.date]
        is_stop = EVENT_KINDS[event.name].shape in STOPPING
        return str(event.details.get("rtt_code") or (stopped[-1] if stopped and is_stop else None) or "")


STOPPING = frozenset({Shape.STOP, Shape.MISSED, Shape.ATTENDED})
"""Shapes of events that can stop a clock by themselves."""


def name_event(event: Event) -> str:
    """What people read for an event: its kind, and which letter it was, where the patient went, what was decided."""
    attribute, words = NAMED.get(event.name, ("", {}))
    given = str(event.details.get(attribute) or "")
    which = words.get(given, "") if words else given.replace("_", " ")
    label = EVENT_KINDS[event.name].label
    return f"{label}: {which}" if which else label


NAMED: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "letter_sent": ("letter", TYPES),
    "transfer_out": ("to", {}),
    "referral_for_diagnostic_or_opinion": ("to", {}),
    "funding_requested": ("category", CATEGORIES),
    "funding_decided": ("outcome", {}),
    "validated": ("decision", VALIDATION_DECISIONS),
}
"""The attribute that names an event further, and the words for what it holds; none where it is said as it is."""


@dataclass(frozen=True, slots=True)
class Teller:
    """What telling an event needs: who entered which record, what people are called, and what moved the clock."""

    clockstart: Clockstart
    entered_by: Mapping[str, str]
    names: Mapping[str, str]
    reading: Reading

    def tell(self, event: Event, counted: Event) -> Told:
        """`counted` is the entry of this fact that counts: the event itself, or the same one entered before it."""
        kind, counts = EVENT_KINDS[event.name], counted is event
        step = self.reading.find_effect(event) if counts else None
        uid = self.entered_by.get(event.origin or "", "")
        module, record_id = self.place(event)
        return Told(
            event,
            name_event(event),
            kind.shape.value,
            module.slug if module else "",
            record_id,
            self.names.get(uid, uid),
            step.text if step else "",
            counts and self.is_moving(event),
            step.rule.ident if step else "",
            "" if counts else self.name_place(counted),
            self.reading.say_wait(event.date),
            self.reading.find_code(event) if counts else "",
        )

    def is_moving(self, event: Event) -> bool:
        is_read = self.reading.clock is None or "rtt" in EVENT_KINDS[event.name].books
        return is_read and event.date in self.reading.moved

    def place(self, event: Event) -> tuple[Module | None, str]:
        """The module and the record an event was entered in."""
        store_key, _, record_id = (event.origin or "/").partition("/")
        return self.clockstart.registry.find_by_store_key(store_key), record_id

    def name_place(self, event: Event) -> str:
        module, _ = self.place(event)
        return module.title if module else "another module"


def what_moved(case: Case, before: Sequence[Event]) -> tuple[str, ...]:
    """What a save did to the clock of its pathway, in sentences; nothing for a record without one, or while it is not
    told."""
    if not has_pathway(case) or not case.is_told:
        return ()
    was, now = read_rtt(before, case.today), read_rtt(case.pathway_events, case.today)
    return tuple(rtt.describe_difference(was, now))


def try_event(case: Case, event: Event) -> WhatIf:
    """The clock of the case's pathway with one event more; nothing is stored."""
    return rtt.what_if(case.pathway_events, event, case.today)
