"""The same people as a list: what matters of each, and how many of their modules are how far."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashapp.panels.home_manager import find_attention
from dashapp.services.practice.assigned import Standings, say_standing
from dashapp.services.practice.assignment import Assignment
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


Assigned = Sequence[tuple[Assignment, Standings]]


def render_list(found: Progress, shown: range, assigned: Assigned) -> Component:
    """The people at these places, each leading to their own page; with a column for each open assignment."""
    lines = []
    for at in shown:
        *line, last = render_line(found, at)
        lines.append((*line, *render_assigned(assigned, found.people[at].uid), last))
    heads = [Column("Practice"), *(Column(one.title) for one, _ in assigned)] if assigned else []
    columns = (*COLUMNS[:-1], *heads, COLUMNS[-1])
    table = render_table("Learners and how many of their modules are how far", columns, lines, caption_hidden=True)
    return html.Div(table, className="cs-people-list")


def render_assigned(assigned: Assigned, uid: str) -> list[Cell]:
    """What was handed in of all that is open and whether a patient was lost, then each assignment."""
    if not assigned:
        return []
    theirs = [standings[uid] for _, standings in assigned if uid in standings]
    done = sum(bool(one.handed_in) for one in theirs)
    lost = sum(one.counted["lost_patients"] for one in theirs if one.counted)
    words = f"{done} of {len(theirs)} handed in{f', {lost} lost' if lost else ''}"
    return [words if theirs else html.Span(), *(render_standing(one, standings, uid) for one, standings in assigned)]


def render_standing(one: Assignment, standings: Standings, uid: str) -> Cell:
    if uid not in standings:
        return html.Span()
    standing = standings[uid]
    status = "breach" if standing.is_late else "fine" if standing.handed_in else "note"
    words = html.A(say_standing(standing), href=f"/assignments/{one.id}")
    return html.Span([render_icon(status), words], className=f"cs-state cs-state-{status}")


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
