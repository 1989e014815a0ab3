"""What answers the composer of a record (`composer.py`): trying what is typed, adding it, undoing it."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from dash import MATCH, ClientsideFunction, Dash, Input, Output, State, html, no_update
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from auth import current_trace
from auth.actor import current_actor
from auth.requires import reads, requires
from auth.shapes import OUT_OF_DATE
from dashapp.context import Clockstart, current_clockstart
from dashapp.module_page.band import render_tried
from dashapp.module_page.composer import find_target, make_state, render_asks, render_difference, render_owner, say_day
from dashapp.module_page.form_state import Form
from dashapp.module_page.prediction import WITHHELD
from dashapp.module_page.record_view import RecordView
from dashapp.services.records import entering, predictions, records
from dashapp.services.records.entering import NotEntered, Target
from dashapp.services.records.records import Conflicting, Held, Saved
from dashapp.ui import ids
from dashapp.ui.icons import render_icon
from dashapp.web.addresses import record_address
from storage.errors import Refused
from words.written_dates import NotADay, read_near_day

LATER = "Add it, then say what the clock will do."
CHANGED = "Not added: this record was changed somewhere else meanwhile. Press Add to add it to the newest version."


def register(app: Dash, clockstart: Clockstart) -> None:
    """Once per app; the ids name the record."""

    def part(name: str) -> dict[str, object]:
        return ids.composer(name, MATCH, MATCH)

    typed, state = State(part("typed"), "data"), State(part("state"), "data")
    said, saved = Output(part("said"), "children", allow_duplicate=True), Output(part("saved"), "data")
    seen = [Output(part(name), "children") for name in ("asks", "tried", "said")]
    app.callback(*seen, Output(part("day"), "data"), Input(part("typed"), "data"), state, prevent_initial_call=True)(
        on_typed
    )
    app.callback(
        said,
        saved,
        Output(part("state"), "data"),
        Input(part("add"), "n_clicks"),
        typed,
        state,
        prevent_initial_call=True,
    )(on_add)
    told = Output(part("saved"), "data", allow_duplicate=True)
    presses = [Input(part(name), "n_clicks") for name in ("see", "skip")]
    chosen = [State(part(name), "value") for name in ("decision", "breach")]
    app.callback(said, told, *presses, *chosen, state, prevent_initial_call=True)(on_answer)
    app.callback(told, Input(part("undo"), "n_clicks"), state, prevent_initial_call=True)(on_undo)
    app.clientside_callback(
        ClientsideFunction("clockstart", "dayRead"),
        Output(part("day"), "modified_timestamp"),
        Input(part("day"), "data"),
        State(part("day"), "id"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("clockstart", "entered"),
        Output(part("saved"), "modified_timestamp"),
        Input(part("saved"), "data"),
        prevent_initial_call=True,
    )


def get_target(state: Mapping[str, Any] | None) -> tuple[Form, RecordView, Target]:
    """The actor's own record that the page is of, and where an entry goes. Raises NotFound, or Refused where nothing
    can be entered."""
    form = Form.read(state, {})
    view = read_own(form)
    target = find_target(view)
    if target is None:
        raise Refused("Nothing can be entered here.")
    return form, view, target


def read_own(form: Form) -> RecordView:
    """Raises NotFound."""
    clockstart, actor = current_clockstart(), current_actor()
    module, record = records.get_record(clockstart, actor, actor.uid, form.slug, form.record_id)
    return RecordView.read(clockstart, actor, actor.uid, module, record)


def check_typed(typed: Any) -> dict[str, Any]:
    """What the browser gathered; Refused when it is not of that shape."""
    if not isinstance(typed, dict):
        raise Refused(OUT_OF_DATE)
    return typed


@reads
@requires()
def on_typed(typed: dict[str, Any] | None, state: dict[str, Any]) -> tuple[Any, Any, Any, Any]:
    """The questions of the event, the band as it would be, the difference in words and how the day was read; nothing is
    stored."""
    typed = check_typed(typed)
    _, view, target = get_target(state)
    choice, read = entering.find_choice(target, typed), {"text": read_back(typed, view.clockstart.today)}
    if choice is None:
        return [], [], [], read
    asks = no_update if typed.get("asked") == choice.name else render_asks(view, target, choice)
    if asks is not no_update:
        typed = {**typed, "answers": entering.expect(target, choice.name)}
    try:
        entry = entering.read_entry(target, typed, view.clockstart.today)
        tried = entering.try_entry(target, entry)
    except NotEntered as problem:
        said = html.P(str(problem), className="cs-composer-problem")
        return asks, [], [said, *render_owner(view, target, typed, None)], read
    is_told = target.case.is_told
    if not is_told or predictions.is_on(view.clockstart, view.actor.uid):
        said = html.P(LATER if is_told else WITHHELD, className="cs-quiet")
        return asks, [], [said, *render_owner(view, target, typed, entry)], read
    said_of = [*render_difference(view, tried), *render_owner(view, target, typed, entry)]
    return asks, render_tried(view, tried), said_of, read


def read_back(typed: Mapping[str, Any], today: date) -> str:
    """The day in words; nothing while it cannot be read."""
    try:
        return say_day(read_near_day(str(typed.get("day") or ""), today))
    except NotADay:
        return ""


@requires()
def on_add(clicks: int | None, typed: dict[str, Any] | None, state: dict[str, Any]) -> tuple[Any, Any, Any]:
    """Save what was typed; a problem or a newer version leaves it as it was typed."""
    if not clicks:
        raise PreventUpdate
    form, view, target = get_target(state)
    try:
        entry = entering.read_entry(target, typed or {}, view.clockstart.today)
    except NotEntered as problem:
        return render_problem(str(problem)), no_update, no_update
    outcome = entering.add(view.clockstart, view.actor, target, entry, form.operation, form.seen_rev, current_trace())
    if isinstance(outcome, Held):
        return render_problem(". ".join(one.sentence for one in outcome.problems)), no_update, no_update
    if isinstance(outcome, Conflicting):
        return render_problem(CHANGED), no_update, make_state(form.slug, form.record_id, outcome.theirs.rev)
    predictions.hold(view.clockstart, view.actor, outcome, form.seen_rev)
    return no_update, tell_saved(form, "added", outcome.record.rev), no_update


def render_problem(words: str) -> list[Component]:
    return [html.P([render_icon("breach"), words], role="alert", className="cs-composer-problem")]


def tell_saved(form: Form, what: str, rev: int) -> dict[str, Any]:
    """For the browser: which record has changed, what is to be told of it, and the address of its page that says so."""
    to = f"{record_address(f'/{form.slug}', form.record_id)}?{urlencode({what: rev})}"
    return {"slug": form.slug, "record": form.record_id, "rev": rev, "to": to, "told": {what: str(rev)}}


@requires()
def on_undo(clicks: int | None, state: dict[str, Any]) -> Any:
    """Put the record back to what it was before the entry."""
    if not clicks:
        raise PreventUpdate
    form, view, target = get_target(state)
    outcome = entering.undo(view.clockstart, view.actor, target, form.operation, form.seen_rev, current_trace())
    if not isinstance(outcome, Saved):
        raise Refused("This record was changed somewhere else meanwhile: it stays as it is now.")
    predictions.forget(view.clockstart, view.actor, outcome.case)
    return tell_saved(form, "undone", outcome.record.rev)


@requires()
def on_answer(
    see: int | None, skip: int | None, decision: str | None, breach: str | None, state: dict[str, Any]
) -> tuple[Any, Any]:
    """Keep what was predicted, or that it was skipped; from then on the record is told."""
    if not (see or skip):
        raise PreventUpdate
    form = Form.read(state, {})
    view = read_own(form)
    said = ("", "") if skip else (decision or "", breach or "")
    if view.waits and not skip and not all(said):
        return render_problem("Choose what the clock will do and the breach date, or skip."), no_update
    if view.waits:
        predictions.answer(view.clockstart, view.actor, view.waits, said)
    return no_update, tell_saved(form, "predicted", view.record.rev)
