"""The clocks of one person or of many, in columns: worked out once, kept, and kept up from the audit trail.

They are stored under their owner, with how far of the trail they hold.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np

from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.services.derived.clock_columns import PERIOD, ClockColumns, Vocabulary, join_columns, no_clocks
from dashapp.services.derived.clock_rows import Gathered
from dashapp.services.derived.kept import Kept, Stamp
from dashapp.services.derived.projections import TOLD_EVERY, Projection, Summary, Tell, work_out_many
from dashapp.services.jobs.jobs import Watch
from dashapp.services.records.pathways import PTL
from dashapp.services.records.records import RULES_VERSION
from storage.audit import AuditEntry
from storage.record import Record
from storage.worked_out import Stored

LAYOUT = "2"
STAMP = f"{RULES_VERSION} {LAYOUT}"
"""What stored columns depend on besides the records: the rule books, and the layout of `PERIOD`."""
BEFORE = "clocks:before"
STORED_FOR = timedelta(days=30)
ENTRIES_AT_MOST = 1_000
PATHWAY_BYTES = 100


@dataclass(frozen=True, slots=True)
class Clocks:
    """One person's columns. `cursor` is how far of the trail they hold; `hangs` gives the pathways each linked record
    hangs on; `again` the records to be read again from a day on."""

    columns: ClockColumns
    cursor: str
    hangs: Mapping[str, Sequence[str]]
    again: Mapping[str, str]

    def due(self, today: str) -> set[str]:
        """The records whose next event has been reached."""
        return {record_id for record_id, day in self.again.items() if day <= today}


class ClocksProjection(Projection[Clocks]):
    kind = name = "clocks"
    wait = "This list has {count:,} {many} whose clocks are worked out once, then kept."

    def stamp(self, clockstart: Clockstart, summary: Summary) -> Stamp:
        """The revisions of every module whose records put events on pathways: while they stand, the clocks stand."""
        known = {module.store_key for module in clockstart.registry if module.events}
        return Stamp(clockstart.today.isoformat(), sum(item.rev for name, item in summary.items() if name in known))

    def build(self, clockstart: Clockstart, uid: str, before: Clocks | None, tell: Tell) -> Clocks:
        """Every clock of a person. How far the trail goes is read first."""
        cursor, around = clockstart.store.audit.newest(uid), read_around(clockstart, uid)
        gathered, seen = Gathered(uid), set()
        for record in clockstart.store.records.walk(uid, PTL):
            if record.id in seen:
                continue
            seen.add(record.id)
            gathered.add(clockstart, self.module, record, around.get(record.id, ()))
            if len(seen) % TOLD_EVERY == 0:
                tell(len(seen))
        hangs = {f"{other.module}/{other.id}": list(other.links) for others in around.values() for other in others}
        return Clocks(gathered.columns(), cursor, hangs, gathered.again)

    def advance(self, clockstart: Clockstart, uid: str, kept: Kept[Clocks], now: Stamp) -> Clocks | None:
        """With what the trail says has changed and what the calendar has reached; None for too much of it."""
        if kept.stamp.day > now.day:
            return None
        before, cursor, entries = kept.value, kept.value.cursor, list[AuditEntry]()
        if kept.stamp.rev != now.rev:
            cursor, found = clockstart.store.records.changes_since(uid, cursor, ENTRIES_AT_MOST)
            entries = list(found)
            if len(entries) == ENTRIES_AT_MOST:
                return None
        hangs = dict(before.hangs)
        changed = set(list_touched(clockstart, entries, hangs)) | before.due(now.day)
        gathered = Gathered(uid, Vocabulary(before.columns.words), list(before.columns.ids))
        read_again(clockstart, self.module, sorted(changed), gathered)
        again = {one: day for one, day in before.again.items() if one not in changed} | gathered.again
        return Clocks(replace_records(before.columns, changed, gathered), cursor, hangs, again)

    def weigh(self, value: Clocks) -> int:
        return value.columns.rows.nbytes + PATHWAY_BYTES * len(value.columns.ids)

    def find_stored(self, clockstart: Clockstart, uid: str) -> Kept[Clocks] | None:
        """As a process of these rule books stored it; what earlier ones read is set aside, to compare."""
        found = clockstart.store.worked_out.find(uid, self.name)
        if found is None or found.stamp == STAMP:
            return None if found is None else self.as_kept(uid, found)
        if edition_of(found.stamp) != RULES_VERSION:
            clockstart.store.worked_out.set_aside(uid, self.name, BEFORE)
        return None

    def as_kept(self, uid: str, found: Stored) -> Kept[Clocks]:
        told = found.value
        left_out = {(uid, record_id): why for record_id, why in told["left_out"].items()}
        words = {name: tuple(words) for name, words in told["words"].items()}
        columns = ClockColumns(np.frombuffer(found.body, PERIOD), tuple(told["ids"]), (uid,), words, left_out)
        value = Clocks(columns, told["cursor"], told["hangs"], told["again"])
        return Kept(value, Stamp(told["as_of"], told["rev"]), self.weigh(value))

    def store(self, clockstart: Clockstart, uid: str, kept: Kept[Clocks]) -> None:
        columns = kept.value.columns
        told = {
            "cursor": kept.value.cursor,
            "rev": kept.stamp.rev,
            "as_of": kept.stamp.day,
            "ids": columns.ids,
            "words": columns.words,
            "left_out": {record_id: why for (_, record_id), why in columns.left_out.items()},
            "hangs": kept.value.hangs,
            "again": kept.value.again,
        }
        self.find_stored(clockstart, uid)  # what an earlier edition read is not written over
        clockstart.store.worked_out.put(uid, self.name, STAMP, told, columns.rows.tobytes(), STORED_FOR)


def read_clocks(clockstart: Clockstart, uids: Sequence[str]) -> ClockColumns:
    """The clocks of these people as of now; who may be read is the caller's to decide.

    Raises MustWait when there are more pathways to be worked out than a page can wait for; storage errors pass through.
    """
    module = clockstart.registry.find_by_store_key(PTL)
    if module is None or not uids:
        return no_clocks(uids)
    return join_columns([one.columns for one in ClocksProjection(module).read_many(clockstart, uids)])


def edition_of(stamp: str) -> str:
    """The rule books that columns under a stamp were read by."""
    return stamp.partition(" ")[0]


def find_read_before(clockstart: Clockstart, uid: str, module: Module) -> tuple[str, Clocks] | None:
    """The columns as earlier rule books read them, and which; None when none are kept, or in a layout of before."""
    projection = ClocksProjection(module)
    projection.find_stored(clockstart, uid)
    found = clockstart.store.worked_out.find(uid, BEFORE)
    if found is None or found.stamp.partition(" ")[2] != LAYOUT:
        return None
    return edition_of(found.stamp), projection.as_kept(uid, found).value


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


def work_out_clocks(clockstart: Clockstart, watch: Watch, uids: Sequence[str]) -> dict[str, Any]:
    """The job: the clocks of these people."""
    module = clockstart.registry.find_by_store_key(PTL)
    found = work_out_many(clockstart, watch, ClocksProjection(module), uids) if module else []
    return {"pathways": sum(len(one.columns.ids) for one in found), "people": len(uids)}
