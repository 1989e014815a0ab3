"""The timeline of a pathway: its events in order, who entered each and in which record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from dashapp.services.ribbon_values import Shape
from dashapp.services.rule_pages import ident_address
from dashapp.ui.ribbon import render_shape
from rules.explain import in_words


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One dated fact as people read it; `origin` is (words, href) of its record, with no address for the
    record on the page."""

    date: date
    title: str
    shape: Shape = "note"
    actor: str = ""
    effect: str = ""
    origin: tuple[str, str] | None = None
    moved: bool = False
    rule: str = ""


def render_timeline(events: Sequence[TimelineEvent], *, none: str = "No events yet.") -> Component:
    """Events oldest first; facts of one day share their date."""
    if not events:
        return html.P(none, className="cs-quiet")
    days = groupby(sorted(events, key=lambda event: event.date), key=lambda event: event.date)
    return html.Ol([item for day, on_day in days for item in _render_day(day, list(on_day))], className="cs-timeline")


def _render_day(day: date, events: Sequence[TimelineEvent]) -> list[html.Li]:
    return [_render_event(day, event) for event in events]


def _render_event(day: date, event: TimelineEvent) -> html.Li:
    words: list[Component] = [html.P(event.title, className="cs-event-title")]
    if event.effect:
        rule = [" ", html.A(f"Rule {event.rule}", href=ident_address(event.rule))] if event.rule else []
        words.append(html.P([event.effect, *rule], className="cs-event-effect"))
    if event.actor or event.origin:
        words.append(html.P(_render_origin(event), className="cs-quiet"))
    return html.Li(
        [html.Time(in_words(day), dateTime=day.isoformat()), render_shape(event.shape), html.Div(words)],
        className="cs-event cs-event-moved" if event.moved else "cs-event",
    )


def _render_origin(event: TimelineEvent) -> list[Component | str]:
    parts: list[Component | str] = [f"Entered by {event.actor}"] if event.actor else []
    if event.origin:
        words, href = event.origin
        parts += [" · " if parts else "", html.A(words, href=href) if href else f"{words}, this record"]
    return parts
