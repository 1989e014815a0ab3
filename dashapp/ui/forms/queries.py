"""What a page is asked for (`words.queries`) as a form whose answers go into the address, so that a link shows the same
again, and what narrows it as chips that can be taken off."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from dash import dcc, html
from dash.development.base_component import Component

from dashapp.ui.banners import render_banner
from dashapp.ui.chips import Criterion
from dashapp.ui.forms.controls import draw_line, draw_list, render_labelled
from words.queries import NO_CHOICES, Narrow, Place, Query
from words.questions import Choices, Question


def render_query(
    query: Query,
    names: Sequence[str],
    offered: Mapping[str, Choices] = NO_CHOICES,
    *,
    here: str = "",
    button: str = "Show",
) -> list[Component]:
    """A control for each of these names, `offered` for choices that are not written in the question. Whatever else the
    query says stays in the address, but for places."""
    known = query.questions()
    controls = [render_control(name, known[name], find_answer(query, name), offered.get(name)) for name in names]
    return [*render_ignored(query), render_filters(here, [*render_kept(query, names), *controls], button)]


def render_kept(query: Query, names: Sequence[str]) -> list[Component]:
    """What a query says beyond these names, so that it stays in the address; places go."""
    known = query.questions()
    return [
        dcc.Input(id=f"filter-{name}", type="hidden", name=name, value=text)
        for name, text in query.named().items()
        if name not in names and not isinstance(known[name].ask, Place)
    ]


class Said(NamedTuple):
    """A question in a sentence: the words before it, its name, and what no answer to it reads as."""

    words: str
    name: str
    none: str


def render_sentence(
    query: Query, lead: str, asked: Sequence[Said], offered: Mapping[str, Choices] = NO_CHOICES
) -> list[Component]:
    """A query as one line that reads as a sentence: `lead`, then the words and the answer to each question. A change is
    followed at once (`assets/charts.js`); the form leads to the same address."""
    known = query.questions()
    names = [one.name for one in asked]
    controls = [render_said(one, known[one.name], find_answer(query, one.name), offered.get(one.name)) for one in asked]
    inside = [*render_kept(query, names), html.Span(lead), *controls]
    return [*render_ignored(query), html.Form(inside, method="get", className="cs-sentence")]


def render_said(one: Said, question: Question, answer: Any, offered: Choices | None) -> Component:
    """A list or a line, without a label in sight: the sentence says what it is."""
    ident = f"filter-{one.name}"
    if offered is None and question.kind != "choice":
        control = draw_line(ident, answer, name=one.name, type="search", placeholder=one.none)
    else:
        choices = question.choices if offered is None else offered
        control = draw_list(ident, choices, answer, one.none, name=one.name)
    label = html.Label(question.ask.question, htmlFor=ident, className="visually-hidden")
    return html.Span([label, one.words, control], className="cs-said")


def render_filters(here: str, controls: Sequence[Component], button: str = "Show") -> html.Form:
    """A form that leads to `here` with its answers in the address."""
    send = html.Div(html.Button(button, type="submit", className="btn btn-secondary"), className="cs-buttons")
    where = {"action": here} if here else {}
    return html.Form([*controls, send], method="get", className="cs-filters", **where)


def render_ignored(query: Query) -> list[Component]:
    """What the address asks for and nobody can understand is said, not passed over."""
    return [
        render_banner("watch", f"“{one.text[:60]}” could not be understood and was left out.") for one in query.ignored
    ]


def find_answer(query: Query, name: str) -> Any:
    return getattr(query, query.questions()[name].name)


def render_control(name: str, question: Question, answer: Any, offered: Choices | None) -> Component:
    """One question: a list, a day in the browser's own control, or words."""
    none = question.ask.none if isinstance(question.ask, Narrow) else ""
    ident = f"filter-{name}"
    if question.kind == "date":
        control = draw_line(ident, answer, name=name, type="date")
    elif offered is not None or question.kind == "choice":
        control = draw_list(ident, question.choices if offered is None else offered, answer, none, name=name)
    else:
        control = draw_line(ident, answer, name=name, type="search", placeholder=none)
    return render_labelled(control, question.ask.question, look="cs-filter")


def list_chips(told: Mapping[str, str], query: Query, here: str) -> list[Criterion]:
    """A chip for everything a list is narrowed by, each with the address without it."""
    return [Criterion(words, query.at(here, **{name: ""})) for name, words in told.items()]
