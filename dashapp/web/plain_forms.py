"""Plain forms inside the shell: sent to a route, which does one thing and leads back to a page that says what happened.

What was typed comes back with a problem, and an act that can be taken back comes with its undo, in the next page's
status region. Both travel in the signed session cookie and are read once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from typing import Any, ParamSpec

from flask import flash, get_flashed_messages, redirect, request
from werkzeug.wrappers import Response

from auth.next_page import safe_next
from storage.errors import Refused
from words.written_dates import BOXES, NotADay, read_boxes

P = ParamSpec("P")
DONE, REFUSED = "shell-done", "shell-refused"
NEVER_KEPT = frozenset({"csrf_token", "password", "current", "code"})


@dataclass(frozen=True, slots=True)
class Undo:
    """What takes an act back: the route, its fields, the words on the button."""

    action: str
    fields: Mapping[str, str] = field(default_factory=dict)
    words: str = "Undo"


@dataclass(frozen=True, slots=True)
class Told:
    """What the form before led to: sentences, each with its undo and a link to copy, or what was wrong and had been
    typed."""

    done: tuple[Mapping[str, Any], ...] = ()
    problem: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)


def tell(words: str, back: str, *, undo: Undo | None = None, link: str = "") -> Response:
    """It is done: go back and say so. `link` is a path on this site to be copied."""
    told: dict[str, Any] = {"words": words}
    if undo is not None:
        told["undo"] = {"action": undo.action, "fields": dict(undo.fields), "words": undo.words}
    if link:
        told["link"] = request.host_url.rstrip("/") + link
    flash(told, DONE)  # type: ignore[arg-type]
    return redirect(safe_next(back), 303)


def refuse(sentence: str, back: str) -> Response:
    """It was not done: go back with what was typed."""
    typed = {name: value for name, value in request.form.items() if name not in NEVER_KEPT}
    flash({"words": sentence, "typed": typed}, REFUSED)  # type: ignore[arg-type]
    return redirect(safe_next(back), 303)


def read_date(name: str, what: str) -> date | None:
    """The date in three boxes of the form that was sent, None when all are empty. Raises Refused for no date at all."""
    try:
        return read_boxes([request.form.get(f"{name}_{part}") for part in BOXES])
    except NotADay:
        raise Refused(f"{what} must be a real date, such as 3 7 2026.") from None


def read_told() -> Told:
    """What the page has to say; read once."""
    done: list[Any] = list(get_flashed_messages(category_filter=[DONE]))
    refused: list[Any] = list(get_flashed_messages(category_filter=[REFUSED]))
    last = refused[-1] if refused else {}
    return Told(tuple(done), last.get("words", ""), last.get("typed", {}))


def back_on_refusal(back: Callable[P, str]) -> Callable[[Callable[P, Response]], Callable[P, Response]]:
    """What the services refuse is said on the page the form was on, with what was typed."""

    def decorate(act: Callable[P, Response]) -> Callable[P, Response]:
        @wraps(act)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Response:
            try:
                return act(*args, **kwargs)
            except Refused as refusal:
                return refuse(refusal.sentence, back(*args, **kwargs))

        return guarded

    return decorate
