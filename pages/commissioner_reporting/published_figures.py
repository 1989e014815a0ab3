"""Published figures: bring a national extract in, and compare a list with England, a region or a provider."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from dash import Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from auth.actor import current_actor
from auth.policy import can_oversee
from auth.requires import requires
from dashapp.context import Clockstart, current_clockstart
from dashapp.module_page.transfer import decode
from dashapp.services.access import access
from dashapp.services.jobs.prepared import MustWait
from dashapp.services.records.records import new_id
from dashapp.ui import ids
from dashapp.ui.banners import render_banner
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.posting import render_told
from dashapp.ui.page import render_section
from dashapp.ui.tables import Cell, Column, render_table
from dashapp.ui.times import day_and_time
from dashapp.web.plain_forms import read_told
from dashapp.web.router import Page, Visit
from dashapp.web.waiting import find_watched, register_stop, render_must_wait, render_running, stop_watched
from pages.commissioner_reporting.service import published
from pages.commissioner_reporting.service.figures import list_lines, month_figures
from pages.commissioner_reporting.service.lists import ReportedList, read_list
from pages.commissioner_reporting.service.published import Level, Organisation, Published
from pages.commissioner_reporting.service.report_query import ReportAsked, read_asked
from pages.commissioner_reporting.service.series import name_line
from rules.rates import calc_percent, say_percent
from rules.returns.measures import Figures
from storage.errors import NotFound, Refused
from storage.jobs import Job
from words.phrases import with_capital

from . import published_removal
from .frame import BASE, PAGES, SLUG, TITLE, check_open, frame, one_decimal, render_filters, render_refused, within_18

FILE, STATE, TICK, PROGRESS, STOP = "extract-file", "extract-state", "extract-tick", "extract-progress", "extract-stop"
TICK_MS = 800
BELOW = "published"
SHOWN_AT_MOST = 40
LEAD = "A list next to NHS England's published figures: England, an integrated care board, or a provider."
HEADLINE: tuple[tuple[str, str], ...] = (
    ("total", "Waiting (Part 2)"),
    ("share_within_18", "Within 18 weeks, %"),
    ("median_weeks", "Median wait, weeks"),
    ("p92_weeks", "92nd percentile, weeks"),
    ("over_52", "Over 52 weeks, % of the list"),
    ("over_65", "Over 65 weeks, % of the list"),
    ("over_78", "Over 78 weeks, % of the list"),
    ("over_104", "Over 104 weeks, % of the list"),
)

SHARES = {"share_within_18": "within_18", **{f"over_{weeks}": f"over_{weeks}" for weeks in (52, 65, 78, 104)}}
"""The figures that are shown as a share of the list, and what is counted for each."""


def register_published(app: Dash, clockstart: Clockstart) -> None:
    """The page, and the import with its progress."""
    page = Page(
        f"{PAGES[BELOW]} – {TITLE}", lambda v: render_published(clockstart, v), lambda v: check_open(clockstart, v)
    )
    clockstart.router.add(f"{BASE}/{BELOW}", page)
    published_removal.register(app, clockstart)
    app.callback(
        Output(PROGRESS, "children", allow_duplicate=True),
        Output(STATE, "data"),
        Output(TICK, "disabled", allow_duplicate=True),
        Input(FILE, "contents"),
        State(FILE, "filename"),
        prevent_initial_call=True,
    )(on_file)
    app.callback(
        Output(PROGRESS, "children"),
        Output(TICK, "disabled"),
        Output(ids.NAVIGATE, "data", allow_duplicate=True),
        Input(TICK, "n_intervals"),
        State(STATE, "data"),
        prevent_initial_call=True,
    )(on_tick)
    register_stop(app, STOP, STATE, on_stop)


@requires("manager", "admin")
def on_file(contents: str | None, name: str | None) -> tuple[Any, Any, bool]:
    """Hand an extract to the worker."""
    if not contents:
        raise PreventUpdate
    clockstart, actor = current_clockstart(), current_actor()
    access.get_module(clockstart, actor, SLUG)
    try:
        job = published.start_import(clockstart, actor, new_id(), name or "extract", decode(contents))
    except NotFound:
        raise
    except Refused as problem:
        return render_banner("breach", problem.sentence, urgent=True), no_update, True
    return render_job(job), {"job": job.id}, False


@requires("manager", "admin")
def on_tick(_ticks: int, state: dict[str, Any] | None) -> tuple[Any, bool, Any]:
    """How the import stands; when it is done, the page with its figures."""
    access.get_module(current_clockstart(), current_actor(), SLUG)
    job = find_watched(state)
    done = f"{BASE}/{BELOW}?extract={job.result['extract']}" if job.state == "done" else no_update
    return render_job(job), job.has_ended, done


@requires("manager", "admin")
def on_stop(clicks: int | None, state: dict[str, Any] | None) -> bool:
    """Ask the import to stop: nothing of the extract is kept then."""
    return stop_watched(clicks, state)


def render_job(job: Job) -> list[Component]:
    if not job.has_ended:
        return render_running(job, STOP)
    if job.state == "done":
        return [
            render_banner("note", f"{job.result['rows']:,} rows of {job.result['providers']:,} providers imported.")
        ]
    kind = "watch" if job.state == "stopped" else "breach"
    return [render_banner(kind, f"{job.sentence} Nothing of the file was kept.", urgent=True)]


def render_published(clockstart: Clockstart, visit: Visit) -> Component:
    """The extracts there are, and the comparison the address asks for."""
    extracts = published.list_published(clockstart)
    brings = can_oversee(visit.actor)
    upload = render_upload() if brings else []
    told = render_told(read_told()) if brings else []
    if not extracts:
        words = "Import a full extract." if brings else "A manager or an administrator imports one."
        nothing = render_empty(
            "No published figures yet", f"NHS England publishes the RTT full extract every month. {words}"
        )
        return frame(BELOW, None, [*told, nothing, *upload], LEAD)
    try:
        asked = read_asked(clockstart, visit.actor, visit.query)
        content = render_comparison(clockstart, visit, asked, extracts)
    except MustWait as waiting:
        return frame(BELOW, None, render_must_wait(clockstart, visit, waiting), LEAD)
    except NotFound:
        raise
    except Refused as problem:
        return frame(BELOW, None, render_refused(problem, BELOW), LEAD)
    return frame(BELOW, asked, [*told, *content, render_extracts(extracts, removes=brings), *upload], LEAD)


def render_comparison(
    clockstart: Clockstart, visit: Visit, asked: ReportAsked, extracts: Sequence[Published]
) -> list[Component]:
    """The list beside the level chosen, and how all providers stand."""
    wanted = asked.given.extract or nearest(extracts, asked).id
    extract = next((one for one in extracts if one.id == wanted), None)
    if extract is None:
        raise NotFound("There is no such extract. It may have been removed.")
    organisations = published.list_organisations(clockstart, extract.id)
    level = published.read_level(clockstart, extract.id, asked.given.level or published.ENGLAND)
    listed = read_list(clockstart, asked)
    offered = {"extract": {one.id: one.words for one in extracts}, "level": published.list_levels(organisations)}
    chosen = asked.given.model_copy(update={"extract": extract.id, "level": level.key})
    return [
        *render_filters(clockstart, visit, replace(asked, given=chosen), BELOW, offered),
        render_headline(asked, listed, extract, level),
        render_lines(listed, level),
        render_providers(asked, extract, organisations, clockstart),
    ]


def nearest(extracts: Sequence[Published], asked: ReportAsked) -> Published:
    """The extract of the report's month, or the one nearest to it."""
    return min(extracts, key=lambda one: abs((one.month - asked.month.first).days))


def render_headline(asked: ReportAsked, listed: ReportedList, extract: Published, level: Level) -> Component:
    """The headline figures side by side; long waits as shares, so that lists of any length compare."""
    ours, theirs = month_figures(listed).list, level.figures
    columns = (
        Column("Figure", header=True),
        Column(f"{with_capital(asked.scope.words)}, {asked.month_words}", number=True),
        Column(f"{level.name}, {extract.words}", number=True),
        Column("Difference", number=True),
    )
    rows = [(words, *compare(name, ours, theirs)) for name, words in HEADLINE]
    same = extract.month == asked.month.first
    note = [] if same else [f"The published month is {extract.words}, the list's is {asked.month_words}. "]
    foreign = f"NONC is left out of both; {level.name} had {level.foreign:,} such pathways."
    return render_section(
        "Headline figures",
        [
            render_table("Headline figures next to the published ones", columns, rows),
            html.P([*note, foreign], className="cs-quiet"),
        ],
    )


def compare(name: str, ours: Figures, theirs: Figures) -> tuple[Cell, Cell, Cell]:
    """One figure of both, and how much more the list has: points for shares, weeks, pathways."""
    mine, published_figure = figure_of(name, ours), figure_of(name, theirs)
    if mine is None or published_figure is None:
        return say_figure(name, ours), say_figure(name, theirs), None
    if name == "total":
        return int(mine), int(published_figure), None
    difference = round(mine - published_figure, 1)
    apart = f"{difference:+,.1f}" if difference else "0.0"
    return one_decimal(mine), one_decimal(published_figure), apart


def figure_of(name: str, figures: Figures) -> float | None:
    value = getattr(figures, name)
    if name in SHARES:
        return calc_percent(getattr(figures, SHARES[name]), figures.total)
    return None if value is None else float(value)


def say_figure(name: str, figures: Figures) -> Cell:
    """One figure alone; of too few, "12 of 15" and not a share."""
    if name in SHARES:
        return say_percent(getattr(figures, SHARES[name]), figures.total)
    return one_decimal(figure_of(name, figures))


def render_lines(listed: ReportedList, level: Level) -> Component:
    """Treatment functions: share within 18 weeks and median of both."""
    columns = (
        Column("Treatment function", header=True),
        Column("This list, waiting", number=True),
        Column("Within 18 weeks %", number=True),
        Column("Published %", number=True),
        Column("Points apart", number=True),
        Column("Median weeks", number=True),
        Column("Published", number=True),
    )
    rows: list[Sequence[Cell]] = []
    for one in list_lines(listed):
        theirs = level.figures_of_line(one.line)
        share, published_share = one.list.rate_within_18, theirs.rate_within_18
        apart = None if share is None or published_share is None else f"{100 * (share - published_share):+.1f}"
        rows.append(
            (
                name_line(one.line),
                int(one.list.total),
                within_18(one.list),
                within_18(theirs),
                apart,
                one_decimal(one.list.median_weeks),
                one_decimal(theirs.median_weeks),
            )
        )
    caption = f"Open pathways by treatment function next to {level.name}"
    return render_section("By treatment function", render_table(caption, columns, rows))


def render_providers(
    asked: ReportAsked, extract: Published, organisations: Sequence[Organisation], clockstart: Clockstart
) -> Component:
    """Every provider's list in the extract, the longest first; each leads to its comparison."""
    columns = (Column("Provider", header=True), Column("Integrated care board"), Column("Waiting", number=True))
    rows: list[Sequence[Cell]] = []
    for one in organisations[:SHOWN_AT_MOST]:
        href = asked.query.at(f"{BASE}/{BELOW}", extract=extract.id, level=f"{published.PROVIDER}{one.code}")
        parent = html.A(
            published.as_name(one.parent_name) or "–",
            href=asked.query.at(f"{BASE}/{BELOW}", extract=extract.id, level=f"{published.PARENT}{one.parent}"),
        )
        rows.append(
            (
                html.A(f"{published.as_name(one.name)} ({one.code})", href=href),
                parent if one.parent else None,
                one.waiting,
            )
        )
    caption = f"Providers in the extract of {extract.words}, the longest lists first"
    more = f"The first {SHOWN_AT_MOST} of {len(organisations):,}: choose others above." * (
        len(organisations) > SHOWN_AT_MOST
    )
    return render_section("Providers", [render_table(caption, columns, rows), html.P(more, className="cs-quiet")])


def render_extracts(extracts: Sequence[Published], *, removes: bool) -> Component:
    """What has been brought in, with source and licence; a way to remove it for those who bring in."""
    columns = (
        Column("Month", header=True),
        Column("Rows", number=True),
        Column("Providers", number=True),
        Column("File"),
        Column("Imported"),
        *([Column("Remove")] if removes else []),
    )
    rows: list[Sequence[Cell]] = [
        (
            one.words,
            one.rows,
            one.providers,
            one.file,
            f"{one.by}, {day_and_time(datetime.fromisoformat(one.at))}",
            *([published_removal.render_link(one)] if removes else []),
        )
        for one in extracts
    ]
    source = f"Source: {extracts[0].source}. {extracts[0].licence}. England is the sum of the extract's providers."
    return render_section(
        "Imported extracts", [render_table("Published extracts", columns, rows), html.P(source, className="cs-quiet")]
    )


def render_upload() -> list[Component]:
    """The file control, and where the file comes from."""
    upload = dcc.Upload(
        html.Button("Choose an extract", type="button", className="btn btn-primary"),
        id=FILE,
        accept=".csv,.gz,.zip",
        multiple=False,
        className="cs-upload",
    )
    words = (
        "The RTT full CSV extract of one month, as .zip, .gz or .csv, from NHS England's statistics pages. It is read "
        "by the worker and kept for everybody; a month imported again replaces the one before."
    )
    body = [
        upload,
        html.P(words),
        dcc.Store(id=STATE),
        dcc.Store(id=ids.NAVIGATE),
        dcc.Interval(id=TICK, interval=TICK_MS, disabled=True),
        html.Div(id=PROGRESS, role="status"),
    ]
    return [render_section("Import a published extract", body)]
