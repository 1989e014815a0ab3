"""Waiting lists as they were when they were checked: the rows of a list, its queues, and what was set aside.

Beside the queues stand `prints`, a digest of each row by its pathway, and `index`, the words of each row in order.
A list is written in chunks and announced last, so that one that was broken off is never taken for whole. Its queues
name rows in the order they are worked; a page of a queue reads one queue and the rows of that page, nothing more.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, cast, get_args

import orjson
from redis import Redis

from storage import keys
from storage.errors import NotFound, store_errors
from storage.record import write_data

Part = Literal["prints", "index"]
PARTS = get_args(Part)
About = dict[str, Any]
Row = dict[str, Any]


class ListStore:
    """Lists by person. Every method raises the errors of `storage.errors`, never an empty answer in their place. `copy`
    ends the names of a practice copy."""

    def __init__(self, client: Redis, copy: str = "") -> None:
        self._client = client
        self._copy = copy

    def announce(self, uid: str, list_id: str, about: Mapping[str, Any]) -> None:
        """Say what is known of a list; before its rows are written, that it is being made."""
        with store_errors():
            self._client.hset(keys.lists(uid, self._copy), keys.check_record_id(list_id), write_data(about))

    def put_rows(self, uid: str, list_id: str, rows: Sequence[Row]) -> None:
        """Write some rows, each under its number `n`."""
        texts: Any = {str(row["n"]): orjson.dumps(row).decode() for row in rows}
        if texts:
            with store_errors():
                self._client.hset(keys.list_rows(uid, list_id), mapping=texts)

    def put_queues(self, uid: str, list_id: str, queues: Mapping[str, Sequence[int]]) -> None:
        """Write the queues: name → row numbers in the order they are worked."""
        texts: Any = {name: orjson.dumps(list(numbers)).decode() for name, numbers in queues.items()}
        if texts:
            with store_errors():
                self._client.hset(keys.list_queues(uid, list_id), mapping=texts)

    def put_part(self, uid: str, list_id: str, part: Part, value: Any) -> None:
        """Write what a list is told apart or found by: `prints`, `index` (JSON)."""
        with store_errors():
            self._client.hset(keys.list_queues(uid, list_id), part, orjson.dumps(value).decode())

    def part(self, uid: str, list_id: str, part: Part) -> Any:
        """What was written under that name, None when nothing was."""
        with store_errors():
            text = cast("str | None", self._client.hget(keys.list_queues(uid, list_id), part))
        return orjson.loads(text) if text is not None else None

    def put_aside(self, uid: str, list_id: str, lines: Sequence[Sequence[Any]]) -> None:
        """Write the lines of the file that were set aside: line, reason."""
        with store_errors():
            self._client.set(keys.list_aside(uid, list_id), orjson.dumps([list(line) for line in lines]).decode())

    def all(self, uid: str) -> dict[str, About]:
        """What is known of each list, by id."""
        with store_errors():
            texts = cast("dict[str, str]", self._client.hgetall(keys.lists(uid, self._copy)))
        return {list_id: orjson.loads(text) for list_id, text in texts.items()}

    def get(self, uid: str, list_id: str) -> About:
        """What is known of a list. Raises NotFound."""
        with store_errors():
            text = cast("str | None", self._client.hget(keys.lists(uid, self._copy), keys.check_record_id(list_id)))
        if text is None:
            raise NotFound("There is no such list.")
        return cast("About", orjson.loads(text))

    def queue(self, uid: str, list_id: str, name: str) -> Sequence[int]:
        """The row numbers of a queue, in order; none for a name that is not known."""
        if name in PARTS:
            return ()
        with store_errors():
            text = cast("str | None", self._client.hget(keys.list_queues(uid, list_id), name))
        return cast("Sequence[int]", orjson.loads(text)) if text is not None else ()

    def rows(self, uid: str, list_id: str, numbers: Iterable[int]) -> list[Row]:
        """The rows with these numbers, in the order asked for; one that is not there is left out."""
        wanted = [str(number) for number in numbers]
        if not wanted:
            return []
        with store_errors():
            texts = cast("list[str | None]", self._client.hmget(keys.list_rows(uid, list_id), wanted))
        return [orjson.loads(text) for text in texts if text is not None]

    def aside(self, uid: str, list_id: str) -> list[list[Any]]:
        """The lines that were set aside."""
        with store_errors():
            text = cast("str | None", self._client.get(keys.list_aside(uid, list_id)))
        return cast("list[list[Any]]", orjson.loads(text)) if text is not None else []

    def remove(self, uid: str, list_id: str) -> bool:
        """Take a list away with all its rows; whether there was one."""
        names = (keys.list_rows(uid, list_id), keys.list_queues(uid, list_id), keys.list_aside(uid, list_id))
        with store_errors():
            pipe = self._client.pipeline()
            pipe.unlink(*names)
            pipe.hdel(keys.lists(uid, self._copy), list_id)
            return bool(pipe.execute()[-1])
