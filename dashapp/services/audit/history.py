"""What happened to a record: each act with the answers as they stood before it."""

from typing import Any

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.services.access import access
from storage.audit import AuditEntry

Act = tuple[AuditEntry, dict[str, Any]]


def list_history(clockstart: Clockstart, actor: Actor, uid: str, slug: str, record_id: str) -> list[Act]:
    """Newest first: each act with the answers before it (empty for the first). Raises NotFound outside the scope."""
    module = access.get_module(clockstart, actor, slug)
    access.check_can_read(clockstart, actor, uid)
    entries = list(clockstart.store.records.history(uid, module.store_key, record_id))
    before: list[dict[str, Any]] = [entry.after.data if entry.after else {} for entry in entries[1:]]
    return list(zip(entries, [*before, {}], strict=True)) if entries else []
