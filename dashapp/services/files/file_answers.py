"""A row of a file as answers to a module's questions, what spreadsheets did to it questioned or put right."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import orjson
from rapidfuzz import fuzz, process

from dashapp.declare.module import Module
from dashapp.services.files.spreadsheet_cells import plain_cell
from dashapp.services.files.tables import Line, check_usable
from dashapp.services.files.workbooks import LONGEST_IN_CELL
from dashapp.services.records.checking import read_value
from storage.errors import Refused
from words.phrases import join_words
from words.questions import Question
from words.written_dates import NotADay, find_serial_day, read_day

SCIENTIFIC = re.compile(r"[-+]?\d([.,]\d+)?E[-+]\d{1,3}")
"""As spreadsheets write long numbers; the figures behind are lost."""
NOTHING: Mapping[str, int] = MappingProxyType({})
NO_COLUMNS: Mapping[str, str] = MappingProxyType({})
LIKE = 80
"""Of 100: from here on two names are said to sound alike."""
EXACT = 10**15
"""Spreadsheets keep 15 figures of a number."""
NUMBERED_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}")
FAILED = re.compile(r"#(N/A|VALUE!|REF!|DIV/0!|NUM!|NAME\?|NULL!|SPILL!|CALC!|#+)")


def plain_name(column: str) -> str:
    """A column's name without what people write differently: "NHS Number", "nhs_number" and "NHS number *"."""
    return " ".join(re.split(r"[\W_]+", column.casefold())).strip()


def known_columns(module: Module) -> Mapping[str, str]:
    """What a column may be called, plainly → field: names and labels both do."""
    names = [(question.name, name) for question in module.questions for name in (question.name, question.label)]
    return {plain_name(name): field for field, name in [("id", "id"), *names]}


def match_columns(module: Module, given: Iterable[str], chosen: Mapping[str, str] = NO_COLUMNS) -> dict[str, str]:
    """Column of the file → field; a column that is no question keeps its own name. `chosen` are fields that the person
    chose for columns, "" for one to be left out; what is sealed is left out too. Raises Refused for two columns of one
    field, for a field that is not there, and when required columns are missing."""
    known = known_columns(module)
    matched: dict[str, str] = {}
    for column in filter(None, given):
        name = chosen.get(column, known.get(plain_name(column), column))
        if name in matched.values():
            raise Refused(f"Two columns of the file are both {say_field(module, name)}. Remove one, or leave it out.")
        if column in chosen and name not in {"", *known.values()}:
            raise Refused(f"{module.title} has no question {name}.")
        if name and name not in module.sealed:
            matched[column] = name
    missing = [q.label for q in module.questions if q.required and q.name not in matched.values()]
    if missing:
        raise Refused(f"These columns are missing: {join_words(missing)}. Say which column of the file holds each.")
    return matched


def suggest_field(module: Module, column: str) -> str:
    """The field that a column sounds like, for the person to look at; "" when none does."""
    known = known_columns(module)
    found = process.extractOne(plain_name(column), [*known], scorer=fuzz.WRatio, score_cutoff=LIKE)
    return known[found[0]] if found else ""


def say_field(module: Module, name: str) -> str:
    question = module.question.get(name)
    return question.label if question else name


def read_answers(
    module: Module, matched: Mapping[str, str], row: Mapping[str, Any], doubtful: Mapping[str, int] = NOTHING
) -> dict[str, Any]:
    """One row as answers; `doubtful` are columns of days in an order that is in doubt. Raises ValueError for a row that
    could not be read, and for a cell that must be looked at."""
    check_usable(row)
    answers = {}
    for column, name in matched.items():
        question = module.question.get(name)
        cell = plain_cell(row.get(column))
        if question and column in doubtful:
            check_order(question.label, str(cell), doubtful[column])
        read = read_cell(question, cell) if question else read_unknown(name, cell)
        if read not in (None, ""):
            answers[name] = read
    return answers


def find_doubtful(module: Module, matched: Mapping[str, str], rows: Iterable[Line]) -> dict[str, int]:
    """Columns of days in which some can only have the month first, such as 10/20/2026, and none only the day: by column
    the line of the first."""
    dates = [column for column, name in matched.items() if is_date(module, name)]
    month_first: dict[str, int] = {}
    day_first = set()
    for line, row in rows:
        for column in dates:
            first, second = read_numbers(str(row.get(column) or ""))
            if first <= 12 < second:
                month_first.setdefault(column, line)
            elif second <= 12 < first:
                day_first.add(column)
    return {column: line for column, line in month_first.items() if column not in day_first}


def is_date(module: Module, name: str) -> bool:
    question = module.question.get(name)
    return question is not None and question.kind == "date"


def read_numbers(text: str) -> tuple[int, int]:
    """The first two numbers of a day in numbers, 0 and 0 for other text."""
    found = NUMBERED_DAY.match(text.strip())
    return (int(found[1]), int(found[2])) if found else (0, 0)


def check_order(label: str, text: str, line: int) -> None:
    """Raises ValueError for a day that is another with the month first, in a column where line `line` has it so."""
    first, second = read_numbers(text)
    if first != second and max(first, second) <= 12:
        raise ValueError(f"{label}: {text.strip()} could be two days, because line {line} has the month first")


def read_unknown(name: str, cell: Any) -> Any:
    """The record's own identifier, or a field that the module has no question for, kept as it is."""
    if name == "id" and cell is not None:
        check_number("id", cell)
        return (str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)).strip()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return None if isinstance(cell, dict) else cell


def read_cell(question: Question, cell: Any) -> Any:
    """One cell as its question wants it. Raises ValueError, naming the question."""
    check_cell(question, cell)
    if question.kind in {"ticks", "repeat"} and cell not in (None, ""):
        return read_list(question, cell)
    if question.kind == "date" and cell is not None:
        return read_date_cell(str(cell).strip())
    if isinstance(cell, float) and cell.is_integer():
        return int(cell) if question.kind == "whole" else str(int(cell))
    if isinstance(cell, int) and question.kind != "whole":
        return str(cell)
    return read_value(question, cell)


def read_date_cell(text: str) -> str:
    """A day in ISO form, Excel's own count included; what is no certain day stays as it is, for the checks to tell."""
    try:
        return (find_serial_day(text) or read_day(text)).isoformat()
    except NotADay:
        return text


def check_cell(question: Question, cell: Any) -> None:
    """Raises ValueError for a cell in which a spreadsheet has lost what was meant."""
    label = question.label
    if isinstance(cell, dict):
        raise ValueError(f"{label} holds a formula without a stored value")
    if isinstance(cell, str) and FAILED.fullmatch(cell.strip()):
        raise ValueError(f"{label} holds {cell.strip()[:20]}, which a spreadsheet shows in place of a value")
    if isinstance(cell, str) and len(cell.encode("utf-16-le")) // 2 == LONGEST_IN_CELL:
        raise ValueError(f"{label} has {LONGEST_IN_CELL:,} characters, where Excel cuts longer text")
    if question.kind != "long":
        check_number(label, cell)


def check_number(label: str, cell: Any) -> None:
    """Raises ValueError for a number that a spreadsheet has shortened."""
    shortened = isinstance(cell, str) and SCIENTIFIC.fullmatch(cell.strip())
    if shortened or (isinstance(cell, (int, float)) and abs(cell) >= EXACT):
        told = cell if isinstance(cell, str) else f"{cell:.5E}"
        raise ValueError(f"{label}: {told.strip()} is a shortened number. Format the column as text and enter it again")


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


def list_serials(module: Module, matched: Mapping[str, str], row: Mapping[str, Any]) -> Iterable[str]:
    """The labels of the dates of a row that are numbers as Excel counts days."""
    for column, name in matched.items():
        question = module.question.get(name)
        if question is not None and question.kind == "date" and find_serial_day(str(row.get(column) or "")):
            yield question.label
