"""What a service has been through, week by week, and who waits today: from the clocks of a list, or as typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import fmean, pvariance

import numpy as np
from numpy.typing import NDArray

from pages.capacity_planner.service.pathway_clocks import Dropped, PathwayClocks
from pages.capacity_planner.service.reading import ALL_SERVICES, Assumptions
from rules.capacity.back_test import Week
from rules.capacity.statistics import ListStats, list_stats
from rules.capacity.waiting_list import NEVER, Days, Window, sort_list

WEEKS_SEEN = 52
OVERFULL = 104


@dataclass(frozen=True, slots=True)
class PathwayStep:
    """A part of the way to treatment: patients waiting for it, how many pass it a week, mean weeks of those who did."""

    waiting: int
    passed_weekly: float
    mean_weeks: float | None
    waited_weeks: float | None


@dataclass(frozen=True, slots=True)
class History:
    """The weeks seen, oldest first; `ends` are their last days. The list is of the last of them, or of today.

    `waiting` holds one day of referral for each who waits; `priority` theirs. `stats` are the list's own statistics,
    None where demand was typed; `counted` is how many clocks were, and `priority_shares` are of
    the referrals seen. `notes` say in words how the figures came about,
    `left_out` counts by reason.
    """

    ends: tuple[date, ...]
    weeks: tuple[Week, ...]
    waiting: Days
    priority: NDArray[np.str_]
    clocks: PathwayClocks | None = None
    stats: ListStats | None = None
    first_appointment: PathwayStep | None = None
    admission: PathwayStep | None = None
    notes: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    typed_demand: float | None = None
    counted: int = 0
    priority_shares: Mapping[str, float] = field(default_factory=dict)
    dropped: tuple[Dropped, ...] = ()

    @property
    def list_size(self) -> int:
        return len(self.waiting)

    @property
    def referrals(self) -> list[float]:
        return [week.referrals for week in self.weeks]

    @property
    def treated(self) -> list[float]:
        return [week.treated for week in self.weeks]

    @property
    def demand(self) -> float:
        """Referrals a week: the mean of the weeks, or as typed."""
        return fmean(self.referrals) if self.weeks else self.typed_demand or 0.0

    @property
    def demand_error(self) -> float:
        """The standard error of that mean; 0 where there are no weeks to estimate it from."""
        return (pvariance(self.referrals) / len(self.weeks)) ** 0.5 if len(self.weeks) > 1 else 0.0

    @property
    def dispersion(self) -> float:
        """Variance of weekly referrals ÷ mean: 1 is chance alone (Poisson)."""
        return dispersion_of(self.referrals)

    @property
    def activity_dispersion(self) -> float:
        return dispersion_of(self.treated)

    @property
    def activity(self) -> float | None:
        """Treated a week; None where no week was told."""
        return fmean(self.treated) if any(self.treated) else None

    @property
    def removed(self) -> float:
        """Removed a week other than by treatment."""
        return fmean(week.removed for week in self.weeks) if self.weeks else 0.0

    @property
    def removed_share(self) -> float:
        """Of those waiting, the share removed each week."""
        waited = fmean(week.waiting for week in self.weeks) if self.weeks else 0.0
        return min(1.0, self.removed / waited) if waited else 0.0

    def weeks_waited(self, today: date) -> NDArray[np.float64]:
        """So far, one for each who waits."""
        waited: NDArray[np.float64] = (today.toordinal() - self.waiting) / 7
        return waited

    def mean_wait(self, today: date) -> float | None:
        """Weeks so far, of those who wait; None when nobody does."""
        return float(self.weeks_waited(today).mean()) if len(self.waiting) else None


def dispersion_of(values: Sequence[float]) -> float:
    return max(1.0, pvariance(values) / fmean(values)) if len(values) > 1 and any(values) else 1.0


def see_clocks(clocks: PathwayClocks, plan: Assumptions, today: date) -> History:
    """The history of a service from the clocks of a list (CAP-9: who waits on a day)."""
    own = clocks if plan.service == ALL_SERVICES else clocks.of_service(plan.service)
    until = min(plan.until or today, today)
    ends = list_ends(own, plan.since, until)
    weeks = tuple(count_week(own, end) for end in ends)
    waits = (own.start <= until.toordinal()) & (own.stop > until.toordinal())
    order = np.argsort(own.start[waits], kind="stable")
    enough = len(own) > 1 and ends and own.start.min() < until.toordinal()
    return History(
        ends=tuple(ends),
        weeks=weeks,
        waiting=own.start[waits][order],
        priority=own.priority[waits][order],
        clocks=own.where(waits).where(order),
        stats=see_stats(own, plan, ends, until) if enough else None,
        first_appointment=None if own.first_seen is None else see_step(own, own.start, own.first_seen, ends, until),
        admission=see_step(own, own.decided, np.where(own.treated, own.stop, NEVER), ends, until),
        notes=tuple(say_window(own, ends, plan)),
        left_out=clocks.left_out,
        dropped=clocks.dropped,
        counted=len(own),
        priority_shares=share_priorities(own, ends, until),
    )


def list_ends(own: PathwayClocks, since: date | None, until: date) -> list[date]:
    """The last days of whole weeks, oldest first: since a day, else 52, else as many as the list reaches back."""
    if not len(own):
        return []
    first = since or max(date.fromordinal(int(own.start.min())), until - timedelta(weeks=WEEKS_SEEN))
    count = min(10 * WEEKS_SEEN, (until - first).days // 7)
    return [until - timedelta(weeks=back) for back in range(count - 1, -1, -1)]


def count_week(own: PathwayClocks, end: date) -> Week:
    """The week of seven days that ends on `end`."""
    last = end.toordinal()
    stopped = (own.stop > last - 7) & (own.stop <= last)
    return Week(
        referrals=int(np.count_nonzero((own.start > last - 7) & (own.start <= last))),
        treated=int(np.count_nonzero(stopped & own.treated)),
        removed=int(np.count_nonzero(stopped & ~own.treated)),
        waiting=int(np.count_nonzero((own.start <= last) & (own.stop > last))),
    )


def share_priorities(own: PathwayClocks, ends: Sequence[date], until: date) -> dict[str, float]:
    """The share of each priority among the referrals of the weeks seen."""
    first = ends[0].toordinal() - 7 if ends else until.toordinal()
    referred = own.priority[(own.start > first) & (own.start <= until.toordinal())]
    names, counts = np.unique(referred, return_counts=True)
    return {str(name): float(count) / len(referred) for name, count in zip(names, counts, strict=True)}


def see_stats(own: PathwayClocks, plan: Assumptions, ends: Sequence[date], until: date) -> ListStats:
    first = ends[0].toordinal() - 7
    window = Window(max(first, int(own.start.min())), until.toordinal())
    return list_stats(sort_list(own.start, own.stop), window, plan.target_weeks, plan.factor)


def see_step(own: PathwayClocks, since: Days, passed: Days, ends: Sequence[date], until: date) -> PathwayStep | None:
    """How long a part of the way takes: from `since` to `passed`, for those passed in the weeks seen."""
    if not ends:
        return None
    last, first = until.toordinal(), ends[0].toordinal() - 7
    done = (passed > first) & (passed <= last) & (since <= passed)
    waits = (since <= last) & (passed > last) & (own.stop > last)
    took = (passed[done] - since[done]) / 7
    so_far = (last - since[waits]) / 7
    return PathwayStep(
        waiting=int(np.count_nonzero(waits)),
        passed_weekly=float(np.count_nonzero(done)) / len(ends),
        mean_weeks=float(took.mean()) if len(took) else None,
        waited_weeks=float(so_far.mean()) if len(so_far) else None,
    )


def say_window(own: PathwayClocks, ends: Sequence[date], plan: Assumptions) -> list[str]:
    """How the weeks were chosen, and what to be careful with."""
    if not ends:
        return ["No clock of this service has run for a whole week: there is nothing to count yet."]
    notes = [
        "Demand is clock starts, activity is clock stops by treatment; every other stop is a removal. "
        "A pathway with several clocks counts once for each."
    ]
    if len(ends) < WEEKS_SEEN and plan.since is None:
        notes.append(f"The list reaches back {len(ends)} weeks; a whole year would show its seasons.")
    if len(own) < 2 * len(ends):
        notes.append("Fewer than two pathways a week: limits and percentiles are wide, read them with care.")
    return notes


def see_typed(plan: Assumptions, today: date) -> History:
    """The history as typed: weeks where they were given, the list by weeks waited or in turn."""
    waiting, how = place_typed(plan, today)
    count = len(plan.weekly_referrals)
    ends = tuple(today - timedelta(weeks=back) for back in range(count - 1, -1, -1))
    notes = [how, "Demand was typed; it is not read from a tracking list."]
    treated = plan.weekly_treated or (0.0,) * count
    if count and plan.weekly_treated:
        notes.append("The list of earlier weeks is worked back from today's: less the referrals, plus the treated.")
    weeks = work_back(plan.weekly_referrals, treated, len(waiting) if plan.weekly_treated else 0)
    return History(
        ends=ends,
        weeks=tuple(weeks),
        waiting=waiting,
        priority=np.full(len(waiting), "", dtype=np.str_),
        notes=tuple(notes),
        typed_demand=plan.demand,
    )


def work_back(referrals: Sequence[float], treated: Sequence[float], waiting: int) -> list[Week]:
    """Weeks with the list at the end of each, worked back from the one now; never below zero."""
    weeks: list[Week] = []
    size = float(waiting)
    for came, seen in zip(reversed(referrals), reversed(treated), strict=True):
        weeks.append(Week(came, seen, 0.0, max(0.0, size)))
        size = size - came + seen
    return weeks[::-1]


def place_typed(plan: Assumptions, today: date) -> tuple[Days, str]:
    """A day of referral for each who waits: spread over the weeks waited as typed, else in turn at the demand."""
    now = today.toordinal()
    if plan.waits:
        parts = [spread(now - 7 * last, now - 7 * first, count) for first, last, count in plan.waits]
        return np.sort(np.concatenate(parts)), "Within each group of weeks waited, patients are spread evenly."
    size = plan.list_size or 0
    demand = plan.demand or (fmean(plan.weekly_referrals) if plan.weekly_referrals else 0.0)
    weeks = min(OVERFULL, size / demand) if demand else 0.0
    how = f"Only the size of the list was typed: it is taken to hold the referrals of the last {weeks:.0f} weeks."
    return spread(int(now - 7 * weeks), now, size), how


def spread(first: int, last: int, count: int) -> Days:
    """So many days evenly from the day after `first` to `last`."""
    days: Days = np.linspace(first, last, count + 1)[1:].astype(np.int64)
    return days
