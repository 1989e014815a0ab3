"""The history of a record: who changed what, when, from which value to which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from dashapp.services.audit.changes import FieldChange
from dashapp.ui.tables import Column, render_table

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change of a record; `at` carries its zone."""

    at: datetime
    who: str
    act: str
    changes: tuple[FieldChange, ...] = ()
    rev: int | None = None


def render_history(entries: Sequence[HistoryEntry], *, none: str = "Nothing has been changed yet.") -> Component:
    """The newest change first."""
    if not entries:
        return html.P(none, className="cs-quiet")
    columns = (Column("When", header=True), Column("Who"), Column("What changed"))
    rows = [_row(entry) for entry in sorted(entries, key=lambda entry: entry.at, reverse=True)]
    return render_table("History of this record", columns, rows)


def _row(entry: HistoryEntry) -> tuple[Component | str, ...]:
    local = entry.at.astimezone(LONDON)
    when = html.Time(f"{local.day} {local:%B %Y, %H:%M}", dateTime=entry.at.isoformat())
    return when, entry.who, html.Div([entry.act, *(render_change(change) for change in entry.changes)])


def render_change(change: FieldChange) -> html.Span:
    """ "Outcome: booked → rebooked", said so for those who cannot see the marks."""
    before, after = (value or "not answered" for value in (change.before, change.after))
    words = [f"{change.question}: ", html.Del(before), html.Span(" changed to ", className="visually-hidden"), " → "]
    return html.Span([*words, html.Ins(after)], className="cs-change")
