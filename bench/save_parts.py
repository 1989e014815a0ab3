"""Where the time of a save goes: its parts, timed in this process against the same store and disk."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from dash._utils import to_json
from ulid import ULID

from auth.actor import Actor
from bench.figures import percentile
from dashapp.context import EXTENSION, Clockstart
from dashapp.declare.module import Case
from dashapp.factory import create_app
from dashapp.module_page import saving
from dashapp.module_page.form_state import Form
from dashapp.services.records import records
from dashapp.services.records.checking import check_answers, read_form
from dashapp.settings import load_settings
from dashapp.ui import ids
from storage.embedded import EmbeddedServer
from storage.record import Trace
from tests.running_app import RunningApp

ROUNDS = 300
SLUG = "dna-management"


def time_parts(app: RunningApp, body: dict[str, Any]) -> dict[str, float]:
    """Part of a save → the median of its seconds."""
    url = EmbeddedServer(app.data_dir).start()
    settings = load_settings({k: v for k, v in app.environment().items() if k.startswith("CLOCKSTART_")} | {
        "CLOCKSTART_REDIS_URL": url,
    })  # fmt: skip
    dash = create_app(settings)
    clockstart: Clockstart = dash.server.extensions[EXTENSION]
    person = clockstart.store.people.get_by_email("learner@example.com")
    actor = Actor(person.uid, person.role, person.cohorts, person.name, person.email)
    with dash.server.test_request_context():
        return time_each(make_parts(clockstart, actor, read_typed(body)))


def read_typed(body: dict[str, Any]) -> dict[str, Any]:
    """The answers as the browser sent them, by path."""
    group = next(slots for slots in body["state"] if isinstance(slots, list))
    return {slot["id"]["answer"]: slot.get("value") for slot in group}


def make_parts(clockstart: Clockstart, actor: Actor, typed: dict[str, Any]) -> dict[str, Callable[[], object]]:
    """Each part as a function that does it once."""
    module = next(module for module in clockstart.registry if module.slug == SLUG)
    answers = read_form(module.questions, typed)
    checked = check_answers(module, answers)
    assert checked.record is not None, checked.problems
    read = checked.record

    def form() -> Form:
        return Form(SLUG, str(ULID()), str(ULID()), 0, typed)

    def put() -> object:
        name, now = str(ULID()), datetime.now(UTC)
        store = clockstart.store.records
        return store.put(
            actor.uid, module.store_key, name, checked.values, op=name, seen_rev=0, trace=Trace(actor.uid), now=now
        )

    def submit() -> object:
        return saving.save(clockstart, actor, form(), Trace(actor.uid))

    last = form()
    outcome = saving.save(clockstart, actor, last, Trace(actor.uid))
    assert isinstance(outcome, records.Saved)

    def draw() -> object:
        shown = saving.render_outcome(clockstart, last, outcome, module, add_another=False)
        return to_json({ids.FORM: list(shown.outputs())})

    return {
        "reading and checking the form": lambda: check_answers(module, read_form(module.questions, typed)),
        "what the rules say of it": lambda: Case(module, "x", read, clockstart.today).findings,
        "the store's one step, to disk": put,
        "the whole service: those three, draft, pathway": submit,
        "drawing the reply": draw,
    }


def time_each(parts: dict[str, Callable[[], object]]) -> dict[str, float]:
    return {name: percentile([time_once(part) for _ in range(ROUNDS)], 0.5) for name, part in parts.items()}


def time_once(part: Callable[[], object]) -> float:
    start = time.perf_counter()
    part()
    return time.perf_counter() - start
