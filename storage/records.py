"""The records of a person: every change is one script, so record, links, summary and audit trail always agree.

A write says which operation it is. An operation that was carried out before, be it retried by the client library,
doubled by a browser or repeated after a lost answer, is answered as the first time and stored once, also when the
record has been edited since: the record carries the operation that made it, and the script remembers the last 1,000 to
2,000 operations of each person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy as duplicate
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

import orjson
from redis import Redis

from storage import keys
from storage.audit import AuditEntry, AuditStore
from storage.errors import NotFound, Refused, store_errors
from storage.evidence import entry_texts, evidence_keys
from storage.lua import Scripts
from storage.record import ModuleSummary, NewRecord, Record, Stored, Trace, read_record
from storage.replicas import Replicas
from storage.steps import (
    check_ids_differ,
    check_operation,
    item_texts,
    memory_of,
    read_reply,
    record_keys,
    refuse,
    step_text,
)
from storage.summary import read_summary

__all__ = ["AuditEntry", "ModuleSummary", "NewRecord", "Record", "RecordStore", "Replaced", "Stored", "Trace"]

CHUNK = 500
LONGEST_LIST = 20_000
SPARE_SALTS = 100
"""For what a replacement removes; where that is more, the script asks for as many as it may need."""
Records = list[Record]
Written = list[Stored]


@dataclass(frozen=True, slots=True)
class Replaced:
    """What `replace_all` did, in records."""

    added: int
    changed: int
    kept: int
    removed: int


class RecordStore:
    """Records by person and module. Every method raises the errors of `storage.errors`, never an empty answer in
    their place; ids and module names that could not be one are Refused.

    In a practice copy (`of_copy`) the same names are those of the copy's modules, and the copy is all there is. Nothing
    in it changes once its attempt was handed in (Refused)."""

    def __init__(self, client: Redis, replicas: Replicas | None = None) -> None:
        self._client = client
        self._copy = ""
        self._scripts = Scripts(client, replicas)
        self._audit = AuditStore(client)

    def of_copy(self, copy: str) -> RecordStore:
        """The records of practice copies whose modules' names end so (`keys.copy_of`)."""
        other = duplicate(self)
        other._copy = copy
        return other

    def list(self, uid: str, module: str) -> Records:
        """A person's records of a module, in order."""
        return self._read_all(module, keys.records(uid, self._stored(module)))

    def list_removed(self, uid: str, module: str) -> Records:
        """The removed records of a module, in the order they had."""
        return self._read_all(module, keys.removed(uid, self._stored(module)))

    def find(self, uid: str, module: str, record_id: str) -> Record | None:
        """The record, or None when there is none (or it was removed)."""
        with store_errors():
            text = cast(
                "str | None",
                self._client.hget(keys.records(uid, self._stored(module)), keys.check_record_id(record_id)),
            )
        return read_record(module, text) if text is not None else None

    def get(self, uid: str, module: str, record_id: str) -> Record:
        """The record; NotFound when there is none."""
        record = self.find(uid, module, record_id)
        if record is None:
            raise NotFound
        return record

    def get_many(self, uid: str, module: str, record_ids: Sequence[str]) -> Records:
        """The records with these ids, in the order asked for; one that is not there is left out."""
        if not record_ids:
            return []
        with store_errors():
            texts = cast(
                "Iterable[str | None]", self._client.hmget(keys.records(uid, self._stored(module)), list(record_ids))
            )
        return [read_record(module, text) for text in texts if text is not None]

    def walk(self, uid: str, module: str) -> Iterator[Record]:
        """A person's records of a module one after another and in no order, a few hundred at a time, so that nobody
        waits behind a long list. One that is written meanwhile may come twice or in either version."""
        with store_errors():
            for _, text in self._client.hscan_iter(keys.records(uid, self._stored(module)), count=CHUNK):
                yield read_record(module, text)

    def ids(self, uid: str, module: str) -> Sequence[str]:
        """The ids of a module's records, in no order."""
        with store_errors():
            return cast("Sequence[str]", self._client.hkeys(keys.records(uid, self._stored(module))))

    def columns(self, uid: str, module: str, names: Sequence[str]) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
        """The ids of a module's records in order, and for each the values of these fields (None where there is none):
        for lists too long to be held whole."""
        with store_errors():
            texts = cast("Iterable[str]", self._client.hvals(keys.records(uid, self._stored(module))))
        rows = []
        for text in texts:
            told = orjson.loads(text)
            data = told["data"]
            rows.append((told["pos"], told["id"], tuple(data.get(name) for name in names)))
        rows.sort()
        return [record_id for _, record_id, _ in rows], [values for _, _, values in rows]

    def put(
        self,
        uid: str,
        module: str,
        record_id: str,
        data: Mapping[str, Any],
        *,
        op: str,
        seen_rev: int | None,
        trace: Trace,
        now: datetime,
        links: Sequence[str] | None = (),
        codes: Sequence[str] = (),
        rules_version: str = "",
        schema: int = 1,
        evidence: Iterable[Mapping[str, Any]] = (),
    ) -> Stored:
        """Write a record made from revision `seen_rev` (None or 0: a new one); `links` None keeps those it has.
        `evidence` (storage.evidence) is entered in the same step, once.

        Raises Conflict with `mine` (the data) and `theirs` (the record stored now, or as it was removed) when it was
        changed since, NotFound when there never was one, Refused for what cannot be stored.
        """
        item = NewRecord(record_id, data, op, links, codes, rules_version, schema, seen_rev)
        return self._put(uid, module, [item], trace, now, evidence)[0]

    def append(
        self,
        uid: str,
        module: str,
        record_id: str,
        data: Mapping[str, Any],
        *,
        op: str,
        trace: Trace,
        now: datetime,
        links: Sequence[str] = (),
        codes: Sequence[str] = (),
        rules_version: str = "",
        schema: int = 1,
    ) -> Stored:
        """Write a new record at the end; one that was removed under this id comes back. Conflict when there is one."""
        item = NewRecord(record_id, data, op, links, codes, rules_version, schema, None, revive=True)
        return self._put(uid, module, [item], trace, now)[0]

    def put_many(self, uid: str, module: str, items: Sequence[NewRecord], *, trace: Trace, now: datetime) -> Written:
        """Write many records in chunks of 500; a chunk is written whole or not at all. Errors are those of `put`."""
        check_ids_differ(items)
        stored: Written = []
        for start in range(0, len(items), CHUNK):
            stored += self._put(uid, module, items[start : start + CHUNK], trace, now)
        return stored

    def replace_all(
        self,
        uid: str,
        module: str,
        items: Sequence[NewRecord],
        *,
        op: str,
        trace: Trace,
        now: datetime,
        shape: str = "list",
    ) -> Replaced:
        """Make the module hold exactly these, in this order, in one atomic step. Items whose data and order are the
        same stay untouched; those whose id stays keep revision and history; the others are moved to the removed."""
        if len(items) > LONGEST_LIST:
            raise Refused(f"A list holds at most {LONGEST_LIST:,} items; this one has {len(items):,}.")
        check_ids_differ(items)
        texts, stored = list(item_texts(items)), self._stored(module)
        memory = memory_of(f"replace {check_operation(op)} {stored}", texts)
        reply: Sequence[str] = ("salts", str(2 * len(items) + SPARE_SALTS))
        while reply[0] == "salts":
            step = step_text(uid, stored, "replace", memory, trace, now, entries=int(reply[1]), op=op, shape=shape)
            reply = self._scripts.run("replace", record_keys(uid, stored), [step, *texts])
        if reply[0] == "closed":
            refuse(module, reply, ())
        return Replaced(*(int(count) for count in reply[1:]))

    def remove(
        self, uid: str, module: str, record_id: str, *, op: str, seen_rev: int | None, trace: Trace, now: datetime
    ) -> Stored:
        """Move a record to the removed ones; `seen_rev` None removes whatever is there. Raises Conflict, NotFound."""
        return self._move("remove", uid, module, record_id, op, seen_rev, trace, now)

    def restore(self, uid: str, module: str, record_id: str, *, op: str, trace: Trace, now: datetime) -> Stored:
        """Bring a removed record back; one that is there already stays. NotFound when there never was one."""
        return self._move("restore", uid, module, record_id, op, None, trace, now)

    def linked(self, uid: str, pathway_id: str) -> Records:
        """The records linked to a pathway, by module and order."""
        with store_errors():
            members = cast("set[str]", self._client.smembers(keys.links(uid, pathway_id)))
            by_module: dict[str, list[str]] = {}
            for member in sorted(members):
                stored, record_id = member.split("/", 1)
                if module := self._own_name(stored):
                    by_module.setdefault(module, []).append(record_id)
            pipe = self._client.pipeline(transaction=False)
            for module, ids in by_module.items():
                pipe.hmget(keys.records(uid, self._stored(module)), ids)
            replies = pipe.execute() if by_module else []
        return [
            record
            for module, texts in zip(by_module, replies, strict=True)
            for record in in_order(read_record(module, text) for text in texts if text is not None)
        ]

    def which_exist(self, wanted: Iterable[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
        """Those of (uid, module, record id) that are on a list now, in one round trip; not the removed ones."""
        asked = list(dict.fromkeys(wanted))
        pipe = self._client.pipeline(transaction=False)
        for uid, module, record_id in asked:
            pipe.hexists(keys.records(uid, self._stored(module)), record_id)
        with store_errors():
            replies = pipe.execute() if asked else []
        return {one for one, exists in zip(asked, replies, strict=True) if exists}

    def summary(self, uid: str) -> dict[str, ModuleSummary]:
        """Every module this person ever stored, at a glance."""
        return self.summaries([uid])[uid]

    def summaries(self, uids: Sequence[str]) -> dict[str, dict[str, ModuleSummary]]:
        """The summaries of many people in one round trip."""
        with store_errors():
            pipe = self._client.pipeline(transaction=False)
            for uid in uids:
                pipe.hgetall(keys.summary(uid, self._copy))
            replies = pipe.execute() if uids else []
        return {uid: self._read_summary(told) for uid, told in zip(uids, replies, strict=True)}

    def _read_summary(self, told: Mapping[str, str]) -> dict[str, ModuleSummary]:
        found = read_summary(told)
        return {self._own_name(name): one for name, one in found.items()} if self._copy else found

    def modules(self, uid: str) -> Sequence[str]:
        """The names of the modules this person has stored anything in, sorted; also those that are empty now."""
        return sorted(self.summary(uid))

    def history(self, uid: str, module: str, record_id: str) -> Sequence[AuditEntry]:
        """What happened to a record, newest first."""
        return self._audit.history(uid, self._stored(module), record_id)

    def changes_since(self, uid: str, cursor: str, limit: int = 1000) -> tuple[str, Sequence[AuditEntry]]:
        """What changed after `cursor` ("" = from the beginning), oldest first, at most `limit`; and the new cursor."""
        cursor, entries = self._audit.since(uid, cursor, limit)
        return cursor, [replace(one, module=self._own_name(one.module)) for one in entries] if self._copy else entries

    def _stored(self, module: str) -> str:
        """The name under which a module of here is stored."""
        return keys.check_module_name(module) + self._copy

    def _own_name(self, stored: str) -> str:
        """What a stored module is called here; "" for one of another copy, or of none."""
        return stored.removesuffix(self._copy) if keys.copy_in(stored) == self._copy else ""

    def _read_all(self, module: str, key: str) -> Records:
        with store_errors():
            texts = cast("Iterable[str]", self._client.hvals(key))
        return in_order(read_record(module, text) for text in texts)

    def _put(
        self,
        uid: str,
        module: str,
        items: Sequence[NewRecord],
        trace: Trace,
        now: datetime,
        evidence: Iterable[Mapping[str, Any]] = (),
    ) -> Written:
        texts, stored, told = list(item_texts(items)), self._stored(module), list(entry_texts(evidence))
        memory = memory_of(f"put {stored}", texts)
        step = step_text(uid, stored, "put", memory, trace, now, entries=len(items), evidence=told)
        reply = self._scripts.run("put", [*record_keys(uid, stored), *evidence_keys(uid)], [step, *texts])
        return read_reply(module, reply, items)

    def _move(
        self,
        act: str,
        uid: str,
        module: str,
        record_id: str,
        op: str,
        seen_rev: int | None,
        trace: Trace,
        now: datetime,
    ) -> Stored:
        stored = self._stored(module)
        step = step_text(uid, stored, act, memory_of(f"{act} {op} {stored}", [record_id]), trace, now)
        about = {"id": keys.check_record_id(record_id), "op": check_operation(op)}
        seen = {"seen": seen_rev} if seen_rev else {}
        reply = self._scripts.run("move", record_keys(uid, stored), [step, orjson.dumps(about | seen).decode()])
        return read_reply(module, reply, ())[0]


def in_order(records: Iterable[Record]) -> Records:
    """Records by place; ties, which only restoring can make, by time of creation."""
    return sorted(records, key=lambda record: (record.pos, record.created_at, record.id))
