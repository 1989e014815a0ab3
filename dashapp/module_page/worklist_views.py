"""How a worklist is divided: its views with counts, the month a view is about, and the criteria in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from dash import html
from dash.development.base_component import Component

from dashapp.declare.module import Module, View
from dashapp.declare.module_query import ModuleQuery
from dashapp.module_page.worklist_head import render_menu
from dashapp.services.charts.chart_filters import Condition
from dashapp.services.derived import rows
from dashapp.services.work.saved_views import NAME_AT_MOST, SavedView
from dashapp.ui import ids
from dashapp.ui.chips import Criterion
from dashapp.ui.forms.controls import draw_line, render_labelled
from dashapp.ui.forms.queries import list_chips
from dashapp.ui.icons import render_icon
from dashapp.web.router import Visit
from rules.calendar import month_end
from words.phrases import in_words

MONTHS_OFFERED = 6
TABS_AT_MOST, TABS_WIDTH = 5, 560


@dataclass(frozen=True, slots=True)
class Opened:
    """The list as its address has it, with the view that it names and the end of the month a view may be about."""

    base: str
    query: ModuleQuery
    view: View | None
    month_end: date
    can_save: bool = False

    @classmethod
    def read(cls, module: Module, visit: Visit, today: date, base: str, *, can_save: bool = False) -> Opened:
        """An address without a month, or with one that is not offered, is about the end of this month."""
        query = module.query.read(visit.query)
        ends = {f"{day:%Y-%m}": day for day in list_month_ends(today)}
        return cls(base, query, rows.find_view(module, query.view), ends.get(query.month, month_end(today)), can_save)

    def href(self, **changed: str) -> str:
        """The same list, with some of what the address says changed (empty: taken off) and nothing open next to it."""
        return self.query.at(self.base, open="", **changed)


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
    inside = [html.Span("At the end of"), html.Ul(links, className="cs-month-links")]
    return [html.Nav(inside, className="cs-months", **{"aria-label": "Month"})]


def render_tabs(
    module: Module, opened: Opened, numbers: Mapping[str, int], everything: int, saved: Sequence[SavedView] = ()
) -> Component:
    """The views as tabs: all, those of one's own, and as many of the module's as fit that are not empty; the rest in a
    menu."""
    chosen = find_saved(opened, saved)
    whole = Tab("All", everything, opened.base, opened.view is None and chosen is None)
    own = [Tab(one.name, None, one.at(opened.base), one is chosen, one.id) for one in saved]
    tabs = [as_tab(opened, view, numbers, is_chosen=chosen is None) for view in list_tabs(module, opened, numbers)]
    shown = [html.Li(render_tab(tab), className="cs-view-place") for tab in (whole, *own, *tabs)]
    return html.Nav(
        [html.Ul(shown, className="cs-view-tabs"), *render_more(module, opened, numbers, chosen)],
        className="cs-list-views",
        **{"aria-label": "Views"},
    )


class Tab(NamedTuple):
    """A view as a tab: its words, how many rows it has, where it leads; `saved` is the id of one of one's own."""

    words: str
    number: int | None
    href: str
    is_current: bool
    saved: str = ""


def as_tab(opened: Opened, view: View, numbers: Mapping[str, int], *, is_chosen: bool) -> Tab:
    return Tab(view.label, numbers[view.key], opened.href(view=view.key), is_chosen and view is opened.view)


def list_tabs(module: Module, opened: Opened, numbers: Mapping[str, int]) -> list[View]:
    """The chosen view and the module's main views that are not empty, at most five and as long as their words fit."""
    main = [view for view in module.views if numbers[view.key] and not view.minor and view is not opened.view]
    found = [opened.view] if opened.view else []
    room = TABS_WIDTH - sum(map(measure_tab, found))
    for view in main:
        if len(found) < TABS_AT_MOST and measure_tab(view) <= room:
            room -= measure_tab(view)
            found.append(view)
    return sorted(found, key=module.views.index)


def measure_tab(view: View) -> int:
    """About how wide a tab is: its letters, its number, the space around."""
    return 7 * len(view.label) + 34


def render_tab(tab: Tab) -> list[Component]:
    number = [html.Span(f"{tab.number:,}", className="cs-tab-number")] if tab.number is not None else []
    current = {"aria-current": "true"} if tab.is_current else {}
    link = html.A([tab.words, *number], href=tab.href, className="cs-view-tab", **{"data-in-app": "1"}, **current)
    if not tab.saved or not tab.is_current:
        return [link]
    remove = html.Button(
        [render_icon("close"), html.Span(f"Remove the view {tab.words}", className="visually-hidden")],
        id={"remove-view": tab.saved},
        type="button",
        className="cs-tab-remove",
        n_clicks=0,
    )
    return [link, remove]


def render_more(
    module: Module, opened: Opened, numbers: Mapping[str, int], chosen: SavedView | None
) -> list[Component]:
    """Every view of the module, the empty ones greyed, and the way to save this one."""
    links = [
        html.A(
            [view.label, html.Span(f"{numbers[view.key]:,}", className="cs-tab-number")],
            href=opened.href(view=view.key),
            className="" if numbers[view.key] else "cs-menu-empty",
            **{"data-in-app": "1"},
            **({"aria-current": "true"} if view is opened.view else {}),
        )
        for view in module.views
    ]
    saving = [] if chosen or not opened.can_save else [render_save_view()]
    return [render_menu("More views", [*links, *saving], "cs-view-tab")] if links or saving else []


def render_save_view() -> Component:
    """Keeps what the list shows now under a name (`assets/worklist.js` sends it)."""
    box = draw_line(ids.VIEW_NAME, maxLength=NAME_AT_MOST, class_name="cs-control")
    save = html.Button("Save view", type="button", className="btn btn-secondary", **{"data-save-view": "1"})
    return html.Div(
        [
            render_labelled(box, "Save this view as", look="cs-filter"),
            save,
            html.Div(id=ids.VIEW_STATUS, role="status", className="cs-quiet"),
        ],
        className="cs-menu-form cs-save-view",
    )


def find_saved(opened: Opened, saved: Sequence[SavedView]) -> SavedView | None:
    """The view of one's own that the address shows, if any."""
    now = {name: text for name, text in opened.query.named().items() if name != "open"}
    return next((one for one in saved if one.query == now), None)


def say_criteria(module: Module, opened: Opened) -> str:
    """What the view asks of a record and in which order the list is, in words that equal the query."""
    view = opened.view
    sort = view.order if view and view.order else module.sort
    by = f" by {in_words(opened.month_end)}" if view and view.by_month_end else ""
    told = [f"{view.criteria.removesuffix('.')}{by}"] if view else []
    if sort and not opened.query.sort:
        told.append(sort.words)
    return ". ".join(words[:1].upper() + words[1:] for words in told)


def list_criteria(opened: Opened, conditions: Sequence[Condition]) -> list[Criterion]:
    """Each thing the list is narrowed by, with the address without it."""
    return list_chips({one.name: one.words for one in conditions}, opened.query, opened.base)


def counted(module: Module, number: int) -> str:
    return f"{number:,} {module.one if number == 1 else module.many}"


def say_count(module: Module, shown: int, everything: int) -> str:
    """ "26 pathways", "3 of 26 pathways"."""
    whole = counted(module, everything)
    return whole if shown == everything else f"{shown:,} of {whole}"
