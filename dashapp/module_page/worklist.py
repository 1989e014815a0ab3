"""A module's worklist: how many there are, its views, the rows, files in and out; what is removed, brought back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from dash import ClientsideFunction, Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from auth import current_trace
from auth.actor import Actor, current_actor
from auth.requires import reads, requires
from auth.shapes import read_pressed, read_whole
from dashapp.context import Clockstart, current_clockstart
from dashapp.declare.module import Module, Row
from dashapp.module_page import feedback, grid, peek
from dashapp.module_page.unfinished import render_unfinished
from dashapp.module_page.worklist_head import render_actions, render_filter, render_finder, render_title
from dashapp.module_page.worklist_views import (
    Opened,
    counted,
    list_criteria,
    render_months,
    render_tabs,
    say_count,
    say_criteria,
)
from dashapp.services.access import access
from dashapp.services.charts import chart_filters
from dashapp.services.derived import big_lists, rows
from dashapp.services.feedback import reviews
from dashapp.services.jobs.prepared import WHOLE_AT_MOST
from dashapp.services.records import drafts, examples, records
from dashapp.services.records.records import name_record
from dashapp.services.work import saved_views
from dashapp.services.work.saved_views import SavedView
from dashapp.ui import ids
from dashapp.ui.abbreviations import Abbreviations
from dashapp.ui.banners import render_banner
from dashapp.ui.chips import render_criterion
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.queries import render_ignored
from dashapp.ui.page import render_page
from dashapp.web.router import Page, Visit, read_query
from storage.errors import Refused
from words.phrases import plural, with_article

HANDED_IN: Mapping[str, str] = {
    "yes": "Handed in. Those who look after you will see that you ask for feedback.",
    "no": "Taken back. You can hand it in again at any time.",
}
NOT_BY_HAND = "They are made as you work; nothing is added by hand."


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
    app.callback(Output(ids.GRID_ROWS, "data"), Input(ids.GRID_MORE, "data"), prevent_initial_call=True)(on_more)
    app.clientside_callback(
        ClientsideFunction("clockstart", "more"),
        Output(ids.GRID_ROWS, "modified_timestamp"),
        Input(ids.GRID_ROWS, "data"),
        prevent_initial_call=True,
    )
    app.callback(
        Output(ids.NAVIGATE, "data", allow_duplicate=True),
        Output(ids.VIEW_STATUS, "children"),
        Input(ids.VIEW_ASKED, "data"),
        prevent_initial_call=True,
    )(on_save_view)
    app.callback(
        Output(ids.NAVIGATE, "data", allow_duplicate=True),
        Input({"remove-view": ids.ALL}, "n_clicks"),
        State(ids.VIEW_ASKED, "data"),
        prevent_initial_call=True,
    )(on_remove_view)


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


@requires()
def on_save_view(asked: dict[str, str] | None) -> tuple[Any, Any]:
    """Keep what the list shows as a view of one's own, and go there; or say why not."""
    if not asked or "name" not in asked:
        raise PreventUpdate
    query = read_query(str(asked.get("search", "")))
    clockstart, actor = current_clockstart(), current_actor()
    module = access.get_module(clockstart, actor, str(asked.get("slug")))
    try:
        return saved_views.save(clockstart, actor, module.slug, str(asked["name"]), query).at(module.address), ""
    except Refused as problem:
        return no_update, problem.sentence


@requires()
def on_remove_view(clicks: Sequence[int | None], asked: dict[str, str] | None) -> str:
    """Take a view of one's own away; the list is whole again."""
    if not any(clicks):
        return no_update
    (view_id,) = read_pressed(ctx.triggered_id, "remove-view")
    slug = str((asked or {}).get("slug"))
    saved_views.remove(current_clockstart(), current_actor(), slug, view_id)
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
    wanted = big_lists.Wanted(start, end, request.get("sortModel") or (), str(scope.get("find", "")))
    found, total = big_lists.read_page(clockstart, str(scope["uid"]), module, wanted)
    return {"rowData": grid.write_rows(module, found), "rowCount": total}


@reads
@requires()
def on_more(asked: dict[str, str] | None) -> dict[str, Any]:
    """Every row of a list that came with its first ones alone, and what was asked: the page may have changed since.
    Raises Refused for a list that has become too long to be sent whole."""
    if not asked:
        raise PreventUpdate
    clockstart, actor = current_clockstart(), current_actor()
    module, uid = access.get_module(clockstart, actor, str(asked.get("slug"))), str(asked.get("uid"))
    access.check_can_read(clockstart, actor, uid)
    if big_lists.is_big(clockstart.store.records.summary(uid).get(module.store_key)):
        raise Refused("This list has grown too long to be sent whole. Load the page again.")
    visit = Visit(actor, module.address, {}, read_query(str(asked.get("search"))))
    opened = Opened.read(module, visit, clockstart.today, module.address)
    _, shown = find_shown(module, list_marked(clockstart, actor, module, uid), opened)
    return {"asked": asked, "rows": grid.write_rows(module, shown)}


def render_worklist(clockstart: Clockstart, module: Module, visit: Visit) -> Component:
    """The signed-in person's own list."""
    if visit.first("show") == "removed":
        return render_removed(clockstart, module, visit)
    if visit.first("show") == "feedback":
        said = feedback.render_own(clockstart, visit.actor, module, "")
        return render_page(f"{module.title}: feedback", said, back=(module.title, module.address))
    listed = list_records(clockstart, module, visit, visit.actor.uid, module.address)
    return html.Div(
        [
            dcc.Store(id=ids.NAVIGATE),
            dcc.Store(id=ids.VIEW_ASKED, data={"slug": module.slug}),
            *render_notice(clockstart, module, visit),
            render_title(
                module.title,
                listed.count,
                render_actions(module, listed.opened.query if listed.total else None, visit.actor.role),
            ),
            *render_unfinished(drafts.list_unfinished(clockstart, visit.actor, module.slug), "list"),
            *(listed.parts or [render_nothing_yet(clockstart, module, visit.actor)]),
            html.Div(
                [
                    html.P(Abbreviations().spell_out(module.purpose)),
                    *feedback.render_hand_in(clockstart, visit.actor, module, listed.total),
                    html.P(html.A("Removed records", href=f"{module.address}?show=removed")),
                ],
                className="cs-list-foot",
            ),
        ],
        className="cs-page cs-list-page",
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """A list as it is drawn: how many there are, in words; its parts from the views down, none for an empty one."""

    total: int
    count: str
    opened: Opened
    parts: list[Component]


def list_records(clockstart: Clockstart, module: Module, visit: Visit, uid: str, base: str) -> Listed:
    """One person's list: whole when it is short, page by page when it is long."""
    opened = Opened.read(module, visit, clockstart.today, base, can_save=uid == visit.actor.uid)
    summary = clockstart.store.records.summary(uid).get(module.store_key)
    if summary is None or not summary.count:
        return Listed(0, "", opened, [])
    line = feedback.render_line(clockstart, visit.actor, module, uid)
    if big_lists.is_big(summary):
        return Listed(
            summary.count, counted(module, summary.count), opened, render_big_list(clockstart, module, opened, uid)
        )
    marked = list_marked(clockstart, visit.actor, module, uid)
    saved = saved_views.list_views(clockstart, visit.actor, module) if opened.can_save else []
    return render_list(clockstart, module, marked, opened, saved=saved, beside=line, uid=uid)


def list_marked(clockstart: Clockstart, actor: Actor, module: Module, uid: str) -> Sequence[Row]:
    """A person's rows, those with feedback marked."""
    found = rows.list_rows(clockstart, uid, module)
    marks = reviews.mark_records(clockstart, actor, uid, module.store_key)
    return [{**row, grid.MARK: marks[row["id"]]} if row["id"] in marks else row for row in found] if marks else found


def find_shown(module: Module, everything: Sequence[Row], opened: Opened) -> tuple[Sequence[Row], Sequence[Row]]:
    """The rows that meet what the list is narrowed by, and those of them in its view, in their order."""
    found = chart_filters.keep(everything, chart_filters.list_conditions(module, opened.query))
    return found, rows.in_order(module, rows.in_view(found, opened.view, opened.month_end), opened.view)


def render_big_list(clockstart: Clockstart, module: Module, opened: Opened, uid: str) -> list[Component]:
    """A long list: found and sorted on the server, by what is stored."""
    words = f"A page at a time, sorted by the column heads. Views are counted on lists of up to {WHOLE_AT_MOST:,}."
    placed = grid.Placed(opened.base, clockstart.today, opened.query.find)
    return [
        html.Div(
            [html.P(words, className="cs-criteria-words"), render_finder(module, opened.query.find)],
            className="cs-list-row",
        ),
        html.Div([grid.render_big_grid(module, uid, placed), *peek.render_place()], className="cs-worklist"),
    ]


def render_list(
    clockstart: Clockstart,
    module: Module,
    everything: Sequence[Row],
    opened: Opened,
    *,
    saved: Sequence[SavedView] = (),
    beside: Sequence[Component] = (),
    with_learner: bool = False,
    uid: str = "",
) -> Listed:
    """Views, finder, what the list is narrowed by, the rows."""
    conditions = chart_filters.list_conditions(module, opened.query)
    found, shown = find_shown(module, everything, opened)
    numbers = rows.count_views(module, found, opened.month_end)
    query = opened.query
    base = f"/people/{{uid}}{module.address}" if with_learner else opened.base
    placed = grid.Placed(base, clockstart.today, query.find, query.sort, with_learner, uid, query.at(""))
    narrowed = [
        *map(render_criterion, list_criteria(opened, conditions)),
        *render_filter(module, query, opened.base),
        *render_months(opened, clockstart.today),
        html.P(say_criteria(module, opened), className="cs-criteria-words"),
        *beside,
    ]
    parts = [
        *render_ignored(query),
        html.Div(
            [render_tabs(module, opened, numbers, len(found), saved), render_finder(module, query.find)],
            className="cs-list-row cs-list-divided",
        ),
        html.Div(narrowed, className="cs-list-narrowed"),
        html.Div([grid.render_grid(module, shown, placed), *peek.render_place()], className="cs-worklist"),
    ]
    return Listed(len(everything), say_count(module, len(shown), len(everything)), opened, parts)


def render_nothing_yet(clockstart: Clockstart, module: Module, actor: Actor) -> Component:
    """What to do first, and an example to bring in."""
    add = html.A(f"Add {with_article(module.one)}", href=f"{module.address}/new", className="btn btn-primary")
    by_hand = module.made_by == "person"
    actions: list[Component] = [add] if by_hand else []
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
    words = f"Add your first {module.one}, import a file, or start from made-up examples." if by_hand else NOT_BY_HAND
    if module.first and not actor.viewing:
        words, actions = module.first(clockstart, actor)
    teaches = html.Ul([html.Li(sentence) for sentence in module.teaches])
    return html.Div(
        [
            render_empty(f"No {module.many} yet", words, actions),
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
