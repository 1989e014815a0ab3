"""Capacity set at a percentile of weekly demand, and what each choice costs (CAP-13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

CUSTOMARY = (50, 65, 75, 85, 95)
EIGHTY_PERCENT_RULE = 0.8


@dataclass(frozen=True, slots=True)
class CapacityChoice:
    """Capacity a week by one rule; of the weeks seen, the share (0 to 1) it covers, and mean slots spare and short."""

    rule: str
    capacity: float
    weeks_covered: float
    spare_slots: float
    short_slots: float
    load: float


def list_choices(weekly_demand: Sequence[float], percentiles: Sequence[float] = CUSTOMARY) -> list[CapacityChoice]:
    """One choice for each percentile of the weeks, then the 80 % rule; ValueError without weeks."""
    demand = check_weeks(weekly_demand)
    choices = [_weigh(f"{percent:g}th percentile", percentile(demand, percent), demand) for percent in percentiles]
    return [*choices, _weigh("80% rule", eighty_percent_rule(demand), demand)]


def percentile(values: Sequence[float], percent: float) -> float:
    """The percentile (0 to 100) of the values, between neighbours in proportion; ValueError without values."""
    ordered = sorted(check_weeks(values))
    if not 0 <= percent <= 100:
        raise ValueError("A percentile lies between 0 and 100.")
    place = (len(ordered) - 1) * percent / 100
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def eighty_percent_rule(weekly_demand: Sequence[float]) -> float:
    """The lowest week plus 80 % of the range."""
    low, high = min(weekly_demand), max(weekly_demand)
    return low + EIGHTY_PERCENT_RULE * (high - low)


def check_weeks(weekly: Sequence[float]) -> Sequence[float]:
    """The weeks themselves; ValueError when there are none."""
    if not weekly:
        raise ValueError("There is no week to reckon with.")
    return weekly


def _weigh(rule: str, capacity: float, demand: Sequence[float]) -> CapacityChoice:
    weeks, mean = len(demand), sum(demand) / len(demand)
    return CapacityChoice(
        rule=rule,
        capacity=capacity,
        weeks_covered=sum(week <= capacity for week in demand) / weeks,
        spare_slots=sum(max(0.0, capacity - week) for week in demand) / weeks,
        short_slots=sum(max(0.0, week - capacity) for week in demand) / weeks,
        load=mean / capacity if capacity else float("inf") if mean else 0.0,
    )
