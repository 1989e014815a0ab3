"""Unsaved answers, kept on the server as they are typed, so that they can be taken up on another computer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.services import access

KEPT_FOR = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Draft:
    """Answers not yet a record: flat as in the form, with the version the form was opened on and when it was kept."""

    slug: str
    record_id: str
    typed: Mapping[str, Any]
    seen_rev: int
    kept_at: datetime


def draft_key(slug: str, record_id: str) -> str:
    return f"{slug}/{record_id}"


def keep(
    clockstart: Clockstart, actor: Actor, slug: str, record_id: str, typed: Mapping[str, Any], seen_rev: int
) -> Draft:
    """Keep what has been typed so far. The slug is looked up before it becomes part of a key."""
    module = access.get_module(clockstart, actor, slug)
    access.check_can_write(clockstart, actor, actor.uid)
    now = clockstart.now
    value = {"typed": dict(typed), "seen_rev": seen_rev, "kept_at": now.isoformat()}
    clockstart.store.drafts.put(actor.uid, draft_key(module.slug, record_id), value, until=now + KEPT_FOR)
    return Draft(module.slug, record_id, typed, seen_rev, now)


def find(clockstart: Clockstart, actor: Actor, slug: str, record_id: str) -> Draft | None:
    """The draft of one record, or None."""
    value = clockstart.store.drafts.find(actor.uid, draft_key(slug, record_id), now=clockstart.now)
    return read_draft(draft_key(slug, record_id), value) if value else None


def list_drafts(clockstart: Clockstart, actor: Actor, slug: str = "") -> list[Draft]:
    """The actor's drafts, newest first, of one module or of all."""
    kept = clockstart.store.drafts.list(actor.uid, now=clockstart.now)
    drafts = [read_draft(key, value) for key, value in kept.items() if key.startswith(f"{slug}/" if slug else "")]
    return sorted(drafts, key=lambda draft: draft.kept_at, reverse=True)


def forget(clockstart: Clockstart, actor: Actor, slug: str, record_id: str) -> None:
    """Drop a draft: it has been saved, or is not wanted."""
    clockstart.store.drafts.remove(actor.uid, draft_key(slug, record_id))


def read_draft(key: str, value: Mapping[str, Any]) -> Draft:
    slug, record_id = key.split("/", 1)
    return Draft(slug, record_id, value["typed"], int(value["seen_rev"]), datetime.fromisoformat(value["kept_at"]))
