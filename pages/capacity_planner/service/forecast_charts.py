"""The forecast drawn: the list with its bands, long waits, the standard, what it rests on, scenarios."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from dashapp.values.series import Series
from pages.capacity_planner.service.forecasts import GROUPS, Result
from pages.capacity_planner.service.opened import OpenedPlan
from pages.capacity_planner.service.reading import Assumptions
from pages.capacity_planner.service.scenarios import STANDARD_WEEKS, target_weeks
from pages.capacity_planner.service.series import make, say_count, say_day, say_number

BANDS = ("Lower 50%", "Upper 50%", "Lower 80%", "Upper 80%", "Lower 95%", "Upper 95%")
EDGES = ("p25", "p75", "p10", "p90", "p2.5", "p97.5")
LONG = (26, 40, 52, 65, 78)
EVERY = 4
"""Weeks between two rows of a table by month."""


def list_forecast_charts(opened: OpenedPlan, result: Result) -> Iterator[Series]:
    """The page of the forecast."""
    base = result["base"]
    dates = read_dates(base["dates"])
    yield make_fan(opened, base, dates)
    yield make_within(opened, base, dates)
    yield make_chance(opened, base, dates)
    for weeks in (STANDARD_WEEKS, 52):
        yield make_over(base, dates, weeks)
    yield make_long(base, dates)
    yield make_heat(base, dates)
    yield make_tornado(result)


def read_dates(texts: Sequence[str]) -> list[date]:
    return [date.fromisoformat(text) for text in texts]


def bands_of(series: Mapping[str, Sequence[float]]) -> Iterator[tuple[float, ...]]:
    """Middle, then the edges of the 50, 80 and 95% bands, row by row."""
    return zip(series["p50"], *(series[edge] for edge in EDGES), strict=True)


def make_fan(opened: OpenedPlan, base: Result, dates: Sequence[date]) -> Series:
    last = {name: values[-1] for name, values in base["list_size"].items()}
    return make(
        "fan",
        "The list to come",
        f"On {say_day(dates[-1])}: {say_count(last['p50'])} wait, with 80% of runs between {say_count(last['p10'])} "
        f"and {say_count(last['p90'])}; the target list is {say_count(opened.standing.target_list)}.",
        "Patients waiting at the end of each week over all runs (SIM-6, SIM-7). Bands hold 50, 80 and 95% of the runs: "
        "where the list itself may be, not how well its mean is known.",
        "fan",
        ("Date", "Middle run", *BANDS),
        [(day, *row) for day, row in zip(dates, bands_of(base["list_size"]), strict=True)],
        "patients",
        [("Target list", opened.standing.target_list)],
    )


def make_within(opened: OpenedPlan, base: Result, dates: Sequence[date]) -> Series:
    share, weeks = 100 * opened.plan.target_share, target_weeks(opened.plan)
    now, then = base["within"]["p50"][0], base["within"]["p50"][-1]
    return make(
        "within-18",
        f"Within {weeks} weeks",
        f"{say_number(now)}% now, {say_number(then)}% on {say_day(dates[-1])} in the middle run; "
        f"{say_standard(opened.plan, base, dates)}",
        f"Of those waiting, the share who have waited no more than {weeks} weeks, with the bands of all runs.",
        "fan",
        ("Date", "Middle run", *BANDS),
        [(day, *row) for day, row in zip(dates, bands_of(base["within"]), strict=True)],
        "percent",
        [(f"Target {share:g}%", share)],
    )


def say_standard(plan: Assumptions, base: Result, dates: Sequence[date], chance: float = 0.5) -> str:
    """The month the target of the plan is met, on an even chance."""
    target = f"the target, {100 * plan.target_share:g}% within {target_weeks(plan)} weeks,"
    found = next((day for day, share in zip(dates, base["chance_met"], strict=True) if share >= chance), None)
    if found is None:
        return f"on an even chance {target} is not met in this time."
    if found == dates[0]:
        return f"{target} is met now."
    return f"on an even chance {target} is met in {found:%B %Y}."


def make_chance(opened: OpenedPlan, base: Result, dates: Sequence[date]) -> Series:
    by = opened.plan.clear_by
    at = next((place for place, day in enumerate(dates) if by and day >= by), len(dates) - 1)
    return make(
        "chance",
        "The chance that the target is met",
        f"By {say_day(dates[at])}: {100 * base['chance_met_by'][at]:.0f} in 100 runs have met it at least once.",
        "The share of runs in which the target of the plan is met on the date, and on it or before (SIM-8).",
        "line",
        ("Date", "On the date", "By the date"),
        [
            (day, 100 * on, 100 * until)
            for day, on, until in zip(dates, base["chance_met"], base["chance_met_by"], strict=True)
        ],
        "percent of runs",
    )


def make_over(base: Result, dates: Sequence[date], weeks: int) -> Series:
    series = base["over"][str(weeks)]
    none = next((day for day, count in zip(dates, series["p50"], strict=True) if count < 0.5), None)
    gone = "nobody now" if none == dates[0] else f"nobody from {say_day(none)}" if none else "some all the time"
    return make(
        f"over-{weeks}",
        f"Waiting over {weeks} weeks",
        f"{say_count(series['p50'][0])} now, {say_count(series['p50'][-1])} on {say_day(dates[-1])}; "
        f"in the middle run {gone}.",
        f"Patients who have waited more than {weeks} weeks, in the week bands of the return (SIM-6).",
        "fan",
        ("Date", "Middle run", *BANDS),
        [(day, *row) for day, row in zip(dates, bands_of(series), strict=True)],
        "patients",
    )


def make_long(base: Result, dates: Sequence[date]) -> Series:
    over = {weeks: base["over"][str(weeks)]["p50"] for weeks in LONG}
    return make(
        "long-waits",
        "Long waits",
        f"Over 52 weeks: {say_count(over[52][0])} now, {say_count(over[52][-1])} on {say_day(dates[-1])}; over 65: "
        f"{say_count(over[65][0])}, then {say_count(over[65][-1])}.",
        "Patients who have waited longer than each number of weeks, in the middle run.",
        "line",
        ("Date", *(f"Over {weeks}" for weeks in LONG)),
        [(day, *row) for day, *row in zip(dates, *over.values(), strict=True)],
        "patients",
    )


def make_heat(base: Result, dates: Sequence[date]) -> Series:
    places = list(range(0, len(dates), EVERY))
    names = [name for name, _, _ in GROUPS]
    return make(
        "weeks-waited",
        "The list by weeks waited",
        f"Under 18 weeks: {base['groups'][0][0]:,.0f} now, {base['groups'][places[-1]][0]:,.0f} on "
        f"{say_day(dates[places[-1]])}.",
        "Patients by weeks waited, every four weeks: the mean of all runs.",
        "heat",
        ("Date", *names),
        [(f"{dates[place]:%-d %b %Y}", *(round(count) for count in base["groups"][place])) for place in places],
        "patients",
        limit=("18 weeks", names[1]),
    )


def make_tornado(result: Result) -> Series:
    """What the list at the end hangs on most (item 6)."""
    drivers = sorted(result["tornado"], key=lambda one: -abs(one["high"] - one["low"]))
    base = result["base"]["list_size"]["p50"][-1]
    first = drivers[0] if drivers else None
    return make(
        "tornado",
        "What the forecast hangs on",
        f"{first['name']} most: the list ends at {say_count(first['low'])} or {say_count(first['high'])}."
        if first
        else "",
        "The list at the end in the middle run when one thing alone is lower or higher. "
        + "; ".join(f"{one['name']}: {one['words']}" for one in drivers)
        + ".",
        "range",
        ("Driver", "Lower", "Higher"),
        [(one["name"], one["low"], one["high"]) for one in drivers],
        "patients at the end",
        [("As planned", base)],
    )


def list_scenario_charts(opened: OpenedPlan, result: Result) -> Iterator[Series]:
    """The page of scenarios."""
    told = result["scenarios"]
    dates = read_dates(result["base"]["dates"])
    yield make_paths("scenario-list", "The list in each scenario", "list", "patients", told, dates, opened)
    yield make_paths(
        "scenario-within",
        f"Within {target_weeks(opened.plan)} weeks in each scenario",
        "within",
        "percent",
        told,
        dates,
        opened,
    )
    yield make_costs(told)
    yield make_deltas(told, target_weeks(opened.plan))


def make_paths(
    key: str, title: str, field: str, unit: str, told: Sequence[Any], dates: Sequence[date], opened: OpenedPlan
) -> Series:
    """One line a scenario; six at most, the others are in the table of differences."""
    shown = told[:6]
    ends = {one["name"]: one[field][-1] for one in shown}
    best = (min if field == "list" else max)(ends, key=lambda name: ends[name])
    mark = "%" if unit == "percent" else ""
    lines = [("Target list", opened.standing.target_list)] if field == "list" else []
    return make(
        key,
        title,
        f"On {say_day(dates[-1])}: {say_number(ends[best])}{mark} with “{best}”, "
        f"{say_number(told[0][field][-1])}{mark} when nothing is done.",
        "The middle run of each scenario; every scenario meets the same chance (one seed).",
        "line",
        ("Date", *(one["name"] for one in shown)),
        [(day, *row) for day, *row in zip(dates, *(one[field] for one in shown), strict=True)],
        unit,
        lines,
    )


def make_deltas(told: Sequence[Any], weeks: int) -> Series:
    """Every scenario beside doing nothing, with the cost of each week of wait avoided."""
    base = told[0]
    rows = []
    for one in told:
        saved = avoided(base, one)
        cost = one["cost"] / saved if one["cost"] and saved and saved > 0.005 else None
        rows.append(
            (
                one["name"],
                one["list"][-1],
                one["list"][-1] - base["list"][-1],
                one["within"][-1],
                one["over_18"][-1],
                one["over_52"][-1],
                100 * one["chance"],
                one["mean_wait"],
                one["slots"],
                one["cost"],
                cost,
            )
        )
    return make(
        "scenario-deltas",
        "Scenarios next to doing nothing",
        f"{len(told) - 1} compared, over the same weeks and by the same chance.",
        "At the end of the forecast, in the middle run: the list, its difference from doing nothing, waits. The "
        "cost of a week of wait avoided is what the slots cost ÷ weeks by which the mean wait on the list is shorter.",
        "table",
        (
            "Scenario",
            "List",
            "Difference",
            f"Within {weeks}, %",
            "Over 18",
            "Over 52",
            "Target met, %",
            "Mean wait, weeks",
            "Extra slots",
            "Cost, £",
            "£ a week avoided",
        ),
        rows,
        "patients, percent, weeks",
    )


def avoided(base: Result, one: Result) -> float | None:
    """Weeks by which the mean wait is shorter than when nothing is done."""
    if base["mean_wait"] is None or one["mean_wait"] is None:
        return None
    return float(base["mean_wait"] - one["mean_wait"])


def make_costs(told: Sequence[Any]) -> Series:
    rows = [(one["name"], avoided(told[0], one)) for one in told[1:]]
    known = [row for row in rows if row[1] is not None]
    best = max(known, key=lambda row: row[1] or 0, default=None)
    return make(
        "scenario-waits",
        "Weeks of wait avoided",
        f"“{best[0]}” avoids most: {say_number(best[1])} weeks of the mean wait." if best else "",
        "Weeks by which the mean wait of those on the list at the end is shorter than when nothing is done; below zero "
        "it is longer.",
        "bar",
        ("Scenario", "Weeks avoided"),
        rows,
        "weeks",
    )


def list_test_charts(_opened: OpenedPlan, result: Result) -> Iterator[Series]:
    """The page of credibility."""
    yield make_back_test(result["back_test"])


def make_back_test(test: Result) -> Series:
    known = "why_not" not in test
    rows = zip(test["middle"], *test["bands"], test["observed"], strict=True) if known else ()
    mape = f", {say_number(test['mape'])}% of the list" if known and test["mape"] is not None else ""
    return make(
        "back-test",
        "Would it have been right?",
        f"Fitted on {test['fitted']} weeks: off by {say_number(test['mae'])} patients on average{mape}; "
        f"{100 * test['coverage_80']:.0f}% of weeks fell in the 80% band, "
        f"{100 * test['coverage_95']:.0f}% in the 95% one."
        if known
        else "",
        "The model is fitted on the first half of the weeks and forecasts the second (CAP-20). Few weeks inside their "
        "band, or a drift to one side: trust the forecast less.",
        "fan",
        ("Week to", "Forecast", "Lower 80%", "Upper 80%", "Lower 95%", "Upper 95%", "Observed"),
        [(day, *row) for day, row in zip(read_dates(test["dates"]), rows, strict=True)] if known else (),
        "patients",
        nothing=test.get("why_not", ""),
    )
