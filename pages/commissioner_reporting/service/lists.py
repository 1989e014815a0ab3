"""The list a report is made of: the periods that belong in the return, under the report's filters."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from dashapp.context import Clockstart
from dashapp.services.derived.clock_columns import Array, ClockColumns
from dashapp.services.derived.clock_rows import find_reporter
from dashapp.services.derived.clocks import read_clocks
from pages.commissioner_reporting.service.published import list_names
from pages.commissioner_reporting.service.report_query import ReportAsked
from rules.organisations import NON_ENGLISH, OrganisationKind, find_code, find_organisation_kind
from rules.returns.columns import Periods, band_columns, parts_of_columns, return_of_columns
from rules.returns.layout import BAND_COUNT, Part, ReturnLine
from rules.returns.pathways import Month


@dataclass(frozen=True)
class ReportedList:
    """The periods of a scope as the return counts them.

    Who reports a period is asked as of the month: `reporters` are the pairs of `provider` and `reported_before` of the
    columns, `reporter` gives each row's. A row that names an organisation without a code, as `names` knows them, is set
    aside. `commissioners` are codes, those not recorded already filled in. `left_out` counts records that are in no
    part, by why.
    """

    asked: ReportAsked
    columns: ClockColumns
    periods: Periods
    reporters: Sequence[tuple[str, str]]
    reporter: Array
    commissioners: tuple[str, ...]
    names: Mapping[str, str]
    left_out: Mapping[str, int]
    read: dict[Month, tuple[tuple[str, ...], Array]] = field(default_factory=dict)

    def providers(self, month: Month) -> tuple[tuple[str, ...], Array]:
        """The providers that report at the end of a month, and each row's place among them; -1 for one set aside."""
        if month not in self.read:
            words = [find_reporter(*pair, month.last) or self.asked.given.provider for pair in self.reporters]
            codes, places = place_codes([trust_of(find_code(word, self.names)) for word in words])
            self.read[month] = codes, np.where(self.periods.commissioner < 0, -1, places[self.reporter])
        return self.read[month]

    def lines(self, month: Month | None = None) -> list[ReturnLine]:
        """The return of the month asked for, or of another one."""
        providers, numbers = self.providers(month or self.asked.month)
        periods = Periods(*(column[numbers >= 0] for column in self.periods._replace(provider=numbers)))
        return return_of_columns(periods, providers, self.commissioners, month or self.asked.month)

    def parts(self, month: Month | None = None) -> dict[Part, Array]:
        """Which periods each part counts."""
        _, numbers = self.providers(month or self.asked.month)
        return {part: rows & (numbers >= 0) for part, rows in self.all_parts(month).items()}

    def all_parts(self, month: Month | None = None) -> dict[Part, Array]:
        """Which periods each part would count, those set aside among them."""
        return parts_of_columns(self.periods, month or self.asked.month)

    def list_set_aside(self) -> list[tuple[str, int]]:
        """The names without a code that the month's pathways have for their provider or commissioner; how many each."""
        month = self.asked.month
        _, numbers = self.providers(month)
        aside = np.logical_or.reduce(list(self.all_parts().values())) & (numbers < 0)
        commissioners = self.columns.words["commissioner"]
        named = Counter(
            find_reporter(*self.reporters[int(pair)], month.last) if known else commissioners[word]
            for pair, known, word in zip(
                self.reporter[aside],
                self.periods.commissioner[aside] >= 0,
                self.columns["commissioner"][aside],
                strict=True,
            )
        )
        return named.most_common()

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


def read_list(clockstart: Clockstart, asked: ReportAsked) -> ReportedList:
    """The list of a report; the scope was checked when it was asked for. Raises MustWait for a long list whose
    clocks a job has to work out first."""
    columns = read_clocks(clockstart, asked.scope.uids)
    chosen = columns["in_return"].copy()
    if asked.given.line:
        chosen &= columns.matching("line", [asked.given.line])
    commissioners = columns.words["commissioner"]
    if asked.given.commissioner:
        wanted = [asked.given.commissioner, *([""] if asked.given.commissioner == asked.given.host else [])]
        chosen &= columns.matching("commissioner", wanted)
    left_out: dict[str, int] = {"outside_return": int(np.count_nonzero(~columns["in_return"] & columns["is_last"]))}
    for why in columns.left_out.values():
        left_out[why] = left_out.get(why, 0) + 1
    kept = columns.where(chosen)
    names = list_names(clockstart)
    reporters, reporter = pair_reporters(kept)
    codes, places = place_codes([find_code(word or asked.given.host, names) for word in commissioners])
    periods = Periods(
        kept["start"],
        kept["stop"],
        kept["decided"],
        kept["admitted"],
        kept["nullified"],
        kept["line"],
        reporter,
        places[kept["commissioner"]],
    )
    left_out = {why: n for why, n in left_out.items() if n}
    return ReportedList(asked, kept, periods, reporters, reporter, codes, names, left_out)


def pair_reporters(columns: ClockColumns) -> tuple[list[tuple[str, str]], Array]:
    """The different pairs of `provider` and `reported_before`, and the place of each row's pair."""
    providers, before = columns.words["provider"], columns.words["reported_before"]
    numbers = columns["provider"].astype(np.int64) * len(before) + columns["reported_before"]
    known, places = np.unique(numbers, return_inverse=True)
    return [(providers[number // len(before)], before[number % len(before)]) for number in known.tolist()], places


def trust_of(code: str | None) -> str | None:
    """The trust of a site: the return counts by provider, not by site (RXX01 → RXX)."""
    is_site = code is not None and find_organisation_kind(code) is OrganisationKind.TRUST_SITE
    return code[:3] if code and is_site else code


def place_codes(codes: Sequence[str | None]) -> tuple[tuple[str, ...], Array]:
    """Codes, each once, and the place of each of the given among them; -1 for None."""
    known = tuple(dict.fromkeys(code for code in codes if code))
    return known, np.array([known.index(code) if code else -1 for code in codes], dtype=np.int32)
