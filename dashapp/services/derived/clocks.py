"""The clocks of one person or of many, in columns: worked out once, kept, and kept up from the audit trail.

Columns stand in the store under their owner, with how far of the trail they hold, and in this process. A short list is
worked out where it is asked for; a long one by a job, and until that is done `NotWorkedOut` says so.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.services.access import access
from dashapp.services.derived.clock_columns import PERIOD, ClockColumns, Vocabulary, join_columns, no_clocks
from dashapp.services.derived.clock_rows import Gathered
from dashapp.services.jobs.jobs import Watch
from dashapp.services.jobs.prepared import WHOLE_AT_MOST, MustWait
from dashapp.services.records.pathways import PTL
from dashapp.services.records.records import RULES_VERSION
from storage.audit import AuditEntry
from storage.record import ModuleSummary, Record

LAYOUT = "2"
STAMP = f"{RULES_VERSION} {LAYOUT}"
"""What kept columns depend on besides the records: the rule books, and the layout of `PERIOD`."""
ENTRIES_AT_MOST = 1_000
ENTRIES_WORTH_KEEPING = 100
RECORDS_WORTH_KEEPING = 200
RECORDS_KEPT = 500_000
TOLD_EVERY = 500
Summaries = Mapping[str, ModuleSummary]


class NotWorkedOut(MustWait):
    """The clocks of these people have to be worked out by a job first; `records` says how many pathways that is."""

    def __init__(self, uids: Sequence[str], records: int) -> None:
        sentence = f"This list has {records:,} pathways whose clocks are worked out once, then kept."
        super().__init__(sentence, "clocks", list(uids))
        self.uids, self.records = tuple(uids), records


@dataclass(frozen=True, slots=True)
class Kept:
    """One person's columns. `cursor` is how far of the trail they hold and `rev` the sum of revisions they stand for;
    `hangs` gives the pathways each linked record hangs on; `again` the records to be read anew from a day on; `as_of`
    is the day they were last brought up to."""

    columns: ClockColumns
    cursor: str
    rev: int
    as_of: str
    hangs: Mapping[str, Sequence[str]]
    again: Mapping[str, str]

    def due(self, today: str) -> set[str]:
        """The records whose next event has been reached."""
        return {record_id for record_id, day in self.again.items() if day <= today}


@dataclass(slots=True)
class Shelf:
    """Columns kept in this process, least recently used dropped first."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    kept: OrderedDict[tuple[int, str], Kept] = field(default_factory=OrderedDict)

    def find(self, clockstart: Clockstart, uid: str) -> Kept | None:
        key = (id(clockstart.rows), uid)
        with self.lock:
            found = self.kept.get(key)
            if found is not None:
                self.kept.move_to_end(key)
            return found

    def put(self, clockstart: Clockstart, uid: str, kept: Kept) -> None:
        key = (id(clockstart.rows), uid)
        with self.lock:
            self.kept[key] = kept
            self.kept.move_to_end(key)
            while len(self.kept) > 1 and sum(len(one.columns.ids) for one in self.kept.values()) > RECORDS_KEPT:
                self.kept.popitem(last=False)


SHELF = Shelf()


def read_clocks(clockstart: Clockstart, uids: Sequence[str]) -> ClockColumns:
    """The clocks of these people as of now; who may be read is the caller's to decide.

    Raises NotWorkedOut when there are more pathways to be worked out than a page can wait for; storage errors pass
    through.
    """
    module = clockstart.registry.find_by_store_key(PTL)
    if module is None or not uids:
        return no_clocks(uids)
    summaries = clockstart.store.records.summaries(uids)
    found = {uid: find_kept(clockstart, uid, module, summaries[uid]) for uid in uids}
    missing = [uid for uid in uids if found[uid] is None]
    waiting = sum(count_pathways(summaries[uid]) for uid in missing)
    if waiting > WHOLE_AT_MOST:
        raise NotWorkedOut(missing, waiting)
    parts = [found[uid] or work_out(clockstart, uid, module) for uid in uids]
    return join_columns([part.columns for part in parts])


def find_kept(clockstart: Clockstart, uid: str, module: Module, summary: Summaries) -> Kept | None:
    """What is kept of a person, brought up to now; None when nothing is, or too much has changed since."""
    today, rev = clockstart.today.isoformat(), sum_revisions(clockstart, summary)
    here = SHELF.find(clockstart, uid)
    if here is not None and here.as_of == today and here.rev == rev:
        return here
    stored = find_stored(clockstart, uid)
    newest = max((one for one in (here, stored) if one is not None), key=lambda one: one.cursor, default=None)
    if newest is None or newest.as_of > today:
        return None
    fresh = bring_up(clockstart, uid, module, newest, rev)
    if fresh is not None:
        SHELF.put(clockstart, uid, fresh)
    return fresh


def sum_revisions(clockstart: Clockstart, summary: Summaries) -> int:
    """The revisions of every module whose records put events on pathways: while they stand, the clocks stand."""
    return sum(
        item.rev
        for name, item in summary.items()
        if (module := clockstart.registry.find_by_store_key(name)) is not None and module.events
    )


def count_pathways(summary: Summaries) -> int:
    return summary.get(PTL, ModuleSummary()).count


def find_stored(clockstart: Clockstart, uid: str) -> Kept | None:
    """What a process of this version of the rule books stored; what an earlier one read is set aside, to compare."""
    found = clockstart.store.worked_out.find_columns(uid)
    if found is None:
        return None
    if found[0]["stamp"] != STAMP:
        if edition_of(found[0]["stamp"]) != RULES_VERSION:
            clockstart.store.worked_out.set_columns_aside(uid)
        return None
    return as_kept(uid, *found)


def edition_of(stamp: str) -> str:
    """The rule books that columns under a stamp were read by."""
    return stamp.partition(" ")[0]


def find_read_before(clockstart: Clockstart, uid: str) -> tuple[str, Kept] | None:
    """The columns as earlier rule books read them, and which; None when none are kept, or in a layout of before."""
    find_stored(clockstart, uid)
    found = clockstart.store.worked_out.find_columns_before(uid)
    if found is None or found[0]["stamp"].partition(" ")[2] != LAYOUT:
        return None
    return edition_of(found[0]["stamp"]), as_kept(uid, *found)


def as_kept(uid: str, head: Mapping[str, Any], body: bytes) -> Kept:
    left_out = {(uid, record_id): why for record_id, why in head["left_out"].items()}
    words = {name: tuple(words) for name, words in head["words"].items()}
    columns = ClockColumns(np.frombuffer(body, PERIOD), tuple(head["ids"]), (uid,), words, left_out)
    return Kept(columns, head["cursor"], head["rev"], head["as_of"], head["hangs"], head["again"])


def store_kept(clockstart: Clockstart, uid: str, kept: Kept) -> None:
    head = {
        "stamp": STAMP,
        "cursor": kept.cursor,
        "rev": kept.rev,
        "as_of": kept.as_of,
        "ids": kept.columns.ids,
        "words": kept.columns.words,
        "left_out": {record_id: why for (_, record_id), why in kept.columns.left_out.items()},
        "hangs": kept.hangs,
        "again": kept.again,
    }
    find_stored(clockstart, uid)  # what an earlier edition read is not written over
    clockstart.store.worked_out.put_columns(uid, head, kept.columns.rows.tobytes())


def work_out(clockstart: Clockstart, uid: str, module: Module, watch: Watch | None = None) -> Kept:
    """Every clock of a person. Cursor and revision are read first: what is saved meanwhile is brought up later."""
    store = clockstart.store
    cursor, summary = store.audit.newest(uid), store.records.summary(uid)
    rev, total = sum_revisions(clockstart, summary), count_pathways(summary)
    around = read_around(clockstart, uid)
    gathered, seen = Gathered(uid), set()
    for record in store.records.walk(uid, PTL):
        if record.id in seen:
            continue
        seen.add(record.id)
        gathered.add(clockstart, module, record, around.get(record.id, ()))
        if watch and len(seen) % TOLD_EVERY == 0:
            watch.report(len(seen), total, f"{len(seen):,} of {total:,} clocks worked out")
    hangs = {f"{other.module}/{other.id}": list(other.links) for others in around.values() for other in others}
    kept = Kept(gathered.columns(), cursor, rev, clockstart.today.isoformat(), hangs, gathered.again)
    if watch or len(seen) >= RECORDS_WORTH_KEEPING:
        store_kept(clockstart, uid, kept)
    SHELF.put(clockstart, uid, kept)
    return kept


def read_around(clockstart: Clockstart, uid: str) -> dict[str, list[Record]]:
    """Every record that hangs on a pathway, by pathway."""
    around: dict[str, list[Record]] = {}
    for module in clockstart.registry:
        if module.events is None or module.store_key == PTL:
            continue
        for record in {one.id: one for one in clockstart.store.records.walk(uid, module.store_key)}.values():
            for link in record.links:
                around.setdefault(link, []).append(record)
    return around


def bring_up(clockstart: Clockstart, uid: str, module: Module, kept: Kept, rev: int) -> Kept | None:
    """The columns with what the trail says has changed and what the calendar has reached; None for too much of it."""
    today = clockstart.today.isoformat()
    cursor, entries = kept.cursor, list[AuditEntry]()
    if kept.rev != rev:
        cursor, found = clockstart.store.records.changes_since(uid, kept.cursor, ENTRIES_AT_MOST)
        entries = list(found)
        if len(entries) == ENTRIES_AT_MOST:
            return None
    hangs = dict(kept.hangs)
    changed = set(list_touched(clockstart, entries, hangs)) | kept.due(today)
    gathered = Gathered(uid, Vocabulary(kept.columns.words), list(kept.columns.ids))
    read_again(clockstart, module, sorted(changed), gathered)
    columns = replace_records(kept.columns, changed, gathered)
    again = {one: day for one, day in kept.again.items() if one not in changed} | gathered.again
    fresh = Kept(columns, cursor, rev, today, hangs, again)
    if len(entries) >= ENTRIES_WORTH_KEEPING and len(columns.ids) >= RECORDS_WORTH_KEEPING:
        store_kept(clockstart, uid, fresh)
    return fresh


def list_touched(
    clockstart: Clockstart, entries: Sequence[AuditEntry], hangs: dict[str, Sequence[str]]
) -> Iterator[str]:
    """The pathways whose clocks the entries may have moved; `hangs` is brought up on the way."""
    for entry in entries:
        module = clockstart.registry.find_by_store_key(entry.module)
        if not entry.record or module is None or module.events is None:
            continue
        if entry.module == PTL:
            yield entry.record
            continue
        name, after = f"{entry.module}/{entry.record}", entry.after
        yield from hangs.pop(name, ())
        if after is not None and entry.act != "remove" and after.links:
            hangs[name] = list(after.links)
            yield from after.links


def read_again(clockstart: Clockstart, module: Module, record_ids: Sequence[str], gathered: Gathered) -> None:
    """These records anew, each with what hangs on its pathway; one that is gone adds nothing."""
    uid, records = gathered.uid, clockstart.store.records
    for record in records.get_many(uid, PTL, record_ids):
        others = [other for other in records.linked(uid, record.id) if other.module != PTL]
        gathered.add(clockstart, module, record, others)


def replace_records(columns: ClockColumns, changed: set[str], gathered: Gathered) -> ClockColumns:
    """The columns without the changed records' rows, and with their new ones at the end."""
    uid = gathered.uid
    gone = [place for place, record_id in enumerate(columns.ids) if record_id in changed]
    stay = columns.rows[~np.isin(columns.rows["record"], gone)]
    fresh = gathered.columns()
    left_out = {who: why for who, why in columns.left_out.items() if who[1] not in changed} | gathered.left_out
    return ClockColumns(np.concatenate([stay, fresh.rows]), fresh.ids, (uid,), fresh.words, left_out)


def work_out_many(clockstart: Clockstart, watch: Watch, uids: Sequence[str]) -> dict[str, Any]:
    """The job: the clocks of these people, stored for every process to read. Raises NotFound for somebody whom the
    person who asked may not read."""
    actor = access.get_actor(clockstart, watch.uid)
    for uid in uids:
        access.check_can_read(clockstart, actor, uid)
    module = clockstart.registry.find_by_store_key(PTL)
    found = [work_out(clockstart, uid, module, watch) for uid in uids] if module else []
    return {"pathways": sum(len(kept.columns.ids) for kept in found), "people": len(uids)}
