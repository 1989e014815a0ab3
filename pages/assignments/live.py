"""Who is how far with an assignment, drawn again while it is looked at."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from auth.actor import current_actor
from auth.requires import reads, requires
from dashapp.context import Clockstart, current_clockstart
from dashapp.services.practice import assigned, assignments, attempts, exam_clock
from dashapp.services.practice.assigned import Standing
from dashapp.services.practice.assignment import EXTRA, Assignment
from dashapp.ui.empty import render_empty
from dashapp.ui.page import render_section
from dashapp.ui.tables import Cell, Column, render_table
from dashapp.ui.times import day_and_time, time_of_day
from storage.accounts import Person

from .said import say_due, say_result, say_state

PEOPLE_AT, WHICH, TICK = "assignment-people", "assignment-which", "assignment-tick"
EVERY = 5_000
"""Milliseconds between two looks."""
PEOPLE = (
    Column("Learner", header=True),
    Column("State"),
    Column("Now"),
    Column("Time"),
    Column("Right"),
    Column("Lost", number=True),
    Column("Tries", number=True),
    Column("Due"),
)


def register(app: Dash) -> None:
    app.callback(
        Output(PEOPLE_AT, "children"), Input(TICK, "n_intervals"), State(WHICH, "data"), prevent_initial_call=True
    )(on_tick)


@reads
@requires("manager", "admin")
def on_tick(ticks: int | None, which: str | None) -> Any:
    """The same people as they are now."""
    if not ticks or not which:
        raise PreventUpdate
    clockstart, actor = current_clockstart(), current_actor()
    known = assignments.get_for_tutor(clockstart, actor, which)
    return render_people(clockstart, known, assignments.list_people(clockstart, actor, known))


def render(clockstart: Clockstart, known: Assignment, people: Sequence[Person]) -> Component:
    """The list, and what draws it again."""
    return html.Div(
        [
            dcc.Store(id=WHICH, data=known.id),
            dcc.Interval(id=TICK, interval=EVERY),
            html.Div(render_people(clockstart, known, people), id=PEOPLE_AT),
        ]
    )


def render_people(clockstart: Clockstart, known: Assignment, people: Sequence[Person]) -> Component:
    standings = read_all(clockstart, known, people)
    answered = assignments.read_answered(clockstart, standings)
    at = dict(zip(open_tries(standings), clockstart.store.attempts.list_at(open_tries(standings)), strict=True))
    rows = [
        make_line(clockstart, who, one, say_now(one, answered.get(who.uid), at))
        for who, one in zip(people, standings, strict=True)
    ]
    nobody = render_empty("Nobody has this yet", "It is there for everybody who comes into the cohort.")
    table = render_table("How far everybody is", PEOPLE, rows, caption_hidden=True, stacked=True) if rows else nobody
    return render_section(say_counts(standings), table)


def read_all(clockstart: Clockstart, one: Assignment, people: Sequence[Person]) -> list[Standing]:
    """How far these people are, in their order."""
    found = assigned.read_standings(clockstart, one, [person.uid for person in people])
    return [found[person.uid] for person in people]


def say_counts(standings: Sequence[Standing]) -> str:
    """ "2 not started, 1 open, 9 handed in, 1 late"."""
    words = {"none": "not started", "open": "open", "submitted": "handed in", "late": "late"}
    return ", ".join(f"{many} {words[name]}" for name, many in assigned.count_states(standings).items())


def open_tries(standings: Sequence[Standing]) -> list[tuple[str, str]]:
    """Person and attempt of those who have a try open."""
    return [(one.uid, attempts.attempt_of(one.session)) for one in standings if one.has_open_try]


def say_now(
    one: Standing, answered: tuple[int, datetime] | None, at: Mapping[tuple[str, str], tuple[int, str] | None]
) -> str:
    """ "Case 3 of 5 since 10:41, 2 answered", of a try that is open."""
    if not one.has_open_try:
        return ""
    shown, many = at.get((one.uid, attempts.attempt_of(one.session))), answered[0] if answered else 0
    if shown is None:
        return f"{many} of {one.assignment.cases} answered"
    number, since = shown
    return f"Case {number} of {one.assignment.cases} since {say_since(since, one)}, {many} answered"


def say_since(since: str, one: Standing) -> str:
    """The time alone, of today."""
    moment = datetime.fromisoformat(since)
    return time_of_day(moment) if moment.date() == datetime.now(UTC).date() else day_and_time(moment)


def make_line(clockstart: Clockstart, person: Person, one: Standing, now: str) -> tuple[Cell, ...]:
    counted = one.counted
    own = one.assignment.people.get(person.uid)
    more = EXTRA[str(own.extra_time_percent)] if own and own.extra_time_percent else ""
    left = exam_clock.say_left(one.tries[-1], clockstart.now) if one.has_open_try else more
    return (
        html.A(person.name, href=f"/assignments/{one.assignment.id}/people/{person.uid}"),
        say_state(one),
        now,
        left,
        say_result(one, to_tutor=True),
        counted["lost_patients"] if counted else None,
        len(one.tries) or None,
        html.Time(say_due(one)),
    )
