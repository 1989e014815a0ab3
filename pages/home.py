"""Home: for a learner what to do next, for a manager the people, for an admin the whole installation."""

from collections.abc import Callable, Mapping

from dash import Dash, html
from dash.development.base_component import Component
from flask import Blueprint
from werkzeug.wrappers import Response

from auth import current_trace
from auth.actor import Actor, current_actor
from auth.requires import requires
from dashapp.context import Clockstart, current_clockstart
from dashapp.declare.feature import Feature, Nav
from dashapp.panels import home_admin, home_manager, home_new
from dashapp.panels.home_learner import greet, render_learner
from dashapp.panels.rule_notice import render_rule_notice
from dashapp.services.earlier import earlier_data
from dashapp.services.work import first_steps
from dashapp.ui.banners import render_banner
from dashapp.ui.forms.posting import render_told
from dashapp.ui.page import render_page
from dashapp.web.plain_forms import Undo, read_told, tell
from dashapp.web.router import Page, Visit, everyone
from words.phrases import plural

start_acts = Blueprint("start_here", __name__)


def register(app: Dash, clockstart: Clockstart) -> None:
    clockstart.router.add("/", Page("Home", lambda visit: render_home(clockstart, visit), everyone))
    app.server.register_blueprint(start_acts)


@start_acts.post(home_new.MAKE)
@requires()
def make_example() -> Response:
    """The example of the first steps, among one's own records."""
    first_steps.make(current_clockstart(), current_actor(), current_trace())
    return tell(f"{first_steps.NAME} is made.", "/")


@start_acts.post(home_new.REMOVE)
@requires()
def remove_example() -> Response:
    """It is removed as any record is, and can be made again."""
    first_steps.remove(current_clockstart(), current_actor(), current_trace())
    return tell(f"{first_steps.NAME} is removed.", "/", undo=Undo(home_new.MAKE, words="Make it again"))


def render_home(clockstart: Clockstart, visit: Visit) -> Component:
    """The page for the role; somebody who has nothing yet is shown where to start."""
    actor = visit.actor
    notices = [
        *render_told(read_told()),
        *render_rule_notice(clockstart, actor),
        *render_earlier_notice(clockstart, actor),
    ]
    if actor.role == "learner" and first_steps.is_new(clockstart, actor):
        body = [*notices, *home_new.render_new(clockstart, actor)]
        return render_page(f"Welcome, {actor.name.split()[0]}", body, lead=home_new.LEAD)
    body = [*notices, *HOMES[actor.role](clockstart, visit)]
    return render_page(greet(clockstart, actor.name), body, lead=LEADS[actor.role](clockstart, actor))


def render_earlier_notice(clockstart: Clockstart, actor: Actor) -> list[Component]:
    """Says that the earlier platform kept something of this person, unless they have put it off."""
    if earlier_data.is_put_off(clockstart, actor.uid):
        return []
    count = earlier_data.find_unread(clockstart, actor.email).count
    if not count:
        return []
    words = f"The earlier platform kept {plural(count, 'record')} of yours. "
    return [render_banner("note", [words, html.A("Review and import", href="/import-earlier-data")])]


LEADS: Mapping[str, Callable[[Clockstart, Actor], str]] = {
    "learner": lambda clockstart, actor: "",
    "manager": home_manager.say_lead,
    "admin": lambda clockstart, actor: "People, activity and the health of this installation.",
}
HOMES: Mapping[str, Callable[[Clockstart, Visit], list[Component]]] = {
    "learner": lambda clockstart, visit: render_learner(clockstart, visit.actor),
    "manager": home_manager.render_manager,
    "admin": home_admin.render_admin,
}


FEATURE = Feature((Nav("Home", "/"),), register)
