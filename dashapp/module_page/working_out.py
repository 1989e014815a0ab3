"""Waiting until the clocks of a long list are worked out: one job, its progress, then the page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from dash import Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from auth.actor import Actor, current_actor
from auth.requires import requires
from dashapp.context import Clockstart, current_clockstart
from dashapp.router import Visit
from dashapp.services import jobs
from dashapp.services.clocks import NotWorkedOut
from dashapp.services.records import new_id
from dashapp.ui import ids
from dashapp.ui.banners import render_banner
from dashapp.ui.progress import render_progress
from storage.jobs import Job

TICK_MS = 800
KIND = "clocks"


def register(app: Dash, clockstart: Clockstart) -> None:
    """Once per app."""
    app.callback(
        Output(ids.CLOCKS_PROGRESS, "children"),
        Output(ids.CLOCKS_TICK, "disabled"),
        Output(ids.NAVIGATE, "data", allow_duplicate=True),
        Input(ids.CLOCKS_TICK, "n_intervals"),
        State(ids.CLOCKS_STATE, "data"),
        prevent_initial_call=True,
    )(on_tick)


def render_working_out(clockstart: Clockstart, visit: Visit, waiting: NotWorkedOut) -> list[Component]:
    """In place of a page whose clocks are not there yet. The page that shows it has a `dcc.Store` called NAVIGATE."""
    job = find_job(clockstart, visit.actor, waiting) or jobs.start(
        clockstart, visit.actor, new_id(), KIND, list(waiting.uids)
    )
    query = urlencode({name: values for name, values in visit.query.items() if name != KIND}, doseq=True)
    address = f"{visit.path}?{query}{'&' if query else ''}{KIND}={job.id}"
    return [
        dcc.Store(id=ids.CLOCKS_STATE, data={"job": job.id, "address": address}),
        dcc.Interval(id=ids.CLOCKS_TICK, interval=TICK_MS),
        html.P(f"This list has {waiting.records:,} pathways whose clocks are worked out once, then kept."),
        html.Div(render_job(job), id=ids.CLOCKS_PROGRESS, role="status"),
    ]


def find_job(clockstart: Clockstart, actor: Actor, waiting: NotWorkedOut) -> Job | None:
    """A job of the actor's that is already at it."""
    known = (job for job in clockstart.store.jobs.list(actor.uid) if job.kind == KIND and not job.has_ended)
    return next((job for job in known if not jobs.look(clockstart, actor, job.id).has_ended), None)


@requires()
def on_tick(_ticks: int, state: dict[str, Any] | None) -> tuple[Any, bool, Any]:
    """How far the clocks are; when they are there, the page itself."""
    if not state or not state.get("job"):
        raise PreventUpdate
    job = jobs.look(current_clockstart(), current_actor(), str(state["job"]))
    return render_job(job), job.has_ended, state["address"] if job.state == "done" else no_update


def render_job(job: Job) -> list[Component]:
    """Progress while it runs; what to do when it did not end well."""
    if not job.has_ended:
        return [render_progress(job.done, job.total, job.sentence)]
    if job.state == "done":
        return [html.P("The clocks are worked out.")]
    return [render_banner("breach", f"{job.sentence} Load the page again to start anew.", urgent=True)]
