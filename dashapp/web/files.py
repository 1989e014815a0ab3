"""Files to take away: a module's records as CSV or Excel, a chart's numbers, the rows an import set aside."""

from collections.abc import Iterable

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as ResponseBase

from auth import current_trace
from auth.actor import current_actor
from auth.requires import requires
from dashapp.context import current_clockstart
from dashapp.services.access import access
from dashapp.services.charts import chart_filters, series
from dashapp.services.files import exchange, people_records
from dashapp.services.files.packed_file import unpack
from dashapp.services.jobs import jobs
from dashapp.web.router import read_query
from storage.errors import NotFound

file_addresses = Blueprint("files", __name__)
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_file(content: str | bytes | Iterable[bytes], mimetype: str, name: str, what: str) -> Response:
    """A download, entered as an act in the trail of whoever takes it, later where the store is full; the name says what
    it is and of which day."""
    clockstart, actor, form = current_clockstart(), current_actor(), name.rpartition(".")[2]
    clockstart.store.held.enter(actor.uid, "export", trace=current_trace(), now=clockstart.now, what=what, form=form)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, mimetype=mimetype, headers=headers)


def as_csv(text: str, name: str, what: str) -> Response:
    """A CSV to download; it begins with the mark by which Excel knows UTF-8."""
    return as_file("\ufeff" + text, "text/csv", name, what)


def stamped(name: str, ending: str) -> str:
    return f"{name}-{current_clockstart().today.isoformat()}.{ending}"


@file_addresses.get("/export/<slug>.csv")
@requires()
def export_csv(slug: str) -> Response:
    """The signed-in person's own records, those that the address keeps."""
    clockstart, actor = current_clockstart(), current_actor()
    text = exchange.export_csv(clockstart, actor, actor.uid, slug, read_query(request.query_string))
    return as_csv(text, stamped(slug, "csv"), slug)


@file_addresses.get("/export/<slug>/template.csv")
@requires()
def export_template(slug: str) -> Response:
    """The columns of a file that the module's list can import."""
    module = access.get_module(current_clockstart(), current_actor(), slug)
    return as_csv(exchange.write_template(module), f"{slug}-template.csv", f"{slug} template")


@file_addresses.get("/export/<slug>.xlsx")
@requires()
def export_excel(slug: str) -> Response:
    """The signed-in person's own records, those that the address keeps."""
    clockstart, actor = current_clockstart(), current_actor()
    data = exchange.export_excel(clockstart, actor, actor.uid, slug, read_query(request.query_string))
    return as_file(data, EXCEL, stamped(slug, "xlsx"), slug)


@file_addresses.get("/export/<slug>/people.<form>")
@requires("manager", "admin")
def export_people(slug: str, form: str) -> ResponseBase:
    """The records of the actor's people, with the filters of the address; by a job when there are many."""
    clockstart, actor, query = current_clockstart(), current_actor(), request.query_string.decode()
    wanted = people_records.find_wanted(clockstart, actor, slug, read_query(query))
    if form not in people_records.FORMS:
        raise NotFound("There is no such file.")
    if people_records.is_big(clockstart, wanted):
        job = people_records.start(clockstart, actor, slug, query, form)
        return redirect(f"{wanted.module.address}/charts/export?job={job.id}")
    content, name = people_records.export_file(clockstart, wanted, form), stamped(f"{slug}-of-people", form)
    what = f"{slug} of {wanted.words}"
    return as_csv(content, name, what) if isinstance(content, str) else as_file(content, EXCEL, name, what)


@file_addresses.get("/export/<slug>/chart/<key>.csv")
@requires()
def export_chart(slug: str, key: str) -> Response:
    """The numbers of one chart, with the filters of the address."""
    clockstart, actor = current_clockstart(), current_actor()
    module = access.get_module(clockstart, actor, slug)
    chart = next((chart for chart in module.charts if chart.key == key), None)
    if chart is None:
        raise NotFound("There is no such chart.")
    filters = module.query.read(read_query(request.query_string))
    scope = chart_filters.find_scope(clockstart, actor, filters)
    found = chart_filters.list_scope_rows(clockstart, module, scope, filters)
    words = "; ".join([scope.words, *(one.words for one in chart_filters.list_conditions(module, filters))])
    text = series.write_csv(series.make_series(module, chart, found, today=clockstart.today), words, clockstart.now)
    return as_csv(text, stamped(f"{slug}-{key}", "csv"), f"{slug} chart {key}")


@file_addresses.get("/jobs/<job_id>/set-aside.csv")
@requires()
def export_set_aside(job_id: str) -> Response:
    """The rows that one of the person's own imports set aside."""
    job = jobs.look(current_clockstart(), current_actor(), job_id)
    text = exchange.write_set_aside(job.result.get("lines", []))
    return as_csv(text, "set-aside.csv", f"set aside of import {job.id}")


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
    mimetype, what = EXCEL if name.endswith(".xlsx") else "text/csv", name.rpartition(".")[0]
    if request.accept_encodings["gzip"] <= 0:
        return as_file(unpack(parts), mimetype, name, what)
    response = as_file(parts, mimetype, name, what)
    response.headers["Content-Encoding"] = "gzip"
    return response
