"""Forecasting a waiting list by chance: many runs of the weeks to come, and the bands they fall in.

`scenario` says what is assumed, `simulate` runs it. Importing this package loads none of numpy.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rules.simulation.book import BOOK
from rules.simulation.scenario import Priority, Scenario, Session, Waiting, spread_over_week

if TYPE_CHECKING:
    from rules.simulation.forecast import Forecast

__all__ = ["BOOK", "Priority", "Scenario", "Session", "Waiting", "simulate", "spread_over_week"]


def simulate(
    scenario: Scenario, runs: int = 1000, seed: int = 0, on_progress: Callable[[int, int], None] | None = None
) -> Forecast:
    """Run the scenario so many times; the same scenario, runs and seed give the same forecast.

    `on_progress` is called with runs done and runs in all. ValueError unless 1 ≤ runs ≤ 20,000.
    """
    from rules.simulation.runs import simulate as run  # here because it loads numpy

    return run(scenario, runs, seed, on_progress)
