"""Practice attempts of a person: what a list shows of each, its cases, and their marks once it was handed in.

Cases and marks never enter the audit trail, whose entries people may read: a case holds what happened, and so its key.
Answers are records of the attempt's practice copy (`open_copy`), with revisions, operations and an audit trail.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import orjson
from redis import Redis

from storage import keys
from storage.errors import store_errors
from storage.notes import NoteStore, read_note
from storage.record import write_data

OPEN, SUBMITTED = "open", "submitted"
ITEM, MARK = "item", "mark"
ANSWERS = "answers"
"""The module of a practice copy in which the answers are, by the number of the case."""


class AttemptStore(NoteStore):
    """The notes are what is known of each attempt: its state, times, score; `as_of` where it has practice copies."""

    def __init__(self, client: Redis) -> None:
        super().__init__(client, keys.attempts)

    def put_items(self, uid: str, attempt: str, items: Sequence[Mapping[str, Any]]) -> None:
        """The cases, numbered from 1; the same again changes nothing."""
        self._put_parts(uid, attempt, ITEM, items)

    def put_marks(self, uid: str, attempt: str, marks: Sequence[Mapping[str, Any]]) -> None:
        """The marks, numbered as the cases are."""
        self._put_parts(uid, attempt, MARK, marks)

    def items(self, uid: str, attempt: str) -> list[dict[str, Any]]:
        """The cases in their order; none where there is no such attempt."""
        return self._list_parts(uid, attempt, ITEM)

    def marks(self, uid: str, attempt: str) -> list[dict[str, Any]]:
        """The marks in the order of the cases; none before it was handed in."""
        return self._list_parts(uid, attempt, MARK)

    def _put_parts(self, uid: str, attempt: str, kind: str, parts: Sequence[Mapping[str, Any]]) -> None:
        fields = {f"{kind}:{number}": write_data(part) for number, part in enumerate(parts, start=1)}
        if fields:
            with store_errors():
                self._client.hset(keys.attempt(uid, attempt), mapping=cast("dict[Any, Any]", fields))

    def _list_parts(self, uid: str, attempt: str, kind: str) -> list[dict[str, Any]]:
        with store_errors():
            texts = cast("dict[str, str]", self._client.hgetall(keys.attempt(uid, attempt)))
        numbered = {int(name.partition(":")[2]): text for name, text in texts.items() if name.startswith(f"{kind}:")}
        return [orjson.loads(numbered[number]) for number in sorted(numbered)]


def is_open(text: str) -> bool:
    """Whether a stored note is of an attempt that was not handed in."""
    return (read_note(text, None) or {}).get("state") == OPEN
