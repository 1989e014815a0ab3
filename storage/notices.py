"""What happened to the store itself and somebody has to know: told on `/readyz` and to administrators, until one of
them says that they have read it."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from redis import Redis

from storage import keys
from storage.errors import store_errors
from storage.record import utc_text


@dataclass(frozen=True, slots=True)
class Notice:
    """When it happened (ISO, UTC), which also names it, and what."""

    at: str
    sentence: str


def put_notice(client: Redis, sentence: str, now: datetime) -> None:
    with store_errors():
        client.hset(keys.NOTICES, utc_text(now), sentence)


def list_notices(client: Redis) -> list[Notice]:
    """What nobody has said to have read, the oldest first."""
    with store_errors():
        found = cast("dict[str, str]", client.hgetall(keys.NOTICES))
    return [Notice(at, found[at]) for at in sorted(found)]


def remove_notice(client: Redis, at: str) -> bool:
    """It has been read; whether it was there."""
    with store_errors():
        return bool(client.hdel(keys.NOTICES, at))
