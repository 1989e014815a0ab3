"""What a person can do with the records of a module: list, open, save, remove, restore, see the history."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.module import Case, Module
from dashapp.services.access import access
from dashapp.services.records import drafts, pathways, timeline
from dashapp.services.records.checking import Problem, check_answers, list_numbers
from dashapp.services.records.evidence import list_evidence
from dashapp.services.records.stored import check_stored as check_stored
from dashapp.services.records.stored import name_record as name_record
from dashapp.services.records.stored import read_answers as read_answers
from rules import RULES_VERSION as RULES_VERSION
from rules.events import Event
from rules.explain import Finding
from storage import keys
from storage.errors import Conflict, Refused
from storage.links import links_of
from storage.record import Record, Trace

ID_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
ID_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Saved:
    """The store has confirmed the write: the record as stored and what its rules say of it."""

    record: Record
    case: Case
    moved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """Not saved: what stands in the way, question by question."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Conflicting:
    """Not saved: somebody saved a newer version while this one was open."""

    mine: Mapping[str, Any]
    theirs: Record


def new_id() -> str:
    """A record or operation id: fifty random bits, short because five thousand of them travel in a worklist."""
    return "".join(secrets.choice(ID_LETTERS) for _ in range(ID_LENGTH))


def check_id(record_id: str) -> str:
    """The id as given when the store takes it; Refused otherwise."""
    return keys.check_record_id(record_id)


def check_by_hand(module: Module) -> None:
    """Raises Refused for a module of which only services write records."""
    if module.made_by == "service":
        raise Refused(
            f"{module.title} are made by Clockstart as you work. Nobody adds, changes or removes one by hand."
        )


def make_case(clockstart: Clockstart, uid: str, module: Module, record: Record) -> Case | None:
    """The record as its module sees it, with the pathway it is linked to; None when its module would not accept it."""
    answers, _ = read_answers(module, record)
    if answers is None:
        return None
    linked = pathways.find_linked(clockstart, uid, module, record)
    return Case(module, record.id, answers, clockstart.today, linked)


def get_record(clockstart: Clockstart, actor: Actor, uid: str, slug: str, record_id: str) -> tuple[Module, Record]:
    """A record of `uid` that `actor` may read. Raises NotFound, also for a module or person outside their scope."""
    module = access.get_module(clockstart, actor, slug)
    access.check_can_read(clockstart, actor, uid)
    return module, clockstart.store.records.get(uid, module.store_key, record_id)


def submit(
    clockstart: Clockstart,
    actor: Actor,
    slug: str,
    record_id: str,
    operation: str,
    answers: Mapping[str, Any],
    seen_rev: int,
    confirmed: frozenset[str] = frozenset(),
    trace: Trace | None = None,
    *,
    has_draft: bool = True,
) -> Saved | Held | Conflicting:
    """Save one record of the actor's own. The ids come from the browser and are untrusted; the owner is the actor.

    `answers` are nested as `read_form` makes them; `seen_rev` is the version the form was opened on, 0 for a new one,
    `has_draft` whether one may have been kept. Storage errors pass through: nothing is said to be saved unless the
    store has confirmed it.
    """
    module = access.get_module(clockstart, actor, slug)
    access.check_can_write(clockstart, actor, actor.uid)
    check_by_hand(module)
    check_id(record_id)
    known = clockstart.store.records.find(actor.uid, module.store_key, record_id) if seen_rev else None
    whole = module.completed(keep_unknown(module, known, answers), record_id)
    checked = check_answers(module, whole, settled(module, known, answers) | confirmed, clockstart.today)
    if checked.record is None:
        return Held(checked.problems)
    case = Case(module, record_id, checked.record, clockstart.today)
    values = module.gather(clockstart, actor, checked.values, known) if module.gather else checked.values
    put = partial(
        clockstart.store.records.put,
        actor.uid,
        module.store_key,
        record_id,
        values,
        op=check_id(operation),
        trace=trace or Trace(actor.uid),
        links=links_of(module.store_key, record_id, values),
        codes=lasting_codes(case.findings),
        rules_version=RULES_VERSION,
        now=clockstart.now,
        evidence=list_evidence(clockstart, case, known),
    )
    try:
        stored = put(seen_rev=seen_rev)
    except Conflict as conflict:
        if not isinstance(conflict.theirs, Record):
            raise
        if conflict.theirs.op != operation:
            return Conflicting(values, conflict.theirs)
        # An earlier attempt of this save arrived although its answer did not; more has been typed since.
        stored = put(seen_rev=conflict.theirs.rev)
    if has_draft:
        drafts.forget(clockstart, actor, slug, record_id)
    case = replace(case, linked=pathways.find_linked(clockstart, actor.uid, module, stored.record))
    before = events_before(module, known, case)
    return Saved(stored.record, case, timeline.what_moved(case, before) if before else ())


def events_before(module: Module, known: Record | None, case: Case) -> tuple[Event, ...]:
    """The pathway's events before a save: without this record's, or with those of its last version."""
    answers = read_answers(module, known)[0] if known else None
    own = () if answers is None else module.events_on(answers, case.linked.record_id)
    return (*case.linked.events, *own)


def keep_unknown(module: Module, known: Record | None, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers, with the stored fields that the module has no question for; what is sealed is as it is stored."""
    unknown = {} if known is None else {k: v for k, v in known.data.items() if k not in module.question}
    return {**unknown, **module.unsealed(answers)}


def settled(module: Module, known: Record | None, answers: Mapping[str, Any]) -> frozenset[str]:
    """NHS numbers that are already stored as they stand: questioned once, not at every save."""
    if known is None:
        return frozenset()
    stored = {number.normalised for _, number in list_numbers(module.questions, known.data)}
    return frozenset(path for path, number in list_numbers(module.questions, answers) if number.normalised in stored)


def lasting_codes(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """The codes of findings that do not come and go with the calendar."""
    return tuple(sorted({finding.code for finding in findings if not finding.check.depends_on_today}))


def remove(
    clockstart: Clockstart, actor: Actor, slug: str, record_id: str, operation: str, seen_rev: int, trace: Trace
) -> Record:
    """Move one of the actor's own records aside; it can be restored."""
    module = access.get_module(clockstart, actor, slug)
    check_by_hand(module)
    access.check_can_write(clockstart, actor, actor.uid)
    stored = clockstart.store.records.remove(
        actor.uid, module.store_key, record_id, op=operation, seen_rev=seen_rev, trace=trace, now=clockstart.now
    )
    return stored.record


def restore(clockstart: Clockstart, actor: Actor, slug: str, record_id: str, operation: str, trace: Trace) -> Record:
    """Bring a removed record back."""
    module = access.get_module(clockstart, actor, slug)
    access.check_can_write(clockstart, actor, actor.uid)
    stored = clockstart.store.records.restore(
        actor.uid, module.store_key, record_id, op=operation, trace=trace, now=clockstart.now
    )
    return stored.record
