"""Demand, capacity, activity and queue week by week, with control limits (section 4, items 1 and 7)."""

from collections.abc import Iterator, Sequence
from itertools import repeat

from dashapp.values.series import Series
from pages.capacity_planner.service.figures import spreads
from pages.capacity_planner.service.opened import OpenedPlan
from pages.capacity_planner.service.series import make, say_number
from rules import spc
from rules.capacity.kingman import hockey_stick, mean_wait
from words.phrases import plural

LIMITS = ("Mean", "Lower limit", "Upper limit", "Worth a look")
NO_WEEKS = "No weeks are known: give those of a year one by one, or plan over a tracking list."


def list_flow_charts(opened: OpenedPlan) -> Iterator[Series]:
    """The page of demand, capacity, activity and queue."""
    history = opened.history
    yield draw_weeks("demand", "Demand", "Referrals", history.referrals, opened)
    yield draw_weeks("activity", "Activity", "Treated", history.treated if any(history.treated) else (), opened)
    yield make_use(opened)
    yield make_queue(opened)
    yield make_hockey(opened)


def draw_weeks(key: str, title: str, what: str, values: Sequence[float], opened: OpenedPlan) -> Series:
    """One run of weeks as an XmR chart (CAP-15)."""
    ends = opened.history.ends
    told = spc.read_series([spc.Point(day, value) for day, value in zip(ends, values, strict=True)]) if values else None
    limits = told.groups[0].limits if told and told.limits_shown != "none" else None
    rows = [
        (
            end,
            value,
            told.groups[0].mean,
            max(0.0, limits[0]) if limits else None,
            limits[1] if limits else None,
            value if signal else None,
        )
        for end, value, signal in zip(ends, values, told.signals if told else (), strict=True)
        if told
    ]
    return make(
        key,
        f"{title}, week by week",
        say_run(what, told) if told else "",
        f"{what} in the seven days that end on each date, with the mean and the limits of an XmR chart (CAP-15): a "
        "point is worth a look outside the limits, in a run of seven on one side or rising or falling, or near a limit "
        "in two of three (SPC-2).",
        "spc",
        ("Week to", what, *LIMITS),
        rows,
        "patients a week",
        nothing=NO_WEEKS,
    )


def say_run(what: str, told: spc.Spc) -> str:
    """The mean, the limits, and whether anything but chance shows."""
    weeks, marked = len(told.signals), sum(signal is not None for signal in told.signals)
    mean, limits = told.groups[0].mean, told.groups[0].limits
    if limits is None or told.limits_shown == "none":
        return f"{what}: {say_number(mean)} a week. {plural(weeks, 'week')}: too few for limits."
    lower, upper = say_number(max(0.0, limits[0])), say_number(limits[1])
    shows = f"{marked} of {weeks} weeks are worth a look." if marked else "Nothing but chance shows."
    trial = f" Only {weeks} weeks: these are trial limits." if told.limits_shown == "trial" else ""
    return f"{what}: {say_number(mean)} a week, normally {lower} to {upper}. {shows}{trial}"


def make_use(opened: OpenedPlan) -> Series:
    """Capacity beside activity: what is between them was not used (CAP-1)."""
    history, capacity = opened.history, opened.plan.capacity
    treated = history.treated if any(history.treated) else []
    unused = sum(max(0.0, capacity - week) for week in treated)
    return make(
        "use",
        "Capacity and its use",
        f"{say_number(unused)} places were not used in {len(treated)} weeks, "
        f"{say_number(unused / len(treated) if treated else 0)} a week; the plan gives {say_number(capacity)} a week.",
        "Capacity is what the plan's sessions give a week after all that is lost on the way; activity is clock stops "
        "by treatment. More treated than planned is extra work, such as waiting list initiatives.",
        "gap",
        ("Week to", "Capacity", "Activity"),
        zip(history.ends, repeat(capacity), treated, strict=False),
        "patients a week",
        nothing=NO_WEEKS,
    )


def make_queue(opened: OpenedPlan) -> Series:
    history, standing = opened.history, opened.standing
    known = any(week.waiting for week in history.weeks)
    sizes = [week.waiting for week in history.weeks] if known else []
    change = sizes[-1] - sizes[0] if sizes else 0
    return make(
        "queue",
        "The list",
        f"{say_number(standing.list_size)} wait; {say_number(abs(change))} "
        f"{'more' if change >= 0 else 'fewer'} than {len(sizes)} weeks ago. Target {say_number(standing.target_list)}.",
        "Patients whose clock runs at the end of each week (CAP-9), next to the target list: demand × target wait ÷ "
        "factor (CAP-5).",
        "area",
        ("Week to", "Waiting"),
        zip(history.ends, sizes, strict=False),
        "patients",
        [("Target list", standing.target_list)],
        nothing=NO_WEEKS,
    )


def make_hockey(opened: OpenedPlan) -> Series:
    """Mean wait against load, with the service's own place on it (CAP-18)."""
    standing, (demand, capacity) = opened.standing, spreads(opened.history)
    here = round(standing.load, 3)
    loads = sorted({*(step / 100 for step in range(50, 99, 2)), 0.985, 0.99, *([here] if 0.3 < here < 0.99 else [])})
    curve = hockey_stick(standing.capacity, demand, capacity, loads) if standing.capacity > 0 else []
    rows = [(100 * load, weeks, weeks if load == here else None) for load, weeks in curve]
    wait = mean_wait(standing.load, standing.capacity, demand, capacity)
    told = (
        f"At a load of {100 * standing.load:.0f}% the wait for a place settles at {say_number(wait)} weeks on average."
        if wait is not None
        else f"At a load of {100 * standing.load:.0f}% no wait settles: the list grows without end."
    )
    return make(
        "hockey",
        "Waits against utilisation",
        told,
        "Kingman's mean wait at this capacity and this variation of demand and capacity, were the load different "
        "(CAP-18). It counts the wait that chance alone makes, not the backlog there is now.",
        "line",
        ("Load, percent", "Mean wait", "You are here"),
        rows,
        "weeks",
    )
