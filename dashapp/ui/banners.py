"""Thin bars under the top bar: what is unusual about the app right now."""

from collections.abc import Sequence
from typing import Literal

from dash import html
from dash.development.base_component import Component

from dashapp.ui.icons import render_icon
from storage.errors import CANNOT_SAVE

BannerKind = Literal["note", "watch", "breach"]


def render_banner(kind: BannerKind, words: str | Sequence[Component | str], *, urgent: bool = False) -> html.Div:
    """One bar with its shape; `urgent` speaks at once to a screen reader. What never changes is no live region."""
    live = {"role": "alert"} if urgent else {}
    return html.Div([render_icon(kind), html.Span(words)], className=f"cs-banner cs-banner-{kind}", **live)


def render_not_durable_banner(reason: str) -> html.Div:
    return render_banner("watch", f"Saved work may not survive a restart: {reason}")


def render_cannot_save() -> html.Div:
    return render_banner("watch", CANNOT_SAVE)


def render_viewing_as_banner(name: str, stop_action: str) -> html.Div:
    """You look at somebody else's pages, read-only; a form sent to `stop_action` ends it."""
    stop = html.Button("Stop looking", type="submit", className="btn btn-secondary btn-sm")
    words = [f"You are looking at the pages of {name}, read-only. ", render_token_form(stop, stop_action)]
    return render_banner("watch", words)


def render_view_as(name: str, uid: str) -> html.Form:
    """The button that begins it."""
    words = ["View as ", name]
    return render_token_form(html.Button(words, type="submit", className="btn btn-secondary"), f"/view-as/{uid}")


def render_token_form(button: html.Button, action: str) -> html.Form:
    """A button that is posted; `assets/shell.js` puts the CSRF token of the cookie into every such form."""
    return html.Form(button, action=action, method="post", className="cs-token-form")
