"""The records behind a number of a chart, for those who look after people: whose each is, read-only."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from auth.policy import check_oversee
from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.module_page import export_of_people, grid
from dashapp.module_page.worklist import counted, render_finder
from dashapp.services.access import access
from dashapp.services.charts import chart_filters
from dashapp.services.derived import rows
from dashapp.services.jobs.prepared import MustWait
from dashapp.ui.chips import render_criteria
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.queries import list_chips, render_ignored
from dashapp.ui.page import render_page
from dashapp.web.router import Page, Visit
from dashapp.web.waiting import render_must_wait

SHOWN_AT_MOST = 5_000


def page(clockstart: Clockstart, module: Module) -> Page:
    return Page(
        title=f"Records behind the charts – {module.title}",
        render=lambda visit: render_records(clockstart, module, visit),
        check=lambda visit: check(clockstart, module, visit),
    )


def check(clockstart: Clockstart, module: Module, visit: Visit) -> None:
    """Raises Forbidden for learners, whose own worklist shows the same."""
    access.check_can_open(clockstart, visit.actor, module)
    check_oversee(visit.actor)


def render_records(clockstart: Clockstart, module: Module, visit: Visit) -> Component:
    """Everyone's rows that the address keeps, in the order of the worklist."""
    filters = module.query.read(visit.query)
    scope = chart_filters.find_scope(clockstart, visit.actor, filters)
    back = filters.at(f"{module.address}/charts", chart="")
    title = f"Records behind the charts: {module.title}"
    try:
        chart_filters.check_worked_out(clockstart, module, scope)
    except MustWait as told:
        waiting = render_must_wait(clockstart, visit, told)
        return render_page(title, waiting, back=(f"Charts: {module.title}", back))
    found = rows.in_order(module, chart_filters.list_scope_rows(clockstart, module, scope, filters))
    names = {person.uid: person.name for person in scope.people}
    shown = [{**row, grid.LEARNER: names[str(row["uid"])]} for row in found[:SHOWN_AT_MOST]]
    told = {one.name: one.words for one in chart_filters.list_conditions(module, filters)}
    words = f"{counted(module, len(found))} of {scope.words}" + (
        f", the first {SHOWN_AT_MOST:,}" * (len(found) > len(shown))
    )
    return render_page(
        title,
        [
            *render_ignored(filters),
            render_criteria(words, list_chips(told, filters, f"{module.address}/charts/records")),
            *export_of_people.render_links(module, visit, filters, has_some=bool(shown)),
            html.Div([render_finder(module), grid.render_grid(module, shown, f"/people/{{uid}}{module.address}", True)])
            if shown
            else render_empty(f"No {module.many} fit", "Take a filter off, or go back to the charts."),
        ],
        lead="Read only: each record belongs to the learner named next to it.",
        back=(f"Charts: {module.title}", back),
    )
