"""Evidence of what a person knows: a stream that is never trimmed, and what was worked out from it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast

import orjson
from redis import Redis

from storage import keys
from storage.errors import store_errors
from storage.lua import Scripts
from storage.worked_out import if_there_is_room

AT_ONCE = 5000


class Mastery(NamedTuple):
    """What is stored of one person in a field: `value`, the last entry it was worked out from, what it was worked out
    with; `newest` is the last entry there is. "" and None where there is none."""

    cursor: str
    version: str
    value: Any
    newest: str

    def is_current(self, version: str) -> bool:
        return (self.cursor, self.version) == (self.newest, version) or not self.newest


class EvidenceStore:
    """Entries are JSON objects that name `source`, `rule` and `setting`: the three by which one counts once. Raises the
    errors of `storage.errors`."""

    def __init__(self, client: Redis) -> None:
        self._client = client
        self._scripts = Scripts(client)

    def add(self, uid: str, entries: Iterable[Mapping[str, Any]]) -> int:
        """Append what is not there yet, in one step; how many that were."""
        told = list(entry_texts(entries))
        return int(self._scripts.run("evidence_add", evidence_keys(uid), told)) if told else 0

    def walk(self, uid: str, cursor: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
        """The entries after this one, each with its id, the oldest first."""
        while True:
            with store_errors():
                found = cast(
                    Any, self._client.xrange(keys.evidence(uid), min=f"({cursor}" if cursor else "-", count=AT_ONCE)
                )
            yield from ((entry_id, orjson.loads(fields["entry"])) for entry_id, fields in found)
            if len(found) < AT_ONCE:
                return
            cursor = found[-1][0]

    def find_states(self, uid: str) -> tuple[str, str, Any]:
        """The cursor, the version and what was worked out up to there; two "" and None where nothing was."""
        with store_errors():
            told = cast("list[str | None]", self._client.hmget(keys.mastery(uid), "cursor", "version", "states"))
        cursor, version, states = told
        return cursor or "", version or "", orjson.loads(states) if states else None

    def put_states(self, uid: str, cursor: str, version: str, states: Any, **small: Any) -> None:
        """Keep what was worked out up to an entry, if there is room; `small` are fields to read of many."""
        told: Any = {name: orjson.dumps(value).decode() for name, value in {"states": states, **small}.items()}
        with if_there_is_room():
            self._client.hset(keys.mastery(uid), mapping={"cursor": cursor, "version": version, **told})

    def list_mastery(self, uids: Sequence[str], name: str) -> list[Mastery]:
        """What is stored of each in a small field, in one round trip."""
        pipe = self._client.pipeline(transaction=False)
        for uid in uids:
            pipe.hmget(keys.mastery(uid), "cursor", "version", name)
            pipe.xrevrange(keys.evidence(uid), count=1)
        with store_errors():
            replies = pipe.execute() if uids else []
        return [read_mastery(*pair) for pair in zip(replies[::2], replies[1::2], strict=True)]


def evidence_keys(uid: str) -> list[str]:
    return [keys.evidence(uid), keys.evidence_known(uid)]


def entry_texts(entries: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Two texts for each entry: what it is known by, and itself."""
    for entry in entries:
        yield "|".join((entry["source"], entry["rule"], entry["setting"]))
        yield orjson.dumps(entry).decode()


def read_mastery(fields: Sequence[str | None], newest: Sequence[Any]) -> Mastery:
    cursor, version, value = fields
    return Mastery(cursor or "", version or "", orjson.loads(value) if value else None, newest[0][0] if newest else "")
