"""What a process remembers of what was worked out: everything of one app in one place, with a bound."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

from cachetools import LRUCache

T = TypeVar("T")
BYTES_AT_MOST = 1 << 30
"""About: each kind of value says what it takes."""


class Stamp(NamedTuple):
    """What a value was made from: the day ("" where none matters), the revision of its records, and the revisions of
    all else a person has (0 where they do not matter)."""

    day: str
    rev: int
    others: int = 0


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """A value that was worked out, what it was made from, and about how many bytes it takes."""

    value: T
    stamp: Stamp
    size: int


@dataclass(slots=True)
class KeptValues:
    """Values by name and person; those not used for longest make room for others. The names of those of a practice copy
    begin with its `scope`."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    held: LRUCache[tuple[str, str], Kept[Any]] = field(
        default_factory=lambda: LRUCache(BYTES_AT_MOST, lambda kept: min(kept.size, BYTES_AT_MOST))
    )
    scope: str = ""

    def find(self, name: str, uid: str) -> Kept[Any] | None:
        return self.find_many(name, [uid]).get(uid)

    def find_many(self, name: str, uids: Iterable[str]) -> dict[str, Kept[Any]]:
        name = self.scope + name
        with self.lock:
            return {uid: self.held[name, uid] for uid in uids if (name, uid) in self.held}

    def put_many(self, name: str, values: Mapping[str, Kept[Any]]) -> None:
        with self.lock:
            for uid, kept in values.items():
                self.held[self.scope + name, uid] = kept

    def clear(self) -> None:
        """As in a process that has just started."""
        with self.lock:
            self.held.clear()
