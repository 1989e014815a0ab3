"""Whether a forecast can be believed: fitted on the first half of the weeks, held against the second (CAP-20)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean, pstdev
from typing import NamedTuple

LEAST_WEEKS = 8


class Week(NamedTuple):
    """Referrals, treatments, removals other than treatment and the list at the end of one week."""

    referrals: float
    treated: float
    removed: float
    waiting: float


@dataclass(frozen=True, slots=True)
class Prediction:
    """The list at the end of each forecast week: middle, and the edges of the 80 % and 95 % bands."""

    middle: list[float]
    low_80: list[float]
    high_80: list[float]
    low_95: list[float]
    high_95: list[float]


@dataclass(frozen=True, slots=True)
class BackTest:
    """Forecast beside observed; `mape` is a percentage, None where somebody observed zero; coverages 0 to 1."""

    observed: list[float]
    prediction: Prediction
    fitted_weeks: int
    mae: float
    mape: float | None
    coverage_80: float
    coverage_95: float


Model = Callable[[Sequence[Week], int], Prediction]


def back_test(weeks: Sequence[Week], model: Model | None = None) -> BackTest:
    """Fit on the first half, forecast the second; ValueError with fewer than eight weeks.

    A model takes the weeks to fit and how many to forecast; without one `drift` is held up.
    """
    if len(weeks) < LEAST_WEEKS:
        raise ValueError(f"A back-test needs {LEAST_WEEKS} weeks at least; there are {len(weeks)}.")
    half = len(weeks) // 2
    observed = [week.waiting for week in weeks[half:]]
    return judge(observed, (model or drift)(weeks[:half], len(observed)), half)


def judge(observed: Sequence[float], prediction: Prediction, fitted_weeks: int = 0) -> BackTest:
    """A forecast held against what was observed; ValueError when they differ in length."""
    if len(observed) != len(prediction.middle) or not observed:
        raise ValueError("Forecast and observation must cover the same weeks.")
    errors = [abs(seen - told) for seen, told in zip(observed, prediction.middle, strict=True)]
    shares = [error / seen for error, seen in zip(errors, observed, strict=True) if seen]
    return BackTest(
        observed=list(observed),
        prediction=prediction,
        fitted_weeks=fitted_weeks,
        mae=fmean(errors),
        mape=100 * fmean(shares) if len(shares) == len(errors) else None,
        coverage_80=_coverage(observed, prediction.low_80, prediction.high_80),
        coverage_95=_coverage(observed, prediction.low_95, prediction.high_95),
    )


def drift(weeks: Sequence[Week], ahead: int) -> Prediction:
    """The last list plus the mean weekly change; the bands widen with the root of the weeks ahead."""
    changes = [week.referrals - week.treated - week.removed for week in weeks]
    mean, spread = fmean(changes), pstdev(changes)
    middle = [max(0.0, weeks[-1].waiting + mean * step) for step in range(1, ahead + 1)]
    wide = [spread * (step + step * step / len(weeks)) ** 0.5 for step in range(1, ahead + 1)]
    z_80, z_95 = (NormalDist().inv_cdf(edge) for edge in (0.9, 0.975))
    return Prediction(
        middle=middle,
        low_80=[max(0.0, at - z_80 * width) for at, width in zip(middle, wide, strict=True)],
        high_80=[at + z_80 * width for at, width in zip(middle, wide, strict=True)],
        low_95=[max(0.0, at - z_95 * width) for at, width in zip(middle, wide, strict=True)],
        high_95=[at + z_95 * width for at, width in zip(middle, wide, strict=True)],
    )


def _coverage(observed: Sequence[float], low: Sequence[float], high: Sequence[float]) -> float:
    inside = [edge <= seen <= top for seen, edge, top in zip(observed, low, high, strict=True)]
    return sum(inside) / len(inside)
