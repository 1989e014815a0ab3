"""A forecast that is not there yet: the worker is asked for it once, its progress shown, and it can be stopped."""

from typing import Any

from dash import Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from auth.actor import current_actor
from auth.requires import requires
from dashapp.context import Clockstart, current_clockstart
from dashapp.services.jobs import jobs
from dashapp.services.records.records import check_id, new_id
from dashapp.ui import ids
from dashapp.ui.banners import render_banner
from dashapp.ui.progress import render_progress
from dashapp.web.waiting import register_stop, render_running
from pages.capacity_planner.service.charts import Part
from pages.capacity_planner.service.opened import OpenedPlan, get_plan
from storage.jobs import Job

TICK_MS = 600
KIND = "plan_forecast"


def register(app: Dash, clockstart: Clockstart) -> None:
    """Once per app."""
    app.callback(
        Output(ids.PLAN_PROGRESS, "children"),
        Output(ids.PLAN_TICK, "disabled"),
        Output(ids.NAVIGATE, "data", allow_duplicate=True),
        Input(ids.PLAN_TICK, "n_intervals"),
        State(ids.PLAN_STATE, "data"),
        prevent_initial_call=True,
    )(on_tick)
    register_stop(app, ids.PLAN_STOP, ids.PLAN_STATE)


def render_waiting(opened: OpenedPlan, part: Part, address: str) -> list[Component]:
    """In place of the charts of a forecast: what is being done, and how far it is."""
    state = {
        "owner": opened.owner,
        "record": opened.record.id,
        "scope": opened.query.scope,
        "address": opened.at(f"{address}/{part.key}"),
        "job": new_id(),
    }
    plan = opened.plan
    words = f"{plan.runs:,} runs of {plan.horizon} weeks are worked out once for this plan, this list and this day."
    return [
        dcc.Store(id=ids.NAVIGATE),
        dcc.Store(id=ids.PLAN_STATE, data=state),
        dcc.Interval(id=ids.PLAN_TICK, interval=TICK_MS),
        html.P(words),
        html.Div(render_progress(0, 0, "Asking for the forecast."), id=ids.PLAN_PROGRESS, role="status"),
    ]


@requires()
def on_tick(_ticks: int | None, state: dict[str, Any] | None) -> tuple[Any, ...]:
    """Ask for the forecast the first time, then say how far it is; when it is there, the page itself.

    The job's id was minted with the page, so that ticks that overtake each other ask once.
    """
    if not state or not state.get("record"):
        raise PreventUpdate
    clockstart, actor = current_clockstart(), current_actor()
    owner, record_id, job_id = str(state.get("owner")), check_id(str(state["record"])), check_id(str(state.get("job")))
    get_plan(clockstart, actor, owner, record_id)
    query = {"scope": [str(state["scope"])]} if state.get("scope") else {}
    jobs.start(clockstart, actor, job_id, KIND, owner, record_id, query)
    job = jobs.look(clockstart, actor, job_id)
    return render_job(job), job.has_ended, str(state.get("address")) if job.state == "done" else no_update


def render_job(job: Job) -> list[Component]:
    """Progress while it runs; what became of it when it did not end well."""
    if not job.has_ended:
        return render_running(job, ids.PLAN_STOP)
    if job.state == "done":
        return [html.P("The forecast is there.")]
    kind = "watch" if job.state == "stopped" else "breach"
    again = html.A("Run it again", href="", className="btn btn-secondary")
    return [render_banner(kind, job.sentence, urgent=True), html.P(again)]
