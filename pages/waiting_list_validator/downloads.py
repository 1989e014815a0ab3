"""Files to take away from checked waiting lists: an example, a queue, failures by check, lines set aside."""

from flask import Blueprint, Response, request

from auth.actor import current_actor
from auth.requires import requires
from dashapp.context import current_clockstart
from dashapp.services.charts import series
from dashapp.services.files import exchange
from dashapp.web.files import as_csv, stamped
from dashapp.web.router import read_query
from pages.waiting_list_validator.service import list_files, waiting_lists

list_addresses = Blueprint("lists", __name__)


@list_addresses.get("/lists/example.csv")
@requires()
def export_example_list() -> Response:
    """A small waiting list to begin with."""
    return as_csv(list_files.EXAMPLE, "waiting-list-example.csv", "example list")


@list_addresses.get("/lists/<list_id>/rows.csv")
@requires()
def export_list(list_id: str) -> Response:
    """A queue of one of the person's own checked lists."""
    clockstart, actor = current_clockstart(), current_actor()
    wanted = waiting_lists.Wanted.read(read_query(request.query_string))
    text = waiting_lists.write_rows(clockstart, actor, list_id, wanted)
    return as_csv(text, stamped(f"list-{wanted.shown}", "csv"), f"list {list_id}")


@list_addresses.get("/lists/<list_id>/checks.csv")
@requires()
def export_list_checks(list_id: str) -> Response:
    """Failures by check of one of the person's own checked lists."""
    clockstart, actor = current_clockstart(), current_actor()
    about = waiting_lists.get_own(clockstart, actor, list_id)
    text = series.write_csv(waiting_lists.make_checks_series(about, ""), str(about["name"]), clockstart.now)
    return as_csv(text, stamped("checks", "csv"), f"checks of list {list_id}")


@list_addresses.get("/lists/<list_id>/set-aside.csv")
@requires()
def export_list_aside(list_id: str) -> Response:
    """The lines of the file that were set aside, with why."""
    clockstart, actor = current_clockstart(), current_actor()
    waiting_lists.get_own(clockstart, actor, list_id)
    lines = clockstart.store.lists.aside(actor.uid, list_id)
    return as_csv(exchange.write_set_aside(lines), "set-aside.csv", f"set aside of list {list_id}")
