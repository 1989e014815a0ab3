"""Home: for a learner what to do next, for a manager the people, for an admin the whole installation."""

from __future__ import annotations

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
from dashapp.panels import home_new
from dashapp.panels.home_learner import greet, render_learner
from dashapp.panels.progress import (
    render_glance,
    render_handed_in,
    render_learners,
    render_modules,
    render_waits,
)
from dashapp.panels.rule_notice import render_rule_notice
from dashapp.panels.store_notices import render_notices
from dashapp.panels.today import render_actions, render_looking, say_when
from dashapp.services.access import access
from dashapp.services.earlier import earlier_data
from dashapp.services.people import oversight
from dashapp.services.records import drafts
from dashapp.services.work import first_steps, team_day
from dashapp.ui.banners import render_banner
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.posting import render_told
from dashapp.ui.page import render_action, render_page, render_section
from dashapp.ui.times import day_and_time
from dashapp.web.plain_forms import Undo, read_told, tell
from dashapp.web.router import Page, Visit, everyone
from storage.connection import check_ready
from words.phrases import plural

DRAFTS_SHOWN = 5
OVERSEEN = 8
INVITE = render_action("Invite somebody", "/staff/invite", primary=True)
LEADS: Mapping[str, str] = {
    "learner": "",
    "manager": "Your learners' practice: how far they are, and what they find hard.",
    "admin": "People, activity and the health of this installation.",
}


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
    body = [*notices, *HOMES[actor.role](clockstart, actor)]
    return render_page(greet(clockstart, actor.name), body, lead=LEADS[actor.role])


def render_earlier_notice(clockstart: Clockstart, actor: Actor) -> list[Component]:
    """Says that the earlier platform kept something of this person, unless they have put it off."""
    if earlier_data.is_put_off(clockstart, actor.uid):
        return []
    count = earlier_data.find_unread(clockstart, actor.email).count
    if not count:
        return []
    words = f"The earlier platform kept {plural(count, 'record')} of yours. "
    return [render_banner("note", [words, html.A("Review and bring in", href="/import-earlier-data")])]


def render_manager(clockstart: Clockstart, actor: Actor) -> list[Component]:
    """The cohort at a glance, what is overdue, the longest waits, and who has fallen quiet."""
    people = access.list_people(clockstart, actor)
    if not people:
        nobody = render_empty("No learners yet", "An administrator can assign cohorts to you.")
        return [nobody, render_modules(clockstart, actor, actor.uid)]
    standings = oversight.list_standings(clockstart, people)
    quiet = [one for one in standings if one.is_quiet(clockstart.now)]
    return [
        render_glance(clockstart, standings),
        *render_handed_in(clockstart, actor, OVERSEEN),
        *render_team_day(clockstart, actor),
        *([render_learners(clockstart, quiet, title="Quiet for over 14 days")] if quiet else []),
        *render_continue(clockstart, actor),
        render_charts_links(clockstart, actor),
    ]


def render_team_day(clockstart: Clockstart, actor: Actor) -> list[Component]:
    """What their learners have to do and the longest waits, as far as they have been looked through today."""
    title = "What your learners have to do today"
    day, job = team_day.look(clockstart, actor)
    if day is None:
        return [render_section(title, render_looking(job, "/"))] if job else []
    return [
        render_actions(day.actions, clockstart.today, title=title, at_most=OVERSEEN),
        *render_waits(day.waits[:OVERSEEN]),
        say_when(day, job),
    ]


def render_charts_links(clockstart: Clockstart, actor: Actor) -> Component:
    """Shortcuts to the charts of everyone the actor looks after."""
    links = [
        html.Li(html.A(module.title, href=f"{module.address}/charts"))
        for module in access.list_open(clockstart, actor)
        if module.charts
    ]
    return render_section("Charts over your people", html.Ul(links, className="cs-list"))


def render_admin(clockstart: Clockstart, actor: Actor) -> list[Component]:
    """People, activity and the store."""
    people = access.list_people(clockstart, actor)
    nobody = render_empty("No learners yet", "Invite people, or bring them in from a file.", [INVITE])
    standings = oversight.list_standings(clockstart, people)
    newest = sorted((one for one in standings if one.last_change), key=lambda one: str(one.last_change), reverse=True)
    return [
        *render_notices(clockstart),
        render_glance(clockstart, standings) if people else nobody,
        *render_handed_in(clockstart, actor, OVERSEEN),
        render_store(clockstart),
        *([render_learners(clockstart, newest[:OVERSEEN], title="Last active")] if newest else []),
        render_charts_links(clockstart, actor),
    ]


def render_store(clockstart: Clockstart) -> Component:
    """Whether the store keeps what it confirms."""
    readiness = check_ready(clockstart.store.client)
    stands = "The data store keeps what it confirms." if readiness.ok else readiness.reason
    facts = f"{readiness.engine} · fsync {readiness.fsync}"
    return render_section("Store", [html.P(stands), html.P(facts, className="cs-quiet")])


def render_continue(clockstart: Clockstart, actor: Actor) -> list[Component]:
    """Unfinished entries, newest first."""
    waiting = drafts.list_unfinished(clockstart, actor)[:DRAFTS_SHOWN]
    items = [render_draft(one) for one in waiting]
    return [render_section("Continue where you were", html.Ul(items, className="cs-list"))] if items else []


def render_draft(one: drafts.Unfinished) -> Component:
    kept = f", not saved, kept {day_and_time(one.draft.kept_at)}, {plural(one.answered, 'question')} answered"
    return html.Li([html.A(one.name, href=one.href), f" in {one.module.title}{kept}"])


HOMES: Mapping[str, Callable[[Clockstart, Actor], list[Component]]] = {
    "learner": render_learner,
    "manager": render_manager,
    "admin": render_admin,
}


FEATURE = Feature((Nav("Home", "/"),), register)
