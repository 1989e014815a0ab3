"""The accessible view beside the grid: a line a person, page by page, each leading to that person's own page."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashapp.services.work.progress import OPEN, REVIEWED, SUBMITTED, Progress, ProgressQuery, as_moment
from dashapp.ui.icons import render_icon
from dashapp.ui.pager import render_pager
from dashapp.ui.tables import Cell, Column, render_table
from dashapp.ui.times import LONDON
from pages.student_progress_monitor.reach import HERE
from words.phrases import in_words

PAGE = 50
COLUMNS = (
    Column("Learner", header=True),
    Column("Last change"),
    Column("Submitted", number=True),
    Column("Reviewed", number=True),
    Column("In progress", number=True),
    Column("Records", number=True),
)


def render_list(found: Progress, asked: ProgressQuery) -> list[Component]:
    """Fifty people at a time; how many modules of each are how far."""
    pages = max(1, -(-len(found) // PAGE))
    page = min(asked.page, pages)
    start = (page - 1) * PAGE
    lines = [render_line(found, at) for at in range(start, min(start + PAGE, len(found)))]
    table = render_table("Learners and how many of their modules are how far", COLUMNS, lines, caption_hidden=True)
    return [table, render_pager(page, pages, lambda to: asked.at(HERE, view="list", page=to))]


def render_line(found: Progress, at: int) -> tuple[Cell, ...]:
    person, last = found.people[at], as_moment(int(found.last_change[at]))
    words: list[Component | str] = [str(in_words(last.astimezone(LONDON).date())) if last else "Nothing stored yet"]
    if found.is_quiet[at]:
        words = [render_icon("watch"), " Stalled since ", html.Br(), *words]
    status = found.status[at]
    return (
        html.A(person.name, href=f"{HERE}/{person.uid}"),
        html.Span(words, className="cs-when"),
        *(int((status == one).sum()) for one in (SUBMITTED, REVIEWED, OPEN)),
        int(found.counts[at].sum()),
    )
