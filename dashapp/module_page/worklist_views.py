"""How a worklist is divided: its views with counts, the month a view is about, and the criteria in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dash import html
from dash.development.base_component import Component

from dashapp.declare.module import Module, View
from dashapp.services.charts.chart_filters import Condition, Filters
from dashapp.services.derived import rows
from dashapp.ui.chips import Count, Criterion, render_counts
from dashapp.web.router import Visit
from rules.calendar import month_end
from words.phrases import in_words

MONTHS_OFFERED = 6


@dataclass(frozen=True, slots=True)
class Opened:
    """The list as its address has it: the view, the filters, and the month whose end a view may be about."""

    base: str
    view: View | None
    filters: Filters
    month_end: date
    month: str

    @classmethod
    def read(cls, module: Module, visit: Visit, today: date, base: str) -> Opened:
        """An address without a month, or with one that is none, is about the end of this month."""
        month = visit.first("month")
        is_known = month in {f"{day:%Y-%m}" for day in list_month_ends(today)}
        day = date.fromisoformat(f"{month}-01") if is_known else today
        view = rows.find_view(module, visit.first("view"))
        return cls(base, view, Filters.read(module, visit.query), month_end(day), month if is_known else "")

    def href(self, **changed: str) -> str:
        """The same list, with some of what the address says changed (empty: taken off)."""
        return f"{self.base}?{self.filters.query(**{'month': self.month, **changed})}"


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
                href=opened.href(view=opened.view.key, month=f"{day:%Y-%m}"),
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
    kept = {"view": opened.view.key} if opened.view else {}
    criteria = [Criterion(one.words, opened.href(**kept, **dict.fromkeys(one.names, ""))) for one in conditions]
    return [*([Criterion(opened.view.label, opened.href())] if opened.view else []), *criteria]


def counted(module: Module, number: int) -> str:
    return f"{number:,} {module.one if number == 1 else module.many}"
