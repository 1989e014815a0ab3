"""What is read off a return: share within 18 weeks, long waits, percentiles, clearance time, net change.

Pure functions of band counts: 105 numbers, the first for 0 to 7 days, the last for more than 104 weeks.
Sources: PRN01045 v5.0 §10.1.7 (bands), §9.1 (clearance); percentiles as in NHS England's published tables.
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from rules.rates import FEWEST

WEEKS_WITHIN: Final = 18


class Figures(NamedTuple):
    """The headline figures of a list: counts, the share within 18 weeks, and weeks. None where nobody waits."""

    total: float
    within_18: float
    share_within_18: float | None
    over_18: float
    over_52: float
    over_65: float
    over_78: float
    over_104: float
    median_weeks: float | None
    p92_weeks: float | None

    @property
    def rate_within_18(self) -> float | None:
        """The share within 18 weeks as it may be shown: None where too few wait for it to say anything."""
        return self.share_within_18 if self.total >= FEWEST else None


def figures_of(bands: Sequence[float]) -> Figures:
    """Every headline figure from the bands of a list. Waits with an unknown clock start are in no band, so not here."""
    return Figures(
        total=sum(bands),
        within_18=within_weeks(bands),
        share_within_18=share_within(bands),
        over_18=over_weeks(bands, 18),
        over_52=over_weeks(bands, 52),
        over_65=over_weeks(bands, 65),
        over_78=over_weeks(bands, 78),
        over_104=over_weeks(bands, 104),
        median_weeks=percentile_weeks(bands, 0.5),
        p92_weeks=percentile_weeks(bands, 0.92),
    )


def within_weeks(bands: Sequence[float], weeks: int = WEEKS_WITHIN) -> float:
    """How many have waited so many weeks or less (126 days are within 18 weeks)."""
    return sum(bands[:weeks])


def over_weeks(bands: Sequence[float], weeks: int) -> float:
    """How many have waited over so many weeks: the bands from `Gt 52 To 53` on, for 52."""
    return sum(bands[weeks:])


def share_within(bands: Sequence[float], weeks: int = WEEKS_WITHIN) -> float | None:
    """The share (0.92 is 92 %) within so many weeks, of those with a known clock start; None for an empty list."""
    total = sum(bands)
    return within_weeks(bands, weeks) / total if total else None


def percentile_weeks(bands: Sequence[float], share: float) -> float | None:
    """The wait in weeks that `share` of the list have not passed, spread evenly inside its band; None when empty.

    lower bound of the band + (share × total - those before it) / those in it, as in the published tables. In the last
    band, which has no upper bound, this reads as 104 to 105 weeks: it means "over 104".
    """
    wanted = share * sum(bands)
    if wanted <= 0:
        return None
    before = accumulate(bands, initial=0)
    for band, (passed, count) in enumerate(zip(before, bands, strict=False)):
        if count and passed + count >= wanted:
            return band + (wanted - passed) / count
    return float(len(bands))


def clearance_weeks(incomplete: float, completed_in_month: float, days_in_month: int) -> float | None:
    """Weeks to clear the list at this month's rate with no new clock starts; None when no clock stopped.

    Source: PRN01045 v5.0 §9.1: the list divided by a typical week's clock stops.
    """
    weekly = completed_in_month * 7 / days_in_month
    return incomplete / weekly if weekly else None


def net_change(incomplete: float, incomplete_before: float) -> float:
    """How much longer (or, negative, shorter) the list is than a month before."""
    return incomplete - incomplete_before


def unexplained_change(incomplete: float, incomplete_before: float, new_periods: float, completed: float) -> float:
    """The part of the net change that new clock starts less completed pathways do not account for.

    Validation removals, nullified periods and transfers make it negative, additions found late positive.
    """
    return net_change(incomplete, incomplete_before) - (new_periods - completed)
