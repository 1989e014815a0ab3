"""The first sheet of an Excel workbook as a table. What is wrong inside the file is said to be the file's fault."""

import io
import logging
import math
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import repeat
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.formula.tokenizer import TokenizerError
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.utils.exceptions import InvalidFileException

from dashapp.services.files.spreadsheet_cells import plain_cell
from dashapp.services.files.tables import ANY_TABLE, MOST_COLUMNS, Limits, RawRow, RawTable
from dashapp.services.files.workbooks import LONG_TEXT, MARK
from storage.errors import Refused

log = logging.getLogger("clockstart.files")

NOT_READABLE = "This is not an Excel workbook that can be read. Save it again as .xlsx or as CSV."
PROTECTED = "This workbook is an old .xls file or has a password. Save it as .xlsx without one, or as CSV."
MAC_DATES = "This workbook counts its days from 1904. Turn that off in Excel's options, or save it as CSV."
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
ZIPPED = (b"PK\x03\x04", b"PK\x05\x06")
SHEETS = "worksheets/"
MOST_PARTS = 2_000
LARGEST_PART = 40 * 1024 * 1024
"""Unpacked: parts other than sheets, such as the shared texts, are held in memory whole."""
ROWS_OF_EXCEL = 1_048_576
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
FAULTS = (
    InvalidFileException,
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    ParseError,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    TokenizerError,
    ValueError,
)
"""What openpyxl and zipfile raise for files that are damaged, malformed or locked; found by damaging some at random."""


def is_excel(name: str, data: bytes) -> bool:
    """By what is in the file, or else by its name; much that is called .xls is text."""
    return data.startswith((*ZIPPED, OLD_EXCEL)) or name.lower().endswith((".xlsx", ".xlsm"))


def read_excel(data: bytes, limits: Limits = ANY_TABLE) -> RawTable:
    """The first sheet. Raises Refused, also while its rows are read."""
    if data.startswith(OLD_EXCEL):
        raise Refused(PROTECTED)
    with told_apart():
        has_formulas = check_parts(data, limits)
        sheet, long_texts, others = open_book(data)
    rows = walk(sheet)
    formulas = walk(open_book(data, formulas=True)[0]) if has_formulas else repeat(())
    names = [name_of(cell) for cell in next(rows, ())]
    next(formulas, ())
    note = f"Only the first sheet was read; the workbook has {others} more." if others else ""
    return RawTable(names, list_rows(rows, formulas, long_texts), note)


@contextmanager
def told_apart() -> Iterator[None]:
    """Faults of the file, as a sentence; what went wrong inside is logged."""
    try:
        yield
    except FAULTS as problem:
        log.warning("A workbook cannot be read: %s", type(problem).__name__)
        raise Refused(NOT_READABLE) from problem


def check_parts(data: bytes, limits: Limits) -> bool:
    """Whether a sheet has formulas. Raises Refused for a file that is far larger than it looks."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        others = [part for part in parts if SHEETS not in part.filename]
        if sum(part.file_size for part in parts) > limits.unpacked or len(parts) > MOST_PARTS:
            raise Refused(f"Unpacked, the workbook is larger than {limits.unpacked // 1024**2} MB. Split it.")
        if max((part.file_size for part in others), default=0) > LARGEST_PART:
            raise Refused(
                f"Unpacked, a part of the workbook is larger than {LARGEST_PART // 1024**2} MB. Save it as CSV."
            )
        return any(has_formula(archive, part) for part in parts if SHEETS in part.filename)


def has_formula(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    with archive.open(part) as file:
        return any(b"<f" in chunk for chunk in iter(lambda: file.read(1 << 20), b""))


def open_book(data: bytes, *, formulas: bool = False) -> tuple[Any, dict[str, str], int]:
    """The first sheet, the long texts of one of our exports, and how many further sheets there are."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=not formulas, keep_links=False)
    if book.epoch == CALENDAR_MAC_1904:
        raise Refused(MAC_DATES)
    first, *others = book.worksheets
    first.reset_dimensions()
    long_texts: dict[str, str] = {}
    for sheet in others:
        if sheet.title == LONG_TEXT:
            for mark, text in sheet.iter_rows(min_row=2, max_col=2, values_only=True):
                long_texts[str(mark)] = long_texts.get(str(mark), "") + unescape(str(text or ""))
    return first, long_texts, len(others) - bool(long_texts)


def walk(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a sheet, a column further than is read at most. Raises Refused."""
    rows = sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)
    while True:
        with told_apart():
            row = next(rows, None)
        if row is None:
            return
        yield row


def list_rows(
    rows: Iterable[tuple[Any, ...]], formulas: Iterator[tuple[Any, ...]], long_texts: dict[str, str]
) -> Iterator[RawRow]:
    """The rows below the names; a formula without a value is told apart from an empty cell."""
    for line, row in enumerate(rows, start=2):
        if line > ROWS_OF_EXCEL:
            raise Refused(NOT_READABLE)
        told = next(formulas, ())
        if is_empty(row) and is_empty(told):
            continue
        cells = [as_cell(cell) for cell in row]
        if long_texts:
            cells = [long_texts.get(cell, cell) if is_mark(cell) else cell for cell in cells]
        for place, formula in enumerate(told):
            if cells[place] is None and formula is not None:
                cells[place] = {"formula": str(formula)}
        yield RawRow(line, cells)


def is_empty(row: tuple[Any, ...]) -> bool:
    """Quick, since a sheet may have a million of them."""
    return row.count(None) == len(row)


def is_mark(cell: Any) -> bool:
    return isinstance(cell, str) and MARK.fullmatch(cell) is not None


def name_of(cell: Any) -> str:
    """A column's name: text mostly, but a year is one too."""
    return "" if cell is None else str(plain_cell(as_cell(cell)))


def as_cell(value: Any) -> Any:
    """A cell as JSON has it: days and times in ISO form, text without the escapes of the format."""
    if isinstance(value, str):
        return unescape(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (bool, type(None))):
        return value
    if isinstance(value, int) and abs(value) < 2**53:
        return value
    return value if isinstance(value, float) and math.isfinite(value) else str(value)


def unescape(text: str) -> str:
    """Characters that XML cannot hold, such as a carriage return, are written `_x000D_` in a workbook."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
