"""The callbacks of every record form: save, keep a draft, add a row, remove. Gather, one call, render."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from dash import MATCH, ClientsideFunction, Dash, Input, Output, Patch, State, ctx
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from auth import current_trace
from auth.actor import current_actor
from auth.requires import reads, requires
from auth.shapes import OUT_OF_DATE, read_pressed
from dashapp.context import Clockstart, current_clockstart, plain_clockstart
from dashapp.declare.module import Module
from dashapp.module_page import saving
from dashapp.module_page.form_state import Form
from dashapp.module_page.meaning import render_meaning
from dashapp.module_page.record_view import RecordView
from dashapp.services.access import access, scopes
from dashapp.services.records import drafts, picks, records
from dashapp.services.records.checking import find_question, list_row_keys
from dashapp.ui import ids
from dashapp.ui.forms.questions import render_row
from dashapp.ui.times import time_of_day
from dashapp.web.addresses import record_address
from storage.errors import NotFound, Refused
from words.questions import Question

log = logging.getLogger("clockstart")


def register(app: Dash, clockstart: Clockstart) -> None:
    """Once per app."""
    if clockstart.settings.bench:
        register_nothing(app)
    register_saving(app)
    register_drafts(app)
    register_rows(app)
    app.callback(
        Output(ids.NAVIGATE, "data", allow_duplicate=True),
        Input(ids.REMOVE_CONFIRM, "n_clicks"),
        State(ids.READ_STATE, "data"),
        prevent_initial_call=True,
    )(on_remove)


def register_saving(app: Dash) -> None:
    """A save, what it means once it is confirmed, and the problems beside their questions."""
    app.callback(
        Output(ids.FORM_STATUS, "children"),
        Output(ids.FORM_PROBLEM_LIST, "data"),
        Output(ids.FORM_PROBLEMS, "children"),
        Output(ids.FORM_CONFLICT, "children"),
        Output(ids.FORM_STATE, "data"),
        Output(ids.NAVIGATE, "data", allow_duplicate=True),
        Input(ids.SAVE, "n_clicks"),
        Input(ids.SAVE_AND_ADD, "n_clicks"),
        State(ids.FORM_STATE, "data"),
        State(ids.DRAFT_KEPT, "data"),
        State(ids.ALL_ANSWERS, "value"),
        prevent_initial_call=True,
    )(on_save)
    app.callback(Output(ids.FORM_MEANING, "children"), Input(ids.FORM_STATE, "data"), prevent_initial_call=True)(
        on_saved
    )
    app.clientside_callback(
        ClientsideFunction("clockstart", "placeProblems"),
        Output(ids.ALL_PROBLEMS, "children"),
        Input(ids.FORM_PROBLEM_LIST, "data"),
        prevent_initial_call=True,
    )


def register_drafts(app: Dash) -> None:
    """What is typed is gathered in the browser, kept on the server, and dropped on request (`assets/drafts.js`)."""
    app.callback(
        Output(ids.DRAFT_KEPT, "data"),
        Input(ids.FORM_TYPED, "data"),
        State(ids.FORM_STATE, "data"),
        prevent_initial_call=True,
    )(on_typed)
    app.callback(
        Output(ids.NAVIGATE, "data", allow_duplicate=True),
        Input({"discard": ids.ALL, "slug": ids.ALL, "of": ids.ALL}, "n_clicks"),
        prevent_initial_call=True,
    )(on_discard)
    app.callback(Output(ids.TYPED_HERE_KEPT, "data"), Input(ids.TYPED_HERE, "data"), prevent_initial_call=True)(
        on_typed_here
    )
    for function, output, given in (
        ("keepTyped", Output(ids.FORM_TYPED, "data"), Input(ids.DRAFT_TICK, "n_intervals")),
        ("draftKept", Output(ids.DRAFT_KEPT, "modified_timestamp"), Input(ids.DRAFT_KEPT, "data")),
        ("copiesTaken", Output(ids.TYPED_HERE_KEPT, "modified_timestamp"), Input(ids.TYPED_HERE_KEPT, "data")),
    ):
        app.clientside_callback(ClientsideFunction("clockstart", function), output, given, prevent_initial_call=True)
    for function, state in (("knowForm", ids.FORM_STATE), ("knowRead", ids.READ_STATE)):
        opened = Output(state, "modified_timestamp"), Input(state, "data")
        app.clientside_callback(ClientsideFunction("clockstart", function), *opened)


def register_rows(app: Dash) -> None:
    """Members of a repeating group, added by the server and taken away in the browser."""
    app.callback(
        Output(ids.repeat_rows(MATCH), "children"),
        Input(ids.repeat_add(MATCH), "n_clicks"),
        State(ids.FORM_STATE, "data"),
        State(ids.ALL_ANSWERS, "value"),
        prevent_initial_call=True,
    )(on_add_row)
    app.clientside_callback(
        ClientsideFunction("clockstart", "takeAway"),
        Output(ids.repeat_row(), "children"),
        Input(ids.repeat_remove(), "n_clicks"),
        prevent_initial_call=True,
    )


def register_nothing(app: Dash) -> None:
    """For the benchmarks: the same guard, session and form as a save, and nothing done with it."""
    app.callback(
        Output(ids.NOTHING, "children"),
        Input(ids.SAVE, "n_clicks"),
        State(ids.FORM_STATE, "data"),
        State(ids.ALL_ANSWERS, "value"),
        prevent_initial_call=True,
    )(on_nothing)


@reads
@requires()
def on_nothing(_clicks: int, _state: dict[str, Any], _values: Sequence[Any]) -> str:
    """What a save costs before it does anything."""
    return ""


def gather_typed() -> dict[str, Any]:
    """The form's flat values by path, from the state Dash sent."""
    states = next((group for group in ctx.states_list if isinstance(group, list)), [])
    if not all(isinstance(item["id"].get("answer"), str) for item in states):
        raise Refused(OUT_OF_DATE)
    return {item["id"]["answer"]: item.get("value") for item in states}


@requires()
def on_save(
    save_clicks: int, more_clicks: int, state: dict[str, Any], kept: dict[str, str] | None, _values: Sequence[Any]
) -> tuple[Any, ...]:
    """Save what is in the form and say what became of it; every typed value stays on the screen."""
    if not (save_clicks or more_clicks):
        raise PreventUpdate
    clockstart, actor = current_clockstart(), current_actor()
    form = Form.read({**state, "draft": bool(kept and kept.get("at")) or state.get("draft", True)}, gather_typed())
    module = access.get_module(clockstart, actor, form.slug)
    outcome = saving.save(clockstart, actor, form, current_trace())
    add_another = ctx.triggered_id == ids.SAVE_AND_ADD
    return saving.render_outcome(clockstart, form, outcome, module, add_another=add_another).outputs()


@requires()
def on_saved(state: dict[str, Any] | None) -> list[Component]:
    """What the record means now, where the form stays after a save."""
    if not state or not (state.get("saved") and state.get("then")):
        raise PreventUpdate
    clockstart, actor = current_clockstart(), current_actor()
    form = Form.read(state, {})
    module, record = records.get_record(clockstart, actor, actor.uid, form.slug, form.record_id)
    return render_meaning(RecordView.read(clockstart, actor, actor.uid, module, record), module)


@requires()
def on_typed(typed: dict[str, Any], state: dict[str, Any]) -> dict[str, str]:
    """Keep a draft of what has been typed, and say when; never where it is what is stored."""
    draft = keep_draft(Form.read(state, typed))
    return {"at": time_of_day(draft.kept_at) if draft else ""}


@requires()
def on_typed_here(copies: Sequence[dict[str, Any]] | None) -> list[str]:
    """Keep as drafts what a browser kept while the server was away; which copies it can let go."""
    taken = []
    for copy in copies or ():
        form, scope = Form.read(copy, copy.get("typed")), str(copy.get("scope") or "")
        try:
            here = plain_clockstart()
            keep_draft(form, scopes.enter(here, current_actor(), scope) if scope else here)
        except NotFound:
            log.warning("A copy of what was typed in %s stays in the browser: there is no such list", form.slug)
            continue
        taken.append(scope + drafts.draft_key(form.slug, form.record_id))
    return taken


def keep_draft(form: Form, clockstart: Clockstart | None = None) -> drafts.Draft | None:
    """In the list that the form is of; `clockstart` works on another than the page's. What was typed in one section is
    added to what is being typed to the record in another window."""
    clockstart, actor = clockstart or current_clockstart(), current_actor()
    record_id = records.check_id(form.record_id)
    other = None if form.section is None else drafts.find(clockstart, actor, form.slug, record_id)
    form = saving.complete(clockstart, actor, form, other)
    seen_rev = min(form.seen_rev, other.seen_rev) if other else form.seen_rev
    return drafts.keep(clockstart, actor, form.slug, record_id, form.typed, seen_rev, form.operation)


@requires()
def on_add_row(clicks: int, state: dict[str, Any], _values: Sequence[Any]) -> Patch:
    """Another member of a repeating group, numbered after the last one there is."""
    if not clicks:
        raise PreventUpdate
    clockstart, actor = current_clockstart(), current_actor()
    form = Form.read(state, gather_typed())
    module = access.get_module(clockstart, actor, form.slug)
    (path,) = read_pressed(ctx.triggered_id, "repeat")
    question = get_group(module, path)
    known = {path: value or " " for path, value in form.typed.items()}
    used = [int(key) for key in list_row_keys(known, path)]
    rows = Patch()
    added = f"{path}.{max(used, default=-1) + 1}"
    rows.append(render_row(question, added, {}, picks.offer(clockstart, actor, module, {})))
    return rows


def get_group(module: Module, path: str) -> Question:
    """The repeating group at a path such as `cases.0.actions`; Refused when there is none."""
    question = find_question(module.questions, path.split("."))
    if question is None or question.kind != "repeat":
        raise Refused("There is nothing to add to here.")
    return question


@requires()
def on_remove(clicks: int, state: dict[str, Any]) -> Any:
    """Remove the record and go back to the list, where it can be brought back."""
    if not clicks:
        raise PreventUpdate
    clockstart, actor = current_clockstart(), current_actor()
    form = Form.read(state, {})
    records.remove(clockstart, actor, form.slug, form.record_id, form.operation, form.seen_rev, current_trace())
    return f"/{form.slug}?{urlencode({'removed': form.record_id})}"


@requires()
def on_discard(clicks: Sequence[int | None]) -> str:
    """Drop a draft and open the page it was on without it."""
    if not any(clicks):
        raise PreventUpdate
    slug, record_id, of = read_pressed(ctx.triggered_id, "slug", "discard", "of")
    drafts.forget(current_clockstart(), current_actor(), slug, record_id)
    return record_address(f"/{slug}", record_id) if of == "record" else f"/{slug}/new" if of == "new" else f"/{slug}"
