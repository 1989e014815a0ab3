"""One story for every module: what is wrong is said and mended; what was saved is there after signing in again,
can be edited, has a history, can be removed and brought back, and comes into another account as it was."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

import pytest

from app import find_pages
from dashapp.module import Module
from dashapp.questions import Question
from dashapp.services import examples
from dashapp.services.answers import flatten
from dashapp.ui import ids
from tests.cast import sign_in
from tests.http.forms import RecordForm, list_parts, press, send_file
from tests.whole_site import Visitor, WholeSite, make_whole_site

MODULES = [page.MODULE for page in find_pages() if hasattr(page, "MODULE") and page.MODULE.example]
EDITED = "Changed a day later, with “quotes”, a comma and = signs."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> WholeSite:
    """One app for all the stories: each has records of a module of its own."""
    return make_whole_site(tmp_path_factory.mktemp("stories"))


def sign_in_as(site: WholeSite, person: Any) -> Visitor:
    visitor = site.visitor()
    visitor.token = sign_in(visitor.client, person)
    return visitor


def make_answers(site: WholeSite, module: Module) -> dict[str, Any]:
    """The module's own example; the same at every run."""
    assert module.example is not None
    today = site.clockstart.today
    return module.example(Random(7), next(examples.make_patients(7, today)), today)


def spoil(module: Module) -> dict[str, str]:
    """Boxes that cannot be right: the first required question empty, a date that does not exist, a wrong number."""
    typed: dict[str, str] = {}
    required = next(question for question in module.questions if question.required)
    typed |= dict.fromkeys(boxes_of(required), "")
    for question in module.questions:
        if question.kind == "date" and question.asked_when is None and question is not required:
            typed |= {f"{question.name}.day": "31", f"{question.name}.month": "2", f"{question.name}.year": "2026"}
            break
    numbers = [question.name for question in module.questions if question.kind == "nhs_number"]
    return typed | dict.fromkeys(numbers, "999 000 0019")


def boxes_of(question: Question) -> list[str]:
    parts = ("day", "month", "year") if question.kind == "date" else ()
    return [f"{question.name}.{part}" for part in parts] or [question.name]


def free_text(module: Module) -> str:
    """A question anything may be written into."""
    asked = [question for question in module.questions if question.asked_when is None]
    return next(question.name for kind in ("long", "text") for question in asked if question.kind == kind)


def read_stored(site: WholeSite, module: Module, uid: str) -> Mapping[str, Mapping[str, Any]]:
    return {record.id: record.data for record in site.clockstart.store.records.list(uid, module.store_key)}


def read_boxes(visitor: Visitor, address: str) -> dict[str, Any]:
    """What stands in the boxes of a form, by path, without the empty ones."""
    page = visitor.open_page(address).get_json()["response"][ids.PAGE]["children"]
    named = {part["id"]["answer"]: part.get("value") for part in list_parts(page) if "answer" in as_id(part)}
    return {path: value for path, value in named.items() if value not in (None, "", [])}


def as_id(part: Mapping[str, Any]) -> Mapping[str, str]:
    return part["id"] if isinstance(part.get("id"), Mapping) else {}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.slug)
def test_the_story_of_a_record(site: WholeSite, module: Module) -> None:
    alice, uid = sign_in_as(site, site.cast.alice), site.cast.alice.uid
    form = RecordForm(alice, slug=module.slug, answers=make_answers(site, module), typed=spoil(module))

    # What is wrong is said beside each question, and nothing is stored
    refused = form.save()
    assert refused.told.startswith("Not saved: there is a problem"), refused.told
    assert {path.split(".")[0] for path in form.typed} <= set(refused.problems)
    assert read_stored(site, module, uid) == {}

    # Mended, it is saved
    form.typed = {}
    saved = form.save()
    assert "Saved at " in saved.told, saved.problems
    stored = read_stored(site, module, uid)[form.record_id]

    # Signed out there is nothing to see; signed in again everything is there, box by box
    alice.client.post("/logout", headers={"X-CSRFToken": alice.token})
    assert alice.get(f"/{module.slug}").status_code == 302
    again = sign_in_as(site, site.cast.alice)
    assert form.record_id in again.open_page(f"/{module.slug}").text
    assert read_boxes(again, f"/{module.slug}/{form.record_id}") == flatten(module.questions, stored)

    # It is edited, and its history tells both
    name = free_text(module)
    form = RecordForm(again, module.slug, form.record_id, seen_rev=1, answers=stored, typed={name: EDITED})
    assert "Saved at " in form.save().told
    edited = read_stored(site, module, uid)[form.record_id]
    assert edited == {**stored, name: EDITED}
    entries = site.clockstart.store.records.history(uid, module.store_key, form.record_id)
    assert sorted((entry.act, entry.to_rev) for entry in entries) == [("add", 1), ("edit", 2)]
    shown = again.open_page(f"/{module.slug}/{form.record_id}").text
    assert "Added" in shown
    assert "Changed" in shown

    # Removed, it is nowhere; brought back, it is as it was
    form.remove()
    assert read_stored(site, module, uid) == {}
    press(again, {"restore": form.record_id, "slug": module.slug})
    assert read_stored(site, module, uid)[form.record_id] == edited

    # The file goes into another account and is the same there
    sent = again.get(f"/export/{module.slug}.csv").get_data()
    charlie = sign_in_as(site, site.cast.charlie)
    told = send_file(charlie, module.slug, "records.csv", sent)
    assert f"1 {module.one} brought in" in told, told
    assert read_stored(site, module, site.cast.charlie.uid) == {form.record_id: edited}
    assert read_boxes(charlie, f"/{module.slug}/{form.record_id}") == flatten(module.questions, edited)
