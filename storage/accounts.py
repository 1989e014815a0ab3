"""Accounts: who there is, what they may be, and which cohorts they belong to.

An account is one hash in its person's own slot. The indexes beside it (`cs:email:…`, `cs:users`, cohort members) are
written in a second step and can be rebuilt from the accounts at any time.
"""

import builtins
from collections.abc import Iterable
from datetime import datetime
from typing import cast

from redis import Redis
from ulid import ULID

from storage import keys
from storage.errors import NotFound, Refused, store_errors
from storage.person import (
    MANAGES,
    MEMBER,
    ROLES,
    SESSIONS_ENDED,
    Fields,
    Person,
    Role,
    as_fields,
    as_person,
    check_email,
    check_name,
    check_role,
)

__all__ = [
    "MANAGES",
    "MEMBER",
    "ROLES",
    "AccountStore",
    "Fields",
    "Person",
    "Role",
    "as_person",
    "check_email",
    "check_name",
    "check_role",
]

AT_ONCE = 500
NO_SUCH_PERSON = "There is no such person."


class AccountStore:
    """Accounts by uid and by e-mail address."""

    def __init__(self, client: Redis) -> None:
        self.client = client

    def create(
        self,
        email: str,
        name: str,
        role: str,
        *,
        now: datetime,
        password_hash: str = "",
        cohorts: Iterable[str] = (),
        manages: Iterable[str] = (),
        demo: bool = False,
    ) -> Person:
        """A new account. Raises Refused when the address, name or role is not usable or the address is taken."""
        person = Person(
            uid=str(ULID.from_datetime(now)),
            email=check_email(email),
            name=check_name(name),
            role=check_role(role),
            created_at=now,
            cohorts=tuple(cohorts),
            manages=tuple(manages),
            password_hash=password_hash,
            demo=demo,
        )
        with store_errors():
            self._write_new(person)
        return person

    def _write_new(self, person: Person) -> None:
        """Account before claim: a crash between them leaves an account out of reach, never an address out of use."""
        if self.client.exists(keys.email(person.email)):
            raise _taken(person.email)
        self.client.hset(keys.account(person.uid), mapping=as_fields(person))
        if not self.client.set(keys.email(person.email), person.uid, nx=True):
            self.client.delete(keys.account(person.uid))
            raise _taken(person.email)
        self._index(person)

    def _index(self, person: Person) -> None:
        self.client.sadd(keys.USERS, person.uid)
        for cohort in {*person.cohorts, *person.manages}:
            self.client.sadd(keys.cohort_members(cohort), person.uid)

    def find(self, uid: str) -> Person | None:
        """The person with this uid, or None."""
        with store_errors():
            return as_person(uid, cast(dict[str, str], self.client.hgetall(keys.account(uid))))

    def get(self, uid: str) -> Person:
        """Raises NotFound."""
        person = self.find(uid)
        if person is None:
            raise NotFound(NO_SUCH_PERSON)
        return person

    def find_by_email(self, email: str) -> Person | None:
        """The person who signs in with this address, or None."""
        with store_errors():
            uid = cast("str | None", self.client.get(keys.email(email)))
        person = self.find(uid) if uid else None
        return person if person is not None and person.email == keys.normalise_email(email) else None

    def get_by_email(self, email: str) -> Person:
        """Raises NotFound."""
        person = self.find_by_email(email)
        if person is None:
            raise NotFound(NO_SUCH_PERSON)
        return person

    def list_uids(self) -> builtins.list[str]:
        """The uid of everybody, sorted: the oldest account first."""
        with store_errors():
            return sorted(cast(set[str], self.client.smembers(keys.USERS)))

    def list(self) -> builtins.list[Person]:
        """Everybody, in the order of their names."""
        return self.list_these(self.list_uids())

    def list_these(self, uids: Iterable[str]) -> builtins.list[Person]:
        """The accounts of these uids in the order of names, read in a few pipelines; unknown uids are left out."""
        wanted = sorted(uids)
        people: builtins.list[Person | None] = []
        with store_errors():
            for first in range(0, len(wanted), AT_ONCE):
                people += self._read(wanted[first : first + AT_ONCE])
        return sorted((person for person in people if person), key=lambda person: (person.name.casefold(), person.uid))

    def _read(self, uids: builtins.list[str]) -> builtins.list[Person | None]:
        pipeline = self.client.pipeline(transaction=False)
        for uid in uids:
            pipeline.hgetall(keys.account(uid))
        return [as_person(uid, fields) for uid, fields in zip(uids, pipeline.execute(), strict=True)]

    def rename(self, uid: str, name: str) -> None:
        """Raises NotFound, Refused."""
        self._change(uid, {"name": check_name(name)})

    def put_role(self, uid: str, role: str) -> None:
        """In force from the person's next request. Raises NotFound, Refused."""
        self._change(uid, {"role": check_role(role)})

    def put_password_hash(self, uid: str, password_hash: str) -> None:
        """Raises NotFound."""
        self._change(uid, {"password_hash": password_hash})

    def void_links(self, uid: str, *, now: datetime) -> None:
        """Invitations and resets made before now are worth nothing. Raises NotFound."""
        self._change(uid, {"links_from": now.isoformat()})

    def is_empty(self) -> bool:
        """Whether nobody has an account."""
        with store_errors():
            return not self.client.exists(keys.USERS)

    def activate(self, uid: str) -> None:
        """Let a deactivated person sign in again. Raises NotFound."""
        self._change(uid, {"active": "1"})

    def deactivate(self, uid: str) -> None:
        """The person is out at once: the flag and the end of every session are one step. Raises NotFound."""
        self.get(uid)
        with store_errors():
            pipeline = self.client.pipeline(transaction=True)
            pipeline.hset(keys.account(uid), "active", "0")
            pipeline.delete(keys.sessions(uid))
            pipeline.hincrby(keys.account(uid), SESSIONS_ENDED, 1)
            pipeline.execute()

    def put_email(self, uid: str, email: str) -> None:
        """A new address to sign in with. Raises NotFound, or Refused when the address is taken."""
        before, address = self.get(uid).email, check_email(email)
        if address == before:
            return
        with store_errors():
            if not self.client.set(keys.email(address), uid, nx=True):
                raise _taken(address)
            self.client.hset(keys.account(uid), "email", address)
            self.client.delete(keys.email(before))

    def _change(self, uid: str, fields: Fields) -> None:
        self.get(uid)
        with store_errors():
            self.client.hset(keys.account(uid), mapping=fields)

    def rebuild_indexes(self) -> builtins.list[Person]:
        """Write every index again from the accounts, oldest account first; returns accounts whose address was taken."""
        with store_errors():
            found = [as_person(_uid_of(key), self._account_at(key)) for key in self._account_keys()]
            people = [person for person in found if person]
            for cohort in cast(set[str], self.client.smembers(keys.COHORTS)):
                self.client.delete(keys.cohort_members(cohort))
            return [person for person in people if not self._claim_again(person)]

    def _account_keys(self) -> builtins.list[str]:
        return sorted(cast(Iterable[str], self.client.scan_iter(match=keys.account("any").replace("any", "*"))))

    def _account_at(self, key: str) -> dict[str, str]:
        return cast(dict[str, str], self.client.hgetall(key))

    def _claim_again(self, person: Person) -> bool:
        claimed = self.client.set(keys.email(person.email), person.uid, nx=True)
        if not claimed and self.client.get(keys.email(person.email)) != person.uid:
            return False
        self._index(person)
        return True


def _uid_of(account_key: str) -> str:
    return account_key.partition("{u:")[2].partition("}")[0]


def _taken(email: str) -> Refused:
    return Refused(f"There is already an account for {email}.")
