"""Waiting for a job in place of a page, or of a part of one: its progress, then the page itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from auth.actor import current_actor
from auth.requires import requires
from dashapp.context import Clockstart, current_clockstart
from dashapp.services.jobs import jobs
from dashapp.services.jobs.prepared import MustWait
from dashapp.services.records.records import new_id
from dashapp.ui import ids
from dashapp.ui.banners import render_banner
from dashapp.ui.page import render_action
from dashapp.ui.progress import render_progress
from dashapp.web.router import Visit
from storage.errors import StoreFull
from storage.jobs import Job

TICK_MS = 800
NO_ROOM_TO_PREPARE = (
    "This is prepared by a job first, and the data store has no room for what it would find. Choose fewer people or a "
    "shorter list, or come back when there is room."
)


def register(app: Dash) -> None:
    """Once per app."""
    app.callback(
        Output(ids.WAITING_PROGRESS, "children"),
        Output(ids.WAITING_TICK, "disabled"),
        Output(ids.WAITING_DONE, "data"),
        Input(ids.WAITING_TICK, "n_intervals"),
        State(ids.WAITING_STATE, "data"),
        prevent_initial_call=True,
    )(on_tick)
    register_stop(app, ids.WAITING_STOP, ids.WAITING_STATE)
    app.clientside_callback(
        ClientsideFunction("clockstart", "go"),
        Output(ids.WAITING_DONE, "modified_timestamp"),
        Input(ids.WAITING_DONE, "data"),
        prevent_initial_call=True,
    )


@dataclass(frozen=True, slots=True)
class Watched:
    """The parts of a page that starts a job and watches it, by their ids: its state (a `job` in it once there is one),
    the tick, what is told of the job, and the button that stops it."""

    state: str
    tick: str
    progress: str
    stop: str


def register_watched(app: Dash, parts: Watched, look: Callable[..., tuple[Any, bool]]) -> None:
    """`look(ticks, state)` says at each tick how the job stands, and whether it has ended: the ticking ends with it."""
    app.callback(
        Output(parts.progress, "children"),
        Output(parts.tick, "disabled"),
        Input(parts.tick, "n_intervals"),
        State(parts.state, "data"),
        prevent_initial_call=True,
    )(look)
    register_stop(app, parts.stop, parts.state)


def render_watched(parts: Watched, state: Mapping[str, Any]) -> list[Component]:
    """The state and the tick, which runs from the start where the state has a job."""
    return [
        dcc.Store(id=parts.state, data=dict(state)),
        dcc.Interval(id=parts.tick, interval=TICK_MS, disabled=not state.get("job")),
    ]


def register_stop(app: Dash, button: str, state: str, act: Callable[..., bool] | None = None) -> None:
    """A button that asks the job of a page's state to stop; `act` where not everybody may."""
    app.callback(
        Output(button, "disabled"), Input(button, "n_clicks"), State(state, "data"), prevent_initial_call=True
    )(act or on_stop)


def render_waiting(job: Job, words: str, address: str) -> list[Component]:
    """What is being done, how far it is, and where to go when it is done: the same page, which then has it. A page
    waits for one job at most."""
    return [
        dcc.Store(id=ids.WAITING_STATE, data={"job": job.id, "address": address}),
        dcc.Store(id=ids.WAITING_DONE),
        dcc.Interval(id=ids.WAITING_TICK, interval=TICK_MS),
        html.P(words),
        html.Div(render_job(job), id=ids.WAITING_PROGRESS, role="status"),
    ]


def render_must_wait(clockstart: Clockstart, visit: Visit, told: MustWait) -> list[Component]:
    """In place of what a service has to have prepared first: the job that does it, which is started if none is at it;
    then the same page. A full store has no room for what would be prepared."""
    try:
        about = sha256(repr(told.arguments).encode()).hexdigest()[:10]
        job = jobs.find_running(clockstart, visit.actor, told.kind, about) or jobs.start(
            clockstart, visit.actor, f"{about}{new_id()}", told.kind, *told.arguments
        )
    except StoreFull:
        return [html.P(NO_ROOM_TO_PREPARE)]
    query = urlencode(visit.query, doseq=True)
    return render_waiting(job, told.sentence, f"{visit.path}?{query}" if query else visit.path)


@requires()
def on_tick(_ticks: int, state: dict[str, Any] | None) -> tuple[Any, bool, Any]:
    """How far the job is; when it is done, the page itself."""
    job = find_watched(state)
    address = state.get("address", no_update) if state and job.state == "done" else no_update
    return render_job(job), job.has_ended, address


def find_watched(state: dict[str, Any] | None) -> Job:
    """The job of a page's state, when it is the actor's own. Raises PreventUpdate where there is none yet, NotFound."""
    if not state or not state.get("job"):
        raise PreventUpdate
    return jobs.look(current_clockstart(), current_actor(), str(state["job"]))


@requires()
def on_stop(clicks: int | None, state: dict[str, Any] | None) -> bool:
    """Ask the job to stop at its next step."""
    return stop_watched(clicks, state)


def stop_watched(clicks: int | None, state: dict[str, Any] | None) -> bool:
    """Whether the button has been used: then the actor's own job of this state is asked to stop."""
    if not clicks or not state or not state.get("job"):
        raise PreventUpdate
    jobs.stop(current_clockstart(), current_actor(), str(state["job"]))
    return True


def render_running(job: Job, button: str) -> list[Component]:
    """How far a job is, and what stops it."""
    stop = html.Button("Stop", id=button, type="button", className="btn btn-secondary", n_clicks=0)
    return [render_progress(job.done, job.total, job.sentence), stop]


def render_file(job: Job, button: str, count: Callable[[int], str]) -> list[Component]:
    """Progress while a job writes its file, then the file or why there is none; `count` says "3 entries"."""
    if not job.has_ended:
        return render_running(job, button)
    if job.state == "done":
        link = render_action("Download the file", f"/jobs/{job.id}/file", primary=True)
        return [render_banner("note", f"{count(int(job.result['rows']))} written."), link]
    return [render_banner("watch" if job.state == "stopped" else "breach", f"{job.sentence} There is no file.")]


def render_job(job: Job) -> list[Component]:
    """Progress while it runs; what to do when it did not end well."""
    if not job.has_ended:
        return render_running(job, ids.WAITING_STOP)
    if job.state == "done":
        return [html.P("Done.")]
    kind = "watch" if job.state == "stopped" else "breach"
    return [render_banner(kind, f"{job.sentence} Load the page to start again.", urgent=True)]
