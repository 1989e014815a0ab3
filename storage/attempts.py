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
from storage.worked_out import if_there_is_room

OPEN, SUBMITTED, VOID = "open", "submitted", "void"
ITEM, MARK = "item", "mark"
OPENED, HINTS, FLAG, AT = "opened", "hints", "flag", "at"
ANSWERS = "answers"
"""The module of a practice copy in which the answers are, by the number of the case."""


class AttemptStore(NoteStore):
    """The notes are what is known of each attempt: its state and what it was drawn with; `as_of` where it has practice
    copies of modules."""

    def __init__(self, client: Redis) -> None:
        super().__init__(client, keys.attempts)

    def list_at(self, attempts: Sequence[tuple[str, str]]) -> list[tuple[int, str] | None]:
        """Of attempts (uid, id), the case that was shown last and since when (ISO, UTC); None before the first."""
        with store_errors():
            pipe = self._client.pipeline(transaction=False)
            for uid, attempt in attempts:
                pipe.hget(keys.attempt(uid, attempt), AT)
            texts = pipe.execute() if attempts else []
        told = (text.split() if text else None for text in texts)
        return [(int(one[0]), one[1]) if one else None for one in told]

    def list_these(self, uids: Sequence[str], attempts: Sequence[str]) -> dict[str, dict[str, dict[str, Any]]]:
        """Of many people, what is known of those of these attempts that each has begun: uid → attempt → note."""
        with store_errors():
            pipe = self._client.pipeline(transaction=False)
            for uid in uids:
                pipe.hmget(keys.attempts(uid), [*attempts])
            replies = pipe.execute() if uids and attempts else [()] * len(uids)
        return {
            uid: {one: read_note(text, None) or {} for one, text in zip(attempts, texts, strict=False) if text}
            for uid, texts in zip(uids, replies, strict=True)
        }

    def put_items(self, uid: str, attempt: str, items: Sequence[Mapping[str, Any]]) -> None:
        """The cases, numbered from 1, in the place of any that were there."""
        key = keys.attempt(uid, attempt)
        with store_errors():
            pipe = self._client.pipeline(transaction=True)
            pipe.delete(key)
            pipe.hset(key, mapping=number(ITEM, items))
            pipe.execute()

    def put_marks(self, uid: str, attempt: str, marks: Sequence[Mapping[str, Any]]) -> None:
        """The marks, numbered as the cases are."""
        with store_errors():
            self._client.hset(keys.attempt(uid, attempt), mapping=number(MARK, marks))

    def note_case(self, uid: str, attempt: str, name: str, text: str) -> None:
        """Note something of a case (`hints:3`) while it is answered; "" removes it."""
        key = keys.attempt(uid, attempt)
        with store_errors():
            if text:
                self._client.hset(key, name, text)
            else:
                self._client.hdel(key, name)

    def note_opened(self, uid: str, attempt: str, number: int, moment: str) -> None:
        """Note that a case is shown, and when it first was, where there is room for it."""
        with if_there_is_room():
            pipe = self._client.pipeline(transaction=False)
            pipe.hsetnx(keys.attempt(uid, attempt), f"{OPENED}:{number}", moment)
            pipe.hset(keys.attempt(uid, attempt), AT, f"{number} {moment}")
            pipe.execute()

    def parts(self, uid: str, attempt: str) -> dict[str, str]:
        """Everything of an attempt, by name and number of the case: `item`, `mark`, `opened`, `hints`, `flag`; and of
        all of it `at`, the case that was shown last and since when."""
        with store_errors():
            return cast("dict[str, str]", self._client.hgetall(keys.attempt(uid, attempt)))

    def items(self, uid: str, attempt: str) -> list[dict[str, Any]]:
        """The cases in their order; none where there is no such attempt."""
        return list_parts(self.parts(uid, attempt), ITEM)

    def marks(self, uid: str, attempt: str) -> list[dict[str, Any]]:
        """The marks in the order of the cases; none before it was handed in."""
        return list_parts(self.parts(uid, attempt), MARK)


def list_parts(parts: Mapping[str, str], kind: str) -> list[dict[str, Any]]:
    """The cases or the marks among the parts of an attempt, in their order."""
    return [orjson.loads(text) for text in list_texts(parts, kind)]


def list_texts(parts: Mapping[str, str], kind: str) -> list[str]:
    """The same as they are stored."""
    numbered = {int(name.partition(":")[2]): text for name, text in parts.items() if name.startswith(f"{kind}:")}
    return [numbered[place] for place in sorted(numbered)]


def number(kind: str, parts: Sequence[Mapping[str, Any]]) -> dict[Any, Any]:
    """The fields of an attempt's hash for at least one case or mark."""
    return {f"{kind}:{place}": write_data(part) for place, part in enumerate(parts, start=1)}


def is_submitted(text: str) -> bool:
    """Whether a stored note is of an attempt that was handed in, and of which it may be told what is right."""
    note = read_note(text, None) or {}
    return note.get("state") == SUBMITTED and not note.get("held")
