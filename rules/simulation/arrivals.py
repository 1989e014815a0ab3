"""Referrals of every day, drawn by chance (SIM-1), and the list there is, by week of referral."""

from __future__ import annotations

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


def daily_rates(scenario: Scenario) -> Rates:
    """Expected referrals of each day after the start: shape (7 × weeks,)."""
    days = [scenario.start + timedelta(days=offset + 1) for offset in range(7 * scenario.weeks)]
    weights = np.array(scenario.referral_weekdays, dtype=float)
    rates: Rates = scenario.demand * (weights / weights.sum())[[day.weekday() for day in days]]
    if scenario.seasons:
        rates = rates * np.array(scenario.seasons, dtype=float)[[day.month - 1 for day in days]]
    return rates


def draw_arrivals(random: Generator, scenario: Scenario, runs: int) -> Counts:
    """Referrals of each run, day and priority: shape (runs, 7 × weeks, priorities kept apart)."""
    rates = daily_rates(scenario)[None, :] * _factors(random, scenario, runs)
    shares = np.array([one.share for one in scenario.priorities]) if scenario.by_priority else np.ones(1)
    drawn: Counts = random.poisson(rates[:, :, None] * (shares / shares.sum()))
    return drawn


def _factors(random: Generator, scenario: Scenario, runs: int) -> Rates:
    """What each run multiplies the expected referrals of its days by."""
    factors: Rates = np.ones((runs, 1))
    if scenario.demand_error and scenario.demand:
        factors = np.maximum(0, random.normal(1, scenario.demand_error / scenario.demand, (runs, 1)))
    if scenario.dispersion > 1 and scenario.demand:
        shape = scenario.demand / (scenario.dispersion - 1)
        weekly = random.gamma(shape, 1 / shape, (runs, scenario.weeks))
        factors = factors * np.repeat(weekly, 7, axis=1)
    return factors


def starting_list(scenario: Scenario) -> StartingList:
    """The list at the end of the start day."""
    ages = [((scenario.start - one.referred).days + 6) // 7 for one in scenario.waiting]
    back = min(OLDEST_WEEKS, max(ages, default=0))
    counts = np.zeros((count_classes(scenario), back + 1), dtype=np.int64)
    for one, age in zip(scenario.waiting, ages, strict=True):
        counts[one.priority if scenario.by_priority else 0, back - min(age, back)] += one.count
    return StartingList(counts)
