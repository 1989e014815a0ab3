"""From rows to a `Series`: scope, filters and declaration in, one value out that figure, table and CSV read."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.module import Chart, Measure, Module, Row
from dashapp.services import access, rows
from dashapp.services.answers import lower_first
from dashapp.services.cells import safe_cell
from dashapp.services.series_values import Series
from storage.accounts import Person

SMALL_NUMBER = 5
NOT_GIVEN = "Not given"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose rows are charted: the people the actor may read, narrowed by person or cohort."""

    people: tuple[Person, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address says: a person, a cohort, and values of the record's own answers."""

    person: str = ""
    cohort: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, module: Module, query: Mapping[str, Sequence[str]]) -> Filters:
        """Only names the module knows; anything else in the address is left alone."""
        given = {name: values[0] for name, values in query.items() if values and name in filterable(module)}
        first = {name: next(iter(query.get(name, ())), "") for name in ("person", "cohort")}
        return cls(first["person"], first["cohort"], given)

    def query(self) -> str:
        """The same filters as an address carries them."""
        named = {"person": self.person, "cohort": self.cohort, **self.answers}
        return urlencode({name: value for name, value in named.items() if value})


def filterable(module: Module) -> Mapping[str, Mapping[str, str]]:
    """The answers and derived values that the module's charts can be filtered by, with their choices."""
    return {name: label_of(module, name) for name in module.filters}


def find_scope(clockstart: Clockstart, actor: Actor, filters: Filters) -> Scope:
    """The people in scope; a person or cohort outside it gives nobody, never somebody else."""
    people = list(access.list_people(clockstart, actor))
    words = "Everyone" if actor.role == "admin" else "Your people" if actor.role == "manager" else "Your own records"
    if filters.cohort:
        people = [person for person in people if filters.cohort in person.cohorts]
        words = clockstart.store.people.get_cohort(filters.cohort).name
    if filters.person:
        people = [person for person in people if person.uid == filters.person]
        words = people[0].name if people else "Nobody in your reach"
    return Scope(tuple(people), words)


def list_scope_rows(clockstart: Clockstart, module: Module, scope: Scope, filters: Filters) -> list[Row]:
    """Every row in scope that the filters keep, each with `uid` of its owner. A record with problems is left out."""
    found: list[Row] = []
    for person in scope.people:
        for row in rows.list_rows(clockstart, person.uid, module):
            if not row["problems"] and all(row.get(name) == value for name, value in filters.answers.items()):
                found.append({**row, "uid": person.uid})
    return found


def chart_rows(
    clockstart: Clockstart, module: Module, chart: Chart, scope: Scope, filters: Filters, found: Sequence[Row]
) -> Sequence[Row]:
    """The rows a chart counts: those found, and the rows of another module that the chart sets beside them."""
    other = clockstart.registry.find_by_store_key(chart.beside.store_key) if chart.beside else None
    if chart.beside is None or other is None:
        return found
    added = [
        row
        for person in scope.people
        for theirs in rows.list_rows(clockstart, person.uid, other)
        if not theirs["problems"]
        for row in chart.beside.make(theirs)
        if all(row.get(name) == value for name, value in filters.answers.items())
    ]
    return [*found, *added]


def make_series(module: Module, chart: Chart, found: Sequence[Row]) -> Series:
    """One chart's series from the rows."""
    groups = group_rows(module, chart, found)
    names = order_names(chart, groups)
    measured = tuple(
        (as_month(name), *(measure_rows(measure, groups[name]) for measure in chart.measures)) for name in names
    )
    lines = chart.reference(names) if chart.reference else chart.reference_lines
    return Series(
        key=chart.key,
        title=chart.title,
        reading=say_reading(chart, measured),
        definition=chart.definition,
        shape=chart.shape,
        category=chart.category or category_label(module, chart),
        measures=tuple(measure.label for measure in chart.measures),
        rows=measured,
        unit=chart.unit,
        reference_lines=lines,
    )


def group_rows(module: Module, chart: Chart, found: Sequence[Row]) -> dict[str, list[Row]]:
    """The rows by category, as people read the category; a row whose category is None is left out."""
    label = label_of(module, chart.by) if isinstance(chart.by, str) else {}
    pick: Callable[[Row], Any] = chart.by if callable(chart.by) else by_name(chart.by)
    groups: dict[str, list[Row]] = {}
    for row in found:
        category = pick(row)
        if category is None:
            continue
        for one in category if isinstance(category, (list, tuple)) else (category,):
            groups.setdefault(str(label.get(str(one), one)), []).append(row)
    return groups


def by_name(name: str) -> Callable[[Row], Any]:
    """The value of an answer or derived column; months are written 2026-04 so that they sort."""

    def pick(row: Row) -> Any:
        value = row.get(name)
        if isinstance(value, date):
            return value.isoformat()[:7]
        return NOT_GIVEN if value in (None, "", []) else value

    return pick


def label_of(module: Module, name: str) -> Mapping[str, str]:
    question = module.question.get(name)
    if question is not None:
        return question.choices
    derived = module.derived_by_name.get(name)
    return derived.choices if derived else {}


def category_label(module: Module, chart: Chart) -> str:
    if not isinstance(chart.by, str):
        return "Group"
    question, derived = module.question.get(chart.by), module.derived_by_name.get(chart.by)
    return question.label if question else derived.label if derived else chart.by


def order_names(chart: Chart, groups: Mapping[str, Sequence[Row]]) -> list[str]:
    """Categories by size, by name, or in the order the chart gives."""
    if isinstance(chart.order, tuple):
        return [name for name in chart.order if name in groups] + sorted(set(groups) - set(chart.order))
    if chart.order == "label":
        return sorted(groups)
    return sorted(groups, key=lambda name: (-len(groups[name]), name))


def measure_rows(measure: Measure, group: Sequence[Row]) -> float | int | None:
    """A count; with `among`, a percentage of those (None where there are none); with `value`, a sum."""
    if measure.value is not None:
        values = [value for row in group if measure.counts(row) and (value := measure.value(row)) is not None]
        return sum(values) if values else None
    if measure.among is None:
        return sum(1 for row in group if measure.counts(row))
    among = [row for row in group if measure.among(row)]
    return round(100 * sum(1 for row in among if measure.counts(row)) / len(among), 1) if among else None


MONTH = re.compile(r"\d{4}-\d{2}")


def as_month(name: str) -> str:
    """ "2026-04" as "April 2026"; any other category as it is."""
    return f"{date.fromisoformat(name + '-01'):%B %Y}" if MONTH.fullmatch(name) else name


def say_reading(chart: Chart, measured: Sequence[tuple[Any, ...]]) -> str:
    """The one-line reading: the newest point of a line, the last step of a funnel, else the largest category."""
    known = [row for row in measured if row[1] is not None]
    if not known:
        return "There is nothing to show for these filters yet."
    if chart.shape == "funnel":
        first, last = known[0], known[-1]
        return f"{last[1]:,} of {first[1]:,} {chart.unit} have reached: {lower_first(str(last[0]))}."
    one = known[-1] if chart.shape == "line" else max(known, key=lambda row: row[1])
    if chart.measures[0].among is not None:
        return f"{one[0]}: {one[1]:g}%." if chart.shape == "line" else f"{one[0]} is highest, at {one[1]:g}%."
    if chart.shape == "line":
        return f"{one[0]}: {one[1]:,} {chart.unit}."
    return f"{one[0]} has the most: {one[1]:,} of {sum(row[1] for row in known):,} {chart.unit}."


def write_csv(series: Series, scope: str, now: datetime) -> str:
    """A series as CSV, stamped with whose rows were counted and when; safe to open in a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([series.title, f"{scope}, {now.isoformat(timespec='minutes')}"])
    writer.writerow([series.category, *series.measures])
    for row in series.rows:
        writer.writerow([safe_cell(str(row[0])), *("" if value is None else value for value in row[1:])])
    return text.getvalue()
