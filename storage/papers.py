"""Exam papers and certificates of a person, to whom a certificate's number leads, and the keys that sign badges."""

from collections.abc import Mapping
from typing import Any, cast

import orjson
from redis import Redis

from storage import keys
from storage.errors import store_errors
from storage.notes import NoteStore

OPEN_PAPER, TERMS = "open", "terms"
GENERATION = "generation"


class PaperStore(NoteStore):
    """`open` is the place of the paper that was begun last and not handed in; `terms` the extra time (percent)."""

    def __init__(self, client: Redis) -> None:
        super().__init__(client, keys.papers)


class CertificateStore(NoteStore):
    """Certificates by number. What counts is what the holder's own note says: a number that leads to somebody who has
    no such note is not known."""

    def __init__(self, client: Redis) -> None:
        super().__init__(client, keys.certificates)

    def claim(self, uid: str, number: str) -> bool:
        """Whether the number is this person's from now on, or was before."""
        with store_errors():
            self._client.set(keys.certificate(number), uid, nx=True)
        return self.find_holder(number) == uid

    def claim_all(self, uid: str) -> None:
        """The numbers of a person who was brought in from elsewhere."""
        for number in self.list(uid):
            self.claim(uid, number)

    def find_holder(self, number: str) -> str | None:
        with store_errors():
            return cast("str | None", self._client.get(keys.certificate(number)))

    def forget(self, uid: str) -> None:
        """The numbers of a person lead nowhere any more."""
        for number in self.list(uid):
            if self.find_holder(number) == uid:
                with store_errors():
                    self._client.delete(keys.certificate(number))

    def put_key(self, name: str, key: Mapping[str, Any]) -> None:
        """A public key that signs from now on; it is never removed."""
        with store_errors():
            self._client.hsetnx(keys.ISSUER, name, orjson.dumps(key).decode())

    def list_keys(self) -> list[dict[str, Any]]:
        """Every public key that has signed a badge, by its id."""
        with store_errors():
            told = cast("dict[str, str]", self._client.hgetall(keys.ISSUER))
        return [orjson.loads(told[name]) for name in sorted(told) if name != GENERATION]

    def find_generation(self) -> int:
        """How often the signing key was changed."""
        with store_errors():
            return int(cast("str | None", self._client.hget(keys.ISSUER, GENERATION)) or 0)

    def change_key(self) -> int:
        """Sign with another key from now on; its generation."""
        with store_errors():
            return self._client.hincrby(keys.ISSUER, GENERATION, 1)
