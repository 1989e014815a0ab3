"""Who is seen first, drawn: the shape of the list, the list and the waits by priority, and what the order costs."""

import math
from collections.abc import Iterator, Sequence
from datetime import date

from dashapp.values.series import Series
from pages.capacity_planner.service.forecast_charts import read_dates
from pages.capacity_planner.service.forecasts import Result
from pages.capacity_planner.service.opened import OpenedPlan
from pages.capacity_planner.service.series import make, say_count, say_day, say_number

MOST_WEEKS = 79


def list_order_charts(opened: OpenedPlan, result: Result) -> Iterator[Series]:
    """The page of who is seen first."""
    base = result["base"]
    dates = read_dates(base["dates"])
    yield make_shape(opened, base, dates)
    yield make_priority_list(base, dates)
    yield make_priority_waits(base, dates)
    yield make_orders(result, dates)


def make_shape(opened: OpenedPlan, base: Result, dates: Sequence[date]) -> Series:
    """The list by weeks waited now and at the end, beside the exponential list that just meets the target (item 10)."""
    standing = opened.standing
    mean = standing.target_mean_wait
    shape = base["shape"]
    last = max((week for week in range(105) if shape["now"][week] or shape["then"][week]), default=0)
    rows = [
        (week, shape["now"][week], shape["then"][week], standing.demand * math.exp(-(week + 0.5) / mean))
        for week in range(min(MOST_WEEKS, last + 2))
    ]
    late = sum(shape["now"][18:])
    return make(
        "shape",
        "The shape of the list",
        f"{say_count(late)} of {say_number(standing.list_size)} have waited 18 weeks or more; a healthy list has few.",
        "Patients by whole weeks waited: now, at the end of the forecast (mean of all runs), and the list that just "
        "meets the target, on which each week's referrals thin out exponentially (CAP-3).",
        "line",
        ("Weeks waited", "Now", f"{dates[-1]:%B %Y}", "Healthy list"),
        rows,
        "patients",
        limit=("18 weeks", "18"),
    )


def make_priority_list(base: Result, dates: Sequence[date]) -> Series:
    names = list(base["by_priority"])
    sizes = [base["by_priority"][name] for name in names]
    return make(
        "priority-list",
        "The list by priority",
        "; ".join(
            f"{name}: {say_count(values[0])} now, {say_count(values[-1])} at the end"
            for name, values in zip(names, sizes, strict=True)
        )
        + ".",
        "Patients waiting by clinical priority, the mean of all runs. Without an order by priority all are together.",
        "line",
        ("Date", *names),
        [(day, *row) for day, *row in zip(dates, *sizes, strict=True)],
        "patients",
    )


def make_priority_waits(base: Result, dates: Sequence[date]) -> Series:
    names = list(base["waited"])
    waits = [base["waited"][name] for name in names]
    ends = [next((one for one in reversed(values) if one is not None), None) for values in waits]
    return make(
        "priority-waits",
        "How long those treated had waited",
        "; ".join(say_waited(name, end) for name, end in zip(names, ends, strict=True)) + ".",
        "Mean weeks waited by those treated in each week, by priority; a gap where nobody was.",
        "line",
        ("Date", *names),
        [(day, *row) for day, *row in zip(dates[1:], *waits, strict=True)],
        "weeks",
        [("18 weeks", 18.0)],
    )


def say_waited(name: str, weeks: float | None) -> str:
    return f"{name}: nobody treated" if weeks is None else f"{name}: {say_number(weeks)} weeks at the end"


def make_orders(result: Result, dates: Sequence[date]) -> Series:
    """By priority against in turn: what the order costs those who wait longest."""
    turn = result["in_turn"]
    by = {weeks: series["p50"][-1] for weeks, series in result["base"]["over"].items()}
    rows = [(f"Over {weeks} weeks", turn["over"][weeks], by[weeks]) for weeks in by] if turn else []
    longest = next((weeks for weeks in reversed(by) if turn and (by[weeks] or turn["over"][weeks])), "18")
    return make(
        "orders",
        "By priority, or in turn",
        f"Over {longest} weeks on {say_day(dates[-1])}: {say_count(by[longest])} by priority, "
        f"{say_count(turn['over'][longest])} in turn."
        if turn
        else "",
        "Patients over each wait at the end, in the middle run: seen by clinical priority, and were all seen in turn "
        "(SIM-3).",
        "bar",
        ("Waiting", "In turn", "By priority"),
        rows,
        "patients",
        nothing="This plan sees everybody in turn: choose an order by priority to compare the two.",
    )
