"""Importing a file into a module: choose it, watch the job, see what became of it, take it back."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any

from dash import ALL, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from auth.actor import Actor, current_actor
from auth.requires import requires
from dashapp.context import Clockstart, current_clockstart
from dashapp.declare.module import Module
from dashapp.module_page import import_preview, import_results
from dashapp.module_page.import_preview import FIRST_ROWS
from dashapp.services.access import access
from dashapp.services.files import imports, taking_back
from dashapp.services.jobs import jobs
from dashapp.services.records.records import new_id
from dashapp.ui import ids
from dashapp.ui.banners import render_banner
from dashapp.ui.page import render_page
from dashapp.web import waiting
from dashapp.web.router import Page, Visit
from dashapp.web.waiting import Watched
from storage.errors import Refused
from storage.jobs import Job
from words.phrases import join_words

PARTS = Watched(ids.IMPORT_STATE, ids.IMPORT_TICK, ids.IMPORT_PROGRESS, ids.IMPORT_STOP)


def page(clockstart: Clockstart, module: Module) -> Page:
    return Page(
        title=f"Import – {module.title}",
        render=lambda visit: render_import(module, visit),
        check=lambda visit: access.check_can_open(clockstart, visit.actor, module),
        writes=True,
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
        Output(ids.IMPORT_STATE, "data", allow_duplicate=True),
        Output(ids.IMPORT_PROGRESS, "children", allow_duplicate=True),
        Output(ids.IMPORT_TICK, "disabled", allow_duplicate=True),
        Input(ids.IMPORT_BACK, "n_clicks"),
        State(ids.IMPORT_STATE, "data"),
        prevent_initial_call=True,
    )(on_back)
    file = [State(ids.IMPORT_FILE, "contents"), State(ids.IMPORT_FILE, "filename"), State(ids.IMPORT_STATE, "data")]
    columns = {"type": ids.IMPORT_COLUMN, "at": ALL}
    app.callback(Output(ids.IMPORT_ROWS, "children"), Input(columns, "value"), *file, prevent_initial_call=True)(
        on_column
    )
    app.callback(
        Output(ids.IMPORT_STATE, "data", allow_duplicate=True),
        Output(ids.IMPORT_PROGRESS, "children", allow_duplicate=True),
        Output(ids.IMPORT_TICK, "disabled", allow_duplicate=True),
        Input(ids.IMPORT_START, "n_clicks"),
        State(columns, "value"),
        *file,
        prevent_initial_call=True,
    )(on_import)
    waiting.register_watched(app, PARTS, on_tick)


def render_import(module: Module, visit: Visit) -> Component:
    """The page; `?job=` shows one that was started before."""
    return render_page(
        f"Import {module.many}",
        [
            *render_transfer(module, visit, render_upload(module)),
            *import_results.render_past(current_clockstart(), visit.actor, module),
        ],
        lead="Rows that can be used are stored; the others are set aside by line, with the reason.",
        back=(module.title, module.address),
    )


def render_transfer(module: Module, visit: Visit, controls: Component, what: str = "import") -> list[Component]:
    """What a page that hands a file to the worker holds: its state, its tick, its controls, the job's progress."""
    state = {"slug": module.slug, "job": visit.first("job"), "what": what}
    return [
        *waiting.render_watched(PARTS, state),
        controls,
        html.Div(id=ids.IMPORT_PROGRESS, role="status", className="cs-import"),
    ]


def render_upload(module: Module) -> Component:
    """The file control and what the file must look like."""
    required = [question.label for question in module.questions if question.required]
    template = html.A("Download a template", href=f"/export/{module.slug}/template.csv", download="")
    return render_file_control(required, template)


def render_file_control(required: Sequence[str], every_column: Component | str) -> Component:
    """The button that takes a file, the columns that must be in it, and where every column is shown."""
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
            html.P(f"Or drop it on the button. These columns must be there: {join_words(required)}."),
            html.P(["Dates as 2026-06-12, 12/06/2026 or 12 June 2026, the day before the month. ", every_column]),
        ]
    )


@requires()
def on_file(contents: str | None, name: str | None, state: dict[str, Any]) -> tuple[Any, ...]:
    """Show the first rows of a list; any other file goes to the worker at once."""
    if not contents:
        raise PreventUpdate
    clockstart, actor = current_clockstart(), current_actor()
    module, what = get_own_list(state), str(state.get("what", "import"))
    try:
        data = decode(contents)
        if what == "import":
            told = imports.try_out(clockstart, module.slug, name or "", data, actor.uid, first=FIRST_ROWS)
            return {"slug": module.slug, "what": what}, import_preview.render_preview(module, told), True
        job = start_job(clockstart, actor, module, what, name or "", data)
    except Refused as problem:
        return state, render_banner("breach", problem.sentence, urgent=True), True
    return {"slug": module.slug, "what": what, "job": job.id}, render_job(module, job), job.has_ended


@requires()
def on_column(chosen: list[Any], contents: str | None, name: str | None, state: dict[str, Any]) -> list[Component]:
    """The first rows again, as another question is chosen for a column."""
    if not contents:
        raise PreventUpdate
    clockstart, actor, module = current_clockstart(), current_actor(), get_own_list(state)
    try:
        data = decode(contents)
        fields = import_preview.read_choices(imports.name_columns(module, name or "", data), chosen)
        told = imports.try_out(clockstart, module.slug, name or "", data, actor.uid, fields, FIRST_ROWS)
    except Refused as problem:
        return [render_banner("breach", problem.sentence, urgent=True)]
    return import_preview.render_rows(module, told)


@requires()
def on_import(
    clicks: int | None, chosen: list[Any], contents: str | None, name: str | None, state: dict[str, Any]
) -> tuple[Any, ...]:
    """Hand the file to the worker, with the question of each column."""
    if not clicks or not contents:
        raise PreventUpdate
    clockstart, actor, module = current_clockstart(), current_actor(), get_own_list(state)
    try:
        data = decode(contents)
        fields = import_preview.read_choices(imports.name_columns(module, name or "", data), chosen)
        job = jobs.start(clockstart, actor, new_id(), "import", module.slug, name or "", data, fields)
    except Refused as problem:
        return state, render_banner("breach", problem.sentence, urgent=True), True
    return {"slug": module.slug, "what": "import", "job": job.id}, render_job(module, job), job.has_ended


def get_own_list(state: Mapping[str, Any]) -> Module:
    """The module of the page's state, when the actor may store records in it. Raises Forbidden, NotFound."""
    clockstart, actor = current_clockstart(), current_actor()
    module = access.get_module(clockstart, actor, str(state.get("slug")))
    access.check_can_write(clockstart, actor, actor.uid)
    return module


@requires()
def on_back(clicks: int | None, state: dict[str, Any] | None) -> tuple[Any, ...]:
    """Have the import that the page shows taken back, or put back."""
    if not clicks or not state or not state.get("job"):
        raise PreventUpdate
    clockstart, actor = current_clockstart(), current_actor()
    module = access.get_module(clockstart, actor, str(state.get("slug")))
    import_id = str(state.get("import") or state["job"])
    try:
        job = taking_back.start(clockstart, actor, import_id)
    except Refused as problem:
        return state, render_banner("breach", problem.sentence, urgent=True), True
    shown = render_turn(module, import_id, job)
    return {**state, "import": import_id, "job": job.id}, shown, job.has_ended


def start_job(clockstart: Clockstart, actor: Actor, module: Module, what: str, name: str, data: bytes) -> Job:
    """Hand a file to the kind of job that the page is for. Raises Refused."""
    kind = clockstart.registry.jobs.get(what)
    if kind is None or kind.from_file is None:
        raise Refused("There is nothing that can be done with a file here. Load the page again.")
    return kind.from_file(clockstart, actor, module, name, data)


def decode(contents: str) -> bytes:
    """The file in an upload's data address. Raises Refused when it is not one."""
    try:
        return base64.b64decode(contents.split(",", 1)[1], validate=True)
    except (IndexError, binascii.Error):
        raise Refused("The file did not arrive whole. Choose it again.") from None


@requires()
def on_tick(_ticks: int, state: dict[str, Any] | None) -> tuple[Any, bool]:
    """How the job stands; the ticking stops with it."""
    job = waiting.find_watched(state)
    module = access.get_module(current_clockstart(), current_actor(), str((state or {}).get("slug")))
    import_id = str((state or {}).get("import", ""))
    return render_turn(module, import_id, job) if import_id else render_job(module, job), job.has_ended


def render_turn(module: Module, import_id: str, job: Job) -> list[Component]:
    """Taking back or putting back while it runs; then what came of it, with the import as it is now."""
    if not job.has_ended:
        return waiting.render_running(job, PARTS.stop)
    clockstart = current_clockstart()
    imported = jobs.look(clockstart, current_actor(), import_id)
    return [import_results.say_turn(module, job), *import_results.render_import(clockstart, module, imported)]


def render_job(module: Module, job: Job) -> list[Component]:
    """Progress while it runs, what became of the file when it has ended."""
    if not job.has_ended:
        return waiting.render_running(job, PARTS.stop)
    kind = current_clockstart().registry.jobs.get(job.kind)
    return kind.tell(current_clockstart(), module, job) if kind and kind.tell else []
