"""The worklist's grid: finding happens here, editing in the form. Rows are sent whole, as small as they can be; of a
long list the first hundred with the page, the others once that is drawn."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
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
PAGE_SIZE = 100
PAGED_FROM = 500
"""A list as long as this is shown page by page."""
FLOWS_TO = 60
"""A list of up to so many rows stands whole in the page; a longer one scrolls in its own frame."""
LEARNER = "learner"
MARK = "feedback_mark"
STEPS = ("next_step", "next_action")
NAME_WIDTH = 184
BIG_PAGE = 100
ROW_HEIGHT = 44
HEAD_HEIGHT = 32
WIDTH_AT_FIRST = 950
"""The columns that fit this width are shown until the browser has measured."""
HEADS: Mapping[str, Any] = {"resizable": True, "suppressMovable": True, "minWidth": 100}
READABLE: Mapping[str, Any] = {"enableCellTextSelection": True, "ensureDomOrder": True}
"""The text in the cells can be selected and copied, in the order in which it is read."""
CHOSEN: Mapping[str, Any] = {"mode": "singleRow", "checkboxes": False, "enableClickSelection": False}
"""The row that is open next to the list; `assets/worklist_peek.js` chooses it."""
EMPTY_LAST: Mapping[str, str] = {"function": "emptyLast"}
"""A comparator of `assets/dashAgGridComponentFunctions.js`: cells without a value come last in either direction."""
COLUMN_KINDS: Mapping[str, Mapping[str, Any]] = {
    "date": {"cellRenderer": "PlainDate", "minWidth": 110},
    "due": {"cellRenderer": "DueDate", "minWidth": 132},
    "nhs_number": {"cellRenderer": "Words", "minWidth": 125},
    "choice": {"cellRenderer": "Words", "minWidth": 130},
    "text": {"cellRenderer": "Words", "minWidth": 140},
    "ribbon": {"cellRenderer": "ClockRibbon", "cellDataType": False, "sortable": False, "minWidth": 120},
    "days": {"cellRenderer": "DaysLeft", "minWidth": 140},
    "whole": {"cellClass": "cs-number", "headerClass": "ag-right-aligned-header", "minWidth": 90},
    "count": {"cellClass": "cs-number", "headerClass": "ag-right-aligned-header", "minWidth": 90},
    "status": {"cellRenderer": "StatusChip", "minWidth": 130},
}
SENTENCE: Mapping[str, Any] = {"cellRenderer": "Words", "minWidth": 150}
"""Text that is given three shares or more."""
LISTENS: Mapping[str, list[str]] = {
    event: ["listEvent(params)"]
    for event in ("modelUpdated", "sortChanged", "gridSizeChanged", "cellClicked", "cellKeyDown")
}
"""What `assets/worklist.js` is told of."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a list stands: its records are below `base`, in which `{uid}` is the row's owner; how it was left."""

    base: str
    today: date
    find: str = ""
    sort: str = ""
    with_learner: bool = False
    uid: str = ""
    search: str = ""


def render_grid(module: Module, shown: Sequence[Row], placed: Placed) -> Component:
    """The rows in a grid; the first column leads to the record."""
    flows = len(shown) <= FLOWS_TO
    first = PAGE_SIZE if has_more(shown, placed) else len(shown)
    grid = dag.AgGrid(
        id=ids.GRID,
        columnDefs=define_columns(module, placed, find_reach(module, shown)),
        rowData=write_rows(module, shown[:first]),
        getRowId="params.data.key" if placed.with_learner else "params.data.id",
        defaultColDef={"sortable": True, "comparator": EMPTY_LAST, **HEADS},
        eventListeners=LISTENS,
        dashGridOptions={
            **READABLE,
            "pagination": len(shown) >= PAGED_FROM,
            "paginationPageSize": PAGE_SIZE,
            "paginationPageSizeSelector": False,
            "domLayout": "autoHeight" if flows else "normal",
            "rowHeight": ROW_HEIGHT,
            "headerHeight": HEAD_HEIGHT,
            "rowBuffer": FLOWS_TO if flows else 10,
            "suppressNoRowsOverlay": True,
            "rowSelection": CHOSEN,
            "includeHiddenColumnsInQuickFilter": True,
            "quickFilterText": placed.find,
            "theme": GRID_THEME,
        },
        dangerously_allow_code=False,
        className="cs-grid",
        style={"height": None} if flows else {"height": "max(24rem, calc(100dvh - 290px))"},
    )
    parts = list_card_parts(module) | ({"learner": LEARNER} if placed.with_learner else {})
    told = {"data-card": json.dumps(parts), "data-uid": placed.uid}
    if first == len(shown):
        return render_place(module.slug, [grid], rows=len(shown) if flows else 0, **told)
    more = orjson.dumps({"slug": module.slug, "uid": placed.uid, "search": placed.search}).decode()
    told |= {"data-first": str(first), "data-more": more}
    stores = [dcc.Store(id=name) for name in (ids.GRID_MORE, ids.GRID_ROWS)]
    return render_place(module.slug, [grid, *stores], **told)


def has_more(shown: Sequence[Row], placed: Placed) -> bool:
    """Whether the first page of rows comes alone: one person's long list, neither searched nor sorted."""
    return len(shown) >= PAGED_FROM and bool(placed.uid) and not (placed.find or placed.sort)


def render_place(slug: str, inside: Sequence[Component], rows: int = 0, **told: str) -> Component:
    """A grid in its place, which the Tab key can pass by: a link before it leads to what comes after it. It has the
    room of its `rows` before they are drawn, so that nothing below it moves."""
    after = f"after-{slug}"
    skip = html.A("Skip this list", href=f"#{after}", className="cs-skip-list")
    place = html.Div(
        list(inside), className="cs-grid-place", style={"--cs-list-rows": rows}, **{"data-grid": slug, **told}
    )
    return html.Div([skip, place, html.Div(id=after, tabIndex=-1)], className="cs-list-main")


def list_card_parts(module: Module) -> dict[str, str]:
    """The columns that a card shows on a phone: its name, how it stands, its clock, the next step and its day."""
    parts = {"name": module.columns[0].name}
    for column in module.columns[1:]:
        of_kind = CARD_PARTS.get(kind_of(module, column)) or ("step" if column.name in STEPS else "stands")
        parts.setdefault(column.on_card or of_kind, column.name)
    return parts


CARD_PARTS: Mapping[str, str] = {
    "ribbon": "clock",
    "days": "stands",
    "due": "due",
    "date": "due",
    "nhs_number": "number",
    "count": "number",
    "whole": "number",
}


def render_big_grid(module: Module, uid: str, placed: Placed) -> Component:
    """A list too long to send: the grid asks for its rows page by page (`on_rows`)."""
    columns = [
        {**definition, "sortable": name in module.question}
        for definition, name in zip(
            define_columns(module, placed), [column.name for column in module.columns], strict=True
        )
    ]
    grid = dag.AgGrid(
        id=ids.BIG_GRID,
        columnDefs=columns,
        rowModelType="infinite",
        getRowId="params.data.id",
        defaultColDef=HEADS,
        eventListeners=LISTENS,
        dashGridOptions={
            "pagination": True,
            "paginationPageSize": BIG_PAGE,
            "paginationPageSizeSelector": [BIG_PAGE],
            "cacheBlockSize": BIG_PAGE,
            "maxBlocksInCache": 4,
            "rowHeight": ROW_HEIGHT,
            "headerHeight": HEAD_HEIGHT,
            "rowSelection": CHOSEN,
            "theme": GRID_THEME,
            **READABLE,
        },
        dangerously_allow_code=False,
        className="cs-grid",
        style={"height": "max(24rem, calc(100dvh - 290px))"},
    )
    scope = dcc.Store(id=ids.BIG_GRID_SCOPE, data={"slug": module.slug, "uid": uid, "find": placed.find})
    return render_place(module.slug, [scope, grid], **{"data-uid": uid, "data-big": "1"})


def find_reach(module: Module, shown: Sequence[Row]) -> int:
    """How many days from the left to the right edge of every clock of the list."""
    column = next((column for column in module.columns if column.scale), None)
    if column is None or column.scale is None:
        return 0
    return column.scale.reach(max((row[column.name]["n"] for row in shown if row.get(column.name)), default=0))


def kind_of(module: Module, column: Column) -> str:
    """The kind a column is shown as."""
    known = module.derived_by_name.get(column.name)
    return column.shown or (known.kind if known else module.question[column.name].kind)


def define_columns(module: Module, placed: Placed, reach: int = 0) -> list[dict[str, Any]]:
    """The module's columns; with `with_learner`, whose record it is after the first."""
    columns = [define_column(module, column, placed, reach) for column in module.columns]
    if placed.with_learner:
        columns.insert(
            1, {"field": LEARNER, "headerName": "Learner", "flex": 2, "minWidth": 130, "cellRenderer": "Words"}
        )
    wide = 0
    for place, column in enumerate(columns):
        wide += column.get("width") or column["minWidth"]
        column["hide"] = place > 1 and wide > WIDTH_AT_FIRST
        if placed.sort.removeprefix("-") == column["field"]:
            column["sort"] = "desc" if placed.sort.startswith("-") else "asc"
    return columns


def define_column(module: Module, column: Column, placed: Placed, reach: int) -> dict[str, Any]:
    """How one column is shown; its kind decides, the module does not."""
    kind = kind_of(module, column)
    shown = SENTENCE if column.flex > 2 and kind == "text" else COLUMN_KINDS.get(kind, COLUMN_KINDS["text"])
    params: dict[str, Any] = {"second": column.second} if column.second else {}
    if column.second and kind_of(module, Column(column.second)) == "weeks":
        params["weeks"] = True
    definition: dict[str, Any] = {
        "field": column.name,
        "headerName": column.title or module.label_of(column.name),
        "flex": column.flex,
        **shown,
    }
    if column.width:
        definition |= {"width": column.width, "flex": 0}
    if column is module.columns[0]:
        definition |= {"cellRenderer": "RecordLink", "minWidth": 130}
        definition |= {"width": column.width or NAME_WIDTH, "flex": 0, "pinned": "left"} if column.pinned else {}
        params |= {"href": f"{placed.base}/{{id}}", "mark": MARK}
    if kind == "due":
        params["today"] = placed.today.isoformat()
    if column.scale:
        scale = column.scale
        params["reach"] = reach or scale.reach(0)
        head = {"ticks": scale.ticks, "limit": scale.limit, "unit": scale.unit, "reach": params["reach"]}
        definition |= {"headerComponent": "ScaleHead", "headerComponentParams": head}
    return {**definition, "cellRendererParams": params} if params else definition


def write_rows(module: Module, shown: Sequence[Row]) -> orjson.Fragment:
    """The rows as the grid needs them, written once: thousands of rows that Dash would otherwise look through value by
    value."""
    make = cell_maker(module)
    return orjson.Fragment(orjson.dumps([make(row) for row in shown]))


def cell_maker(module: Module) -> Callable[[Row], dict[str, Any]]:
    """How one row becomes what the grid needs of it: the id, `at` where an address writes it otherwise, and of each
    column what is not empty. A next step that another cell says already is left out."""
    makers = [(column.name, column_maker(module, column)) for column in module.columns]
    seconds = {column.second for column in module.columns if column.second} - {name for name, _ in makers}
    makers += [(name, column_maker(module, Column(name))) for name in sorted(seconds)]
    steps = [name for name, _ in makers if name in STEPS]

    def make(row: Row) -> dict[str, Any]:
        cells = {"id": row["id"]}
        if (at := escape(row["id"])) != row["id"]:
            cells["at"] = at
        for name, maker in makers:
            value = row.get(name)
            if value is not None and (shown := maker(value)) not in (None, ""):
                cells[name] = shown
        for name in steps:
            if cells.get(name) in [cells[other] for other in cells if other != name]:
                del cells[name]
        for name in ("uid", LEARNER, MARK):
            if name in row:
                cells[name] = row[name]
        if "uid" in row:
            cells["key"] = f"{row['uid']}/{row['id']}"
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
