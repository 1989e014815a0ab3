"""What administrators choose in the app: settings, and who may open which module from when until when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, cast

import orjson
from redis import Redis

from storage import keys
from storage.errors import store_errors

Level = Literal["person", "cohort", "role"]
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Override:
    """One say on one module. `open` with dates opens it between them and closes it outside; `open=False` with dates
    closes it between them and says nothing outside. Both dates are included."""

    open: bool
    starts: date | None = None
    ends: date | None = None

    def covers(self, today: date) -> bool:
        """Whether today lies between the dates."""
        return (self.starts is None or self.starts <= today) and (self.ends is None or today <= self.ends)


def as_override(text: str) -> Override:
    """From how it is stored: JSON with `open`, `starts`, `ends`."""
    fields = orjson.loads(text)
    return Override(fields["open"], _as_date(fields["starts"]), _as_date(fields["ends"]))


def as_overrides(stored: Mapping[str, str]) -> dict[str, Override]:
    """Module → override, from a stored hash."""
    return {slug: as_override(text) for slug, text in stored.items()}


def _as_date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True, slots=True)
class Overrides:
    """All that is said on one person's access, module → override: for the person, each of their cohorts, their role."""

    person: Mapping[str, Override] = field(default_factory=dict)
    cohorts: tuple[Mapping[str, Override], ...] = ()
    role: Mapping[str, Override] = field(default_factory=dict)


class SettingsStore:
    """Settings kept in the store, and overrides of access on three levels."""

    def __init__(self, client: Redis) -> None:
        self.client = client

    def get(self, name: str, default: str = "") -> str:
        """A setting, or the default."""
        with store_errors():
            stored = cast("str | None", self.client.hget(keys.SETTINGS, name))
        return default if stored is None else stored

    def put(self, name: str, value: str) -> None:
        """Keep a setting."""
        with store_errors():
            self.client.hset(keys.SETTINGS, name, value)

    def all(self) -> dict[str, str]:
        """Every setting that has been chosen."""
        with store_errors():
            return cast(dict[str, str], self.client.hgetall(keys.SETTINGS))

    def put_override(self, level: Level, subject: str, slug: str, override: Override) -> None:
        """`subject` is a uid, a cohort id or a role."""
        text = orjson.dumps(override).decode()
        key, field = _place(level, subject, slug)
        with store_errors():
            self.client.hset(key, field, text)

    def remove_override(self, level: Level, subject: str, slug: str) -> None:
        """Nothing is said on this level any more."""
        key, field = _place(level, subject, slug)
        with store_errors():
            self.client.hdel(key, field)

    def list_overrides(self, level: Level, subject: str) -> dict[str, Override]:
        """Module → override of one person, cohort or role."""
        key, prefix = _place(level, subject, "")
        with store_errors():
            stored = cast(dict[str, str], self.client.hgetall(key))
        mine = {field.removeprefix(prefix): text for field, text in stored.items() if field.startswith(prefix)}
        return as_overrides(mine)

    def list_overrides_of_people(self, uids: Iterable[str]) -> dict[str, dict[str, Override]]:
        """Uid → module → override, for those of these people for whom something is said."""
        wanted = sorted(uids)
        found: dict[str, dict[str, Override]] = {}
        with store_errors():
            for first in range(0, len(wanted), AT_ONCE):
                some = wanted[first : first + AT_ONCE]
                pipeline = self.client.pipeline(transaction=False)
                for uid in some:
                    pipeline.hgetall(keys.access(uid))
                found |= {
                    uid: as_overrides(stored) for uid, stored in zip(some, pipeline.execute(), strict=True) if stored
                }
        return found

    def overrides(self, role: str, cohorts: tuple[str, ...], person: Mapping[str, Override]) -> Overrides:
        """All that is said on one person's access, as it is now: another process may just have changed it. `person`
        comes with the session on every request, the rest in one round trip."""
        with store_errors():
            pipe = self.client.pipeline(transaction=False)
            pipe.hgetall(keys.ROLE_ACCESS)
            for cohort in cohorts:
                pipe.hgetall(keys.cohort_access(cohort))
            roles, *by_cohort = pipe.execute()
        mine = {field.removeprefix(f"{role}/"): text for field, text in roles.items() if field.startswith(f"{role}/")}
        return Overrides(person, tuple(map(as_overrides, by_cohort)), as_overrides(mine))


def _place(level: Level, subject: str, slug: str) -> tuple[str, str]:
    """The key and the field where an override is kept."""
    if level == "person":
        return keys.access(subject), slug
    if level == "cohort":
        return keys.cohort_access(subject), slug
    return keys.ROLE_ACCESS, f"{subject}/{slug}"
