"""The numbered checks of a prepared return, 23 to 26, from its totals.

Source: PRN01045 v5.0 Annex B; rule book E1. Dates, lists and bands themselves are counted elsewhere.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from rules.calendar import month_end
from rules.explain import Finding
from rules.validation import rows_amended as checks
from rules.validation.facts import Failure, PathwayFacts
from rules.validation.rules import CHECKS

SHORT_SHARE = 0.35
"""The share of waits of 0 to 1 week above which a return is questioned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnTotals:
    """Totals of one monthly return, in pathways; None where a part was not prepared.

    `first_four_bands` are those of Part 2 that waited 0 to 4 weeks; `short_…` those of 1A and 1B of 0 to 1 week.
    """

    part_1a: int | None = None
    part_1b: int | None = None
    part_2: int | None = None
    part_2a: int | None = None
    part_3: int | None = None
    first_four_bands: int | None = None
    short_1a: int | None = None
    short_1b: int | None = None

    @property
    def parts(self) -> tuple[int | None, ...]:
        return (self.part_1a, self.part_1b, self.part_2, self.part_2a, self.part_3)


def count_totals(pathways: Iterable[PathwayFacts], today: date) -> ReturnTotals:
    """What a list would put into the return of the month that is running, in pathways.

    Part 2 are the open ones, 2A those of them with a decision to admit, 1A and 1B the clocks stopped this month,
    admitted or not. Part 3, the clocks started this month, and the first bands it is held against are those of a month
    end. Parts nothing in the list speaks of stay None.
    """
    counts: Counter[str] = Counter()
    knows_stops = knows_decisions = False
    for facts in pathways:
        knows_stops = knows_stops or facts.clock_stop is not None
        knows_decisions = knows_decisions or facts.decision_to_admit is not None or facts.in_part_2a is not None
        counts.update(_parts_of(facts, today))
    told = {name: counts[name] for name in ("part_3", "first_four_bands")} if today == month_end(today) else {}
    stops = {name: counts[name] for name in ("part_1a", "part_1b", "short_1a", "short_1b")} if knows_stops else {}
    decisions = {"part_2a": counts["part_2a"]} if knows_decisions else {}
    return ReturnTotals(part_2=counts["part_2"], **decisions, **told, **stops)


def _parts_of(facts: PathwayFacts, today: date) -> Iterator[str]:
    start, stop = facts.clock_start, facts.clock_stop
    if facts.open:
        yield "part_2"
        if start is not None and 0 <= (today - start).days < 28:
            yield "first_four_bands"
    if facts.in_part_2a or (facts.in_part_2a is None and facts.open and facts.decision_to_admit):
        yield "part_2a"
    if start is not None and (start.year, start.month) == (today.year, today.month):
        yield "part_3"
    if stop is not None and (stop.year, stop.month) == (today.year, today.month) and not facts.open:
        part = "1a" if facts.admitted_stop else "1b"
        yield f"part_{part}"
        if start is not None and (stop - start).days < 7:
            yield f"short_{part}"


def check_return(totals: ReturnTotals, previous: ReturnTotals | None = None) -> list[Failure]:
    """The failed checks of a return, beside last month's when there is one; `pathway` is empty on each."""
    findings = (*_part_findings(totals), *_same_findings(totals, previous), *_short_findings(totals))
    numbers = {check.code: number for number, check in CHECKS.items()}
    return [Failure(numbers[finding.code], "", finding) for finding in findings]


def _part_findings(totals: ReturnTotals) -> Iterator[Finding]:
    if totals.part_2 is not None and totals.part_2a is not None and totals.part_2a > totals.part_2:
        yield checks.PART_2A(part_2a=totals.part_2a, part_2=totals.part_2)
    short = totals.first_four_bands
    if totals.part_3 is not None and short is not None and totals.part_3 < short:
        yield checks.PART_3(part_3=totals.part_3, short=short)


def _same_findings(totals: ReturnTotals, previous: ReturnTotals | None) -> Iterator[Finding]:
    known = [part for part in totals.parts if part]
    if previous is not None and known and totals.parts == previous.parts:
        yield checks.IDENTICAL()


def _short_findings(totals: ReturnTotals) -> Iterator[Finding]:
    pairs = (("Part 1A", totals.short_1a, totals.part_1a), ("Part 1B", totals.short_1b, totals.part_1b))
    for part, short, total in pairs:
        if short is not None and total and short / total > SHORT_SHARE:
            yield checks.SHORT_WAITS(part=part, share=round(100 * short / total))
