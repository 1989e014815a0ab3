"""Small things kept beside the records of a person, each kind in one hash: drafts, views, sign-offs and the like."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, cast

import orjson
from redis import Redis

from storage import keys
from storage.errors import NotFound, store_errors
from storage.lua import Scripts
from storage.record import utc_text, write_data

Notes = dict[str, dict[str, Any]]
PREDICT = "predict"
"""Among the views of somebody who wants to say what the clock will do before it is told."""


class NoteStore:
    """Named JSON objects in one hash of a person; each may carry the moment it ends, after which it is not there.

    They are no records: they have no revision and no history, the last write stands.
    """

    def __init__(self, client: Redis, key: Callable[[str], str]) -> None:
        self._client = client
        self._key = key
        self._scripts = Scripts(client)

    def put(self, uid: str, name: str, value: Mapping[str, Any], *, until: datetime | None = None) -> None:
        """Keep `value` (a JSON object) under `name`, until a moment or for good."""
        ends = f'"until":"{utc_text(until)}",' if until else ""
        text = f'{{{ends}"value":{write_data(value)}}}'
        with store_errors():
            self._client.hset(self._key(uid), keys.check_note_name(name), text)

    def change(self, uid: str, name: str, turn: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
        """Write what `turn` makes of what is kept under `name`, once more where that has changed meanwhile; what is
        kept then. Raises NotFound, and what `turn` raises."""
        while True:
            with store_errors():
                text = cast("str | None", self._client.hget(self._key(uid), name))
            if text is None:
                raise NotFound
            turned = turn(read_note(text, None) or {})
            if self._swap(uid, name, text, turned):
                return turned

    def take(self, uid: str, name: str, value: Mapping[str, Any], seen: Mapping[str, Any] | None) -> bool:
        """Keep `value` where under `name` there is still what was `seen` (None: nothing); whether it was."""
        return self._swap(uid, name, f'{{"value":{write_data(seen)}}}' if seen else "", value)

    def _swap(self, uid: str, name: str, text: str, value: Mapping[str, Any]) -> bool:
        return bool(self._scripts.run("swap", [self._key(uid)], [name, text, f'{{"value":{write_data(value)}}}']))

    def find(self, uid: str, name: str, *, now: datetime | None = None) -> dict[str, Any] | None:
        """What is kept under `name`, or None; with `now`, also None when its time is over."""
        with store_errors():
            text = cast("str | None", self._client.hget(self._key(uid), keys.check_note_name(name)))
        return read_note(text, now) if text is not None else None

    def list(self, uid: str, *, now: datetime | None = None) -> Notes:
        """All that is kept, by name, sorted; with `now`, what has ended is removed in passing."""
        with store_errors():
            texts = cast("dict[str, str]", self._client.hgetall(self._key(uid)))
        found = {name: read_note(text, now) for name, text in sorted(texts.items())}
        self._forget(uid, [name for name, value in found.items() if value is None])
        return {name: value for name, value in found.items() if value is not None}

    def remove(self, uid: str, name: str) -> bool:
        """Whether there was one."""
        with store_errors():
            return bool(self._client.hdel(self._key(uid), name))

    def _forget(self, uid: str, names: Any) -> None:
        if names:
            with store_errors():
                self._client.hdel(self._key(uid), *names)


class DraftStore(NoteStore):
    """Answers that are not yet a record; `copy` ends the names of a practice copy."""

    def __init__(self, client: Redis, copy: str = "") -> None:
        super().__init__(client, partial(keys.drafts, copy=copy))


class ViewStore(NoteStore):
    """Saved views of a worklist."""

    def __init__(self, client: Redis) -> None:
        super().__init__(client, keys.views)


class SignOffStore(NoteStore):
    """Sign-offs of a person's kept returns, by somebody else."""

    def __init__(self, client: Redis) -> None:
        super().__init__(client, keys.sign_offs)


class SnapshotStore(NoteStore):
    """Sealed copies of a person's portfolios: what is there once is never written again."""

    def __init__(self, client: Redis) -> None:
        super().__init__(client, keys.snapshots)

    def seal(self, uid: str, name: str, value: Mapping[str, Any]) -> dict[str, Any]:
        """Keep `value` under `name` unless something is there; what is there now."""
        text = f'{{"value":{write_data(value)}}}'
        with store_errors():
            self._client.hsetnx(self._key(uid), keys.check_note_name(name), text)
        return self.find(uid, name) or {}


class RuleChangeStore(NoteStore):
    """What a new edition of the rule books changed in a person's clocks, and whether they have seen it."""

    def __init__(self, client: Redis) -> None:
        super().__init__(client, keys.rule_changes)


def read_note(text: str, now: datetime | None) -> dict[str, Any] | None:
    """The value of a note; None when it had ended by `now` (both are ISO times in UTC, so they compare as text)."""
    told = orjson.loads(text)
    has_ended = now is not None and "until" in told and told["until"] <= utc_text(now)
    return None if has_ended else cast("dict[str, Any]", told["value"])
