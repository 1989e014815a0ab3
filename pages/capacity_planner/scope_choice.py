"""Choosing whose pathways a page reads: for those who look after people, in the address."""

from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.services.access import scopes
from dashapp.services.access.scopes import Scope
from dashapp.ui.forms.queries import render_query
from dashapp.web.router import Visit
from pages.capacity_planner.service.opened import PlanQuery


def render_scope_choice(clockstart: Clockstart, visit: Visit, scope: Scope) -> list[Component]:
    """The lists in reach, the one shown chosen; nothing for learners, whose own is the only one."""
    if visit.actor.role == "learner":
        return []
    offered = {scope.key: scope.words, **scopes.list_scopes(clockstart, visit.actor)}
    query = PlanQuery.read(visit.query).model_copy(update={"scope": scope.key})
    return render_query(query, ["scope"], {"scope": offered})
