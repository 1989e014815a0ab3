"""The hockey stick: mean wait against utilisation, and where a service stands on it (CAP-18)."""

from collections.abc import Sequence
from typing import NamedTuple

from rules.capacity.formulas import variability


class Point(NamedTuple):
    """A load below 1 and the mean wait there in weeks."""

    load: float
    weeks: float


def mean_wait(load: float, capacity: float, cv_demand: float = 1.0, cv_capacity: float = 1.0) -> float | None:
    """Kingman's mean wait in weeks for a capacity a week; None at a load of 1 or more, or without capacity."""
    if not 0 <= load < 1 or capacity <= 0:
        return None
    return load / (1 - load) * variability(cv_demand, cv_capacity) / capacity


def hockey_stick(
    capacity: float, cv_demand: float = 1.0, cv_capacity: float = 1.0, loads: Sequence[float] = ()
) -> list[Point]:
    """The curve at the given loads, else at 50 % to 99.5 %; ValueError without capacity."""
    if capacity <= 0:
        raise ValueError("Capacity must be above zero.")
    places = loads or [step / 200 for step in range(100, 200)]
    waits = ((load, mean_wait(load, capacity, cv_demand, cv_capacity)) for load in places)
    return [Point(load, weeks) for load, weeks in waits if weeks is not None]


def carve_out_wait(
    load: float, capacity: float, parts: int, cv_demand: float = 1.0, cv_capacity: float = 1.0
) -> float | None:
    """The mean wait when the same capacity is divided into so many queues of their own: so many times as long."""
    if parts < 1:
        raise ValueError("Capacity is divided into one part at least.")
    return mean_wait(load, capacity / parts, cv_demand, cv_capacity)
