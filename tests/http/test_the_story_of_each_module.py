"""One story for every module: what is wrong is said and mended; what was saved is there after signing in again,
can be edited, has a history, can be removed and brought back, and comes into another account as it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from dashapp.declare.module import Module
from dashapp.services.records.checking import flatten
from dashapp.ui import ids
from tests.cast import sign_in
from tests.http.forms import RecordForm, list_parts, press, send_file
from tests.module_story import (
    EDITED,
    MODULES,
    NO_SUCH_DATE,
    NO_SUCH_NUMBER,
    find_required,
    free_text,
    list_numbers,
    list_spoiled_dates,
    make_answers,
    read_stored,
)
from tests.whole_site import Visitor, WholeSite, make_whole_site

PARTS = ("day", "month", "year")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> WholeSite:
    """One app for all the stories: each has records of a module of its own."""
    return make_whole_site(tmp_path_factory.mktemp("stories"))


def sign_in_as(site: WholeSite, person: Any) -> Visitor:
    visitor = site.visitor()
    visitor.token = sign_in(visitor.client, person)
    return visitor


def spoil(module: Module) -> dict[str, str]:
    """Boxes that cannot be right: the first required question empty, a date that does not exist, a wrong number."""
    required = find_required(module)
    boxes = [f"{required.name}.{part}" for part in PARTS] if required.kind == "date" else [required.name]
    typed = dict.fromkeys(boxes, "")
    for question in list_spoiled_dates(module):
        typed |= {f"{question.name}.{part}": text for part, text in zip(PARTS, NO_SUCH_DATE, strict=True)}
    return typed | {question.name: NO_SUCH_NUMBER for question in list_numbers(module)}


def read_boxes(visitor: Visitor, address: str) -> dict[str, Any]:
    """What stands in the boxes of a form, by path, without the empty ones."""
    page = visitor.open_page(address).get_json()["response"][ids.PAGE]["children"]
    named = {part["id"]["answer"]: part.get("value") for part in list_parts(page) if "answer" in as_id(part)}
    return {path: value for path, value in named.items() if value not in (None, "", [])}


def as_id(part: Mapping[str, Any]) -> Mapping[str, str]:
    return part["id"] if isinstance(part.get("id"), Mapping) else {}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.slug)
def test_the_story_of_a_record(site: WholeSite, module: Module) -> None:
    alice, uid, store = sign_in_as(site, site.cast.alice), site.cast.alice.uid, site.clockstart.store
    form = RecordForm(alice, slug=module.slug, answers=make_answers(module, site.clockstart.today), typed=spoil(module))

    # What is wrong is said beside each question, and nothing is stored
    refused = form.save()
    assert refused.told.startswith("Not saved: there is a problem"), refused.told
    assert {path.split(".")[0] for path in form.typed} <= set(refused.problems)
    assert read_stored(store, module, uid) == {}

    # Mended, it is saved
    form.typed = {}
    saved = form.save()
    assert "Saved " in saved.told, saved.problems
    stored = read_stored(store, module, uid)[form.record_id]

    # Signed out there is nothing to see; signed in again everything is there, box by box
    alice.client.post("/logout", headers={"X-CSRFToken": alice.token})
    assert alice.get(f"/{module.slug}").status_code == 302
    again = sign_in_as(site, site.cast.alice)
    assert form.record_id in again.open_page(f"/{module.slug}").text
    assert read_boxes(again, f"/{module.slug}/{form.record_id}/edit") == flatten(module.questions, stored)

    # It is edited, and its history tells both
    name = free_text(module)
    form = RecordForm(again, module.slug, form.record_id, seen_rev=1, answers=stored, typed={name: EDITED})
    assert "Saved " in form.save().told
    edited = read_stored(store, module, uid)[form.record_id]
    assert edited == {**stored, name: EDITED}
    entries = store.records.history(uid, module.store_key, form.record_id)
    assert sorted((entry.act, entry.to_rev) for entry in entries) == [("add", 1), ("edit", 2)]
    shown = again.open_page(f"/{module.slug}/{form.record_id}").text
    assert "Added" in shown
    assert "Changed" in shown

    # Removed, it is nowhere; brought back, it is as it was
    form.remove()
    assert read_stored(store, module, uid) == {}
    press(again, {"restore": form.record_id, "slug": module.slug})
    assert read_stored(store, module, uid)[form.record_id] == edited

    # The file goes into another account and is the same there
    sent = again.get(f"/export/{module.slug}.csv").get_data()
    charlie = sign_in_as(site, site.cast.charlie)
    told = send_file(charlie, module.slug, "records.csv", sent)
    assert f"1 {module.one} imported" in told, told
    assert read_stored(store, module, site.cast.charlie.uid) == {form.record_id: edited}
    assert read_boxes(charlie, f"/{module.slug}/{form.record_id}/edit") == flatten(module.questions, edited)
