"""Every service of a list at once: load, list, pressure, and the healthy list beside the one there is (items 2, 12)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashapp.values.series import Series
from pages.capacity_planner.service.figures import Standing, measure
from pages.capacity_planner.service.history import see_clocks
from pages.capacity_planner.service.opened import name_service
from pages.capacity_planner.service.pathway_clocks import PathwayClocks
from pages.capacity_planner.service.reading import ALL_SERVICES, Assumptions
from pages.capacity_planner.service.series import make, say_number
from rules.capacity.allowances import Allowances
from rules.capacity.steady_state import Service, SteadyState, steady_state
from storage.errors import NotFound

TARGET_WEEKS, TARGET_SHARE = 18.0, 0.92
MOST_SHOWN = 25


@dataclass(frozen=True, slots=True)
class ServiceStanding:
    """One service measured by its list alone: capacity is what was done, a week."""

    code: str
    name: str
    standing: Standing
    healthy: SteadyState


def measure_services(clocks: PathwayClocks, today: date) -> list[ServiceStanding]:
    """Every service that has a clock, the highest pressure first."""
    codes = sorted({str(code) for code in clocks.service})
    found = [measure_service(clocks, code, today) for code in codes]
    known = [one for one in found if one is not None]
    return sorted(known, key=lambda one: (-(one.standing.pressure or 0), one.name))


def measure_service(clocks: PathwayClocks, code: str, today: date) -> ServiceStanding | None:
    """One service; None when its list has no whole week."""
    history = see_clocks(clocks, replace(NEUTRAL, service=code), today)
    if not history.weeks:
        return None
    treated = history.activity or 0.0
    standing = measure(replace(NEUTRAL, service=code, slots=treated), history, today)
    leaves = standing.leaves / standing.demand if standing.demand else 0.0
    service = Service(
        name=name_service(code),
        demand=standing.demand,
        capacity=treated,
        queue=standing.list_size,
        mean_wait=standing.mean_wait,
        cv_demand=history.dispersion**0.5,
        cv_capacity=history.activity_dispersion**0.5,
        leaves_untreated=min(1.0, leaves),
    )
    return ServiceStanding(code, name_service(code), standing, steady_state(service, TARGET_WEEKS, TARGET_SHARE))


NEUTRAL = Assumptions(
    name="",
    service=ALL_SERVICES,
    known_as="",
    from_pathways=True,
    of_people=False,
    since=None,
    until=None,
    demand=None,
    weekly_referrals=(),
    weekly_treated=(),
    list_size=None,
    waits=(),
    sessions=(),
    slots=None,
    allowances=Allowances(weeks_worked=52),
    missed_rebooked=1.0,
    removals=None,
    bank_holidays_worked=False,
    closed=(),
    by_priority=False,
    priorities=(),
    target_weeks=TARGET_WEEKS,
    target_share=TARGET_SHARE,
    clear_by=None,
    horizon=52,
    runs=1000,
    seed=1,
    changes=(),
)
"""A plan that assumes nothing but what the list shows."""


def find_chart(clocks: PathwayClocks, today: date, key: str) -> Series:
    """One chart of all services. Raises NotFound when there is none."""
    found = next((one for one in list_service_charts(measure_services(clocks, today)) if one.key == key), None)
    if found is None:
        raise NotFound("There is no such chart.")
    return found


def list_service_charts(found: Sequence[ServiceStanding]) -> Iterator[Series]:
    """The page of all services."""
    yield make_scatter(found)
    yield make_healthy(found)
    yield make_steady(found)


def make_scatter(found: Sequence[ServiceStanding]) -> Series:
    """Load by pressure, one point a service (CAP-2, CAP-8)."""
    known = [one for one in found if one.standing.pressure is not None]
    drawn = [one for one in known if one.standing.activity]
    over = sum((one.standing.pressure or 0) > 1 for one in known)
    left = f" Not drawn: {len(known) - len(drawn)} where nobody was treated." if len(known) > len(drawn) else ""
    return make(
        "load-pressure",
        "Load and pressure of every service",
        f"{over} of {len(known)} services are likely to miss 18 weeks: their pressure is above 1.{left}",
        "Load is demand for treatment ÷ treated a week; pressure twice the mean wait so far ÷ 18 weeks (CAP-2, CAP-8). "
        "Services where nobody was treated have no load.",
        "scatter",
        ("Service", "Load", "Pressure"),
        [(one.name, one.standing.load, one.standing.pressure) for one in drawn],
        "load and pressure",
        [("Likely to miss", 1.0)],
    )


def make_healthy(found: Sequence[ServiceStanding]) -> Series:
    """The list there is beside the list that would keep the standard."""
    ranked = sorted(found, key=lambda one: -one.healthy.excess)[:MOST_SHOWN]
    worst = ranked[0] if ranked else None
    return make(
        "healthy",
        "List now and healthy list",
        f"{worst.name} is furthest above: {say_number(worst.standing.list_size)} wait, "
        f"{say_number(worst.healthy.queue)} would be healthy."
        if worst
        else "",
        "Patients waiting, next to demand × 18 weeks ÷ 2.53, the list on which 92% are seen within 18 weeks week after "
        "week (CAP-19).",
        "range",
        ("Service", "Now", "Healthy"),
        [(one.name, one.standing.list_size, one.healthy.queue) for one in ranked],
        "patients",
    )


def make_steady(found: Sequence[ServiceStanding]) -> Series:
    """Each service in its steady state (CAP-19), as a table: patients and patients a week."""
    ranked = sorted(found, key=lambda one: (-one.healthy.excess, one.name))
    excess = sum(max(0.0, one.healthy.excess) for one in ranked)
    return make(
        "steady",
        "Steady state of every service",
        f"All together {say_number(excess)} patients wait above the healthy lists.",
        "What keeps 92% within 18 weeks: list, capacity and those leaving untreated a week, next to what there is; do "
        "nothing means the list goes on growing by demand less capacity (CAP-19).",
        "table",
        (
            "Service",
            "Referrals a week",
            "Leave untreated",
            "Treated a week",
            "Capacity needed",
            "Short by",
            "List",
            "Healthy list",
            "Above it",
            "Grows a week",
        ),
        [
            (
                one.name,
                one.standing.demand,
                one.standing.leaves,
                one.healthy.service.capacity,
                one.healthy.capacity,
                one.healthy.gap,
                one.standing.list_size,
                one.healthy.queue,
                one.healthy.excess,
                one.standing.to_treat - one.healthy.service.capacity,
            )
            for one in ranked
        ],
        "patients",
    )
