"""The callbacks of notes: write one, take one's own away, bring it back."""

from collections.abc import Sequence
from typing import Any

from dash import Dash, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from auth import current_trace
from auth.actor import current_actor
from auth.requires import requires
from auth.shapes import read_pressed
from dashapp.context import current_clockstart
from dashapp.services.feedback import student_notes
from dashapp.services.records import records
from dashapp.ui import ids
from dashapp.ui.times import time_of_day
from pages.student_progress_monitor.notes import make_state, render_list
from pages.student_progress_monitor.reach import check_reach
from storage.errors import Refused, StoreFull, StoreUnavailable


def register(app: Dash) -> None:
    app.callback(
        Output(ids.NOTE_STATUS, "children"),
        Output(ids.NOTE_LIST, "children"),
        Output(ids.NOTE_STATE, "data"),
        Output(ids.NOTE_TEXT, "value"),
        Input(ids.NOTE_ADD, "n_clicks"),
        State(ids.NOTE_STATE, "data"),
        State(ids.NOTE_TEXT, "value"),
        prevent_initial_call=True,
    )(on_note)
    app.callback(
        Output(ids.NOTE_LIST, "children", allow_duplicate=True),
        Input({"note": ids.ALL, "about": ids.ALL, "act": ids.ALL}, "n_clicks"),
        prevent_initial_call=True,
    )(on_move_note)


@requires("manager", "admin")
def on_note(clicks: int | None, state: dict[str, Any] | None, text: str | None) -> tuple[Any, ...]:
    """Store a note; what was typed stays in the box until the store has confirmed."""
    if not clicks or not state:
        raise PreventUpdate
    clockstart, actor = current_clockstart(), current_actor()
    check_reach(clockstart, actor)
    uid, note_id, operation = (str(state.get(name, "")) for name in ("uid", "note_id", "operation"))
    try:
        student_notes.write(clockstart, actor, uid, note_id, text or "", operation, current_trace())
    except (Refused, StoreFull, StoreUnavailable) as error:
        return f"Not saved. {error.sentence}", no_update, no_update, no_update
    said = f"Saved at {time_of_day(clockstart.now)}."
    return said, render_list(clockstart, actor, uid), make_state(uid), ""


@requires("manager", "admin")
def on_move_note(clicks: Sequence[int | None]) -> Any:
    """Take a note of one's own away, or bring it back."""
    if not any(clicks):
        raise PreventUpdate
    clockstart, actor = current_clockstart(), current_actor()
    check_reach(clockstart, actor)
    uid, note_id, act = read_pressed(ctx.triggered_id, "about", "note", "act")
    student_notes.move(clockstart, actor, uid, note_id, act, records.new_id(), current_trace())
    return render_list(clockstart, actor, uid, gone=note_id if act == "remove" else "")
