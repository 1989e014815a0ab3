"""Questions as controls. Each question's container carries `data-field`, around one native control, three date boxes or
a group of radios or ticks whose values are the stored slugs (CONTRACTS §3).

`assets/answers.js` ties hints and problems to their controls, and shows a question when the answers call for it.
"""

import json
from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashapp.services.search.rule_pages import ident_address, title_of
from dashapp.ui import ids
from dashapp.ui.forms.controls import (
    draw_day,
    draw_hint,
    draw_line,
    draw_list,
    draw_radios,
    draw_text,
    draw_ticks,
    label_of,
    legend_of,
)
from dashapp.ui.picker import render_finder
from words.phrases import with_article
from words.questions import NOTHING_OFFERED, Ask, ChoicesBy, Offered, Question, Repeat

RADIOS_AT_MOST = 5
Typed = Mapping[str, Any]
Picks = Mapping[str, Offered]


def is_needed(question: Question) -> bool:
    """Whether a record cannot do without an answer, once it is asked."""
    return question.required or (isinstance(question.ask, Ask) and question.ask.needed)


def render_question(question: Question, typed: Typed, picks: Picks, prefix: str = "") -> Component:
    """One question in its container; hidden until the answers call for it."""
    path = prefix + question.name
    render = RENDERERS[question.kind]
    attributes = {"data-field": path, "data-kind": question.kind}
    if question.asked_when:
        attributes |= {"data-when": prefix + question.asked_when.field}
        attributes |= {"data-when-values": json.dumps(question.asked_when.values)}
    if is_needed(question):
        attributes |= {"data-required": "1"}
    asked = html.Div(
        render(question, path, typed, picks),
        id=ids.field_id(path),
        className="cs-question",
        hidden=not is_asked(question, prefix, typed),
        **attributes,
    )
    if question.kind != "pick":
        return asked
    assert isinstance(question.ask, Ask)
    finder = [render_finder(question.ask.pick, path)] if find_offered(question.ask, picks).open else []
    return html.Div([asked, *finder], className="cs-pick")


def find_offered(ask: Ask, picks: Picks) -> Offered:
    return picks.get(ask.pick, NOTHING_OFFERED)


def is_asked(question: Question, prefix: str, answers: Typed) -> bool:
    condition = question.asked_when
    return condition is None or condition.is_met({condition.field: answers.get(prefix + condition.field)})


def render_wording(question: Question, path: str, *, legend: bool = False) -> list[Component]:
    """The question, its hint, the rule behind it, and the place for its problem."""
    words: list[Component | str] = [question.ask.question]
    if not is_needed(question):
        words.append(html.Span(" (optional)", className="cs-optional"))
    heading = legend_of(words) if legend else label_of(ids.answer(path), words)
    return [*heading, *render_hint(question, path), html.Div(id=ids.problem(path), className="cs-problem-place")]


def render_hint(question: Question, path: str) -> list[Component]:
    hint: list[Component | str] = [question.ask.help] if question.ask.help else []
    rule = question.ask.rule if isinstance(question.ask, Ask) else ""
    if rule:
        hint += [" ", html.A(title_of(rule), href=ident_address(rule), className="cs-rule-link")]
    return [html.Div(hint, id=f"hint-{path}", className="cs-hint")] if hint else []


def render_text(question: Question, path: str, typed: Typed, picks: Picks) -> list[Component]:
    return [*render_wording(question, path), render_box(path, typed)]


def render_number(question: Question, path: str, typed: Typed, picks: Picks) -> list[Component]:
    return [*render_wording(question, path), render_box(path, typed, "cs-control-short", inputmode="numeric")]


def render_time(question: Question, path: str, typed: Typed, picks: Picks) -> list[Component]:
    return [*render_wording(question, path), render_box(path, typed, "cs-control-short", placeholder="14:30")]


def render_box(path: str, typed: Typed, width: str = "", **more: str) -> Component:
    """A box with what was typed."""
    return draw_line(ids.answer(path), typed.get(path), width, **more)


def render_nhs_number(question: Question, path: str, typed: Typed, picks: Picks) -> list[Component]:
    """The number, and a tick that is asked for only when the number could be a real person's."""
    control = render_box(path, typed, "cs-control-medium", inputmode="numeric")
    name, known = f"{path}.confirm", {"confirmed": "This is not a real person's number"}
    confirm = draw_ticks(ids.answer(name), known, typed.get(name) or (), name)
    place = html.Div(confirm, className="cs-confirm", hidden=True, **{"data-confirm": path})
    return [*render_wording(question, path), control, place]


def render_long(question: Question, path: str, typed: Typed, picks: Picks) -> list[Component]:
    return [*render_wording(question, path), draw_text(ids.answer(path), typed.get(path, ""))]


def render_date(question: Question, path: str, typed: Typed, picks: Picks) -> list[Component]:
    heading = render_wording(question, path, legend=True)
    return [draw_day(heading, lambda part: ids.answer(f"{path}.{part}"), lambda part: typed.get(f"{path}.{part}"))]


def render_choice(question: Question, path: str, typed: Typed, picks: Picks) -> list[Component]:
    """Radios for a few choices, a list for many; a list that depends on another answer carries its mapping."""
    if len(question.choices) <= RADIOS_AT_MOST and not is_dependent(question):
        radios = draw_radios(ids.answer(path), question.choices, typed.get(path), path)
        return [html.Fieldset([*render_wording(question, path, legend=True), radios])]
    select = render_select(path, question.choices, typed.get(path) or "")
    lists = html.Div(select, **depends_on(question, path)) if is_dependent(question) else select
    return [*render_wording(question, path), lists]


def is_dependent(question: Question) -> bool:
    return isinstance(question.ask, Ask) and isinstance(question.ask.choices, ChoicesBy)


def depends_on(question: Question, path: str) -> dict[str, str]:
    assert isinstance(question.ask, Ask)
    assert isinstance(question.ask.choices, ChoicesBy)
    prefix = path[: -len(question.name)]
    lists = {answer: list(choices) for answer, choices in question.ask.choices.lists.items()}
    return {"data-choices-by": prefix + question.ask.choices.field, "data-choices": json.dumps(lists)}


def render_select(path: str, choices: Mapping[str, str], value: str) -> Component:
    """A native list with an empty first line, so that nothing is chosen by default."""
    return draw_list(ids.answer(path), {"": "", **choices}, value)


def render_ticks(question: Question, path: str, typed: Typed, picks: Picks) -> list[Component]:
    ticks = draw_ticks(ids.answer(path), question.choices, typed.get(path) or (), path)
    return [html.Fieldset([*render_wording(question, path, legend=True), ticks])]


def render_pick(question: Question, path: str, typed: Typed, picks: Picks) -> list[Component]:
    """One of the person's own records: the newest in a native list, which takes in what the finder beside it finds."""
    assert isinstance(question.ask, Ask)
    offered = find_offered(question.ask, picks)
    return [*render_wording(question, path), render_select(path, offered.choices, typed.get(path) or "")]


def render_repeat(question: Question, path: str, typed: Typed, picks: Picks) -> list[Component]:
    """A group that can be added to: its rows, and a button that names what is added."""
    assert isinstance(question.ask, Repeat)
    start = f"{path}."
    keys = sorted({name[len(start) :].split(".")[0] for name in typed if name.startswith(start)}, key=int)
    rows = [render_row(question, f"{start}{key}", typed, picks) for key in keys]
    add = html.Button(
        f"Add {with_article(question.ask.one)}",
        id=ids.repeat_add(path),
        type="button",
        className="btn btn-secondary btn-sm",
        n_clicks=0,
    )
    return [
        *([] if question.ask.title == question.ask.heading else [html.H3(question.ask.title, className="cs-label")]),
        *draw_hint(question.ask.help),
        html.Div(id=ids.problem(path), className="cs-problem-place"),
        html.Div(rows, id=ids.repeat_rows(path), className="cs-repeat"),
        add,
    ]


def render_row(question: Question, path: str, typed: Typed, picks: Picks) -> Component:
    """One member of a repeating group, such as `offers.0`, with a button that takes it away."""
    assert isinstance(question.ask, Repeat)
    key = path.rsplit(".", 1)[1]
    inside = [render_question(part, typed, picks, prefix=f"{path}.") for part in question.parts]
    title = f"{question.ask.one.capitalize()} {int(key) + 1}"
    remove = html.Button(
        ["Remove ", html.Span(title.lower(), className="visually-hidden")],
        id=ids.repeat_remove(path),
        type="button",
        className="btn btn-link btn-sm",
        n_clicks=0,
    )
    heading = html.Div([html.Legend(title, className="cs-row-title"), remove], className="cs-row-heading")
    return html.Div(html.Fieldset([heading, *inside], className="cs-row"), id=ids.repeat_row(path))


RENDERERS = {
    "text": render_text,
    "long": render_long,
    "nhs_number": render_nhs_number,
    "date": render_date,
    "time": render_time,
    "whole": render_number,
    "number": render_number,
    "choice": render_choice,
    "ticks": render_ticks,
    "pick": render_pick,
    "repeat": render_repeat,
}
