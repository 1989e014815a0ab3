"""A plan opened by somebody: checked, read, and with the history of the pathways it is made over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.services.access import access, scopes
from dashapp.services.access.scopes import Scope
from dashapp.services.records.records import read_answers
from pages.capacity_planner.service.figures import Standing, measure
from pages.capacity_planner.service.history import History, see_clocks, see_typed
from pages.capacity_planner.service.pathway_clocks import read_pathway_clocks
from pages.capacity_planner.service.reading import ALL_SERVICES, Assumptions, read_plan
from rules.codes import RETURN_LINES
from storage.errors import NotFound
from storage.record import Record
from words.queries import Query
from words.questions import ask

STORE_KEY = "capacity_plans"
SLUG = "capacity-planner"
Address = Mapping[str, Sequence[str]]


class PlanQuery(Query):
    """What a page of a plan is asked for: whose pathways, and of the solver slots a week or a day."""

    scope: str = ask("Whose pathways", default="")
    slots: str = ask("Slots a week", default="")
    day: str = ask("Day", default="")
    month: str = ask("Month", default="")
    year: str = ask("Year", default="")


@dataclass(eq=False)
class OpenedPlan:
    """A plan with what it was made over. `scope` says whose pathways; `owner` is whose plan it is; `query` is what the
    address asked for."""

    record: Record
    owner: str
    plan: Assumptions
    scope: Scope
    history: History
    today: date
    query: PlanQuery = field(default_factory=PlanQuery)

    @cached_property
    def standing(self) -> Standing:
        return measure(self.plan, self.history, self.today)

    def at(self, path: str) -> str:
        """An address about the same pathways."""
        return self.query.only("scope").at(path)

    @property
    def service(self) -> str:
        """The service in words."""
        line = "All services" if self.plan.service == ALL_SERVICES else name_service(self.plan.service)
        return f"{self.plan.known_as} ({line})" if self.plan.known_as else line


def name_service(code: str) -> str:
    return RETURN_LINES.get(code, code).removesuffix(" Service")


def open_plan(clockstart: Clockstart, actor: Actor, owner: str, record_id: str, address: Address) -> OpenedPlan:
    """A plan of `owner` that the actor may read, over the pathways the address and the plan name.

    Raises NotFound outside the actor's reach, also when the plan's own answers cannot be read, and
    `MustWait` when a job has to work out the clocks of a long list first.
    """
    module, record = get_plan(clockstart, actor, owner, record_id)
    answers, problems = read_answers(module, record)
    if answers is None:
        raise NotFound(f"This plan cannot be read: {problems[0].sentence if problems else 'correct the record'}.")
    try:
        plan = read_plan(answers)
    except ValueError as problem:
        raise NotFound(f"This plan cannot be read: {problem}") from problem
    asked = PlanQuery.read(address)
    scope = find_scope(clockstart, actor, owner, plan, asked.scope)
    return OpenedPlan(record, owner, plan, scope, see(clockstart, plan, scope), clockstart.today, asked)


def get_plan(clockstart: Clockstart, actor: Actor, owner: str, record_id: str) -> tuple[Module, Record]:
    """The stored plan; raises NotFound outside the actor's reach."""
    module = access.get_module(clockstart, actor, SLUG)
    access.check_can_read(clockstart, actor, owner)
    return module, clockstart.store.records.get(owner, STORE_KEY, record_id)


def see(clockstart: Clockstart, plan: Assumptions, scope: Scope) -> History:
    if not plan.from_pathways:
        return see_typed(plan, clockstart.today)
    return see_clocks(read_pathway_clocks(clockstart, scope.uids), plan, clockstart.today)


def find_scope(clockstart: Clockstart, actor: Actor, owner: str, plan: Assumptions, asked: str) -> Scope:
    """Whose pathways: those the address asks for, inside the actor's reach; else as the plan says.

    Somebody else's plan reads that person's own list, or those of their people whom the actor may read as well.
    """
    if asked:
        return scopes.find_scope(clockstart, actor, asked)
    if actor.uid == owner:
        return scopes.find_scope(
            clockstart, actor, scopes.ALL if plan.of_people and actor.role != "learner" else scopes.OWN
        )
    person = access.get_person(clockstart, actor, owner)
    if not plan.of_people:
        return Scope(scopes.name_person(person), f"the list of {person.name}", (owner,))
    people = [one for one in access.list_people(clockstart, actor) if set(one.cohorts) & set(person.manages)]
    uids = dict.fromkeys([owner, *(one.uid for one in people)])
    return Scope(f"of-{owner}", f"{person.name} and their people", tuple(uids))
