"""Entering what happened from a record's page: what can be entered, what it would do, and saving it.

On a pathway an event is another row of the tracking list record's events, whichever of its records the page is of; a
record with milestones of its own answers the milestone's questions. Saving is a save of that record like any other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from pydantic import ValidationError

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.module import Case, Module
from dashapp.services.access import access
from dashapp.services.audit.history import list_history
from dashapp.services.records import records, timeline
from dashapp.services.records.checking import read_value
from dashapp.services.records.pathways import PTL
from dashapp.services.records.records import Conflicting, Held, Saved
from rules.event_groups import group_kinds
from rules.event_kinds import EVENT_KINDS
from rules.events import Event
from rules.pathways.events import NEEDED, RTT_EVENTS, PathwayEvent
from rules.pathways.row import event_details
from rules.rtt import WhatIf, describe_difference
from storage.errors import Refused
from storage.record import Record, Trace
from words.questions import Ask, Question, list_questions
from words.written_dates import NotADay, read_near_day

PARTS = {question.name: question for question in list_questions(PathwayEvent)}
NOT_ASKED = frozenset({"told_on", "note", "rtt_code", "test"})
QUICK = (
    ("appointment_attended", "Attended"),
    ("dna", "Missed"),
    ("appointment_booked", "Booked"),
    ("patient_cancels", "Cancelled"),
    ("decision_to_admit", "Listed"),
    ("treatment_started", "Treated"),
)
"""The six events that are entered most, in one word each."""
QUICK_MILESTONES = 5
SEEN_FIRST = frozenset({"appointment_attended", "diagnostic_attended", "dna"})


class Choice(NamedTuple):
    """Something that can be entered: its name, its words, its shape, and the questions that go with it."""

    name: str
    label: str
    shape: str
    group: str
    asks: tuple[Question, ...] = ()


class NotEntered(ValueError):
    """What was typed cannot be entered; the message is for the person who typed it."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where an entry goes: the record it is stored in, and the case that shows it."""

    module: Module
    record: Record
    case: Case
    on_pathway: bool

    @property
    def choices(self) -> Sequence[Choice]:
        return EVENTS if self.on_pathway else list_milestones(self.module)


@dataclass(frozen=True, slots=True)
class Entry:
    """What was typed: which event, its day and the answers that go with it, as they would be stored."""

    choice: Choice
    day: date
    answers: Mapping[str, str]

    @property
    def row(self) -> dict[str, Any]:
        """As a member of a pathway's events."""
        return {"date": self.day.isoformat(), "event": self.choice.name, **self.answers}

    @property
    def event(self) -> Event:
        member = PathwayEvent.model_validate(self.row)
        return Event(self.day, self.choice.name, event_details(member))


@dataclass(frozen=True, slots=True)
class Tried:
    """What an entry would do: the case as it would be, and on a pathway the clock before and after."""

    entry: Entry
    before: Case
    after: Case
    what_if: WhatIf | None = None


def list_asks(name: str) -> tuple[Question, ...]:
    """The one or two questions that an event needs."""
    own = [one for one in PARTS.values() if one.asked_when and name in one.asked_when.values]
    first = [one.name for one in own if one.name not in NOT_ASKED][:2]
    return tuple(PARTS[one] for one in NEEDED.get(name, first))


EVENTS: tuple[Choice, ...] = tuple(
    Choice(kind.name, kind.label, kind.shape.value, group, list_asks(kind.name))
    for group, kinds in group_kinds(kind for kind in EVENT_KINDS.values() if kind.name in RTT_EVENTS)
    for kind in kinds
)


def list_milestones(module: Module) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            one.field,
            module.question[one.field].label,
            one.shape,
            "Milestones",
            tuple(module.question[name] for name in one.asks),
        )
        for one in module.milestones
    )


def list_quick(target: Target) -> list[tuple[str, str, str]]:
    """(name, words, shape) of what is entered most."""
    known = {one.name: one for one in target.choices}
    quick = QUICK if target.on_pathway else [(one.name, one.label) for one in target.choices[:QUICK_MILESTONES]]
    return [(name, words, known[name].shape) for name, words in quick]


def find_target(clockstart: Clockstart, actor: Actor, module: Module, record: Record) -> Target | None:
    """Where an entry on the page of a record of the actor's goes; None where nothing can be entered."""
    case = records.make_case(clockstart, actor.uid, module, record)
    if case is None:
        return None
    if module.milestones and (module.store_key == PTL or has_own_clocks(case) or not timeline.has_pathway(case)):
        return Target(module, record, case, on_pathway=False)
    pathways = clockstart.registry.find_by_store_key(PTL)
    if not timeline.has_pathway(case) or pathways is None or not is_open(clockstart, actor, pathways):
        return None
    stored = clockstart.store.records.find(actor.uid, PTL, case.linked.record_id)
    whole = records.make_case(clockstart, actor.uid, pathways, stored) if stored else None
    return Target(pathways, stored, whole, on_pathway=True) if stored and whole else None


def has_own_clocks(case: Case) -> bool:
    return bool(case.module.meaning and case.module.meaning(case).ribbons)


def is_open(clockstart: Clockstart, actor: Actor, module: Module) -> bool:
    return module in access.list_open(clockstart, actor)


def read_entry(target: Target, typed: Mapping[str, Any], today: date) -> Entry:
    """What was typed, held to its questions. Raises NotEntered."""
    choice = find_choice(target, typed)
    if choice is None:
        raise NotEntered("Choose what happened from the list.")
    written = str(typed.get("day") or "").strip()
    try:
        day = read_near_day(written, today)
    except NotADay as problem:
        said = f"The date: {problem}" if written else "The date is missing"
        raise NotEntered(f"{said}. Write it as 14/9/26, today, yesterday or -3d.") from None
    given = typed.get("answers")
    answers = {} if not isinstance(given, dict) else given
    read = {one.name: str(read_value(one, str(answers.get(one.name) or ""))) for one in choice.asks}
    entry = Entry(choice, day, {name: text for name, text in dates_read(choice, read, today).items() if text})
    if target.on_pathway:
        check_row(entry)
    return entry


def find_choice(target: Target, typed: Mapping[str, Any]) -> Choice | None:
    return next((one for one in target.choices if one.name == typed.get("event")), None)


def dates_read(choice: Choice, read: Mapping[str, str], today: date) -> dict[str, str]:
    """The answers with their dates read as people write them. Raises NotEntered."""
    found = dict(read)
    for question in choice.asks:
        if question.kind == "date" and found[question.name]:
            try:
                found[question.name] = read_near_day(found[question.name], today).isoformat()
            except NotADay as problem:
                raise NotEntered(f"{question.ask.question} {problem}.") from None
    return found


def check_row(entry: Entry) -> None:
    try:
        PathwayEvent.model_validate(entry.row)
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        question = PARTS.get(name)
        words = question.ask.question if question and isinstance(question.ask, Ask) else name
        raise NotEntered(f"“{words}” has an answer that cannot be used.") from None


def merge(target: Target, entry: Entry, operation: str = "") -> dict[str, Any]:
    """The stored answers with the entry among them. Where `operation` has stored one already, this is in its place."""
    data = target.record.data
    if target.on_pathway:
        rows = data.get("events", [])
        others = rows[:-1] if operation and target.record.op == operation else rows
        return {**data, "events": [*others, entry.row]}
    return {**data, entry.choice.name: entry.day.isoformat(), **entry.answers}


def try_entry(target: Target, entry: Entry) -> Tried:
    """What it would do; nothing is stored. Raises NotEntered for answers that do not go together."""
    checked = records.check_stored(target.module, merge(target, entry))
    if checked.record is None:
        raise NotEntered(". ".join(one.sentence for one in checked.problems))
    case = replace_answers(target.case, checked.record)
    what_if = timeline.try_event(target.case, entry.event) if target.on_pathway else None
    return Tried(entry, target.case, case, what_if)


def replace_answers(case: Case, answers: Any) -> Case:
    return Case(case.module, case.record_id, answers, case.today, case.linked)


def add(
    clockstart: Clockstart,
    actor: Actor,
    target: Target,
    entry: Entry,
    operation: str,
    seen_rev: int,
    trace: Trace | None = None,
) -> Saved | Held | Conflicting:
    """Save the entry as any other change of its record. What is there on a newer version is not written over; only what
    the same operation has stored, with an answer that never arrived, gives way to what has been typed since."""
    if target.record.rev != seen_rev and target.record.op != operation:
        return Conflicting(merge(target, entry), target.record)
    return records.submit(
        clockstart,
        actor,
        target.module.slug,
        target.record.id,
        operation,
        merge(target, entry, operation),
        seen_rev,
        trace=trace,
        has_draft=False,
    )


def undo(
    clockstart: Clockstart, actor: Actor, target: Target, operation: str, rev: int, trace: Trace | None = None
) -> Saved | Held | Conflicting:
    """The record as it was before its version `rev`, which must be the newest. Raises Refused where it has no other."""
    if target.record.rev != rev:
        return Conflicting(target.record.data, target.record)
    entries = list_history(clockstart, actor, actor.uid, target.module.slug, target.record.id)
    before = next((before for entry, before in entries if entry.to_rev == rev), None)
    if not before:
        raise Refused("There is nothing to undo.")
    return records.submit(
        clockstart, actor, target.module.slug, target.record.id, operation, before, rev, trace=trace, has_draft=False
    )


def find_owner(clockstart: Clockstart, actor: Actor, name: str) -> Module | None:
    """The module in which an event has its details, if it is open to the actor."""
    return next((module for module in access.list_open(clockstart, actor) if name in module.owns), None)


def carry(target: Target, owner: Module, typed: Mapping[str, Any], day: date | None) -> dict[str, str]:
    """What a new record of the module that owns the event begins with: the pathway, which fills in all that it knows,
    and what was typed of the event."""
    answers = typed.get("answers")
    known = {**(answers if isinstance(answers, dict) else {}), "date": day.isoformat() if day else ""}
    own = {
        question: what.removeprefix("=") if what.startswith("=") else str(known.get(what) or "")
        for question, what in owner.owns[str(typed.get("event"))].items()
    }
    return {"link": target.record.id, **{name: text for name, text in own.items() if text}}


def expect(target: Target, name: str) -> dict[str, str]:
    """Answers that the record itself gives: those that a milestone has, and on a pathway whether it is the first care
    activity after the referral."""
    if not target.on_pathway:
        asks = next((one.asks for one in target.choices if one.name == name), ())
        stored = {one.name: target.record.data.get(one.name) for one in asks}
        return {asked: answer for asked, answer in stored.items() if isinstance(answer, str)}
    if "first" not in [one.name for one in list_asks(name)]:
        return {}
    seen = any(event.name in SEEN_FIRST for event in target.case.pathway_events)
    return {"first": "no" if seen else "yes"}


def say_moved(before: Sequence[Event], case: Case) -> Sequence[str]:
    """What the last entry did to the clock, in sentences, where that may be told."""
    if not case.is_told:
        return ()
    was, now = timeline.read_rtt(before, case.today), timeline.read_rtt(case.pathway_events, case.today)
    return describe_difference(was, now)
