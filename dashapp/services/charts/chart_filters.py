"""Whose rows a list or a chart reads, and which of them: what the address says, in words and as a test on rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urlencode

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.module import Chart, Module, Row
from dashapp.services.access import access
from dashapp.services.charts.series import MONTH, as_month, category_label, group_rows, label_of
from dashapp.services.derived import rows
from storage.accounts import Person
from words.questions import find_choice


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing a list is narrowed by: in words, the names it has in an address, and the rows it keeps."""

    words: str
    names: tuple[str, ...]
    keeps: Callable[[Row], bool]


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose rows are charted: the people the actor may read, narrowed by person or cohort."""

    people: tuple[Person, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address says: a person, a cohort, months (2026-04), answers, and one category of one chart."""

    person: str = ""
    cohort: str = ""
    since: str = ""
    until: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    chart: str = ""
    group: str = ""

    @classmethod
    def read(cls, module: Module, query: Mapping[str, Sequence[str]]) -> Filters:
        """Only names the module knows; anything else in the address is left alone."""
        given = {
            name: as_stored(module, name, next(iter(values)))
            for name, values in query.items()
            if values and name in module.filters
        }
        first = {name: next(iter(query.get(name, ())), "") for name in ("person", "cohort", "since", "until")}
        since, until = (first[name] if module.dated and MONTH.fullmatch(first[name]) else "" for name in MONTHS)
        chart, group = (next(iter(query.get(name, ())), "") for name in ("chart", "group"))
        known = group and any(one.key == chart for one in module.charts)
        return cls(
            first["person"], first["cohort"], since, until, given, chart if known else "", group if known else ""
        )

    def named(self) -> dict[str, str]:
        """The filters by the names they have in an address."""
        chosen = {"person": self.person, "cohort": self.cohort, "since": self.since, "until": self.until}
        named = {**chosen, **self.answers, "chart": self.chart, "group": self.group}
        return {name: value for name, value in named.items() if value}

    def query(self, **changed: str) -> str:
        """The same filters as an address carries them, with some of them changed (empty: taken off)."""
        return urlencode({name: value for name, value in {**self.named(), **changed}.items() if value})


def as_stored(module: Module, name: str, value: str) -> str:
    """A value of the address as the records have it: 110 for C_110, or the label of a choice."""
    question = module.question.get(name)
    return (find_choice(question.choices, value) if question else None) or value


MONTHS = ("since", "until")
NOBODY = "nobody in your reach"


def list_conditions(module: Module, filters: Filters) -> list[Condition]:
    """What the filters ask of a row, each in words."""
    return [*asked_of_answers(module, filters), *asked_of_months(module, filters), *asked_of_chart(module, filters)]


def asked_of_answers(module: Module, filters: Filters) -> Iterator[Condition]:
    for name, value in filters.answers.items():
        words = f"{name_filter(module, name)}: {label_of(module, name).get(value, value)}"
        yield Condition(words, (name,), partial(has_answer, name, value))


def has_answer(name: str, value: str, row: Row) -> bool:
    return bool(row.get(name) == value)


def asked_of_months(module: Module, filters: Filters) -> Iterator[Condition]:
    def month(row: Row) -> str:
        return str(row.get(module.dated) or "")[:7]

    if filters.since:
        yield Condition(f"from {as_month(filters.since)}", ("since",), lambda row: month(row) >= filters.since)
    if filters.until:
        yield Condition(f"to {as_month(filters.until)}", ("until",), lambda row: "" < month(row) <= filters.until)


def asked_of_chart(module: Module, filters: Filters) -> Iterator[Condition]:
    """The records behind one number of a chart: those its first measure counts in that category."""
    chart = next((one for one in module.charts if one.key == filters.chart), None)
    if chart is not None:
        label = chart.category or category_label(module, chart)
        words = f"{chart.title} · {label}: {as_month(filters.group)}"
        yield Condition(words, ("chart", "group"), lambda row: is_behind(module, chart, filters.group, row))


def is_behind(module: Module, chart: Chart, group: str, row: Row) -> bool:
    """Whether a row is counted in a category of a chart; of a percentage, whether it is among those looked at."""
    counted = any((measure.among or measure.counts)(row) for measure in chart.measures)
    return counted and group in group_rows(module, chart, [row])


def name_filter(module: Module, name: str) -> str:
    """What a filter is called: the question's or the derived value's label."""
    return module.question[name].label if name in module.question else module.derived_by_name[name].label


def keep(found: Sequence[Row], conditions: Sequence[Condition]) -> list[Row]:
    """The rows that meet every condition. A record with problems meets none."""
    if not conditions:
        return list(found)
    return [row for row in found if not row["problems"] and all(one.keeps(row) for one in conditions)]


def find_scope(clockstart: Clockstart, actor: Actor, filters: Filters) -> Scope:
    """The people in scope; a person or cohort outside it gives nobody, never somebody else."""
    people = list(access.list_people(clockstart, actor))
    words = {"admin": "everyone", "manager": "your people"}.get(actor.role, "your own records")
    if filters.cohort:
        people = [person for person in people if filters.cohort in person.cohorts]
        words = clockstart.store.people.get_cohort(filters.cohort).name if people else NOBODY
    if filters.person:
        people = [person for person in people if person.uid == filters.person]
        words = people[0].name if people else NOBODY
    return Scope(tuple(people), words)


def check_worked_out(clockstart: Clockstart, module: Module, scope: Scope) -> None:
    """Raises MustWait when the rows that the module's charts count have to be worked out first."""
    rows.check_worked_out(clockstart, [module], [person.uid for person in scope.people])


def list_scope_rows(clockstart: Clockstart, module: Module, scope: Scope, filters: Filters) -> list[Row]:
    """Every row in scope that the filters keep, each with `uid` of its owner. A record with problems is left out."""
    conditions = list_conditions(module, filters)
    return [
        {**row, "uid": person.uid}
        for person in scope.people
        for row in keep(rows.list_rows(clockstart, person.uid, module), conditions)
        if not row["problems"]
    ]


def list_months(module: Module, found: Sequence[Row]) -> list[str]:
    """The months there are rows of, oldest first."""
    return sorted({str(row[module.dated])[:7] for row in found if row.get(module.dated)}) if module.dated else []
