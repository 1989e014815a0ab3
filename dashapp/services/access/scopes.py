"""Whose records a report or a plan is made of: one's own, a person's, a cohort's, or everybody's in reach.

A scope has a short key that stands in addresses and in stored records: `own`, `all`, `cohort-<id>`, `person-<uid>`.
Where one works on records, the scope is one's own, or `practice-<attempt>`: one's own practice copy of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.withheld import withhold
from dashapp.services.access import access
from dashapp.services.practice import exam_clock
from dashapp.services.practice.attempts import is_held
from dashapp.services.practice.copies import find_told
from storage import keys, open_copy
from storage.accounts import Person
from storage.attempts import SUBMITTED
from storage.errors import NotFound

OWN, ALL = "own", "all"
COHORT, PERSON, PRACTICE = "cohort-", "person-", "practice-"
NO_SUCH_SCOPE = "There is no such list in your reach."


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose records: the key in addresses, the words people read, and the uids."""

    key: str
    words: str
    uids: tuple[str, ...]


def find_scope(clockstart: Clockstart, actor: Actor, key: str = "") -> Scope:
    """The scope behind a key; without one, a learner's own and everybody's in reach for the others.

    Raises NotFound for a person or cohort outside the actor's reach: the key comes from the browser.
    """
    key = key or (OWN if actor.role == "learner" else ALL)
    if key == OWN:
        return Scope(OWN, "your own list", (actor.uid,))
    if actor.role != "learner":
        if key == ALL:
            uids = dict.fromkeys([actor.uid, *(person.uid for person in access.list_people(clockstart, actor))])
            return Scope(ALL, "everyone" if actor.role == "admin" else "you and your people", tuple(uids))
        if key.startswith(COHORT):
            return find_cohort(clockstart, actor, key)
    if key.startswith(PERSON):
        person = access.get_person(clockstart, actor, key.removeprefix(PERSON))
        return Scope(key, person.name, (person.uid,))
    raise NotFound(NO_SUCH_SCOPE)


def enter(clockstart: Clockstart, actor: Actor, key: str) -> Clockstart:
    """The same services on the actor's own practice copy, on the day it is of (`as_of`, kept with the attempt).

    Raises NotFound for an attempt that is not theirs or has no copy, and for whoever looks at another person's pages:
    the key comes from the browser.
    """
    attempt = key.removeprefix(PRACTICE)
    is_one = key.startswith(PRACTICE) and keys.ATTEMPT.fullmatch(attempt)
    known = clockstart.store.attempts.find(actor.uid, attempt) if is_one and not actor.viewing else None
    if known is None or "as_of" not in known:
        raise NotFound(NO_SUCH_SCOPE)
    store, is_worked = open_copy(clockstart.store, attempt), is_worked_on(clockstart, known)
    return replace(
        clockstart,
        scope=key,
        attempt=known | ({"state": SUBMITTED} if exam_clock.is_over(known, clockstart.now) else {}),
        store=store,
        clock=replace(clockstart.clock, fixed_today=date.fromisoformat(known["as_of"])),
        kept=replace(clockstart.kept, scope=f"{key} {is_worked}"),
        registry=withhold(clockstart.registry, find_told(store, actor.uid, known))
        if is_worked
        else clockstart.registry,
    )


def is_worked_on(clockstart: Clockstart, known: Mapping[str, Any]) -> bool:
    """Whether a set is worked in the copy, is void, or was handed in before it may be told what is right."""
    return "place" in known and (known.get("state") != SUBMITTED or is_held(clockstart, known))


def find_cohort(clockstart: Clockstart, actor: Actor, key: str) -> Scope:
    cohort_id = key.removeprefix(COHORT)
    if not can_see_cohort(actor, cohort_id):
        raise NotFound(NO_SUCH_SCOPE)
    cohort = clockstart.store.people.get_cohort(cohort_id)
    learners = [person for person in clockstart.store.people.members(cohort_id) if person.role == "learner"]
    return Scope(key, cohort.name, tuple(person.uid for person in learners))


def can_see_cohort(actor: Actor, cohort_id: str) -> bool:
    """Whether the actor looks after the cohort, or administers everything."""
    return actor.role == "admin" or (actor.role == "manager" and cohort_id in actor.manages)


def list_scopes(clockstart: Clockstart, actor: Actor) -> Mapping[str, str]:
    """The scopes offered for choosing, key → words. People are reached from a cohort or by their page's link."""
    if actor.role == "learner":
        return {OWN: "Your own list"}
    cohorts = {
        f"{COHORT}{cohort.id}": cohort.name
        for cohort in clockstart.store.people.list_cohorts()
        if can_see_cohort(actor, cohort.id)
    }
    everyone = "Everyone" if actor.role == "admin" else "You and your people"
    return {ALL: everyone, **cohorts, OWN: "Your own list"}


def name_person(person: Person) -> str:
    """The key of one person's scope."""
    return f"{PERSON}{person.uid}"
