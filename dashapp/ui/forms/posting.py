"""Plain forms and their fields inside the shell, and what is said after one was sent (`dashapp.web.plain_forms`)."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component
from flask_wtf.csrf import generate_csrf

from dashapp.ui.forms.controls import draw_day, draw_line, draw_list, legend_of, render_labelled
from dashapp.ui.icons import render_icon
from dashapp.web.plain_forms import Told

Fields = Mapping[str, str]


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


def render_hidden(fields: Fields) -> list[Component]:
    return [dcc.Input(type="hidden", name=name, value=value) for name, value in fields.items()]


def render_field(
    name: str, label: str, value: str = "", *, hint: str = "", kind: str = "text", form: str = ""
) -> html.Div:
    """A question with one box; `form` tells two boxes of the same name on a page apart."""
    box = draw_line(f"{form}-{name}" if form else name, value, name=name, type=kind)
    return render_labelled(box, label, hint)


def render_select(
    name: str, label: str, choices: Fields, value: str = "", *, none: str = "", hint: str = "", form: str = ""
) -> html.Div:
    """A question with a list, value → words; without `none` something is always chosen."""
    chosen = value if value in choices or none else next(iter(choices), "")
    return render_labelled(draw_list(f"{form}-{name}" if form else name, choices, chosen, none, name=name), label, hint)


def render_date(name: str, legend: str, typed: Fields, *, hint: str = "") -> html.Div:
    """Three boxes, sent as `<name>_day`, `<name>_month`, `<name>_year`."""

    def box(part: str) -> str:
        return f"{name}_{part}"

    group = draw_day(legend_of(legend, hint), box, lambda part: typed.get(box(part)), lambda part: {"name": box(part)})
    return html.Div(group, className="cs-question")


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
