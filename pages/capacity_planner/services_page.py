"""Every service of a list at once: sorted by pressure, drawn by load and pressure, beside their healthy lists."""

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.services.access import access, scopes
from dashapp.services.access.scopes import Scope
from dashapp.services.jobs.prepared import MustWait
from dashapp.ui.charts import render_charts
from dashapp.ui.empty import render_empty
from dashapp.ui.icons import render_icon
from dashapp.ui.page import render_page, render_section
from dashapp.ui.tables import Cell, Column, render_table
from dashapp.web.router import Page, Visit
from dashapp.web.waiting import render_must_wait
from pages.capacity_planner.service.many_services import ServiceStanding, list_service_charts, measure_services
from pages.capacity_planner.service.opened import PlanQuery
from pages.capacity_planner.service.pathway_clocks import read_pathway_clocks
from pages.capacity_planner.service.series import say_number

from .scope_choice import render_scope_choice

TITLE = "All services"
COLUMNS = (
    Column("Service", header=True),
    Column("Pressure", number=True),
    Column("Load", number=True),
    Column("List", number=True),
    Column("Target list", number=True),
    Column("Mean wait, weeks", number=True),
    Column("Referrals a week", number=True),
    Column("Treated a week", number=True),
    Column("Plan"),
)


def page(clockstart: Clockstart, module: Module) -> Page:
    return Page(
        title=f"{TITLE} – {module.title}",
        render=lambda visit: render_services(clockstart, module, visit),
        check=lambda visit: access.check_can_open(clockstart, visit.actor, module),
    )


def render_services(clockstart: Clockstart, module: Module, visit: Visit) -> Component:
    """Whose list is in the address, inside the actor's reach."""
    scope = scopes.find_scope(clockstart, visit.actor, PlanQuery.read(visit.query).scope)
    try:
        found = measure_services(read_pathway_clocks(clockstart, scope.uids), clockstart.today)
        body = render_found(module, scope, found) if found else [render_nothing()]
    except MustWait as waiting:
        body = render_must_wait(clockstart, visit, waiting)
    return render_page(
        TITLE,
        [*render_scope_choice(clockstart, visit, scope), *body],
        lead=f"From {scope.words}: every service by its pressure, with its load and its healthy list.",
        back=(module.title, module.address),
    )


def render_nothing() -> Component:
    return render_empty("No clock has run for a whole week", "Add pathways to the patient tracking list first.")


def render_found(module: Module, scope: Scope, found: list[ServiceStanding]) -> list[Component]:
    rows = [make_row(module, one) for one in found]
    table = render_table("Services by pressure", COLUMNS, rows, caption_hidden=True)
    charts = [
        (chart, f"/export/plans/services/{chart.key}.csv?scope={scope.key}") for chart in list_service_charts(found)
    ]
    return [
        render_section("By pressure, the highest first", html.Div(table, className="cs-many")),
        render_charts(charts),
    ]


def make_row(module: Module, one: ServiceStanding) -> tuple[Cell, ...]:
    """One service: how it stands is a shape beside each number."""
    standing = one.standing
    start = html.A(
        "Plan it", className="cs-figure-rule cs-when", href=f"{module.address}/new?service={one.code}&source=pathways"
    )
    return (
        one.name,
        marked(standing.pressure, standing.pressure_status),
        marked(standing.load, standing.load_status) if standing.activity else "nobody treated",
        marked(float(standing.list_size), standing.list_status),
        say_number(standing.target_list),
        say_number(standing.mean_wait),
        say_number(standing.demand),
        say_number(standing.activity or 0.0),
        start,
    )


def marked(value: float | None, status: str) -> Cell:
    if status == "note":
        return say_number(value)
    return html.Span([render_icon(status), " ", say_number(value)])
