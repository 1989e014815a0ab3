"""What a waiting list says of its service: demand, capacity, queue, waits and pressure over a window of days.

Fields the field knows keep their definition; corrected figures stand beside them (CAP-6, CAP-7, CAP-8, CAP-10). All
figures count referrals, removals and waits inside the window alone, in order of date, whatever the order of rows.
"""

import math
from dataclasses import dataclass

import numpy as np

from rules.capacity import formulas
from rules.capacity.formulas import CUSTOMARY_FACTOR, RELIEF_WEEKS
from rules.capacity.numbers import divide
from rules.capacity.queue import queue_sizes, waiting_on
from rules.capacity.waiting_list import Days, WaitingList, Window

WEEK = 7


@dataclass(frozen=True, slots=True)
class ReferralStats:
    """Demand. `demand_count` is the number of gaps, one more than `referral_count`; cov is None with a single gap."""

    demand_weekly: float
    demand_daily: float
    demand_cov: float | None
    demand_count: int
    referral_count: int
    demand_weekly_unbiased: float


@dataclass(frozen=True, slots=True)
class RemovalStats:
    """Capacity while anyone waited. `capacity_weekly_unbiased` is removals ÷ weeks in which somebody waited."""

    capacity_weekly: float
    capacity_daily: float
    capacity_cov: float
    removal_count: int
    capacity_weekly_unbiased: float


@dataclass(frozen=True, slots=True)
class ListStats:
    """All about one list. None is not known; mean_wait is in days, mean_wait_weeks in weeks, the others per week."""

    mean_demand: float
    mean_capacity: float
    load: float
    load_too_big: bool | None
    count_demand: int
    queue_size: int
    target_queue_size: float
    queue_too_big: bool | None
    mean_wait: float
    cv_arrival: float | None
    cv_removal: float
    target_capacity: float | None
    relief_capacity: float | None
    pressure: float
    mean_wait_weeks: float
    max_wait_days: int | None
    pressure_one_unit: float
    referral_count: int
    demand_weekly_unbiased: float
    capacity_weekly_unbiased: float
    relief_capacity_dimensionless: float | None
    target_capacity_kingman: float | None
    factor: float
    target_percent: float


def referral_stats(waiting_list: WaitingList, window: Window) -> ReferralStats:
    """Demand from the referrals of the window (CAP-10)."""
    first, last = np.searchsorted(waiting_list.referral, (window.start, window.end + 1))
    inside = waiting_list.referral[first:last]
    gaps = np.diff(np.concatenate(([window.start], inside, [window.end])))
    daily = divide(1.0, window.length / len(gaps))
    return ReferralStats(
        demand_weekly=WEEK * daily,
        demand_daily=daily,
        demand_cov=_spread(gaps) if len(gaps) > 1 else None,
        demand_count=len(gaps),
        referral_count=len(inside),
        demand_weekly_unbiased=divide(WEEK * float(len(inside)), float(window.length)),
    )


def removal_stats(waiting_list: WaitingList, window: Window, queue: Days | None = None) -> RemovalStats:
    """Capacity from the removals of the window (CAP-11); `queue` is `queue_sizes` of it, when already known."""
    sizes = queue_sizes(waiting_list, window) if queue is None else queue
    removals = waiting_list.removal
    inside = removals[(removals >= window.start) & (removals <= window.end)]
    count = len(inside)
    if not count:
        return RemovalStats(math.nan, math.nan, math.nan, 0, _busy_rate(inside, sizes, window))
    gaps = _gaps_between_removals(inside, sizes, waiting_list, window)
    mean = float(gaps.mean())
    cov = _spread(gaps) if count > 1 else divide(0.0, mean)
    return RemovalStats(divide(WEEK, mean), divide(1.0, mean), cov, count, _busy_rate(inside, sizes, window))


def _gaps_between_removals(inside: Days, sizes: Days, waiting_list: WaitingList, window: Window) -> Days:
    """Days before each removal since the previous removal or day with nobody waiting; first since window start.

    On one day the empty list comes before the removals, as the field defines it. Days before the first and after the
    last referral are not idle: nobody had been referred yet, or nobody came after.
    """
    idle = np.flatnonzero(sizes == 0) + window.start
    idle = idle[(idle >= waiting_list.referral[0]) & (idle <= waiting_list.referral[-1])]
    entries = np.concatenate((2 * idle, 2 * inside + 1))
    entries.sort(kind="stable")
    days = entries >> 1
    gaps: Days = np.diff(days, prepend=window.start)[(entries & 1).astype(bool)]
    return gaps


def _busy_rate(inside: Days, sizes: Days, window: Window) -> float:
    """Removals a week over the days on which somebody waited or was removed."""
    busy = sizes > 0
    busy[inside - window.start] = True
    return divide(WEEK * float(len(inside)), float(np.count_nonzero(busy)))


def _spread(gaps: Days) -> float:
    """Coefficient of variation of the gaps, with n − 1 below."""
    return divide(float(gaps.std(ddof=1)), float(gaps.mean()))


def list_stats(
    waiting_list: WaitingList, window: Window, target_wait: float = 4.0, factor: float = CUSTOMARY_FACTOR
) -> ListStats:
    """All about a list at the end of the window, for a target in weeks (CAP-2 to CAP-11)."""
    demand = referral_stats(waiting_list, window)
    sizes = queue_sizes(waiting_list, window)
    capacity = removal_stats(waiting_list, window, sizes)
    load = formulas.calc_queue_load(demand.demand_weekly, capacity.capacity_weekly)
    size = int(sizes[-1])
    target = formulas.calc_target_queue_size(demand.demand_weekly, target_wait, factor)
    too_big = None if math.isnan(target) else size > 2 * target
    waits = window.end - waiting_list.referral[waiting_on(waiting_list, window.end)]
    wait = float(waits.mean()) if len(waits) else math.nan
    return ListStats(
        mean_demand=demand.demand_weekly,
        mean_capacity=capacity.capacity_weekly,
        load=load,
        load_too_big=None if math.isnan(load) else load >= 1,
        count_demand=demand.demand_count,
        queue_size=size,
        target_queue_size=target,
        queue_too_big=too_big,
        mean_wait=wait,
        cv_arrival=demand.demand_cov,
        cv_removal=capacity.capacity_cov,
        target_capacity=None if too_big is not False else _target(demand, capacity, target_wait, factor),
        relief_capacity=_relief(demand, size, target) if too_big else None,
        pressure=formulas.calc_waiting_list_pressure(wait, target_wait),
        mean_wait_weeks=wait / WEEK,
        max_wait_days=int(waits.max()) if len(waits) else None,
        pressure_one_unit=formulas.calc_waiting_list_pressure(wait / WEEK, target_wait),
        referral_count=demand.referral_count,
        demand_weekly_unbiased=demand.demand_weekly_unbiased,
        capacity_weekly_unbiased=capacity.capacity_weekly_unbiased,
        relief_capacity_dimensionless=_relief_raised(demand, size, target_wait, factor),
        target_capacity_kingman=_kingman(demand, capacity, target_wait, factor),
        factor=factor,
        target_percent=100 * formulas.share_for(factor),
    )


def _target(demand: ReferralStats, capacity: RemovalStats, target_wait: float, factor: float) -> float | None:
    if demand.demand_cov is None:
        return None
    return formulas.calc_target_capacity(
        demand.demand_weekly, target_wait, factor, demand.demand_cov, capacity.capacity_cov
    )


def _relief(demand: ReferralStats, size: int, target: float) -> float:
    return formulas.calc_relief_capacity(demand.demand_weekly, size, target, RELIEF_WEEKS)


def _relief_raised(demand: ReferralStats, size: int, target_wait: float, factor: float) -> float | None:
    """Relief capacity on unbiased demand, raised by its standard error; None unless the list is over twice target."""
    rate = demand.demand_weekly_unbiased
    target = formulas.calc_target_queue_size(rate, target_wait, factor)
    if demand.demand_cov is None or not size > 2 * target:
        return None
    raised = formulas.relief_capacity_dimensionless(
        rate, size, target, RELIEF_WEEKS, demand.referral_count, demand.demand_cov
    )
    return None if math.isnan(raised) else raised


def _kingman(demand: ReferralStats, capacity: RemovalStats, target_wait: float, factor: float) -> float | None:
    if demand.demand_cov is None:
        return None
    return formulas.target_capacity_kingman(
        demand.demand_weekly_unbiased, target_wait, factor, demand.demand_cov, capacity.capacity_cov
    )
