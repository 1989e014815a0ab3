"""The audit trail: one stream per person and one for acts that belong to nobody's records (DESIGN §3).

Every change of a record is entered by the script that makes it. An entry holds the record `after` the change and the
id of the entry `before` it about the same record; the stored record holds the id of its newest entry. The history of
one record is therefore a walk along that chain, however long the stream is. Every entry has a salt of its own, so that
what it holds can be proved by a hash and cannot be guessed from one; older entries have none. The field names `prev`
and `hash` are reserved for a chain over all entries.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, cast

from redis import Redis
from redis.exceptions import ResponseError

from storage import keys
from storage.errors import Refused, store_errors
from storage.lua import Scripts
from storage.record import Record, Trace, milliseconds, new_salt, read_record, utc_text

BATCH = 500
ERASED = "entry_erased"
"""The act that stands in a trail for each entry that an erasure took out of it."""
ENTRY_ID = re.compile(r"[0-9]{1,18}-[0-9]{1,18}")
RESERVED = frozenset({"prev", "hash", "salt", "record", "from", "to", "before", "after"})


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act. Revisions are 0 where there was no record; `about` holds the further facts of acts without one. `salt`
    is hashed together with the content when it is proved; it is empty in entries of before there were salts."""

    id: str
    at: str
    actor: str
    act: str
    module: str = ""
    record: str = ""
    from_rev: int = 0
    to_rev: int = 0
    op: str = ""
    trace: str = ""
    ip: str = ""
    before: str = ""
    after_text: str = ""
    salt: str = ""
    about: Mapping[str, str] | None = None

    @property
    def after(self) -> Record | None:
        """The record as this act left it."""
        return read_record(self.module, self.after_text) if self.after_text else None


class AuditStore:
    """Reads every trail and enters the acts that change no record. Raises the errors of `storage.errors`."""

    def __init__(self, client: Redis) -> None:
        self._client = client
        self._scripts = Scripts(client)

    def enter(self, uid: str | None, act: str, *, trace: Trace, now: datetime, **about: str) -> str:
        """Enter an act (a sign-in, an export, a change of access) in a person's trail, or with None in the system's."""
        if taken := RESERVED & about.keys():
            raise ValueError(f"Reserved for records: {', '.join(sorted(taken))}")
        told = {"act": act, "at": utc_text(now), "actor": trace.actor, "trace": trace.trace, "ip": trace.ip, **about}
        told["salt"] = new_salt()
        fields: Any = {name: value for name, value in told.items() if value}
        return self._append(uid, fields, milliseconds(now))

    def enter_once(self, uid: str, act: str, *, trace: Trace, now: datetime, **about: str) -> None:
        """Enter an act of a while ago, unless that was done already by a process that ended before it could note it."""
        at, facts = utc_text(now), {name: value for name, value in about.items() if value}
        for entry in self._newest_first(uid, ""):
            if entry.at < at:
                break
            if (entry.at, entry.act, entry.trace, entry.about or {}) == (at, act, trace.trace, facts):
                return
        self.enter(uid, act, trace=trace, now=now, **about)

    def _append(self, uid: str | None, fields: Any, ms: int) -> str:
        """Enter at a moment; after an entry of a later one (a clock that runs behind) as the next within that."""
        with store_errors():
            try:
                return str(self._client.xadd(stream_of(uid), fields, id=f"{ms}-*"))
            except ResponseError:
                newest = int(self.newest(uid).partition("-")[0] or 0)
                if newest <= ms:
                    raise
                return self._append(uid, fields, newest)

    def take_out(self, uid: str, entry_ids: Sequence[str]) -> None:
        """Take entries out of a person's trail, so that nothing of them is left: only for an erasure, which says in the
        trail what it took out. The rest of the trail is written again, which holds the store up for a moment."""
        if entry_ids:
            self._scripts.run("take_out", [keys.audit(uid)], list(entry_ids))

    def list_newest(self, uid: str | None, limit: int = 50) -> list[AuditEntry]:
        """The newest entries, newest first."""
        return list(islice(self._newest_first(uid), limit))

    def find(self, uid: str | None, entry_id: str) -> AuditEntry | None:
        """The entry with this id, or None. Raises Refused for what is no id."""
        if not ENTRY_ID.fullmatch(entry_id):
            raise Refused("That is not the id of an entry.")
        found = self.find_many([(uid, entry_id)])
        return found[0]

    def find_many(self, wanted: Sequence[tuple[str | None, str]]) -> list[AuditEntry | None]:
        """Entries by trail and id, in one round trip; None where there is none."""
        pipe = self._client.pipeline(transaction=False)
        for uid, entry_id in wanted:
            pipe.xrange(stream_of(uid), entry_id, entry_id)
        with store_errors():
            replies = pipe.execute() if wanted else []
        return [read_entry(*entries[0]) if entries else None for entries in replies]

    def last_acts(self, uids: Sequence[str]) -> dict[str, str]:
        """When each of these people last did something themselves (ISO, UTC), "" for never. The newest entry of each is
        read in one round trip; only where somebody else made it is the trail read further back."""
        pipe = self._client.pipeline(transaction=False)
        for uid in uids:
            pipe.xrevrange(stream_of(uid), count=1)
        with store_errors():
            replies = pipe.execute() if uids else []
        newest = {uid: read_entry(*entries[0]) for uid, entries in zip(uids, replies, strict=True) if entries}
        return {uid: self._last_own(uid, newest.get(uid)) for uid in uids}

    def _last_own(self, uid: str, newest: AuditEntry | None) -> str:
        if newest is None or newest.actor == uid:
            return newest.at if newest else ""
        return next((entry.at for entry in self._newest_first(uid, newest.id) if entry.actor == uid), "")

    def count(self, uids: Sequence[str | None]) -> int:
        """How many entries these trails hold together; the store knows each number without counting."""
        pipe = self._client.pipeline(transaction=False)
        for uid in uids:
            pipe.xlen(stream_of(uid))
        with store_errors():
            return sum(pipe.execute()) if uids else 0

    def history(self, uid: str, module: str, record_id: str, limit: int = 1000) -> list[AuditEntry]:
        """What happened to one record, newest first; empty when there never was one."""
        names = [keys.records(uid, module), keys.removed(uid, module), keys.audit(uid)]
        entries = self._scripts.run("history", names, [keys.check_record_id(record_id), str(limit)])
        return [read_entry(entry_id, pairs(told)) for entry_id, told in entries]

    def since(self, uid: str | None, cursor: str, limit: int = 1000) -> tuple[str, list[AuditEntry]]:
        """What was entered after `cursor` ("" = from the beginning), oldest first, and the new cursor."""
        entries = self._read(uid, oldest_first=True, start=f"({cursor}" if cursor else "-", count=limit)
        return (entries[-1].id if entries else cursor), entries

    def newest(self, uid: str | None) -> str:
        """The id of the newest entry, "" when there is none: the cursor of one who has just read everything."""
        entries = self._read(uid, oldest_first=False, start="+", count=1)
        return entries[0].id if entries else ""

    def lengths(self, uids: Sequence[str]) -> dict[str, int]:
        """How many entries the trail of each has, in one round trip: it grows with every change, so a length that is
        the same says that nothing has changed."""
        with store_errors():
            pipe = self._client.pipeline(transaction=False)
            for uid in uids:
                pipe.xlen(keys.audit(uid))
            found = pipe.execute() if uids else []
        return dict(zip(uids, found, strict=True))

    def walk(self, uid: str | None) -> Iterator[AuditEntry]:
        """The whole trail, oldest first, in batches."""
        cursor, entries = self.since(uid, "", BATCH)
        while entries:
            yield from entries
            cursor, entries = self.since(uid, cursor, BATCH)

    def _newest_first(self, uid: str | None, cursor: str = "") -> Iterator[AuditEntry]:
        start = f"({cursor}" if cursor else "+"
        while entries := self._read(uid, oldest_first=False, start=start, count=BATCH):
            yield from entries
            start = f"({entries[-1].id}"

    def _read(self, uid: str | None, *, oldest_first: bool, start: str, count: int) -> list[AuditEntry]:
        read: Callable[..., Any] = self._client.xrange if oldest_first else self._client.xrevrange
        with store_errors():
            entries = cast(
                "list[tuple[str, dict[str, str]]]",
                read(stream_of(uid), start, "+" if oldest_first else "-", count=count),
            )
        return [read_entry(entry_id, told) for entry_id, told in entries]


def stream_of(uid: str | None) -> str:
    return keys.SYSTEM_AUDIT if uid is None else keys.audit(uid)


def pairs(flat: Sequence[str]) -> dict[str, str]:
    """A flat list of names and values as a dictionary."""
    return dict(zip(flat[::2], flat[1::2], strict=True))


def read_entry(entry_id: str, told: dict[str, str]) -> AuditEntry:
    """An entry from the fields of the stream."""
    left = dict(told)
    return AuditEntry(
        id=entry_id,
        at=left.pop("at", ""),
        actor=left.pop("actor", ""),
        act=left.pop("act", ""),
        module=left.pop("module", ""),
        record=left.pop("record", ""),
        from_rev=int(left.pop("from", "0")),
        to_rev=int(left.pop("to", "0")),
        op=left.pop("op", ""),
        trace=left.pop("trace", ""),
        ip=left.pop("ip", ""),
        before=left.pop("before", ""),
        after_text=left.pop("after", ""),
        salt=left.pop("salt", ""),
        about=left or None,
    )
