"""Predict before reveal: what a save did to the clock of a pathway waits until its owner has said what they expect.

The setting and what waits are notes of the person: `predict` is there while it is on, `predict:<pathway>` says of which
records the versions after which wait, and what was said of them. Saving itself never waits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.module import Case
from dashapp.services.access import access
from dashapp.services.records import timeline
from dashapp.services.records.records import Saved
from dashapp.services.records.stored import read_answers
from rules.event_kinds import EVENT_KINDS
from rules.events import Event
from rules.rtt import Clock, Question, ask_effect
from rules.rtt.prediction import SAYS
from storage.errors import Refused
from storage.notes import PREDICT
from words.phrases import in_words

NONE = "none"
Versions = Mapping[str, int]
"""`<store key>/<record>` → the version before the save that waits."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """A question about what was saved. `case` is the record before, None where it is new; `said` the decision and the
    breach date that were chosen, both empty when it was skipped, None while the answer is waited for."""

    pathway: str
    versions: Versions
    case: Case | None
    events: Sequence[Event]
    clock: Clock
    new: Sequence[Event]
    question: Question
    said: tuple[str, str] | None = None

    @property
    def right(self) -> tuple[str, str]:
        return self.question.right.decision, write_day(self.question.right.breach)

    def say(self, answer: str) -> str:
        """A decision or a breach date in words."""
        if answer in SAYS:
            return SAYS[answer].format(day=in_words(self.question.day))
        return answer if answer == NONE else in_words(date.fromisoformat(answer))

    @property
    def choices(self) -> tuple[Sequence[str], Sequence[str]]:
        return self.question.decisions, [write_day(day) for day in self.question.breaches]


def write_day(day: date | None) -> str:
    return day.isoformat() if day else NONE


def is_on(clockstart: Clockstart, uid: str) -> bool:
    """Never where a set is worked: what is right is told there by its own rule."""
    return "place" not in clockstart.attempt and clockstart.store.views.find(uid, PREDICT) is not None


def name_note(pathway: str) -> str:
    return f"{PREDICT}:{pathway}"


def hold(clockstart: Clockstart, actor: Actor, saved: Saved, seen_rev: int) -> bool:
    """Let the telling of a save wait, where it changed what the clock of its pathway is read from."""
    case = saved.case
    if not timeline.has_pathway(case) or not is_on(clockstart, actor.uid):
        return False
    note = find_note(clockstart, actor.uid, case)
    versions = {own_name(case): seen_rev} | ({} if "said" in note else note.get("versions", {}))
    if make(clockstart, actor.uid, case, versions) is None:
        return False
    clockstart.store.views.put(actor.uid, name_note(case.linked.record_id), {"versions": versions})
    return True


def find(clockstart: Clockstart, uid: str, case: Case, *, answered: bool = False) -> Prediction | None:
    """The question that waits on the pathway of a record, or the one that was answered last; None while it is off."""
    if not timeline.has_pathway(case) or not is_on(clockstart, uid):
        return None
    note = find_note(clockstart, uid, case)
    if not note or ("said" in note) != answered:
        return None
    made = make(clockstart, uid, case, note["versions"])
    return replace(made, said=tuple(note["said"])) if made and answered else made


def answer(clockstart: Clockstart, actor: Actor, asked: Prediction, said: tuple[str, str]) -> None:
    """Keep what was said: the clock is told from then on. Raises Refused for an answer that was not offered."""
    access.check_can_write(clockstart, actor, actor.uid)
    if any(said) and not all(one in offered for one, offered in zip(said, asked.choices, strict=True)):
        raise Refused("Choose one of the answers.")
    note = {"versions": asked.versions, "said": list(said)}
    clockstart.store.views.put(actor.uid, name_note(asked.pathway), note)


def forget(clockstart: Clockstart, actor: Actor, case: Case) -> None:
    """What was asked has been undone."""
    clockstart.store.views.remove(actor.uid, name_note(case.linked.record_id))


def find_note(clockstart: Clockstart, uid: str, case: Case) -> dict[str, Any]:
    return clockstart.store.views.find(uid, name_note(case.linked.record_id)) or {}


def own_name(case: Case) -> str:
    return f"{case.module.store_key}/{case.record_id}"


def make(clockstart: Clockstart, uid: str, case: Case, versions: Versions) -> Prediction | None:
    """What the changes since these versions did; None where the clock is read from the same as before."""
    before, events = go_back(clockstart, uid, case, versions)
    new, gone = list_not_in(case.pathway_events, events), list_not_in(events, case.pathway_events)
    if not new and not gone:
        return None
    was, now = timeline.read_rtt(events, case.today), timeline.read_rtt(case.pathway_events, case.today)
    return Prediction(case.linked.record_id, versions, before, events, was, new, ask_effect(was, now, new))


def list_not_in(events: Sequence[Event], others: Sequence[Event]) -> list[Event]:
    """The events that the clock is read from and the others lack, oldest first."""
    return sorted((one for one in events if one not in others and "rtt" in EVENT_KINDS[one.name].books), key=day_of)


def day_of(event: Event) -> date:
    return event.date


def go_back(clockstart: Clockstart, uid: str, case: Case, versions: Versions) -> tuple[Case | None, tuple[Event, ...]]:
    """The case and the events of its pathway as they were at these versions."""
    pathway, own = case.linked.record_id, own_name(case)
    stayed = [event for event in case.linked.events if event.origin not in versions]
    then = [
        event._replace(origin=name)
        for name, rev in versions.items()
        if name != own
        for event in list_events(clockstart, uid, name, rev, pathway)
    ]
    linked = replace(case.linked, events=(*stayed, *then))
    answers = find_answers(clockstart, uid, own, versions[own]) if own in versions else case.answers
    if answers is None:
        return None, linked.events
    before = Case(case.module, case.record_id, answers, case.today, linked)
    return before, before.pathway_events


def list_events(clockstart: Clockstart, uid: str, name: str, rev: int, pathway: str) -> Sequence[Event]:
    module = clockstart.registry.find_by_store_key(name.partition("/")[0])
    answers = find_answers(clockstart, uid, name, rev)
    return module.events_on(answers, pathway) if module and answers else ()


def find_answers(clockstart: Clockstart, uid: str, name: str, rev: int) -> Any:
    """The answers of a record at one of its versions; None before its first."""
    store_key, _, record_id = name.partition("/")
    module = clockstart.registry.find_by_store_key(store_key)
    history = clockstart.store.records.history(uid, store_key, record_id) if rev else ()
    then = next((entry.after for entry in history if entry.to_rev == rev), None)
    return read_answers(module, then)[0] if module and then else None
