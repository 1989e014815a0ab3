"""A module's charts: filters that the address keeps, then each figure with its reading, table, CSV and definition."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.module import Module
from dashapp.router import Page, Visit
from dashapp.services import access, series
from dashapp.services.series import Filters, Scope
from dashapp.ui.charts import render_chart
from dashapp.ui.empty import render_empty
from dashapp.ui.forms import options
from dashapp.ui.page import render_page


def page(clockstart: Clockstart, module: Module) -> Page:
    return Page(
        title=f"Charts – {module.title}",
        render=lambda visit: render_charts(clockstart, module, visit),
        check=lambda visit: access.check_can_open(clockstart, visit.actor, module),
    )


def render_charts(clockstart: Clockstart, module: Module, visit: Visit) -> Component:
    """The charts of everyone in the actor's scope whom the filters keep."""
    filters = Filters.read(module, visit.query)
    scope = series.find_scope(clockstart, visit.actor, filters)
    found = series.list_scope_rows(clockstart, module, scope, filters)
    charts = [
        render_chart(
            series.make_series(module, chart, series.chart_rows(clockstart, module, chart, scope, filters, found)),
            csv_href(module, chart.key, filters),
        )
        for chart in module.charts
    ]
    nothing = render_empty(
        f"No {module.many} to chart yet", "Take filters off, or come back when records have been added."
    )
    return render_page(
        f"Charts: {module.title}",
        [
            render_filters(clockstart, module, visit, filters, scope),
            html.Div(charts, className="cs-charts") if found else nothing,
        ],
        lead=f"{len(found):,} {module.one if len(found) == 1 else module.many} · {scope.words}",
        back=(module.title, module.address),
    )


def csv_href(module: Module, chart: str, filters: Filters) -> str:
    query = filters.query()
    return f"/export/{module.slug}/chart/{chart}.csv{'?' + query if query else ''}"


def render_filters(clockstart: Clockstart, module: Module, visit: Visit, filters: Filters, scope: Scope) -> Component:
    """A plain form whose answers go into the address, so that a link shows the same charts again."""
    offered: list[tuple[str, str, dict[str, str], str]] = []
    if visit.actor.role != "learner":
        offered.append(("cohort", "Cohort", list_cohorts(clockstart, visit), filters.cohort))
    for name, choices in series.filterable(module).items():
        label = module.question[name].label if name in module.question else module.derived_by_name[name].label
        offered.append((name, label, dict(choices), filters.answers.get(name, "")))
    person = [html.Span(f"Only {scope.words}. ")] if filters.person else []
    fields = [render_filter(*one) for one in offered]
    show = html.Button("Show", type="submit", className="btn btn-secondary")
    clear = html.A("Clear", href=f"{module.address}/charts", className="btn btn-link")
    return html.Form(
        [*person, *fields, html.Div([show, clear], className="cs-buttons")], method="get", className="cs-filters"
    )


def render_filter(name: str, label: str, choices: dict[str, str], chosen: str) -> Component:
    control = f"filter-{name}"
    return html.Div(
        [
            html.Label(label, htmlFor=control),
            dbc.Select(id=control, name=name, options=options({"": "All", **choices}), value=chosen),
        ],
        className="cs-filter",
    )


def list_cohorts(clockstart: Clockstart, visit: Visit) -> dict[str, str]:
    """The cohorts the actor may chart."""
    return {
        cohort.id: cohort.name
        for cohort in clockstart.store.people.list_cohorts()
        if visit.actor.role == "admin" or cohort.id in visit.actor.manages
    }
