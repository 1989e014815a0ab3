"""How a worklist is divided: its views with counts, the month a view is about, and the criteria in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dash import html
from dash.development.base_component import Component

from dashapp.declare.module import Module, View
from dashapp.declare.module_query import ModuleQuery
from dashapp.services.charts.chart_filters import Condition
from dashapp.services.derived import rows
from dashapp.ui.chips import Count, Criterion, render_counts
from dashapp.ui.forms.queries import list_chips
from dashapp.web.router import Visit
from rules.calendar import month_end
from words.phrases import in_words

MONTHS_OFFERED = 6


@dataclass(frozen=True, slots=True)
class Opened:
    """The list as its address has it, with the view that it names and the end of the month a view may be about."""

    base: str
    query: ModuleQuery
    view: View | None
    month_end: date

    @classmethod
    def read(cls, module: Module, visit: Visit, today: date, base: str) -> Opened:
        """An address without a month, or with one that is not offered, is about the end of this month."""
        query = module.query.read(visit.query)
        ends = {f"{day:%Y-%m}": day for day in list_month_ends(today)}
        return cls(base, query, rows.find_view(module, query.view), ends.get(query.month, month_end(today)))

    def href(self, **changed: str) -> str:
        """The same list, with some of what the address says changed (empty: taken off)."""
        return self.query.at(self.base, **changed)


def list_month_ends(today: date) -> list[date]:
    """The end of this month and of the five after it."""
    ends = [month_end(today)]
    while len(ends) < MONTHS_OFFERED:
        ends.append(month_end(ends[-1] + timedelta(days=1)))
    return ends


def render_months(opened: Opened, today: date) -> list[Component]:
    """The months whose end the chosen view can be about."""
    if opened.view is None or opened.view.by_month_end is None:
        return []
    links = [
        html.Li(
            html.A(
                f"{day:%B %Y}",
                href=opened.href(month=f"{day:%Y-%m}"),
                **({"aria-current": "true"} if day == opened.month_end else {}),
            )
        )
        for day in list_month_ends(today)
    ]
    inside = [html.Span("At the end of"), html.Ul(links, className="cs-minor-views")]
    return [html.Nav(inside, className="cs-months", **{"aria-label": "Month"})]


def render_views(module: Module, opened: Opened, numbers: Mapping[str, int]) -> Component:
    """The main views as counts that filter when pressed, the minor ones as short links below."""
    counts = [
        Count(numbers[view.key], view.label, view.status, opened.href(view=view.key), view is opened.view)
        for view in module.views
        if not view.minor
    ]
    minor = [
        render_minor(view, numbers[view.key], opened.href(view=view.key), view is opened.view)
        for view in module.views
        if view.minor
    ]
    return html.Div(
        [
            *([render_counts(counts)] if counts else []),
            *([html.Ul(minor, className="cs-minor-views")] if minor else []),
        ]
    )


def render_minor(view: View, number: int, href: str, chosen: bool) -> Component:
    """One of the shorter links: its words and its count."""
    current = {"aria-current": "true"} if chosen else {}
    return html.Li(html.A([f"{view.label} ", html.Strong(f"{number:,}")], href=href, **current))


def say_criteria(module: Module, opened: Opened, shown: int, everything: int) -> str:
    """What the list shows and in which order, in words that equal the query."""
    view = opened.view
    sort = view.order if view and view.order else module.sort
    order = f", {sort.words}" if sort else ""
    if shown == everything and view is None:
        return f"Showing {counted(module, shown)}, all there are{order}."
    by = f" by {in_words(opened.month_end)}" if view and view.by_month_end else ""
    criteria = f": {view.criteria}{by}" if view else ""
    return f"Showing {counted(module, shown)} of {everything:,}{criteria}{order}."


def list_criteria(opened: Opened, conditions: Sequence[Condition]) -> list[Criterion]:
    """Each thing the list is narrowed by, with the address without it."""
    view = {"view": opened.view.label} if opened.view else {}
    return list_chips(view | {one.name: one.words for one in conditions}, opened.query, opened.base)


def counted(module: Module, number: int) -> str:
    return f"{number:,} {module.one if number == 1 else module.many}"
