"""How a bench says what it measured: one line a figure, each beside its reference."""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement. `reference` is what the same run measured of a peer or of the machine; `bound` what is asked."""

    what: str
    value: float
    unit: str
    reference: str = ""
    bound: str = ""
    holds: bool | None = None


def print_figures(title: str, figures: Iterable[Figure]) -> None:
    """A table on standard output."""
    rows = [
        (figure.what, f"{round_figure(figure.value)} {figure.unit}", figure.reference, figure.bound, say(figure.holds))
        for figure in figures
    ]
    head = ("What", "Measured", "Reference in the same run", "Asked", "")
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    print(f"\n{title}")
    for row in (head, tuple("-" * width for width in widths), *rows):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def say(holds: bool | None) -> str:
    return {None: "", True: "holds", False: "DOES NOT HOLD"}[holds]


def round_figure(value: float) -> str:
    """Three significant digits, thousands separated."""
    if value == 0 or not math.isfinite(value):
        return str(value)
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{value:,.{digits}f}"


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie, the nearest one; nan when there are none."""
    if not values:
        return math.nan
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def describe_machine() -> str:
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
