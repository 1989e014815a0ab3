"""CSV and Excel out and in. What goes out comes in again as it was; a row that cannot be used is set aside by line."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import openpyxl
import orjson
import xlsxwriter  # type: ignore[import-untyped]
from openpyxl.utils.exceptions import InvalidFileException

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.module import Case, Module
from dashapp.questions import Question
from dashapp.services import access, big_lists, clocks
from dashapp.services.answers import check_answers
from dashapp.services.cells import BEYOND, check_width, plain_cell, safe_cell
from dashapp.services.jobs import Watch
from dashapp.services.pathways import PTL
from dashapp.services.records import RULES_VERSION, lasting_codes
from rules.explain import join_words
from storage.errors import Refused
from storage.links import links_of
from storage.record import NewRecord, Record, Trace

LARGEST_FILE = 20 * 1024 * 1024
MOST_ROWS = 100_000
CHUNK = 500
TOLD_AT_MOST = 1_000
Line = tuple[int, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that was not brought in: its line in the file and why."""

    line: int
    reason: str


@dataclass(slots=True)
class Brought:
    """What became of a file's rows."""

    new: int = 0
    there: int = 0
    set_aside: list[SetAside] = field(default_factory=list)

    def as_result(self) -> dict[str, Any]:
        """For the job: counts, and the first thousand rows that were set aside."""
        told = [[one.line, one.reason] for one in self.set_aside[:TOLD_AT_MOST]]
        return {"new": self.new, "there": self.there, "set_aside": len(self.set_aside), "lines": told}


def list_columns(module: Module, records: Sequence[Record]) -> list[str]:
    """`id`, the module's fields in order, then stored fields it has no question for."""
    known = [question.name for question in module.questions]
    unknown = sorted({name for record in records for name in record.data} - set(known) - {"id"})
    return ["id", *known, *unknown]


def export_csv(clockstart: Clockstart, actor: Actor, uid: str, slug: str) -> str:
    """A person's records of a module as CSV text, safe to open in a spreadsheet."""
    module, records = read_records(clockstart, actor, uid, slug)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    columns = list_columns(module, records)
    writer.writerow(columns)
    for record in records:
        writer.writerow([safe_cell(cell_of(record, name)) for name in columns])
    return text.getvalue()


def export_excel(clockstart: Clockstart, actor: Actor, uid: str, slug: str) -> bytes:
    """The same as an Excel workbook: dates as dates, text never as a formula or a link."""
    module, records = read_records(clockstart, actor, uid, slug)
    data = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(data, options)
    sheet, day, head = book.add_worksheet(module.title[:31]), book.add_format(DAY), book.add_format({"bold": True})
    columns = list_columns(module, records)
    sheet.write_row(0, 0, columns, head)
    sheet.freeze_panes(1, 0)
    for line, record in enumerate(records, start=1):
        for place, name in enumerate(columns):
            write_cell(sheet, line, place, cell_of(record, name), module.question.get(name), day)
    book.close()
    return data.getvalue()


DAY = {"num_format": "d mmmm yyyy"}


def write_cell(sheet: Any, line: int, place: int, cell: Any, question: Question | None, day: Any) -> None:
    """One cell of the workbook."""
    if question is not None and question.kind == "date" and isinstance(cell, str):
        try:
            sheet.write_datetime(line, place, datetime.fromisoformat(cell), day)
        except ValueError:
            sheet.write_string(line, place, cell)
    elif isinstance(cell, (int, float)):
        sheet.write_number(line, place, cell)
    elif cell != "":
        # Reading takes one quote off, as CSV needs it; here only text that begins with one must have another.
        sheet.write_string(line, place, f"'{cell}" if str(cell).startswith("'") else str(cell))


def read_records(clockstart: Clockstart, actor: Actor, uid: str, slug: str) -> tuple[Module, list[Record]]:
    """Raises NotFound outside the actor's scope."""
    module = access.get_module(clockstart, actor, slug)
    access.check_can_read(clockstart, actor, uid)
    return module, clockstart.store.records.list(uid, module.store_key)


def cell_of(record: Record, name: str) -> Any:
    """A field as one cell; lists and objects as JSON."""
    value = record.id if name == "id" else record.data.get(name, "")
    if isinstance(value, (list, dict, bool)):
        return orjson.dumps(value).decode()
    return "" if value is None else value


def read_lines(name: str, data: bytes) -> Iterator[Line]:
    """The rows of a file with their line numbers, keyed by column. Raises Refused when it cannot be read at all."""
    if len(data) > LARGEST_FILE:
        raise Refused(f"The file has {len(data):,} bytes; the most is {LARGEST_FILE:,}. Split it.")
    if name.lower().endswith((".xlsx", ".xlsm")):
        return read_excel(data)
    return read_csv(data)


def read_csv(data: bytes) -> Iterator[Line]:
    """Rows of a CSV file in UTF-8 (with or without its mark) or, failing that, Windows-1252 as Excel saves it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise Refused("This is not a CSV file. Save it as CSV or as an Excel workbook (.xlsx).")
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey=BEYOND, strict=False)
    if not reader.fieldnames:
        raise Refused("The file is empty: the first line must name the columns.")
    return ((reader.line_num, dict(row)) for row in reader)


def read_excel(data: bytes) -> Iterator[Line]:
    """Rows of the first sheet of a workbook."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as problem:
        raise Refused("This is not an Excel workbook that can be read. Save it again as .xlsx or as CSV.") from problem
    rows = book.worksheets[0].iter_rows(values_only=True)
    names = [str(name).strip() if name is not None else "" for name in next(rows, ())]
    if not any(names):
        raise Refused("The workbook's first sheet is empty: its first line must name the columns.")
    return ((line, dict(zip(names, row, strict=False))) for line, row in enumerate(rows, start=2))


def match_columns(module: Module, given: Iterable[str]) -> dict[str, str]:
    """Column of the file → field. Names and labels both do. Raises Refused when required columns are missing."""
    known = {"id": "id"}
    for question in module.questions:
        known |= {question.name.casefold(): question.name, question.label.casefold(): question.name}
    matched = {name: known.get(name.strip().casefold(), name.strip()) for name in given if name and name.strip()}
    missing = [q.name for q in module.questions if q.required and q.name not in matched.values()]
    if missing:
        columns = f"These columns are missing: {join_words(missing)}."
        raise Refused(f"{columns} The first line must name them; an export of {module.title} shows how.")
    return matched


def read_answers(module: Module, matched: Mapping[str, str], row: Mapping[str, Any]) -> dict[str, Any]:
    """One row as answers. Raises ValueError for a list that is not JSON, and for a line that is too wide."""
    check_width(row)
    answers = {}
    for column, name in matched.items():
        cell = plain_cell(row.get(column))
        if cell in (None, ""):
            continue
        answers[name] = read_cell(module.question.get(name), cell)
    return answers


def read_cell(question: Question | None, cell: Any) -> Any:
    """One cell as its question wants it."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if question is not None and question.kind in {"ticks", "repeat"}:
        return read_list(question, cell)
    if isinstance(cell, float) and cell.is_integer():
        return int(cell) if question is not None and question.kind == "whole" else str(int(cell))
    if question is not None and question.kind != "whole" and isinstance(cell, int):
        return str(cell)
    return cell.strip() if isinstance(cell, str) else cell


def read_list(question: Question, cell: Any) -> list[Any]:
    """A list written as JSON or, for ticks, as slugs or labels with commas or semicolons between them."""
    text = str(cell).strip()
    if text.startswith("["):
        try:
            found = orjson.loads(text)
        except orjson.JSONDecodeError:
            raise ValueError(f"{question.label}: the list cannot be read") from None
        return list(found)
    if question.kind == "repeat":
        raise ValueError(f"{question.label}: write the list as JSON, as an export does")
    return [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]


def bring_in(clockstart: Clockstart, watch: Watch, slug: str, name: str, data: bytes) -> dict[str, Any]:
    """The import job: good rows are stored in chunks, each whole or not at all; the others are set aside by line.

    The same file again stores nothing twice. A stop keeps what was stored so far.
    """
    module = clockstart.registry.find(slug)
    if module is None:
        raise Refused("There is no such module.")
    lines = list(read_lines(name, data))
    if len(lines) > MOST_ROWS:
        raise Refused(f"The file has {len(lines):,} rows; the most at once is {MOST_ROWS:,}. Split it.")
    if not lines:
        raise Refused("The file has no rows below its first line.")
    matched = match_columns(module, lines[0][1])
    stored = {record.id: record.data for record in clockstart.store.records.list(watch.uid, module.store_key)}
    digest, brought = hashlib.sha256(data).hexdigest()[:24], Brought()
    for start in range(0, len(lines), CHUNK):
        watch.report(start, len(lines), f"{start:,} of {len(lines):,} rows read")
        fresh = list(sort_out(clockstart, module, matched, lines[start : start + CHUNK], stored, digest, brought))
        clockstart.store.records.put_many(
            watch.uid, module.store_key, fresh, trace=Trace(watch.uid, f"import {watch.job_id}"), now=clockstart.now
        )
        brought.new += len(fresh)
    watch.report(len(lines), len(lines), f"{len(lines):,} rows read")
    if module.store_key == PTL and big_lists.is_big(clockstart.store.records.summary(watch.uid).get(PTL)):
        clocks.work_out(clockstart, watch.uid, module, watch)
    return brought.as_result()


def sort_out(
    clockstart: Clockstart,
    module: Module,
    matched: Mapping[str, str],
    lines: Sequence[Line],
    stored: dict[str, dict[str, Any]],
    digest: str,
    brought: Brought,
) -> Iterator[NewRecord]:
    """The rows of a chunk that are new; the others are counted as there already, or set aside with the reason."""
    for line, row in lines:
        try:
            answers = read_answers(module, matched, row)
        except ValueError as problem:
            brought.set_aside.append(SetAside(line, str(problem)))
            continue
        if not answers:
            continue
        record_id = str(answers.pop("id", "")) or f"{digest[:10]}{line}"
        checked = check_answers(module, module.completed(answers, record_id), today=clockstart.today)
        if checked.record is None:
            brought.set_aside.append(SetAside(line, "; ".join(problem.sentence for problem in checked.problems)))
        elif record_id not in stored:
            stored[record_id] = checked.values
            case = Case(module, record_id, checked.record, clockstart.today)
            links = links_of(module.store_key, record_id, checked.values)
            codes = lasting_codes(case.findings)
            yield NewRecord(record_id, checked.values, f"{digest}:{line}", links, codes, RULES_VERSION, revive=True)
        elif stored[record_id] == checked.values:
            brought.there += 1
        else:
            brought.set_aside.append(SetAside(line, f"A record with the id {record_id} is there and differs"))


def write_set_aside(lines: Sequence[Sequence[Any]]) -> str:
    """The rows that were set aside, as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["line", "reason"])
    writer.writerows([line, safe_cell(reason)] for line, reason in lines)
    return text.getvalue()
