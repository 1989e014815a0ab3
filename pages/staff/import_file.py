"""People and cohorts from a file: choose it, read what it would do line by line, then have it done."""

import base64
import binascii
from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from auth.actor import current_actor
from auth.requires import requires
from dashapp.context import Clockstart, current_clockstart
from dashapp.services.jobs import jobs
from dashapp.services.people import people_file
from dashapp.services.people.people_file import Plan
from dashapp.services.records.records import new_id
from dashapp.ui.banners import render_banner
from dashapp.ui.page import render_action, render_page, render_section
from dashapp.ui.progress import render_progress
from dashapp.ui.tables import Column, render_table
from dashapp.web.router import Visit
from pages.staff.words import ROLES
from storage.errors import Refused
from storage.jobs import Job
from words.phrases import plural, with_capital

FILE, PLAN, BRING_IN, JOB, TICK, PROGRESS = (
    f"people-file{part}" for part in ("", "-plan", "-bring-in", "-job", "-tick", "-progress")
)
TICK_MS = 700
SHOWN_AT_MOST = 200
VERDICTS = {"new": "New account", "added": "Put into a cohort", "there": "Here already", "wrong": "Cannot be used"}


def register_callbacks(app: Dash) -> None:
    app.callback(Output(PLAN, "children"), Input(FILE, "contents"), State(FILE, "filename"), prevent_initial_call=True)(
        on_file
    )
    app.callback(
        Output(JOB, "data"),
        Output(TICK, "disabled", allow_duplicate=True),
        Output(PLAN, "children", allow_duplicate=True),
        Input(BRING_IN, "n_clicks"),
        State(FILE, "contents"),
        State(FILE, "filename"),
        prevent_initial_call=True,
    )(on_bring_in)
    app.callback(
        Output(PROGRESS, "children"),
        Output(TICK, "disabled"),
        Input(TICK, "n_intervals"),
        Input(JOB, "data"),
        prevent_initial_call=True,
    )(on_tick)


def render_import(clockstart: Clockstart, visit: Visit) -> Component:
    """The page before a file is chosen; `?job=` shows one that was brought in before."""
    job = visit.first("job")
    upload = dcc.Upload(
        html.Button("Choose a CSV or Excel file", type="button", className="btn btn-primary"),
        id=FILE,
        accept=".csv,.xlsx",
        multiple=False,
        className="cs-upload",
    )
    needed = [
        html.Li([html.Code("email"), " and ", html.Code("name")]),
        html.Li([html.Code("role"), ": learner, manager or admin; a learner when it is empty"]),
        html.Li([html.Code("cohort"), ": made when there is none of that name; several with ; between them"]),
    ]
    body = [
        upload,
        html.P("The first line names the columns:"),
        html.Ul(needed),
        dcc.Store(id=JOB, data=job),
        dcc.Interval(id=TICK, interval=TICK_MS, disabled=not job),
        html.Div(id=PROGRESS, role="status", className="cs-stack"),
        html.Div(id=PLAN, role="status"),
    ]
    lead = "You see what the file would do before anything is done. One line that is wrong holds all of it back."
    return render_page("Import people from a file", body, lead=lead, back=("Staff management", "/staff"))


@requires("admin")
def on_file(contents: str | None, name: str | None) -> Component | list[Component]:
    """What the file would do."""
    if not contents:
        raise PreventUpdate
    try:
        plan = people_file.make_plan(current_clockstart(), current_actor(), name or "", decode(contents))
    except Refused as problem:
        return render_banner("breach", problem.sentence, urgent=True)
    return render_plan(plan)


def decode(contents: str) -> bytes:
    """The bytes of an upload. Raises Refused when it did not arrive whole."""
    try:
        return base64.b64decode(contents.partition(",")[2], validate=True)
    except binascii.Error:
        raise Refused("The file did not arrive whole. Choose it again.") from None


@requires("admin")
def on_bring_in(clicks: int | None, contents: str | None, name: str | None) -> tuple[Any, ...]:
    """Hand the file to the worker, which looks at every line again."""
    if not clicks or not contents:
        raise PreventUpdate
    clockstart, actor = current_clockstart(), current_actor()
    people_file.make_plan(clockstart, actor, name or "", decode(contents))
    job = jobs.start(clockstart, actor, new_id(), "people", name or "", decode(contents))
    return job.id, False, []


@requires("admin")
def on_tick(_ticks: int | None, job_id: str | None) -> tuple[Any, bool]:
    """How the job stands."""
    if not job_id:
        raise PreventUpdate
    job = jobs.look(current_clockstart(), current_actor(), str(job_id))
    return render_job(job), job.has_ended


def render_job(job: Job) -> list[Component]:
    if not job.has_ended:
        return [render_progress(job.done, job.total, job.sentence)]
    if job.state != "done":
        return [render_banner("breach", job.sentence, urgent=True)]
    result = job.result
    words = (
        f"{plural(result['new'], 'account')} made, {result['added']:,} put into a cohort, "
        f"{result['there']:,} here already, {plural(result['cohorts'], 'cohort')} made."
    )
    return [
        render_banner("note", words),
        html.P("Nobody can sign in before they have set up their account. Their links are made on the list of those."),
        render_action("To those who are not set up yet", "/staff?state=invited", primary=True),
    ]


def render_plan(plan: Plan) -> list[Component]:
    """Counts, the lines, and the button when nothing is wrong."""
    counts = "; ".join(
        f"{words.lower()}: {plan.count(verdict):,}" for verdict, words in VERDICTS.items() if plan.count(verdict)
    )
    cohorts = [html.P(f"New cohorts: {', '.join(plan.new_cohorts)}.")] if plan.new_cohorts else []
    if plan.wrong:
        wrong = plural(len(plan.wrong), "line")
        words = f"{wrong} cannot be used, so nothing is imported. Correct the file and choose it again."
        act: list[Component] = [render_banner("breach", words, urgent=True)]
    else:
        button = html.Button("Bring them in", id=BRING_IN, type="button", className="btn btn-primary", n_clicks=0)
        act = (
            [button]
            if plan.count("new") + plan.count("added")
            else [render_banner("note", "Everybody is here already.")]
        )
    shown = [*plan.wrong, *(one for one in plan.people if not one.problems)][:SHOWN_AT_MOST]
    rows = [
        (one.line, one.email, one.name, ROLES.get(one.role, one.role), ", ".join(one.cohorts), VERDICTS[one.verdict],
         " ".join(one.problems))
        for one in shown
    ]  # fmt: skip
    columns = (
        Column("Line", number=True, header=True),
        Column("Email address"),
        Column("Name"),
        Column("Role"),
        Column("Cohorts"),
        Column("What happens"),
        Column("Why not"),
    )
    more = len(plan.people) - len(shown)
    rest = [html.P(f"and {more:,} more lines")] if more else []
    table = render_table("Lines of the file", columns, rows, caption_hidden=True)
    return [
        render_section(
            "What the file would do",
            html.Div([html.P(f"{with_capital(counts)}."), *cohorts, *act, table, *rest], className="cs-stack"),
        )
    ]
