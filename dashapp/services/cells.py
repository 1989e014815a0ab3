"""Cells of files that people open in spreadsheets: text that would be run as a formula is made harmless (CWE-1236)."""

from __future__ import annotations

from typing import Any

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(cell: Any) -> Any:
    """Text that a spreadsheet would run gets a quote before it; reading takes it off again."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith((*DANGEROUS, "'")) else cell


def plain_cell(cell: Any) -> Any:
    """The cell as it was before `safe_cell`."""
    return cell[1:] if isinstance(cell, str) and cell.startswith("'") else cell
