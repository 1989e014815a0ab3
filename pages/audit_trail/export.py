"""The audit trail as a file: what it will hold, the worker's progress, and the file when it is ready."""

from typing import Any

from dash import Dash, Input, Output, State, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from auth import current_trace
from auth.actor import current_actor
from auth.requires import requires
from dashapp.context import Clockstart, current_clockstart
from dashapp.services.audit.audit_trail import TrailFilters, count_trails, find_scope
from dashapp.services.jobs import jobs
from dashapp.services.records.records import new_id
from dashapp.ui.chips import render_criteria
from dashapp.ui.page import render_page
from dashapp.web import waiting
from dashapp.web.router import Page, Visit, read_query
from pages.audit_trail.filters import ADDRESS, count_entries, list_criteria, say_scope

MAKE = "trail-export"
PARTS = waiting.Watched("trail-export-state", "trail-export-tick", "trail-export-progress", "trail-export-stop")


def register(app: Dash, clockstart: Clockstart) -> None:
    page = Page("Export – Audit trail", lambda visit: render_export(clockstart, visit), check, writes=True)
    clockstart.router.add(f"{ADDRESS}/export", page)
    app.callback(
        Output(PARTS.state, "data"),
        Output(PARTS.progress, "children", allow_duplicate=True),
        Output(PARTS.tick, "disabled", allow_duplicate=True),
        Input(MAKE, "n_clicks"),
        State(PARTS.state, "data"),
        prevent_initial_call=True,
    )(on_make)
    waiting.register_watched(app, PARTS, on_tick)


def check(visit: Visit) -> None:
    """Raises NotFound for a person outside the actor's scope."""
    find_scope(current_clockstart(), visit.actor, TrailFilters.read(visit.query).person)


def render_export(clockstart: Clockstart, visit: Visit) -> Component:
    """What the file will hold, in words, and the button that has it made."""
    filters = TrailFilters.read(visit.query)
    scope = find_scope(clockstart, visit.actor, filters.person)
    most = count_entries(count_trails(clockstart, scope) + 1)
    make = html.Button("Make the file", id=MAKE, type="button", className="btn btn-primary", n_clicks=0)
    return render_page(
        "Export the audit trail",
        [
            *waiting.render_watched(PARTS, {"query": filters.query(find=""), "job": ""}),
            render_criteria(f"{say_scope(visit.actor)}: at most {most}.", list_criteria(clockstart, scope, filters)),
            html.P(
                "One row an entry, newest first, with every answer that changed; that you asked for the file is one of "
                "them. The file is kept for a day."
            ),
            html.Div([make], className="cs-buttons"),
            html.Div(id=PARTS.progress, role="status", className="cs-apart"),
        ],
        lead="A CSV file that is safe to open in a spreadsheet, made while you do other work.",
        back=("Audit trail", filters.at(ADDRESS)),
    )


@requires()
def on_make(clicks: int | None, state: dict[str, Any] | None) -> tuple[Any, ...]:
    """Hand the work to the worker; that a file was asked for is itself entered in the trail."""
    if not clicks or not state:
        raise PreventUpdate
    clockstart, actor = current_clockstart(), current_actor()
    query = str(state.get("query", ""))
    find_scope(clockstart, actor, TrailFilters.read(read_query(query)).person)
    told = {"what": "audit trail", "form": "csv"} | ({"filters": query} if query else {})
    clockstart.store.audit.enter(actor.uid, "export", trace=current_trace(), now=clockstart.now, **told)
    job = jobs.start(clockstart, actor, new_id(), "trail", query)
    return {**state, "job": job.id}, waiting.render_file(job, PARTS.stop, count_entries), job.has_ended


@requires()
def on_tick(_ticks: int, state: dict[str, Any] | None) -> tuple[Any, bool]:
    """How the job stands; the ticking stops with it."""
    job = waiting.find_watched(state)
    return waiting.render_file(job, PARTS.stop, count_entries), job.has_ended
