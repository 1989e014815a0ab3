"""The sections of a form. In each the required questions are open and the others behind "More about …"; the way through
them is at the left on a wide screen, with what each still wants (`assets/answers.js` says so while somebody types)."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from dash import html
from dash.development.base_component import Component

from dashapp.ui.forms.questions import Picks, Typed, is_needed, render_question
from dashapp.ui.icons import render_icon
from words.phrases import without_capital
from words.questions import Question, Section

Questions = Mapping[str, Question]


def render_sections(
    sections: Sequence[Section],
    questions: Questions,
    typed: Typed,
    picks: Picks,
    wanted: AbstractSet[str] = frozenset(),
) -> list[Component]:
    """Every section with its questions, filled with what was typed or stored; `wanted` are those a finding asks for."""
    return [
        html.Section(
            render_section(section, questions, typed, picks, wanted), id=section_id(number), className="cs-form-section"
        )
        for number, section in enumerate(sections)
    ]


def render_section(
    section: Section, questions: Questions, typed: Typed, picks: Picks, wanted: AbstractSet[str]
) -> list[Component]:
    """The open questions under their heading, and the others behind one line, which is open when one of them is filled
    or a finding asks for it. Where all are optional the line is heading enough."""
    asked = [questions[name] for name in section.fields]
    shown = [one for one in asked if is_open(one, questions)]
    more = [one for one in asked if one not in shown]
    heading = html.H2(section.title, className="" if shown else "visually-hidden")
    parts = [heading, *(render_question(one, typed, picks) for one in shown)]
    if not more:
        return parts
    filled = sum(is_filled(one, typed) for one in more)
    found = any(one.name in wanted for one in more)
    summary = render_summary(section, len(more), filled, asked_for=found)
    inside = html.Div([render_question(one, typed, picks) for one in more], className="cs-further-inside")
    return [*parts, html.Details([summary, inside], open=bool(filled) or found, className="cs-further")]


def section_id(number: int) -> str:
    return f"section-{number}"


def is_open(question: Question, questions: Questions) -> bool:
    """Whether a question is in sight from the start: it is required, chooses the pathway, has rows of its own to be
    added, or comes and goes with the answer to one that is open."""
    cause = question.asked_when
    return (
        is_needed(question)
        or question.kind in {"pick", "repeat"}
        or (cause is not None and cause.field in questions and is_open(questions[cause.field], questions))
    )


def render_summary(section: Section, count: int, filled: int, *, asked_for: bool) -> Component:
    told = f"{count} optional" + f", {filled} filled" * bool(filled)
    parts = [html.Span(f"More {say_about(section)}"), " ", html.Span(told, className="cs-further-count")]
    remark = [" ", html.Span([render_icon("watch"), " asked by a finding"], className="cs-further-asked")]
    return html.Summary([*parts, *(remark if asked_for else [])])


def say_about(section: Section) -> str:
    """ "about the referral", "about the GP": the section's title in the middle of a sentence."""
    return "questions" if section.title.endswith("?") else f"about {without_capital(section.title.split(': ')[-1])}"


def is_filled(question: Question, typed: Typed) -> bool:
    """Whether any of its boxes holds something."""
    start = f"{question.name}."
    return any(value not in (None, "", []) for name, value in typed.items() if f"{name}.".startswith(start))


def render_way_through(sections: Sequence[Section]) -> html.Nav:
    """The sections as links, each with the place for its state; and all their questions at once."""
    links = [
        html.Li(html.A([html.Span(section.title), html.Span(className="cs-way-state")], href=f"#{section_id(number)}"))
        for number, section in enumerate(sections)
    ]
    every = html.Button("Show every question", type="button", className="btn btn-link btn-sm", **{"data-open-all": "1"})
    return html.Nav([html.Ol(links), every], className="cs-way", **{"aria-label": "Sections of this form"})
