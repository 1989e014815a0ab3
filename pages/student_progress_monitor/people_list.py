"""The same people as a list: what matters of each, and how many of their modules are how far."""

from dash import html
from dash.development.base_component import Component

from dashapp.panels.home_manager import find_attention
from dashapp.services.work.progress import OPEN, REVIEWED, SUBMITTED, Progress, as_moment
from dashapp.ui.icons import render_icon
from dashapp.ui.tables import Cell, Column, render_table
from dashapp.ui.times import LONDON
from pages.student_progress_monitor.reach import HERE

COLUMNS = (
    Column("Learner", header=True),
    Column("What matters"),
    Column("In progress", number=True),
    Column("Submitted", number=True),
    Column("Reviewed", number=True),
    Column("Last change", number=True),
)


def render_list(found: Progress, shown: range) -> Component:
    """The people at these places, each leading to their own page."""
    lines = [render_line(found, at) for at in shown]
    table = render_table("Learners and how many of their modules are how far", COLUMNS, lines, caption_hidden=True)
    return html.Div(table, className="cs-people-list")


def render_line(found: Progress, at: int) -> tuple[Cell, ...]:
    person, last, matter = found.people[at], as_moment(int(found.last_change[at])), find_attention(found, at)
    said = (
        html.Span([render_icon(matter[0]), matter[2]], className=f"cs-state cs-state-{matter[0]}")
        if matter
        else html.Span()
    )
    return (
        html.A(person.name, href=f"{HERE}/{person.uid}"),
        said,
        *(int((found.status[at] == one).sum()) for one in (OPEN, SUBMITTED, REVIEWED)),
        last.astimezone(LONDON).date() if last else None,
    )
