"""Importing a file into a module: good rows are stored, the others set aside by line; the whole can be taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

import orjson

from dashapp.context import Clockstart
from dashapp.declare.module import Case, Module
from dashapp.services.derived import big_lists, clocks
from dashapp.services.files.csv_tables import read_csv
from dashapp.services.files.excel_tables import is_excel, read_excel
from dashapp.services.files.file_answers import (
    NO_COLUMNS,
    find_doubtful,
    known_columns,
    list_serials,
    match_columns,
    plain_name,
    read_answers,
)
from dashapp.services.files.tables import (
    ANY_TABLE,
    Limits,
    Line,
    RawTable,
    Table,
    check_names,
    check_size,
    find_heading,
    hold,
)
from dashapp.services.jobs.jobs import Stopped, Watch
from dashapp.services.records.checking import check_answers
from dashapp.services.records.pathways import PTL
from dashapp.services.records.records import RULES_VERSION, check_by_hand, lasting_codes
from storage.errors import Refused
from storage.links import links_of
from storage.record import NewRecord, Trace
from storage.steps import item_texts
from words.phrases import join_words

CHUNK = 500
TOLD_AT_MOST = 1_000


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that was not imported: its line in the file and why."""

    line: int
    reason: str


@dataclass(slots=True)
class Brought:
    """What became of a file's rows so far."""

    slug: str
    file: str
    new: int = 0
    there: int = 0
    set_aside: list[SetAside] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    serials: set[str] = field(default_factory=set)

    def as_result(self) -> dict[str, Any]:
        """For the job: counts, and the first thousand rows that were set aside."""
        told = [[one.line, one.reason] for one in self.set_aside[:TOLD_AT_MOST]]
        counts = {"new": self.new, "there": self.there, "set_aside": len(self.set_aside)}
        notes = [*self.notes, *self.tell_serials()]
        return {**counts, "lines": told, "notes": notes, "slug": self.slug, "file": self.file}

    def tell_serials(self) -> list[str]:
        return [f"Numbers in {join_words(sorted(self.serials))} were read as Excel dates."] if self.serials else []


@dataclass(slots=True)
class Known:
    """What is there already: records by id, and rows by what the file's columns say; the line of those of this file."""

    names: tuple[str, ...]
    contents: dict[str, bytes] = field(default_factory=dict)
    rows: dict[bytes, int] = field(default_factory=dict)
    doubtful: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def nothing(cls, matched: Mapping[str, str]) -> Known:
        return cls(tuple(sorted({*matched.values()} - {"id"})))

    @classmethod
    def read(cls, clockstart: Clockstart, uid: str, module: Module, matched: Mapping[str, str]) -> Known:
        known = cls.nothing(matched)
        for record in clockstart.store.records.walk(uid, module.store_key):
            known.contents[record.id] = digest_of(module.unsealed(record.data))
            known.rows[known.row_of(record.data)] = 0
        return known

    def row_of(self, values: Mapping[str, Any]) -> bytes:
        return digest_of({name: values[name] for name in self.names if name in values})


def digest_of(values: Mapping[str, Any]) -> bytes:
    """Content told apart in sixteen bytes, so that a long list can be held."""
    return hashlib.blake2b(orjson.dumps(values, option=orjson.OPT_SORT_KEYS), digest_size=16).digest()


def read_table(name: str, data: bytes, limits: Limits = ANY_TABLE) -> Table:
    """A file as a table. Raises Refused when it cannot be read at all or holds too much."""
    return hold(read_raw(name, data, limits), limits)


def read_list(module: Module, name: str, data: bytes, first: int | None = None) -> Table:
    """A file as a table of a module's records, below whatever title it has; only its `first` lines when that is given.
    Raises Refused."""
    raw = open_list(module, name, data)
    return hold(raw if first is None else raw._replace(rows=islice(raw.rows, first)), ANY_TABLE)


def name_columns(module: Module, name: str, data: bytes) -> list[str]:
    """The names of a file's columns. Raises Refused."""
    return [*filter(None, check_names(open_list(module, name, data).names))]


def open_list(module: Module, name: str, data: bytes) -> RawTable:
    known = known_columns(module)
    return find_heading(read_raw(name, data), lambda column: plain_name(column) in known)


def read_raw(name: str, data: bytes, limits: Limits = ANY_TABLE) -> RawTable:
    check_size(data)
    return read_excel(data, limits) if is_excel(name, data) else read_csv(data)


def bring_in(
    clockstart: Clockstart, watch: Watch, slug: str, name: str, data: bytes, chosen: Mapping[str, str] = NO_COLUMNS
) -> dict[str, Any]:
    """The import job: good rows are stored in chunks, each whole or not at all; the others are set aside by line.

    `chosen` are fields for columns, as in `match_columns`. The same file again stores nothing twice. A stop keeps what
    was stored so far, and says how much.
    """
    module = find_module(clockstart, slug)
    table = read_list(module, name, data)
    matched = match_columns(module, table.names, chosen)
    brought = Brought(slug, name, notes=[*table.notes, *tell_columns(module, table.names, matched)])
    try:
        store_rows(clockstart, watch, module, matched, table, brought, hashlib.sha256(data).hexdigest()[:24])
    except Stopped:
        watch.tell_result(brought.as_result())
        raise
    finally:
        enter_import(clockstart, watch, brought)
    if module.store_key == PTL and big_lists.is_big(clockstart.store.records.summary(watch.uid).get(PTL)):
        clocks.work_out_clocks(clockstart, watch, [watch.uid])
    return brought.as_result()


def find_module(clockstart: Clockstart, slug: str) -> Module:
    module = clockstart.registry.find(slug)
    if module is None:
        raise Refused("There is no such module.")
    check_by_hand(module)
    return module


def tell_columns(module: Module, given: Iterable[str], matched: Mapping[str, str]) -> list[str]:
    """Which columns are not taken because only services write them, and which are no questions of the module."""
    sealed = [column for column in given if column in module.sealed]
    taken = f"{join_words(sealed)} {'is' if len(sealed) == 1 else 'are'} written by Clockstart alone"
    return [*([f"{taken} and not taken from a file."] if sealed else []), *tell_unknown(module, matched)]


def tell_unknown(module: Module, matched: Mapping[str, str]) -> list[str]:
    columns = [column for column, name in matched.items() if name != "id" and name not in module.question]
    are = "is no question here and is" if len(columns) == 1 else "are no questions here and are"
    return [f"{join_words(columns)} {are} stored with each record as text."] if columns else []


def try_out(
    clockstart: Clockstart,
    slug: str,
    name: str,
    data: bytes,
    uid: str | None = None,
    chosen: Mapping[str, str] = NO_COLUMNS,
    first: int | None = None,
) -> dict[str, Any]:
    """What an import of the file, or of its `first` rows, would do, for one document of JSON; nothing is stored.
    Without an owner, as if the list were empty. `asks_the_person` says what has to be settled before anything can be
    imported."""
    module, digest = find_module(clockstart, slug), hashlib.sha256(data).hexdigest()[:24]
    table, brought = read_list(module, name, data, first), Brought(slug, name)
    told: dict[str, Any] = {
        "file": name,
        "module": slug,
        "columns": [*filter(None, table.names)],
        "data_rows": table.count,
        "asks_the_person": [],
        "mapped": [],
        "mapped_lines": [],
    }
    try:
        matched = match_columns(module, table.names, chosen)
    except Refused as problem:
        told["asks_the_person"].append(problem.sentence)
    else:
        brought.notes += tell_columns(module, table.names, matched)
        known = Known.read(clockstart, uid, module, matched) if uid else Known.nothing(matched)
        known.doubtful = find_doubtful(module, matched, table.rows())
        for lines in table.chunks(CHUNK):
            for line, record in sort_out(clockstart, module, matched, lines, known, digest, brought):
                told["mapped"].append({field: record.data[field] for field in known.names if field in record.data})
                told["mapped_lines"].append(line)
    aside = [{"line": one.line, "reason": one.reason} for one in brought.set_aside]
    counts = {"imported": len(told["mapped"]), "already_there": brought.there, "set_aside": aside}
    notes = [*table.notes, *brought.notes, *brought.tell_serials()]
    return {**told, **counts, "ignored_lines": list(table.ignored), "notes": notes}


def store_rows(
    clockstart: Clockstart,
    watch: Watch,
    module: Module,
    matched: Mapping[str, str],
    table: Table,
    brought: Brought,
    digest: str,
) -> None:
    """The rows in chunks; how far it is, and how many are stored, is told after each."""
    known, trace, done = Known.read(clockstart, watch.uid, module, matched), trace_of(watch), 0
    known.doubtful = find_doubtful(module, matched, table.rows())
    for lines in table.chunks(CHUNK):
        watch.report(done, table.count, f"{done:,} of {table.count:,} rows read")
        found = sort_out(clockstart, module, matched, lines, known, digest, brought)
        # An operation of this job alone: the store would take the same rows, imported again after they were removed,
        # for a repetition of the first time, and store nothing.
        fresh = [replace(record, op=f"{watch.job_id}:{record.op}") for _, record in found]
        clockstart.store.records.put_many(watch.uid, module.store_key, fresh, trace=trace, now=clockstart.now)
        brought.new += len(fresh)
        done += len(lines)
        watch.tell_result({**brought.as_result(), "lines": []})
    watch.report(done, table.count, f"{done:,} rows read")


def trace_of(watch: Watch) -> Trace:
    """By this an import's records are found again in the trail."""
    return Trace(watch.uid, f"import {watch.job_id}")


def enter_import(clockstart: Clockstart, watch: Watch, brought: Brought) -> None:
    """One act in the trail, by the name of the file, for what was stored."""
    if brought.new:
        rows, file = str(brought.new), brought.file[:200]
        clockstart.store.audit.enter(
            watch.uid, "import", trace=trace_of(watch), now=clockstart.now, what=brought.slug, file=file, rows=rows
        )


def sort_out(
    clockstart: Clockstart,
    module: Module,
    matched: Mapping[str, str],
    lines: Sequence[Line],
    known: Known,
    digest: str,
    brought: Brought,
) -> Iterator[tuple[int, NewRecord]]:
    """The rows of a chunk that are new, by line; the others are counted as there already, or set aside with the
    reason."""
    for line, row in lines:
        try:
            record = read_row(clockstart, module, matched, line, row, known, digest)
        except (ValueError, Refused) as problem:
            brought.set_aside.append(SetAside(line, str(problem)))
            continue
        brought.serials.update(list_serials(module, matched, row))
        if record is None:
            brought.there += 1
        else:
            yield line, record


def read_row(
    clockstart: Clockstart,
    module: Module,
    matched: Mapping[str, str],
    line: int,
    row: Mapping[str, Any],
    known: Known,
    digest: str,
) -> NewRecord | None:
    """A row as a new record; None when it is there already. Raises ValueError or Refused when it cannot be used."""
    answers = read_answers(module, matched, row, known.doubtful)
    given_id = str(answers.pop("id", ""))
    record_id = given_id or f"{digest[:10]}{line}"
    checked = check_answers(module, module.completed(answers, record_id), today=clockstart.today)
    if checked.record is None:
        raise ValueError("; ".join(problem.sentence for problem in checked.problems))
    content, same = digest_of(checked.values), known.row_of(checked.values)
    if record_id in known.contents:
        if known.contents[record_id] == content:
            return None
        raise ValueError(f"A record with the id {record_id} is there and differs")
    if not given_id and same in known.rows:
        if known.rows[same]:
            raise ValueError(f"This is the same row as line {known.rows[same]}")
        return None
    case = Case(module, record_id, checked.record, clockstart.today)
    links = links_of(module.store_key, record_id, checked.values)
    codes = lasting_codes(case.findings)
    record = NewRecord(record_id, checked.values, f"{digest}:{line}", links, codes, RULES_VERSION, revive=True)
    for _ in item_texts([record]):  # raises Refused for what the store would not take, an overlong id for one
        pass
    known.contents[record_id] = content
    known.rows.setdefault(same, line)
    return record
