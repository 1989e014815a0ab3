"""The time that is left of a session, and why it takes no answers any more, said again while its page is open."""

from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from auth.actor import current_actor
from auth.requires import reads, requires
from dashapp.context import Clockstart, plain_clockstart
from dashapp.services.practice import attempts, exam_clock
from dashapp.services.practice.attempts import Attempt
from dashapp.services.practice.exam_clock import DEADLINE, Head
from dashapp.services.practice.kinds import read_place
from dashapp.ui.icons import render_icon
from dashapp.web.open_paper import check_place, in_papers
from storage.attempts import OPEN

SAYS, ALOUD, WHICH, TICK = "practice-left", "practice-left-aloud", "practice-watched", "practice-tick"
EVERY = 10_000
"""Milliseconds between two looks."""


def register(app: Dash) -> None:
    app.callback(
        Output(SAYS, "children"),
        Output(ALOUD, "children"),
        Input(TICK, "n_intervals"),
        State(WHICH, "data"),
        prevent_initial_call=True,
    )(on_tick)


@reads
@in_papers
@requires()
def on_tick(ticks: int | None, place: str | None) -> tuple[Any, str]:
    """The same as it is now: a tutor may have given more time, or closed it."""
    if not ticks or not isinstance(place, str):
        raise PreventUpdate
    check_place(place)
    clockstart, (kind, session) = plain_clockstart(), read_place(place)
    attempt = attempts.attempt_of(session, kind)
    head = clockstart.store.attempts.find(current_actor().uid, attempt)
    if head is None:
        raise PreventUpdate
    return say(clockstart, head), exam_clock.announce(head, clockstart.now)


def render(clockstart: Clockstart, attempt: Attempt) -> Component:
    """Nothing where nobody else can close it, and no time is over."""
    head = attempt.head
    is_watched = attempt.is_open and (DEADLINE in head or "assignment" in head)
    ticks = [dcc.Store(id=WHICH, data=attempt.place), dcc.Interval(id=TICK, interval=EVERY)] if is_watched else []
    aloud = exam_clock.announce(head, clockstart.now) if attempt.is_open else ""
    return html.Div(
        [
            *ticks,
            html.Div(say(clockstart, head), id=SAYS),
            html.Div(aloud, id=ALOUD, role="status", className="visually-hidden"),
        ],
        className="cs-practice-watch",
    )


def say(clockstart: Clockstart, head: Head) -> list[Component]:
    closed = exam_clock.say_closed(head, clockstart.now)
    if closed:
        return [html.P([render_icon("watch"), closed], role="alert")]
    words = exam_clock.say_left(head, clockstart.now) if head["state"] == OPEN else ""
    return [html.P([render_icon("note"), words])] if words else []
