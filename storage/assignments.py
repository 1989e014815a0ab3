"""Work assigned to a cohort and to people: what each assignment says, and from each cohort and person to theirs."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

import orjson
from redis import Redis

from storage import keys
from storage.errors import Conflict, store_errors
from storage.lua import Scripts
from storage.record import write_data

Said = Mapping[str, Any]
"""What an assignment says; `cohort` ("" for none) and `people` (by uid) are whom it is for."""


class AssignmentStore:
    """Assignments by id. One is never removed: it is retired."""

    def __init__(self, client: Redis) -> None:
        self._client = client
        self._scripts = Scripts(client)

    def find(self, assignment: str) -> dict[str, Any] | None:
        return self._read([assignment]).get(assignment)

    def list(self) -> dict[str, dict[str, Any]]:
        """Every assignment, by id."""
        with store_errors():
            texts = cast("dict[str, str]", self._client.hgetall(keys.ASSIGNMENTS))
        return {one: orjson.loads(texts[one]) for one in sorted(texts)}

    def list_for(self, uid: str, cohorts: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Those of a person and of these cohorts, by id."""
        with store_errors():
            pipe = self._client.pipeline(transaction=False)
            for key in (keys.assigned(uid), *map(keys.cohort_assignments, cohorts)):
                pipe.smembers(key)
            found = pipe.execute()
        return self._read(sorted(set().union(*found)))

    def put(self, assignment: str, said: Said, seen: Said | None) -> None:
        """Write one as it was made from what was `seen` (None: a new one). Raises Conflict where it was changed since.
        The way to it is there before it is, so that what was cut off is seen by nobody and can be done again."""
        before = seen or {}
        gone = set(before.get("people", ())) - set(said["people"])
        with store_errors():
            pipe = self._client.pipeline(transaction=False)
            for key in (
                *map(keys.assigned, said["people"]),
                *([keys.cohort_assignments(said["cohort"])] if said["cohort"] else []),
            ):
                pipe.sadd(key, assignment)
            for uid in gone:
                pipe.srem(keys.assigned(uid), assignment)
            pipe.execute()
        texts = [write_data(seen) if seen else "", write_data(said)]
        if not self._scripts.run("swap", [keys.ASSIGNMENTS], [assignment, *texts]):
            raise Conflict(mine=said, theirs=self.find(assignment))

    def forget(self, uid: str) -> None:
        """Take a person out of every assignment that names them. Conflict where somebody changes one meanwhile: what
        was done stays done, and the rest is done by the same call."""
        for assignment, said in self.list().items():
            if uid in said["people"] or uid == said["by"]:
                people = {one: own for one, own in said["people"].items() if one != uid}
                by = "" if said["by"] == uid else said["by"]
                self.put(assignment, {**said, "people": people, "by": by}, said)

    def _read(self, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        with store_errors():
            texts = cast("list[str | None]", self._client.hmget(keys.ASSIGNMENTS, [*ids])) if ids else []
        return {one: orjson.loads(text) for one, text in zip(ids, texts, strict=True) if text}
