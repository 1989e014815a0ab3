"""The callbacks of feedback, once per app: write a version of it, hand work in, take it back."""

from collections.abc import Sequence
from typing import Any

from dash import Dash, Input, Output, State, ctx, html, no_update
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from auth import current_trace
from auth.actor import current_actor
from auth.requires import requires
from auth.shapes import read_pressed, read_whole
from dashapp.context import Clockstart, current_clockstart
from dashapp.module_page import feedback
from dashapp.services.access import access
from dashapp.services.feedback import reviews
from dashapp.services.feedback.reviews import Held, Opinion, Outdated, Target, Written
from dashapp.ui import ids, problems
from dashapp.ui.times import day_and_time, time_of_day
from storage.errors import StorageError


def register(app: Dash, clockstart: Clockstart) -> None:
    app.callback(
        Output(ids.REVIEW_STATUS, "children"),
        Output(ids.REVIEW_PROBLEMS, "children"),
        Output(ids.REVIEW_LIST, "children"),
        Output(ids.REVIEW_STATE, "data"),
        Input(ids.REVIEW_RELEASE, "n_clicks"),
        Input(ids.REVIEW_KEEP, "n_clicks"),
        State(ids.REVIEW_STATE, "data"),
        State(ids.REVIEW_VERDICT, "value"),
        State(ids.REVIEW_TEXT, "value"),
        prevent_initial_call=True,
    )(on_review)
    app.callback(
        Output(ids.NAVIGATE, "data", allow_duplicate=True),
        Input({"hand-in": ids.ALL, "act": ids.ALL, "operation": ids.ALL}, "n_clicks"),
        prevent_initial_call=True,
    )(on_hand_in)


@requires("manager", "admin")
def on_review(
    release: int | None, keep: int | None, state: dict[str, Any] | None, verdict: str | None, text: str | None
) -> tuple[Any, ...]:
    """Store what was written and show all that has been said; every typed word stays on the screen."""
    if not (release or keep) or not state:
        raise PreventUpdate
    clockstart, actor = current_clockstart(), current_actor()
    target = Target(*(str(state.get(name, "")) for name in ("uid", "slug", "record_id", "kind")))
    opinion = Opinion(str(verdict or ""), str(text or ""), ctx.triggered_id == ids.REVIEW_RELEASE)
    review_id, seen = str(state.get("review_id", "")), read_whole(state, "seen_rev")
    operation = str(state.get("operation", ""))
    module = access.get_module(clockstart, actor, target.slug)
    access.get_person(clockstart, actor, target.uid)
    try:
        outcome = reviews.write(
            clockstart,
            actor,
            target,
            opinion,
            review_id=review_id,
            operation=operation,
            seen_rev=seen,
            trace=current_trace(),
        )
    except StorageError as error:
        return f"Not saved. {error.sentence}", problems.render_failure(error.sentence), no_update, no_update
    if isinstance(outcome, Held):
        return "Not saved: there is a problem", render_problems(outcome), no_update, no_update
    if isinstance(outcome, Outdated):
        newest = feedback.make_state(target, review_id, outcome.theirs.rev)
        return "Not saved: this feedback has changed", render_outdated(outcome), no_update, newest
    said = feedback.render_said(clockstart, actor, target, module)
    return say_written(outcome), "", said, feedback.make_state(target, review_id, outcome.review.rev)


def render_problems(held: Held) -> Component:
    controls = {"verdict": ids.REVIEW_VERDICT, "text": ids.REVIEW_TEXT}
    found = [problems.Problem(one.field, one.sentence, controls[one.field]) for one in held.problems]
    return problems.render_problems(found)


def render_outdated(outdated: Outdated) -> Component:
    """What is stored now, so that saving again is a choice."""
    theirs = outdated.theirs
    return html.Div(
        [
            html.H2("This feedback was changed somewhere else while you had it open"),
            html.P("Nothing has been overwritten. Save again to keep your words, or reload the page to take these:"),
            html.Blockquote([html.P(reviews.say_verdict(theirs)), html.P(theirs.text)]),
            html.P(f"Stored {day_and_time(reviews.when(theirs))}.", className="cs-quiet"),
        ],
        className="cs-problems cs-conflict",
        role="alert",
    )


def say_written(written: Written) -> str:
    at = time_of_day(current_clockstart().now)
    if written.review.is_released:
        return f"Saved at {at} and released: the learner can read it."
    return f"Saved at {at} as a draft. The learner cannot see it."


@requires()
def on_hand_in(clicks: Sequence[int | None]) -> Any:
    """Ask for feedback on one's own work in a module, or no longer."""
    if not any(clicks):
        raise PreventUpdate
    slug, act, operation = read_pressed(ctx.triggered_id, "hand-in", "act", "operation")
    change = reviews.take_back if act == "take-back" else reviews.hand_in
    change(current_clockstart(), current_actor(), slug, operation, current_trace())
    return f"/{slug}?handed-in={'no' if act == 'take-back' else 'yes'}"
