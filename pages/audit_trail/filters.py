"""What the audit trail is narrowed by, as a form and as chips."""

from collections.abc import Mapping

from dash.development.base_component import Component

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.services.audit.audit_trail import ALL, OF_SYSTEM, TrailFilters, TrailScope
from dashapp.services.people.people import name_of_many
from dashapp.ui.chips import Criterion
from dashapp.ui.forms.queries import list_chips, render_query

ADDRESS = "/audit-trail"
SCOPES: Mapping[str, str] = {
    "learner": "Everything done in your records and your account",
    "manager": "Everything done by you and in the records of your people",
    "admin": "Everything done by anybody, and by Clockstart itself",
}


def say_scope(actor: Actor) -> str:
    return SCOPES[actor.role]


def count_entries(number: int) -> str:
    return f"{number:,} {'entry' if number == 1 else 'entries'}"


def render_filters(clockstart: Clockstart, actor: Actor, scope: TrailScope, filters: TrailFilters) -> list[Component]:
    """Whose: a list of people, or a name to type where they are many; nothing for those who have only their own."""
    whose = [] if actor.role == "learner" else ["find"] if scope.people is None else ["person"]
    system = {OF_SYSTEM: "Clockstart itself"} if actor.role == "admin" else {}
    others = {one.uid: one.name for one in scope.people or () if one.uid != actor.uid}
    offered = {
        "person": {actor.uid: "Your own"} | system | others,
        "module": list_modules(clockstart),
        "act": list_acts(clockstart, filters.act),
    }
    return render_query(filters, ["since", "until", *whose, "by", "module", "act"], offered, here=ADDRESS)


def list_modules(clockstart: Clockstart) -> dict[str, str]:
    return {module.store_key: module.title for module in clockstart.registry}


def list_acts(clockstart: Clockstart, chosen: str) -> dict[str, str]:
    known = dict(clockstart.registry.acts)
    return known | {chosen: clockstart.registry.say_act(chosen)} if chosen else known


def list_criteria(clockstart: Clockstart, scope: TrailScope, filters: TrailFilters) -> list[Criterion]:
    """A chip for everything the list is narrowed by; taking one off begins at the newest entry again."""
    named = {**name_of_many(clockstart, scope.uids if filters.person else ()), OF_SYSTEM: "Clockstart itself"}
    acts = list_acts(clockstart, filters.act)
    told = filters.say({"person": named, "module": list_modules(clockstart), "act": acts})
    left_out = "without signing in and out, or practice" if filters.leaves_out else "without practice"
    everything = Criterion(left_out, filters.at(ADDRESS, show=ALL))
    return [*list_chips(told, filters, ADDRESS), *([] if filters.show else [everything])]
