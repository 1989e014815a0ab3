"""Bringing a file into a module: choose it, watch the job, see which rows were set aside and why."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from auth.actor import current_actor
from auth.requires import requires
from dashapp.context import Clockstart, current_clockstart
from dashapp.module import Module
from dashapp.router import Page, Visit
from dashapp.services import access, jobs
from dashapp.services.records import new_id
from dashapp.ui import ids
from dashapp.ui.banners import render_banner
from dashapp.ui.page import render_page, render_section
from dashapp.ui.progress import render_progress
from dashapp.ui.tables import Column, render_table
from storage.errors import Refused
from storage.jobs import Job

TICK_MS = 700
SHOWN_AT_MOST = 100


def page(clockstart: Clockstart, module: Module) -> Page:
    return Page(
        title=f"Bring in a file – {module.title}",
        render=lambda visit: render_import(module, visit),
        check=lambda visit: access.check_can_open(clockstart, visit.actor, module),
    )


def register(app: Dash, clockstart: Clockstart) -> None:
    """Once per app."""
    app.callback(
        Output(ids.IMPORT_STATE, "data"),
        Output(ids.IMPORT_PROGRESS, "children", allow_duplicate=True),
        Output(ids.IMPORT_TICK, "disabled", allow_duplicate=True),
        Input(ids.IMPORT_FILE, "contents"),
        State(ids.IMPORT_FILE, "filename"),
        State(ids.IMPORT_STATE, "data"),
        prevent_initial_call=True,
    )(on_file)
    app.callback(
        Output(ids.IMPORT_PROGRESS, "children"),
        Output(ids.IMPORT_TICK, "disabled"),
        Input(ids.IMPORT_TICK, "n_intervals"),
        State(ids.IMPORT_STATE, "data"),
        prevent_initial_call=True,
    )(on_tick)
    app.callback(
        Output(ids.IMPORT_STOP, "disabled"),
        Input(ids.IMPORT_STOP, "n_clicks"),
        State(ids.IMPORT_STATE, "data"),
        prevent_initial_call=True,
    )(on_stop)


def render_import(module: Module, visit: Visit) -> Component:
    """The page; `?job=` shows one that was started before."""
    state = {"slug": module.slug, "job": visit.first("job")}
    return render_page(
        f"Bring {module.many} in from a file",
        [
            dcc.Store(id=ids.IMPORT_STATE, data=state),
            dcc.Interval(id=ids.IMPORT_TICK, interval=TICK_MS, disabled=not state["job"]),
            render_upload(module),
            html.Div(id=ids.IMPORT_PROGRESS, role="status", className="cs-import"),
        ],
        lead="Rows that can be used are stored; the others are set aside by line, with the reason.",
        back=(module.title, module.address),
    )


def render_upload(module: Module) -> Component:
    """The file control and what the file must look like."""
    required = [html.Li(html.Code(question.name)) for question in module.questions if question.required]
    upload = dcc.Upload(
        html.Button("Choose a CSV or Excel file", type="button", className="btn btn-primary"),
        id=ids.IMPORT_FILE,
        accept=".csv,.xlsx",
        multiple=False,
        className="cs-upload",
    )
    return html.Div(
        [
            upload,
            html.P(["Or drop it on the button. The first line names the columns; these must be there:"]),
            html.Ul(required, className="cs-columns-needed"),
            html.P("Dates as 2026-06-12 or 12/06/2026. An export of the list shows every column."),
        ]
    )


@requires()
def on_file(contents: str | None, name: str | None, state: dict[str, Any]) -> tuple[Any, ...]:
    """Hand the file to the worker."""
    if not contents:
        raise PreventUpdate
    clockstart, actor = current_clockstart(), current_actor()
    module = access.get_module(clockstart, actor, str(state.get("slug")))
    access.check_can_write(clockstart, actor, actor.uid)
    try:
        data = decode(contents)
    except Refused as problem:
        return state, render_banner("breach", problem.sentence, urgent=True), True
    job = jobs.start(clockstart, actor, new_id(), "import", module.slug, name or "", data)
    return {**state, "job": job.id}, render_job(module, job), job.has_ended


def decode(contents: str) -> bytes:
    """The file in an upload's data address. Raises Refused when it is not one."""
    try:
        return base64.b64decode(contents.split(",", 1)[1], validate=True)
    except (IndexError, binascii.Error):
        raise Refused("The file did not arrive whole. Choose it again.") from None


@requires()
def on_tick(_ticks: int, state: dict[str, Any] | None) -> tuple[Any, bool]:
    """How the job stands; the ticking stops with it."""
    clockstart, actor = current_clockstart(), current_actor()
    if not state or not state.get("job"):
        raise PreventUpdate
    module = access.get_module(clockstart, actor, str(state.get("slug")))
    job = jobs.look(clockstart, actor, str(state["job"]))
    return render_job(module, job), job.has_ended


@requires()
def on_stop(clicks: int | None, state: dict[str, Any] | None) -> bool:
    """Ask the job to stop at its next step."""
    if not clicks or not state:
        raise PreventUpdate
    jobs.stop(current_clockstart(), current_actor(), str(state.get("job")))
    return True


def render_job(module: Module, job: Job) -> list[Component]:
    """Progress while it runs, what became of the file when it has ended."""
    if not job.has_ended:
        stop = html.Button("Stop", id=ids.IMPORT_STOP, type="button", className="btn btn-secondary", n_clicks=0)
        return [render_progress(job.done, job.total, job.sentence), stop]
    if job.state == "done":
        return render_result(module, job)
    kind = "watch" if job.state == "stopped" else "breach"
    return [render_banner(kind, f"{job.sentence} What was stored before stays stored."), render_link(module)]


def render_result(module: Module, job: Job) -> list[Component]:
    """Counts, and the rows that were set aside."""
    result = job.result
    counted = f"{result['new']:,} {module.one if result['new'] == 1 else module.many} brought in"
    there = f", {result['there']:,} already there" if result["there"] else ""
    aside = f", {result['set_aside']:,} set aside" if result["set_aside"] else ""
    shown: list[Component] = [
        render_banner("watch" if aside else "note", f"{counted}{there}{aside}."),
        render_link(module),
    ]
    if result["lines"]:
        columns = (Column("Line", number=True, header=True), Column("Why it was set aside"))
        rows = [(line, reason) for line, reason in result["lines"][:SHOWN_AT_MOST]]
        link = html.A("All of them as CSV", href=f"/jobs/{job.id}/set-aside.csv", download="")
        shown.append(render_section("Set aside", [render_table("Rows set aside", columns, rows), html.P(link)]))
    return shown


def render_link(module: Module) -> Component:
    return html.P(html.A(f"Go to {module.title}", href=module.address))
