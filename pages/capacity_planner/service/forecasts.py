"""The forecast of a plan: run in the worker with progress, kept under a stamp of all it was made from.

The result is plain JSON: `base`, the forecast of doing nothing; `scenarios`, one line each; `in_turn`, the waits were
all seen in turn; `tornado`, the list at the end when one driver is lower or higher; `back_test`. The same plan, list,
day and seed give the same result.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import orjson

from dashapp.context import Clockstart
from dashapp.services.access import access
from dashapp.services.jobs.jobs import Watch
from pages.capacity_planner.service.changes import DO_NOTHING, Change, apply, slots_given
from pages.capacity_planner.service.opened import OpenedPlan, open_plan
from pages.capacity_planner.service.reading import yield_of_slot
from pages.capacity_planner.service.scenarios import in_turn, make_scenario
from rules.capacity.back_test import LEAST_WEEKS, back_test
from rules.simulation import Scenario, simulate
from rules.simulation.engine import THRESHOLDS
from rules.simulation.fitting import simulated_model
from rules.simulation.forecast import Forecast, Series

VERSION = "2"
EDGES = (2.5, 10, 25, 50, 75, 90, 97.5)
DRIVER_RUNS = 200
TEST_RUNS = 500
GROUPS: tuple[tuple[str, int, int], ...] = (
    ("0 to 18", 0, 18),
    ("18 to 26", 18, 26),
    ("26 to 40", 26, 40),
    ("40 to 52", 40, 52),
    ("52 to 65", 52, 65),
    ("65 to 78", 65, 78),
    ("78 and over", 78, 105),
)
Report = Callable[[int, int, str], None]
Result = dict[str, Any]


def run(clockstart: Clockstart, watch: Watch, owner: str, record_id: str, query: Mapping[str, Sequence[str]]) -> Result:
    """The job. Whose plan and pathways these are is checked again, for the person who asked. Errors as `open_plan`."""
    actor = access.get_actor(clockstart, watch.uid)
    opened = open_plan(clockstart, actor, owner, record_id, query)
    result = work_out(opened, watch.report)
    keep(clockstart, watch.uid, opened, result)
    return {"stamp": stamp_of(opened)}


def keep(clockstart: Clockstart, uid: str, opened: OpenedPlan, result: Result) -> None:
    clockstart.store.worked_out.put(uid, key_of(opened), stamp_of(opened), result)


def find_result(clockstart: Clockstart, uid: str, opened: OpenedPlan) -> Result | None:
    """The kept forecast, None when there is none of this plan, this list and this day."""
    return clockstart.store.worked_out.find_value(uid, key_of(opened), stamp_of(opened))


def key_of(opened: OpenedPlan) -> str:
    """Where the forecast is kept: by plan and by whose pathways it is over."""
    named = f"{opened.owner}/{opened.record.id}/{opened.scope.key}"
    return f"forecast-{hashlib.sha256(named.encode()).hexdigest()[:24]}"


def stamp_of(opened: OpenedPlan) -> str:
    """All the forecast depends on: the day, the version of the plan, the weeks seen and who waits."""
    weeks = [list(week) for week in opened.history.weeks]
    seen = hashlib.sha256(orjson.dumps([VERSION, opened.history.ends, weeks, opened.history.priority_shares]))
    seen.update(opened.history.waiting.tobytes())
    seen.update(opened.history.priority.tobytes())
    return f"{opened.today.isoformat()} {opened.record.rev} {seen.hexdigest()[:24]}"


@dataclass(slots=True)
class Progress:
    """Runs done of runs in all, over every part of the work."""

    report: Report
    total: int
    done: int = 0

    def part(self, words: str) -> Callable[[int, int], None]:
        """What one part of the work calls as it goes on."""
        before = self.done

        def on_progress(done: int, _of: int) -> None:
            self.done = before + done
            self.report(self.done, self.total, f"{words}: {self.done:,} of {self.total:,} runs")

        return on_progress


def work_out(opened: OpenedPlan, report: Report) -> Result:
    """Every part of the forecast. Raises ValueError with a plain sentence for a plan that cannot be run."""
    plan = opened.plan
    scenario = make_scenario(plan, opened.history, opened.today)
    drivers = list_drivers(scenario, opened)
    total = plan.runs * (1 + len(plan.changes) + plan.by_priority) + DRIVER_RUNS * 2 * len(drivers)
    progress = Progress(report, total)
    base = simulate(scenario, plan.runs, plan.seed, progress.part(DO_NOTHING))
    told = [tell_scenario(DO_NOTHING, "As things are", base, opened)]
    for change in plan.changes:
        changed = apply(change, scenario, yield_of_slot(plan))
        forecast = simulate(changed, plan.runs, plan.seed, progress.part(change.name))
        told.append(tell_scenario(change.name, change.words, forecast, opened, change))
    turn = simulate(in_turn(scenario), plan.runs, plan.seed, progress.part("In turn")) if plan.by_priority else None
    return {
        "base": tell_base(base),
        "scenarios": told,
        "in_turn": tell_waits(turn) if turn else None,
        "tornado": [tell_driver(driver, plan.seed, progress) for driver in drivers],
        "back_test": tell_back_test(opened),
        "runs": plan.runs,
        "seed": plan.seed,
    }


def tell_base(forecast: Forecast) -> Result:
    """Doing nothing, in full."""
    return {
        "dates": [day.isoformat() for day in forecast.dates],
        "list_size": tell_series(forecast.list_size),
        "within": tell_series(forecast.within),
        "over": {str(weeks): tell_series(forecast.over[weeks]) for weeks in THRESHOLDS},
        "chance_met": rounded(forecast.chance_met, 4),
        "chance_met_by": rounded(forecast.chance_met_by, 4),
        "groups": [[round(sum(row[low:high]), 2) for _, low, high in GROUPS] for row in forecast.bands],
        "shape": {"now": rounded(forecast.bands[0]), "then": rounded(forecast.bands[-1])},
        "activity": rounded(forecast.activity.mean),
        "slots": rounded(forecast.slots.mean),
        "removals": rounded(forecast.removals.mean),
        **tell_order(forecast),
    }


def tell_order(forecast: Forecast) -> Result:
    """Who is seen and who waits, by priority."""
    return {
        "by_priority": {name: rounded(values) for name, values in forecast.list_by_priority.items()},
        "waited": {
            name: [None if one is None else round(one, 2) for one in values]
            for name, values in forecast.weeks_waited_by_priority.items()
        },
    }


def tell_waits(forecast: Forecast) -> Result:
    """The list by weeks waited at the end, for the comparison of orders."""
    over = {str(weeks): round(forecast.over[weeks].median[-1], 1) for weeks in THRESHOLDS}
    return {"over": over, "mean_wait": mean_wait_of(forecast)}


def tell_series(series: Series) -> Result:
    return {f"p{edge:g}": rounded(series.percentiles[edge]) for edge in EDGES}


def rounded(values: Sequence[float], digits: int = 2) -> list[float]:
    return [round(float(value), digits) for value in values]


def tell_scenario(
    name: str, words: str, forecast: Forecast, opened: OpenedPlan, change: Change | None = None
) -> Result:
    """One scenario: its list over time, and what it comes to at the end."""
    size, within = forecast.list_size, forecast.within
    met = forecast.find_date_met()
    slots = slots_given(change, opened.today, forecast.dates[-1]) if change else None
    return {
        "name": name,
        "words": words,
        "list": rounded(size.median),
        "low": rounded(size.band(80)[0]),
        "high": rounded(size.band(80)[1]),
        "within": rounded(within.median),
        "over_18": rounded(forecast.over[18].median),
        "over_52": rounded(forecast.over[52].median),
        "chance": round(forecast.chance_met_by[-1], 4),
        "met": met.isoformat() if met else None,
        "mean_wait": mean_wait_of(forecast),
        "treated": round(sum(forecast.activity.mean), 1),
        "slots": None if slots is None else round(slots, 1),
        "cost": None if slots is None or change is None or change.cost is None else round(slots * change.cost),
    }


def mean_wait_of(forecast: Forecast) -> float | None:
    """Mean weeks waited so far by those on the list at the end; bands of a week are taken at their middle."""
    last = forecast.bands[-1]
    total = sum(last)
    return round(sum((week + 0.5) * count for week, count in enumerate(last)) / total, 2) if total else None


@dataclass(frozen=True, slots=True)
class Driver:
    """One thing the forecast rests on, made lower and higher; `words` say by how much."""

    name: str
    words: str
    low: Scenario
    high: Scenario


def list_drivers(scenario: Scenario, opened: OpenedPlan) -> list[Driver]:
    """Demand within its error, capacity, missed appointments, removals, cancelled sessions."""
    error = 1.96 * scenario.demand_error or 0.05 * scenario.demand
    plain = replace(scenario, demand_error=0.0)
    found = [
        Driver(
            "Demand",
            f"{scenario.demand:.1f} ± {error:.1f} referrals a week",
            replace(plain, demand=max(0.0, scenario.demand - error)),
            replace(plain, demand=scenario.demand + error),
        ),
        Driver("Capacity", "slots 5% fewer or more", scale_slots(scenario, 0.95), scale_slots(scenario, 1.05)),
    ]
    for name, field in (
        ("Missed appointments", "missed"),
        ("Cancelled by patients", "patient_cancels"),
        ("Sessions cancelled, leave", "sessions_cancelled"),
        ("Removals", "removed_weekly"),
    ):
        value = getattr(scenario, field)
        if value:
            low, high = (replace(scenario, **{field: min(1.0, value * factor)}) for factor in (0.75, 1.25))
            found.append(Driver(name, f"{100 * value:.1f}%, a quarter less or more", low, high))
    return [driver for driver in found if is_possible(driver.high)]


def is_possible(scenario: Scenario) -> bool:
    return scenario.missed + scenario.patient_cancels + scenario.hospital_cancels <= 1


def scale_slots(scenario: Scenario, factor: float) -> Scenario:
    return replace(scenario, sessions=tuple(replace(one, slots=one.slots * factor) for one in scenario.sessions))


def tell_driver(driver: Driver, seed: int, progress: Progress) -> Result:
    """The median list at the end with the driver low and high."""
    low, high = (
        simulate(one, DRIVER_RUNS, seed, progress.part(driver.name)).list_size.median[-1]
        for one in (driver.low, driver.high)
    )
    return {"name": driver.name, "words": driver.words, "low": round(low, 1), "high": round(high, 1)}


def tell_back_test(opened: OpenedPlan) -> Result:
    """Fitted on the first half of the weeks, held against the second (CAP-20); why not, where that cannot be."""
    weeks = opened.history.weeks
    if len(weeks) < LEAST_WEEKS or not any(week.waiting for week in weeks):
        return {"why_not": f"A back-test needs {LEAST_WEEKS} weeks of referrals, treatments and list sizes at least."}
    half = len(weeks) // 2
    start: date = opened.history.ends[half - 1]
    tested = back_test(weeks, simulated_model(start, TEST_RUNS, opened.plan.seed))
    shown = tested.prediction
    return {
        "dates": [(start + timedelta(weeks=week)).isoformat() for week in range(1, len(tested.observed) + 1)],
        "observed": rounded(tested.observed),
        "middle": rounded(shown.middle),
        "bands": [rounded(edge) for edge in (shown.low_80, shown.high_80, shown.low_95, shown.high_95)],
        "fitted": tested.fitted_weeks,
        "mae": round(tested.mae, 2),
        "mape": None if tested.mape is None else round(tested.mape, 2),
        "coverage_80": tested.coverage_80,
        "coverage_95": tested.coverage_95,
    }
