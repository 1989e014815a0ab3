"""Referrals of every day, drawn by chance (SIM-1), and the list there is, by week of referral."""

from datetime import timedelta
from typing import NamedTuple

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from rules.simulation.scenario import Scenario

Counts = NDArray[np.int64]
Rates = NDArray[np.float64]
OLDEST_WEEKS = 260
"""Waits older than five years are kept in one group: every threshold is far below."""


class StartingList(NamedTuple):
    """Counts by priority and week of referral, the oldest first; the last group was referred on the start itself."""

    counts: Counts

    @property
    def weeks_back(self) -> int:
        """How many of the groups are before the start."""
        return int(self.counts.shape[1]) - 1


def count_classes(scenario: Scenario) -> int:
    """Queues that are kept apart: one when all are seen in turn."""
    return len(scenario.priorities) if scenario.by_priority else 1


def daily_shares(scenario: Scenario) -> Rates:
    """What each day after the start has of the demand of a week, seasons included: shape (7 × weeks,)."""
    days = [scenario.start + timedelta(days=offset + 1) for offset in range(7 * scenario.weeks)]
    weights = np.array(scenario.referral_weekdays, dtype=float)
    shares: Rates = (weights / weights.sum())[[day.weekday() for day in days]]
    if scenario.seasons:
        shares = shares * np.array(scenario.seasons, dtype=float)[[day.month - 1 for day in days]]
    return shares


def draw_arrivals(random: Generator, scenario: Scenario, runs: int) -> Counts:
    """Referrals of each run, day and priority: shape (runs, 7 × weeks, priorities kept apart)."""
    rates = daily_shares(scenario) * np.repeat(_weekly_demand(random, scenario, runs), 7, axis=1)
    shares = np.array([one.share for one in scenario.priorities]) if scenario.by_priority else np.ones(1)
    drawn: Counts = random.poisson(rates[:, :, None] * (shares / shares.sum()))
    return drawn


def _weekly_demand(random: Generator, scenario: Scenario, runs: int) -> Rates:
    """The demand each run has in each week: shape (runs, weeks)."""
    demand: Rates = np.full((runs, 1), float(scenario.demand))
    if scenario.demand_error:
        demand = np.maximum(0, random.normal(scenario.demand, scenario.demand_error, (runs, 1)))
    if scenario.dispersion > 1:
        excess = scenario.dispersion - 1
        return random.gamma(np.repeat(demand / excess, scenario.weeks, axis=1), excess)
    return np.repeat(demand, scenario.weeks, axis=1)


def starting_list(scenario: Scenario) -> StartingList:
    """The list at the end of the start day."""
    ages = [((scenario.start - one.referred).days + 6) // 7 for one in scenario.waiting]
    back = min(OLDEST_WEEKS, max(ages, default=0))
    counts = np.zeros((count_classes(scenario), back + 1), dtype=np.int64)
    for one, age in zip(scenario.waiting, ages, strict=True):
        counts[one.priority if scenario.by_priority else 0, back - min(age, back)] += one.count
    return StartingList(counts)
