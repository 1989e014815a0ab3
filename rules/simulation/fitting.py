"""A scenario fitted to the weeks seen, so that a forecast can be held against the weeks after (CAP-20)."""

from collections.abc import Sequence
from datetime import date
from statistics import fmean, pvariance

from rules.capacity.back_test import Model, Prediction, Week
from rules.simulation import simulate
from rules.simulation.scenario import Scenario, Session, Waiting

SESSIONS = 10
"""Sessions a week, two on each working day, whose cancellation gives capacity the variation it was seen to have."""


def fit_scenario(weeks: Sequence[Week], start: date, ahead: int) -> Scenario:
    """Demand, capacity, their variation and removals as seen; `start` is the end of the last week seen.

    The list starts with everybody referred on one day: only its size can be read off the forecast.
    """
    referrals, treated = [week.referrals for week in weeks], [week.treated for week in weeks]
    demand, capacity = fmean(referrals), fmean(treated)
    cancelled = share_cancelled(treated)
    slots = capacity / SESSIONS / (1 - cancelled)
    waited = fmean([week.waiting for week in weeks])
    return Scenario(
        start=start,
        weeks=ahead,
        demand=demand,
        demand_error=(pvariance(referrals) / len(weeks)) ** 0.5,
        dispersion=max(1.0, pvariance(referrals) / demand) if demand else 1.0,
        sessions=tuple(Session(place % 5, slots) for place in range(SESSIONS)),
        sessions_cancelled=cancelled,
        bank_holidays_worked=True,
        waiting=(Waiting(start, round(weeks[-1].waiting)),),
        removed_weekly=min(1.0, fmean([week.removed for week in weeks]) / waited) if waited else 0.0,
    )


def share_cancelled(treated: Sequence[float]) -> float:
    """The share of ten sessions to cancel so that a week's capacity varies as the weeks seen: n·cv² ÷ (1 + n·cv²)."""
    mean = fmean(treated)
    if not mean:
        return 0.0
    spread = SESSIONS * pvariance(treated) / mean**2
    return spread / (1 + spread)


def simulated_model(start: date, runs: int = 500, seed: int = 0) -> Model:
    """A model for `back_test`: the fitted scenario, run; `start` is the end of the last week it is fitted on."""

    def forecast(weeks: Sequence[Week], ahead: int) -> Prediction:
        size = simulate(fit_scenario(weeks, start, ahead), runs, seed).list_size
        (low_80, high_80), (low_95, high_95) = size.band(80), size.band(95)
        return Prediction(size.median[1:], low_80[1:], high_80[1:], low_95[1:], high_95[1:])

    return forecast
