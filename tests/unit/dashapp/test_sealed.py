"""What only services write into a record is set and changed by nothing that comes from outside, door by door."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import storage.sealed
from auth.actor import as_actor
from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.declare.registry import DeclarationError, Registry, build_registry
from dashapp.services.earlier import earlier_data
from dashapp.services.files import exchange, imports
from dashapp.services.jobs.jobs import Watch
from dashapp.services.records import records
from dashapp.services.records.records import Saved
from storage.errors import Refused
from storage.record import Trace
from storage.user_data import (
    acting_as,
    append_user_data,
    load_user_data,
    save_user_data,
    update_user_data_item,
    using_store,
)
from tests.cast import Cast
from tests.unit.dashapp.conftest import NOW

SLUG, KEY = "practice-sessions", "practice_sessions"
ASKED = {"title": "Monday", "set": "missed", "cases": "5", "level": "1", "feedback": "after_each"}
RESULT = {"state": "submitted", "score": 40}
FORGED = {"state": "submitted", "score": 100}


@pytest.fixture
def handed_in(clockstart: Clockstart, cast: Cast) -> Iterator[str]:
    """A session of Alice's with its result, and Alice acting."""
    uid = cast.alice.uid
    clockstart.store.records.put(
        uid, KEY, "s1", {**ASKED, **RESULT}, op="s1", seen_rev=0, trace=Trace(uid), now=clockstart.now
    )
    with using_store(clockstart.store), acting_as("alice@example.com"):
        yield uid


def data_of(clockstart: Clockstart, uid: str, record_id: str = "s1") -> dict[str, Any]:
    return clockstart.store.records.get(uid, KEY, record_id).data


def bring_in(clockstart: Clockstart, uid: str, data: str, job: str) -> dict[str, Any]:
    clockstart.store.jobs.create(uid, job, "import", now=NOW)
    return imports.bring_in(clockstart, Watch(clockstart, uid, job), SLUG, "sessions.csv", data.encode())


@pytest.mark.parametrize(("record_id", "seen", "expected"), [("s1", 1, RESULT), ("new", 0, {})])
def test_a_form(
    clockstart: Clockstart, cast: Cast, handed_in: str, record_id: str, seen: int, expected: dict[str, Any]
) -> None:
    sent = {**ASKED, "reflection": "Read the letter first.", **FORGED}
    saved = records.submit(clockstart, as_actor(cast.alice), SLUG, record_id, "o1", sent, seen)
    assert isinstance(saved, Saved)
    assert data_of(clockstart, handed_in, record_id) == {**ASKED, "reflection": "Read the letter first.", **expected}


def test_a_file_is_taken_without_and_says_so(clockstart: Clockstart, handed_in: str) -> None:
    columns = [*ASKED, *FORGED]
    row = ",".join(str(value) for value in ({**ASKED, "title": "Tuesday"} | FORGED).values())
    told = bring_in(clockstart, handed_in, f"{','.join(columns)}\n{row}\n", "j1")
    assert (told["new"], told["set_aside"]) == (1, 0)
    assert "state and score are written by Clockstart alone and not taken from a file." in told["notes"]
    (new,) = [one for one in clockstart.store.records.list(handed_in, KEY) if one.id != "s1"]
    assert new.data == {**ASKED, "title": "Tuesday"}


def test_ones_own_export_is_there_already(clockstart: Clockstart, cast: Cast, handed_in: str) -> None:
    exported = exchange.export_csv(clockstart, as_actor(cast.alice), handed_in, SLUG)
    told = bring_in(clockstart, handed_in, exported, "j1")
    assert (told["new"], told["there"], told["set_aside"]) == (0, 1, 0)
    altered = bring_in(clockstart, handed_in, exported.replace(",40", ",100"), "j2")
    assert (altered["new"], altered["there"]) == (0, 1)
    assert data_of(clockstart, handed_in) == {**ASKED, **RESULT}


def test_earlier_data_sets_such_a_row_aside(clockstart: Clockstart, handed_in: str, tmp_path: Path) -> None:
    rows = [{"id": "a", **ASKED}, {"id": "b", **ASKED, **FORGED}]
    told = {"module": KEY, "user": "alice@example.com", "data": rows}
    (tmp_path / "sessions.json").write_text(json.dumps(told), encoding="utf-8")
    (report,) = earlier_data.import_folder(clockstart, tmp_path)
    assert (report.new, report.refused) == (1, ("row 2 carries what only Clockstart writes: score, state",))
    assert data_of(clockstart, handed_in, "a") == ASKED
    assert clockstart.store.records.find(handed_in, KEY, "b") is None


def test_the_plain_functions(clockstart: Clockstart, handed_in: str) -> None:
    for write in (
        lambda: append_user_data(KEY, {**ASKED, **FORGED}),
        lambda: update_user_data_item(KEY, "s1", {**ASKED, **FORGED}),
        lambda: save_user_data(KEY, [{"id": "s1", **ASKED, **FORGED}]),
        lambda: save_user_data(KEY, [{"id": "s9", **ASKED, "harms": {}}]),
    ):
        with pytest.raises(Refused):
            write()
    assert load_user_data(KEY) == [{"id": "s1", **ASKED, **RESULT}]


def test_the_plain_functions_keep_what_they_do_not_say(clockstart: Clockstart, handed_in: str) -> None:
    assert update_user_data_item(KEY, "s1", {**ASKED, "title": "Tuesday"})
    assert data_of(clockstart, handed_in) == {**ASKED, "title": "Tuesday", **RESULT}
    (whole,) = load_user_data(KEY)
    save_user_data(KEY, [{**whole, "title": "Friday"}, {"id": "s2", **ASKED}])
    assert data_of(clockstart, handed_in) == {**ASKED, "title": "Friday", **RESULT}
    save_user_data(KEY, [{"id": "s1", **ASKED}])
    assert data_of(clockstart, handed_in) == {**ASKED, **RESULT}


@pytest.fixture
def service_made(clockstart: Clockstart, monkeypatch: pytest.MonkeyPatch) -> Clockstart:
    """Where practice sessions are made by the service alone."""
    monkeypatch.setattr(storage.sealed, "MADE_BY_SERVICE", frozenset({KEY}))
    modules = tuple(
        replace(module, made_by="service") if module.slug == SLUG else module for module in clockstart.registry
    )
    return replace(clockstart, registry=Registry(modules, clockstart.registry.features))


def test_nobody_writes_what_a_service_makes(
    service_made: Clockstart, cast: Cast, handed_in: str, tmp_path: Path
) -> None:
    actor = as_actor(cast.alice)
    told = {"module": KEY, "user": "alice@example.com", "data": [{"id": "a", **ASKED}]}
    (tmp_path / "sessions.json").write_text(json.dumps(told), encoding="utf-8")
    assert earlier_data.import_folder(service_made, tmp_path)[0].new == 0
    for write in (
        lambda: records.submit(service_made, actor, SLUG, "new", "o1", ASKED, 0),
        lambda: records.remove(service_made, actor, SLUG, "s1", "o2", 1, Trace(actor.uid)),
        lambda: bring_in(service_made, handed_in, ",".join(ASKED) + "\n", "j1"),
        lambda: append_user_data(KEY, ASKED),
        lambda: save_user_data(KEY, [{"id": "s1", **ASKED, "title": "Tuesday"}]),
    ):
        with pytest.raises(Refused):
            write()
    assert data_of(service_made, handed_in) == {**ASKED, **RESULT}


def test_a_declaration_that_says_something_else_than_the_store_is_no_declaration(clockstart: Clockstart) -> None:
    module: Module | None = clockstart.registry.find(SLUG)
    assert module
    for other in (replace(module, sealed={}), replace(module, made_by="service")):
        with pytest.raises(DeclarationError):
            build_registry([other])
