"""People: their accounts, and the cohorts they learn in or look after."""

import builtins
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from ulid import ULID

from storage import keys
from storage.accounts import (
    MANAGES,
    MEMBER,
    ROLES,
    AccountStore,
    Fields,
    Person,
    Role,
    check_email,
    check_name,
    check_role,
)
from storage.errors import NotFound, Refused, store_errors

__all__ = ["ROLES", "Cohort", "PeopleStore", "Person", "Role", "check_email", "check_name", "check_role"]

NO_SUCH_COHORT = "There is no such cohort."


@dataclass(frozen=True, slots=True)
class Cohort:
    """A group of learners. Who belongs to it is kept with each person."""

    id: str
    name: str
    created_at: datetime
    demo: bool = False


class PeopleStore(AccountStore):
    """Accounts, and cohorts with their learners and managers."""

    def create_cohort(self, name: str, *, now: datetime, demo: bool = False) -> Cohort:
        """Raises Refused when the name is empty or another cohort has it."""
        name = check_name(name)
        if self.find_cohort_by_name(name) is not None:
            raise Refused(f"There is already a cohort called {name}.")
        cohort = Cohort(id=str(ULID.from_datetime(now)), name=name, created_at=now, demo=demo)
        fields: Fields = {"name": name, "created_at": now.isoformat(), "demo": "1" if demo else "0"}
        with store_errors():
            self.client.hset(keys.cohort(cohort.id), mapping=fields)
            self.client.sadd(keys.COHORTS, cohort.id)
        return cohort

    def list_cohorts(self) -> builtins.list[Cohort]:
        """Every cohort, in the order of names."""
        with store_errors():
            ids = sorted(cast(set[str], self.client.smembers(keys.COHORTS)))
            pipeline = self.client.pipeline(transaction=False)
            for cohort_id in ids:
                pipeline.hgetall(keys.cohort(cohort_id))
            rows = pipeline.execute()
        cohorts = [_as_cohort(cohort_id, fields) for cohort_id, fields in zip(ids, rows, strict=True)]
        return sorted((cohort for cohort in cohorts if cohort), key=lambda cohort: (cohort.name.casefold(), cohort.id))

    def find_cohort(self, cohort_id: str) -> Cohort | None:
        """The cohort, or None."""
        with store_errors():
            return _as_cohort(cohort_id, cast(dict[str, str], self.client.hgetall(keys.cohort(cohort_id))))

    def get_cohort(self, cohort_id: str) -> Cohort:
        """Raises NotFound."""
        cohort = self.find_cohort(cohort_id)
        if cohort is None:
            raise NotFound(NO_SUCH_COHORT)
        return cohort

    def find_cohort_by_name(self, name: str) -> Cohort | None:
        """The cohort of this name, letter case aside, or None."""
        wanted = " ".join(name.split()).casefold()
        return next((cohort for cohort in self.list_cohorts() if cohort.name.casefold() == wanted), None)

    def find_policy(self, cohort_id: str) -> str:
        """The version of the practice access policy that the cohort has adopted, "" for none."""
        with store_errors():
            return cast("str | None", self.client.hget(keys.cohort(cohort_id), "practice_policy")) or ""

    def put_policy(self, cohort_id: str, version: str) -> None:
        """Raises NotFound."""
        self.get_cohort(cohort_id)
        with store_errors():
            self.client.hset(keys.cohort(cohort_id), "practice_policy", version)

    def rename_cohort(self, cohort_id: str, name: str) -> None:
        """Raises NotFound, or Refused when another cohort has the name."""
        self.get_cohort(cohort_id)
        other = self.find_cohort_by_name(name)
        if other is not None and other.id != cohort_id:
            raise Refused(f"There is already a cohort called {other.name}.")
        with store_errors():
            self.client.hset(keys.cohort(cohort_id), "name", check_name(name))

    def assign(self, uid: str, cohort_id: str) -> None:
        """A manager looks after the cohort, anybody else learns in it. Raises NotFound."""
        person, cohort = self.get(uid), self.get_cohort(cohort_id)
        prefix = MANAGES if person.role == "manager" else MEMBER
        with store_errors():
            self.client.hset(keys.account(uid), prefix + cohort.id, "1")
            self.client.sadd(keys.cohort_members(cohort.id), uid)

    def unassign(self, uid: str, cohort_id: str) -> None:
        """The person neither learns in nor looks after the cohort any more. Raises NotFound."""
        self.get(uid)
        with store_errors():
            self.client.hdel(keys.account(uid), MEMBER + cohort_id, MANAGES + cohort_id)
            self.client.srem(keys.cohort_members(cohort_id), uid)

    def remove_cohort(self, cohort_id: str) -> None:
        """Take the cohort away; its people stay. Raises NotFound."""
        for person in self._everyone_in(self.get_cohort(cohort_id).id):
            self.unassign(person.uid, cohort_id)
        with store_errors():
            self.client.srem(keys.COHORTS, cohort_id)
            for name in (keys.cohort, keys.cohort_members, keys.cohort_access, keys.cohort_assignments):
                self.client.delete(name(cohort_id))

    def members(self, cohort_id: str) -> builtins.list[Person]:
        """Those who learn in the cohort, in the order of names, the deactivated included."""
        return [person for person in self._everyone_in(cohort_id) if cohort_id in person.cohorts]

    def managers(self, cohort_id: str) -> builtins.list[Person]:
        """Those who look after the cohort, in the order of names."""
        return [person for person in self._everyone_in(cohort_id) if cohort_id in person.manages]

    def _everyone_in(self, cohort_id: str) -> builtins.list[Person]:
        with store_errors():
            uids = cast(set[str], self.client.smembers(keys.cohort_members(cohort_id)))
        return self.list_these(uids)


def _as_cohort(cohort_id: str, fields: dict[str, str]) -> Cohort | None:
    if "name" not in fields:
        return None
    created = datetime.fromisoformat(fields["created_at"])
    return Cohort(id=cohort_id, name=fields["name"], created_at=created, demo=fields["demo"] == "1")
