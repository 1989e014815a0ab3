"""Who may open which module and read or change whose records; the ids come from addresses and are not trusted."""

from collections.abc import Sequence
from dataclasses import replace

from flask import g, has_request_context

from auth import policy
from auth.actor import Actor, as_actor
from dashapp.context import Clockstart
from dashapp.declare.module import Module
from storage.accounts import Person
from storage.errors import NotFound, Refused
from storage.settings_store import Overrides

NO_SUCH_PAGE = "There is no such page."
HANDED_IN = "This session has been handed in. Its practice records can be read and are no longer changed."


def get_module(clockstart: Clockstart, actor: Actor, slug: str) -> Module:
    """The module behind an address. Raises NotFound when there is none, Forbidden when it is closed to the actor."""
    module = clockstart.registry.find(slug)
    if module is None:
        raise NotFound(NO_SUCH_PAGE)
    check_can_open(clockstart, actor, module)
    return module


def read_overrides(clockstart: Clockstart, actor: Actor) -> Overrides:
    """All that is said on the actor's access; of what is shared with others, asked once in a request."""
    known: dict[tuple[str, tuple[str, ...]], Overrides] = g.setdefault("overrides", {}) if has_request_context() else {}
    key = actor.role, actor.cohorts
    if key not in known:
        known[key] = clockstart.store.settings.overrides(*key, {})
    return replace(known[key], person=actor.access)


def check_can_open(clockstart: Clockstart, actor: Actor, module: Module) -> None:
    """Raises Forbidden."""
    overrides = read_overrides(clockstart, actor)
    policy.check_open(actor, module.slug, module.open_to, overrides, clockstart.today)


def list_open(clockstart: Clockstart, actor: Actor) -> Sequence[Module]:
    """The modules the actor may open, in journey order."""
    overrides = read_overrides(clockstart, actor)
    return [
        module
        for module in clockstart.registry
        if policy.can_open(actor, module.slug, module.open_to, overrides, clockstart.today)
    ]


def get_person(clockstart: Clockstart, actor: Actor, uid: str) -> Person:
    """A person the actor may read. Raises NotFound, also for somebody outside their scope."""
    person = clockstart.store.people.find(uid)
    if person is None:
        raise NotFound(policy.NO_SUCH_PERSON)
    policy.check_read(actor, person)
    return person


def get_actor(clockstart: Clockstart, uid: str) -> Actor:
    """Who a job acts for: the person with the role, the people and the modules they have now. Raises NotFound."""
    person = clockstart.store.people.get(uid)
    return as_actor(person, clockstart.store.settings.list_overrides("person", uid))


def check_can_read(clockstart: Clockstart, actor: Actor, uid: str) -> None:
    """Raises NotFound for a person outside the actor's scope; one's own records need no look-up."""
    if actor.uid != uid:
        get_person(clockstart, actor, uid)


def check_can_write(clockstart: Clockstart, actor: Actor, uid: str) -> None:
    """Raises Forbidden when the actor may not change the records of `uid`, Refused in a practice copy that was handed
    in."""
    if clockstart.is_closed:
        raise Refused(HANDED_IN)
    if actor.uid == uid and actor.viewing is None:
        return
    policy.check_write(actor, get_person(clockstart, actor, uid))


def list_people(clockstart: Clockstart, actor: Actor) -> Sequence[Person]:
    """Everyone whose records the actor may read and who keeps records: learners, and the actor."""
    if actor.role == "learner":
        return [clockstart.store.people.get(actor.uid)]
    if actor.role == "admin":
        return [person for person in clockstart.store.people.list() if person.role == "learner"]
    found = {person.uid: person for cohort in actor.manages for person in clockstart.store.people.members(cohort)}
    return sorted(found.values(), key=lambda person: person.name.casefold())
