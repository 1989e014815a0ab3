"""People × modules as a table of small cells; the Tab key stops there once, then the arrow keys walk it
(`dashapp/assets/monitor.js`)."""

from collections.abc import Iterator
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from dashapp.panels.home_manager import say_ago
from dashapp.services.feedback.reviews import STATUSES
from dashapp.services.work.progress import NONE, OPEN, ORDER, REVIEWED, SUBMITTED, Progress, ProgressQuery, as_moment
from dashapp.ui.icons import render_icon
from dashapp.ui.times import LONDON
from pages.student_progress_monitor.reach import HERE, SLUG
from words.phrases import in_words, plural

GLYPHS = {OPEN: "", SUBMITTED: "letter", REVIEWED: "fine"}
"""The shape in a cell that is begun; one in progress is filled to the half."""

COLUMN, LETTER = 24, 7
"""Pixels across."""


def render_grid(found: Progress, shown: range, asked: ProgressQuery) -> Component:
    """The people at these places, with every module that somebody has begun."""
    rows = [render_person(found, at, is_first=at == shown.start) for at in shown]
    table = html.Table(
        [
            html.Caption("Learners and how far they are in each module", className="visually-hidden"),
            html.Thead([render_stages(found), render_names(found, asked)]),
            html.Tbody(rows),
        ],
        role="grid",
        className="cs-people",
    )
    return html.Div(table, className="cs-people-frame", **{"data-grid": SLUG})


def render_stages(found: Progress) -> html.Tr:
    """The parts of the journey over their modules."""
    parts = [(stage, len(list(modules))) for stage, modules in groupby(found.modules, lambda one: one.journey)]
    heads = [
        html.Th(html.Span(shorten(stage, many), title=stage), scope="colgroup", colSpan=many) for stage, many in parts
    ]
    return html.Tr([html.Td(colSpan=2), *heads], className="cs-people-stages")


def shorten(stage: str, many: int) -> str:
    """ "Letters and contact" over so many columns: "Letters" where the whole of it has no room."""
    return stage if len(stage) * LETTER <= many * COLUMN else stage.split()[0]


def render_names(found: Progress, asked: ProgressQuery) -> html.Tr:
    """What each column is; a press puts the people in its order."""
    last = render_head("Last change", "last", "recent", asked)
    names = [render_head(one.short_title or one.title, f"-{one.slug}", one.slug, asked) for one in found.modules]
    return html.Tr([render_head("Learner", "", "-name", asked), last, *names], className="cs-people-names")


def render_head(words: str, first: str, second: str, asked: ProgressQuery) -> html.Th:
    """`first` is the order of the first press, `second` the other way round."""
    is_sorted = asked.sort in {first, second}
    href = asked.at(HERE, sort=second if asked.sort == first else first)
    order = {"aria-sort": "descending" if asked.sort.startswith("-") else "ascending"} if is_sorted else {}
    return html.Th(html.A(words, href=href, tabIndex=-1), scope="col", **order)


def render_person(found: Progress, at: int, *, is_first: bool) -> html.Tr:
    """Who, when they last changed anything, and a cell a module. The first name is where the Tab key arrives."""
    person = found.people[at]
    name = html.A(person.name, href=f"{HERE}/{person.uid}", tabIndex=0 if is_first else -1)
    return html.Tr([html.Th(name, scope="row"), render_last(found, at), *render_cells(found, at)])


def render_last(found: Progress, at: int) -> html.Td:
    moment = as_moment(int(found.last_change[at]))
    words = "not begun" if moment is None else f"{say_ago(found.now - moment)} ago".replace("now ago", "just now")
    quiet = bool(found.is_quiet[at])
    inside = [render_icon("watch"), words] if quiet else words
    return html.Td(inside, tabIndex=-1, className="cs-people-last cs-days-soon" if quiet else "cs-people-last")


def render_cells(found: Progress, at: int) -> Iterator[html.Td]:
    for place, status in enumerate(found.status[at].tolist()):
        said = say_cell(found, at, place)
        if status == NONE:
            yield html.Td(tabIndex=-1, className="cs-how", **{"aria-label": said})
            continue
        inside = render_icon(GLYPHS[status]) if GLYPHS[status] else None
        where = f"/people/{found.people[at].uid}{found.modules[place].address}"
        link = html.A(inside, href=where, tabIndex=-1, className=f"cs-how-{ORDER[status]}", **{"aria-label": said})
        yield html.Td(link, className="cs-how")


def say_cell(found: Progress, at: int, place: int) -> str:
    """ "Carol Powell, DNA management: reviewed, 12 missed appointments, last change 24 November 2026"."""
    module, changed = found.modules[place], as_moment(int(found.last[at, place]))
    count = int(found.counts[at, place])
    parts = [
        f"{found.people[at].name}, {module.title}: {STATUSES[ORDER[found.status[at, place]]].lower()}",
        *([plural(count, module.one, module.many)] if count else []),
        *([f"last change {in_words(changed.astimezone(LONDON).date())}"] if changed else []),
    ]
    return ", ".join(parts)


def render_legend(found: Progress) -> html.Ul:
    """What the colours mean, and how much waits."""
    waiting = int((found.status == SUBMITTED).sum())
    words = {status: STATUSES[name] for status, name in enumerate(ORDER)}
    words[SUBMITTED] += f", {waiting:,} waiting for feedback" if waiting else ""
    return html.Ul(
        [html.Li([render_sign(status), said]) for status, said in words.items()], className="cs-people-legend"
    )


def render_sign(status: int) -> html.Span:
    inside = render_icon(GLYPHS[status]) if GLYPHS.get(status) else None
    return html.Span(
        html.Span(inside, className="" if status == NONE else f"cs-how-{ORDER[status]}"), className="cs-how"
    )
