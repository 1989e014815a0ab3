"""The monitor's first page: counts, filters in words, the grid on a wide screen, the list on a phone or when asked."""

from __future__ import annotations

from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.services.work import progress
from dashapp.services.work.progress import NONE, ORDER, SHOWN, SORTS, SUBMITTED, Progress, ProgressQuery
from dashapp.ui.charts import render_charts
from dashapp.ui.chips import Count, render_counts, render_criteria
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.queries import list_chips, render_query
from dashapp.ui.page import render_action, render_page, render_section
from dashapp.ui.theme import ACCENT, BAR, FINE, WATCH
from dashapp.web.router import Visit
from pages.student_progress_monitor.grid import render_grid
from pages.student_progress_monitor.people_list import render_list
from pages.student_progress_monitor.reach import HERE, OTHER_PAGES, SLUG, TITLE, link
from pages.student_progress_monitor.service import progress_series
from words.phrases import plural

STATUS_COLOURS = (BAR, ACCENT, WATCH, FINE)
"""Not started, in progress, submitted, reviewed."""


def render(clockstart: Clockstart, visit: Visit) -> Component:
    """Everyone in scope, narrowed by the address."""
    asked = ProgressQuery.read(visit.query)
    everybody = progress.read_progress(clockstart, visit.actor, asked)
    found = progress.narrow_down(clockstart, everybody, asked)
    lead = "Everyone who learns here" if visit.actor.role == "admin" else "The learners of the cohorts you look after"
    return render_page(
        TITLE,
        [
            render_glance(everybody, asked),
            *render_filters(clockstart, visit, asked),
            render_people(clockstart, visit, found, everybody, asked),
            *(render_drawn(found, asked) if len(found) else []),
        ],
        lead=f"{lead}, module by module. Open a cell to read the work and give feedback.",
        actions=[link(words, path, asked) for words, path in OTHER_PAGES],
    )


def render_glance(everybody: Progress, asked: ProgressQuery) -> Component:
    """The cohort in a few numbers; each leads to those people."""
    base = asked.only("cohort")
    figures = (
        (len(everybody), "Learners", "note", {}),
        (
            int(everybody.having(SUBMITTED).astype(bool).sum()),
            "Wait for feedback",
            "watch",
            {"status": ORDER[SUBMITTED]},
        ),
        (int(everybody.waits_long.sum()), "Feedback overdue", "breach", {"show": "overdue"}),
        (int(everybody.is_active.sum()), SHOWN["active"], "fine", {"show": "active"}),
        (int(everybody.is_quiet.sum()), "Stalled over 14 days", "watch", {"show": "quiet"}),
        (int((everybody.last_change == 0).sum()), "Nothing stored yet", "watch", {"status": ORDER[NONE]}),
        (int(everybody.refresher.any(axis=1).sum()), "Refresher due", "note", {"show": "refresher"}),
    )
    counts = [
        Count(number, words, status, base.at(HERE, **more), pressed=bool(more) and is_asked(asked, more))  # type: ignore[arg-type]
        for number, words, status, more in figures
        if number or words not in {"Refresher due", "Feedback overdue"}
    ]
    return render_counts(counts)


def is_asked(asked: ProgressQuery, more: dict[str, str]) -> bool:
    return not asked.module and all(getattr(asked, name) == value for name, value in more.items())


def render_filters(clockstart: Clockstart, visit: Visit, asked: ProgressQuery) -> list[Component]:
    """Whom to show, and in which order."""
    offered = {
        "cohort": progress.list_cohorts(clockstart, visit.actor),
        "module": {module.slug: module.title for module in progress.list_modules(clockstart)},
        "sort": {name: words.capitalize() for name, words in SORTS.items()},
    }
    return render_query(asked, ["cohort", "module", "status", "show", "sort"], offered)


def render_people(
    clockstart: Clockstart, visit: Visit, found: Progress, everybody: Progress, asked: ProgressQuery
) -> Component:
    """The people whom the filters keep, with what they are narrowed by."""
    if not len(everybody):
        return render_empty("No learners yet", "Learners appear here once they are in a cohort you look after.")
    told = progress.say_filters(clockstart, visit.actor, asked)
    words = f"Showing {len(found):,} of {plural(len(everybody), 'learner')}, {progress.say_order(asked)}."
    criteria = render_criteria(words, list_chips(told, asked, HERE))
    if not len(found):
        every = render_action("Show everyone", HERE)
        return html.Div(
            [criteria, render_empty("Nobody fits these filters", "Take one off, or choose another.", [every])]
        )
    as_list = asked.view == "list"
    other = asked.at(HERE, view="" if as_list else "list")
    words = "Show as a grid" if as_list else "Show as a list"
    switch = html.Span([html.A(words, href=other), " · "], className="cs-view-switch")
    shown = (
        []
        if as_list
        else [html.Div([render_legend(), render_grid(clockstart, found, asked)], className="cs-monitor-grid")]
    )
    return html.Div(
        [
            criteria,
            html.P([switch, *render_files(asked)], className="cs-monitor-links"),
            *shown,
            html.Div(render_list(found, asked), className="" if as_list else "cs-monitor-list"),
        ]
    )


def render_files(asked: ProgressQuery) -> list[Component | str]:
    csv, excel = (
        html.A(words, href=asked.at(f"/export/{SLUG}/grid.{ending}"), download="")
        for words, ending in (("CSV", "csv"), ("Excel", "xlsx"))
    )
    return [csv, " · ", excel]


def render_legend() -> Component:
    return html.P(
        "In each cell the number of records and how far the module is: in progress, submitted or reviewed.",
        className="cs-quiet",
    )


def render_drawn(found: Progress, asked: ProgressQuery) -> list[Component]:
    """The same people as charts; the rules that catch them have a page of their own."""
    status = replace(progress_series.draw_status(found, asked), colours=STATUS_COLOURS)
    drawn = (status, progress_series.draw_activity(found, asked))
    charts = [(one, asked.at(f"/export/{SLUG}/chart/{one.key}.csv")) for one in drawn]
    return [render_section("In charts", render_charts(charts))]
