"""From rows to a `Series`: scope, filters and declaration in, one value out that figure, table and CSV read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd

from dashapp.declare.module import Chart, Measure, Module, Row
from dashapp.services.files.spreadsheet_cells import csv_text
from dashapp.values.series import Series
from rules.rates import FEWEST, TOO_FEW, calc_percent, say_count
from words.phrases import in_words, join_words, without_capital

SMALL_NUMBER = 5
NOT_GIVEN = "Not given"
MOST_MONTHS = 120
MOST_NAMED = 3
MONTH = re.compile(r"\d{4}-\d{2}")
WEEK = re.compile(r"\d{4}-W\d{2}")


def make_series(
    module: Module, chart: Chart, found: Sequence[Row], link: Callable[[str], str | None] = lambda name: None
) -> Series:
    """One chart's series from the rows; `link` gives the address of the records in a category."""
    groups = group_rows(module, chart, () if chart.withheld else found)
    names = with_every_week(with_every_month(order_names(chart, groups)))
    measured = tuple(
        (as_month(name), *(measure_rows(measure, groups.get(name, ())) for measure in chart.measures)) for name in names
    )
    counted = tuple(tuple(count_rows(measure, groups.get(name, ())) for measure in chart.measures) for name in names)
    lines = chart.reference(names) if chart.reference else chart.reference_lines
    return Series(
        key=chart.key,
        title=chart.title,
        reading=chart.withheld or say_reading(chart, measured, counted),
        definition=f"{chart.definition} {TOO_FEW}" if is_rate(chart) else chart.definition,
        shape=chart.shape,
        category=chart.category or category_label(module, chart),
        measures=tuple(measure.label for measure in chart.measures),
        rows=measured,
        unit=chart.unit,
        reference_lines=lines,
        links=tuple(link(name) if name in groups else None for name in names),
        counted=counted if is_rate(chart) else (),
        withheld=chart.withheld,
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
    """Categories by size, by name, or in the order the chart gives."""
    if isinstance(chart.order, tuple):
        return [name for name in chart.order if name in groups] + sorted(set(groups) - set(chart.order))
    if chart.order == "label":
        return sorted(groups)
    return sorted(groups, key=lambda name: (-len(groups[name]), name))


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


def say_reading(
    chart: Chart, measured: Sequence[tuple[Any, ...]], counted: Sequence[tuple[tuple[int, int] | None, ...]]
) -> str:
    """The one-line reading: the newest point of a line, the last step of a funnel, else the largest category."""
    known = [row for row in measured if row[1] is not None]
    few = [pair for row in counted for pair in row[:1] if pair and 0 < pair[1] < FEWEST]
    if not known:
        return say_too_few(few) if few else "There is nothing to show for these filters yet."
    told = read_known(chart, known)
    return f"{told} {amount_of(len(few), 'groups')} of fewer than {FEWEST} not drawn." if few else told


def say_too_few(few: Sequence[tuple[int, int]]) -> str:
    """What is known where no group is large enough for a rate."""
    count, of = (sum(pair[place] for pair in few) for place in (0, 1))
    return f"{say_count(count, of)}: no rate is drawn, because no group has {FEWEST}."


def read_known(chart: Chart, known: Sequence[tuple[Any, ...]]) -> str:
    if chart.shape == "funnel":
        first, last = known[0], known[-1]
        return f"{last[1]:,} of {first[1]:,} {chart.unit} have reached: {without_capital(str(last[0]))}."
    if chart.shape == "heatmap":
        return say_lowest(chart, known)
    if chart.shape == "stacked":
        return say_largest(chart, [(row[0], sum(value or 0 for value in row[1:])) for row in known])
    told = say_newest(chart, known) if chart.shape == "line" else say_largest(chart, known)
    return f"{chart.measures[0].label}: {told}" if len(chart.measures) > 1 else told


def say_lowest(chart: Chart, known: Sequence[tuple[Any, ...]]) -> str:
    """The lowest cell of a heat map, by its measure and its category."""
    cells = [
        (value, measure.label, row[0])
        for row in known
        for measure, value in zip(chart.measures, row[1:], strict=True)
        if value is not None
    ]
    value, label, category = min(cells, key=lambda cell: cell[0])
    amount = f"{value:g}%" if chart.measures[0].among is not None else amount_of(value, chart.unit)
    return f"The lowest is {amount}: {label}, {category}."


def say_newest(chart: Chart, known: Sequence[tuple[Any, ...]]) -> str:
    """The newest point of a line, beside the one before it."""
    newest = known[-1]
    percent = chart.measures[0].among is not None
    told = f"{newest[0]}: {newest[1]:g}%" if percent else f"{newest[0]}: {amount_of(newest[1], chart.unit)}"
    if len(known) < 2:
        return f"{told}."
    before = known[-2]
    was = f"{before[1]:g}%" if percent else f"{before[1]:,}"
    return f"{told}, as in {before[0]}." if newest[1] == before[1] else f"{told}; {before[0]}: {was}."


def amount_of(number: float, unit: str) -> str:
    """ "1 patient", "1,204 patients": units are declared in the plural."""
    if number != 1 or not unit.endswith("s"):
        return f"{number:,} {unit}"
    return f"1 {unit[:-3]}y" if unit.endswith("ies") else f"1 {unit[:-1]}"


def say_largest(chart: Chart, known: Sequence[tuple[Any, ...]]) -> str:
    """The largest category; those that share the first place are named together."""
    most = max(row[1] for row in known)
    first = [str(row[0]) for row in known if row[1] == most]
    percent = chart.measures[0].among is not None
    amount = f"{most:g}%" if percent else f"{most:,}"
    if len(first) == len(known) > 1:
        return f"Every group has {amount}." if percent else f"Every group has {amount_of(most, chart.unit)}."
    if len(first) > MOST_NAMED:
        return f"{len(first)} groups share the first place: {amount} each."
    names = join_words(first)
    if percent:
        return f"{names} {'is' if len(first) == 1 else 'are'} highest, at {amount}."
    if len(first) > 1:
        return f"{names} have the most: {amount_of(most, chart.unit)} each."
    return f"{names} has the most: {amount} of {sum(row[1] for row in known):,} {chart.unit}."


def write_csv(series: Series, scope: str, now: datetime) -> str:
    """A series as CSV, stamped with whose rows were counted and when; safe to open in a spreadsheet."""
    stamp = (series.title, f"{scope}, {now.isoformat(timespec='minutes')}")
    withheld = [(series.withheld,)] if series.withheld else []
    rows = [(str(row[0]), *row[1:], *series.parts_of(place)) for place, row in enumerate(series.rows)]
    return csv_text([stamp, *withheld, series.columns, *rows])
