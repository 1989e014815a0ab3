"""The person or job that acts in this request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import g

from auth.errors import NotSignedIn
from storage.person import Person, Role
from storage.settings_store import Override


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `cohorts` are those the actor learns in, `manages` those the actor looks after, `access` the actor's
    own overrides of access to modules; `viewing` is the uid of the person whose screens an admin looks at."""

    uid: str
    role: Role
    cohorts: tuple[str, ...] = ()
    name: str = ""
    email: str = ""
    viewing: str | None = None
    manages: tuple[str, ...] = ()
    access: Mapping[str, Override] = field(default_factory=dict, hash=False)


def as_actor(person: Person, access: Mapping[str, Override] | None = None) -> Actor:
    """The actor a person is, with the person's own overrides of access."""
    return Actor(
        uid=person.uid,
        role=person.role,
        cohorts=person.cohorts,
        name=person.name,
        email=person.email,
        manages=person.manages,
        access=access or {},
    )


def find_actor() -> Actor | None:
    """Who acts in this request, or None."""
    actor: Actor | None = g.get("actor")
    return actor


def current_actor() -> Actor:
    """Who acts in this request. Raises NotSignedIn."""
    actor = find_actor()
    if actor is None:
        raise NotSignedIn
    return actor
