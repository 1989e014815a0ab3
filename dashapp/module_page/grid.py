"""The worklist's grid: finding happens here, editing in the form. Rows travel whole, as small as they can be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import dash_ag_grid as dag
import orjson
from dash import dcc, html
from dash.development.base_component import Component

from dashapp.declare.module import Column, Derived, Module, Row
from dashapp.services.records.checking import value_in_box
from dashapp.ui import ids
from dashapp.ui.index import package_script_address
from dashapp.ui.theme import GRID_THEME
from dashapp.web.addresses import escape
from words.questions import Question

SCRIPTS = (package_script_address("dash_ag_grid", "async-community.js"),)
"""What a grid loads when it is first drawn; a page with a grid names it, so that it is there by then."""
PAGE_SIZE = 25
LEARNER = "learner"
MARK = "feedback_mark"
NAME_WIDTH = 150
SENTENCE: Mapping[str, Any] = {"minWidth": 180, "autoHeight": True, "cellClass": "cs-sentence"}
"""Text that is given three shares or more. The grid measures each such cell, so a list has one such column at most."""
BIG_PAGE = 100
ROW_HEIGHT = 54
RIBBON_ROW_HEIGHT = 62
HEADS: Mapping[str, Any] = {
    "resizable": True,
    "minWidth": 100,
    "wrapHeaderText": True,
    "autoHeaderHeight": True,
    "wrapText": True,
}
READABLE: Mapping[str, Any] = {"enableCellTextSelection": True, "ensureDomOrder": True}
"""The text in the cells can be selected and copied, in the order in which it is read."""
EMPTY_LAST: Mapping[str, str] = {"function": "emptyLast"}
"""A comparator of `assets/dashAgGridComponentFunctions.js`: cells without a value come last in either direction."""
COLUMN_KINDS: Mapping[str, Mapping[str, Any]] = {
    "date": {"cellRenderer": "PlainDate", "minWidth": 140},
    "nhs_number": {"minWidth": 125},
    "choice": {"minWidth": 142, "cellClass": "cs-words"},
    "text": {"minWidth": 142, "cellClass": "cs-words"},
    "ribbon": {
        "cellRenderer": "ClockRibbon",
        "wrapText": False,
        "cellDataType": False,
        "sortable": False,
        "filter": False,
        "minWidth": 230,
    },
    "days": {
        "cellRenderer": "DaysLeft",
        "cellClass": "cs-number",
        "filter": "agNumberColumnFilter",
        "minWidth": 150,
    },
    "whole": {"cellClass": "cs-number", "filter": "agNumberColumnFilter", "minWidth": 115},
    "count": {"cellClass": "cs-number", "filter": "agNumberColumnFilter", "minWidth": 115},
    "status": {"cellRenderer": "StatusChip", "minWidth": 130},
}


def render_grid(module: Module, shown: Sequence[Row], base: str, with_learner: bool = False) -> Component:
    """The rows in a grid; the first column leads to the record under `base`, in which `{uid}` is the row's owner."""
    has_ribbon = any(kind_of(module, column) == "ribbon" for column in module.columns)
    grid = dag.AgGrid(
        id=ids.GRID,
        columnDefs=define_columns(module, base, with_learner=with_learner),
        rowData=write_rows(module, shown),
        getRowId="params.data.id",
        defaultColDef={"sortable": True, "filter": True, "comparator": EMPTY_LAST, **HEADS},
        dashGridOptions={
            **READABLE,
            "pagination": True,
            "paginationPageSize": PAGE_SIZE,
            "paginationPageSizeSelector": [PAGE_SIZE, 100, 500],
            "domLayout": "autoHeight",
            "rowHeight": RIBBON_ROW_HEIGHT if has_ribbon else ROW_HEIGHT,
            "suppressCellFocus": False,
            "theme": GRID_THEME,
        },
        dangerously_allow_code=False,
        className="cs-grid",
        style={"height": None},
    )
    return render_place(module.slug, [grid])


def render_place(slug: str, inside: Sequence[Component]) -> Component:
    """A grid in its place, which the Tab key can pass by: a link before it leads to what comes after it."""
    after = f"after-{slug}"
    skip = html.A("Skip this list", href=f"#{after}", className="cs-skip-list")
    place = html.Div(list(inside), className="cs-grid-place", **{"data-grid": slug})
    return html.Div([skip, place, html.Div(id=after, tabIndex=-1)])


def render_big_grid(module: Module, uid: str, base: str) -> Component:
    """A list too long to send: the grid asks for its rows page by page (`on_rows`)."""
    columns = []
    for column, definition in zip(module.columns, define_columns(module, base), strict=True):
        stored = column.name in module.question
        found_by = {"sortable": stored, "filter": "agTextColumnFilter" if stored else False}
        columns.append(definition | found_by | {"autoHeight": False})  # rows asked for page by page are all of a height
    grid = dag.AgGrid(
        id=ids.BIG_GRID,
        columnDefs=columns,
        rowModelType="infinite",
        getRowId="params.data.id",
        defaultColDef=HEADS,
        dashGridOptions={
            "pagination": True,
            "paginationPageSize": BIG_PAGE,
            "paginationPageSizeSelector": [BIG_PAGE],
            "cacheBlockSize": BIG_PAGE,
            "maxBlocksInCache": 4,
            "rowHeight": RIBBON_ROW_HEIGHT,
            "theme": GRID_THEME,
            **READABLE,
        },
        dangerously_allow_code=False,
        className="cs-grid",
        style={"height": "640px"},
    )
    scope = dcc.Store(id=ids.BIG_GRID_SCOPE, data={"slug": module.slug, "uid": uid})
    return render_place(module.slug, [scope, grid])


def kind_of(module: Module, column: Column) -> str:
    known = module.derived_by_name.get(column.name)
    return known.kind if known else module.question[column.name].kind


def define_columns(module: Module, base: str, *, with_learner: bool = False) -> list[dict[str, Any]]:
    """The module's columns; with `with_learner`, whose record it is after the first."""
    columns = [define_column(module, column, base, is_first=at == 0) for at, column in enumerate(module.columns)]
    learner = {"field": LEARNER, "headerName": "Learner", "flex": 2, "minWidth": 130}
    return [columns[0], learner, *columns[1:]] if with_learner else columns


def define_column(module: Module, column: Column, base: str, *, is_first: bool) -> dict[str, Any]:
    """How one column is shown; its kind decides, the module does not."""
    definition: dict[str, Any] = {
        "field": column.name,
        "headerName": column.title or module.label_of(column.name),
        "flex": column.flex,
    }
    if column.width:
        definition |= {"width": column.width, "flex": 0}
    if is_first:
        return definition | {
            "cellRenderer": "RecordLink",
            "cellRendererParams": {"href": f"{base}/{{id}}", "mark": MARK},
            "minWidth": 110,
            **({"width": column.width or NAME_WIDTH, "flex": 0} if column.pinned else {}),
            "pinned": "left" if column.pinned else None,
        }
    kind = kind_of(module, column)
    shown = COLUMN_KINDS.get(kind, {})
    has_sentences = column.flex > 2 and kind == "text"
    return definition | shown | (SENTENCE if has_sentences else {})


def write_rows(module: Module, shown: Sequence[Row]) -> orjson.Fragment:
    """The rows as the grid needs them, written once: thousands of rows that Dash would otherwise look through value by
    value."""
    make = cell_maker(module)
    return orjson.Fragment(orjson.dumps([make(row) for row in shown]))


def cell_maker(module: Module) -> Callable[[Row], dict[str, Any]]:
    """How one row becomes what the grid needs of it: the id, `at` where an address writes it otherwise, and of each
    column what is not empty."""
    makers = [(column.name, column_maker(module, column)) for column in module.columns]

    def make(row: Row) -> dict[str, Any]:
        cells = {"id": row["id"]}
        if (at := escape(row["id"])) != row["id"]:
            cells["at"] = at
        for name, maker in makers:
            value = row.get(name)
            if value is not None and (shown := maker(value)) not in (None, ""):
                cells[name] = shown
        for name in ("uid", LEARNER, MARK):
            if name in row:
                cells[name] = row[name]
        return cells

    return make


def column_maker(module: Module, column: Column) -> Callable[[Any], Any]:
    """How a stored or derived value becomes what stands in the column's cells."""
    derived = module.derived_by_name.get(column.name)
    maker = derived_maker(derived) if derived else question_maker(module.question[column.name])
    if not column.drop:
        return maker

    def shorten(value: Any) -> Any:
        shown = maker(value)
        return shown.removeprefix(column.drop).capitalize() if isinstance(shown, str) else shown

    return shorten


def derived_maker(derived: Derived) -> Callable[[Any], Any]:
    choices = derived.choices
    return (lambda value: choices.get(value, value)) if choices else as_it_is


def as_it_is(value: Any) -> Any:
    return value


def question_maker(question: Question) -> Callable[[Any], Any]:
    """A stored answer as the grid shows it: labels for slugs, ISO dates (the grid writes them out)."""
    choices = question.choices
    if question.kind == "date":
        return as_it_is
    if choices:
        return lambda value: label_answer(choices, value)
    return lambda value: label_answer(choices, value) if isinstance(value, list) else value_in_box(question, value)


def label_answer(choices: Mapping[str, str], value: Any) -> str:
    """A slug, or several, in words; what is no slug of this question as it stands."""
    if isinstance(value, list):
        return ", ".join(str(choices.get(item, item)) for item in value if not isinstance(item, Mapping))
    return choices.get(str(value)) or str(value)
