"""The monthly return of a person's or a trust's list, in plain Python."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from rules.calendar import week_band
from rules.codes import TOTAL_LINE
from rules.returns.layout import BAND_COUNT, Part, ReturnLine
from rules.returns.pathways import PATHWAY_COLUMNS, Month, NotUsable, Pathway, month_of, parts_of, read_pathway

UNKNOWN_BAND = BAND_COUNT
"""Where a tally keeps the pathways whose clock start is unknown."""

Key = tuple[str, str, Part, str]


class Rejected(NamedTuple):
    """A row that could not be used: its number in the file, why, and its eight cells."""

    number: int
    reason: str
    cells: tuple[str, ...]


class Tally(NamedTuple):
    """How the rows were used: `counted` in some part, `elsewhere` in another month's or in none, or rejected."""

    rows: int
    counted: int
    rejected: int

    @property
    def elsewhere(self) -> int:
        return self.rows - self.counted - self.rejected


class MonthlyReturn(NamedTuple):
    """The lines of a return in the order of the extract, the rejected rows, and how many rows were used."""

    month: Month
    lines: list[ReturnLine]
    rejected: list[Rejected]
    tally: Tally


def monthly_return(rows: Iterable[Mapping[str, object]], month: date) -> list[ReturnLine]:
    """The lines of the return for the month that holds a date, from rows with the columns of `PATHWAY_COLUMNS`.

    Rows that cannot be used are left out: `build_return` names them. Source: PRN01045 v5.0 §10.1.
    """
    return build_return(enumerate(rows, start=1), month_of(month)).lines


def build_return(
    rows: Iterable[tuple[int, Mapping[str, object] | Rejected]],
    month: Month,
    on_rejected: Callable[[Rejected], None] | None = None,
) -> MonthlyReturn:
    """Numbered rows → the return. Rejected rows are kept in the result, or handed to `on_rejected` as they come."""
    counts: dict[Key, Counter[int]] = defaultdict(Counter)
    rejected: list[Rejected] = []
    keep = on_rejected or rejected.append
    read = counted = refused = 0
    for number, row in rows:
        read += 1
        try:
            if isinstance(row, Rejected):
                raise NotUsable(row.reason)
            counted += _count(read_pathway(row, month), month, counts)
        except NotUsable as error:
            refused += 1
            keep(row if isinstance(row, Rejected) else Rejected(number, str(error), cells_of(row)))
    return MonthlyReturn(month, list(_lines(counts)), rejected, Tally(read, counted, refused))


def cells_of(row: Mapping[str, object]) -> tuple[str, ...]:
    """The eight cells of a row as text, for the list of rejected rows."""
    return tuple("" if row.get(column) is None else str(row[column]) for column in PATHWAY_COLUMNS)


def _count(pathway: Pathway, month: Month, counts: dict[Key, Counter[int]]) -> bool:
    """Count a pathway in its parts and in their totals; whether it was in any."""
    parts = parts_of(pathway, month)
    days = pathway.days(month)
    for part in parts:
        band = 0 if not part.has_bands else UNKNOWN_BAND if days is None else week_band(days)
        for line in (pathway.line, TOTAL_LINE):
            counts[pathway.provider, pathway.commissioner, part, line][band] += 1
    return bool(parts)


def _lines(counts: Mapping[Key, Counter[int]]) -> Iterator[ReturnLine]:
    lines = (line_of(key, tally) for key, tally in counts.items())
    yield from sorted(lines, key=lambda line: line.order)


def line_of(key: Key, tally: Mapping[int, int]) -> ReturnLine:
    """A row of the return from how many pathways are in each band (105: unknown clock start)."""
    provider, commissioner, part, line = key
    bands = tuple(tally.get(band, 0) if part.has_bands else 0 for band in range(BAND_COUNT))
    return ReturnLine(provider, commissioner, part, line, bands, tally.get(UNKNOWN_BAND, 0), sum(tally.values()))
