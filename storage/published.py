"""Imported national extracts: what each one is, and its figures in packed parts that are read one by one."""

import base64
import re
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, cast

import orjson
from redis import Redis

from storage import keys
from storage.errors import NotFound, Refused, store_errors

EXTRACT = re.compile(r"[A-Za-z0-9_-]{1,80}")
AT_ONCE = 50


class PublishedStore:
    """Extracts by id. The index entry is written last, so that an extract that is listed is whole."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    def put(self, extract: str, about: Mapping[str, Any], parts: Mapping[str, bytes]) -> None:
        """Store an extract in place of one with the same id; `about` (a JSON object) says what it is. Raises Refused
        for an id that could not be one."""
        name = keys.published(check_extract(extract))
        names = list(parts)
        with store_errors():
            self._client.hdel(keys.PUBLISHED, extract)
            self._client.unlink(name)
            for start in range(0, len(names), AT_ONCE):
                packed: dict[Any, Any] = {part: pack(parts[part]) for part in names[start : start + AT_ONCE]}
                self._client.hset(name, mapping=packed)
            self._client.hset(keys.PUBLISHED, extract, orjson.dumps(about).decode())

    def list(self) -> dict[str, dict[str, Any]]:
        """What there is: id → about, sorted by id."""
        with store_errors():
            told = cast("dict[str, str]", self._client.hgetall(keys.PUBLISHED))
        return {extract: orjson.loads(text) for extract, text in sorted(told.items())}

    def get(self, extract: str) -> dict[str, Any]:
        """What an extract is. Raises NotFound."""
        with store_errors():
            text = cast("str | None", self._client.hget(keys.PUBLISHED, check_extract(extract)))
        if text is None:
            raise NotFound("There is no such extract. It may have been removed.")
        return cast("dict[str, Any]", orjson.loads(text))

    def read(self, extract: str, parts: Sequence[str]) -> dict[str, bytes]:
        """The parts of an extract that are there."""
        if not parts:
            return {}
        with store_errors():
            texts = cast("list[str | None]", self._client.hmget(keys.published(check_extract(extract)), list(parts)))
        return {part: unpack(text) for part, text in zip(parts, texts, strict=True) if text is not None}

    def remove(self, extract: str) -> bool:
        """Whether there was one."""
        with store_errors():
            listed = bool(self._client.hdel(keys.PUBLISHED, check_extract(extract)))
            self._client.unlink(keys.published(extract))
        return listed


def check_extract(extract: str) -> str:
    """The id, when it could be one; Refused otherwise."""
    if not EXTRACT.fullmatch(extract):
        raise Refused("That is not the identifier of an extract.")
    return extract


def pack(part: bytes) -> str:
    return base64.b64encode(zlib.compress(part)).decode()


def unpack(text: str) -> bytes:
    return zlib.decompress(base64.b64decode(text))
