"""Reports to take away: the return as CSV, Excel and PDF, as known now or as kept, and the numbers of a chart."""

from flask import Blueprint, Response, request

from auth.actor import current_actor
from auth.requires import requires
from dashapp.context import current_clockstart
from dashapp.services.access import access
from dashapp.services.charts import series
from dashapp.web.files import EXCEL, as_csv, as_file, stamped
from dashapp.web.router import read_query
from pages.commissioner_reporting.service import board, files, kept
from pages.commissioner_reporting.service.lists import ReportedList, read_list
from pages.commissioner_reporting.service.papers import page_of_kept, page_of_list
from pages.commissioner_reporting.service.report_query import ReportAsked, read_asked
from pages.commissioner_reporting.service.series import CHARTS, Report
from storage.errors import NotFound

report_addresses = Blueprint("reports", __name__)
SLUG = "commissioner-reporting"
FORMS = ("csv", "xlsx", "pdf")


def read_report() -> tuple[ReportAsked, ReportedList]:
    """The report the address asks for, inside the actor's reach."""
    clockstart, actor = current_clockstart(), current_actor()
    access.get_module(clockstart, actor, SLUG)
    asked = read_asked(clockstart, actor, read_query(request.query_string))
    return asked, read_list(clockstart, asked)


def check_form(form: str) -> None:
    """Raises NotFound for a kind of file that is not made."""
    if form not in FORMS:
        raise NotFound("There is no such file.")


@report_addresses.get("/export/return.<form>")
@requires()
def export_return(form: str) -> Response:
    """The month's return of a list, as known now."""
    check_form(form)
    asked, listed = read_report()
    what, name = f"return {asked.month.first:%Y-%m}", f"return-{asked.month.first:%Y-%m}"
    if form == "pdf":
        return as_file(
            board.write_pdf(page_of_list(current_clockstart(), listed)), "application/pdf", f"{name}.pdf", what
        )
    if form == "xlsx":
        words = f"{asked.scope.words}, as known on {current_clockstart().today.isoformat()}"
        return as_file(files.write_excel(listed.lines(), asked.month.first, words), EXCEL, f"{name}.xlsx", what)
    return as_file(files.write_csv(listed.lines(), asked.month.first), "text/csv", f"{name}.csv", what)


@report_addresses.get("/export/kept-return/<uid>/<record:record_id>.<form>")
@requires()
def export_kept(uid: str, record_id: str, form: str) -> Response:
    """A kept return, exactly as it was kept."""
    check_form(form)
    clockstart, actor = current_clockstart(), current_actor()
    access.get_module(clockstart, actor, SLUG)
    one = kept.get_kept(clockstart, actor, uid, record_id)
    what, name = f"kept return {one.month.first:%Y-%m}", f"return-{one.month.first:%Y-%m}-as-kept"
    if form == "pdf":
        return as_file(board.write_pdf(page_of_kept(clockstart, actor, one)), "application/pdf", f"{name}.pdf", what)
    if form == "xlsx":
        words = f"{one.scope_words}, as kept by {one.prepared_by} on {one.prepared_at:%Y-%m-%d}"
        return as_file(files.write_excel(one.lines, one.month.first, words), EXCEL, f"{name}.xlsx", what)
    return as_file(files.write_csv(one.lines, one.month.first), "text/csv", f"{name}.csv", what)


@report_addresses.get("/export/report/<key>.csv")
@requires()
def export_report_chart(key: str) -> Response:
    """The numbers of one chart of a report."""
    if key not in CHARTS:
        raise NotFound("There is no such chart.")
    asked, listed = read_report()
    drawn = CHARTS[key](Report(listed, lambda **narrowed: None))
    text = series.write_csv(drawn, f"{asked.scope.words}; {asked.month_words}", current_clockstart().now)
    return as_csv(text, stamped(f"report-{key}", "csv"), f"report chart {key}")
