"""Small steps shared by the charts of a plan: rounding, weeks as rows, and a series with its key and words."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from dashapp.values.series import ChartShape, Series, Value

NOTHING = "There is nothing to show yet."


def make(
    key: str,
    title: str,
    reading: str,
    definition: str,
    shape: ChartShape,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    unit: str,
    lines: Sequence[tuple[str, float]] = (),
    nothing: str = NOTHING,
    limit: tuple[str, str] | None = None,
) -> Series:
    """A series; `columns` names the category first, numbers have two decimals; `nothing` is said without rows."""
    kept = tuple((row[0], *(tidy(value) for value in row[1:])) for row in rows)
    told = (reading or nothing) if kept else nothing
    names = tuple(columns[1:])
    return Series(
        key, title, told, definition, shape, columns[0], names, kept, unit, reference_lines=tuple(lines), limit=limit
    )


def tidy(value: float | None) -> Value:
    """To two decimals; a whole number as one, what is not finite as not known."""
    if value is None or value != value or value in (float("inf"), float("-inf")):
        return None
    rounded = round(float(value), 2)
    return int(rounded) if rounded == int(rounded) else rounded


def say_day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def say_count(value: float | None) -> str:
    """Patients are whole: "312"."""
    return "not known" if value is None else f"{value:,.0f}"


def say_number(value: float | None) -> str:
    """ "1,204", "62.5", "not known"."""
    found = tidy(value)
    if found is None:
        return "not known"
    if isinstance(found, int):
        return f"{found:,}"
    return f"{found:.2f}" if abs(found) < 10 else f"{found:,.1f}".removesuffix(".0")
