"""The monitor's first page: counts, filters in words, the grid on a wide screen, the list on a phone or when asked."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.services.feedback import reviews
from dashapp.services.work import progress
from dashapp.services.work.progress import NONE, ORDER, SHOWN, SORTS, SUBMITTED, Asked, Progress
from dashapp.ui.charts import render_charts
from dashapp.ui.chips import Count, render_counts, render_criteria
from dashapp.ui.empty import render_empty
from dashapp.ui.forms import options
from dashapp.ui.page import render_action, render_page, render_section
from dashapp.web.router import Visit
from pages.student_progress_monitor.grid import render_grid
from pages.student_progress_monitor.people_list import render_list
from pages.student_progress_monitor.reach import HERE, OTHER_PAGES, SLUG, TITLE, link, list_criteria
from pages.student_progress_monitor.service import progress_series
from words.phrases import plural


def render(clockstart: Clockstart, visit: Visit) -> Component:
    """Everyone in scope, narrowed by the address."""
    asked = Asked.read(visit.query)
    everybody = progress.read_progress(clockstart, visit.actor, asked)
    found = progress.narrow(clockstart, everybody, asked)
    lead = "Everyone who learns here" if visit.actor.role == "admin" else "The learners of the cohorts you look after"
    return render_page(
        TITLE,
        [
            render_glance(everybody, asked),
            render_filters(clockstart, visit, asked),
            render_people(clockstart, visit, found, everybody, asked),
            *(render_drawn(found, asked) if len(found) else []),
        ],
        lead=f"{lead}, module by module. Open a cell to read the work and give feedback.",
        actions=[link(words, path, asked) for words, path in OTHER_PAGES],
    )


def render_glance(everybody: Progress, asked: Asked) -> Component:
    """The cohort in a few numbers; each leads to those people."""
    base = Asked(cohort=asked.cohort)
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
        Count(number, words, status, f"{HERE}?{base.query(**more)}", pressed=bool(more) and is_asked(asked, more))  # type: ignore[arg-type]
        for number, words, status, more in figures
        if number or words not in {"Refresher due", "Feedback overdue"}
    ]
    return render_counts(counts)


def is_asked(asked: Asked, more: dict[str, str]) -> bool:
    return not asked.module and all(getattr(asked, name) == value for name, value in more.items())


def render_filters(clockstart: Clockstart, visit: Visit, asked: Asked) -> Component:
    """A plain form whose answers go into the address."""
    modules = {module.slug: module.title for module in progress.list_modules(clockstart)}
    offered = (
        ("cohort", "Cohort", progress.list_cohorts(clockstart, visit.actor), "All"),
        ("module", "Module", modules, "All"),
        ("status", "Status", dict(reviews.STATUSES), "Any"),
        ("show", "Who", dict(SHOWN), "Everyone"),
        ("sort", "In order", {name: words.capitalize() for name, words in SORTS.items() if name}, "By name"),
    )
    boxes = [render_filter(name, label, choices, none, getattr(asked, name)) for name, label, choices, none in offered]
    show = html.Button("Show", type="submit", className="btn btn-secondary")
    return html.Form([*boxes, html.Div([show], className="cs-buttons")], method="get", className="cs-filters")


def render_filter(name: str, label: str, choices: dict[str, str], none: str, chosen: str) -> Component:
    control = f"monitor-{name}"
    listed = options({"": none, **choices}) if chosen else options(choices)
    select = dbc.Select(id=control, name=name, options=listed, value=chosen, placeholder=none)
    return html.Div([html.Label(label, htmlFor=control, className="cs-label"), select], className="cs-filter")


def render_people(
    clockstart: Clockstart, visit: Visit, found: Progress, everybody: Progress, asked: Asked
) -> Component:
    """The people whom the filters keep, with what they are narrowed by."""
    if not len(everybody):
        return render_empty("No learners yet", "Learners appear here once they are in a cohort you look after.")
    told = progress.say_filters(clockstart, visit.actor, asked)
    words = f"Showing {len(found):,} of {plural(len(everybody), 'learner')}, {progress.say_order(asked)}."
    criteria = render_criteria(words, list_criteria(told, asked, HERE))
    if not len(found):
        every = render_action("Show everyone", HERE)
        return html.Div(
            [criteria, render_empty("Nobody fits these filters", "Take one off, or choose another.", [every])]
        )
    as_list = visit.first("view") == "list"
    other = f"{HERE}?{asked.query(view='' if as_list else 'list')}"
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
            html.Div(render_list(clockstart, found, visit, asked), className="" if as_list else "cs-monitor-list"),
        ]
    )


def render_files(asked: Asked) -> list[Component | str]:
    query = f"?{asked.query()}" if asked.query() else ""
    csv, excel = (
        html.A(words, href=f"/export/{SLUG}/grid.{ending}{query}", download="")
        for words, ending in (("CSV", "csv"), ("Excel", "xlsx"))
    )
    return [csv, " · ", excel]


def render_legend() -> Component:
    return html.P(
        "In each cell the number of records and how far the module is: in progress, submitted or reviewed.",
        className="cs-quiet",
    )


def render_drawn(found: Progress, asked: Asked) -> list[Component]:
    """The same people as charts; the rules that catch them have a page of their own."""
    query = f"?{asked.query()}" if asked.query() else ""
    drawn = (progress_series.draw_status(found, asked), progress_series.draw_activity(found, asked))
    charts = [(one, f"/export/{SLUG}/chart/{one.key}.csv{query}") for one in drawn]
    return [render_section("In charts", render_charts(charts))]
