"""The person or job that acts in this request."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import g

from auth.errors import NotSignedIn
from storage.person import Person, Role
from storage.settings_store import Override


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `cohorts` are those the actor learns in, `manages` those the actor looks after, `access` the actor's
    own overrides of access to modules. Where somebody looks at the pages of another, the actor is that other as far as
    reading goes, `viewing` is their uid and `viewer` who looks; nothing can be written."""

    uid: str
    role: Role
    cohorts: tuple[str, ...] = ()
    name: str = ""
    email: str = ""
    viewing: str | None = None
    manages: tuple[str, ...] = ()
    access: Mapping[str, Override] = field(default_factory=dict, hash=False)
    viewer: Person | None = None

    @property
    def by(self) -> str:
        """The uid of who really acts."""
        return self.viewer.uid if self.viewer else self.uid

    @property
    def page_of(self) -> str:
        """For whom a page is made: other than the person, who looks at it. A page of one is never used by the other."""
        return f"{self.viewer.uid}~{self.uid}" if self.viewer else self.uid


def as_actor(person: Person, access: Mapping[str, Override] | None = None, viewer: Person | None = None) -> Actor:
    """The actor a person is, with the person's own overrides of access; or whom a `viewer` looks at."""
    return Actor(
        uid=person.uid,
        role=person.role,
        cohorts=person.cohorts,
        name=person.name,
        email=person.email,
        manages=person.manages,
        access=access or {},
        viewing=person.uid if viewer else None,
        viewer=viewer,
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
