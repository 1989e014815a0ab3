"""The monthly return of a list held in columns, one row a period: tens of thousands of pathways in milliseconds.

The definitions are those of `pathways`, and a test holds the two together. Imported only by those who have columns.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from rules.codes import RETURN_LINES, TOTAL_LINE
from rules.returns.layout import BAND_COUNT, Part, ReturnLine
from rules.returns.pathways import Month

Array = npt.NDArray[Any]
_LINES: Final = (*RETURN_LINES, TOTAL_LINE)
_TOTAL: Final = len(RETURN_LINES)
_UNKNOWN: Final = BAND_COUNT
_CELLS: Final = BAND_COUNT + 1


class Periods(NamedTuple):
    """Columns of the same length. `start`, `stop` and `decided` are days (datetime64[D], NaT: unknown, running, none);
    `line` is the place of the return's line in `RETURN_LINES`; `provider` and `commissioner` are places in a list of
    codes; `admitted` and `nullified` are booleans."""

    start: Array
    stop: Array
    decided: Array
    admitted: Array
    nullified: Array
    line: Array
    provider: Array
    commissioner: Array


def parts_of_columns(periods: Periods, month: Month) -> dict[Part, Array]:
    """Which rows each part of the month's return counts (booleans): `pathways.parts_of` for whole columns.

    A row that cannot be counted, an open period without a clock start, is in none. Source: PRN01045 v5.0 §10.1.1.2.
    """
    first, last = np.datetime64(month.first), np.datetime64(month.last)
    start, stop = periods.start, periods.stop
    runs = np.isnat(stop) | (stop > last)
    is_open = runs & ~(periods.nullified & np.isnat(stop)) & (start <= last)
    stopped = ~runs & ~periods.nullified & (stop >= first)
    new = (start >= first) & (start <= last) & (is_open | stopped)
    return {
        Part.PART_1A: stopped & periods.admitted,
        Part.PART_1B: stopped & ~periods.admitted,
        Part.PART_2: is_open,
        Part.PART_2A: is_open & (periods.decided <= last),
        Part.PART_3: new,
    }


def day_columns(periods: Periods, month: Month) -> Array:
    """The days each row has waited at its stop or at the month's end; the lowest number where the start is unknown."""
    last = np.datetime64(month.last)
    until = np.where(np.isnat(periods.stop) | (periods.stop > last), last, periods.stop)
    return (until - periods.start).astype("timedelta64[D]").astype(np.int64)


def band_columns(periods: Periods, month: Month) -> Array:
    """The week band of each row at its stop or at the month's end; 105 where the clock start is unknown. A8."""
    days = day_columns(periods, month)
    bands = np.where(days <= 7, 0, np.minimum(BAND_COUNT - 1, (days - 1) // 7))
    return np.where(np.isnat(periods.start), _UNKNOWN, bands)


def return_of_columns(
    periods: Periods, providers: Sequence[str], commissioners: Sequence[str], month: Month
) -> list[ReturnLine]:
    """The lines of the month's return in the order of the extract, the `C_999` rows included."""
    counted, bands = parts_of_columns(periods, month), band_columns(periods, month)
    who = periods.provider.astype(np.int64) * len(commissioners) + periods.commissioner
    lines = [
        line
        for part, rows in counted.items()
        for line in _lines_of_part(part, who[rows], periods.line[rows], bands[rows], providers, commissioners)
    ]
    return sorted(lines, key=lambda line: line.order)


def _lines_of_part(
    part: Part, who: Array, line: Array, bands: Array, providers: Sequence[str], commissioners: Sequence[str]
) -> list[ReturnLine]:
    own = who * len(_LINES) + line
    keys, places = np.unique(np.concatenate([own, who * len(_LINES) + _TOTAL]), return_inverse=True)
    cells = np.bincount(places * _CELLS + np.tile(bands, 2), minlength=len(keys) * _CELLS).reshape(len(keys), _CELLS)
    return [
        _line(part, int(key), counts.tolist(), providers, commissioners)
        for key, counts in zip(keys, cells, strict=True)
    ]


def _line(
    part: Part, key: int, counts: list[int], providers: Sequence[str], commissioners: Sequence[str]
) -> ReturnLine:
    who, line = divmod(key, len(_LINES))
    provider, commissioner = divmod(who, len(commissioners))
    names = providers[provider], commissioners[commissioner]
    if not part.has_bands:
        return ReturnLine(*names, part, _LINES[line], (0,) * BAND_COUNT, 0, sum(counts))
    *known, unknown = counts
    return ReturnLine(*names, part, _LINES[line], tuple(known), unknown, sum(counts))
