"""The answers of a record to read, section by section, each with the way to change it, and how many were not given."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashapp.declare.module import Module
from dashapp.module_page.record_view import RecordView
from dashapp.services.audit.changes import Picked, list_rows, tell, tell_members
from dashapp.ui import ids
from dashapp.ui.page import render_status
from dashapp.ui.tables import Cell, Column, render_facts, render_table
from dashapp.web.addresses import edit_address
from dashapp.web.router import Visit
from words.phrases import plural, with_capital
from words.questions import Question, Repeat, Section

TOLD_IN_HEAD = frozenset({"patient_name", "nhs_number"})
NUMBERS = frozenset({"number", "whole"})
COLUMNS_AT_MOST = 6
LONGEST_SHOWN = 200
"""Characters of what a record holds and no question asks for."""


def render_details(
    view: RecordView, told_in: int | None = None, form: tuple[int, Component] | None = None
) -> Component:
    """`told_in` is the section that says what became of its change; `form` stands in the place of another."""
    module, record = view.module, view.record
    forms = dict([form] if form else [])
    shown = [
        forms.get(number) or render_section(view, number, told=number == told_in)
        for number, section in enumerate(module.sections)
        if number in forms or list_told(view, section)
    ]
    unknown = [tell_other(module, name, value) for name, value in record.data.items() if name not in module.question]
    also = [html.Section([html.H3("Also stored with this record"), render_facts(unknown)])] if unknown else []
    answered = sum(name in module.question for name in record.data)
    left = len(module.questions) - answered
    words = f"{plural(left, 'question')} not answered"
    rest = (
        html.Span(words, className="cs-head-note")
        if not view.has_form
        else html.A(words, href=edit_address(module.address, record.id))
    )
    head = html.H2(
        ["Details", html.Span(f"{answered:,} answered", className="cs-head-note"), *([rest] if left else [])]
    )
    told = {"data-slug": module.slug, "data-record": record.id}
    # All that a save can answer is drawn together: Dash would ask for a save at once where part of it is there before.
    return html.Section([dcc.Store(id=ids.NAVIGATE), head, *shown, *also], className="cs-details", **told)


def tell_other(module: Module, name: str, value: Any) -> tuple[str, str]:
    """What no question asks for, by name and in words."""
    if name in module.sealed:
        label, say = module.sealed[name]
        return label, say(value)
    return name, str(value) if len(str(value)) <= LONGEST_SHOWN else f"{len(str(value)):,} characters"


def find_changed(view: RecordView, visit: Visit) -> int | None:
    """The section whose change has led to this page, where it is shown."""
    told = visit.first("section")
    number = int(told) if view.is_own and told.isdecimal() and len(told) < 3 else len(view.module.sections)
    shown = number < len(view.module.sections) and list_told(view, view.module.sections[number])
    return number if shown else None


def list_told(view: RecordView, section: Section) -> list[Question]:
    """The answered questions of a section that are not told above the details already."""
    questions = (view.module.question[name] for name in section.fields if name in view.record.data)
    return [question for question in questions if not is_told_above(question)]


def is_told_above(question: Question) -> bool:
    """The head says who it is about and the timeline what happened; neither is told once more among the answers."""
    return question.name in TOLD_IN_HEAD or (question.kind == "repeat" and question.name == "events")


def render_section(view: RecordView, number: int, *, told: bool) -> Component:
    section = view.module.sections[number]
    asked, data = list_told(view, section), view.record.data
    groups = {one.name: rows for one in asked if one.kind == "repeat" and (rows := list_rows(data[one.name]))}
    facts = [(one.label, tell(one, data[one.name], view.picked)) for one in asked if one.name not in groups]
    heading = [html.H3(section.title), *([render_change(view, number)] if view.has_form else [])]
    return html.Section(
        [
            html.Div(heading, className="cs-details-head"),
            *([render_status()] if told else []),
            *([render_facts(facts)] if facts else []),
            *(part for one in asked if one.name in groups for part in render_group(one, groups[one.name], view.picked)),
        ]
    )


def render_change(view: RecordView, number: int) -> Component:
    """Leads to the form; `assets/record.js` opens the section where it is. With a draft waiting only the form has it
    all."""
    section = view.module.sections[number]
    in_place = {"data-change": str(number)} if view.is_own and view.draft is None else {}
    return html.A(
        ["Change", html.Span(f" {section.title}", className="visually-hidden")],
        href=f"{edit_address(view.module.address, view.record.id)}#{ids.field_id(section.fields[0])}",
        className="cs-details-change",
        **in_place,
    )


def render_group(question: Question, rows: Sequence[Mapping[str, Any]], picked: Picked) -> list[Component]:
    """The members of a repeating group as a table; where they say more than it has room for, all of it folded below."""
    assert isinstance(question.ask, Repeat)
    told = [part for part in question.parts if any(part.name in row for row in rows)]
    first = [part for part in told if part.name in question.ask.columns]
    first = first or [part for part in told if part.kind != "repeat"][:COLUMNS_AT_MOST]
    columns = [Column(part.label, part.kind in NUMBERS, header=part is first[0]) for part in first]
    cells = [[show_short(part, row.get(part.name), picked) for part in first] for row in rows]
    more = [html.Summary("All answers"), *render_members(question, rows, picked)]
    return [
        *([] if question.label == question.ask.heading else [html.H4(question.label)]),
        render_table(question.label, columns, cells, caption_hidden=True),
        *([html.Details(more)] if len(told) > len(first) else []),
    ]


def show_short(question: Question, value: Any, picked: Picked) -> Cell:
    """One answer; a date stays in one line."""
    told = tell(question, value, picked)
    return html.Time(told) if question.kind == "date" and told else told


def render_members(question: Question, rows: Sequence[Mapping[str, Any]], picked: Picked) -> list[Component]:
    """Each member with everything it says."""
    assert isinstance(question.ask, Repeat)
    one = with_capital(question.ask.one)
    parts: list[Component] = []
    for number, row in enumerate(rows, 1):
        facts = [(part.label, fill(part, row[part.name], picked)) for part in question.parts if part.name in row]
        parts += [html.H5(f"{one} {number}"), render_facts(facts)]
    return parts


def fill(question: Question, value: Any, picked: Picked) -> Cell:
    """One answer; a group within a group is one line for each member."""
    members = tell_members(question, value, picked) if question.kind == "repeat" else []
    return html.Ul([html.Li(one) for one in members], className="cs-list") if members else tell(question, value, picked)
