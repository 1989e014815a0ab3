"""Plain forms and their fields inside the shell, and what is said after one was sent (`dashapp.web.plain_forms`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component
from flask_wtf.csrf import generate_csrf

from dashapp.ui.icons import render_icon
from dashapp.web.plain_forms import Told

Fields = Mapping[str, str]
NONE = "none"
"""The value of a list's line that chooses nothing; an empty one is drawn as an empty line."""


def render_form(
    action: str, children: Sequence[Component], *, button: str, fields: Fields | None = None, look: str = "primary"
) -> html.Form:
    """A form that is sent to `action`, with hidden fields and one button."""
    return html.Form(
        [
            *render_hidden({"csrf_token": generate_csrf(), **(fields or {})}),
            *children,
            html.Button(button, type="submit", className=f"btn btn-{look}"),
        ],
        action=action,
        method="post",
        className="cs-post",
    )


def render_act(
    action: str, words: Component | str | Sequence[Component | str], fields: Fields | None = None
) -> html.Form:
    """One act as a small button, for a row of a table."""
    hidden = render_hidden({"csrf_token": generate_csrf(), **(fields or {})})
    button = html.Button(words, type="submit", className="btn btn-secondary btn-sm")
    return html.Form([*hidden, button], action=action, method="post", className="cs-act")


def render_filters(action: str, children: Sequence[Component], button: str = "Show") -> html.Form:
    """A form whose fields become the query of the address."""
    send = html.Button(button, type="submit", className="btn btn-secondary")
    return html.Form([*children, send], action=action, method="get", className="cs-filter-form")


def render_hidden(fields: Fields) -> list[Component]:
    return [dcc.Input(type="hidden", name=name, value=value) for name, value in fields.items()]


def render_field(
    name: str, label: str, value: str = "", *, hint: str = "", kind: str = "text", form: str = ""
) -> html.Div:
    """A question with one box; `form` tells two boxes of the same name on a page apart."""
    identifier = f"{form}-{name}" if form else name
    box = dbc.Input(id=identifier, name=name, value=value, type=kind, autocomplete="off", class_name="cs-control")
    return html.Div([*render_label(identifier, label, hint), box], className="cs-question")


def render_select(
    name: str, label: str, choices: Fields, value: str = "", *, hint: str = "", form: str = ""
) -> html.Div:
    """A question with a list, value → words."""
    identifier = f"{form}-{name}" if form else name
    options = [{"label": words, "value": key} for key, words in choices.items()]
    chosen = value if value in choices else next(iter(choices), "")
    box = dbc.Select(id=identifier, name=name, options=options, value=chosen, class_name="cs-control")
    return html.Div([*render_label(identifier, label, hint), box], className="cs-question")


def render_date(name: str, legend: str, typed: Fields, *, hint: str = "") -> html.Fieldset:
    """Three boxes labelled Day, Month, Year, sent as `<name>_day`, `<name>_month`, `<name>_year`."""
    boxes = [
        html.Div(
            [
                html.Label(part.capitalize(), htmlFor=f"{name}_{part}"),
                dbc.Input(
                    id=f"{name}_{part}",
                    name=f"{name}_{part}",
                    value=typed.get(f"{name}_{part}", ""),
                    inputmode="numeric",
                    autocomplete="off",
                    class_name=f"cs-control cs-date-{part}",
                ),
            ],
            className="cs-date-box",
        )
        for part in ("day", "month", "year")
    ]
    hints = [html.Div(hint, className="cs-hint")] if hint else []
    inside = [html.Legend(legend, className="cs-label"), *hints, html.Div(boxes, className="cs-date")]
    return html.Fieldset(inside, className="cs-question")


def render_label(identifier: str, label: str, hint: str) -> list[Component]:
    hints = [html.Div(hint, className="cs-hint")] if hint else []
    return [html.Label(label, htmlFor=identifier, className="cs-label"), *hints]


def render_told(told: Told) -> list[Component]:
    """What the form before led to, above everything else; a live region stands there in any case."""
    problem = [render_refused(told.problem)] if told.problem else []
    return [html.Div([render_done(one) for one in told.done], role="status"), *problem]


def render_refused(sentence: str) -> html.Div:
    return html.Div(
        [html.H2("There is a problem"), html.P(sentence)], className="cs-problems", role="alert", tabIndex=-1
    )


def render_done(one: Mapping[str, Any]) -> html.Div:
    """One sentence, a link that is marked as a whole when it is clicked, and what takes the act back."""
    parts: list[Component] = [html.Span([render_icon("fine"), " ", one["words"]], className="cs-done-words")]
    if one.get("link"):
        parts.append(html.Code(one["link"], className="cs-copy", tabIndex=0))
    if one.get("undo"):
        undo = one["undo"]
        parts.append(render_act(undo["action"], undo["words"], undo["fields"]))
    return html.Div(parts, className="cs-done")
