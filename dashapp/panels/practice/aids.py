"""What helps with a case: hints, a flag to come back to it, and five more like it."""

from typing import Any

from dash import Dash, Input, Output, ctx, no_update
from dash.exceptions import PreventUpdate

from auth import current_trace
from auth.actor import current_actor
from auth.requires import requires
from auth.shapes import read_pressed
from dashapp.context import current_clockstart
from dashapp.services.practice import again, answering, attempts
from dashapp.services.practice.kinds import read_place
from dashapp.services.records.records import check_id
from dashapp.ui import ids
from dashapp.web.open_paper import check_place, in_papers
from storage.errors import Refused

from .drawn import (
    HINTS,
    SAID,
    TOP,
    WHOLE_LIST,
    hint_id,
    like_id,
    render_cases,
    render_hints,
    render_problem,
    render_top,
)


def register(app: Dash) -> None:
    app.callback(
        Output(HINTS, "children"),
        Output(TOP, "children"),
        Output(WHOLE_LIST, "children"),
        Output(SAID, "children", allow_duplicate=True),
        Input(hint_id(ids.ALL, ids.ALL, ids.ALL), "n_clicks"),
        prevent_initial_call=True,
    )(on_aid)
    app.callback(
        Output(ids.NAVIGATE, "data", allow_duplicate=True),
        Input(like_id(ids.ALL, ids.ALL, ids.ALL), "n_clicks"),
        prevent_initial_call=True,
    )(on_like)


def read_number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else 0


@in_papers
@requires()
def on_aid(clicks: list[int | None]) -> tuple[Any, ...]:
    """Take a hint or turn the flag of a case; what was typed stays."""
    if not clicks or not any(clicks):
        raise PreventUpdate
    act, place, told = read_pressed(ctx.triggered_id, "aid", "practice", "number")
    check_place(place)
    clockstart, actor, (kind, session), number = (
        current_clockstart(),
        current_actor(),
        read_place(place),
        read_number(told),
    )
    attempt = attempts.get(clockstart, actor, session, kind)
    try:
        aid = answering.take_hint if act == "hint" else answering.turn_flag
        attempt = aid(clockstart, actor, attempt, number)
    except Refused as problem:
        return no_update, no_update, no_update, render_problem(problem.sentence)
    return render_hints(attempt, number), render_top(attempt, number), render_cases(attempt, number), ""


@requires()
def on_like(clicks: list[int | None]) -> str:
    """Begin five cases like the one that is told."""
    if not clicks or not any(clicks):
        raise PreventUpdate
    place, number, record_id = read_pressed(ctx.triggered_id, "like", "number", "new")
    clockstart, actor, (kind, session) = current_clockstart(), current_actor(), read_place(place)
    told = again.like_it(attempts.get(clockstart, actor, session, kind), read_number(number))
    return again.start(clockstart, actor, check_id(record_id), told, current_trace())
