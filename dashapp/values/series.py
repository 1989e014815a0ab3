"""A `Series`: what one chart, its table and its CSV all read, so that they cannot disagree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from words.pasted import quote

ChartShape = Literal[
    "bar",
    "line",
    "stacked",
    "histogram",
    "heatmap",
    "funnel",
    "run",
    "fan",
    "gap",
    "area",
    "waterfall",
    "range",
    "scatter",
    "table",
]
Value = int | float | None
Category = str | int | float | date
Counted = tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Series:
    """Rows of one category and one or more measures, with the words that belong to them.

    `rows` are `(category, measure, measure, …)`, as many measures as `measures` names; None is "not known".
    `reading` is the one-line reading of the chart, `definition` says what is counted. `reference_lines` are
    `(label, value)` on the axis of values; in a histogram on the axis of categories, whose rows then carry the first
    number of each bin. Some shapes read their measures by place:

    - `run` (control chart): value, mean, lower limit, upper limit, the value again where it has a cause worth a look;
    - `fan` (prediction bands): middle, then a lower and an upper edge for each band, the narrowest band first, and
      after them, where there is one measure more, what was observed;
    - `gap`: the upper line, then the lower one, with what is between them shaded where the upper is above;
    - `waterfall`: the change, and what is left after it; a row whose change is what is left is a total;
    - `range`: two values with a line between them for each row;
    - `scatter`: the place across, the place up; the category is the label of the point;
    - `table`: no figure, the rows alone.

    `links` gives for each row the address of the records behind it. `counted` gives for each row and measure of rates
    how many of how many they are of; `withheld` says why there is no figure. ValueError when rows, links and measures
    do not fit together.
    """

    key: str
    title: str
    reading: str
    definition: str
    shape: ChartShape
    category: str
    measures: tuple[str, ...]
    rows: tuple[tuple[Category | Value, ...], ...]
    unit: str
    reference_lines: tuple[tuple[str, float], ...] = ()
    links: tuple[str | None, ...] = ()
    counted: tuple[tuple[Counted, ...], ...] = ()
    withheld: str = ""

    def __post_init__(self) -> None:
        if not self.measures:
            raise ValueError(f"{self.key} has no measure")
        if any(len(row) != 1 + len(self.measures) for row in self.rows):
            raise ValueError(f"{self.key}: every row needs a category and {len(self.measures)} values")
        if self.links and len(self.links) != len(self.rows):
            raise ValueError(f"{self.key}: {len(self.rows)} rows but {len(self.links)} links")
        if self.counted and len(self.counted) != len(self.rows):
            raise ValueError(f"{self.key}: {len(self.rows)} rows but {len(self.counted)} pairs of numbers")

    @property
    def rates(self) -> tuple[int, ...]:
        """The places of the measures that are rates."""
        return tuple(at for at in range(len(self.measures)) if any(row[at] for row in self.counted))

    @property
    def columns(self) -> tuple[str, ...]:
        """The heads of the table and of the CSV: of a rate also how many, and of how many."""
        alone = len(self.rates) == 1
        parts = (
            words.capitalize() if alone else f"{self.measures[at]}: {words}"
            for at in self.rates
            for words in ("counted", "of")
        )
        return (self.category, *self.measures, *parts)

    def parts_of(self, row: int) -> list[Value]:
        """How many of how many the rates of a row are, in the order of `columns`."""
        return [number for at in self.rates for number in self.counted[row][at] or (None, None)]

    def values_of(self, measure: int) -> list[Value]:
        """One measure down the rows."""
        return [_as_value(row[1 + measure]) for row in self.rows]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return all(value is None for row in self.rows for value in row[1:])


def _as_value(value: Category | Value) -> Value:
    if value is None or isinstance(value, (int, float)):
        return value
    raise ValueError(f"{quote(value)} is not a number")
