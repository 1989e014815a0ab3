"""How assignments and how far people are with them are said."""

from dash import html
from dash.development.base_component import Component

from dashapp.services.practice.assigned import STATES, Standing
from dashapp.services.practice.assignment import ON_RELEASE, Assignment
from dashapp.ui.chips import render_chip
from words.phrases import in_words, plural

LOOKS = {"none": "note", "open": "watch", "submitted": "fine", "done": "fine"}


def say_due(one: Standing) -> str:
    """ "22 June 2026, it was 19 June 2026"."""
    moved = one.assignment.moved
    own = one.due_on != one.assignment.due_on
    before = f", it was {in_words(moved[-1].before)}" if moved and not own else ""
    return f"{in_words(one.due_on)}{before}"


def say_told(known: Assignment) -> str:
    """When what is right is told."""
    if known.feedback == ON_RELEASE:
        return f"released on {in_words(known.released_on)}" if known.released_on else "when the tutor releases it"
    if known.told_from is None:
        return "after each case"
    return f"from {in_words(known.told_from)}, when it is no longer due for anybody"


def say_minutes(known: Assignment) -> str:
    return plural(known.minutes_allowed, "minute") if known.minutes_allowed else "no limit"


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
