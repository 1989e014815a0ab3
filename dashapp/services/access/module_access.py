"""Which role, cohort and person sees which module from when until when: what is said, why a module is open or closed
for somebody, and changing it. The rule is `auth.policy.decide`, the same that menus and the server ask.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from auth.actor import Actor
from auth.policy import Decision, check_administer, decide
from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.services.people.accounts import trace_of
from storage.accounts import ROLES, Person
from storage.errors import NotFound, Refused
from storage.settings_store import Level, Override
from words.phrases import in_words

LEVELS: tuple[Level, ...] = get_args(Level)
ROLE_WORDS: Mapping[str, str] = {"learner": "learners", "manager": "managers", "admin": "administrators"}


@dataclass(frozen=True, slots=True)
class Subject:
    """For whom something is said: a person, a cohort or a role; `name` as people read it."""

    level: Level
    id: str
    name: str
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One override, for whom and on which module."""

    subject: Subject
    module: Module
    override: Override


@dataclass(frozen=True, slots=True)
class Effect:
    """A module for one subject: open or not, and why in a sentence."""

    module: Module
    decision: Decision
    why: str


def get_subject(clockstart: Clockstart, actor: Actor, level: str, subject: str) -> Subject:
    """Raises Forbidden, NotFound."""
    check_administer(actor)
    if level == "person":
        person = clockstart.store.people.get(subject)
        return Subject("person", person.uid, person.name, person)
    if level == "cohort":
        cohort = clockstart.store.people.get_cohort(subject)
        return Subject("cohort", cohort.id, cohort.name)
    if level == "role" and subject in ROLES:
        return Subject("role", subject, ROLE_WORDS[subject])
    raise NotFound("There is nobody of that kind.")


def list_said(clockstart: Clockstart, actor: Actor) -> Sequence[Said]:
    """Everything that is said: for roles, then cohorts, then people."""
    check_administer(actor)
    settings, people = clockstart.store.settings, clockstart.store.people
    found: list[Said] = []
    for role in ROLES:
        said = settings.list_overrides("role", role)
        found += said_of(clockstart, Subject("role", role, ROLE_WORDS[role]), said)
    for cohort in people.list_cohorts():
        said = settings.list_overrides("cohort", cohort.id)
        found += said_of(clockstart, Subject("cohort", cohort.id, cohort.name), said)
    everybody = {person.uid: person for person in people.list()}
    for uid, own in settings.list_overrides_of_people(everybody).items():
        found += said_of(clockstart, Subject("person", uid, everybody[uid].name, everybody[uid]), own)
    return found


def said_of(clockstart: Clockstart, subject: Subject, overrides: Mapping[str, Override]) -> Iterator[Said]:
    """In journey order; what is said on a module this installation does not have is left out."""
    for module in clockstart.registry:
        if module.slug in overrides:
            yield Said(subject, module, overrides[module.slug])


def list_effects(clockstart: Clockstart, actor: Actor, subject: Subject) -> Sequence[Effect]:
    """Every module for one subject, with why. For a cohort it is a learner of that cohort alone."""
    check_administer(actor)
    return [explain_one(clockstart, subject, module) for module in clockstart.registry]


def explain_one(clockstart: Clockstart, subject: Subject, module: Module) -> Effect:
    """The decision of the policy, and its reason in words."""
    role: str = "learner"
    cohorts: tuple[str, ...] = (subject.id,) if subject.level == "cohort" else ()
    own: Mapping[str, Override] = {}
    if subject.person is not None:
        role, cohorts = subject.person.role, subject.person.cohorts
        own = clockstart.store.settings.list_overrides("person", subject.id)
    elif subject.level == "role":
        role = subject.id
    overrides = clockstart.store.settings.overrides(role, cohorts, own)
    decision = decide(role, module.slug, module.open_to, overrides, clockstart.today)
    cohort = clockstart.store.people.find_cohort(cohorts[decision.cohort]) if decision.level == "cohort" else None
    return Effect(module, decision, say_why(decision, subject, role, cohort.name if cohort else ""))


def say_why(decision: Decision, subject: Subject, role: str, cohort: str) -> str:
    """`Open for Alice because the cohort Spring opens it until 3 July 2026.`"""
    state, override = "open" if decision.open else "closed", decision.override
    start = f"{state.capitalize()} for {subject.name} because"
    if override is None:
        return f"{start} the module is {state} to {ROLE_WORDS[role]} unless something else is set."
    only = "only " if override.open and not decision.open else ""
    days = f" {only}{say_days(override)}" if say_days(override) else ""
    if decision.level == "cohort":
        return f"{start} the cohort {cohort} {'opens' if override.open else 'closes'} it{days}."
    whom = f"{subject.name} alone" if decision.level == "person" else f"all {ROLE_WORDS[role]}"
    return f"{start} it is {'open' if override.open else 'closed'} to {whom}{days}."


def say_days(override: Override) -> str:
    """`from 1 June 2026 until 3 July 2026`; empty without dates."""
    first = [f"from {in_words(override.starts)}"] if override.starts else []
    last = [f"until {in_words(override.ends)}"] if override.ends else []
    return " ".join([*first, *last])


def say_override(override: Override) -> str:
    """`open from 1 June 2026 until 3 July 2026`."""
    return f"{'open' if override.open else 'closed'} {say_days(override)}".strip()


def say(clockstart: Clockstart, actor: Actor, subject: Subject, slug: str, override: Override) -> Override | None:
    """Say something on a module for somebody; what was said before. Raises Forbidden, NotFound, Refused."""
    check_administer(actor)
    module = get_module(clockstart, slug)
    if override.starts and override.ends and override.ends < override.starts:
        raise Refused("The last day is before the first.")
    before = clockstart.store.settings.list_overrides(subject.level, subject.id).get(slug)
    clockstart.store.settings.put_override(subject.level, subject.id, module.slug, override)
    enter(clockstart, actor, subject, slug, said=say_override(override), instead=say_override(before) if before else "")
    return before


def take_back(clockstart: Clockstart, actor: Actor, subject: Subject, slug: str) -> Override:
    """Say nothing for somebody any more; what was said. Raises Forbidden, NotFound."""
    check_administer(actor)
    before = clockstart.store.settings.list_overrides(subject.level, subject.id).get(get_module(clockstart, slug).slug)
    if before is None:
        raise NotFound("Nothing is said on this module.")
    clockstart.store.settings.remove_override(subject.level, subject.id, slug)
    enter(clockstart, actor, subject, slug, said="nothing", instead=say_override(before))
    return before


def get_module(clockstart: Clockstart, slug: str) -> Module:
    module = clockstart.registry.find(slug)
    if module is None:
        raise NotFound("There is no such module.")
    return module


def enter(clockstart: Clockstart, actor: Actor, subject: Subject, slug: str, **about: str) -> None:
    """In the person's trail, or the system's for a role or a cohort."""
    uid = subject.id if subject.level == "person" else None
    place: dict[str, str] = {} if uid else {subject.level: subject.id}
    told = {name: value for name, value in (place | about).items() if value}
    clockstart.store.audit.enter(uid, "access_changed", trace=trace_of(actor), now=clockstart.now, what=slug, **told)
