"""What was begun and not saved, offered to be taken up again or discarded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from dash import html
from dash.development.base_component import Component

from dashapp.services.records import drafts
from dashapp.ui.banners import render_banner
from dashapp.ui.times import day_and_time

SHOWN_AT_MOST = 3
Place = Literal["list", "record", "new"]


def render_unfinished(waiting: Sequence[drafts.Unfinished], place: Place) -> list[Component]:
    """The newest of them, one line each: whose, when, and how far it is; `place` is where discarding one leads."""
    lines = [html.Div(render_line(one, place)) for one in waiting[:SHOWN_AT_MOST]]
    return [render_banner("note", [html.Div(lines)])] if lines else []


def render_line(one: drafts.Unfinished, place: Place) -> list[Component | str]:
    kept = f", not saved, kept {day_and_time(one.draft.kept_at)}, {one.so_far}. "
    return [html.Strong(one.name), kept, html.A("Continue", href=one.href), " ", render_discard(one.draft, place)]


def render_discard(draft: drafts.Draft, place: Place) -> Component:
    """Drops a draft that is not wanted any more."""
    return html.Button(
        "Discard it",
        id={"discard": draft.record_id, "slug": draft.slug, "of": place},
        type="button",
        className="btn btn-link btn-sm",
        n_clicks=0,
    )
