"""What becomes of a save: the form as it came from the browser, the service's answer, and how it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html, no_update
from dash.development.base_component import Component

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.module import Module
from dashapp.module_page.form_state import Form
from dashapp.module_page.meaning import render_meaning
from dashapp.module_page.pathway import render_pathway
from dashapp.module_page.saved_history import render_record_history, tell
from dashapp.services import access, records
from dashapp.services.answers import Problem, read_form
from dashapp.services.records import Conflicting, Held, Saved
from dashapp.ui import ids, problems
from dashapp.ui.tables import Column, render_table
from dashapp.ui.times import time_of_day
from storage.errors import StorageError
from storage.record import Trace


@dataclass(frozen=True, slots=True)
class NotStored:
    """The store did not confirm: nothing is said to be saved."""

    sentence: str


Outcome = Saved | Held | Conflicting | NotStored


def save(clockstart: Clockstart, actor: Actor, form: Form, trace: Trace) -> Outcome:
    """Submit the form; a store that is away is an outcome, not a crash."""
    module = access.get_module(clockstart, actor, form.slug)
    answers = read_form(module.questions, form.typed)
    try:
        return records.submit(
            clockstart,
            actor,
            form.slug,
            form.record_id,
            form.operation,
            answers,
            form.seen_rev,
            form.confirmed,
            trace,
        )
    except StorageError as error:
        return NotStored(error.sentence)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows after a save, in the order of the callback's outputs; the rest of the page stays as it is."""

    beside: Sequence[Component | str]
    status: Any
    summary: Any = ""
    conflict: Any = no_update
    meaning: Any = no_update
    pathway: Any = no_update
    history: Any = no_update
    state: Any = no_update
    go_to: Any = no_update

    def outputs(self) -> tuple[Any, ...]:
        return (
            self.summary,
            list(self.beside),
            self.status,
            self.conflict,
            self.meaning,
            self.pathway,
            self.history,
            self.state,
            self.go_to,
        )


def render_outcome(
    clockstart: Clockstart,
    actor: Actor,
    form: Form,
    outcome: Outcome,
    *,
    problem_paths: Sequence[str],
    add_another: bool,
) -> Shown:
    """What became of the save; every typed value stays on the screen."""
    nothing: list[Component | str] = ["" for _ in problem_paths]
    if isinstance(outcome, Held):
        beside = [render_beside(outcome.problems, path) for path in problem_paths]
        return Shown(beside, "Not saved: there is a problem", render_summary(outcome.problems))
    if isinstance(outcome, NotStored):
        return Shown(nothing, f"Not saved. {outcome.sentence}", problems.render_failure(outcome.sentence))
    module = access.get_module(clockstart, actor, form.slug)
    if isinstance(outcome, Conflicting):
        state = next_state(form, outcome.theirs.rev)
        conflict = render_conflict(module, outcome, form)
        return Shown(nothing, "Not saved: this record has changed", conflict=conflict, state=state)
    return render_stored(clockstart, actor, form, module, outcome, nothing, add_another=add_another)


def render_stored(
    clockstart: Clockstart,
    actor: Actor,
    form: Form,
    module: Module,
    saved: Saved,
    nothing: Sequence[Component | str],
    *,
    add_another: bool,
) -> Shown:
    """The store has confirmed: what the record means now, its pathway, its history, and the next version to save on."""
    record = saved.record
    history = no_update
    if record.rev > 1:
        history = render_record_history(clockstart, actor, actor.uid, module, form.record_id)
    return Shown(
        nothing,
        render_saved(clockstart, module, saved),
        conflict="",
        meaning=render_meaning(saved.case, module, record),
        pathway=render_pathway(clockstart, saved.case),
        history=history,
        state=next_state(form, record.rev),
        go_to=f"/{form.slug}/new?saved={form.record_id}" if add_another else f"replace:/{form.slug}/{form.record_id}",
    )


def next_state(form: Form, rev: int) -> dict[str, Any]:
    """The page's state after a save: the version it now stands on, and a new operation for the next one."""
    return {"slug": form.slug, "record_id": form.record_id, "operation": records.new_id(), "seen_rev": rev}


def render_summary(found: Sequence[Problem]) -> Component:
    return problems.render_problems([as_shown(problem) for problem in found])


def render_beside(found: Sequence[Problem], path: str) -> Component | str:
    """The problem of one question, or nothing."""
    problem = next((problem for problem in found if problem.field == path), None)
    if problem is None:
        return ""
    shown = problems.render_problem(as_shown(problem))
    return html.Div(shown, **{"data-ask-confirm": "1"}) if problem.confirm else shown


def as_shown(problem: Problem) -> problems.Problem:
    return problems.Problem(problem.field, problem.sentence, ids.field_id(problem.field))


def render_saved(clockstart: Clockstart, module: Module, saved: Saved) -> list[Component | str]:
    """What the status region says once the store has confirmed, and what the save did to the clock."""
    moved = html.Ul([html.Li(sentence) for sentence in saved.moved], className="cs-list cs-moved")
    return [
        f"Saved at {time_of_day(clockstart.now)}. ",
        html.A(f"Back to {module.title}", href=module.address),
        *([moved] if saved.moved else []),
    ]


def render_conflict(module: Module, conflict: Conflicting, form: Form) -> Component:
    """Both versions side by side; saving again keeps these answers, reloading takes the other's."""
    theirs, mine = conflict.theirs.data, conflict.mine
    differing = [name for name in {**theirs, **mine} if theirs.get(name) != mine.get(name)]
    rows = [
        (
            label_of(module, name),
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
            render_table("Your answers beside the saved ones", columns, rows),
            html.A(
                "Take the saved version", href=f"/{form.slug}/{form.record_id}?saved=1", className="btn btn-secondary"
            ),
        ],
        className="cs-problems cs-conflict",
        role="alert",
    )


def label_of(module: Module, name: str) -> str:
    question = module.question.get(name)
    return question.label if question else name
