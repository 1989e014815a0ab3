"""The timeline of a pathway: its events in order, who entered each and in which record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dash import html
from dash.development.base_component import Component

from dashapp.services.search.rule_pages import ident_address
from dashapp.ui.ribbon import render_shape
from dashapp.values.ribbon import Shape
from words.phrases import in_words

NEWEST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One dated fact as people read it; `origin` is (words, href) of its record, with no address for the
    record on the page; `begin` is (words, href) of where it can be done, for what is still to do."""

    date: date
    title: str
    shape: Shape = "note"
    actor: str = ""
    effect: str = ""
    origin: tuple[str, str] | None = None
    moved: bool = False
    rule: str = ""
    begin: tuple[str, str] | None = None


def render_timeline(
    events: Sequence[TimelineEvent], *, none: str = "No events yet.", whole_href: str = ""
) -> Component:
    """Events oldest first. With `whole_href`, where all of a long one is shown, only its newest events are here, and
    those that moved the clock."""
    if not events:
        return html.P(none, className="cs-quiet")
    ordered = sorted(events, key=lambda event: event.date)
    newest = len(ordered) - NEWEST_SHOWN
    shown = [event for place, event in enumerate(ordered) if not whole_href or place >= newest or event.moved]
    listed = html.Ol([_render_event(event) for event in shown], className="cs-timeline")
    if len(shown) == len(ordered):
        return listed
    words = f"The newest {NEWEST_SHOWN} of {len(ordered):,} events are listed, and those that moved the clock. "
    return html.Div([html.P([words, html.A("Show all of them", href=whole_href)], className="cs-quiet"), listed])


def _render_event(event: TimelineEvent) -> html.Li:
    words: list[Component] = [html.P(event.title, className="cs-event-title")]
    if event.effect:
        rule = [" ", html.A(f"Rule {event.rule}", href=ident_address(event.rule))] if event.rule else []
        words.append(html.P([event.effect, *rule], className="cs-event-effect"))
    if event.actor or event.origin:
        words.append(html.P(_render_origin(event), className="cs-quiet"))
    if event.begin:
        words.append(html.P(html.A(event.begin[0], href=event.begin[1]), className="cs-event-begin"))
    return html.Li(
        [html.Time(in_words(event.date), dateTime=event.date.isoformat()), render_shape(event.shape), html.Div(words)],
        className="cs-event cs-event-moved" if event.moved else "cs-event",
    )


def _render_origin(event: TimelineEvent) -> list[Component | str]:
    parts: list[Component | str] = [f"Entered by {event.actor}"] if event.actor else []
    if event.origin:
        words, href = event.origin
        parts += [" · " if parts else "", html.A(words, href=href) if href else f"{words}, this record"]
    return parts
