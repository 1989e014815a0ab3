"""Files to take away: a module's records as CSV or Excel, a chart's numbers, the rows an import set aside."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Response, request

from auth import current_trace
from auth.actor import current_actor
from auth.requires import requires
from dashapp.context import current_clockstart
from dashapp.router import read_query
from dashapp.services import access, chart_filters, exchange, jobs, scopes, series
from dashapp.services.packed_file import unpack
from dashapp.services.plans import charts as plan_charts
from dashapp.services.plans import many_services
from dashapp.services.plans.opened import SLUG, open_plan
from dashapp.services.plans.pathway_clocks import read_pathway_clocks
from storage.errors import NotFound

file_addresses = Blueprint("files", __name__)
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_file(content: str | bytes | Iterable[bytes], mimetype: str, name: str) -> Response:
    """A download; the name says what it is and of which day."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, mimetype=mimetype, headers=headers)


def as_csv(text: str, name: str) -> Response:
    """A CSV to download; it begins with the mark by which Excel knows UTF-8."""
    return as_file("\ufeff" + text, "text/csv", name)


def enter_export(what: str, form: str) -> None:
    """An export is an act in the trail of whoever takes it."""
    clockstart, actor = current_clockstart(), current_actor()
    clockstart.store.audit.enter(actor.uid, "export", trace=current_trace(), now=clockstart.now, what=what, form=form)


def stamped(name: str, ending: str) -> str:
    return f"{name}-{current_clockstart().today.isoformat()}.{ending}"


@file_addresses.get("/export/<slug>.csv")
@requires()
def export_csv(slug: str) -> Response:
    """The signed-in person's own records."""
    clockstart, actor = current_clockstart(), current_actor()
    text = exchange.export_csv(clockstart, actor, actor.uid, slug)
    enter_export(slug, "csv")
    return as_csv(text, stamped(slug, "csv"))


@file_addresses.get("/export/<slug>.xlsx")
@requires()
def export_excel(slug: str) -> Response:
    """The signed-in person's own records."""
    clockstart, actor = current_clockstart(), current_actor()
    data = exchange.export_excel(clockstart, actor, actor.uid, slug)
    enter_export(slug, "xlsx")
    return as_file(data, EXCEL, stamped(slug, "xlsx"))


@file_addresses.get("/export/<slug>/chart/<key>.csv")
@requires()
def export_chart(slug: str, key: str) -> Response:
    """The numbers of one chart, with the filters of the address."""
    clockstart, actor = current_clockstart(), current_actor()
    module = access.get_module(clockstart, actor, slug)
    chart = next((chart for chart in module.charts if chart.key == key), None)
    if chart is None:
        raise NotFound("There is no such chart.")
    filters = chart_filters.Filters.read(module, read_query(request.query_string))
    scope = chart_filters.find_scope(clockstart, actor, filters)
    found = chart_filters.list_scope_rows(clockstart, module, scope, filters)
    words = "; ".join([scope.words, *(one.words for one in chart_filters.list_conditions(module, filters))])
    text = series.write_csv(series.make_series(module, chart, found), words, clockstart.now)
    enter_export(f"{slug} chart {key}", "csv")
    return as_csv(text, stamped(f"{slug}-{key}", "csv"))


@file_addresses.get("/export/plans/<owner>/<record:record_id>/<part>/<key>.csv")
@requires()
def export_plan_chart(owner: str, record_id: str, part: str, key: str) -> Response:
    """The numbers of one chart of a plan that the actor may read, over the pathways the address names."""
    clockstart, actor = current_clockstart(), current_actor()
    opened = open_plan(clockstart, actor, owner, record_id, read_query(request.query_string))
    words = "; ".join((opened.plan.name, opened.service, opened.scope.words))
    text = series.write_csv(plan_charts.find_chart(clockstart, actor, opened, part, key), words, clockstart.now)
    enter_export(f"plan chart {key}", "csv")
    return as_csv(text, stamped(f"plan-{key}", "csv"))


@file_addresses.get("/export/plans/services/<key>.csv")
@requires()
def export_services_chart(key: str) -> Response:
    """The numbers of one chart over every service of a list inside the actor's reach."""
    clockstart, actor = current_clockstart(), current_actor()
    access.get_module(clockstart, actor, SLUG)
    scope = scopes.find_scope(clockstart, actor, request.args.get("scope", ""))
    chart = many_services.find_chart(read_pathway_clocks(clockstart, scope.uids), clockstart.today, key)
    text = series.write_csv(chart, scope.words, clockstart.now)
    enter_export(f"services chart {key}", "csv")
    return as_csv(text, stamped(f"services-{key}", "csv"))


@file_addresses.get("/jobs/<job_id>/set-aside.csv")
@requires()
def export_set_aside(job_id: str) -> Response:
    """The rows that one of the person's own imports set aside."""
    job = jobs.look(current_clockstart(), current_actor(), job_id)
    return as_csv(exchange.write_set_aside(job.result.get("lines", [])), "set-aside.csv")


@file_addresses.get("/jobs/<job_id>/file")
@requires()
def job_file(job_id: str) -> Response:
    """The file that one of the person's own jobs has made. It is stored packed and sent as it is stored."""
    clockstart, actor = current_clockstart(), current_actor()
    job = jobs.look(clockstart, actor, job_id)
    if job.state != "done":
        raise NotFound("There is no file: the job has not ended well.")
    parts = clockstart.store.jobs.read_file(actor.uid, job.id)
    name = str(job.result.get("file", "file.csv"))
    if request.accept_encodings["gzip"] <= 0:
        return as_file(unpack(parts), "text/csv", name)
    response = as_file(parts, "text/csv", name)
    response.headers["Content-Encoding"] = "gzip"
    return response
