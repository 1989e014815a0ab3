"""The measures read off a list: of the month, by treatment function, and month by month. Units: pathways and weeks."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from dashapp.services.derived.clock_columns import LINES
from pages.commissioner_reporting.service.lists import ReportedList
from pages.commissioner_reporting.service.report_query import month_before, months_to
from rules.returns.columns import band_columns
from rules.returns.layout import BAND_COUNT, Part
from rules.returns.measures import Figures, clearance_weeks, figures_of, net_change, unexplained_change
from rules.returns.pathways import Month
from rules.standards import Measure, Standard, standard_on, target_on

MONTHS_SHOWN = 13


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """One month of a list. `decided` are Part 2A; `clearance` is in weeks at the month's rate of clock stops; `net` is
    the change of the list since the month before, `unexplained` the part of it that starts and stops do not account
    for. `foreign` counts open pathways commissioned outside England (NONC), which no other figure holds."""

    month: Month
    list: Figures
    decided: int
    admitted: int
    non_admitted: int
    new: int
    clearance: float | None
    net: float
    unexplained: float
    foreign: int
    unknown_starts: int

    @property
    def completed(self) -> int:
        return self.admitted + self.non_admitted

    @property
    def standard(self) -> Standard | None:
        """The standard for waits within 18 weeks in force on the month's last day."""
        return standard_on(Measure.RTT_18_WEEKS, self.month.last)

    @property
    def target(self) -> Standard | None:
        """The national planning target of the year that holds the month."""
        return target_on(Measure.RTT_18_WEEKS, self.month.last)


@dataclass(frozen=True, slots=True)
class LineFigures:
    """One treatment function line in one month."""

    line: str
    list: Figures
    decided: int
    admitted: int
    non_admitted: int
    new: int


def month_figures(listed: ReportedList, month: Month | None = None) -> MonthFigures:
    """The measures of one month, NONC left out (rule RET-6)."""
    month = month or listed.asked.month
    parts, english = listed.parts(month), listed.english
    counted = {part: int(np.count_nonzero(rows & english)) for part, rows in parts.items()}
    before = listed.count(Part.PART_2, month_before(month))
    completed = counted[Part.PART_1A] + counted[Part.PART_1B]
    stopped = (parts[Part.PART_1A] | parts[Part.PART_1B]) & english
    return MonthFigures(
        month=month,
        list=figures_of(listed.bands(Part.PART_2, month)),
        decided=counted[Part.PART_2A],
        admitted=counted[Part.PART_1A],
        non_admitted=counted[Part.PART_1B],
        new=counted[Part.PART_3],
        clearance=clearance_weeks(counted[Part.PART_2], completed, month.last.day),
        net=net_change(counted[Part.PART_2], before),
        unexplained=unexplained_change(counted[Part.PART_2], before, counted[Part.PART_3], completed),
        foreign=int(np.count_nonzero(parts[Part.PART_2] & ~english)),
        unknown_starts=int(np.count_nonzero(stopped & np.isnat(listed.periods.start))),
    )


def list_months(listed: ReportedList, count: int = MONTHS_SHOWN) -> list[MonthFigures]:
    """So many months up to the one asked for, oldest first: as the list knows them today."""
    return [month_figures(listed, month) for month in months_to(listed.asked.month, count)]


def list_lines(listed: ReportedList) -> list[LineFigures]:
    """The month by treatment function, in the order of the return; lines with nothing in any part are left out."""
    grids = {part: line_bands(listed, part) for part in Part}
    found = []
    for number, line in enumerate(LINES):
        totals = {part: int(grid[number].sum()) for part, grid in grids.items()}
        if any(totals.values()):
            found.append(
                LineFigures(
                    line,
                    figures_of(grids[Part.PART_2][number][:BAND_COUNT].tolist()),
                    totals[Part.PART_2A],
                    totals[Part.PART_1A],
                    totals[Part.PART_1B],
                    totals[Part.PART_3],
                )
            )
    return found


def line_bands(listed: ReportedList, part: Part, month: Month | None = None) -> np.ndarray:
    """How many periods of a part each line has in each band, NONC left out: 23 lines × 106 (105: unknown start)."""
    chosen = listed.parts(month)[part] & listed.english
    bands = band_columns(listed.periods, month or listed.asked.month)[chosen]
    cells = listed.periods.line[chosen].astype(np.int64) * (BAND_COUNT + 1) + bands
    return np.bincount(cells, minlength=len(LINES) * (BAND_COUNT + 1)).reshape(len(LINES), BAND_COUNT + 1)


def group_bands(bands: Sequence[int], edges: Sequence[int]) -> list[int]:
    """The 105 bands in a few groups: weeks up to each edge, and the rest."""
    bounds = [0, *edges, len(bands)]
    return [sum(bands[low:high]) for low, high in pairwise(bounds)]
