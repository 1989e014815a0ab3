"""A module's worklist: what it is for, its views with counts, the criteria in words, the grid, files in and out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from dash import ClientsideFunction, Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from auth import current_trace
from auth.actor import current_actor
from auth.requires import reads, requires
from auth.shapes import read_pressed, read_whole
from dashapp.context import Clockstart, current_clockstart
from dashapp.declare.module import Module, Row
from dashapp.module_page import feedback, grid
from dashapp.module_page.unfinished import render_unfinished
from dashapp.module_page.worklist_views import (
    Opened,
    counted,
    list_criteria,
    render_months,
    render_views,
    say_criteria,
)
from dashapp.services.access import access
from dashapp.services.charts import chart_filters
from dashapp.services.derived import big_lists, rows
from dashapp.services.feedback import reviews
from dashapp.services.jobs.prepared import WHOLE_AT_MOST
from dashapp.services.records import drafts, examples, records
from dashapp.services.records.records import name_record
from dashapp.ui import ids
from dashapp.ui.banners import render_banner
from dashapp.ui.chips import render_criteria
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.controls import draw_line, render_labelled
from dashapp.ui.forms.queries import render_ignored
from dashapp.ui.forms.questions import with_article
from dashapp.ui.page import render_action, render_page
from dashapp.web.router import Page, Visit
from words.phrases import plural

HANDED_IN: Mapping[str, str] = {
    "yes": "Handed in. Those who look after you will see that you ask for feedback.",
    "no": "Taken back. You can hand it in again at any time.",
}


def page(clockstart: Clockstart, module: Module) -> Page:
    return Page(
        title=module.title,
        render=lambda visit: render_worklist(clockstart, module, visit),
        check=lambda visit: access.check_can_open(clockstart, visit.actor, module),
        scripts=grid.SCRIPTS,
    )


def register(app: Dash, clockstart: Clockstart) -> None:
    """Once per app: undo of a removal, an example brought in, and finding in the grid."""
    app.callback(
        Output(ids.NAVIGATE, "data", allow_duplicate=True),
        Input({"restore": ids.ALL, "slug": ids.ALL}, "n_clicks"),
        prevent_initial_call=True,
    )(on_restore)
    app.callback(
        Output(ids.NAVIGATE, "data", allow_duplicate=True),
        Input({"bring-in-examples": ids.ALL}, "n_clicks"),
        prevent_initial_call=True,
    )(on_examples)
    app.callback(
        Output(ids.BIG_GRID, "getRowsResponse"),
        Input(ids.BIG_GRID, "getRowsRequest"),
        State(ids.BIG_GRID_SCOPE, "data"),
        prevent_initial_call=True,
    )(on_rows)
    app.clientside_callback(
        ClientsideFunction("clockstart", "findInGrid"),
        Output(ids.GRID, "dashGridOptions"),
        Input(ids.GRID_FIND, "value"),
        prevent_initial_call=True,
    )


@requires()
def on_restore(clicks: Sequence[int | None]) -> str:
    """Bring a removed record back."""

    if not any(clicks):
        return no_update
    record_id, slug = read_pressed(ctx.triggered_id, "restore", "slug")
    actor = current_actor()
    records.restore(current_clockstart(), actor, slug, record_id, records.new_id(), current_trace())
    return f"/{slug}?{urlencode({'restored': record_id})}"


@requires()
def on_examples(clicks: Sequence[int | None]) -> str:
    """Bring in three made-up records to look at."""

    if not any(clicks):
        return no_update
    (slug,) = read_pressed(ctx.triggered_id, "bring-in-examples")
    actor = current_actor()
    examples.bring_in(current_clockstart(), actor, slug, current_trace())
    return f"/{slug}"


@reads
@requires()
def on_rows(request: dict[str, Any] | None, scope: dict[str, str]) -> dict[str, Any]:
    """The page of a long list that the grid asks for; whose list it is, is a filter inside the actor's scope."""
    if not request:
        raise PreventUpdate
    clockstart, actor = current_clockstart(), current_actor()
    module = access.get_module(clockstart, actor, str(scope.get("slug")))
    access.check_can_read(clockstart, actor, str(scope.get("uid")))
    start = max(0, read_whole(request, "startRow"))
    end = min(read_whole(request, "endRow"), start + grid.BIG_PAGE)
    wanted = big_lists.Wanted(start, end, request.get("sortModel") or (), request.get("filterModel") or {})
    found, total = big_lists.read_page(clockstart, str(scope["uid"]), module, wanted)
    return {"rowData": grid.write_rows(module, found), "rowCount": total}


def render_worklist(clockstart: Clockstart, module: Module, visit: Visit) -> Component:
    """The signed-in person's own list."""
    if visit.first("show") == "removed":
        return render_removed(clockstart, module, visit)
    count, body = render_body(clockstart, module, visit, visit.actor.uid, module.address)
    return render_page(
        module.title,
        [
            dcc.Store(id=ids.NAVIGATE),
            *render_notice(clockstart, module, visit),
            *render_unfinished(drafts.list_unfinished(clockstart, visit.actor, module.slug), "list"),
            *feedback.render_own(clockstart, visit.actor, module, ""),
            body or render_nothing_yet(module),
            *feedback.render_hand_in(clockstart, visit.actor, module, count),
            render_foot(module),
        ],
        lead=module.purpose,
        actions=render_actions(module, bool(count), visit.actor.role),
    )


def render_body(
    clockstart: Clockstart, module: Module, visit: Visit, uid: str, base: str
) -> tuple[int, Component | None]:
    """How many records there are, and the list: whole when it is short, page by page when it is long, None if empty."""
    summary = clockstart.store.records.summary(uid).get(module.store_key)
    if summary is None or not summary.count:
        return 0, None
    if big_lists.is_big(summary):
        return summary.count, render_big_list(module, summary.count, uid, base)
    found = rows.list_rows(clockstart, uid, module)
    marks = reviews.mark_records(clockstart, visit.actor, uid, module.store_key)
    marked = [{**row, grid.MARK: marks[row["id"]]} if row["id"] in marks else row for row in found] if marks else found
    return summary.count, render_list(module, marked, visit, clockstart.today, base=base)


def render_big_list(module: Module, count: int, uid: str, base: str) -> Component:
    """A long list: sorted and filtered on the server, by what is stored."""
    words = f"Showing {counted(module, count)}, a page at a time. Sort and filter by the column heads."
    if module.views:
        words += f" Views are counted on lists of up to {WHOLE_AT_MOST:,}."
    return html.Div([render_criteria(words), grid.render_big_grid(module, uid, base)])


def render_actions(module: Module, has_rows: bool, role: str) -> list[Component]:
    """Add, further pages, charts, files."""
    add = html.A(f"Add {with_article(module.one)}", href=f"{module.address}/new", className="btn btn-primary")
    bring_in = html.A("Import", href=f"{module.address}/import", className="btn btn-secondary")
    pages = [page for page in module.also if not page.of_record and role in page.roles and (has_rows or page.always)]
    also = [render_action(page.words, f"{module.address}/{page.path}") for page in pages]
    if not has_rows:
        return [add, *also, bring_in]
    return [
        add,
        *also,
        html.A("Charts", href=f"{module.address}/charts", className="btn btn-secondary"),
        bring_in,
        html.A("CSV", href=f"/export/{module.slug}.csv", className="btn btn-secondary", download=""),
        html.A("Excel", href=f"/export/{module.slug}.xlsx", className="btn btn-secondary", download=""),
    ]


def render_list(module: Module, everything: Sequence[Row], visit: Visit, today: date, *, base: str) -> Component:
    """Counts, criteria, finder, grid."""
    opened = Opened.read(module, visit, today, base)
    conditions = chart_filters.list_conditions(module, opened.query)
    found = chart_filters.keep(everything, conditions)
    shown = rows.in_order(module, rows.in_view(found, opened.view, opened.month_end), opened.view)
    numbers = rows.count_views(module, found, opened.month_end)
    return html.Div(
        [
            *render_ignored(opened.query),
            render_views(module, opened, numbers),
            *render_months(opened, today),
            render_criteria(
                say_criteria(module, opened, len(shown), len(everything)), list_criteria(opened, conditions)
            ),
            render_finder(module),
            grid.render_grid(module, shown, base),
        ]
    )


def render_finder(module: Module) -> Component:
    box = draw_line(ids.GRID_FIND, type="search", debounce=250)
    return render_labelled(box, f"Find in these {module.many}", look="cs-finder")


def render_nothing_yet(module: Module) -> Component:
    """What to do first, and an example to bring in."""
    add = html.A(f"Add {with_article(module.one)}", href=f"{module.address}/new", className="btn btn-primary")
    actions: list[Component] = [add]
    if module.example:
        actions.append(
            html.Button(
                "Add three examples",
                id={"bring-in-examples": module.slug},
                type="button",
                className="btn btn-secondary",
                n_clicks=0,
            )
        )
    teaches = html.Ul([html.Li(sentence) for sentence in module.teaches])
    return html.Div(
        [
            render_empty(
                f"No {module.many} yet",
                f"Add your first {module.one}, import a file, or start from made-up examples.",
                actions,
            ),
            *([html.H2("What this module teaches"), teaches] if module.teaches else []),
        ]
    )


def render_notice(clockstart: Clockstart, module: Module, visit: Visit) -> list[Component]:
    """What has just been done, with a way to undo it."""
    removed = visit.first("removed")
    if removed and (gone := find_removed(clockstart, module, visit, removed)):
        return [render_banner("note", [f"Removed: {gone}. ", undo_button(module, removed, "Undo")])]
    if visit.first("restored"):
        return [render_banner("note", "Brought back.")]
    if visit.first("handed-in"):
        return [render_banner("note", HANDED_IN.get(visit.first("handed-in"), HANDED_IN["no"]))]
    return []


def find_removed(clockstart: Clockstart, module: Module, visit: Visit, record_id: str) -> str | None:
    """The name of a removed record, or None when it is not among the removed ones."""

    removed = clockstart.store.records.list_removed(visit.actor.uid, module.store_key)
    found = next((record for record in removed if record.id == record_id), None)
    return name_record(module, found) if found else None


def undo_button(module: Module, record_id: str, words: str) -> Component:
    return html.Button(
        words,
        id={"restore": record_id, "slug": module.slug},
        type="button",
        className="btn btn-link btn-sm",
        n_clicks=0,
    )


def render_foot(module: Module) -> Component:
    return html.P(html.A("Removed records", href=f"{module.address}?show=removed"), className="cs-quiet")


def render_removed(clockstart: Clockstart, module: Module, visit: Visit) -> Component:
    """Records taken off the list, each to be brought back."""

    removed = clockstart.store.records.list_removed(visit.actor.uid, module.store_key)
    items = [
        html.Li([name_record(module, record), " ", undo_button(module, record.id, "Bring back")]) for record in removed
    ]
    body = (
        html.Ul(items)
        if items
        else render_empty("Nothing has been removed", "Records you remove can be brought back here.")
    )
    words = plural(len(removed), "removed record")
    content = [dcc.Store(id=ids.NAVIGATE), body]
    return render_page(f"{module.title}: {words}", content, back=(module.title, module.address))
