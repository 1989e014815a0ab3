"""The worklist's grid: finding happens here, editing in the form. Rows travel whole, as small as they can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dash_ag_grid as dag
from dash import dcc, html
from dash.development.base_component import Component

from dashapp.module import Column, Derived, Module, Row
from dashapp.questions import Question
from dashapp.services.answers import value_in_box
from dashapp.ui import ids
from dashapp.ui.theme import GRID_THEME

PAGE_SIZE = 25
BIG_PAGE = 100
ROW_HEIGHT = 40
RIBBON_ROW_HEIGHT = 52
COLUMN_KINDS: Mapping[str, Mapping[str, Any]] = {
    "date": {"cellRenderer": "PlainDate", "minWidth": 175},
    "nhs_number": {"minWidth": 135},
    "choice": {"minWidth": 150},
    "text": {"minWidth": 150},
    "ribbon": {
        "cellRenderer": "ClockRibbon",
        "cellDataType": False,
        "sortable": False,
        "filter": False,
        "minWidth": 300,
    },
    "days": {
        "cellRenderer": "DaysLeft",
        "cellClass": "cs-number",
        "filter": "agNumberColumnFilter",
        "minWidth": 140,
    },
    "whole": {"cellClass": "cs-number", "filter": "agNumberColumnFilter"},
    "count": {"cellClass": "cs-number", "filter": "agNumberColumnFilter"},
    "status": {"cellRenderer": "StatusChip", "minWidth": 140},
}


def render_grid(module: Module, shown: Sequence[Row], base: str) -> Component:
    """The rows in a grid; the first column leads to the record under `base`."""
    has_ribbon = any(kind_of(module, column) == "ribbon" for column in module.columns)
    grid = dag.AgGrid(
        id=ids.GRID,
        columnDefs=[
            define_column(module, column, base, is_first=index == 0) for index, column in enumerate(module.columns)
        ],
        rowData=[make_cells(module, row) for row in shown],
        getRowId="params.data.id",
        defaultColDef={"sortable": True, "filter": True, "resizable": True, "minWidth": 110},
        dashGridOptions={
            "pagination": True,
            "paginationPageSize": PAGE_SIZE,
            "paginationPageSizeSelector": [PAGE_SIZE, 100, 500],
            "domLayout": "autoHeight",
            "rowHeight": RIBBON_ROW_HEIGHT if has_ribbon else ROW_HEIGHT,
            "suppressCellFocus": False,
            "ensureDomOrder": True,
            "theme": GRID_THEME,
        },
        dangerously_allow_code=False,
        className="cs-grid",
        style={"height": None},
    )
    return html.Div(grid, className="cs-grid-place", **{"data-grid": module.slug})


def render_big_grid(module: Module, uid: str, base: str) -> Component:
    """A list too long to send: the grid asks for its rows page by page (`on_rows`)."""
    columns = []
    for index, column in enumerate(module.columns):
        stored = column.name in module.question
        definition = define_column(module, column, base, is_first=index == 0)
        columns.append(definition | {"sortable": stored, "filter": "agTextColumnFilter" if stored else False})
    grid = dag.AgGrid(
        id=ids.BIG_GRID,
        columnDefs=columns,
        rowModelType="infinite",
        getRowId="params.data.id",
        defaultColDef={"resizable": True, "minWidth": 110},
        dashGridOptions={
            "pagination": True,
            "paginationPageSize": BIG_PAGE,
            "paginationPageSizeSelector": [BIG_PAGE],
            "cacheBlockSize": BIG_PAGE,
            "maxBlocksInCache": 4,
            "rowHeight": RIBBON_ROW_HEIGHT,
            "ensureDomOrder": True,
            "theme": GRID_THEME,
        },
        dangerously_allow_code=False,
        className="cs-grid",
        style={"height": "640px"},
    )
    scope = dcc.Store(id=ids.BIG_GRID_SCOPE, data={"slug": module.slug, "uid": uid})
    return html.Div([scope, grid], className="cs-grid-place", **{"data-grid": module.slug})


def kind_of(module: Module, column: Column) -> str:
    known = module.derived_by_name.get(column.name)
    return known.kind if known else module.question[column.name].kind


def label_of(module: Module, column: Column) -> str:
    known: Derived | Question | None = module.derived_by_name.get(column.name) or module.question.get(column.name)
    return known.label if known else column.name


def define_column(module: Module, column: Column, base: str, *, is_first: bool) -> dict[str, Any]:
    """How one column is shown; its kind decides, the module does not."""
    definition: dict[str, Any] = {"field": column.name, "headerName": label_of(module, column), "flex": column.flex}
    if column.width:
        definition |= {"width": column.width, "flex": 0}
    if is_first:
        return definition | {
            "cellRenderer": "RecordLink",
            "cellRendererParams": {"href": f"{base}/{{id}}"},
            "minWidth": 160,
            "pinned": "left" if column.pinned else None,
        }
    return definition | COLUMN_KINDS.get(kind_of(module, column), {})


def make_cells(module: Module, row: Row) -> dict[str, Any]:
    """One row as the grid needs it: the columns and the id."""
    cells = {column.name: make_cell(module, column, row) for column in module.columns}
    return {"id": row["id"], **{name: value for name, value in cells.items() if value not in (None, "")}}


def make_cell(module: Module, column: Column, row: Row) -> Any:
    value = row.get(column.name)
    derived = module.derived_by_name.get(column.name)
    if derived is not None:
        return derived_cell(derived, value)
    return question_cell(module.question[column.name], value)


def derived_cell(derived: Derived, value: Any) -> Any:
    if value is None:
        return None
    return derived.choices.get(value, value) if derived.choices else value


def question_cell(question: Question, value: Any) -> Any:
    """A stored answer as the grid shows it: labels for slugs, ISO dates (the grid writes them out)."""
    if isinstance(value, list):
        return ", ".join(str(question.choices.get(item, item)) for item in value if not isinstance(item, Mapping))
    if value is None or question.kind == "date":
        return value
    return question.choices.get(str(value)) or value_in_box(question, value)
