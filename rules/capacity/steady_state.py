"""The healthy list of each service: size and capacity that keep the standard, beside what there is (CAP-19)."""

from dataclasses import dataclass

from rules.capacity.formulas import (
    calc_target_queue_size,
    calc_waiting_list_pressure,
    factor_for,
    target_capacity_kingman,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service: referrals and capacity a week, patients waiting, mean wait so far in weeks where known.

    `leaves_untreated` is the share (0 to 1) of referrals that leave without treatment.
    """

    name: str
    demand: float
    capacity: float
    queue: float
    mean_wait: float | None = None
    cv_demand: float = 1.0
    cv_capacity: float = 1.0
    leaves_untreated: float = 0.0

    def __post_init__(self) -> None:
        if min(self.demand, self.capacity, self.queue) < 0:
            raise ValueError(f"{self.name}: demand, capacity and list must not be below zero.")
        if not 0 <= self.leaves_untreated <= 1:
            raise ValueError(f"{self.name}: the share leaving untreated must lie between 0 and 100%.")


@dataclass(frozen=True, slots=True)
class SteadyState:
    """`queue` and `capacity` of the healthy list; `excess` of the list above it now, and the capacity that is short."""

    service: Service
    queue: float
    capacity: float
    excess: float
    gap: float
    load: float | None
    pressure: float | None
    untreated: float


def steady_state(service: Service, target_wait: float = 18.0, share: float = 0.92) -> SteadyState:
    """The healthy list for a share (0 to 1) seen within a target wait in weeks; ValueError outside."""
    if target_wait <= 0:
        raise ValueError("The target wait must be above zero.")
    factor = factor_for(share)
    treated = service.demand * (1 - service.leaves_untreated)
    queue = calc_target_queue_size(service.demand, target_wait, factor)
    capacity = target_capacity_kingman(treated, target_wait, factor, service.cv_demand, service.cv_capacity)
    wait = service.mean_wait
    return SteadyState(
        service=service,
        queue=queue,
        capacity=capacity,
        excess=service.queue - queue,
        gap=capacity - service.capacity,
        load=treated / service.capacity if service.capacity else None,
        pressure=None if wait is None else calc_waiting_list_pressure(wait, target_wait),
        untreated=service.demand - treated,
    )
