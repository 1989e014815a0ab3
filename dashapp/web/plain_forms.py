"""Plain forms inside the shell: sent to a route, which does one thing and leads back to a page that says what happened.

What was typed comes back with a problem, and an act that can be taken back comes with its undo, in the next page's
status region. Both travel in the signed session cookie and are read once; what is too long for a cookie waits in the
store.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import wraps
from json import dumps
from typing import Any, ParamSpec, cast

from flask import flash, get_flashed_messages, redirect, request
from werkzeug.wrappers import Response

from auth.actor import find_actor
from auth.next_page import safe_next
from dashapp.context import plain_clockstart
from storage.errors import Refused
from storage.worked_out import if_there_is_room
from words.written_dates import BOXES, NotADay, read_boxes

P = ParamSpec("P")
DONE, REFUSED = "shell-done", "shell-refused"
LONGEST_TYPED, KEPT_FOR = 1500, timedelta(minutes=10)
LONG = "sent-form/refused"
"""The draft of what is too long: of no module, so that it is nobody's unfinished record."""
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
    typed; `ticked` has every value of each name."""

    done: tuple[Mapping[str, Any], ...] = ()
    problem: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    ticked: Mapping[str, Sequence[str]] = field(default_factory=dict)


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
    typed = {name: values for name, values in request.form.to_dict(flat=False).items() if name not in NEVER_KEPT}
    actor = find_actor()
    if actor and len(dumps(typed)) > LONGEST_TYPED:
        clockstart = plain_clockstart()
        kept = {"typed": typed, "seen_rev": 0, "kept_at": clockstart.now.isoformat()}
        with if_there_is_room():
            clockstart.store.drafts.put(actor.uid, LONG, kept, until=clockstart.now + KEPT_FOR)
        typed = {}
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
    last: dict[str, Any] = refused[-1] if refused else {"words": "", "typed": {}}
    typed = last["typed"] or (find_long() if refused else {})
    first = {name: values[0] for name, values in typed.items()}
    return Told(tuple(done), last["words"], first, typed)


def find_long() -> Mapping[str, Sequence[str]]:
    """What was typed and too long for the cookie; read once."""
    actor, clockstart = find_actor(), plain_clockstart()
    kept = clockstart.store.drafts.find(actor.uid, LONG, now=clockstart.now) if actor else None
    if actor is None or kept is None:
        return {}
    clockstart.store.drafts.remove(actor.uid, LONG)
    return cast("Mapping[str, Sequence[str]]", kept["typed"])


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
