"""What becomes of a save: the form as it came from the browser, the service's answer, and how it is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from dash import html, no_update
from dash.development.base_component import Component
from flask import current_app

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.module_page.form_state import Form, section_of
from dashapp.services.access import access
from dashapp.services.audit.changes import tell
from dashapp.services.records import drafts, predictions, records
from dashapp.services.records.checking import Problem, flatten, path_in_form, read_form
from dashapp.services.records.records import Conflicting, Held, Saved
from dashapp.ui import ids, problems
from dashapp.ui.tables import Column, render_table
from dashapp.ui.times import time_of_day
from dashapp.web.addresses import edit_address, record_address
from dashapp.web.metrics import EXTENSION as METRICS
from storage.errors import StorageError, StoreUnavailable
from storage.record import Trace


@dataclass(frozen=True, slots=True)
class NotStored:
    """The store did not confirm: nothing is said to be saved."""

    sentence: str


Outcome = Saved | Held | Conflicting | NotStored


def save(clockstart: Clockstart, actor: Actor, form: Form, trace: Trace) -> Outcome:
    """Submit the form; what the store refuses is an outcome. Raises StoreUnavailable: the page then sends the same
    operation again until the store answers."""
    became = "notknown"
    try:
        outcome = submit(clockstart, actor, form, trace)
        became = type(outcome).__name__.lower()
        return outcome
    finally:
        current_app.extensions[METRICS].saves.labels(form.slug, became).inc()


def submit(clockstart: Clockstart, actor: Actor, form: Form, trace: Trace) -> Outcome:
    """What became of the form."""
    module = access.get_module(clockstart, actor, form.slug)
    answers = read_form(module.questions, complete(clockstart, actor, form).typed)
    try:
        outcome = records.submit(
            clockstart,
            actor,
            form.slug,
            form.record_id,
            form.operation,
            answers,
            form.seen_rev,
            form.confirmed,
            trace,
            has_draft=form.has_draft,
        )
        waits = isinstance(outcome, Saved) and predictions.hold(clockstart, actor, outcome, form.seen_rev)
        return replace(outcome, moved=()) if waits and isinstance(outcome, Saved) else outcome
    except StoreUnavailable:
        raise
    except StorageError as error:
        return NotStored(error.sentence)


def complete(clockstart: Clockstart, actor: Actor, form: Form, draft: drafts.Draft | None = None) -> Form:
    """A form of one section with the answers to all the other questions as they are stored, or in the draft of them,
    never as a browser has them."""
    if form.section is None:
        return form
    module, record = records.get_record(clockstart, actor, actor.uid, form.slug, form.record_id)
    own = section_of(module, form.section).fields
    known = draft.typed if draft else flatten(module.questions, record.data)
    return replace(form, typed=drafts.with_answers(known, form.typed, own))


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows at once after a save, in the order of the callback's outputs; the rest stays as it is.

    `problems` are those of single questions, placed beside them by `assets/answers.js`. What the record means is asked
    for when the save has been confirmed (`on_saved`), so that saving waits for nothing but the store.
    """

    status: Any
    problems: Sequence[Mapping[str, Any]] = ()
    summary: Any = ""
    conflict: Any = no_update
    state: Any = no_update
    go_to: Any = no_update

    def outputs(self) -> tuple[Any, ...]:
        return (self.status, list(self.problems), self.summary, self.conflict, self.state, self.go_to)


def render_outcome(clockstart: Clockstart, form: Form, outcome: Outcome, module: Module, *, add_another: bool) -> Shown:
    """What became of the save; every typed value stays on the screen."""
    if isinstance(outcome, Held):
        found = [replace(problem, field=path_in_form(form.typed, problem.field)) for problem in outcome.problems]
        placed = [place_problem(problem) for problem in found]
        return Shown("Not saved: there is a problem", placed, render_summary(module, form, found))
    if isinstance(outcome, NotStored):
        return Shown(f"Not saved. {outcome.sentence}", summary=problems.render_failure(outcome.sentence))
    if isinstance(outcome, Conflicting):
        state = next_state(form, outcome.theirs.rev, saved=False)
        return Shown("Changed by someone else: not saved", conflict=render_conflict(module, outcome, form), state=state)
    told = say_saved(clockstart.now, outcome.moved)
    state = next_state(form, outcome.record.rev, saved=True)
    return Shown(told, conflict="", state=state, go_to=find_way_on(form, outcome, told, add_another=add_another))


def find_way_on(form: Form, saved: Saved, told: Sequence[Component | str], *, add_another: bool) -> Any:
    """Where a save leads: to the record's page, which says what the form was told, or to an empty form. One opened from
    a queue stays there, or goes on to the next."""
    if form.then:
        return form.then if add_another else no_update
    if add_another:
        return f"/{form.slug}/new?{urlencode({'saved': form.record_id})}"
    address = f"/{form.slug}"
    to, stay = record_address(address, form.record_id), edit_address(address, form.record_id)
    if form.section is not None:
        return {"to": f"{to}?{urlencode({'changed': saved.record.rev, 'section': form.section})}", "told": told}
    return {"to": to, "stay": stay, "told": told}


def next_state(form: Form, rev: int, *, saved: bool) -> dict[str, Any]:
    """The page's state after a save: the version it now stands on, and a new operation for the next one."""
    state = {
        "slug": form.slug,
        "record_id": form.record_id,
        "operation": records.new_id(),
        "seen_rev": rev,
        "draft": not saved,
        "saved": saved,
    }
    if form.section is not None:
        state |= {"section": form.section}
    return {**state, "then": form.then} if form.then else state


def place_problem(problem: Problem) -> dict[str, Any]:
    """A problem as the page places it beside its question."""
    told = {"path": problem.field, "sentence": problem.sentence, "confirm": problem.confirm}
    return told | {"id": problems.problem_id(ids.field_id(problem.field)), "boxes": " ".join(problem.boxes)}


def render_summary(module: Module, form: Form, found: Sequence[Problem]) -> Component:
    return problems.render_problems([as_shown(module, form, problem) for problem in found])


def as_shown(module: Module, form: Form, problem: Problem) -> problems.Problem:
    """Its link leads to the question, or to the first box that is wrong; from one section to another by the form."""
    boxes = [ids.in_document(ids.answer(f"{problem.field}.{box}")) for box in problem.boxes]
    is_here = form.section is None or problem.field.split(".")[0] in module.sections[form.section].fields
    page = "" if is_here else f"{edit_address(module.address, form.record_id)}?draft=1"
    return problems.Problem(problem.field, problem.sentence, next(iter(boxes), ids.field_id(problem.field)), page)


def say_saved(at: datetime, moved: Sequence[str] = ()) -> list[Component | str]:
    """That the store has confirmed the save, and what it did to the clock."""
    lines = html.Ul([html.Li(sentence) for sentence in moved], className="cs-list cs-moved")
    return [f"Saved {time_of_day(at)}", *([lines] if moved else [])]


def address_of_saved(form: Form) -> str:
    """Where the version that is stored is seen: in the form, or on the page that one section was changed on."""
    address = f"/{form.slug}"
    whole = f"{edit_address(address, form.record_id)}?saved=1"
    return whole if form.section is None else record_address(address, form.record_id)


def render_conflict(module: Module, conflict: Conflicting, form: Form) -> Component:
    """Both versions side by side; saving again keeps these answers, reloading takes the other's."""
    theirs, mine = conflict.theirs.data, conflict.mine
    differing = [name for name in {**theirs, **mine} if theirs.get(name) != mine.get(name)]
    rows = [
        (
            module.label_of(name),
            tell(module.question.get(name), mine.get(name)),
            tell(module.question.get(name), theirs.get(name)),
        )
        for name in differing
    ]
    columns = (Column("Question", header=True), Column("Your answer"), Column("Saved meanwhile"))
    return html.Div(
        [
            html.H2("This record was changed somewhere else while you had it open"),
            html.P("Nothing has been overwritten. Save again to keep your answers, or take the saved version."),
            render_table("Your answers next to the saved ones", columns, rows),
            html.A("Take the saved version", href=address_of_saved(form), className="btn btn-secondary"),
        ],
        className="cs-problems cs-conflict",
        role="alert",
    )
