"""From rows to a `Series`: scope, filters and declaration in, one value out that figure, table and CSV read."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pandas as pd

from dashapp.declare.module import Chart, Measure, Module, Row
from dashapp.services.charts.readings import VERDICTS, find_limit, list_few, say_limits, say_note, say_reading, say_run
from dashapp.services.files.spreadsheet_cells import csv_text
from dashapp.values.series import Period, Series
from rules import spc
from rules.rates import TOO_FEW, calc_percent
from words.phrases import in_words

SMALL_NUMBER = 5
NOT_GIVEN = "Not given"
MOST_MONTHS = 120
MONTH = re.compile(r"\d{4}-\d{2}")
WEEK = re.compile(r"\d{4}-W\d{2}")


def make_series(
    module: Module,
    chart: Chart,
    found: Sequence[Row],
    link: Callable[[str], str | None] = lambda name: None,
    today: date | None = None,
) -> Series:
    """One chart's series from the rows; `link` gives the address of the records in a category. A month or week that
    `today` lies in is not finished."""
    groups = group_rows(module, chart, () if chart.withheld else found)
    names = with_every_week(with_every_month(order_names(chart, groups)))
    values = [tuple(measure_rows(measure, groups.get(name, ())) for measure in chart.measures) for name in names]
    counted = tuple(tuple(count_rows(measure, groups.get(name, ())) for measure in chart.measures) for name in names)
    named = [(as_month(name), *row) for name, row in zip(names, values, strict=True)]
    period = find_period(names)
    unfinished = bool(period and today and holds_day(names[-1], today))
    told = named[:-1] if unfinished and chart.shape == "line" and len(named) > 1 else named
    series = Series(
        key=chart.key,
        title=chart.title,
        reading=chart.withheld or say_reading(chart, draw_coarser(chart, told), counted),
        definition=f"{chart.definition} {TOO_FEW}" if is_rate(chart) else chart.definition,
        shape=chart.shape,
        category=chart.category or category_label(module, chart),
        measures=tuple(measure.label for measure in chart.measures),
        rows=tuple((first_day(name) if period else name, *row) for name, row in zip(names, values, strict=True)),
        unit=chart.unit,
        reference_lines=chart.reference(names) if chart.reference else chart.reference_lines,
        links=tuple(link(name) if name in groups else None for name in names),
        counted=counted if is_rate(chart) else (),
        withheld=chart.withheld,
        period=period,
        unfinished=unfinished,
        limit=find_limit(chart, names),
        is_ordered=chart.order != "value",
        better=chart.better,
    )
    series = with_coarser(chart, series, named, link)
    few = [(as_month(name), of) for name, row in zip(names, counted, strict=True) for _, of in list_few([row])]
    series = replace(series, note=say_note(series, few))
    is_run = is_rate(chart) and period and chart.shape == "line" and len(chart.measures) == 1
    return as_run(series) if is_run else series


def draw_coarser(chart: Chart, named: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows as the figure shows them: added up where the chart draws several categories as one."""
    if chart.drawn_as is None:
        return list(named)
    sums: dict[str, list[int]] = {}
    for name, *values in named:
        known = sums.setdefault(chart.drawn_as(name), [0] * len(values))
        known[:] = [one + (value or 0) for one, value in zip(known, values, strict=True)]
    return [(name, *values) for name, values in sums.items()]


def with_coarser(
    chart: Chart, series: Series, named: Sequence[tuple[Any, ...]], link: Callable[[str], str | None]
) -> Series:
    if chart.drawn_as is None or not any(value for _, *values in named for value in values):
        return series
    drawn = tuple(draw_coarser(chart, named))
    note = f"All {len(named)} are in the table."
    return replace(
        series,
        drawn=drawn,
        drawn_links=tuple(link(str(row[0])) if row[1] else None for row in drawn),
        reading=f"{series.reading} {note}",
    )


def find_period(names: Sequence[str]) -> Period:
    """Whether the categories are months or weeks."""
    if not names:
        return ""
    patterns: Mapping[Period, re.Pattern[str]] = {"month": MONTH, "week": WEEK}
    return next((one for one, text in patterns.items() if all(text.fullmatch(name) for name in names)), "")


def first_day(name: str) -> date:
    return monday_of(name) if WEEK.fullmatch(name) else date.fromisoformat(f"{name}-01")


def holds_day(name: str, day: date) -> bool:
    return name in {f"{day:%Y-%m}", f"{day:%G-W%V}"}


def as_run(series: Series) -> Series:
    """A rate over time as a control chart (rule SPC-1): limits from the finished periods, and what chance does not
    explain."""
    points = [
        (place, spc.Point(row[0], float(value)))
        for place, (row, value) in enumerate(zip(series.rows, series.values_of(0), strict=True))
        if isinstance(row[0], date) and value is not None
    ]
    finished = [one for one in points if not (series.unfinished and one[0] == len(series.rows) - 1)]
    if not finished:
        return series
    target = series.reference_lines[-1][1] if series.reference_lines else None
    told = spc.read_series(
        [point for _, point in finished], spc.Options(improvement_direction=series.better, target=target)
    )
    signalled = {place for (place, _), signal in zip(finished, told.signals, strict=True) if signal}
    limits = told.groups[-1].limits if told.limits_shown != "none" else None
    lower, upper = (max(0.0, limits[0]), min(100.0, limits[1])) if limits else (None, None)
    mean = round(told.groups[-1].mean, 1) if limits else None
    level = (mean, *(None if one is None else round(one, 1) for one in (lower, upper)))
    unit = series.period or "period"
    reading = say_run(told, [series.name_of(place) for place, _ in finished], unit)
    return replace(
        series,
        shape="spc",
        measures=(series.measures[0], "Mean", "Lower limit", "Upper limit", "More than chance"),
        rows=tuple((*row[:2], *level, row[1] if place in signalled else None) for place, row in enumerate(series.rows)),
        counted=tuple((*row[:1], None, None, None, None) for row in series.counted),
        reading=f"{reading} {say_limits(told, unit)}".strip(),
        verdict=VERDICTS.get(told.variation or ""),
    )


def with_every_month(names: list[str]) -> list[str]:
    """Months in order without a gap, so that a month with nothing in it is seen; other categories as they are."""
    if not names or names != sorted(names) or not all(MONTH.fullmatch(name) for name in names):
        return names
    months = pd.period_range(names[0], names[-1], freq="M")
    return [str(month) for month in months] if len(months) <= MOST_MONTHS else names


def with_every_week(names: list[str]) -> list[str]:
    """Weeks (2026-W24) in order without a gap; other categories as they are."""
    if not names or names != sorted(names) or not all(WEEK.fullmatch(name) for name in names):
        return names
    weeks = pd.date_range(monday_of(names[0]), monday_of(names[-1]), freq="7D")
    return [f"{monday:%G-W%V}" for monday in weeks] if len(weeks) <= MOST_MONTHS else names


def monday_of(week: str) -> date:
    """ "2026-W24" as the day it begins."""
    year, number = week.split("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def group_rows(module: Module, chart: Chart, found: Sequence[Row]) -> dict[str, list[Row]]:
    """The rows by category, as people read the category; a row whose category is None is left out."""
    label = module.choices_of(chart.by) if isinstance(chart.by, str) else {}
    pick: Callable[[Row], Any] = chart.by if callable(chart.by) else by_name(module, chart.by)
    groups: dict[str, list[Row]] = {}
    for row in found:
        category = pick(row)
        if category is None:
            continue
        for one in category if isinstance(category, (list, tuple)) else (category,):
            groups.setdefault(str(label.get(str(one), one)), []).append(row)
    return groups


def list_groups(module: Module, chart: Chart, found: Sequence[Row]) -> set[str]:
    """The categories that have rows, and the groups that a figure draws them in."""
    names = group_rows(module, chart, found).keys()
    return {*names, *(chart.drawn_as(name) for name in names if chart.drawn_as)}


def by_name(module: Module, name: str) -> Callable[[Row], Any]:
    """The value of an answer or derived column; months are written 2026-04 so that they sort."""

    question, derived = module.question.get(name), module.derived_by_name.get(name)
    is_date = (question.kind if question else derived.kind if derived else "") == "date"

    def pick(row: Row) -> Any:
        value = row.get(name)
        if value in (None, "", []):
            return NOT_GIVEN
        return str(value)[:7] if is_date else value

    return pick


def category_label(module: Module, chart: Chart) -> str:
    return module.label_of(chart.by) if isinstance(chart.by, str) else "Group"


def order_names(chart: Chart, groups: Mapping[str, Sequence[Row]]) -> list[str]:
    """Categories by size (rates by the rate, the worst first), by name, or in the order the chart gives."""
    if isinstance(chart.order, tuple):
        if chart.drawn_as is not None and groups:
            return list(chart.order)
        return [name for name in chart.order if name in groups] + sorted(set(groups) - set(chart.order))
    if chart.order == "label":
        return sorted(groups)
    first = chart.measures[0]
    if first.among is None:
        return sorted(groups, key=lambda name: (-len(groups[name]), name))
    rates = {name: measure_rows(first, group) for name, group in groups.items()}
    turn = 1 if chart.better == "increase" else -1
    return sorted(groups, key=lambda name: (rates[name] is None, turn * (rates[name] or 0), name))


def measure_rows(measure: Measure, group: Sequence[Row]) -> float | int | None:
    """A count; with `among`, a percentage of those (None where they are too few); with `value`, a sum."""
    if measure.value is not None:
        values = [value for row in group if measure.counts(row) and (value := measure.value(row)) is not None]
        return sum(values) if values else None
    if measure.among is None:
        return sum(1 for row in group if measure.counts(row))
    return calc_percent(*(count_rows(measure, group) or (0, 0)))


def count_rows(measure: Measure, group: Sequence[Row]) -> tuple[int, int] | None:
    """How many of how many a percentage is of; None for a measure that is none."""
    if measure.among is None:
        return None
    among = [row for row in group if measure.among(row)]
    return sum(1 for row in among if measure.counts(row)), len(among)


def is_rate(chart: Chart) -> bool:
    return any(measure.among is not None for measure in chart.measures)


def as_month(name: str) -> str:
    """ "2026-04" as "April 2026", "2026-W24" as "8 June 2026" (its Monday); any other category as it is."""
    if WEEK.fullmatch(name):
        return str(in_words(monday_of(name)))
    return f"{date.fromisoformat(name + '-01'):%B %Y}" if MONTH.fullmatch(name) else name


def write_csv(series: Series, scope: str, now: datetime) -> str:
    """A series as CSV, stamped with whose rows were counted and when; safe to open in a spreadsheet."""
    stamp = (series.title, f"{scope}, {now.isoformat(timespec='minutes')}")
    withheld = [(series.withheld,)] if series.withheld else []
    rows = [(series.name_of(place), *row[1:], *series.parts_of(place)) for place, row in enumerate(series.rows)]
    return csv_text([stamp, *withheld, series.columns, *rows])
