"""A forecast in plain values: for each date the mean and the prediction bands of what the runs found (SIM-7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import ArrayLike

from rules.simulation.engine import THRESHOLDS, Weeks
from rules.simulation.scenario import Scenario

QUANTILES = (2.5, 10, 25, 50, 75, 90, 97.5)


@dataclass(frozen=True, slots=True)
class Series:
    """One figure over time: its mean over the runs, and for each percentile of `QUANTILES` the values."""

    mean: list[float]
    percentiles: Mapping[float, list[float]]

    @property
    def median(self) -> list[float]:
        return self.percentiles[50]

    def band(self, percent: int) -> tuple[list[float], list[float]]:
        """The lower and upper edge of the band that holds 50, 80 or 95 % of the runs; KeyError for another."""
        low = {50: 25.0, 80: 10.0, 95: 2.5}[percent]
        return self.percentiles[low], self.percentiles[100 - low]

    def as_dict(self) -> dict[str, list[float]]:
        """`{mean, p2.5, p10, p25, p50, p75, p90, p97.5}`, to two decimals."""
        edges = {f"p{percent:g}": _round(values) for percent, values in self.percentiles.items()}
        return {"mean": _round(self.mean), **edges}


@dataclass(frozen=True, slots=True)
class Forecast:
    """Figures of what is waiting are at `dates`, the start first; flows are of the weeks that end on `dates[1:]`.

    Flows are `activity`, `removals` (other than treatment), `referrals` and `slots`. `over` is by weeks waited;
    `within` the percentage within the standard's weeks; `chance_met` the share of runs that meet the standard on the
    date and `chance_met_by` on it or before; `bands` the mean list by week band, 105 of them. `list_by_priority` is the
    mean; `weeks_waited_by_priority` the mean of those treated in the week (to about half a week), None where nobody
    was.
    """

    scenario: Scenario
    runs: int
    seed: int
    dates: list[date]
    list_size: Series
    over: Mapping[int, Series]
    within: Series
    chance_met: list[float]
    chance_met_by: list[float]
    activity: Series
    removals: Series
    referrals: Series
    slots: Series
    bands: list[list[float]]
    list_by_priority: Mapping[str, list[float]]
    weeks_waited_by_priority: Mapping[str, list[float | None]]

    def as_dict(self) -> dict[str, object]:
        """Everything but the scenario as JSON values: dates as ISO, thresholds as text, numbers to two decimals."""
        series = ("list_size", "within", "activity", "removals", "referrals", "slots")
        return {
            "runs": self.runs,
            "seed": self.seed,
            "dates": [day.isoformat() for day in self.dates],
            **{name: getattr(self, name).as_dict() for name in series},
            "over": {str(weeks): one.as_dict() for weeks, one in self.over.items()},
            "chance_met": self.chance_met,
            "chance_met_by": self.chance_met_by,
            "bands": [_round(row) for row in self.bands],
            "list_by_priority": {name: _round(values) for name, values in self.list_by_priority.items()},
            "weeks_waited_by_priority": {
                name: [None if one is None else round(one, 2) for one in values]
                for name, values in self.weeks_waited_by_priority.items()
            },
        }

    def find_date_met(self, chance: float = 0.5) -> date | None:
        """The first date on which at least that share of runs meets the standard, or None."""
        met = (day for day, share in zip(self.dates, self.chance_met, strict=True) if share >= chance)
        return next(met, None)


def make_forecast(scenario: Scenario, seed: int, batches: Sequence[Weeks]) -> Forecast:
    """The forecast of all batches of runs."""
    size = np.concatenate([batch.waiting.sum(axis=2) for batch in batches])
    over = np.concatenate([batch.over for batch in batches])
    runs = len(size)
    within = 100 * (1 - over[:, :, -1] / np.maximum(size, 1))
    met = within >= 100 * scenario.standard - 1e-9
    names = [one.name for one in scenario.priorities] if scenario.by_priority else ["All"]
    by_priority = np.concatenate([batch.waiting for batch in batches]).mean(axis=0)
    treated = np.sum([batch.treated_by_priority for batch in batches], axis=0)
    waited = np.sum([batch.weeks_waited for batch in batches], axis=0)
    return Forecast(
        scenario=scenario,
        runs=runs,
        seed=seed,
        dates=[scenario.start + timedelta(weeks=week) for week in range(scenario.weeks + 1)],
        list_size=_series(size),
        over={weeks: _series(over[:, :, place]) for place, weeks in enumerate(THRESHOLDS)},
        within=_series(within),
        chance_met=met.mean(axis=0).tolist(),
        chance_met_by=np.logical_or.accumulate(met, axis=1).mean(axis=0).tolist(),
        activity=_series(np.concatenate([batch.treated for batch in batches])),
        removals=_series(np.concatenate([batch.removed for batch in batches])),
        referrals=_series(np.concatenate([batch.referred for batch in batches])),
        slots=_series(np.concatenate([batch.slots for batch in batches])),
        bands=(np.sum([batch.bands for batch in batches], axis=0) / runs).tolist(),
        list_by_priority={name: by_priority[:, place].tolist() for place, name in enumerate(names)},
        weeks_waited_by_priority={name: _means(waited[:, at], treated[:, at]) for at, name in enumerate(names)},
    )


def _series(values: ArrayLike) -> Series:
    """Mean and percentiles over the first axis, the runs."""
    runs = np.asarray(values)
    edges = np.percentile(runs, QUANTILES, axis=0)
    return Series(runs.mean(axis=0).tolist(), dict(zip(QUANTILES, edges.tolist(), strict=True)))


def _round(values: Sequence[float]) -> list[float]:
    return [round(value, 2) for value in values]


def _means(totals: ArrayLike, counts: ArrayLike) -> list[float | None]:
    pairs = zip(np.asarray(totals).tolist(), np.asarray(counts).tolist(), strict=True)
    return [total / count if count else None for total, count in pairs]
