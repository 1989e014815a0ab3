"""When attempts with a time limit end: for whoever closes them, also when no browser is open."""

from datetime import datetime
from typing import cast

from redis import Redis

from storage import keys
from storage.errors import store_errors
from storage.record import utc_text


class DeadlineStore:
    """By person and place of the session (`practice-sessions/<id>`). What counts is what the attempt itself says."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    def put(self, uid: str, place: str, at: datetime) -> None:
        with store_errors():
            self._client.hset(keys.DEADLINES, f"{uid} {place}", utc_text(at))

    def remove(self, uid: str, place: str) -> None:
        with store_errors():
            self._client.hdel(keys.DEADLINES, f"{uid} {place}")

    def list(self) -> dict[tuple[str, str], datetime]:
        """Uid and place → when it ends."""
        with store_errors():
            told = cast("dict[str, str]", self._client.hgetall(keys.DEADLINES))
        split = ((*name.partition(" ")[::2], at) for name, at in sorted(told.items()))
        return {(uid, place): datetime.fromisoformat(at) for uid, place, at in split}

    def forget(self, uid: str) -> None:
        """Everything of a person."""
        for owner, place in self.list():
            if owner == uid:
                self.remove(uid, place)
