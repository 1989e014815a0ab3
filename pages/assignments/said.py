"""How assignments and how far people are with them are said."""

from dash import html
from dash.development.base_component import Component

from dashapp.services.practice.assigned import STATES, Standing
from dashapp.ui.chips import render_chip
from words.phrases import in_words

LOOKS = {"none": "note", "open": "watch", "submitted": "fine", "done": "fine"}


def say_due(one: Standing) -> str:
    """ "22 June 2026, it was 19 June 2026"."""
    moved = one.assignment.moved
    own = one.due_on != one.assignment.due_on
    before = f", it was {in_words(moved[-1].before)}" if moved and not own else ""
    return f"{in_words(one.due_on)}{before}"


def say_state(one: Standing) -> Component:
    """The state with its shape, and whether it is late."""
    late = [" ", render_chip("breach", "Late")] if one.is_late else []
    return html.Span([render_chip(LOOKS[one.state], STATES[one.state]), *late])


def say_result(one: Standing, *, to_tutor: bool = False) -> str:
    """Of the try that counts; to the person only once it may be told."""
    counted = one.counted
    if counted is None:
        return ""
    if one.state == "submitted" and not to_tutor:
        return "told later"
    return "not scored" if counted["score"] is None else f"{counted['score']} %"
