"""Unsaved answers, kept on the server as they are typed, so that they can be taken up on another computer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.services.access import access
from dashapp.services.records.checking import flatten, leave_out_unasked, read_form
from dashapp.web.addresses import edit_address
from storage.record import Record
from words.pasted import close_directions
from words.phrases import plural
from words.questions import Ask, Question

KEPT_FOR = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Draft:
    """Answers not yet a record: flat as in the form, with the version the form was opened on and when it was kept."""

    slug: str
    record_id: str
    typed: Mapping[str, Any]
    seen_rev: int
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A draft as lists show it: the name in it, how many questions are answered of those it needs, and where it is
    taken up again."""

    draft: Draft
    module: Module
    name: str
    answered: int
    needed: int
    href: str

    @property
    def so_far(self) -> str:
        return f"{self.answered:,} of {plural(self.needed, 'question')} answered"


def draft_key(slug: str, record_id: str) -> str:
    return f"{slug}/{record_id}"


def keep(
    clockstart: Clockstart,
    actor: Actor,
    slug: str,
    record_id: str,
    typed: Mapping[str, Any],
    seen_rev: int,
    operation: str = "",
) -> Draft | None:
    """Keep what has been typed so far; None when that is nothing more than what is stored.

    The slug is looked up before it becomes part of a key. `operation` is that of the form's next save: what was typed
    before that save arrives after it now and then, and is stored already.
    """
    module = access.get_module(clockstart, actor, slug)
    access.check_can_write(clockstart, actor, actor.uid)
    stored = clockstart.store.records.find(actor.uid, module.store_key, record_id)
    if not has_news(module, stored, typed) or (stored and stored.op == operation):
        forget(clockstart, actor, module.slug, record_id)
        return None
    now = clockstart.now
    value = {"typed": dict(typed), "seen_rev": seen_rev, "kept_at": now.isoformat()}
    clockstart.store.drafts.put(actor.uid, draft_key(module.slug, record_id), value, until=now + KEPT_FOR)
    return Draft(module.slug, record_id, typed, seen_rev, now)


def has_news(module: Module, stored: Record | None, typed: Mapping[str, Any]) -> bool:
    """Whether what was typed says anything else than what is stored; empty boxes say what no record says."""
    answers = stored.data if stored else {}
    boxes = read_form(module.questions, flatten(module.questions, answers))
    given = read_form(module.questions, typed)
    return leave_out_unasked(module.questions, given) != leave_out_unasked(module.questions, boxes)


def find(clockstart: Clockstart, actor: Actor, slug: str, record_id: str) -> Draft | None:
    """The draft of one record, or None; what is stored by now is no draft."""
    value = clockstart.store.drafts.find(actor.uid, draft_key(slug, record_id), now=clockstart.now)
    draft = read_draft(draft_key(slug, record_id), value) if value else None
    return draft if draft and is_unsaved(clockstart, actor, draft) else None


def list_drafts(clockstart: Clockstart, actor: Actor, slug: str = "") -> list[Draft]:
    """The actor's drafts, newest first, of one module or of all; what is stored by now is no draft."""
    kept = clockstart.store.drafts.list(actor.uid, now=clockstart.now)
    drafts = [read_draft(key, value) for key, value in kept.items() if key.startswith(f"{slug}/" if slug else "")]
    unsaved = (draft for draft in drafts if is_unsaved(clockstart, actor, draft))
    return sorted(unsaved, key=lambda draft: draft.kept_at, reverse=True)


def list_unfinished(clockstart: Clockstart, actor: Actor, slug: str = "") -> list[Unfinished]:
    """The actor's drafts of modules that are open to them, newest first, of one module or of all."""
    opened = {module.slug: module for module in access.list_open(clockstart, actor)}
    return [describe(opened[one.slug], one) for one in list_drafts(clockstart, actor, slug) if one.slug in opened]


def describe(module: Module, draft: Draft) -> Unfinished:
    """A new record has no page yet: its form takes the draft up."""
    given = leave_out_unasked(module.questions, read_form(module.questions, draft.typed))
    name = str(given.get("patient_name") or f"{module.one.capitalize()} without a name")
    new = f"{module.address}/new?{urlencode({'draft': draft.record_id})}"
    href = f"{edit_address(module.address, draft.record_id)}?draft=1" if draft.seen_rev else new
    missing = sum(question.name not in given and must_be_answered(question, given) for question in module.questions)
    return Unfinished(draft, module, close_directions(name), len(given), len(given) + missing, href)


def must_be_answered(question: Question, given: Mapping[str, Any]) -> bool:
    """Whether a record with these other answers cannot be saved without this one."""
    needed = question.required or (isinstance(question.ask, Ask) and question.ask.needed)
    return needed and question.is_asked(given)


def is_unsaved(clockstart: Clockstart, actor: Actor, draft: Draft) -> bool:
    """Whether a draft says anything else than what is stored. One of a module that is gone is left as it is."""
    module = clockstart.registry.find(draft.slug)
    if module is None:
        return True
    stored = clockstart.store.records.find(actor.uid, module.store_key, draft.record_id)
    return has_news(module, stored, draft.typed)


def forget(clockstart: Clockstart, actor: Actor, slug: str, record_id: str) -> None:
    """Drop a draft: it has been saved, or is not wanted. Raises Forbidden for somebody who only looks."""
    access.check_can_write(clockstart, actor, actor.uid)
    clockstart.store.drafts.remove(actor.uid, draft_key(slug, record_id))


def forget_section(clockstart: Clockstart, actor: Actor, module: Module, record: Record, own: Collection[str]) -> None:
    """Drop what was typed to these questions of a record; what was typed to its others, in another window, stays."""
    draft = find(clockstart, actor, module.slug, record.id)
    if draft is None:
        return
    was = find_version(clockstart, actor, module, record, draft.seen_rev)
    left = with_answers(draft.typed, flatten(module.questions, was.data), own)
    if has_news(module, was, left):
        keep(clockstart, actor, module.slug, record.id, left, draft.seen_rev)
    else:
        forget(clockstart, actor, module.slug, record.id)


def find_version(clockstart: Clockstart, actor: Actor, module: Module, record: Record, rev: int) -> Record:
    """The record as it was on that version, as it is now where the history does not reach so far back."""
    versions = (entry.after for entry in clockstart.store.records.history(actor.uid, module.store_key, record.id))
    return next((one for one in versions if one and one.rev == rev), record)


def with_answers(typed: Mapping[str, Any], given: Mapping[str, Any], own: Collection[str]) -> dict[str, Any]:
    """What was typed, with the answers to these questions as they are given."""
    others = {path: value for path, value in typed.items() if path.split(".")[0] not in own}
    return others | {path: value for path, value in given.items() if path.split(".")[0] in own}


def read_draft(key: str, value: Mapping[str, Any]) -> Draft:
    slug, record_id = key.split("/", 1)
    return Draft(slug, record_id, value["typed"], int(value["seen_rev"]), datetime.fromisoformat(value["kept_at"]))
