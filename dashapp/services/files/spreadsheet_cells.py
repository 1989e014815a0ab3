"""Cells of files that people open in spreadsheets: text that would be run as a formula is made harmless (CWE-1236)."""

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

FORMULA = re.compile(r"'*[\s\0\u200b\u2060\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫]|'*[\t\r\n]")
"""Text that a spreadsheet may run, in full width too, or after spaces that it takes off. Quotes before it count."""


def safe_cell(cell: Any) -> Any:
    """Text that a spreadsheet would run gets a quote before it; reading takes it off again."""
    return f"'{cell}" if is_formula(cell) else cell


def plain_cell(cell: Any) -> Any:
    """The cell as it was before `safe_cell`. An apostrophe of the text itself, as in 't Hooft, stays."""
    return cell[1:] if is_formula(cell) and cell.startswith("'") else cell


def is_formula(cell: Any) -> bool:
    """Whether a spreadsheet may run this text, or may once quotes before it are gone."""
    return isinstance(cell, str) and FORMULA.match(cell) is not None


def csv_text(rows: Iterable[Iterable[Any]]) -> str:
    """Rows as CSV, safe to open in a spreadsheet."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([safe_cell(cell) for cell in row] for row in rows)
    return text.getvalue()
