"""People × modules as a grid that asks for its lines page by page, sorted and filtered on the server."""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag
from dash import Dash, Input, Output, State, dcc
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from auth.actor import current_actor
from auth.requires import requires
from auth.shapes import read_whole
from dashapp.context import Clockstart, current_clockstart
from dashapp.module_page.grid import HEADS, READABLE, render_place
from dashapp.services.work import progress
from dashapp.services.work.progress import NONE, ORDER, Progress, ProgressQuery, as_moment
from dashapp.ui import ids
from dashapp.ui.theme import GRID_THEME
from pages.student_progress_monitor.reach import HERE, SLUG, check_reach

PAGE = 100
LETTERS = "nosr"
"""A status in a cell, by its number in `progress.ORDER`; `WorkCell` in the assets writes it out."""
assert len(LETTERS) == len(ORDER)

ROW_HEIGHT = 54


def register(app: Dash) -> None:
    app.callback(
        Output(ids.MONITOR_GRID, "getRowsResponse"),
        Input(ids.MONITOR_GRID, "getRowsRequest"),
        State(ids.MONITOR_ASKED, "data"),
        prevent_initial_call=True,
    )(on_progress_rows)


@requires("manager", "admin")
def on_progress_rows(request: dict[str, Any] | None, asked: dict[str, Any] | None) -> dict[str, Any]:
    """The lines the grid asks for; whose they are follows from the actor, the filters are those of an address."""
    if not request:
        raise PreventUpdate
    clockstart, actor = current_clockstart(), current_actor()
    check_reach(clockstart, actor)
    wanted = ProgressQuery.read({**(asked or {}), **read_sort(request)})
    found = progress.find_progress(clockstart, actor, wanted)
    start = max(0, read_whole(request, "startRow"))
    end = min(read_whole(request, "endRow"), start + PAGE, len(found))
    names = progress.list_cohorts(clockstart, actor)
    return {"rowData": [make_line(found, at, names) for at in range(start, end)], "rowCount": len(found)}


def read_sort(request: dict[str, Any]) -> dict[str, str]:
    """The order the grid's heads ask for, as an address says it."""
    heads = {"name": ("", "-name"), "records": ("-records", "records"), "last": ("-recent", "recent")}
    for asked in request.get("sortModel") or ():
        column, down = str(asked.get("colId", "")), asked.get("sort") == "desc"
        slug = column.removeprefix("m:")
        return {"sort": heads[column][down] if column in heads else f"-{slug}" if down else slug}
    return {}


def make_line(found: Progress, at: int, names: dict[str, str]) -> dict[str, Any]:
    """One person: who, totals, and for each module a letter for its status and the number of records."""
    person, last = found.people[at], as_moment(int(found.last_change[at]))
    cells = zip(found.modules, found.status[at].tolist(), found.counts[at].tolist(), strict=True)
    return {
        "id": person.uid,
        "name": person.name,
        "cohort": ", ".join(names[cohort] for cohort in person.cohorts if cohort in names),
        "records": int(found.counts[at].sum()),
        "last": last.isoformat() if last else None,
        **{f"m:{module.slug}": f"{LETTERS[status]}{count}" for module, status, count in cells if status != NONE},
    }


def render_grid(clockstart: Clockstart, found: Progress, asked: ProgressQuery) -> Component:
    """The grid itself; its first lines follow at once."""
    grid = dag.AgGrid(
        id=ids.MONITOR_GRID,
        columnDefs=define_columns(found),
        rowModelType="infinite",
        getRowId="params.data.id",
        defaultColDef={**HEADS, "wrapText": True, "wrapHeaderText": True, "autoHeaderHeight": True, "sortable": True},
        dashGridOptions={
            "pagination": True,
            "paginationPageSize": PAGE,
            "paginationPageSizeSelector": [PAGE],
            "cacheBlockSize": PAGE,
            "maxBlocksInCache": 4,
            "rowHeight": ROW_HEIGHT,
            **READABLE,
            "theme": GRID_THEME,
        },
        dangerously_allow_code=False,
        className="cs-grid",
        style={"height": f"{min(640, 170 + ROW_HEIGHT * len(found))}px"},
    )
    kept = dcc.Store(id=ids.MONITOR_ASKED, data=asked.named())
    return render_place(SLUG, [kept, grid])


def define_columns(found: Progress) -> list[dict[str, Any]]:
    """Who, totals, then a column a module."""
    columns: list[dict[str, Any]] = [
        {
            "field": "name",
            "headerName": "Learner",
            "pinned": "left",
            "width": 170,
            "cellRenderer": "RecordLink",
            "cellRendererParams": {"href": f"{HERE}/{{id}}"},
        },
        {"field": "records", "headerName": "Records", "width": 105, "cellClass": "cs-number"},
        {"field": "last", "headerName": "Last change", "width": 165, "cellRenderer": "PlainDate"},
    ]
    return [
        *columns,
        *(
            {
                "colId": f"m:{module.slug}",
                "field": f"m:{module.slug}",
                "headerName": module.title,
                "width": 155,
                "cellRenderer": "WorkCell",
                "cellRendererParams": {"href": f"/people/{{id}}{module.address}"},
            }
            for module in found.modules
        ),
        {"field": "cohort", "headerName": "Cohort", "width": 190, "sortable": False},
    ]
