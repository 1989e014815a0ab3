"""A published national extract added up by provider: what a return is compared with.

Source: NHS England, consultant-led RTT waiting times, full CSV extract. Commissioner NONC is left out of every figure
and counted apart, as in the published tables (rule RET-6).
"""

import re
from calendar import month_name
from collections.abc import Callable, Iterable
from datetime import date
from operator import add
from pathlib import Path
from typing import Final, NamedTuple

from rules.codes import RETURN_LINES, TOTAL_LINE
from rules.organisations import NON_ENGLISH
from rules.returns.layout import BAND_COUNT, Part
from rules.returns.opening import FileNotUsable
from rules.returns.published import numbers_of, read_rows

SOURCE: Final = "NHS England, consultant-led Referral to Treatment waiting times, full CSV extract"
LICENCE: Final = "Open Government Licence v3.0"
MOST_ROWS: Final = 1_000_000
TOLD_EVERY: Final = 5_000
_PERIOD = re.compile(r"RTT-([A-Z][a-z]+)-(\d{4})")
Key = tuple[Part, str]
Counts = tuple[float, ...]


class ProviderSums(NamedTuple):
    """One provider: `counts` has for each part and line 107 numbers, the 105 bands, unknown clock starts and Total All;
    `foreign` are the open pathways of commissioner NONC, which no other number holds."""

    code: str
    name: str
    parent: str
    parent_name: str
    counts: dict[Key, Counts]
    foreign: float


class Extract(NamedTuple):
    """A month of the extract, its providers by code, and how many rows it had."""

    month: date
    rows: int
    providers: list[ProviderSums]


def read_extract(path: Path, tell: Callable[[int], None] = lambda rows: None) -> Extract:
    """An extract added up by provider, part and line. `tell` hears every few thousand rows how many were read.

    FileNotUsable, with a sentence, when a column is missing, a count is not a number, the period is none or there are
    two of them, a part or line is not known, or nothing is in it.
    """
    sums: dict[str, dict[Key, Counts]] = {}
    names: dict[str, tuple[str, str, str]] = {}
    foreign: dict[str, float] = {}
    periods: set[str] = set()
    count = 0
    for row in read_rows(path):
        count += 1
        if count > MOST_ROWS:
            raise FileNotUsable(f"The extract has more than {MOST_ROWS:,} rows: that is no single month.")
        if count % TOLD_EVERY == 0:
            tell(count)
        period, parent, parent_name = row.about
        periods.add(period)
        names.setdefault(row.provider, (row.provider_name, parent, parent_name))
        if row.line == TOTAL_LINE:
            continue
        key = key_of(path, row.number, row.part, row.line)
        figures = numbers_of(path, row)
        if row.commissioner == NON_ENGLISH:
            foreign[row.provider] = foreign.get(row.provider, 0) + (figures[-1] if key[0] is Part.PART_2 else 0)
            continue
        own = sums.setdefault(row.provider, {})
        own[key] = tuple(map(add, own[key], figures)) if key in own else figures
    if not count:
        raise FileNotUsable("The extract has no rows below its first line.")
    providers = [ProviderSums(code, *names[code], sums.get(code, {}), foreign.get(code, 0)) for code in sorted(names)]
    return Extract(month_of_periods(periods), count, providers)


def key_of(path: Path, number: int, part: str, line: str) -> Key:
    """Part and line of a row, each a known one."""
    try:
        known = Part(part)
    except ValueError as error:
        raise FileNotUsable(f"Line {number}: “{part}” is not a part of the return.") from error
    if line not in RETURN_LINES:
        raise FileNotUsable(f"Line {number}: “{line}” is not a treatment function line of the return.")
    return known, line


def month_of_periods(periods: Iterable[str]) -> date:
    """The first day of the one month an extract is of."""
    different = sorted(periods)
    if len(different) != 1:
        raise FileNotUsable(f"An extract is of one month; this one has {', '.join(different) or 'none'}.")
    found = _PERIOD.fullmatch(different[0])
    if found is None or found[1] not in month_name[:]:
        raise FileNotUsable(f"“{different[0]}” is not a period such as RTT-January-2026: the column Period says none.")
    return date(int(found[2]), list(month_name).index(found[1]), 1)


def add_providers(providers: Iterable[ProviderSums]) -> dict[Key, Counts]:
    """Several providers as one: an integrated care board, or England."""
    total: dict[Key, Counts] = {}
    for provider in providers:
        for key, counts in provider.counts.items():
            total[key] = tuple(map(add, total[key], counts)) if key in total else counts
    return total


def bands_of(counts: dict[Key, Counts], part: Part = Part.PART_2, line: str = "") -> Counts:
    """The 105 bands of a part, of one line or of all."""
    wanted = [numbers[:BAND_COUNT] for (one, of), numbers in counts.items() if one is part and line in ("", of)]
    return tuple(map(sum, zip(*wanted, strict=True))) if wanted else (0,) * BAND_COUNT


def total_of(counts: dict[Key, Counts], part: Part, line: str = "") -> float:
    """Total All of a part, of one line or of all."""
    return sum(numbers[-1] for (one, of), numbers in counts.items() if one is part and line in ("", of))
