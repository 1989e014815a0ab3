"""What was worked out from a person's records, kept so that every process need not do it again. Never the only copy, so
a full store, which cannot keep it, keeps nobody from reading."""

from __future__ import annotations

import base64
import logging
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, cast

import orjson
from redis import Redis

from storage import keys
from storage.errors import StoreFull, store_errors

log = logging.getLogger("clockstart.store")

KEPT = timedelta(days=2)
COLUMNS_KEPT = timedelta(days=30)
FAST = 1


class WorkedOutStore:
    """Rows by person and module, each with the stamp of what they were made from."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    def put(self, uid: str, module: str, stamp: str, value: Any) -> None:
        """Keep a JSON value under its stamp for two days, in place of the one before."""
        with if_there_is_room():
            self._client.set(keys.rows(uid, module), pack(orjson.dumps({"stamp": stamp, "value": value})), ex=KEPT)

    def find(self, uid: str, module: str) -> tuple[str, Any] | None:
        """Stamp and value, or None when nothing is kept."""
        with store_errors():
            text = cast("str | None", self._client.get(keys.rows(uid, module)))
        if text is None:
            return None
        told = orjson.loads(unpack(text))
        return told["stamp"], told["value"]

    def put_columns(self, uid: str, head: Any, body: bytes) -> None:
        """Keep a JSON head and a block of bytes for thirty days, in place of those before."""
        with if_there_is_room():
            self._client.set(keys.clocks(uid), pack(orjson.dumps(head) + b"\n" + body), ex=COLUMNS_KEPT)

    def find_columns(self, uid: str) -> tuple[Any, bytes] | None:
        """Head and bytes, or None when nothing is kept."""
        return self._find_columns(keys.clocks(uid))

    def set_columns_aside(self, uid: str) -> None:
        """Keep the columns as what earlier rule books read, with no end, until they are compared; older ones that wait
        for that already stay."""
        with if_there_is_room():
            text = cast("str | None", self._client.get(keys.clocks(uid)))
            if text is not None:
                self._client.set(keys.clocks_before(uid), text, nx=True)
                self._client.unlink(keys.clocks(uid))

    def find_columns_before(self, uid: str) -> tuple[Any, bytes] | None:
        """The columns that were set aside."""
        return self._find_columns(keys.clocks_before(uid))

    def remove_columns_before(self, uid: str) -> None:
        with store_errors():
            self._client.unlink(keys.clocks_before(uid))

    def put_readings(self, uid: str, module: str, head: Any, body: Any) -> None:
        """Keep what the clocks of a module read, with no end, in place of what was kept: a head to look at, and all."""
        told: Any = {"head": orjson.dumps(head).decode(), "body": pack(orjson.dumps(body))}
        with store_errors():
            self._client.hset(keys.readings(uid, module), mapping=told)

    def find_readings_head(self, uid: str, module: str) -> Any | None:
        """What is known of the readings of a module, or None when there are none."""
        with store_errors():
            text = cast("str | None", self._client.hget(keys.readings(uid, module), "head"))
        return None if text is None else orjson.loads(text)

    def find_readings(self, uid: str, module: str) -> tuple[Any, Any] | None:
        """Head and body of the readings of a module, or None when there are none."""
        with store_errors():
            head, body = cast("list[str | None]", self._client.hmget(keys.readings(uid, module), "head", "body"))
        return None if head is None or body is None else (orjson.loads(head), orjson.loads(unpack(body)))

    def _find_columns(self, key: str) -> tuple[Any, bytes] | None:
        with store_errors():
            text = cast("str | None", self._client.get(key))
        if text is None:
            return None
        head, _, body = unpack(text).partition(b"\n")
        return orjson.loads(head), body


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
