"""A `Series`: what one chart, its table and its CSV all read, so that they cannot disagree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from words.pasted import quote
from words.phrases import in_words

SENTENCE = re.compile(r"(?<=[a-z0-9%)”]\.) (?=[A-Z“])")
"""Between two sentences."""
MOST_BARS = 12
"""Bars by value that a figure draws; the table has them all."""

ChartShape = Literal[
    "bar",
    "line",
    "spc",
    "stacked",
    "histogram",
    "heat",
    "funnel",
    "fan",
    "gap",
    "area",
    "waterfall",
    "range",
    "scatter",
    "table",
]
Period = Literal["", "month", "week", "day"]
Better = Literal["increase", "decrease", "neutral"]
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

    - `spc`: value, mean, lower limit, upper limit, the value again where more than chance shows;
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

    Where the category is time, `period` says of what length, each row begins with its first day, and `unfinished` says
    that the last one is not over. `limit` is `(label, the first category past it)`, in a heat map the first measure.
    `drawn` are coarser rows for the figure alone, with links of their own; the table has every row. `is_ordered` says
    that the rows come in an order of their own. `note` is what a reader has to know of the numbers: what they are of,
    and what is left out. `verdict` is the way a series over time goes, `(whether it is better, in a word)`. `colours`
    are those of measures that mean a status.
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
    period: Period = ""
    unfinished: bool = False
    limit: tuple[str, str] | None = None
    drawn: tuple[tuple[Category | Value, ...], ...] = ()
    drawn_links: tuple[str | None, ...] = ()
    is_ordered: bool = False
    better: Better = "neutral"
    note: str = ""
    verdict: tuple[bool, str] | None = None
    colours: tuple[str, ...] = ()

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

    def name_of(self, row: int) -> str:
        """A row's category in words: "April 2026" for a month."""
        category = self.rows[row][0]
        if isinstance(category, date):
            return f"{category:%B %Y}" if self.period == "month" else str(in_words(category))
        return str(category)

    @property
    def headline(self) -> str:
        """The first sentence of the reading, without its full stop."""
        return SENTENCE.split(self.reading, maxsplit=1)[0].removesuffix(".")

    @property
    def remarks(self) -> str:
        """What the card says below the figure: the rest of the reading, and the note."""
        drawn = [row for row in self.rows if row[1] is not None]
        left = len(drawn) - MOST_BARS if self.shape == "bar" and not self.is_ordered and len(self.measures) == 1 else 0
        more = f"{left} more in the table." if left > 0 else ""
        return " ".join(filter(None, [*SENTENCE.split(self.reading, maxsplit=1)[1:], self.note, more]))

    def colour_of(self, place: int, colours: Sequence[str]) -> str:
        """The colour of a measure: its own, or one of those that several share."""
        return self.colours[place] if self.colours else colours[place % len(colours)]

    def for_figure(self) -> Series:
        """The series as the figure shows it: by its coarser rows where it has some."""
        if self.drawn:
            return replace(self, rows=self.drawn, links=self.drawn_links, counted=(), drawn=(), drawn_links=())
        return self

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw: no number, nothing but noughts, or a run of one point."""
        numbers = [value for row in self.rows for value in row[1:] if value is not None]
        return not any(numbers) or (self.shape == "spc" and len(numbers) == 1)

    @property
    def has_numbers(self) -> bool:
        """Whether there is a table to open, be there something to draw or not."""
        return not self.withheld and (bool(self.counted) or any(None not in row[1:] for row in self.rows))


def _as_value(value: Category | Value) -> Value:
    if value is None or isinstance(value, (int, float)):
        return value
    raise ValueError(f"{quote(value)} is not a number")
