"""Whose rows a list or a chart reads, and which of them: what the address says, in words and as a test on rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.module import Chart, Module, Row
from dashapp.declare.module_query import ModuleQuery
from dashapp.services.access import access
from dashapp.services.charts.series import as_month, category_label, list_groups
from dashapp.services.derived import rows
from storage.accounts import Person


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing a list is narrowed by: in words, the name it has in an address, and the rows it keeps."""

    words: str
    name: str
    keeps: Callable[[Row], bool]


@dataclass(frozen=True, slots=True)
class ChartScope:
    """Whose rows are charted: the people the actor may read, narrowed by person or cohort."""

    people: tuple[Person, ...]
    words: str


NOBODY = "nobody in your reach"


def list_conditions(module: Module, filters: ModuleQuery) -> list[Condition]:
    """What the filters ask of a row, each in words."""
    answers, words = filters.answers, filters.say()
    asked = [Condition(words[name], name, partial(has_answer, name, value)) for name, value in answers.items()]
    return [*asked, *asked_of_months(module, filters), *asked_of_chart(module, filters)]


def has_answer(name: str, value: str, row: Row) -> bool:
    return bool(row.get(name) == value)


def asked_of_months(module: Module, filters: ModuleQuery) -> Iterator[Condition]:
    def month(row: Row) -> str:
        return str(row.get(module.dated) or "")[:7]

    if module.dated and filters.since:
        yield Condition(f"from {as_month(filters.since)}", "since", lambda row: month(row) >= filters.since)
    if module.dated and filters.until:
        yield Condition(f"to {as_month(filters.until)}", "until", lambda row: "" < month(row) <= filters.until)


def asked_of_chart(module: Module, filters: ModuleQuery) -> Iterator[Condition]:
    """The records behind one number of a chart: those its first measure counts in that category."""
    chart = next((one for one in module.charts if one.key == filters.chart), None)
    if chart is not None and filters.group:
        label = chart.category or category_label(module, chart)
        words = f"{chart.title} · {label}: {as_month(filters.group)}"
        yield Condition(words, "chart", lambda row: is_behind(module, chart, filters.group, row))


def is_behind(module: Module, chart: Chart, group: str, row: Row) -> bool:
    """Whether a row is counted in a category of a chart; of a percentage, whether it is among those looked at."""
    counted = any((measure.among or measure.counts)(row) for measure in chart.measures)
    return counted and group in list_groups(module, chart, [row])


def keep(found: Sequence[Row], conditions: Sequence[Condition]) -> list[Row]:
    """The rows that meet every condition. A record with problems meets none."""
    if not conditions:
        return list(found)
    return [row for row in found if not row["problems"] and all(one.keeps(row) for one in conditions)]


def find_scope(clockstart: Clockstart, actor: Actor, filters: ModuleQuery) -> ChartScope:
    """The people in scope; a person or cohort outside it gives nobody, never somebody else. A practice copy is one's
    own."""
    if clockstart.scope:
        return ChartScope((clockstart.store.people.get(actor.uid),), "this practice copy")
    people = list(access.list_people(clockstart, actor))
    words = {"admin": "everyone", "manager": "your people"}.get(actor.role, "your own records")
    if filters.cohort:
        people = [person for person in people if filters.cohort in person.cohorts]
        words = clockstart.store.people.get_cohort(filters.cohort).name if people else NOBODY
    if filters.person:
        people = [person for person in people if person.uid == filters.person]
        words = people[0].name if people else NOBODY
    return ChartScope(tuple(people), words)


def check_worked_out(clockstart: Clockstart, module: Module, scope: ChartScope) -> None:
    """Raises MustWait when the rows that the module's charts count have to be worked out first."""
    rows.check_worked_out(clockstart, [module], [person.uid for person in scope.people])


def list_scope_rows(clockstart: Clockstart, module: Module, scope: ChartScope, filters: ModuleQuery) -> list[Row]:
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
