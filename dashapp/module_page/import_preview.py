"""Before an import: which question each column of the file answers, and what would become of its first rows."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashapp.declare.module import Module
from dashapp.services.files.file_answers import known_columns, plain_name, suggest_field
from dashapp.ui import ids
from dashapp.ui.banners import render_banner
from dashapp.ui.forms.controls import draw_list, render_labelled
from dashapp.ui.page import render_section
from dashapp.ui.tables import Cell, Column, render_table
from words.phrases import join_words

FIRST_ROWS = 20
COLUMNS_SHOWN = 6
AS_IT_IS = "*"
"""Chosen for a column that is stored under its own name."""
Told = Mapping[str, Any]


def render_preview(module: Module, told: Told) -> list[Component]:
    """What `imports.try_out` told of a file's first rows."""
    return [
        html.P([html.Strong(told["file"]), f": {len(told['columns'])} columns. Nothing is stored yet."]),
        render_columns(module, told),
        html.Div(render_rows(module, told), id=ids.IMPORT_ROWS),
    ]


def render_columns(module: Module, told: Told) -> Component:
    """A list to choose from for each column; open where one has to be looked at."""
    known = known_columns(module)
    strange = [column for column in told["columns"] if plain_name(column) not in known]
    fields = {"id": "Identifier of the record", **{one.name: one.label for one in module.questions}}
    lists = [
        render_labelled(
            draw_list(
                {"type": ids.IMPORT_COLUMN, "at": str(place)},
                {AS_IT_IS: "Keep it under its own name", **fields},
                known.get(plain_name(column), AS_IT_IS),
                none="Leave it out",
            ),
            f"Column {column}",
            say_likeness(module, column) if column in strange else "",
        )
        for place, column in enumerate(told["columns"])
    ]
    words = f"{len(told['columns']) - len(strange)} of {len(told['columns'])} columns are recognised by their names"
    is_open = bool(strange and told["asks_the_person"])
    return html.Details([html.Summary(words), html.Div(lists, className="cs-matching")], open=is_open)


def say_likeness(module: Module, column: str) -> str:
    question = module.question.get(suggest_field(module, column))
    return f"Sounds like {question.label}." if question else ""


def read_choices(columns: Sequence[str], chosen: Sequence[Any]) -> dict[str, str]:
    """What is chosen for each column, as `match_columns` takes it; one that is stored as it is needs no choice."""
    pairs = zip(columns, chosen, strict=False)
    return {column: str(field or "") for column, field in pairs if field != AS_IT_IS}


def render_rows(module: Module, told: Told) -> list[Component]:
    """What would become of the first rows, and the button that imports the file; or what is to be settled before."""
    if told["asks_the_person"]:
        return [render_banner("watch", sentence, urgent=True) for sentence in told["asks_the_person"]]
    shown = list_shown(module, told)
    columns = [Column("Line", number=True, header=True), Column("Import"), *(Column(name) for name in shown.values())]
    rows = [
        (line, words, *(say_cell(module, name, values.get(name)) for name in shown))
        for line, words, values in list_rows(told)
    ]
    there = f"{told['already_there']} of these rows are in the list already." if told["already_there"] else ""
    title = "All rows" if told["data_rows"] < FIRST_ROWS else f"The first {FIRST_ROWS} rows"
    button = html.Button("Import", id=ids.IMPORT_START, type="button", className="btn btn-primary", n_clicks=0)
    return [
        *(html.P(note) for note in [*told["notes"], there] if note),
        html.P(button, className="cs-buttons"),
        render_section(title, [render_table(title, columns, rows, caption_hidden=True)]),
    ]


def say_cell(module: Module, name: str, value: Any) -> Cell:
    """An answer as the record shows it."""
    question = module.question[name]
    if isinstance(value, list):
        return join_words([question.choices.get(one, str(one)) for one in value])
    return date.fromisoformat(value) if question.kind == "date" and value else question.choices.get(value, value)


def list_shown(module: Module, told: Told) -> dict[str, str]:
    """The first questions that the rows answer, by name, in the module's order."""
    given = {name for values in told["mapped"] for name in values}
    found = [(one.name, one.label) for one in module.questions if one.name in given and one.kind != "repeat"]
    return dict(found[:COLUMNS_SHOWN])


def list_rows(told: Told) -> list[tuple[int, str, Mapping[str, Cell]]]:
    """By line: what becomes of a row, and its answers when it is imported."""
    good = [(line, "Yes", values) for line, values in zip(told["mapped_lines"], told["mapped"], strict=True)]
    aside = [(one["line"], f"Set aside: {one['reason']}", {}) for one in told["set_aside"]]
    return sorted([*good, *aside], key=lambda row: row[0])
