"""The monitor's first page: counts, filters in words, the grid on a wide screen, the list on a phone or when asked."""

from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.services.practice import assignments
from dashapp.services.work import progress
from dashapp.services.work.progress import NONE, ORDER, SORTS, SUBMITTED, Progress, ProgressQuery
from dashapp.ui.charts import render_charts
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.queries import Said, render_sentence
from dashapp.ui.page import render_action, render_page, render_section
from dashapp.ui.pager import render_pager
from dashapp.ui.theme import ACCENT, BAR, FINE, WATCH
from dashapp.web.router import Visit
from pages.student_progress_monitor.grid import render_grid, render_legend
from pages.student_progress_monitor.people_list import render_list
from pages.student_progress_monitor.reach import HERE, OTHER_PAGES, SLUG, TITLE, link
from pages.student_progress_monitor.service import progress_series
from words.phrases import plural

PAGE = 50
STATUS_COLOURS = (BAR, ACCENT, WATCH, FINE)
"""Not started, in progress, submitted, reviewed."""


def render(clockstart: Clockstart, visit: Visit) -> Component:
    """Everyone in scope, narrowed by the address."""
    asked = ProgressQuery.read(visit.query)
    everybody = progress.read_progress(clockstart, visit.actor, asked)
    found = progress.narrow_down(clockstart, everybody, asked)
    return render_page(
        TITLE,
        [
            *render_filters(clockstart, visit, asked, len(found)),
            render_people(clockstart, visit, found, everybody, asked),
            *(render_drawn(found, asked) if len(found) else []),
        ],
        lead=render_glance(everybody, asked),
        actions=[link(words, path, asked) for words, path in OTHER_PAGES],
    )


def render_glance(everybody: Progress, asked: ProgressQuery) -> list[Component | str]:
    """The cohort in a few numbers; each leads to those people."""
    base = asked.only("cohort")
    figures: tuple[tuple[int, str, dict[str, str]], ...] = (
        (len(everybody), "learners" if len(everybody) != 1 else "learner", {}),
        (int(everybody.having(SUBMITTED).astype(bool).sum()), "wait for feedback", {"status": ORDER[SUBMITTED]}),
        (int(everybody.waits_long.sum()), "for over a week", {"show": "overdue"}),
        (int(everybody.is_active.sum()), "active in the last 7 days", {"show": "active"}),
        (int(everybody.is_quiet.sum()), "stalled over 14 days", {"show": "quiet"}),
        (int((everybody.last_change == 0).sum()), "not begun", {"status": ORDER[NONE]}),
        (int(everybody.refresher.any(axis=1).sum()), "due a refresher", {"show": "refresher"}),
    )
    told = [
        html.A(
            f"{number:,} {words}",
            href=base.at(HERE, **more),
            **({"aria-current": "true"} if more and is_asked(asked, more) else {}),
        )
        for number, words, more in figures
        if number or not more
    ]
    return [part for one in told for part in (" · ", one)][1:]


def is_asked(asked: ProgressQuery, more: dict[str, str]) -> bool:
    return not asked.module and all(getattr(asked, name) == value for name, value in more.items())


def render_filters(clockstart: Clockstart, visit: Visit, asked: ProgressQuery, many: int) -> list[Component]:
    """Whom to show, and in which order."""
    offered = {
        "cohort": progress.list_cohorts(clockstart, visit.actor),
        "module": {module.slug: module.title for module in progress.list_modules(clockstart)},
        "sort": SORTS,
    }
    said = [
        Said("", "show", "everyone"),
        Said("of", "cohort", "every cohort"),
        Said("with", "status", "any status"),
        Said("in", "module", "any module"),
        Said("", "sort", "by name"),
    ]
    return render_sentence(asked, f"{plural(many, 'learner')}:", said, offered)


def render_people(
    clockstart: Clockstart, visit: Visit, found: Progress, everybody: Progress, asked: ProgressQuery
) -> Component:
    """The people whom the filters keep: as a grid where there is room, and as a list."""
    if not len(everybody):
        return render_empty("No learners yet", "Learners appear here once they are in a cohort you look after.")
    if not len(found):
        every = render_action("Show everyone", HERE)
        return render_empty("Nobody fits these filters", "Take one off, or choose another.", [every])
    pages = max(1, -(-len(found) // PAGE))
    page = min(asked.page, pages)
    shown = range((page - 1) * PAGE, min(page * PAGE, len(found)))
    assigned = assignments.read_open(clockstart, visit.actor, [found.people[at] for at in shown])
    first = f"The {assignments.MOST_OPEN} assignments due first are shown. "
    more = [html.P([first, html.A("All assignments", href="/assignments")])] * (len(assigned) == assignments.MOST_OPEN)
    begun = found if asked.modules or asked.module else found.without_unbegun()
    return html.Div(
        [
            html.Div([render_legend(begun), *render_folded(found, begun, asked)], className="cs-people-above"),
            render_grid(begun, shown, asked),
            render_section("As a list", [render_list(found, shown, assigned), *more], actions=render_files(asked)),
            render_pager(page, pages, lambda to: asked.at(HERE, page=to)),
        ]
    )


def render_folded(found: Progress, begun: Progress, asked: ProgressQuery) -> list[Component]:
    """How many modules nobody has begun, and the way to them and back."""
    folded = len(found.modules) - len(begun.modules)
    if folded:
        every = html.A(f"Show all {len(found.modules)}", href=asked.at(HERE, modules="all"))
        words = f"{plural(folded, 'module')} nobody has begun {'is' if folded == 1 else 'are'} folded. "
        return [html.P([words, every], className="cs-quiet")]
    if asked.modules:
        return [html.P(html.A("Fold the modules nobody has begun", href=asked.at(HERE, modules="")))]
    return []


def render_files(asked: ProgressQuery) -> list[Component]:
    return [
        html.A(words, href=asked.at(f"/export/{SLUG}/grid.{ending}"), download="")
        for words, ending in (("CSV", "csv"), ("Excel", "xlsx"))
    ]


def render_drawn(found: Progress, asked: ProgressQuery) -> list[Component]:
    """The same people as charts; the rules that catch them have a page of their own."""
    status = replace(progress_series.draw_status(found, asked), colours=STATUS_COLOURS)
    drawn = (status, progress_series.draw_activity(found, asked))
    charts = [(one, asked.at(f"/export/{SLUG}/chart/{one.key}.csv")) for one in drawn]
    return [render_section("In charts", render_charts(charts))]
