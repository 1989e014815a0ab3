"""What becomes of a save: the form as it came from the browser, the service's answer, and how it is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html, no_update
from dash.development.base_component import Component

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.module import Module
from dashapp.module_page.meaning import render_meaning
from dashapp.module_page.saved_history import render_record_history, tell
from dashapp.services import access, records
from dashapp.services.answers import Problem, read_form
from dashapp.services.records import Conflicting, Held, Saved
from dashapp.ui import ids, problems
from dashapp.ui.tables import Column, render_table
from dashapp.ui.times import time_of_day
from storage.errors import Refused, StorageError
from storage.record import Record, Trace


@dataclass(frozen=True, slots=True)
class NotStored:
    """The store did not confirm: nothing is said to be saved."""

    sentence: str


Outcome = Saved | Held | Conflicting | NotStored


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it came from the browser: nothing in it is trusted."""

    slug: str
    record_id: str
    operation: str
    seen_rev: int
    typed: Mapping[str, Any]

    @classmethod
    def read(cls, state: Mapping[str, Any] | None, typed: Mapping[str, Any] | None) -> Form:
        """Raises Refused when the page's state is not one of ours."""
        try:
            assert state is not None
            return cls(
                str(state["slug"]),
                str(state["record_id"]),
                str(state["operation"]),
                int(state["seen_rev"]),
                dict(typed or {}),
            )
        except (AssertionError, KeyError, TypeError, ValueError):
            raise Refused("This page is out of date. Reload it; a draft of what you typed has been kept.") from None

    @property
    def confirmed(self) -> frozenset[str]:
        """The questions whose unlikely answer the person says is meant so."""
        ticked = (path for path, value in self.typed.items() if path.endswith(".confirm") and value)
        return frozenset(path.removesuffix(".confirm") for path in ticked)


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


def render_outcome(
    clockstart: Clockstart,
    actor: Actor,
    form: Form,
    outcome: Outcome,
    *,
    problem_paths: Sequence[str],
    add_another: bool,
) -> tuple[Any, ...]:
    """Summary, a place per question, status, conflict, meaning, history, state, where to go next."""
    none: list[Component | str] = ["" for _ in problem_paths]
    if isinstance(outcome, Held):
        return (
            render_summary(outcome.problems),
            [render_beside(outcome.problems, path) for path in problem_paths],
            "Not saved: there is a problem",
            no_update,
            no_update,
            no_update,
            no_update,
            no_update,
        )
    if isinstance(outcome, NotStored):
        failure = problems.render_failure(outcome.sentence)
        return failure, none, f"Not saved. {outcome.sentence}", no_update, no_update, no_update, no_update, no_update
    module = access.get_module(clockstart, actor, form.slug)
    if isinstance(outcome, Conflicting):
        shown = render_conflict(module, outcome, form)
        state = {**form_state(form), "operation": records.new_id(), "seen_rev": outcome.theirs.rev}
        return "", none, "Not saved: this record has changed", shown, no_update, no_update, state, no_update
    go_to = f"/{form.slug}/new?saved={form.record_id}" if add_another else f"replace:/{form.slug}/{form.record_id}"
    return (
        "",
        none,
        render_saved(clockstart, module, outcome.record),
        "",
        render_meaning(outcome.case, module, outcome.record),
        render_record_history(clockstart, actor, actor.uid, module, form.record_id)
        if outcome.record.rev > 1
        else no_update,
        {**form_state(form), "operation": records.new_id(), "seen_rev": outcome.record.rev},
        go_to,
    )


def form_state(form: Form) -> dict[str, Any]:
    return {"slug": form.slug, "record_id": form.record_id}


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


def render_saved(clockstart: Clockstart, module: Module, record: Record) -> list[Component | str]:
    """What the status region says once the store has confirmed."""
    return [
        f"Saved at {time_of_day(clockstart.now)}. ",
        html.A(f"Back to {module.title}", href=module.address),
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
