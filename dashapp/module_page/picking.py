"""Choosing one of one's own records in a form: the search, what is offered to fill in, and a new one on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, ctx, html, no_update
from dash.exceptions import PreventUpdate

from auth import current_trace
from auth.actor import Actor, current_actor
from auth.requires import reads, requires
from auth.shapes import OUT_OF_DATE, read_pressed
from dashapp.context import Clockstart, current_clockstart
from dashapp.declare.module import Module
from dashapp.module_page.form_callbacks import gather_typed
from dashapp.module_page.form_state import Form
from dashapp.module_page.saving import complete, place_problem
from dashapp.services.access import access
from dashapp.services.records import picks, records
from dashapp.services.records.checking import read_form
from dashapp.ui import ids, picker
from dashapp.ui.forms.questions import render_question
from storage.errors import Refused, StorageError
from words.phrases import with_article
from words.questions import Question

NEW = "new-record"
NEW_PATH = f"{NEW}."
WHOSE = ("patient_name", "nhs_number")


def register(app: Dash, clockstart: Clockstart) -> None:
    """Once per app."""
    app.callback(Output(ids.PICK_FOUND, "data"), Input(ids.PICK_ASKED, "data"), prevent_initial_call=True)(on_asked)
    app.callback(
        Output(ids.PICK_NEW_FORM, "children"),
        Output(ids.PICK_NEW_STATUS, "children"),
        Input({"pick-new": ids.ALL, "kind": ids.ALL}, "n_clicks"),
        State(ids.FORM_STATE, "data"),
        State(ids.ALL_ANSWERS, "value"),
        prevent_initial_call=True,
    )(on_new)
    app.callback(
        Output(ids.PICK_FOUND, "data", allow_duplicate=True),
        Output(ids.FORM_PROBLEM_LIST, "data", allow_duplicate=True),
        Output(ids.PICK_NEW_STATUS, "children", allow_duplicate=True),
        Input(ids.PICK_CREATE, "n_clicks"),
        State(ids.PICK_NEW_STATE, "data"),
        State(ids.FORM_PROBLEM_LIST, "data"),
        State(ids.ALL_ANSWERS, "value"),
        prevent_initial_call=True,
    )(on_create)
    app.clientside_callback(
        ClientsideFunction("clockstart", "showPicks"),
        Output(ids.PICK_SHOWN, "data"),
        Input(ids.PICK_FOUND, "data"),
        prevent_initial_call=True,
    )


@reads
@requires()
def on_asked(asked: Mapping[str, Any] | None) -> dict[str, Any]:
    """What a search found, or what the chosen record knows of the form; always among the actor's own."""
    if not asked:
        raise PreventUpdate
    clockstart, actor = current_clockstart(), current_actor()
    kind, answer = str(asked.get("kind")), {"path": asked.get("path"), "turn": asked.get("turn")}
    if asked.get("id"):
        chosen = picks.get(clockstart, actor, kind, str(asked["id"]))
        module = access.get_module(clockstart, actor, str(asked.get("slug")))
        known = picks.list_known(clockstart, actor, module, str(asked.get("path")), chosen.id)
        return {**answer, "chosen": chosen.label, "known": known}
    found = picks.find(clockstart, actor, kind, str(asked.get("text") or ""))
    return {**answer, "found": [asdict(one) for one in found.found], "total": found.total}


@requires()
def on_new(clicks: Sequence[int | None], state: dict[str, Any], _values: Sequence[Any]) -> tuple[Any, ...]:
    """The questions a new record cannot do without, with the patient's name and number as the form has them."""
    if not any(clicks):
        raise PreventUpdate
    path, kind = read_pressed(ctx.triggered_id, "pick-new", "kind")
    clockstart, actor = current_clockstart(), current_actor()
    module = picks.get_open(clockstart, actor, kind)
    form = complete(clockstart, actor, Form.read(state, gather_typed()))
    beside = path.rpartition(".")[0]
    typed = {f"{NEW_PATH}{name}": form.typed.get(f"{beside}.{name}" if beside else name, "") for name in WHOSE}
    asked = [render_question(question, typed, {}, NEW_PATH) for question in list_needed(module)]
    title = f"New {module.one} in {module.title}"
    lead = "Only what it cannot do without; the rest can follow later. What you typed in the form stays there."
    kept = {"path": path, "kind": kind, "record_id": records.new_id(), "operation": records.new_id()}
    return picker.render_new(title, lead, asked, kept), ""


def list_needed(module: Module) -> list[Question]:
    return [question for question in module.questions if question.required]


@requires()
def on_create(
    clicks: int | None, state: Mapping[str, str] | None, problems: Sequence[Mapping[str, Any]] | None, _: Sequence[Any]
) -> tuple[Any, ...]:
    """Save the new record as its own form would, and choose it; with problems nothing is stored."""
    if not clicks:
        raise PreventUpdate
    clockstart, actor = current_clockstart(), current_actor()
    others = [one for one in problems or () if not str(one["path"]).startswith(NEW_PATH)]
    outcome = create(clockstart, actor, state or {}, gather_typed())
    if isinstance(outcome, records.Held):
        placed = [place_problem(replace(one, field=NEW_PATH + one.field)) for one in outcome.problems]
        words = html.P("Not created: there is a problem above.", className="cs-problem")
        return {"path": (state or {}).get("path"), "held": placed[0]["path"]}, [*others, *placed], words
    if isinstance(outcome, str):
        return no_update, others, html.P(f"Not created. {outcome}", className="cs-problem")
    made = picks.get(clockstart, actor, str((state or {})["kind"]), outcome.record.id)
    return {"path": (state or {}).get("path"), "created": asdict(made)}, others, ""


def create(
    clockstart: Clockstart, actor: Actor, state: Mapping[str, str], typed: Mapping[str, Any]
) -> records.Saved | records.Held | str:
    """What became of the new record; a sentence when the store did not confirm it."""
    try:
        kind, record_id, operation = str(state["kind"]), str(state["record_id"]), str(state["operation"])
    except KeyError:
        raise Refused(OUT_OF_DATE) from None
    module = picks.get_open(clockstart, actor, kind)
    answers = read_form(module.questions, typed, NEW_PATH)
    confirmed = Form(module.slug, record_id, operation, 0, own_typed(typed)).confirmed
    try:
        outcome = records.submit(
            clockstart,
            actor,
            module.slug,
            record_id,
            operation,
            answers,
            0,
            confirmed,
            current_trace(),
            has_draft=False,
        )
    except StorageError as error:
        return error.sentence
    if isinstance(outcome, records.Conflicting):
        return f"There is already {with_article(module.one)} of this form. Reload the page to choose it."
    return outcome


def own_typed(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed into the new record, by its own questions."""
    return {path.removeprefix(NEW_PATH): value for path, value in typed.items() if path.startswith(NEW_PATH)}
