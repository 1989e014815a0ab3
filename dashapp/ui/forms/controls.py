"""The controls that every form is made of, and how one stands under its label.

A control has an id; in a form that is sent to an address it has a name as well.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashapp.ui import ids
from words.questions import Choices
from words.written_dates import BOXES

Id = str | Mapping[str, str]
SEARCHED_AT_MOST = 200
"""Characters; the palette takes as many."""


def options(choices: Choices) -> list[dict[str, str]]:
    return [{"label": label, "value": slug} for slug, label in choices.items()]


def draw_line(ident: Id, value: Any = "", width: str = "", **more: Any) -> dbc.Input:
    """A box of one line, as wide as the class `width` says. What is searched for has to fit into an address."""
    shown = "" if value is None else str(value)
    look = f"cs-control {width}".rstrip()
    limit = {"maxLength": SEARCHED_AT_MOST} if more.get("type") == "search" else {}
    common = {"id": ident, "type": "text", "value": shown, "autocomplete": "off", "class_name": look}
    return dbc.Input(**{**common, **limit, **more})


def draw_text(ident: Id, value: str = "", rows: int = 4, **more: Any) -> dbc.Textarea:
    """A box of several lines."""
    return dbc.Textarea(id=ident, value=value, rows=rows, class_name="cs-control", **more)


def draw_list(ident: Id, choices: Choices, value: str = "", none: str = "", **more: Any) -> dbc.Select:
    """A list to choose one from; `none` is the line that chooses nothing. What is chosen already is always in it.

    The component hides an option without a value behind its own placeholder, so the placeholder is that option.
    """
    known = {"": none, **choices} if none and value else dict(choices)
    listed = known if value in known or not value else {**known, value: value}
    place = {"placeholder": none} if none else {}
    return dbc.Select(id=ident, options=options(listed), value=value, class_name="cs-control", **place, **more)


def draw_radios(ident: Id, choices: Choices, value: str | None, name: str) -> dbc.RadioItems:
    return dbc.RadioItems(id=ident, options=options(choices), value=value or None, name=name)


def draw_ticks(ident: Id, choices: Choices, value: Sequence[str], name: str) -> dbc.Checklist:
    return dbc.Checklist(id=ident, options=options(choices), value=list(value), name=name)


def draw_day(
    heading: Sequence[Component],
    ident: Callable[[str], Id],
    value: Callable[[str], Any] = lambda part: "",
    named: Callable[[str], Mapping[str, str]] = lambda part: {},
) -> html.Fieldset:
    """Three boxes labelled Day, Month, Year under one legend."""
    boxes = [
        html.Div(
            [
                html.Label(part.capitalize(), htmlFor=in_document(ident(part))),
                draw_line(ident(part), value(part), f"cs-date-{part}", inputmode="numeric", **named(part)),
            ],
            className="cs-date-box",
        )
        for part in BOXES
    ]
    return html.Fieldset([*heading, html.Div(boxes, className="cs-date")])


def label_of(ident: Id, words: Any, hint: str = "") -> list[Component]:
    """The label of the control with this id, and a hint under it."""
    return [html.Label(words, htmlFor=in_document(ident), className="cs-label"), *draw_hint(hint)]


def legend_of(words: Any, hint: str = "") -> list[Component]:
    """The legend of a group of controls, and a hint under it."""
    return [html.Legend(words, className="cs-label"), *draw_hint(hint)]


def draw_hint(hint: str) -> list[Component]:
    return [html.Div(hint, className="cs-hint")] if hint else []


def render_labelled(control: Any, words: Any, hint: str = "", look: str = "cs-question", **more: Any) -> html.Div:
    """A control under its label."""
    return html.Div([*label_of(control.id, words, hint), control], className=look, **more)


def in_document(ident: Id) -> str:
    """The id as the document carries it."""
    return ident if isinstance(ident, str) else ids.in_document(dict(ident))
