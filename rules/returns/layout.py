"""The published layout of the monthly RTT return: 121 columns, one row per provider, commissioner, part and line."""

from calendar import month_name
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from rules.calendar import LAST_BAND, band_column
from rules.codes import RETURN_LINES, TOTAL_LINE, name_of

BAND_COUNT: Final = LAST_BAND + 1


class Part(StrEnum):
    """The parts of the return, in the order of the extract."""

    PART_1A = "Part_1A"
    PART_1B = "Part_1B"
    PART_2 = "Part_2"
    PART_2A = "Part_2A"
    PART_3 = "Part_3"

    @property
    def words(self) -> str:
        """ "Part 1A"."""
        return self.value.replace("_", " ")

    @property
    def description(self) -> str:
        return _DESCRIPTIONS[self]

    @property
    def is_completed(self) -> bool:
        """Whether the part counts clock stops: only then are Total and the unknown clock starts filled in."""
        return self in (Part.PART_1A, Part.PART_1B)

    @property
    def has_bands(self) -> bool:
        return self is not Part.PART_3


_DESCRIPTIONS: Final = {
    Part.PART_1A: "Completed Pathways For Admitted Patients",
    Part.PART_1B: "Completed Pathways For Non-Admitted Patients",
    Part.PART_2: "Incomplete Pathways",
    Part.PART_2A: "Incomplete Pathways with DTA",
    Part.PART_3: "New RTT Periods - All Patients",
}
PART_ORDER: Final = {part: place for place, part in enumerate(Part)}
LINE_ORDER: Final = {line: place for place, line in enumerate([*RETURN_LINES, TOTAL_LINE])}

BAND_COLUMNS: Final = tuple(band_column(band) for band in range(BAND_COUNT))
NAME_COLUMNS: Final = (
    "Period",
    "Provider Parent Org Code",
    "Provider Parent Name",
    "Provider Org Code",
    "Provider Org Name",
    "Commissioner Parent Org Code",
    "Commissioner Parent Name",
    "Commissioner Org Code",
    "Commissioner Org Name",
    "RTT Part Type",
    "RTT Part Description",
    "Treatment Function Code",
    "Treatment Function Name",
)
TOTAL_COLUMNS: Final = ("Total", "Patients with unknown clock start date", "Total All")
COLUMNS: Final = (*NAME_COLUMNS, *BAND_COLUMNS, *TOTAL_COLUMNS)


class ReturnLine(NamedTuple):
    """One row of the return. `bands` has 105 counts (all 0 in Part 3); `total_all` is Total All.

    The figures are whole numbers; a file that was read may hold others, which the checks report.
    """

    provider: str
    commissioner: str
    part: Part
    line: str
    bands: tuple[float, ...]
    unknown_starts: float
    total_all: float

    @property
    def known(self) -> float:
        """Pathways with a known clock start, the ones in the bands."""
        return sum(self.bands)

    @property
    def order(self) -> tuple[str, str, int, int]:
        """Where the row stands in the extract: provider, commissioner, part, line with the total last."""
        return self.provider, self.commissioner, PART_ORDER[self.part], LINE_ORDER.get(self.line, len(LINE_ORDER))

    def as_row(self, month: date) -> list[str]:
        """The 121 cells as published: organisation names empty, Total blank outside 1A and 1B, no bands in Part 3."""
        bands = [str(count) for count in self.bands] if self.part.has_bands else [""] * BAND_COUNT
        completed = [str(self.known), str(self.unknown_starts)] if self.part.is_completed else ["", ""]
        return [*self._names(month), *bands, *completed, str(self.total_all)]

    def _names(self, month: date) -> list[str]:
        where = ["", "", self.provider, "", "", "", self.commissioner, ""]
        return [period_name(month), *where, self.part, self.part.description, self.line, name_of(self.line)]


def period_name(month: date) -> str:
    """As in the extract: "RTT-January-2026"."""
    return f"RTT-{month_name[month.month]}-{month.year}"


def add_bands(lines: Sequence[ReturnLine]) -> tuple[float, ...]:
    """The bands of several rows, added up; 105 noughts for no rows."""
    return tuple(map(sum, zip(*(line.bands for line in lines), strict=True))) if lines else (0,) * BAND_COUNT
