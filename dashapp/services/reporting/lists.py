"""The list a report is made of: the periods that belong in the return, under the report's filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dashapp.context import Clockstart
from dashapp.services.clock_columns import Array, ClockColumns
from dashapp.services.clocks import read_clocks
from dashapp.services.reporting.asked import Asked
from rules.organisations import NON_ENGLISH, OrganisationKind, find_organisation_kind
from rules.returns.columns import Periods, band_columns, parts_of_columns, return_of_columns
from rules.returns.layout import BAND_COUNT, Part, ReturnLine
from rules.returns.pathways import Month


@dataclass(frozen=True)
class ReportedList:
    """The periods of a scope as the return counts them.

    `providers` and `commissioners` are the codes by number, those not recorded already filled in; `filled` says how
    many open pathways had none. `left_out` counts the records that are in no part, by why.
    """

    asked: Asked
    columns: ClockColumns
    periods: Periods
    providers: tuple[str, ...]
    commissioners: tuple[str, ...]
    left_out: Mapping[str, int]

    def lines(self, month: Month | None = None) -> list[ReturnLine]:
        """The return of the month asked for, or of another one."""
        return return_of_columns(self.periods, self.providers, self.commissioners, month or self.asked.month)

    def parts(self, month: Month | None = None) -> dict[Part, Array]:
        """Which periods each part counts."""
        return parts_of_columns(self.periods, month or self.asked.month)

    @cached_property
    def english(self) -> Array:
        """Which periods an English commissioner pays for: the headline figures count no others (RET-6)."""
        foreign = [number for number, code in enumerate(self.commissioners) if code == NON_ENGLISH]
        return ~np.isin(self.periods.commissioner, foreign)

    def bands(self, part: Part, month: Month | None = None, among: Array | None = None) -> tuple[int, ...]:
        """How many periods of a part are in each of the 105 bands, NONC left out; `among` narrows them further."""
        chosen = self.parts(month)[part] & self.english
        if among is not None:
            chosen &= among
        counted = band_columns(self.periods, month or self.asked.month)[chosen]
        return tuple(np.bincount(counted[counted < BAND_COUNT], minlength=BAND_COUNT).tolist())

    def count(self, part: Part, month: Month | None = None) -> int:
        """How many periods a part counts, NONC left out."""
        return int(np.count_nonzero(self.parts(month)[part] & self.english))

    def filled(self, column: str) -> int:
        """How many open pathways of the month have no provider or commissioner recorded."""
        return int(np.count_nonzero((self.columns[column] == 0) & self.parts()[Part.PART_2]))


def read_list(clockstart: Clockstart, asked: Asked) -> ReportedList:
    """The list of a report; the scope was checked when it was asked for. Raises NotWorkedOut for a long list whose
    clocks a job has to work out first."""
    columns = read_clocks(clockstart, asked.scope.uids)
    chosen = columns["in_return"].copy()
    if asked.line:
        chosen &= columns.matching("line", [asked.line])
    commissioners = columns.words["commissioner"]
    if asked.commissioner:
        wanted = [asked.commissioner, *([""] if asked.commissioner == asked.host else [])]
        chosen &= columns.matching("commissioner", wanted)
    left_out: dict[str, int] = {"outside_return": int(np.count_nonzero(~columns["in_return"] & columns["is_last"]))}
    for why in columns.left_out.values():
        left_out[why] = left_out.get(why, 0) + 1
    kept = columns.where(chosen)
    trusts = tuple(trust_of(word) for word in columns.words["provider"])
    providers, provider = fold(trusts, asked.provider, kept["provider"])
    codes, commissioner = fold(commissioners, asked.host, kept["commissioner"])
    periods = Periods(
        kept["start"],
        kept["stop"],
        kept["decided"],
        kept["admitted"],
        kept["nullified"],
        kept["line"],
        provider,
        commissioner,
    )
    return ReportedList(asked, kept, periods, providers, codes, {why: n for why, n in left_out.items() if n})


def trust_of(code: str) -> str:
    """The trust of a site: the return counts by provider, not by site (RXX01 → RXX)."""
    return code[:3] if find_organisation_kind(code) is OrganisationKind.TRUST_SITE else code


def fold(words: tuple[str, ...], instead: str, numbers: Array) -> tuple[tuple[str, ...], Array]:
    """Codes as the return has them, in capitals and with `instead` for none, each once; and the numbers to match."""
    codes = [word.strip().upper() or instead for word in words]
    known = tuple(dict.fromkeys(codes))
    places = np.array([known.index(code) for code in codes], dtype=np.int32)
    return known, places[numbers]
