"""Counting attempts, with a wait that rises. What is counted and how strictly is decided by the caller.

A full store cannot count, so meanwhile each process counts for itself, from where the store had come to. What it has
counted holds until it is forgotten, also when the store counts again.
"""

from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import cast

from redis import Redis

from storage import keys
from storage.errors import StoreFull, store_errors
from storage.lua import Scripts

MILLISECOND = timedelta(milliseconds=1)
COUNTED_HERE = 20_000
"""Subjects that one process counts while the store is full; the oldest make room."""


@dataclass(frozen=True, slots=True)
class LimitRule:
    """`free` failures at once, then a wait of `first_wait` that doubles up to `longest_wait`; all is forgotten after
    `forget` without another failure."""

    free: int
    first_wait: timedelta
    longest_wait: timedelta
    forget: timedelta


class LimitStore:
    """One counter for each kind of attempt and subject (an account, an address, a device)."""

    def __init__(self, client: Redis) -> None:
        self.client = client
        self._scripts = Scripts(client)
        self.here = CountsHere()

    def take(self, kind: str, subject: str, rule: LimitRule, *, now: datetime) -> timedelta:
        """Begin an attempt. Returns zero when it may go ahead, otherwise how long to wait first; an attempt that comes
        too early is not counted."""
        return timedelta(milliseconds=self._run("ask", kind, subject, rule, now))

    def failed(self, kind: str, subject: str, rule: LimitRule, *, now: datetime) -> None:
        """The attempt has failed."""
        self._run("failed", kind, subject, rule, now)

    def _run(self, act: str, kind: str, subject: str, rule: LimitRule, now: datetime) -> int:
        waits = (rule.first_wait, rule.longest_wait, rule.forget)
        numbers = [round(now.timestamp() * 1000), rule.free, *(wait // MILLISECOND for wait in waits)]
        name, wait = keys.limit(kind, subject), 0
        try:
            wait = int(self._scripts.run("limit_take", [name], [act, *map(str, numbers)]))
        except StoreFull:
            self.here.begin(name, *self._counted(name))
            return self.here.run(name, act == "ask", *numbers)
        if act == "ask" and not wait and self.here.knows(name):
            return self.here.run(name, True, *numbers)
        return wait

    def _counted(self, name: str) -> tuple[int, int]:
        """Failures, and when the next attempt may be made, as the store has them."""
        with store_errors():
            stored = cast("str | None", self.client.get(name))
        failures, open_at = (stored or "0 0").split()
        return int(failures), int(open_at)

    def forget(self, kind: str, subject: str) -> None:
        """Start again from nothing, as after a success; a full store goes on from what it has."""
        self.here.forget(keys.limit(kind, subject))
        with suppress(StoreFull), store_errors():
            self.client.delete(keys.limit(kind, subject))


@dataclass(slots=True)
class Count:
    """Failures so far, when the next attempt may be made, and when all is forgotten, in milliseconds."""

    failures: int
    open_at: int
    until: int = 0


class CountsHere:
    """The same counting as in `limit_take.lua`, in the memory of one process."""

    def __init__(self) -> None:
        self._counts: OrderedDict[str, Count] = OrderedDict()
        self._lock = Lock()

    def knows(self, name: str) -> bool:
        return name in self._counts

    def begin(self, name: str, failures: int, open_at: int) -> None:
        """Go on from what the store has, unless this is counted here already."""
        with self._lock:
            self._counts.setdefault(name, Count(failures, open_at))
            if len(self._counts) > COUNTED_HERE:
                self._counts.popitem(last=False)

    def forget(self, name: str) -> None:
        with self._lock:
            self._counts.pop(name, None)

    def run(self, name: str, asks: bool, now: int, free: int, first: int, longest: int, forget: int) -> int:
        """Milliseconds to wait when an attempt is asked for too early, else 0; see the script."""
        with self._lock:
            count = self._counts.setdefault(name, Count(0, 0))
            if count.until and now >= count.until:
                count.failures = count.open_at = 0
            if asks and count.open_at > now:
                return min(count.open_at - now, longest)
            if asks == (count.failures < free):
                return 0
            count.failures += 1
            if count.failures >= free:
                count.open_at = now + min(longest, first * 2 ** min(count.failures - free, 40))
            count.until = now + forget
            self._counts.move_to_end(name)
            return 0
