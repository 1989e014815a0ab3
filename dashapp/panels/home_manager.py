"""A manager's home: six figures, the learners who need attention, the newest work to review."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import zip_longest

from dash import html
from dash.development.base_component import Component

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.panels.home_learner import render_go_on, render_title
from dashapp.services.jobs.prepared import MustWait
from dashapp.services.people.oversight import QUIET_AFTER
from dashapp.services.records import drafts
from dashapp.services.work import key_figures, progress
from dashapp.services.work.progress import Progress, ProgressQuery
from dashapp.ui.empty import render_empty
from dashapp.ui.icons import render_icon
from dashapp.ui.page import render_action
from dashapp.ui.sparkline import render_sparkline
from dashapp.values.key_figure import KeyFigure, Status
from dashapp.web.router import Visit
from dashapp.web.waiting import render_must_wait
from words.phrases import plural

SHOWN = 5
MONITOR = "/student-progress-monitor"
LONG_QUIET = 2 * QUIET_AFTER
FEEDBACK, QUIET, NOTHING = "Review", "See records", "See account"
GRAVE_FIRST = (FEEDBACK, QUIET, NOTHING)
Attention = tuple[Status, str, str, str, str, str]
"""How it stands, who, what, more of it, the words of the link, the address."""


def render_manager(clockstart: Clockstart, visit: Visit) -> list[Component]:
    everybody = progress.read_progress(clockstart, visit.actor, ProgressQuery())
    if not len(everybody):
        return [render_empty("No learners yet", "An administrator can assign cohorts to you.")]
    drafts_kept = drafts.list_unfinished(clockstart, visit.actor)
    go_on = render_go_on(clockstart, visit.actor, [], drafts_kept)
    return [render_figures(clockstart, visit), render_people(everybody), *go_on]


def say_lead(clockstart: Clockstart, actor: Actor) -> str:
    """ "24 learners, 14 worked in the last 7 days"."""
    everybody = progress.read_progress(clockstart, actor, ProgressQuery())
    active = int(everybody.is_active.sum())
    return f"{plural(len(everybody), 'learner')}, {active} worked in the last 7 days" if len(everybody) else ""


def render_figures(clockstart: Clockstart, visit: Visit) -> Component:
    """What has to be worked out first is waited for in its place; the rest of the page does not wait."""
    try:
        figures = key_figures.list_figures(clockstart, visit.actor)
    except MustWait as told:
        return html.Div(render_must_wait(clockstart, visit, told), className="cs-keys-wait")
    return html.Ul([render_figure(one) for one in figures], className="cs-keys")


def render_figure(one: KeyFigure) -> html.Li:
    """The number leads to its chart, what it counts to the rows."""
    name = html.P(html.A(one.name, href=one.chart), className="cs-key-name")
    of = [html.A(one.of, href=one.rows, className="cs-key-of")] if one.of else []
    unit = [html.Span(one.unit, className="cs-key-unit")] if one.unit else []
    number = html.P([html.Strong(one.number), *unit, *of], className="cs-key-number")
    line = render_sparkline(one.points, f"{one.name}, {one.every} by {one.every}", target=one.target, status=one.status)
    mark = [] if one.status == "note" else [render_icon(one.status)]
    verdict = [html.Span([*mark, one.verdict], className=f"cs-state cs-state-{one.status}"), " "] if one.verdict else []
    top = html.Div([html.Div([name, number]), *([line] if line else [])], className="cs-key-top")
    return html.Li([top, html.P([*verdict, one.trend], className="cs-key-trend")])


def render_people(everybody: Progress) -> Component:
    found = in_turn(list(list_attention(everybody)))
    parts = [render_attention(found, len(everybody)), render_review(everybody)]
    return html.Div([part for part in parts if part is not None], className="cs-home-two")


def in_turn(found: Sequence[Attention]) -> list[Attention]:
    """Who has been quiet longest first, then one of each kind in turn."""
    kinds = [[one for one in found if one[0] != "breach" and one[4] == kind] for kind in GRAVE_FIRST]
    turns = [one for turn in zip_longest(*kinds) for one in turn if one is not None]
    return [*(one for one in found if one[0] == "breach"), *turns]


def list_attention(everybody: Progress) -> Iterator[Attention]:
    """Who waits for feedback, has fallen quiet or has not begun."""
    return (one for at in range(len(everybody)) if (one := find_attention(everybody, at)))


def find_attention(everybody: Progress, at: int) -> Attention | None:
    """What matters most of one person, if anything does."""
    person, records, begun = everybody.people[at], int(everybody.records[at]), int(everybody.begun[at])
    if everybody.waits_long[at]:
        waiting = plural(int((everybody.status[at] == progress.SUBMITTED).sum()), "module")
        where = f"{MONITOR}/{person.uid}"
        return "watch", person.name, "Waits for feedback", f"{waiting} handed in over a week ago", FEEDBACK, where
    if everybody.is_quiet[at]:
        silent = everybody.now - moment_of(int(everybody.last_change[at]), everybody.now)
        status: Status = "breach" if silent > LONG_QUIET else "watch"
        entered = f"{plural(records, 'record')} in {plural(begun, 'module')}"
        return status, person.name, f"Quiet for {plural(silent.days, 'day')}", entered, QUIET, f"/people/{person.uid}"
    if not records:
        return "watch", person.name, "Has not started", "Nothing entered yet", NOTHING, f"/people/{person.uid}"
    return None


def moment_of(milliseconds: int, now: datetime) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, now.tzinfo)


def render_attention(found: Sequence[Attention], many: int) -> Component | None:
    if not found:
        return None
    title = render_title(
        "Learners who need attention", [html.A("Progress of all", href=MONITOR)], f"{len(found)} of {many}"
    )
    return html.Section([title, html.Ul([render_one(one) for one in found[:SHOWN]], className="cs-lines")])


def render_one(one: Attention) -> html.Li:
    status, name, what, more, words, href = one
    said = html.Span([render_icon(status), what], className=f"cs-state cs-state-{status}")
    return html.Li(
        [html.A(name, href=href), html.Div([said, html.Span(more, className="cs-quiet")]), render_action(words, href)]
    )


def render_review(everybody: Progress) -> Component | None:
    """What was handed in last comes first."""
    cells = everybody.list_cells(progress.SUBMITTED)
    if not cells:
        return None
    newest = sorted(cells, key=lambda cell: -int(everybody.submitted[cell]))
    waiting = f"{len(cells):,} waiting, newest first"
    every = html.A("All", href=f"{MONITOR}?status={progress.ORDER[progress.SUBMITTED]}")
    lines = [render_handed_in(everybody, *cell) for cell in newest[:SHOWN]]
    return html.Section([render_title("To review", [every], waiting), html.Ul(lines, className="cs-lines")])


def render_handed_in(everybody: Progress, at: int, place: int) -> html.Li:
    person, module = everybody.people[at], everybody.modules[place]
    who = html.A(person.name, href=f"/people/{person.uid}{module.address}")
    ago = say_ago(everybody.now - moment_of(int(everybody.submitted[at, place]), everybody.now))
    what = html.Span(module.short_title or module.title, className="cs-quiet")
    count = plural(int(everybody.counts[at, place]), "record")
    return html.Li([html.Div([who, what]), html.Span(count), html.Span(ago, className="cs-quiet")])


def say_ago(gone: timedelta) -> str:
    """ "2 h", "3 d"."""
    hours = int(gone.total_seconds() // 3600)
    return f"{gone.days} d" if gone.days > 0 else f"{hours} h" if hours > 0 else "now"
