"""People: for managers the learners of their cohorts, for admins everyone who learns, each with their modules."""

from dash import Dash, html
from dash.development.base_component import Component

from auth.policy import can_administer, can_view_as, check_oversee
from dashapp.context import Clockstart
from dashapp.declare.feature import OVERSEERS, Feature, Nav
from dashapp.panels.progress import render_glance, render_learners, render_modules
from dashapp.panels.rule_notice import render_notice_of
from dashapp.services.access import access
from dashapp.services.people import oversight
from dashapp.ui.banners import render_view_as
from dashapp.ui.chips import render_criteria
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.queries import list_chips, render_ignored
from dashapp.ui.page import render_action, render_page
from dashapp.web.router import Page, Visit
from words.phrases import plural
from words.queries import Query, narrow


class Asked(Query):
    """Which part of the people."""

    show: str = narrow("Who", choices={key: words for key, (words, _) in oversight.SHOWN.items()})


def register(app: Dash, clockstart: Clockstart) -> None:
    router = clockstart.router
    router.add("/people", Page("People", lambda visit: render_people(clockstart, visit), check_role))
    router.add(
        "/people/<uid>",
        Page("Person", lambda visit: render_person(clockstart, visit), lambda visit: check_person(clockstart, visit)),
    )


def check_role(visit: Visit) -> None:
    """Raises Forbidden for learners."""
    check_oversee(visit.actor)


def check_person(clockstart: Clockstart, visit: Visit) -> None:
    """Raises NotFound for somebody outside the actor's scope."""
    access.get_person(clockstart, visit.actor, visit.variables["uid"])


def render_people(clockstart: Clockstart, visit: Visit) -> Component:
    """Everyone in scope, or the part that `?show=` names."""
    standings = oversight.list_standings(clockstart, access.list_people(clockstart, visit.actor))
    lead = "Everyone who learns here." if visit.actor.role == "admin" else "The learners of the cohorts you look after."
    if not standings:
        nothing = render_empty("No learners yet", "Learners appear here once they are in a cohort you look after.")
        return render_page("People", nothing, lead=lead)
    asked = Asked.read(visit.query)
    belongs = oversight.SHOWN[asked.show][1] if asked.show else None
    shown = [one for one in standings if belongs(one, clockstart.now)] if belongs else standings
    told = f"Showing {len(shown):,} of {plural(len(standings), 'learner')}."
    criteria = render_criteria(told, list_chips(asked.say(), asked, "/people"))
    body = [*render_ignored(asked), criteria, render_learners(clockstart, shown)]
    return render_page("People", [render_glance(clockstart, standings), *body], lead=lead)


def render_person(clockstart: Clockstart, visit: Visit) -> Component:
    """One person's modules; each leads to their records, read-only."""
    person = access.get_person(clockstart, visit.actor, visit.variables["uid"])
    modules = render_modules(clockstart, visit.actor, person.uid, base=f"/people/{person.uid}")
    body = [*render_notice_of(clockstart, person.uid), modules]
    cohorts = [clockstart.store.people.get_cohort(cohort).name for cohort in person.cohorts]
    lead = " · ".join([person.role.capitalize(), *cohorts, person.email])
    return render_page(
        person.name,
        html.Div(body),
        lead=lead,
        actions=[
            *([render_view_as(person.name, person.uid)] if can_view_as(visit.actor, person) else []),
            *([render_action("Account", f"/staff/{person.uid}")] if can_administer(visit.actor) else []),
            *([render_action("Erase", f"/retention/{person.uid}")] if can_administer(visit.actor) else []),
        ],
        back=("People", "/people"),
    )


FEATURE = Feature(
    (Nav("People", "/people", "People and settings", OVERSEERS, "Who is in your cohorts, and their work"),), register
)
