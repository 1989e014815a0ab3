"""What can be said of a plan at once, without chance: load, target list, relief and target capacity, pressure, waits.

Each figure stands with its unit, the peer's convention where that differs, why it is what it is, and its rule.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pages.capacity_planner.service.history import History
from pages.capacity_planner.service.reading import Assumptions
from rules.capacity import formulas
from rules.capacity.clearance import clearance_weeks, date_reached, weeks_to_reach
from rules.capacity.formulas import CUSTOMARY_FACTOR, RELIEF_WEEKS

Status = Literal["fine", "watch", "breach", "note"]
TIGHT = 0.95
"""A load above which waits swing widely (CAP-2)."""
TOO_BIG = 2.0
"""A list over twice its target calls for relief capacity (CAP-6)."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `value` None is not known, which `unknown` says; `customary` is the peer's, where it differs."""

    key: str
    label: str
    value: float | None
    unit: str
    why: str
    rule: str
    status: Status = "note"
    customary: float | None = None
    unknown: str = "not known"


@dataclass(frozen=True, slots=True)
class Standing:
    """A service measured: patients a week, weeks, and the list. `load` is after those who leave untreated."""

    demand: float
    leaves: float
    capacity: float
    activity: float | None
    list_size: int
    mean_wait: float | None
    target_wait: float
    target_mean_wait: float
    target_list: float
    load: float
    load_gross: float
    relief: float
    target_capacity: float
    pressure: float | None
    clearance: float | None
    weeks_to_target: int | None

    @property
    def to_treat(self) -> float:
        """Referrals a week that will need treatment."""
        return self.demand - self.leaves

    @property
    def is_too_big(self) -> bool:
        return self.list_size > TOO_BIG * self.target_list

    @property
    def load_status(self) -> Status:
        return "breach" if not self.load < 1 else "watch" if self.load > TIGHT else "fine"

    @property
    def pressure_status(self) -> Status:
        if self.pressure is None:
            return "note"
        return "breach" if self.pressure > 1 else "watch" if self.pressure > 0.8 else "fine"

    @property
    def list_status(self) -> Status:
        if self.is_too_big:
            return "breach"
        return "watch" if self.list_size > self.target_list else "fine"


def measure(plan: Assumptions, history: History, today: date) -> Standing:
    """The figures of one plan. Dividing by zero gives infinity or NaN, as the formulas do; the words say so."""
    demand, factor = history.demand, plan.factor
    leaves = leaving(plan, history)
    capacity, size = plan.capacity, history.list_size
    target = formulas.calc_target_queue_size(demand, plan.target_weeks, factor)
    mean_wait = history.mean_wait(today)
    treated = max(0.0, demand - leaves)
    return Standing(
        demand=demand,
        leaves=leaves,
        capacity=capacity,
        activity=history.activity,
        list_size=size,
        mean_wait=mean_wait,
        target_wait=plan.target_weeks,
        target_mean_wait=formulas.calc_target_mean_wait(plan.target_weeks, factor),
        target_list=target,
        load=formulas.calc_queue_load(treated, capacity),
        load_gross=formulas.calc_queue_load(demand, capacity),
        relief=formulas.calc_relief_capacity(treated, size, target, relief_weeks(plan, today)),
        target_capacity=formulas.target_capacity_kingman(treated, plan.target_weeks, factor, *spreads(history)),
        pressure=None if mean_wait is None else formulas.calc_waiting_list_pressure(mean_wait, plan.target_weeks),
        clearance=clearance_weeks(size, capacity),
        weeks_to_target=weeks_to_reach(size, target, treated, capacity),
    )


def leaving(plan: Assumptions, history: History) -> float:
    """Patients a week who leave without treatment: as typed of the list now, else as seen; never more than come."""
    seen = history.removed if plan.removals is None else plan.removals * history.list_size
    return min(seen, history.demand)


def relief_weeks(plan: Assumptions, today: date) -> float:
    """Weeks given to reach the target list: to the day asked for, else 26."""
    return max(1.0, (plan.clear_by - today).days / 7) if plan.clear_by else RELIEF_WEEKS


def spreads(history: History) -> tuple[float, float]:
    """The coefficients of variation of the gaps between referrals and between treatments, from their weekly counts.

    The variance of weekly counts ÷ their mean nears the square of the coefficient; 1 is chance alone (Poisson).
    """
    return math.sqrt(history.dispersion), math.sqrt(history.activity_dispersion)


def list_figures(plan: Assumptions, history: History, standing: Standing, today: date) -> Iterator[Figure]:
    """All figures of the page, in the order in which they are read."""
    yield from list_flows(history, standing)
    yield from list_targets(plan, history, standing, today)
    yield from list_waits(plan, history, standing, today)


def list_flows(history: History, standing: Standing) -> Iterator[Figure]:
    """Demand, capacity and activity a week, and load (CAP-1, CAP-2, CAP-10, CAP-16)."""
    seen = f"mean of {len(history.weeks)} weeks" if history.weeks else "as typed"
    peer = history.stats.mean_demand if history.stats else None
    yield Figure(
        "demand",
        "Demand",
        standing.demand,
        "referrals a week",
        f"Clock starts, {seen}; {standing.leaves:.1f} of them leave without treatment.",
        "CAP-10",
        customary=peer,
    )
    yield Figure(
        "capacity",
        "Capacity",
        standing.capacity,
        "new patients a week",
        "Job-plan slots less all that is lost on the way, averaged over the year.",
        "CAP-16",
        customary=None,
    )
    yield Figure(
        "activity",
        "Activity",
        standing.activity,
        "treated a week",
        "Clock stops by treatment in the same weeks." if standing.activity else "No week with treatments was told.",
        "CAP-1",
        customary=history.stats.mean_capacity if history.stats else None,
    )
    yield Figure(
        "load",
        "Load",
        standing.load,
        "demand for treatment ÷ capacity",
        say_load(standing),
        "CAP-2",
        standing.load_status,
        customary=history.stats.load if history.stats else standing.load_gross,
    )


def say_load(standing: Standing) -> str:
    """Why the load is what it is, and what it means."""
    told = (
        f"{say_share(standing.load)}: {standing.to_treat:.1f} to treat a week against {standing.capacity:.1f} places."
    )
    if not standing.load < 1:
        return f"{told} At 1 or more the list grows without end."
    if standing.load > TIGHT:
        return f"{told} Just under 1: stable, but waits are long and swing widely."
    return f"{told} Below {TIGHT:g}: there is room for bad weeks."


def say_share(load: float) -> str:
    """ "Demand is 15% more than capacity", "Demand is 92% of capacity"."""
    if not math.isfinite(load):
        return "There is no capacity"
    if load > 1:
        return f"Demand is {100 * load - 100:.0f}% more than capacity"
    return f"Demand is {100 * load:.0f}% of capacity"


def list_targets(plan: Assumptions, history: History, standing: Standing, today: date) -> Iterator[Figure]:
    """The list that can be sustained and the capacities that reach and keep it, a week (CAP-5 to CAP-7, CAP-9)."""
    stats, percent = history.stats, 100 * plan.target_share
    customary = formulas.calc_target_queue_size(standing.demand, plan.target_weeks, CUSTOMARY_FACTOR)
    yield Figure(
        "target_list",
        "Target list",
        standing.target_list,
        "patients",
        f"{standing.demand:.1f} a week × {plan.target_weeks:g} weeks ÷ {plan.factor:.2f}, the factor for {percent:g}%. "
        "This is the list that can be sustained.",
        "CAP-5",
        customary=customary,
    )
    yield Figure(
        "list",
        "List now",
        float(standing.list_size),
        "patients",
        say_list(standing),
        "CAP-9",
        standing.list_status,
        customary=float(stats.queue_size) if stats and stats.queue_size != standing.list_size else None,
    )
    weeks = relief_weeks(plan, today)
    yield Figure(
        "relief",
        "Relief capacity",
        standing.relief if standing.list_size > standing.target_list else None,
        "new patients a week",
        say_relief(standing, weeks),
        "CAP-6",
        "watch" if standing.is_too_big and standing.capacity < standing.relief else "note",
        customary=stats.relief_capacity if stats else None,
        unknown="none",
    )
    yield Figure(
        "target_capacity",
        "Target capacity",
        standing.target_capacity,
        "new patients a week",
        "Keeps the list at its target once it is there, with demand and capacity varying as they do (Kingman).",
        "CAP-7",
        "watch" if standing.capacity < standing.target_capacity else "fine",
        customary=stats.target_capacity if stats else None,
    )


def say_list(standing: Standing) -> str:
    """The list beside its target, in one sentence."""
    times = standing.list_size / standing.target_list if standing.target_list else math.inf
    if not standing.target_list:
        return "Without demand there is no list to keep."
    if standing.is_too_big:
        return f"{times:.1f} times the target: over twice, so relief capacity comes first."
    return f"{times:.1f} times the target: {'above it' if times > 1 else 'within it'}; maintenance capacity is enough."


def say_relief(standing: Standing, weeks: float) -> str:
    """What relief capacity is made of, in one sentence; `weeks` to reach the target."""
    if standing.list_size <= standing.target_list:
        return "The list is at its target: no relief is needed."
    over = standing.list_size - standing.target_list
    return f"{standing.to_treat:.1f} to treat a week, and {over:,.0f} over target cleared in {weeks:.0f} weeks."


def list_waits(plan: Assumptions, history: History, standing: Standing, today: date) -> Iterator[Figure]:
    """The mean wait in weeks, pressure, and how many weeks clearing the list takes (CAP-4, CAP-8, CAP-14)."""
    peer = history.stats.pressure if history.stats else None
    yield Figure(
        "mean_wait",
        "Mean wait so far",
        standing.mean_wait,
        "weeks",
        f"Of those who wait now; {standing.target_mean_wait:.1f} weeks or less keeps the target.",
        "CAP-4",
        customary=history.stats.mean_wait if history.stats else None,
    )
    yield Figure(
        "pressure",
        "Pressure",
        standing.pressure,
        "2 × mean wait ÷ target, both in weeks",
        "Above 1 the list is likely to miss its target." if standing.pressure is not None else "Nobody waits.",
        "CAP-8",
        standing.pressure_status,
        customary=peer,
    )
    yield Figure(
        "clearance",
        "Clearance time",
        standing.clearance,
        "weeks",
        "The whole list at this capacity, were nobody else referred.",
        "CAP-14",
    )
    reached = date_reached(today, standing.weeks_to_target)
    yield Figure(
        "weeks_to_target",
        "Weeks to the target list",
        None if standing.weeks_to_target is None else float(standing.weeks_to_target),
        "weeks",
        "Capacity does not exceed demand: never at this rate."
        if standing.weeks_to_target is None
        else f"The list is at its target on {reached.day} {reached:%B %Y}."
        if reached
        else "Beyond the calendar.",
        "CAP-14",
        "breach" if standing.weeks_to_target is None else "fine",
        unknown="never",
    )
