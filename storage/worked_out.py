"""What was worked out from a person's records, kept so that every process need not do it again. Never the only copy."""

from __future__ import annotations

import base64
import zlib
from datetime import timedelta
from typing import Any, cast

import orjson
from redis import Redis

from storage import keys
from storage.errors import store_errors

KEPT = timedelta(days=2)
COLUMNS_KEPT = timedelta(days=30)
FAST = 1


class WorkedOutStore:
    """Rows by person and module, each with the stamp of what they were made from."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    def put(self, uid: str, module: str, stamp: str, value: Any) -> None:
        """Keep a JSON value under its stamp for two days, in place of the one before."""
        packed = zlib.compress(orjson.dumps({"stamp": stamp, "value": value}), FAST)
        with store_errors():
            self._client.set(keys.rows(uid, module), base64.b64encode(packed).decode(), ex=KEPT)

    def find(self, uid: str, module: str) -> tuple[str, Any] | None:
        """Stamp and value, or None when nothing is kept."""
        with store_errors():
            text = cast("str | None", self._client.get(keys.rows(uid, module)))
        if text is None:
            return None
        told = orjson.loads(zlib.decompress(base64.b64decode(text)))
        return told["stamp"], told["value"]

    def put_columns(self, uid: str, head: Any, body: bytes) -> None:
        """Keep a JSON head and a block of bytes for thirty days, in place of those before."""
        packed = zlib.compress(orjson.dumps(head) + b"\n" + body, FAST)
        with store_errors():
            self._client.set(keys.clocks(uid), base64.b64encode(packed).decode(), ex=COLUMNS_KEPT)

    def find_columns(self, uid: str) -> tuple[Any, bytes] | None:
        """Head and bytes, or None when nothing is kept."""
        with store_errors():
            text = cast("str | None", self._client.get(keys.clocks(uid)))
        if text is None:
            return None
        head, _, body = zlib.decompress(base64.b64decode(text)).partition(b"\n")
        return orjson.loads(head), body
