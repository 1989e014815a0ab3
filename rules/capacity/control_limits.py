"""A run of weeks with its control limits (XmR chart) and the points that have a cause worth looking for (CAP-15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rules.capacity.percentiles import check_weeks

LIMIT = 2.66
RANGE_LIMIT = 3.267
RUN = 8
TREND = 6


@dataclass(frozen=True, slots=True)
class ControlChart:
    """Mean and limits of the values and of their moving ranges; the four lists hold places of remarkable values.

    `lower` is not taken below zero for counts. A shift is eight in a row on one side of the mean, a trend six rising
    or falling, `near_limit` two of three in the outer third of one side.
    """

    values: list[float]
    moving_ranges: list[float]
    mean: float
    upper: float
    lower: float
    mean_range: float
    upper_range: float
    outside: list[int]
    shift: list[int]
    trend: list[int]
    near_limit: list[int]


def control_chart(values: Sequence[float]) -> ControlChart:
    """The chart of the values in order of time; ValueError when there is none."""
    weeks = [float(value) for value in check_weeks(values)]
    ranges = [abs(after - before) for before, after in pairwise(weeks)]
    mean = sum(weeks) / len(weeks)
    mean_range = sum(ranges) / len(ranges) if ranges else 0.0
    upper, lower = mean + LIMIT * mean_range, mean - LIMIT * mean_range
    lower = max(0.0, lower) if min(weeks) >= 0 else lower
    return ControlChart(
        values=weeks,
        moving_ranges=ranges,
        mean=mean,
        upper=upper,
        lower=lower,
        mean_range=mean_range,
        upper_range=RANGE_LIMIT * mean_range,
        outside=[place for place, value in enumerate(weeks) if value > upper or value < lower],
        shift=_in_runs([_side(value, mean) for value in weeks], RUN),
        trend=_trends(weeks),
        near_limit=_near_limits(weeks, mean, LIMIT * mean_range),
    )


def _side(value: float, mean: float) -> int:
    return (value > mean) - (value < mean)


def _in_runs(sides: Sequence[int], length: int) -> list[int]:
    """Places that are in a run of at least so many equal sides; 0 breaks a run."""
    found: list[int] = []
    start = 0
    for place in range(1, len(sides) + 1):
        if place == len(sides) or sides[place] != sides[start]:
            if sides[start] and place - start >= length:
                found.extend(range(start, place))
            start = place
    return found


def _trends(weeks: Sequence[float]) -> list[int]:
    """Six values rising are five steps up in a row."""
    steps = [_side(after, before) for before, after in pairwise(weeks)]
    places = _in_runs(steps, TREND - 1)
    return sorted({*places, *(place + 1 for place in places)})


def _near_limits(weeks: Sequence[float], mean: float, reach: float) -> list[int]:
    """Two of three in a row beyond two thirds of the way to one limit."""
    if reach <= 0:
        return []
    zones = [_side(value, mean) if abs(value - mean) > 2 / 3 * reach else 0 for value in weeks]
    found: set[int] = set()
    for start in range(len(zones) - 2):
        window = range(start, start + 3)
        for side in (1, -1):
            near = [place for place in window if zones[place] == side]
            found.update(near if len(near) >= 2 else [])
    return sorted(found)
