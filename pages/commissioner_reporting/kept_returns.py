"""Kept returns: the list of them, one with its figures beside last month and now, keeping and signing off."""

from collections.abc import Sequence
from typing import Any

from dash import Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from auth import current_trace
from auth.actor import current_actor
from auth.requires import requires
from dashapp.context import Clockstart, current_clockstart
from dashapp.services.access import access
from dashapp.services.jobs.prepared import MustWait
from dashapp.services.records.records import new_id
from dashapp.ui import ids
from dashapp.ui.banners import render_banner
from dashapp.ui.chips import render_chip
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.controls import draw_text, render_labelled
from dashapp.ui.page import render_action, render_page, render_section
from dashapp.ui.tables import Cell, Column, render_facts, render_table
from dashapp.ui.times import day_and_time
from dashapp.web.addresses import record_address
from dashapp.web.router import Page, Visit, read_query
from pages.commissioner_reporting.service import compared, kept, submission
from pages.commissioner_reporting.service.kept import KeptReturn
from pages.commissioner_reporting.service.lists import read_list
from pages.commissioner_reporting.service.report_query import ReportAsked, month_before, read_asked
from rules.codes import RETURN_LINES
from rules.rates import say_percent
from rules.returns.layout import Part
from rules.returns.measures import Figures
from storage.errors import NotFound, StorageError
from words.phrases import plural

from .checks import render_checks
from .frame import BASE, SLUG, TITLE, check_open, frame, one_decimal, within_18

NOTE, KEEP, KEEP_STATE, KEEP_STATUS = "report-note", "report-keep", "report-keep-state", "report-keep-status"
SIGN_WORDS, SIGN, SIGN_STATE, SIGN_STATUS = "report-words", "report-sign", "report-sign-state", "report-sign-status"
LEAD = "Returns as they were prepared. Their figures never change; a different person signs each one off."


def register(app: Dash, clockstart: Clockstart) -> None:
    """The three pages and the two acts."""
    router = clockstart.router
    router.add(
        f"{BASE}/kept",
        Page(f"Kept returns – {TITLE}", lambda v: render_list(clockstart, v), lambda v: check_open(clockstart, v)),
    )
    router.add(
        f"{BASE}/kept/<uid>/<record_id>",
        Page(f"Kept return – {TITLE}", lambda v: render_kept(clockstart, v), lambda v: check_kept(clockstart, v)),
    )
    router.add(
        f"{BASE}/keep",
        Page(
            f"Keep a return – {TITLE}",
            lambda v: render_keep(clockstart, v),
            lambda v: check_open(clockstart, v),
            writes=True,
        ),
    )
    for button, state, words, status, action in (
        (KEEP, KEEP_STATE, NOTE, KEEP_STATUS, on_keep),
        (SIGN, SIGN_STATE, SIGN_WORDS, SIGN_STATUS, on_sign),
    ):
        app.callback(
            Output(status, "children"),
            Output(ids.NAVIGATE, "data", allow_duplicate=True),
            Input(button, "n_clicks"),
            State(state, "data"),
            State(words, "value"),
            prevent_initial_call=True,
        )(action)


def check_kept(clockstart: Clockstart, visit: Visit) -> None:
    """Raises NotFound for a return outside the actor's reach."""
    check_open(clockstart, visit)
    kept.get_kept(clockstart, visit.actor, visit.variables["uid"], visit.variables["record_id"])


@requires()
def on_keep(clicks: int | None, state: dict[str, Any] | None, note: str | None) -> tuple[Any, Any]:
    """Keep the return the address asks for, as a record of the actor's own."""
    if not clicks or not state:
        raise PreventUpdate
    clockstart, actor = current_clockstart(), current_actor()
    access.get_module(clockstart, actor, SLUG)
    try:
        asked = read_asked(clockstart, actor, read_query(str(state.get("query"))))
        record_id = kept.keep(clockstart, actor, asked, note or "", current_trace(), str(state.get("id") or ""))
    except NotFound:
        raise
    except StorageError as problem:
        return render_banner("breach", problem.sentence, urgent=True), no_update
    return "Saved", record_address(f"{BASE}/kept/{actor.uid}", record_id)


@requires("manager", "admin")
def on_sign(clicks: int | None, state: dict[str, Any] | None, words: str | None) -> tuple[Any, Any]:
    """Sign a return off; who may is decided by the service."""
    if not clicks or not state:
        raise PreventUpdate
    clockstart, actor = current_clockstart(), current_actor()
    access.get_module(clockstart, actor, SLUG)
    uid, record_id = str(state.get("uid")), str(state.get("id"))
    try:
        kept.sign_off(clockstart, actor, uid, record_id, words or "", current_trace())
    except NotFound:
        raise
    except StorageError as problem:
        return render_banner("breach", problem.sentence, urgent=True), no_update
    return "Signed off", record_address(f"{BASE}/kept/{uid}", record_id) + "?signed=1"


def render_list(clockstart: Clockstart, visit: Visit) -> Component:
    """Every kept return in reach."""
    found = kept.list_kept(clockstart, visit.actor)
    if not found:
        keep = render_action("Prepare the newest month", BASE, primary=True)
        nothing = render_empty(
            "No return is kept yet", "Look at a month's return, then keep it for sign-off and comparison.", [keep]
        )
        return frame("kept", None, [nothing], LEAD)
    columns = (
        Column("Return", header=True),
        Column("List"),
        Column("Waiting", number=True),
        Column("Within 18 weeks %", number=True),
        Column("Over 52", number=True),
        Column("Prepared"),
        Column("Sign-off"),
    )
    rows: list[Sequence[Cell]] = [render_row(one) for one in found]
    return frame("kept", None, [render_table("Kept returns, the newest month first", columns, rows)], LEAD)


def render_row(one: KeptReturn) -> Sequence[Cell]:
    return (
        html.A(f"{one.month.first:%B %Y}", href=record_address(f"{BASE}/kept/{one.owner}", one.record_id)),
        one.scope_words,
        int(one.figures["total"]),
        say_percent(one.figures["within_18"], one.figures["total"]),
        int(one.figures["over_52"]),
        f"{one.prepared_by}, {day_and_time(one.prepared_at)}",
        render_sign_chip(one),
    )


def render_sign_chip(one: KeptReturn) -> Component:
    if one.sign_off:
        return render_chip("fine", f"Signed off by {one.sign_off.name}")
    return render_chip("watch", "Not signed off")


def render_keep(clockstart: Clockstart, visit: Visit) -> Component:
    """What would be kept, a note for whoever signs it off, and the button."""
    try:
        asked = read_asked(clockstart, visit.actor, visit.query)
    except NotFound:
        raise
    except StorageError as problem:
        return frame("kept", None, [render_banner("breach", problem.sentence, urgent=True)], LEAD)
    facts = (
        ("Month", asked.month_words),
        ("List", asked.scope.words),
        ("Provider where none is recorded", asked.given.provider),
        ("Commissioner where none is recorded", asked.given.host),
    )
    words, hint = "What should whoever signs it off know?", "Large changes and their reasons."
    note = render_labelled(draw_text(NOTE, maxLength=5000), words, hint, look="cs-field")
    button = html.Button("Keep this return", id=KEEP, type="button", className="btn btn-primary", n_clicks=0)
    return render_page(
        f"Keep the return for {asked.month_words}",
        [
            dcc.Store(id=ids.NAVIGATE),
            dcc.Store(id=KEEP_STATE, data={"query": asked.query.query(), "id": new_id()}),
            html.Div(
                [
                    render_facts(facts),
                    note,
                    html.Div([button], className="cs-buttons"),
                    html.Div(id=KEEP_STATUS, role="status"),
                ],
                className="cs-report",
            ),
        ],
        lead="The figures are worked out now and kept, with your name, the time and the version of the rule books.",
        back=(TITLE, asked.query.at(BASE)),
    )


def render_kept(clockstart: Clockstart, visit: Visit) -> Component:
    """One kept return."""
    one = kept.get_kept(clockstart, visit.actor, visit.variables["uid"], visit.variables["record_id"])
    query = {"whose": [one.scope_key], "month": [f"{one.month.first:%Y-%m}"], "provider": [one.provider]}
    asked = find_asked(clockstart, visit, one, {**query, "host": [one.host]})
    before = compared.find_previous(clockstart, visit.actor, asked) if asked else None
    done = [render_banner("note", "Signed off.")] if visit.first("signed") and one.sign_off else []
    return render_page(
        f"Return for {one.month.first:%B %Y}",
        [
            dcc.Store(id=ids.NAVIGATE),
            *done,
            html.Div(
                [
                    render_facts(list_facts(one)),
                    render_sign_off(clockstart, visit, one),
                    render_figures(clockstart, visit, one, asked),
                    render_lines(one),
                    render_checks(submission.list_results(one.lines, before.lines if before else None), before),
                ],
                className="cs-report",
            ),
        ],
        lead=f"As prepared by {one.prepared_by} on {day_and_time(one.prepared_at)}. These figures never change.",
        actions=list_files(one),
        back=("Kept returns", f"{BASE}/kept"),
    )


def find_asked(
    clockstart: Clockstart, visit: Visit, one: KeptReturn, query: dict[str, list[str]]
) -> ReportAsked | None:
    """The same report as of now; None when the list it was made of is somebody else's own."""
    if one.owner != visit.actor.uid and one.scope_key in ("own", "all"):
        if one.scope_key == "all":
            return None
        query = {**query, "whose": [f"person-{one.owner}"]}
    try:
        return read_asked(clockstart, visit.actor, query)
    except NotFound:
        return None


def list_facts(one: KeptReturn) -> list[tuple[str, Cell]]:
    return [
        ("List", one.scope_words),
        ("Prepared by", one.prepared_by),
        ("Prepared on", day_and_time(one.prepared_at)),
        ("Rule books", one.rules_version),
        ("Provider and host commissioner where none is recorded", f"{one.provider}, {one.host}"),
        ("Note", one.note or None),
    ]


def render_sign_off(clockstart: Clockstart, visit: Visit, one: KeptReturn) -> Component:
    """Who signed, or the way to sign for those who may."""
    if one.sign_off:
        signed = one.sign_off
        words = f"{signed.name} ({signed.role}), {day_and_time(signed.at)}"
        facts: list[tuple[str, Cell]] = [("Signed off by", words), ("In these words", signed.words or None)]
        return render_section("Sign-off", [render_chip("fine", "Signed off"), render_facts(facts)])
    if not kept.can_sign(clockstart, visit.actor, one.owner):
        words = "A different person signs it off: a manager of whoever prepared it, or an administrator."
        return render_section("Sign-off", [render_chip("watch", "Not signed off"), html.P(words)])
    wrong = kept.wrong_in(one)
    asks = "Why is it signed off all the same?" if wrong else "Anything to say with it? (optional)"
    form = [
        *([render_banner("breach", f"A check says that something is wrong: {wrong[0]}")] if wrong else []),
        render_labelled(draw_text(SIGN_WORDS, rows=3, maxLength=2000), asks),
        html.Div(
            [html.Button("Sign this return off", id=SIGN, type="button", className="btn btn-primary", n_clicks=0)],
            className="cs-buttons",
        ),
        html.Div(id=SIGN_STATUS, role="status"),
        dcc.Store(id=SIGN_STATE, data={"uid": one.owner, "id": one.record_id}),
    ]
    return render_section("Sign-off", [render_chip("watch", "Not signed off"), html.Div(form, className="cs-field")])


HEADLINE: tuple[tuple[str, str], ...] = (
    ("total", "Waiting (Part 2, NONC left out)"),
    ("within_18", "Within 18 weeks"),
    ("share_within_18", "Within 18 weeks, %"),
    ("median_weeks", "Median wait, weeks"),
    ("p92_weeks", "92nd percentile, weeks"),
    ("over_52", "Over 52 weeks"),
    ("over_65", "Over 65 weeks"),
    ("over_78", "Over 78 weeks"),
    ("over_104", "Over 104 weeks"),
)


def render_figures(clockstart: Clockstart, visit: Visit, one: KeptReturn, asked: ReportAsked | None) -> Component:
    """The headline figures as kept, as known now, and of the month before."""
    columns = [Column("Figure", header=True), Column("As kept", number=True)]
    sets: list[Figures] = [compared.figures_of_lines(one.lines)]
    told = ""
    if asked is not None:
        try:
            listed = read_list(clockstart, asked)
            sets.append(compared.figures_of_lines(listed.lines()))
            columns.append(Column("As known now", number=True))
            told = f"{plural(len(compared.list_changes(one, listed)), 'pathway')} would count otherwise now."
        except MustWait:
            told = "What is known now is shown once the clocks of the list are worked out."
    before = find_lines_before(clockstart, visit, asked)
    if before is not None:
        sets.append(compared.figures_of_lines(before))
        columns.append(Column(f"{month_before(one.month).first:%B %Y}, as kept", number=True))
    rows = [(words, *(show(figures, name) for figures in sets)) for name, words in HEADLINE]
    return render_section(
        "Headline figures",
        [render_table("Headline figures", columns, rows, caption_hidden=True), html.P(told, className="cs-quiet")],
    )


def show(figures: Figures, name: str) -> Cell:
    if name == "share_within_18":
        return within_18(figures)
    value: float | None = getattr(figures, name)
    return one_decimal(value) if name.endswith("weeks") or value is None else int(value)


def find_lines_before(clockstart: Clockstart, visit: Visit, asked: ReportAsked | None) -> Any:
    """The lines of the kept return of the month before, or None."""
    previous = compared.find_previous(clockstart, visit.actor, asked) if asked else None
    return previous.lines if previous else None


def render_lines(one: KeptReturn) -> Component:
    """Total All by treatment function and part, as kept."""
    lines = one.lines
    columns = (
        Column("Treatment function", header=True),
        *(Column(part.words, number=True) for part in Part),
    )
    rows = [
        (name, *(compared.total_of(lines, part, line) for part in Part))
        for line, name in RETURN_LINES.items()
        if any(compared.total_of(lines, part, line) for part in Part)
    ]
    totals = ("Total", *(compared.total_of(lines, part) for part in Part))
    return render_section(
        "By treatment function", render_table("Total All, every commissioner", columns, rows, totals=totals)
    )


def list_files(one: KeptReturn) -> list[Component]:
    base = record_address(f"/export/kept-return/{one.owner}", one.record_id)
    return [
        html.A(words, href=f"{base}.{ending}", className="btn btn-secondary", download="")
        for ending, words in (("csv", "CSV"), ("xlsx", "Excel"), ("pdf", "PDF"))
    ]
