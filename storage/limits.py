"""Counting attempts, with a wait that rises. What is counted and how strictly is decided by the caller."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from redis import Redis

from storage import keys
from storage.errors import store_errors
from storage.lua import Scripts

MILLISECOND = timedelta(milliseconds=1)


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
        return int(self._scripts.run("limit_take", [keys.limit(kind, subject)], [act, *map(str, numbers)]))

    def forget(self, kind: str, subject: str) -> None:
        """Start again from nothing, as after a success."""
        with store_errors():
            self.client.delete(keys.limit(kind, subject))
