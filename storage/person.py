"""What an account says of a person, and its text in the store."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from storage import keys
from storage.errors import Refused

Role = Literal["learner", "manager", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
# redis-py wants a mapping whose key type is exactly its own; any text will do.
Fields = dict[Any, str]
MEMBER, MANAGES = "cohort:", "manages:"
FACTOR_ON, FACTOR_AGAIN = "on", "again"
SESSIONS_ENDED = "sessions_ended"
FORMULA = frozenset("=+-@")
"""What a spreadsheet takes for the beginning of a formula, also in full width."""
EMAIL = re.compile(r"[^\s@\x00-\x1f]+@[^\s@\x00-\x1f]+\.[^\s@\x00-\x1f.]+")


@dataclass(frozen=True, slots=True)
class Person:
    """One account. `cohorts` are those the person learns in, `manages` those the person looks after (cohort ids).
    `factor` is `on` with a second factor, `again` when one was reset and has to be set up anew, else empty;
    links made before `links_from` (ISO time) are void. `sessions_ended` grows whenever sessions of theirs
    are ended."""

    uid: str
    email: str
    name: str
    role: Role
    created_at: datetime
    cohorts: tuple[str, ...] = ()
    manages: tuple[str, ...] = ()
    active: bool = True
    password_hash: str = ""
    demo: bool = False
    factor: str = ""
    links_from: str = ""
    sessions_ended: str = ""

    @property
    def has_factor(self) -> bool:
        """Whether a second factor is asked for when this person signs in."""
        return self.factor == FACTOR_ON

    @property
    def has_password(self) -> bool:
        """False while an invitation has not been taken up."""
        return bool(self.password_hash)


def as_fields(person: Person) -> Fields:
    """The account hash of a person; each cohort is a field of its own, so that two changes never undo each other."""
    return {
        "email": person.email,
        "name": person.name,
        "role": person.role,
        "created_at": person.created_at.isoformat(),
        "active": "1" if person.active else "0",
        "password_hash": person.password_hash,
        "demo": "1" if person.demo else "0",
        **{MEMBER + cohort: "1" for cohort in person.cohorts},
        **{MANAGES + cohort: "1" for cohort in person.manages},
    }


def as_person(uid: str, fields: Mapping[str, str]) -> Person | None:
    """The person an account hash describes, or None where there is no account."""
    if "email" not in fields:
        return None
    return Person(
        uid=uid,
        email=fields["email"],
        name=fields["name"],
        role=check_role(fields["role"]),
        created_at=datetime.fromisoformat(fields["created_at"]),
        cohorts=_with_prefix(MEMBER, fields),
        manages=_with_prefix(MANAGES, fields),
        active=fields["active"] == "1",
        password_hash=fields["password_hash"],
        demo=fields["demo"] == "1",
        factor=fields.get("factor", ""),
        links_from=fields.get("links_from", ""),
        sessions_ended=fields.get(SESSIONS_ENDED, ""),
    )


def _with_prefix(prefix: str, fields: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(field.removeprefix(prefix) for field in fields if field.startswith(prefix)))


def check_role(role: str) -> Role:
    """The role, when it is one; Refused otherwise."""
    if role not in ROLES:
        raise Refused(f"A role is one of {', '.join(ROLES)}.")
    return role


def check_email(email: str) -> str:
    """The address as it is compared and stored; Refused when it could not be one."""
    address = keys.normalise_email(email)
    if len(address) > 254 or not EMAIL.fullmatch(address):
        raise Refused("Enter an email address in the correct format, like name@example.com")
    if unicodedata.normalize("NFKC", address)[0] in FORMULA:
        raise Refused("Enter an email address that begins with a letter or a figure: a spreadsheet would take this one")
    return address


def check_name(name: str) -> str:
    """The name without surrounding space; Refused when empty or longer than 100 characters."""
    name = " ".join(name.split())
    if not name or len(name) > 100:
        raise Refused("Enter a name of 1 to 100 characters")
    return name
