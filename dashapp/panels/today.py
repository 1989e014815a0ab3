"""What is to be done, as a table: each line leads to its record."""

from collections.abc import Sequence
from datetime import date

from dash import html
from dash.development.base_component import Component

from dashapp.services.work.actions import Action
from dashapp.services.work.team_day import TeamDay
from dashapp.ui.icons import render_icon
from dashapp.ui.tables import Cell, Column, render_table
from dashapp.ui.times import time_of_day
from dashapp.web.waiting import render_waiting
from storage.jobs import Job
from words.phrases import in_words, plural


def render_looking(job: Job, address: str) -> list[Component]:
    """While the records of the actor's people are read for the first time today."""
    return render_waiting(job, "The records of your people are being read for what is due today.", address)


def say_when(day: TeamDay, job: Job | None) -> Component:
    """Of which moment this is, and whether it is all there was."""
    again = "; they are being read again now" if job else ""
    part = f" The {len(day.actions):,} longest overdue of {day.count:,} are listed." * (len(day.actions) < day.count)
    return html.P(f"From the records as they stood at {time_of_day(day.at)}{again}.{part}", className="cs-quiet")


def render_actions_table(title: str, actions: Sequence[Action], today: date) -> Component:
    """One line for each thing to do; whose it is only where other people's are among them."""
    with_person = any(action.person for action in actions)
    columns = [Column("By"), Column("What", header=True), Column("For"), Column("In")]
    columns += [Column("Learner")] if with_person else []
    rows = [render_action(action, today, with_person=with_person) for action in actions]
    return render_table(title, columns, rows, caption_hidden=True)


def render_action(action: Action, today: date, *, with_person: bool) -> tuple[Cell, ...]:
    status = "breach" if action.is_overdue(today) else action.status
    what = html.Span([render_icon(status), " ", action.what])
    cells = (render_day(action, today), what, html.A(action.name, href=action.href), action.module.title)
    return (*cells, action.person) if with_person else cells


def render_day(action: Action, today: date) -> Component:
    late = (today - action.on).days
    words = "Today" if late == 0 else f"{plural(late, 'day')} ago" if late > 0 else in_words(action.on)
    return html.Time(words, dateTime=action.on.isoformat(), title=str(in_words(action.on)))
