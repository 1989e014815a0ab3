"""What each fault came to, printed at the end of the run: `make faults` asks for the long form."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

IS_FULL = os.environ.get("FAULTS") == "full"
HEAD = ("Fault", "Times", "Confirmed before", "Found after", "Lost", "Doubled", "Longest recovery")


@dataclass(frozen=True, slots=True)
class Row:
    """One fault: how often, what had been confirmed, what was there afterwards, and the seconds until it was again."""

    fault: str
    times: int
    confirmed: int
    found: int
    lost: int
    doubled: int
    recovery: float

    @property
    def values(self) -> tuple[Any, ...]:
        """What another process of the run can make the same row of."""
        return self.fault, self.times, self.confirmed, self.found, self.lost, self.doubled, self.recovery

    @property
    def cells(self) -> tuple[str, ...]:
        numbers = (self.times, self.confirmed, self.found, self.lost, self.doubled)
        return (self.fault, *(f"{number:,}" for number in numbers), f"{self.recovery:.1f} s")


ROWS: list[Row] = []


def render_table() -> list[str]:
    """The lines of the table; nothing when no fault was told."""
    if not ROWS:
        return []
    rows = [HEAD, *(row.cells for row in ROWS)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return [lines[0], "  ".join("-" * width for width in widths), *lines[1:]]
