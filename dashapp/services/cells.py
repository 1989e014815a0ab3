"""Cells of files that people open in spreadsheets: text that would be run as a formula is made harmless (CWE-1236)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
BEYOND = ""
"""Where a line of a CSV file keeps the cells beyond the last column that the file names."""
TOO_WIDE = "There are more cells than column names. Put quotes round text that has a comma in it."


def safe_cell(cell: Any) -> Any:
    """Text that a spreadsheet would run gets a quote before it; reading takes it off again."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith((*DANGEROUS, "'")) else cell


def plain_cell(cell: Any) -> Any:
    """The cell as it was before `safe_cell`."""
    return cell[1:] if isinstance(cell, str) and cell.startswith("'") else cell


def is_too_wide(row: Mapping[str, Any]) -> bool:
    """Whether a CSV line has more cells than the file names columns: an unquoted comma has moved every cell behind it
    under the wrong name."""
    beyond = row.get(BEYOND)
    return isinstance(beyond, list) and any(cell.strip() for cell in beyond)


def check_width(row: Mapping[str, Any]) -> None:
    """Raises ValueError for a line that is too wide."""
    if is_too_wide(row):
        raise ValueError(TOO_WIDE)
