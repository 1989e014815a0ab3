"""Clearing the list: where it goes, each step of the way, what validation does, all standards together."""

from collections.abc import Iterator
from datetime import timedelta

from dashapp.values.series import Series
from pages.capacity_planner.service.figures import relief_weeks
from pages.capacity_planner.service.history import PathwayStep
from pages.capacity_planner.service.opened import OpenedPlan
from pages.capacity_planner.service.series import make, say_day, say_number
from rules.capacity.clearance import clear_backlog, clearance_weeks, weeks_to_reach
from rules.capacity.standard_curves import STANDARDS

VALIDATED = (0, 2, 5, 10, 15, 20)


def list_clearance_charts(opened: OpenedPlan) -> Iterator[Series]:
    """The page of clearing the list."""
    yield make_trajectory(opened)
    yield make_standards()
    if opened.history.admission:
        yield make_steps(opened)
    yield make_validation(opened)


def make_trajectory(opened: OpenedPlan) -> Series:
    """The list week by week at the plan's capacity, and with relief until the target, then maintenance."""
    plan, standing = opened.plan, opened.standing
    weeks = max(plan.horizon, round(relief_weeks(plan, opened.today)) + 4)
    factor = standing.to_treat * plan.target_weeks / standing.target_list if standing.target_list else plan.factor
    given = (standing.list_size, standing.to_treat, plan.target_weeks)
    as_planned = clear_backlog(*given, standing.capacity, standing.capacity, weeks, factor)
    relief = max(standing.relief, standing.target_capacity)
    eased = clear_backlog(*given, relief, standing.target_capacity, weeks, factor)
    is_short = standing.capacity < relief
    crossing = as_planned.crossing
    told = (
        f"At the plan's {say_number(standing.capacity)} a week the list is at its target on "
        f"{say_day(opened.today + timedelta(weeks=crossing))}."
        if crossing is not None
        else f"At the plan's {say_number(standing.capacity)} a week the list is not at its target within {weeks} weeks."
    )
    if is_short and eased.crossing and crossing != 0:
        told += f" With {say_number(relief)} a week it is on {say_day(opened.today + timedelta(weeks=eased.crossing))}."
    sizes = zip(as_planned.sizes, eased.sizes, strict=True)
    rows = [
        (opened.today + timedelta(weeks=week), *((one, other) if is_short else (one,)))
        for week, (one, other) in enumerate(sizes)
    ]
    return make(
        "trajectory",
        "Where the list goes",
        told,
        "The list less capacity plus demand for treatment each week, on average (CAP-14): at the plan's capacity, and "
        "with relief capacity until the target, then target capacity.",
        "line",
        ("Week of", "As planned", *(["With relief"] if is_short else [])),
        rows,
        "patients",
        [("Target list", standing.target_list)],
    )


def make_steps(opened: OpenedPlan) -> Series:
    """The wait for the first appointment, the wait from decision to admission, and how long each takes to clear."""
    history = opened.history
    known: list[tuple[str, PathwayStep]] = [
        (name, step)
        for name, step in (
            ("Referral to first appointment", history.first_appointment),
            ("Decision to admit to admission", history.admission),
        )
        if step is not None
    ]
    rows = [(name, *tell_step(step)) for name, step in known]
    first = known[0][1] if known else None
    told = (
        f"{first.waiting:,} wait for a first appointment; those seen had waited {say_number(first.mean_weeks)} weeks."
        if first and history.first_appointment
        else "This list is too long to read every appointment of."
    )
    return make(
        "steps",
        "The steps of the way",
        told,
        "Patients still waiting for the step, those who passed it a week in the weeks seen and their mean wait for it; "
        "clearance is waiting ÷ passed a week (CAP-14).",
        "table",
        ("Step", "Waiting", "Passed a week", "Mean wait of those, weeks", "Wait so far, weeks", "Clearance, weeks"),
        rows,
        "patients and weeks",
    )


def tell_step(step: PathwayStep) -> tuple[float | None, ...]:
    clearance = clearance_weeks(step.waiting, step.passed_weekly)
    return step.waiting, step.passed_weekly, step.mean_weeks, step.waited_weeks, clearance


def make_validation(opened: OpenedPlan) -> Series:
    """What taking patients off the list who need not wait does to the way to the target."""
    standing = opened.standing
    rows = []
    for percent in VALIDATED:
        size = standing.list_size * (1 - percent / 100)
        weeks = weeks_to_reach(size, standing.target_list, standing.to_treat, standing.capacity)
        rows.append((f"{percent}%", size, standing.list_size - size, clearance_weeks(size, standing.capacity), weeks))
    before, after = rows[0][-1], rows[3][-1]
    told = f"{say_load(standing.to_treat / standing.capacity) if standing.capacity else 'There is no capacity'}: "
    told += "validation shortens the list once, and the target is still never reached."
    if before is not None and after is not None:
        told = f"Were 10% of the list found not to need it, the target would be reached {before - after} weeks sooner."
    return make(
        "validation",
        "What validation removes",
        told,
        "The list after so much of it is removed by validation, once, at the start; clearance time and weeks to the "
        "target at the plan's capacity (CAP-14). Validated off is not treated: each removal needs its evidence.",
        "table",
        ("Removed", "List", "Patients removed", "Clearance, weeks", "Weeks to target"),
        rows if standing.list_size else (),
        "patients and weeks",
    )


def say_load(load: float) -> str:
    """ "Demand is 15% more than capacity (1.15 of it)"."""
    more = round(100 * (load - 1))
    told = f"{abs(more)}% {'more' if more > 0 else 'less'} than capacity" if more else "as much as capacity"
    return f"Demand is {told} ({load:.2f} of it)"


def make_standards() -> Series:
    """The mean wait that every national standard allows (item 14)."""
    ranked = sorted(STANDARDS, key=lambda one: -one.mean_wait)
    first, last = ranked[0], ranked[-1]
    return make(
        "standards",
        "What each standard allows",
        f"{first.name}: a mean wait of {say_number(first.mean_wait)} weeks. {last.name}: {say_number(last.mean_wait)}.",
        "The mean wait at which each standard is just met when waits are exponential: its weeks ÷ −ln(1 − its share) "
        "(CAP-3).",
        "bar",
        ("Standard", "Mean wait"),
        [(one.name, one.mean_wait) for one in ranked],
        "weeks",
    )
