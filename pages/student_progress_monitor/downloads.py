"""The monitor's files: the grid, one person's view and the charts, each stamped with what was asked and when."""

from flask import Blueprint, Response, request

from auth import policy
from auth.actor import Actor, current_actor
from auth.requires import requires
from dashapp.context import Clockstart, current_clockstart
from dashapp.services.access import access
from dashapp.services.charts import series
from dashapp.services.practice import assignments
from dashapp.services.work import progress
from dashapp.services.work.progress import ProgressQuery
from dashapp.web.files import EXCEL, as_csv, as_file, stamped
from dashapp.web.router import read_query
from pages.student_progress_monitor.service import person_progress, progress_files, progress_series
from storage.errors import NotFound

monitor_addresses = Blueprint("monitor", __name__, url_prefix="/export/student-progress-monitor")


def read_asked() -> tuple[Clockstart, Actor, ProgressQuery]:
    clockstart, actor = current_clockstart(), current_actor()
    policy.check_oversee(actor)
    return clockstart, actor, ProgressQuery.read(read_query(request.query_string))


def say_scope(clockstart: Clockstart, actor: Actor, asked: ProgressQuery) -> str:
    """The filters in words, as the file says them."""
    words = "; ".join(progress.say_filters(clockstart, actor, asked).values())
    return words or ("everyone" if actor.role == "admin" else "your people")


def answer(ending: str, name: str, title: str, filters: str, table: progress_files.Table) -> Response:
    """A table as the kind of file asked for, entered in the audit trail. Raises NotFound."""
    clockstart = current_clockstart()
    if ending not in {"csv", "xlsx"}:
        raise NotFound("There is no such file.")
    if ending == "csv":
        text = progress_files.write_csv(title, filters, clockstart.now, table)
        return as_csv(text, stamped(name, ending), name)
    data = progress_files.write_excel(title, filters, clockstart.now, table)
    return as_file(data, EXCEL, stamped(name, ending), name)


@monitor_addresses.get("/grid.<ending>")
@requires("manager", "admin")
def export_grid(ending: str) -> Response:
    """Everyone whom the filters of the address keep."""
    clockstart, actor, asked = read_asked()
    found = progress.find_progress(clockstart, actor, asked)
    assigned = assignments.read_open(clockstart, actor, found.people)
    table = progress_files.grid_table(found, progress.list_cohorts(clockstart, actor), assigned)
    return answer(ending, "progress", "Student progress", say_scope(clockstart, actor, asked), table)


@monitor_addresses.get("/person/<uid>.<ending>")
@requires("manager", "admin")
def export_person(uid: str, ending: str) -> Response:
    """One person's modules, with the feedback that was released."""
    clockstart, actor, _ = read_asked()
    person = access.get_person(clockstart, actor, uid)
    work = person_progress.list_module_work(clockstart, actor, person)
    return answer(ending, "progress-of-one", "Student progress", person.name, person_progress.table_of(work))


@monitor_addresses.get("/chart/<key>.csv")
@requires("manager", "admin")
def export_chart(key: str) -> Response:
    """The numbers of one chart, under the filters of the address."""
    clockstart, actor, asked = read_asked()
    draw = progress_series.SERIES.get(key)
    if draw is None:
        raise NotFound("There is no such chart.")
    found = progress.find_progress(clockstart, actor, asked)
    text = series.write_csv(draw(clockstart, found, asked), say_scope(clockstart, actor, asked), clockstart.now)
    return as_csv(text, stamped(f"progress-{key}", "csv"), f"progress chart {key}")
