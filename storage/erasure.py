"""Erasing a person: everything under their keys is removed, and a tombstone says that, when and by whom."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import cast

import orjson
from redis import Redis
from ulid import ULID

from storage import keys
from storage.assignments import AssignmentStore
from storage.audit import ERASED, AuditStore
from storage.calendars import CalendarStore
from storage.deadlines import DeadlineStore
from storage.errors import NotFound, StorageError, store_errors
from storage.papers import CertificateStore
from storage.questions import QuestionStore
from storage.record import Trace, utc_text
from storage.records import RecordStore
from storage.sections import list_sections, remove_keys

ROUNDS = 5
TOMBSTONES = "cs:tombstone:"


@dataclass(frozen=True, slots=True)
class Tombstone:
    """That somebody was erased: their uid, when (ISO, UTC), by whom. Nothing else of them is kept."""

    uid: str
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class Erased:
    """The proof: how many keys were removed, and that a look through the whole store found none left."""

    uid: str
    keys_removed: int
    keys_left: int


def erase_user(client: Redis, uid: str, *, trace: Trace, now: datetime) -> Erased:
    """Remove every key of a person and every mention in the indexes, for good. The tombstone comes first, so that an
    erasure that was interrupted can be seen and done again. Raises NotFound when there is nothing of this person, and
    StorageError when somebody goes on writing."""
    if uid not in list_sections(client) and uid not in find_tombstones(client):
        raise NotFound("There is no such person.")
    write_tombstone(client, uid, trace, now)
    remove_from_indexes(client, uid)
    removed, left = 0, 1
    for _ in range(ROUNDS):
        removed += remove_keys(client, list_sections(client).get(uid, set()))
        left = len(list_sections(client).get(uid, set()))
        if not left:
            AuditStore(client).enter(None, "erase", trace=trace, now=now, subject=uid, keys_removed=str(removed))
            return Erased(uid, removed, left)
    raise StorageError(f"{left} keys of this person came back while they were being erased. Try again.")


def erase_records(
    client: Redis, uid: str, module: str, record_ids: Collection[str], *, subject: str, trace: Trace, now: datetime
) -> int:
    """Erase records that one person keeps about another, `subject`: the records themselves, those removed before, and
    the entries of the keeper's trail that hold what they said. For each entry that is taken out, one is entered that
    names it and whom it was about, so that the trail says what is missing and never grows shorter. How many records
    were erased. What was interrupted is done again by the same call."""
    records, audit = RecordStore(client), AuditStore(client)
    for record_id in record_ids:
        if records.find(uid, module, record_id) is not None:
            records.remove(uid, module, record_id, op=str(ULID()), seen_rev=None, trace=trace, now=now)
    whole = list(audit.walk(uid))
    named = {(entry.about or {}).get("entry") for entry in whole if entry.act == ERASED}
    of_them = [entry for entry in whole if entry.module == module and entry.record in record_ids]
    for entry in of_them:
        if entry.id not in named:
            place = str(entry.after.pos) if entry.after else "0"
            about = {"module": module, "entry": entry.id, "subject": subject, "pos": place}
            audit.enter(uid, ERASED, trace=trace, now=now, **about)
    audit.take_out(uid, [entry.id for entry in of_them])
    with store_errors():
        client.hset(keys.summary(uid), f"{module}:last", utc_text(now))
        return client.hdel(keys.removed(uid, module), *record_ids) if record_ids else 0


def write_tombstone(client: Redis, uid: str, trace: Trace, now: datetime) -> None:
    told = {"uid": uid, "at": utc_text(now), "by": trace.actor}
    with store_errors():
        client.set(keys.tombstone(uid), orjson.dumps(told).decode())


def find_tombstones(client: Redis) -> dict[str, str]:
    """Who was erased: uid → the tombstone."""
    with store_errors():
        names = [str(name) for name in client.scan_iter(match=f"{TOMBSTONES}*", count=1000)]
        return {name.removeprefix(TOMBSTONES): cast(str, client.get(name)) for name in names}


def list_tombstones(client: Redis) -> list[Tombstone]:
    """Who was erased, the newest first."""
    told = [orjson.loads(text) for text in find_tombstones(client).values()]
    stones = [Tombstone(one["uid"], one["at"], one["by"]) for one in told]
    return sorted(stones, key=lambda stone: stone.at, reverse=True)


def count_keys(client: Redis, uid: str) -> int:
    """How many keys of a person a look through the whole store finds now."""
    return len(list_sections(client).get(uid, set()))


def remove_from_indexes(client: Redis, uid: str) -> None:
    """Take a person out of everything that names them: addresses, earlier data that waits for an address, invitations,
    assignments, questions, calendars, deadlines, certificates, cohorts and the list of people."""
    AssignmentStore(client).forget(uid)
    QuestionStore(client).forget(uid)
    CalendarStore(client).take_back(uid)
    DeadlineStore(client).forget(uid)
    CertificateStore(client).forget(uid)
    with store_errors():
        for name in list(client.scan_iter(match="cs:email:*", count=1000)):
            if client.get(name) == uid:
                client.delete(keys.earlier(name.removeprefix("cs:email:")), name)
        for name in list(client.scan_iter(match="cs:invite:*", count=1000)):
            if client.hget(name, "uid") == uid:
                client.delete(name)
        for cohort in cast("set[str]", client.smembers(keys.COHORTS)):
            client.srem(keys.cohort_members(cohort), uid)
        client.srem(keys.USERS, uid)
