"""Lists to validate: where they come from, and one list with its queues, its checks and its pathways page by page."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from auth import current_trace
from auth.actor import current_actor
from auth.requires import requires
from dashapp.context import Clockstart, current_clockstart
from dashapp.declare.module import Module
from dashapp.module_page.transfer import render_file_control, render_transfer
from dashapp.ui import ids
from dashapp.ui.banners import render_banner
from dashapp.ui.charts import render_chart
from dashapp.ui.chips import Count, render_counts, render_criteria
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.queries import list_chips, render_query
from dashapp.ui.page import render_action, render_page, render_section
from dashapp.ui.pager import render_pager
from dashapp.ui.progress import render_progress
from dashapp.ui.tables import Column, render_table
from dashapp.ui.times import day_and_time
from dashapp.web.router import Page, Visit
from pages.waiting_list_validator.service import validation, waiting_lists
from pages.waiting_list_validator.service.list_files import REQUIRED
from pages.waiting_list_validator.service.waiting_lists import ListPage, Wanted, as_failed
from pages.waiting_list_validator.service.work_queues import CHECK_QUEUES, QUEUES, check_key
from storage.errors import Refused
from storage.jobs import Job
from words.phrases import plural

from .pathways import render_failed, render_rows

CHECK_OWN, CHECK_OWN_SAID = "check-own-list", "check-own-said"
REMOVE, REMOVE_CONFIRM, LIST_STATE = "remove-list", "remove-list-confirm", "list-state"
ASIDE_SHOWN = 100


def register(app: Dash) -> None:
    app.callback(
        Output(ids.NAVIGATE, "data", allow_duplicate=True),
        Output(CHECK_OWN_SAID, "children"),
        Input(CHECK_OWN, "n_clicks"),
        prevent_initial_call=True,
    )(on_check_own)
    app.callback(
        Output(ids.NAVIGATE, "data", allow_duplicate=True),
        Input(REMOVE_CONFIRM, "n_clicks"),
        State(LIST_STATE, "data"),
        prevent_initial_call=True,
    )(on_remove)


@requires()
def on_check_own(clicks: int | None) -> tuple[str, Any]:
    """Have the worker check one's own tracking list."""
    if not clicks:
        raise PreventUpdate
    try:
        job = validation.start_own(current_clockstart(), current_actor())
    except Refused as problem:
        return "", render_banner("breach", problem.sentence, urgent=True)
    return f"/{validation.SLUG}/lists?job={job.id}", ""


@requires()
def on_remove(clicks: int | None, list_id: str | None) -> str:
    """Take a list away; its decisions stay."""
    if not clicks:
        raise PreventUpdate
    waiting_lists.remove(current_clockstart(), current_actor(), str(list_id), current_trace())
    return f"/{validation.SLUG}/lists?removed=1"


def overview_page(clockstart: Clockstart, module: Module) -> Page:
    return Page(
        title=f"Lists to validate – {module.title}",
        render=lambda visit: render_overview(clockstart, module, visit),
        check=lambda visit: check_module(clockstart, visit),
    )


def list_page(clockstart: Clockstart, module: Module) -> Page:
    return Page(
        title=lambda visit: f"{name_list(clockstart, visit)} – {module.title}",
        render=lambda visit: render_list(clockstart, module, visit),
        check=lambda visit: check_list(clockstart, visit),
    )


def check_module(clockstart: Clockstart, visit: Visit) -> None:
    waiting_lists.check_open(clockstart, visit.actor)


def check_list(clockstart: Clockstart, visit: Visit) -> None:
    waiting_lists.get_own(clockstart, visit.actor, visit.variables["list_id"])


def name_list(clockstart: Clockstart, visit: Visit) -> str:
    return str(waiting_lists.get_own(clockstart, visit.actor, visit.variables["list_id"])["name"])


def render_overview(clockstart: Clockstart, module: Module, visit: Visit) -> Component:
    """Where a list comes from, the job that checks one, and the lists there are."""
    removed = [render_banner("note", "The list was removed. Its validations stay.")] if visit.first("removed") else []
    lists = list(waiting_lists.list_own(clockstart, visit.actor))
    return render_page(
        "Lists to validate",
        [
            dcc.Store(id=ids.NAVIGATE),
            *removed,
            *render_transfer(module, visit, render_sources(), what="check-file"),
            render_lists(clockstart, module, visit, lists),
        ],
        lead="Every check over a whole list, then one pathway after the other: a decision on evidence for each.",
        back=(module.title, module.address),
    )


def render_sources() -> Component:
    """One's own tracking list, a file, or a single pathway typed in."""
    own = html.Button("Check my tracking list", id=CHECK_OWN, type="button", className="btn btn-primary", n_clicks=0)
    link = html.A("small example", href="/lists/example.csv", download="")
    example = html.Span(["A ", link, " shows how; every fact that the checks read may be a column."])
    return html.Div(
        [
            render_section(
                "From my tracking list",
                [
                    html.P("Every pathway of yours, with what other modules have put on it."),
                    own,
                    html.Div(id=CHECK_OWN_SAID, role="status"),
                ],
            ),
            render_section("From a file", render_file_control(list(REQUIRED.values()), example)),
            render_section(
                "By hand", html.P([html.A("Validate one pathway", href=f"/{validation.SLUG}/new"), " without a list."])
            ),
        ],
        className="cs-sources",
    )


def render_lists(
    clockstart: Clockstart, module: Module, visit: Visit, lists: Sequence[tuple[str, Mapping[str, Any]]]
) -> Component:
    if not lists:
        return render_empty("No list yet", "Check your own tracking list, or choose a file of up to 100,000 rows.")
    done = waiting_lists.count_validated(clockstart, visit.actor)
    columns = (
        Column("List", header=True),
        Column("Checked"),
        Column("Pathways", number=True),
        Column("Failed a check", number=True),
        Column("Validated", number=True),
        Column("Remaining", number=True),
    )
    rows = [
        (
            html.A(about["name"], href=f"{module.address}/lists/{list_id}"),
            day_and_time(datetime.fromisoformat(about["at"])),
            about["rows"],
            about["failed"],
            done.get(list_id, 0),
            about["failed"] - done.get(list_id, 0),
        )
        for list_id, about in lists
    ]
    return render_section("Checked lists", render_table("Checked lists", columns, rows, caption_hidden=True))


def render_list(clockstart: Clockstart, module: Module, visit: Visit) -> Component:
    """One list: how far it is, its queues with counts, its checks, and a page of its pathways."""
    list_id = visit.variables["list_id"]
    about = waiting_lists.get_own(clockstart, visit.actor, list_id)
    wanted = Wanted.read(visit.query)
    here = partial(link_to, module, list_id, wanted)
    found = waiting_lists.read_page(clockstart, visit.actor, list_id, wanted)
    done = waiting_lists.count_validated(clockstart, visit.actor).get(list_id, 0)
    return render_page(
        about["name"],
        [
            dcc.Store(id=ids.NAVIGATE),
            dcc.Store(id=LIST_STATE, data=list_id),
            render_done(about, done),
            *render_whole(about),
            render_queues(about, wanted, here),
            render_narrowing(about, wanted, found, f"{module.address}/lists/{list_id}"),
            render_rows(found, here, clockstart.today),
            render_pager(found.page, found.pages, lambda page: here(page=page)),
            render_checks(module, list_id, about),
            *render_aside(clockstart, visit, list_id, about),
            render_remove(about),
        ],
        lead=f"{plural(about['rows'], 'pathway')}, checked on {day_and_time(datetime.fromisoformat(about['at']))}.",
        actions=[
            render_action("Contact due", f"{module.address}/contacts?list={list_id}"),
            html.A(
                "CSV", href=wanted.at(f"/lists/{list_id}/rows.csv", page=""), className="btn btn-secondary", download=""
            ),
            html.Button("Remove this list", id=REMOVE, type="button", className="btn btn-link", n_clicks=0),
        ],
        back=("Lists to validate", f"{module.address}/lists"),
    )


def link_to(module: Module, list_id: str, wanted: Wanted, row: str = "", **changed: Any) -> str:
    """This list, or a `row` of it, with what is wanted partly changed; another queue begins on its first page."""
    return wanted.at(f"{module.address}/lists/{list_id}{f'/{row}' if row else ''}", **changed)


def render_done(about: Mapping[str, Any], done: int) -> Component:
    """Validated and remaining, of those that failed a check."""
    failed = about["failed"]
    words = f"{done:,} of {failed:,} validated; {failed - done:,} remain." if failed else "No pathway fails a check."
    return render_progress(done, failed or 1, words)


def render_whole(about: Mapping[str, Any]) -> list[Component]:
    """What the list as a whole shows: the checks of a return (E1 23 to 26)."""
    failed = [as_failed(told) for told in about["whole"]]
    if not failed:
        return []
    return [render_section("The list as a whole", html.Ul([html.Li(render_failed(one)) for one in failed]))]


def render_queues(about: Mapping[str, Any], wanted: Wanted, here: Callable[..., str]) -> Component:
    counts = [
        Count(
            about["queues"].get(queue.key, 0),
            queue.label,
            queue.status,
            here(queue=queue.key, check=""),
            queue.key == wanted.shown,
        )
        for queue in QUEUES.values()
        if queue.key != "changed" or about["before"]
    ]
    return render_counts(counts)


def say_queue(wanted: Wanted) -> str:
    return f"check “{CHECK_QUEUES[wanted.check]}”" if wanted.check else QUEUES[wanted.queue].criteria


def render_narrowing(about: Mapping[str, Any], wanted: Wanted, found: ListPage, here: str) -> Component:
    """What is shown, in words with chips, and a form whose answers go into the address."""
    told = wanted.say() | {"check" if wanted.check else "queue": say_queue(wanted)}
    chips = list_chips({name: words for name, words in told.items() if name in wanted.named()}, wanted, here)
    words = f"{plural(found.total, 'pathway')}: {say_queue(wanted)}. What cannot go on comes first, then what "
    words += "is wrong, then the rest; in each the longest wait first."
    failed = {check_key(int(number)): count for number, count in about["counts"].items()}
    checks = {key: f"{CHECK_QUEUES[key]} ({count:,})" for key, count in failed.items()}
    return html.Div(
        [render_criteria(words, chips), *render_query(wanted, ["check", "find", "left"], {"check": checks})]
    )


def render_checks(module: Module, list_id: str, about: Mapping[str, Any]) -> Component:
    series = waiting_lists.make_checks_series(about, f"{module.address}/lists/{list_id}?check=")
    return html.Div(render_chart(series, f"/lists/{list_id}/checks.csv"), className="cs-charts")


def render_aside(clockstart: Clockstart, visit: Visit, list_id: str, about: Mapping[str, Any]) -> list[Component]:
    """The lines that could not be used, with why."""
    if not about["set_aside"]:
        return []
    lines = clockstart.store.lists.aside(visit.actor.uid, list_id)
    columns = (Column("Line", number=True, header=True), Column("Why it was set aside"))
    shown = [(line, reason) for line, reason in lines[:ASIDE_SHOWN]]
    link = html.A("All of them as CSV", href=f"/lists/{list_id}/set-aside.csv", download="")
    words = f"{plural(len(lines), 'line')} could not be used and {'is' if len(lines) == 1 else 'are'} not checked."
    return [render_section("Set aside", [html.P(words), render_table("Lines set aside", columns, shown), html.P(link)])]


def render_remove(about: Mapping[str, Any]) -> Component:
    """Asks before removing, naming what would go; `dashapp/assets/dialog.js` opens and closes it."""
    confirm = html.Button("Remove", id=REMOVE_CONFIRM, type="button", className="btn btn-danger", n_clicks=0)
    keep = html.Button("Keep it", type="button", className="btn btn-secondary", **{"data-close-dialog": "1"})
    return html.Dialog(
        [
            html.H2(f"Remove the list {about['name']}?", id="remove-list-title"),
            html.P("Its rows go for good; the validations made from it stay. It can be checked again from its source."),
            html.Div([confirm, keep], className="cs-buttons"),
        ],
        **{"aria-labelledby": "remove-list-title", "data-opened-by": REMOVE},
    )


def render_checked(_: Clockstart, module: Module, job: Job) -> list[Component]:
    """How many pathways were checked, and the way to them."""
    if job.state != "done":
        kind = "watch" if job.state == "stopped" else "breach"
        return [render_banner(kind, f"{job.sentence} Nothing of this list was kept; other lists are as they were.")]
    result = job.result
    aside = f", {plural(result['set_aside'], 'line')} set aside" if result["set_aside"] else ""
    words = f"{plural(result['rows'], 'pathway')} checked, {result['failed']:,} failed a check{aside}. "
    link = html.A("Open the list", href=f"{module.address}/lists/{result['list']}")
    return [render_banner("watch" if aside else "note", [words, link])]
