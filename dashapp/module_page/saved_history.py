"""The history of a record as its readers see it: every answer before and after, by name."""

from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.services.audit.changes import Picked, list_changes
from dashapp.services.audit.history import list_history
from dashapp.services.people import people
from dashapp.services.records import picks
from dashapp.ui.history import HistoryEntry, render_history
from storage.audit import AuditEntry


def render_record_history(clockstart: Clockstart, actor: Actor, uid: str, module: Module, record_id: str) -> Component:
    """Who changed what, when, newest first."""
    changes = list_history(clockstart, actor, uid, module.slug, record_id)
    names = people.name_of_many(clockstart, {entry.actor for entry, _ in changes})
    answers = [data for entry, before in changes for data in (before, entry.after.data if entry.after else {})]
    picked = picks.name_picked(clockstart, uid, module, *answers)
    say_act = clockstart.registry.say_act
    return render_history(
        [make_entry(module, entry, say_act(entry.act), before, names, picked) for entry, before in changes]
    )


def make_entry(
    module: Module, entry: AuditEntry, act: str, before: dict[str, Any], names: dict[str, str], picked: Picked
) -> HistoryEntry:
    after = entry.after.data if entry.after else {}
    return HistoryEntry(
        datetime.fromisoformat(entry.at),
        names.get(entry.actor, entry.actor),
        act,
        list_changes(module, before, after, picked) if entry.from_rev else (),
        entry.to_rev,
    )
