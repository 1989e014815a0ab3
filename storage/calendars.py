"""Addresses of a person's calendar: each works until it is taken back. Only the digest of its token is stored."""

import secrets
from typing import cast

from redis import Redis

from storage import keys
from storage.errors import store_errors


class CalendarStore:
    """At most one address a person."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    def make(self, uid: str) -> str:
        """The token of a new address, told once; one there was before works no more."""
        self.take_back(uid)
        token = secrets.token_urlsafe(32)
        with store_errors():
            self._client.set(keys.calendar_of(uid), keys.digest(token))
            self._client.set(keys.calendar(keys.digest(token)), uid)
        return token

    def has(self, uid: str) -> bool:
        with store_errors():
            return bool(self._client.exists(keys.calendar_of(uid)))

    def find(self, token: str) -> str | None:
        """The uid of the person who has the address with this token."""
        digest = keys.digest(token)
        with store_errors():
            uid = cast("str | None", self._client.get(keys.calendar(digest)))
            is_theirs = uid is not None and self._client.get(keys.calendar_of(uid)) == digest
        return uid if is_theirs else None

    def take_back(self, uid: str) -> bool:
        """Whether there was one."""
        with store_errors():
            digest = cast("str | None", self._client.get(keys.calendar_of(uid)))
            if digest is None:
                return False
            self._client.delete(keys.calendar(digest))
            self._client.delete(keys.calendar_of(uid))
        return True
