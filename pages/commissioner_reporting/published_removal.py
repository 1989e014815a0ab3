"""Removing a published extract: a page that names it and says what follows, and the route behind its button."""

from datetime import datetime

from dash import Dash, html
from dash.development.base_component import Component
from flask import Blueprint
from werkzeug.wrappers import Response

from auth import current_trace
from auth.actor import current_actor
from auth.policy import check_oversee
from auth.requires import requires
from dashapp.context import Clockstart, current_clockstart
from dashapp.services.access import access
from dashapp.ui.forms.posting import render_form, render_told
from dashapp.ui.page import render_page
from dashapp.ui.times import day_and_time
from dashapp.web.plain_forms import back_on_refusal, read_told, tell
from dashapp.web.router import Page, Visit
from pages.commissioner_reporting.service import published
from pages.commissioner_reporting.service.published import Published

from .frame import BASE, SLUG, TITLE, check_open

BACK = f"{BASE}/published"
removal_acts = Blueprint("published_removal", __name__)


def register(app: Dash, clockstart: Clockstart) -> None:
    """The page that asks, and the route that does it."""
    page = Page(f"Remove an extract – {TITLE}", lambda v: render_removal(clockstart, v), lambda v: check(clockstart, v))
    clockstart.router.add(f"{BACK}/<extract>/remove", page)
    app.server.register_blueprint(removal_acts)


def check(clockstart: Clockstart, visit: Visit) -> None:
    """Raises Forbidden for learners and where the module is closed, NotFound for an extract there is not."""
    check_open(clockstart, visit)
    check_oversee(visit.actor)
    published.get_published(clockstart, visit.variables["extract"])


def render_link(extract: Published) -> Component:
    """The way to the page that asks, named for those who hear only the link."""
    named = {"aria-label": f"Remove the extract of {extract.words}"}
    return html.A("Remove", href=f"{BACK}/{extract.id}/remove", **named)


def render_removal(clockstart: Clockstart, visit: Visit) -> Component:
    """Which extract it is, what follows, and the button."""
    extract = published.get_published(clockstart, visit.variables["extract"])
    follows = (
        f"{extract.rows:,} rows of {extract.providers:,} providers, from {extract.file}, imported by {extract.by} on "
        f"{day_and_time(datetime.fromisoformat(extract.at))}. Nobody can compare a list with {extract.words} any more; "
        "the lists and kept returns of this site stay as they are. To have the month back, import its file again."
    )
    button = render_form(f"{BACK}/{extract.id}/remove", [], button=f"Remove the extract of {extract.words}")
    cancel = html.P(html.A("Do nothing and go back", href=BACK))
    return render_page(
        f"Remove the published extract of {extract.words}?",
        [*render_told(read_told()), html.P(follows), button, cancel],
        back=("Published figures", BACK),
    )


@removal_acts.post(f"{BACK}/<extract>/remove")
@requires("manager", "admin")
@back_on_refusal(lambda extract: BACK)
def remove(extract: str) -> Response:
    """Remove the extract for everybody."""
    clockstart, actor = current_clockstart(), current_actor()
    access.get_module(clockstart, actor, SLUG)
    removed = published.remove_extract(clockstart, actor, extract, current_trace())
    return tell(f"The published extract of {removed.words} is removed.", BACK)
