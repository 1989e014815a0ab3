"""Marks that learners question, and what was ruled on cases: by the person and case, and by the case (`keys.csv`)."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import orjson
from redis import Redis

from storage import keys
from storage.errors import Conflict, store_errors
from storage.lua import Scripts
from storage.record import write_data

Said = Mapping[str, Any]


class QuestionStore:
    """Questions by id, rulings by the digest of the case as it is stored; each is written as it was seen."""

    def __init__(self, client: Redis) -> None:
        self._client = client
        self._scripts = Scripts(client)

    def find(self, question: str) -> dict[str, Any] | None:
        return self._read(keys.QUESTIONS, [question]).get(question)

    def list(self) -> dict[str, dict[str, Any]]:
        """Every question, by id."""
        with store_errors():
            texts = cast("dict[str, str]", self._client.hgetall(keys.QUESTIONS))
        return {one: orjson.loads(texts[one]) for one in sorted(texts)}

    def put(self, question: str, said: Said, seen: Said | None) -> None:
        """Raises Conflict where it was changed since it was `seen` (None: a new one)."""
        self._swap(keys.QUESTIONS, question, said, seen)

    def find_rulings(self, items: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Of these cases, what was ruled on those on which something was."""
        return self._read(keys.RULINGS, items)

    def put_ruling(self, item: str, said: Said, seen: Said | None) -> None:
        """Raises Conflict where another was made since."""
        self._swap(keys.RULINGS, item, said, seen)

    def forget(self, uid: str) -> None:
        """Remove what a person asked, and their name from what they answered."""
        for question, said in self.list().items():
            if said["uid"] == uid:
                with store_errors():
                    self._client.hdel(keys.QUESTIONS, question)
            elif said["by"] == uid:
                self.put(question, {**said, "by": ""}, said)

    def _swap(self, key: str, field: str, said: Said, seen: Said | None) -> None:
        texts = [write_data(seen) if seen else "", write_data(said)]
        if not self._scripts.run("swap", [key], [field, *texts]):
            raise Conflict(mine=said, theirs=self._read(key, [field]).get(field))

    def _read(self, key: str, fields: Sequence[str]) -> dict[str, dict[str, Any]]:
        with store_errors():
            texts = cast("list[str | None]", self._client.hmget(key, [*fields])) if fields else []
        return {one: orjson.loads(text) for one, text in zip(fields, texts, strict=True) if text}
