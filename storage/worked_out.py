"""What was worked out from a person's records, kept so that every process need not do it again. Never the only copy, so
a full store, which cannot keep it, keeps nobody from reading."""

import base64
import logging
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, NamedTuple, cast

import orjson
from redis import Redis

from storage import keys
from storage.errors import StoreFull, store_errors

log = logging.getLogger("clockstart.store")

TWO_DAYS, A_MONTH = timedelta(days=2), timedelta(days=30)
FAST = 1


class Stored(NamedTuple):
    """A JSON value and bytes, under the stamp of what they were made from."""

    stamp: str
    value: Any
    body: bytes


class WorkedOutStore:
    """What was worked out of a person by its name (`keys.worked_out`), all of it in one form; `copy` ends the names of
    a practice copy."""

    def __init__(self, client: Redis, copy: str = "") -> None:
        self._client = client
        self._copy = copy

    def put(self, uid: str, name: str, stamp: str, value: Any, body: bytes = b"", lasts: timedelta = TWO_DAYS) -> None:
        """In place of what was there before."""
        text = pack(orjson.dumps({"stamp": stamp, "value": value}) + b"\n" + body)
        with if_there_is_room():
            self._client.set(self._key(uid, name), text, ex=lasts)

    def find(self, uid: str, name: str) -> Stored | None:
        """None when there is nothing. Clocks of earlier versions have what is their value now all around the stamp."""
        with store_errors():
            text = cast("str | None", self._client.get(self._key(uid, name)))
        if text is None:
            return None
        head, _, body = unpack(text).partition(b"\n")
        told = orjson.loads(head)
        return Stored(told["stamp"], told.get("value", told), body)

    def find_value(self, uid: str, name: str, stamp: str) -> Any | None:
        """The JSON value when there is one of just this stamp."""
        found = self.find(uid, name)
        return found.value if found is not None and found.stamp == stamp else None

    def set_aside(self, uid: str, name: str, aside: str) -> None:
        """Keep it by another name, with no end, until it is removed; an older one that is there already stays."""
        with if_there_is_room():
            text = cast("str | None", self._client.get(self._key(uid, name)))
            if text is not None:
                self._client.set(self._key(uid, aside), text, nx=True)
                self._client.unlink(self._key(uid, name))

    def remove(self, uid: str, name: str) -> None:
        with store_errors():
            self._client.unlink(self._key(uid, name))

    def put_readings(self, uid: str, module: str, head: Any, body: Any) -> None:
        """Keep what the clocks of a module read, with no end, in place of what was kept: a head to look at, and all."""
        told: Any = {"head": orjson.dumps(head).decode(), "body": pack(orjson.dumps(body))}
        with store_errors():
            self._client.hset(self._readings(uid, module), mapping=told)

    def find_readings_head(self, uid: str, module: str) -> Any | None:
        """What is known of the readings of a module, or None when there are none."""
        with store_errors():
            text = cast("str | None", self._client.hget(self._readings(uid, module), "head"))
        return None if text is None else orjson.loads(text)

    def find_readings(self, uid: str, module: str) -> tuple[Any, Any] | None:
        """Head and body of the readings of a module, or None when there are none."""
        with store_errors():
            head, body = cast("list[str | None]", self._client.hmget(self._readings(uid, module), "head", "body"))
        return None if head is None or body is None else (orjson.loads(head), orjson.loads(unpack(body)))

    def _key(self, uid: str, name: str) -> str:
        return keys.worked_out(uid, name + self._copy)

    def _readings(self, uid: str, module: str) -> str:
        return keys.readings(uid, module + self._copy)


@contextmanager
def if_there_is_room() -> Iterator[None]:
    """For what can be worked out again."""
    try:
        with store_errors():
            yield
    except StoreFull as problem:
        log.info("The store has no room to keep what was worked out", exc_info=problem)


def pack(plain: bytes) -> str:
    return base64.b64encode(zlib.compress(plain, FAST)).decode()


def unpack(text: str) -> bytes:
    return zlib.decompress(base64.b64decode(text))
