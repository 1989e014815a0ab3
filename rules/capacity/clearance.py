"""Clearing a backlog: where the list goes week by week, and solving for the weeks or for the slots (CAP-14)."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from rules.capacity.formulas import CUSTOMARY_FACTOR, calc_target_queue_size

_FUZZ = 1e-9


@dataclass(frozen=True, slots=True)
class Trajectory:
    """List sizes at the start and after each week; `crossing` is the first week at or under target, None if none."""

    sizes: list[float]
    target: float
    crossing: int | None
    relief: float
    maintenance: float


def clearance_weeks(queue: float, stops_weekly: float) -> float | None:
    """List ÷ clock stops a week (PRN01045 §9.1); None when nothing is stopped and somebody waits."""
    if queue <= 0:
        return 0.0
    return queue / stops_weekly if stops_weekly > 0 else None


def weeks_to_reach(queue: float, target: float, demand: float, capacity: float) -> int | None:
    """Whole weeks until the list is at or under the target; 0 when it is now, None when it never will be."""
    if queue <= target:
        return 0
    fall = capacity - demand
    return ceil((queue - target) / fall - _FUZZ) if fall > 0 else None


def slots_to_reach(queue: float, target: float, demand: float, weeks: int) -> float:
    """Slots a week that bring the list to the target in so many weeks; ValueError when there is no week.

    Never below demand less what the target lets the list grow, nor below zero.
    """
    if weeks < 1:
        raise ValueError("The date to clear by must be at least a week away.")
    return max(0.0, demand + (queue - target) / weeks)


def slots_to_reach_by(queue: float, target: float, demand: float, today: date, by: date) -> float:
    """The same by a date: whole weeks from `today` count."""
    return slots_to_reach(queue, target, demand, (by - today).days // 7)


def date_reached(today: date, weeks: int | None) -> date | None:
    """The date so many weeks on, None for never or beyond the calendar."""
    if weeks is None or weeks > (date.max - today).days // 7:
        return None
    return today + timedelta(weeks=weeks)


def clear_backlog(
    queue: float,
    demand: float,
    target_wait: float,
    relief: float,
    maintenance: float,
    weeks: int,
    factor: float = CUSTOMARY_FACTOR,
) -> Trajectory:
    """Relief capacity until the list is at its target, maintenance capacity after; all per week, waits in weeks."""
    target = calc_target_queue_size(demand, target_wait, factor)
    sizes, crossing = [float(queue)], 0 if queue <= target else None
    for week in range(1, weeks + 1):
        capacity = relief if crossing is None else maintenance
        sizes.append(max(0.0, sizes[-1] + demand - capacity))
        if crossing is None and sizes[-1] <= target + _FUZZ:
            crossing = week
    return Trajectory(sizes, target, crossing, relief, maintenance)
