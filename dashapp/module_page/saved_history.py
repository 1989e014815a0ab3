"""The history of a record as its readers see it: every answer before and after, by name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.module import Module
from dashapp.questions import Question
from dashapp.services import people
from dashapp.services.answers import value_in_box
from dashapp.services.history import list_history
from dashapp.ui.history import FieldChange, HistoryEntry, render_history
from rules.explain import in_words
from storage.audit import AuditEntry

ACTS = {
    "add": "Added",
    "edit": "Changed",
    "remove": "Removed",
    "restore": "Restored",
    "replace": "Saved by a file or script",
}


def render_record_history(clockstart: Clockstart, actor: Actor, uid: str, module: Module, record_id: str) -> Component:
    """Who changed what, when, newest first."""
    changes = list_history(clockstart, actor, uid, module.slug, record_id)
    names = people.name_of_many(clockstart, {entry.actor for entry, _ in changes})
    return render_history([make_entry(module, entry, before, names) for entry, before in changes])


def make_entry(module: Module, entry: AuditEntry, before: dict[str, Any], names: dict[str, str]) -> HistoryEntry:
    after = entry.after.data if entry.after else {}
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return HistoryEntry(
        datetime.fromisoformat(entry.at),
        names.get(entry.actor, entry.actor),
        ACTS.get(entry.act, entry.act.capitalize()),
        tuple(make_change(module, name, before, after) for name in changed) if entry.from_rev else (),
        entry.to_rev,
    )


def make_change(module: Module, name: str, before: dict[str, Any], after: dict[str, Any]) -> FieldChange:
    question = module.question.get(name)
    label = question.label if question else name
    return FieldChange(label, tell(question, before.get(name)), tell(question, after.get(name)))


def tell(question: Question | None, value: Any) -> str:
    """A stored answer as people read it."""
    if value in (None, "", []):
        return ""
    if question is None:
        return str(value)
    if question.kind == "date":
        return date_in_words(str(value))
    if question.kind == "repeat" and isinstance(value, list):
        return f"{len(value)} × {question.label.lower()}"
    if question.kind == "nhs_number":
        return value_in_box(question, value)
    if isinstance(value, list):
        return ", ".join(question.choices.get(str(item), str(item)) for item in value)
    return question.choices.get(str(value), str(value))


def date_in_words(stored: str) -> str:
    try:
        return in_words(datetime.fromisoformat(stored).date())
    except ValueError:
        return stored
