"""A plan opened by somebody: checked, read, and with the history of the pathways it is made over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.module import Module
from dashapp.services import access, chart_filters
from dashapp.services.chart_filters import Filters, Scope
from dashapp.services.plans.clocks import read_clocks
from dashapp.services.plans.figures import Standing, measure
from dashapp.services.plans.history import History, see_clocks, see_typed
from dashapp.services.plans.reading import ALL_SERVICES, Assumptions, read_plan
from dashapp.services.records import read_answers
from rules.codes import RETURN_LINES
from storage.errors import NotFound
from storage.record import Record

STORE_KEY = "capacity_plans"
SLUG = "capacity-planner"
Query = Mapping[str, Sequence[str]]


@dataclass(eq=False)
class OpenedPlan:
    """A plan with what it was made over. `scope` says whose pathways; `owner` is whose plan it is."""

    record: Record
    owner: str
    plan: Assumptions
    scope: Scope
    history: History
    today: date
    query: str = ""

    @cached_property
    def standing(self) -> Standing:
        return measure(self.plan, self.history, self.today)

    @property
    def service(self) -> str:
        """The service in words."""
        line = "All services" if self.plan.service == ALL_SERVICES else name_service(self.plan.service)
        return f"{self.plan.known_as} ({line})" if self.plan.known_as else line


def name_service(code: str) -> str:
    return RETURN_LINES.get(code, code).removesuffix(" Service")


def open_plan(clockstart: Clockstart, actor: Actor, owner: str, record_id: str, query: Query) -> OpenedPlan:
    """A plan of `owner` that the actor may read, over the pathways the address and the plan name.

    Raises NotFound outside the actor's reach, also when the plan's own answers cannot be read.
    """
    module, record = get_plan(clockstart, actor, owner, record_id)
    answers, problems = read_answers(module, record)
    if answers is None:
        raise NotFound(f"This plan cannot be read: {problems[0].sentence if problems else 'mend the record'}.")
    try:
        plan = read_plan(answers)
    except ValueError as problem:
        raise NotFound(f"This plan cannot be read: {problem}") from problem
    filters = Filters.read(module, query)
    scope = find_scope(clockstart, actor, owner, plan, filters)
    return OpenedPlan(
        record, owner, plan, scope, see(clockstart, plan, scope), clockstart.today, filters.query(chart="", group="")
    )


def get_plan(clockstart: Clockstart, actor: Actor, owner: str, record_id: str) -> tuple[Module, Record]:
    """The stored plan; raises NotFound outside the actor's reach."""
    module = access.get_module(clockstart, actor, SLUG)
    access.check_can_read(clockstart, actor, owner)
    return module, clockstart.store.records.get(owner, STORE_KEY, record_id)


def see(clockstart: Clockstart, plan: Assumptions, scope: Scope) -> History:
    if not plan.from_pathways:
        return see_typed(plan, clockstart.today)
    return see_clocks(read_clocks(clockstart, scope.people), plan, clockstart.today)


def find_scope(clockstart: Clockstart, actor: Actor, owner: str, plan: Assumptions, filters: Filters) -> Scope:
    """Whose pathways: the cohort or person of the address inside the actor's reach; else as the plan says."""
    if filters.cohort or filters.person or (plan.of_people and actor.uid == owner):
        return chart_filters.find_scope(clockstart, actor, filters)
    person = access.get_person(clockstart, actor, owner)
    if plan.of_people:
        people = [one for one in access.list_people(clockstart, actor) if one.uid != actor.uid]
        reach = [one for one in people if set(one.cohorts) & set(person.manages)]
        return Scope(tuple(reach), f"the people of {person.name}")
    return Scope((person,), "your own list" if actor.uid == owner else f"the list of {person.name}")
