"""Files to take away from the planner: the numbers of a plan's charts, and of those over every service."""

from flask import Blueprint, Response, request

from auth.actor import current_actor
from auth.requires import requires
from dashapp.context import current_clockstart
from dashapp.services.access import access, scopes
from dashapp.services.charts import series
from dashapp.web.files import as_csv, stamped
from dashapp.web.router import read_query
from pages.capacity_planner.service import charts, many_services
from pages.capacity_planner.service.opened import SLUG, PlanQuery, open_plan
from pages.capacity_planner.service.pathway_clocks import read_pathway_clocks

plan_addresses = Blueprint("plans", __name__)


@plan_addresses.get("/export/plans/<owner>/<record:record_id>/<part>/<key>.csv")
@requires()
def export_plan_chart(owner: str, record_id: str, part: str, key: str) -> Response:
    """The numbers of one chart of a plan that the actor may read, over the pathways the address names."""
    clockstart, actor = current_clockstart(), current_actor()
    opened = open_plan(clockstart, actor, owner, record_id, read_query(request.query_string))
    words = "; ".join((opened.plan.name, opened.service, opened.scope.words))
    text = series.write_csv(charts.find_chart(clockstart, actor, opened, part, key), words, clockstart.now)
    return as_csv(text, stamped(f"plan-{key}", "csv"), f"plan chart {key}")


@plan_addresses.get("/export/plans/services/<key>.csv")
@requires()
def export_services_chart(key: str) -> Response:
    """The numbers of one chart over every service of a list inside the actor's reach."""
    clockstart, actor = current_clockstart(), current_actor()
    access.get_module(clockstart, actor, SLUG)
    scope = scopes.find_scope(clockstart, actor, PlanQuery.read(read_query(request.query_string)).scope)
    chart = many_services.find_chart(read_pathway_clocks(clockstart, scope.uids), clockstart.today, key)
    text = series.write_csv(chart, scope.words, clockstart.now)
    return as_csv(text, stamped(f"services-{key}", "csv"), f"services chart {key}")
