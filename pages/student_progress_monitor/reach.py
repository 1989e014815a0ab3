"""Who may open the monitor, where it is, and how its pages lead to each other."""

from collections.abc import Callable

from dash import html
from dash.development.base_component import Component

from auth import policy
from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.services.access import access
from dashapp.services.work.progress import ProgressQuery
from dashapp.web.router import Visit

SLUG = "student-progress-monitor"
HERE = f"/{SLUG}"
TITLE = "Student progress monitor"
OPEN_TO = ("manager", "admin")
OTHER_PAGES = (
    ("Common mistakes", f"{HERE}/mistakes"),
    ("Cohorts side by side", f"{HERE}/cohorts"),
    ("Same pathways", f"{HERE}/pathways"),
    ("Message list", f"{HERE}/message"),
)


def check_reach(clockstart: Clockstart, actor: Actor) -> None:
    """Raises Forbidden: for learners always, and for those the monitor has been closed to."""
    policy.check_oversee(actor)
    overrides = access.read_overrides(clockstart, actor)
    policy.check_open(actor, SLUG, OPEN_TO, overrides, clockstart.today)


def check(clockstart: Clockstart) -> Callable[[Visit], None]:
    return lambda visit: check_reach(clockstart, visit.actor)


def check_person(clockstart: Clockstart) -> Callable[[Visit], None]:
    """Raises Forbidden for learners, NotFound for somebody outside the actor's reach."""

    def check_one(visit: Visit) -> None:
        check_reach(clockstart, visit.actor)
        access.get_person(clockstart, visit.actor, visit.variables["uid"])

    return check_one


def link(words: str, path: str, asked: ProgressQuery) -> Component:
    """A button to another page of the monitor, with the same filters."""
    return html.A(words, href=asked.at(path, modules=""), className="btn btn-secondary")
