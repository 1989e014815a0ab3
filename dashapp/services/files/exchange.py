"""A module's records as files to take away, CSV and Excel. What goes out comes in again as it was."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

import orjson

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.declare.module_query import ModuleQuery
from dashapp.services.access import access
from dashapp.services.derived import rows, shown
from dashapp.services.files.spreadsheet_cells import csv_text
from dashapp.services.files.workbooks import RowsBook
from storage.record import Record
from words.questions import Question


def list_columns(module: Module, records: Iterable[Record]) -> list[str]:
    """`id`, the module's fields in order, then stored fields it has no question for."""
    known = [question.name for question in module.questions]
    unknown = sorted({name for record in records for name in record.data} - set(known) - {"id"})
    return ["id", *known, *unknown]


Query = Mapping[str, Sequence[str]]
WHOLE: Query = MappingProxyType({})


def export_csv(clockstart: Clockstart, actor: Actor, uid: str, slug: str, query: Query = WHOLE) -> str:
    """A person's records of a module as CSV text, safe to open in a spreadsheet; those the query keeps."""
    module, records = read_records(clockstart, actor, uid, slug, query)
    columns = list_columns(module, records)
    return csv_text([columns, *([cell_of(record, name) for name in columns] for record in records)])


def write_template(module: Module) -> str:
    """An empty file to fill: a column for each question, those that must be answered first."""
    questions = sorted(module.questions, key=lambda question: not question.required)
    return csv_text([[question.label for question in questions]])


def export_excel(clockstart: Clockstart, actor: Actor, uid: str, slug: str, query: Query = WHOLE) -> bytes:
    """The same as an Excel workbook: dates as dates, text never as a formula or a link."""
    module, records = read_records(clockstart, actor, uid, slug, query)
    columns = list_columns(module, records)
    book = RowsBook(module.title)
    book.write_head(columns)
    for record in records:
        book.write_row(dated_cell(module.question.get(name), cell_of(record, name)) for name in columns)
    return book.close()


def dated_cell(question: Question | None, cell: Any) -> Any:
    """A date as a date; anything else, and what is no date in a date's place, as it is."""
    if question is None or question.kind != "date" or not isinstance(cell, str):
        return cell
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return cell


def read_records(
    clockstart: Clockstart, actor: Actor, uid: str, slug: str, query: Query = WHOLE
) -> tuple[Module, list[Record]]:
    """Raises NotFound outside the actor's scope."""
    module = access.get_module(clockstart, actor, slug)
    access.check_can_read(clockstart, actor, uid)
    return module, keep_records(clockstart, module, uid, module.query.read(query))


def keep_records(clockstart: Clockstart, module: Module, uid: str, query: ModuleQuery) -> list[Record]:
    """The records that a list with this address shows; without anything to keep out all, those with problems too."""
    records = clockstart.store.records.list(uid, module.store_key)
    if not shown.is_narrowed(module, query):
        return records
    found = shown.keep_shown(module, query, rows.list_rows(clockstart, uid, module), clockstart.today)
    kept = {row["id"] for row in found}
    return [record for record in records if record.id in kept]


def cell_of(record: Record, name: str) -> Any:
    """A field as one cell; lists and objects as JSON."""
    value = record.id if name == "id" else record.data.get(name, "")
    if isinstance(value, (list, dict, bool)):
        return orjson.dumps(value).decode()
    return "" if value is None else value


def write_set_aside(lines: Sequence[Sequence[Any]]) -> str:
    """The rows that were set aside, as CSV."""
    return csv_text([("line", "reason"), *lines])
