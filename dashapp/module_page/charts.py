"""A module's charts: filters as a sentence that the address keeps, then the figures with table and CSV."""

from collections.abc import Mapping
from typing import NamedTuple

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.declare.module import Chart, Module
from dashapp.declare.module_query import ModuleQuery
from dashapp.module_page.worklist_head import render_people_exports
from dashapp.services.access import access
from dashapp.services.charts import chart_filters, series
from dashapp.services.charts.chart_filters import ChartScope, Condition
from dashapp.services.derived import big_lists
from dashapp.services.jobs.prepared import MustWait
from dashapp.ui.charts import render_charts
from dashapp.ui.chips import Criterion, render_criteria
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.queries import Said, list_chips, render_sentence
from dashapp.ui.page import render_page
from dashapp.values.series import Series
from dashapp.web.router import Page, Visit
from dashapp.web.waiting import render_must_wait


class Told(NamedTuple):
    """What the filters of a page come to: how many records, whose, and the conditions they meet."""

    number: int
    scope: ChartScope
    conditions: list[Condition]


def page(clockstart: Clockstart, module: Module) -> Page:
    return Page(
        title=f"Charts – {module.title}",
        render=lambda visit: render(clockstart, module, visit),
        check=lambda visit: access.check_can_open(clockstart, visit.actor, module),
    )


def render(clockstart: Clockstart, module: Module, visit: Visit) -> Component:
    """The charts of everyone in the actor's scope whom the filters keep."""
    filters = module.query.read(visit.query)
    scope = chart_filters.find_scope(clockstart, visit.actor, filters)
    try:
        chart_filters.check_worked_out(clockstart, module, scope)
    except MustWait as told:
        waiting = render_must_wait(clockstart, visit, told)
        return render_page(f"Charts: {module.title}", waiting, back=(module.title, module.address))
    everything = chart_filters.list_scope_rows(clockstart, module, scope, filters.only("person", "cohort"))
    conditions = chart_filters.list_conditions(module, filters)
    found = chart_filters.keep(everything, conditions)
    charts = [
        (make_series(clockstart, module, chart, visit, filters, found), csv_href(module, chart, filters))
        for chart in module.charts
    ]
    months = chart_filters.list_months(module, everything)
    return render_page(
        f"Charts: {module.title}",
        [
            *render_asked(clockstart, module, visit, filters, months, Told(len(found), scope, conditions)),
            render_charts(charts) if found else render_nothing(module, bool(everything)),
        ],
        actions=render_people_exports(module, filters) if everything and looks_after(clockstart, visit) else [],
        back=(module.title, module.address),
    )


def looks_after(clockstart: Clockstart, visit: Visit) -> bool:
    """Whether the charts are of other people too; a practice copy is one's own."""
    return visit.actor.role != "learner" and not clockstart.scope


def make_series(
    clockstart: Clockstart,
    module: Module,
    chart: Chart,
    visit: Visit,
    filters: ModuleQuery,
    found: list[Mapping[str, object]],
) -> Series:
    """One chart's series; every category leads to the records behind it, under the same filters."""
    own = list_linked(clockstart, module, chart, visit, found)
    base = module.address if visit.actor.role == "learner" else f"{module.address}/charts/records"

    def link(name: str) -> str | None:
        return filters.at(base, chart=chart.key, group=name) if name in own else None

    return series.make_series(module, chart, found, link, clockstart.today)


def list_linked(
    clockstart: Clockstart, module: Module, chart: Chart, visit: Visit, found: list[Mapping[str, object]]
) -> set[str]:
    """The categories with records to lead to; none from the charts of one's own list where there is none, or it is too
    long for it to be narrowed by a chart."""
    summary = clockstart.store.records.summary(visit.actor.uid).get(module.store_key)
    if visit.actor.role == "learner" and (module.single or big_lists.is_big(summary)):
        return set()
    return series.list_groups(module, chart, found)


def render_asked(
    clockstart: Clockstart, module: Module, visit: Visit, filters: ModuleQuery, months: list[str], told: Told
) -> list[Component]:
    """ "24 missed appointments of Cohort A from April 2026 to June 2026": each part can be changed. What the sentence
    has no place for, such as a single person, is a chip below it."""
    chosen = {filters.since, filters.until} - {""}
    named = {month: series.as_month(month) for month in sorted({*months, *chosen})}
    offered = {"cohort": list_cohorts(clockstart, visit), "since": named, "until": named}
    counted = f"{told.number:,} {module.one if told.number == 1 else module.many} of"
    is_own = not looks_after(clockstart, visit)
    asked = [] if is_own else [Said("", "cohort", say_everyone(visit))]
    if len(months) > 1 or chosen:
        asked += [Said("from", "since", "the beginning"), Said("to", "until", "now")]
    asked += [Said(words, name, none) for name, (words, none) in zip(module.filters, module.said, strict=True)]
    whose = told.scope.words if clockstart.scope else "your own records"
    lead = f"{counted} {whose}" if is_own else counted
    here, names = f"{module.address}/charts", {one.name for one in asked}
    chips = list_chips({one.name: one.words for one in told.conditions if one.name not in names}, filters, here)
    if filters.person or not told.scope.people:
        chips.insert(0, Criterion(told.scope.words, filters.at(here, person="", cohort="")))
    below = [render_criteria("Narrowed to", chips)] if chips else []
    return [*render_sentence(filters, lead, asked, offered), *below]


def say_everyone(visit: Visit) -> str:
    return "everyone" if visit.actor.role == "admin" else "your people"


def render_nothing(module: Module, has_some: bool) -> Component:
    """No figure without a record: which of the two reasons it is."""
    if has_some:
        every = html.A("Show every record", href=f"{module.address}/charts", className="btn btn-secondary")
        return render_empty(
            f"No {module.many} fit these filters", "Take a filter off, or choose another month.", [every]
        )
    return render_empty(f"No {module.many} to chart yet", "Come back when records have been added.")


def csv_href(module: Module, chart: Chart, filters: ModuleQuery) -> str:
    return filters.at(f"/export/{module.slug}/chart/{chart.key}.csv")


def list_cohorts(clockstart: Clockstart, visit: Visit) -> dict[str, str]:
    """The cohorts the actor may chart."""
    return {
        cohort.id: cohort.name
        for cohort in clockstart.store.people.list_cohorts()
        if visit.actor.role == "admin" or cohort.id in visit.actor.manages
    }
