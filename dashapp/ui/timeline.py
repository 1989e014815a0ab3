"""The timeline of a record: what happened, newest first, with the wait on that day and where it was entered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from dash import html
from dash.development.base_component import Component

from dashapp.services.search.rule_pages import ident_address, title_of
from dashapp.ui.ribbon import render_shape
from dashapp.values.ribbon import Shape

NEWEST_SHOWN = 30
QUIET_WEEKS = 6
"""So long without an event is said."""


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One dated fact as people read it; `origin` is (words, href) of its record, with no address for the
    record on the page; `begin` is (words, href) of where it can be done, for what is still `to_do`. `waited` is the
    wait on that day, `code` its RTT status."""

    date: date
    title: str
    shape: Shape = "note"
    actor: str = ""
    effect: str = ""
    origin: tuple[str, str] | None = None
    moved: bool = False
    rule: str = ""
    begin: tuple[str, str] | None = None
    to_do: bool = False
    waited: str = ""
    code: str = ""


def render_timeline(
    events: Sequence[TimelineEvent], *, none: str = "No events yet.", whole_href: str = ""
) -> Component:
    """Events newest first. With `whole_href`, where all of a long one is shown, only its newest events are here, and
    those that moved the clock."""
    if not events:
        return html.P(none, className="cs-quiet")
    ordered = sorted(events, key=lambda event: event.date)
    newest = len(ordered) - NEWEST_SHOWN
    shown = [event for place, event in enumerate(ordered) if not whole_href or place >= newest or event.moved]
    happened = [event for event in shown if not event.to_do]
    quiet = {id(after): (after.date - before.date).days // 7 for before, after in pairwise(happened)}
    drawn = [_render_event(event, quiet.get(id(event), 0)) for event in shown]
    listed = html.Ol(drawn[::-1], className="cs-timeline")
    if len(shown) == len(ordered):
        return listed
    words = f"The newest {NEWEST_SHOWN} of {len(ordered):,} events are listed, and those that moved the clock. "
    return html.Div([html.P([words, html.A("Show all of them", href=whole_href)], className="cs-quiet"), listed])


def _render_event(event: TimelineEvent, weeks: int) -> html.Li:
    """One event; `weeks` is how long nothing had happened before it."""
    words: list[Component] = [html.P(event.title, className="cs-event-title")]
    if event.effect:
        rule = [" ", html.A("Why", href=ident_address(event.rule), title=title_of(event.rule))] if event.rule else []
        words.append(html.P([event.effect, *rule], className="cs-event-effect"))
    if event.origin and event.origin[1]:
        words.append(html.P(_render_origin(event), className="cs-event-origin"))
    if event.begin:
        words.append(html.P(html.A(event.begin[0], href=event.begin[1]), className="cs-event-begin"))
    if weeks >= QUIET_WEEKS:
        words.append(html.P(f"{weeks:,} weeks without an event", className="cs-event-origin"))
    code = [html.Span(event.code, className="cs-event-code", title=f"RTT status {event.code}")] if event.code else []
    return html.Li(
        [
            html.Time(short_date(event.date), dateTime=event.date.isoformat()),
            render_shape(event.shape),
            html.Div(words),
            html.Span([*code, event.waited], className="cs-event-wait"),
        ],
        className="cs-event cs-event-moved" if event.moved else "cs-event",
    )


def short_date(day: date) -> str:
    """ "26 Nov 2026"."""
    return f"{day.day} {day:%b %Y}"


def _render_origin(event: TimelineEvent) -> list[Component | str]:
    """Who entered it, and the other record it was entered in."""
    words, href = event.origin or ("", "")
    return [f"Entered by {event.actor} · " if event.actor else "", html.A(words, href=href)]
