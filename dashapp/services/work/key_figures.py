"""The figures a manager's home opens with. Those of a report come from the feature that makes it, as its pages show
them; missed appointments and bookings without an outcome are read from everybody's rows, as their charts are."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.module import Module, Row
from dashapp.services.access import access
from dashapp.services.charts import chart_filters
from dashapp.services.records.pathways import PTL
from dashapp.values.key_figure import KeyFigure
from words.phrases import plural

MISSED = "dna_cases"
MONTHS, WEEKS = 12, 12


def list_figures(clockstart: Clockstart, actor: Actor) -> list[KeyFigure]:
    """Every one of them. Raises MustWait when the worker has to work rows or clocks out first."""
    made = (feature.figures(clockstart, actor) for feature in clockstart.registry.features if feature.figures)
    return [*(one for figures in made for one in figures), *list_own(clockstart, actor)]


def list_own(clockstart: Clockstart, actor: Actor) -> Iterator[KeyFigure]:
    opened = {module.store_key: module for module in access.list_open(clockstart, actor)}
    if MISSED in opened:
        yield count_missed(opened[MISSED], read_rows(clockstart, actor, opened[MISSED]), clockstart.today)
    if PTL in opened:
        yield count_unoutcomed(opened[PTL], read_rows(clockstart, actor, opened[PTL]), clockstart.today)


def read_rows(clockstart: Clockstart, actor: Actor, module: Module) -> list[Row]:
    """Everybody's in reach, as the charts of the module read them."""
    asked = module.query.read({})
    scope = chart_filters.find_scope(clockstart, actor, asked)
    chart_filters.check_worked_out(clockstart, module, scope)
    return chart_filters.list_scope_rows(clockstart, module, scope, asked)


def count_missed(module: Module, found: Sequence[Row], today: date) -> KeyFigure:
    """How many in each of the last months that are over. Of how many appointments is not recorded, so there is no rate,
    for the reason that the chart gives."""
    counted = Counter(str(row["appointment_date"])[:7] for row in found)
    months = last_months(today, MONTHS)
    withheld = next((chart.withheld for chart in module.charts if chart.withheld), "")
    return KeyFigure(
        name="Missed appointments",
        number=f"{counted[months[-1]]:,}",
        of=f"in {date.fromisoformat(f'{months[-1]}-01'):%B}",
        verdict="No rate",
        trend=withheld.partition(". ")[0].removeprefix("No DNA rate is drawn: ").capitalize() + "." if withheld else "",
        points=tuple(float(counted[month]) if month >= min(counted, default="") else None for month in months),
        chart=f"{module.address}/charts",
        rows=f"{module.address}/charts/records",
    )


def count_unoutcomed(module: Module, found: Sequence[Row], today: date) -> KeyFigure:
    """Bookings that have passed and say nothing of what came of them, by the week they were for."""
    passed = [row for row in found if row.get("unoutcomed")]
    days = [(today - date.fromisoformat(str(row["next_event_on"]))).days for row in passed if row.get("next_event_on")]
    weeks = Counter(day // 7 for day in days)
    learners = len({row["uid"] for row in passed})
    return KeyFigure(
        name="No outcome recorded",
        number=f"{len(passed):,}",
        of=f"oldest {plural(max(days), 'day')}" if days else f"of {len(found):,}",
        status="watch" if passed else "fine",
        verdict="To chase" if passed else "None",
        trend=f"{weeks[0]:,} from the last 7 days. With {plural(learners, 'learner')}."
        if passed
        else "Every booking that has passed has its outcome.",
        points=tuple(float(weeks[week]) for week in reversed(range(WEEKS))) if days else (),
        every="week",
        chart=f"{module.address}/charts",
        rows=f"{module.address}/charts/records",
    )


def last_months(today: date, count: int) -> list[str]:
    """The newest months that are over, oldest first, as 2026-10."""
    number = today.year * 12 + today.month - 1
    return [f"{one // 12:04}-{one % 12 + 1:02}" for one in range(number - count, number)]
