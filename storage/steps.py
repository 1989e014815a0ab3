"""What the writing scripts are given and what they reply, as text."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NoReturn

import orjson

from storage import keys
from storage.errors import Conflict, NotFound, Refused, StorageError
from storage.record import NewRecord, Stored, Trace, milliseconds, new_salt, read_record, utc_text, write_data

REMOVED_ELSEWHERE = "This record was removed somewhere else after you opened it. What you entered has not been saved."

HANDED_IN = "This has been handed in. What was answered before that counts; nothing has been changed."


def record_keys(uid: str, module: str) -> list[str]:
    """The keys of the writing scripts, in their order."""
    return [
        keys.records(uid, module),
        keys.removed(uid, module),
        keys.summary(uid, keys.copy_in(module)),
        keys.audit(uid),
        keys.operations(uid),
    ]


def step_text(
    uid: str, module: str, act: str, memory: str, trace: Trace, now: datetime, *, entries: int = 1, **more: Any
) -> str:
    """The first argument of the writing scripts: what is done, by whom, when, and salts for so many audit entries."""
    step = {
        "module": module,
        "act": act,
        "at": utc_text(now),
        "ms": str(milliseconds(now)),
        "actor": trace.actor,
        "trace": trace.trace,
        "ip": trace.ip,
        "links": keys.person(uid, "links:"),
        "memory": memory,
        **find_attempt(uid, module),
        "salts": [new_salt() for _ in range(entries)],
    }
    return orjson.dumps(step | more).decode()


def find_attempt(uid: str, module: str) -> dict[str, str]:
    """The attempt that a module of a practice copy belongs to, and where it is noted; nothing for other modules."""
    copy = keys.copy_in(module)
    return {"attempt": copy.removeprefix(keys.COPY), "attempts": keys.attempts(uid)} if copy else {}


def item_texts(items: Iterable[NewRecord]) -> Iterator[str]:
    """Two arguments for each item: what is known about it, and the text of its data."""
    for item in items:
        about: dict[str, object] = {
            "id": keys.check_record_id(item.id),
            "op": check_operation(item.op),
            "seen": item.seen_rev or 0,
            "revive": item.revive,
            "schema": item.schema,
            "codes": list(dict.fromkeys(item.codes)),
            "rules_version": item.rules_version,
        }
        if item.created_at:
            about["created_at"] = item.created_at
        if item.links is not None:
            about["links"] = [keys.check_record_id(link) for link in dict.fromkeys(item.links)]
        yield orjson.dumps(about).decode()
        yield write_data(item.data)


def memory_of(step: str, texts: Iterable[str]) -> str:
    """Under what an operation is remembered: what is done, to what, with which content. An operation id that comes
    back with other content is therefore no repetition, and meets the check of revisions."""
    return keys.digest("\n".join([step, *texts]))


def read_reply(module: str, reply: Sequence[Any], items: Sequence[NewRecord]) -> list[Stored]:
    """What `put` and `move` replied; raises what they refused."""
    if reply[0] != "stored":
        refuse(module, reply, items)
    return [Stored(read_record(module, text), flag == "1") for text, flag in reply[1:]]


def refuse(module: str, reply: Sequence[Any], items: Sequence[NewRecord]) -> NoReturn:
    """Raise the error a script's reply stands for."""
    outcome, place, text = reply
    if outcome == "closed":
        raise Refused(HANDED_IN)
    if outcome == "missing":
        raise NotFound
    mine = dict(items[int(place)].data) if items else None
    theirs = read_record(module, text)
    if outcome == "conflict":
        raise Conflict(mine, theirs)
    if outcome == "gone":
        raise Conflict(mine, theirs, REMOVED_ELSEWHERE)
    raise StorageError(f"The data store gave an answer that is not understood ({outcome}).")


def check_operation(op: str) -> str:
    """The operation id; Refused when it is missing or overlong."""
    if not 0 < len(op) <= keys.LONGEST_ID:
        raise Refused(f"A change needs an operation id of 1 to {keys.LONGEST_ID} characters.")
    return op


def check_ids_differ(items: Sequence[NewRecord]) -> None:
    """Raises Refused when an id occurs twice."""
    seen: set[str] = set()
    for item in items:
        if item.id in seen:
            raise Refused(f"Two items have the same id: {item.id}.")
        seen.add(item.id)
