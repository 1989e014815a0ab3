"""Who may do what, as pure functions of plain data: `can_…` answers, its twin `check_…` raises.

A learner reads and writes their own records. A manager reads the records of the cohorts they look after and writes
reviews of them and records of their own, never a learner's. An admin may do all of it. Somebody who only looks
(`viewing`) writes nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from auth.actor import Actor
from auth.errors import Forbidden
from storage.errors import NotFound
from storage.settings_store import Override, Overrides

NO_SUCH_PERSON = "There is no such person."


class Someone(Protocol):
    """Of a person only this matters here."""

    @property
    def uid(self) -> str: ...

    @property
    def cohorts(self) -> tuple[str, ...]: ...

    @property
    def role(self) -> str: ...


def says(override: Override | None, today: date) -> bool | None:
    """What one override says today: True open, False closed, None nothing."""
    if override is None:
        return None
    if override.open:
        return override.covers(today)
    return False if override.covers(today) else None


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a module is open, and why: who says so (`module` is its own default) with which override; `cohort` is the
    place of the cohort among the person's when a cohort decides."""

    open: bool
    level: Literal["person", "cohort", "role", "module"]
    override: Override | None = None
    cohort: int = 0


def decide(role: str, slug: str, open_to: Collection[str], overrides: Overrides, today: date) -> Decision:
    """Access to a module: person over cohort over role over the module's own `open_to`. Where two cohorts of one
    person differ, the one that opens decides."""
    own = overrides.person.get(slug)
    if (said := says(own, today)) is not None:
        return Decision(said, "person", own)
    heard = [
        Decision(said, "cohort", cohort.get(slug), place)
        for place, cohort in enumerate(overrides.cohorts)
        if (said := says(cohort.get(slug), today)) is not None
    ]
    if heard:
        return next((decision for decision in heard if decision.open), heard[0])
    if (said := says(overrides.role.get(slug), today)) is not None:
        return Decision(said, "role", overrides.role.get(slug))
    return Decision(role in open_to, "module")


def can_open(actor: Actor, slug: str, open_to: Collection[str], overrides: Overrides, today: date) -> bool:
    """Whether the actor may open the module today; see `decide`."""
    return decide(actor.role, slug, open_to, overrides, today).open


def check_open(actor: Actor, slug: str, open_to: Collection[str], overrides: Overrides, today: date) -> None:
    """Raises Forbidden."""
    if not can_open(actor, slug, open_to, overrides, today):
        raise Forbidden("This part of Clockstart is not open to you at the moment.")


def can_manage(actor: Actor, person: Someone) -> bool:
    """Whether the person learns in a cohort that the actor looks after."""
    return actor.role == "manager" and not set(actor.manages).isdisjoint(person.cohorts)


def can_read(actor: Actor, person: Someone) -> bool:
    """Whether the actor may see the person's records."""
    return actor.uid == person.uid or actor.role == "admin" or can_manage(actor, person)


def check_read(actor: Actor, person: Someone) -> None:
    """Raises NotFound: who is outside the actor's reach does not exist for the actor."""
    if not can_read(actor, person):
        raise NotFound(NO_SUCH_PERSON)


def can_view_as(actor: Actor, person: Someone) -> bool:
    """Whether the actor may look at the pages of a learner as the learner sees them."""
    looks_after = actor.role == "admin" or can_manage(actor, person)
    return actor.viewing is None and person.role == "learner" and looks_after


def check_view_as(actor: Actor, person: Someone) -> None:
    """Raises NotFound for somebody outside the actor's reach, Forbidden for somebody who is no learner."""
    check_read(actor, person)
    if not can_view_as(actor, person):
        raise Forbidden("You can look at the pages of learners you look after, and of nobody else.")


def can_write(actor: Actor, person: Someone) -> bool:
    """Whether the actor may change the person's records."""
    return actor.viewing is None and (actor.uid == person.uid or actor.role == "admin")


def check_write(actor: Actor, person: Someone) -> None:
    """Raises NotFound for somebody outside the actor's reach, Forbidden for somebody the actor may only read."""
    check_read(actor, person)
    if not can_write(actor, person):
        raise Forbidden("You can read these records and not change them.")


def can_review(actor: Actor, person: Someone) -> bool:
    """Whether the actor may write feedback on the person's work; nobody reviews their own."""
    return actor.viewing is None and actor.uid != person.uid and (actor.role == "admin" or can_manage(actor, person))


def check_review(actor: Actor, person: Someone) -> None:
    """Raises NotFound for somebody outside the actor's reach, Forbidden for the actor's own work."""
    check_read(actor, person)
    if not can_review(actor, person):
        raise Forbidden("You cannot review this work.")


def can_administer(actor: Actor) -> bool:
    """Whether the actor may invite, deactivate and change people, cohorts and access."""
    return actor.role == "admin" and actor.viewing is None


def check_administer(actor: Actor) -> None:
    """Raises Forbidden."""
    if not can_administer(actor):
        raise Forbidden("Only an administrator can do this.")


def can_oversee(actor: Actor) -> bool:
    """Whether the actor looks after people: managers their cohorts, administrators everyone."""
    return actor.role in {"manager", "admin"}


def check_oversee(actor: Actor) -> None:
    """Raises Forbidden."""
    if not can_oversee(actor):
        raise Forbidden("Only those who look after people can open this page.")
