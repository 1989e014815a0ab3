"""What an earlier program stored opens unchanged: records, lists, history, drafts, feedback, trails, files, jobs."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashapp.ui import ids
from storage.connection import connect
from storage.current import using_store
from storage.migrations import check_version
from storage.trail import find_differences
from storage.user_data import acting_as, get_all_user_modules, load_user_data
from tests.http.forms import RecordForm, list_parts
from tests.length import IS_FULL
from tests.module_story import MODULES as ALL_MODULES
from tests.stored_demo import ADMIN, LEARNER, MANAGER, PASSWORD, StoredDemo, lines_with, list_changed, open_demo
from tests.whole_site import Visitor

SLUGS = sorted({line["slug"] for line in lines_with("boxes")})
PEOPLE = sorted({line["email"] for line in lines_with("rows")})
LEARNERS = sorted({line["email"] for line in lines_with("boxes")} - {MANAGER})
REPORTS = "commissioner-reporting"
MODULES = [module for module in ALL_MODULES if module.slug in SLUGS]
"""Those that the earlier program had."""
WORKED_OUT = (":rows:", ":clocks", ":readings:", ":rulechanges", ":sessions", ":limit:")


@pytest.fixture(scope="module")
def demo(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoredDemo]:
    client = connect(server_url)
    yield open_demo(client, tmp_path_factory.mktemp("demo"))
    client.flushall()
    client.close()


def draw(visitor: Visitor, path: str, query: str = "") -> str:
    answer = visitor.open_page(path, query)
    assert answer.status_code == 200, (path, answer.text)
    return json.dumps(answer.get_json()["response"][ids.PAGE]["children"], ensure_ascii=False)


def read_boxes(drawn: str) -> dict[str, Any]:
    parts = list_parts(json.loads(drawn))
    named = [part for part in parts if isinstance(part.get("id"), dict) and "answer" in part["id"]]
    return {part["id"]["answer"]: part["value"] for part in named if part.get("value") not in (None, "", [])}


def read_rows(data: bytes) -> list[dict[str, str]]:
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [{name: cell for name, cell in row.items() if cell} for row in rows]


def test_the_dump_holds_something_of_every_module() -> None:
    assert len(MODULES) == 13
    assert {module.slug for module in MODULES} < set(SLUGS)
    assert len(lines_with("boxes")) > 200


@pytest.mark.parametrize("slug", SLUGS)
def test_every_form_shows_the_answers_it_showed_and_its_history(demo: StoredDemo, slug: str) -> None:
    visitors = {email: demo.visitor_of(email) for email in {*LEARNERS, MANAGER}}
    lines = [line for line in lines_with("boxes") if line["slug"] == slug]
    for line in lines if IS_FULL else lines[:: max(1, len(lines) // 20)]:
        visitor, address = visitors[line["email"]], f"/{slug}/{line['record']}"
        boxes = read_boxes(draw(visitor, f"{address}/edit"))
        assert boxes == line["boxes"], (line["email"], line["record"])
        assert slug == REPORTS or "Added" in draw(visitor, address)


@pytest.mark.parametrize("email", PEOPLE)
def test_every_file_holds_what_it_held(demo: StoredDemo, email: str) -> None:
    visitor = demo.visitor_of(email)
    for line in lines_with("rows"):
        if line["email"] == email:
            assert read_rows(visitor.get(f"/export/{line['slug']}.csv").get_data()) == line["rows"]
            assert visitor.get(f"/export/{line['slug']}.xlsx").status_code == 200


@pytest.mark.parametrize("email", [*LEARNERS, MANAGER])
def test_every_record_has_its_row(demo: StoredDemo, email: str) -> None:
    visitor, uid = demo.visitor_of(email), demo.store.people.get_by_email(email).uid
    for module in demo.clockstart.registry:
        below = "/kept" if module.slug == REPORTS else ""
        listed = draw(visitor, f"{module.address}{below}")
        found = demo.store.records.list(uid, module.store_key)
        assert [record.id for record in found if record.id not in listed] == []
        if below:
            assert all(draw(visitor, f"{module.address}/kept/{uid}/{record.id}") for record in found)


def test_removed_records_are_listed_as_removed(demo: StoredDemo) -> None:
    visitor, uid = demo.visitor_of(LEARNER), demo.store.people.get_by_email(LEARNER).uid
    for module in MODULES:
        (gone,) = demo.store.records.list_removed(uid, module.store_key)
        assert gone.id in draw(visitor, f"/{module.slug}", "?show=removed")


def test_every_draft_is_taken_up_beside_what_is_saved(demo: StoredDemo) -> None:
    visitor, person = demo.visitor_of(LEARNER), demo.store.people.get_by_email(LEARNER)
    kept = demo.store.drafts.list(person.uid)
    assert len(kept) == len(MODULES)
    for name, told in kept.items():
        address = f"/{name}/edit"
        typed = {path: value for path, value in told["typed"].items() if value not in (None, "", [])}
        assert read_boxes(draw(visitor, address)) == typed
        assert "Typed and not saved." not in draw(visitor, address, "?saved=1")


def test_feedback_and_work_handed_in_are_read_where_they_belong(demo: StoredDemo) -> None:
    """A draft of the reader's is read by the reader alone."""
    bob = demo.visitor_of(MANAGER)
    for email in LEARNERS:
        uid, own = demo.store.people.get_by_email(email).uid, demo.visitor_of(email)
        for one in demo.store.reviews.list(uid):
            module = demo.clockstart.registry.find_by_store_key(one.module)
            assert module is not None
            below = f"/{module.slug}/{one.record}" if one.record else f"/{module.slug}"
            assert demo.store.reviews.history(uid, one.id)
            if one.text:
                assert (one.text in draw(own, below, "" if one.record else "?show=feedback")) == one.is_released
                assert one.text in draw(bob, f"/people/{uid}{below}")
            else:
                draw(own, below)


@pytest.mark.parametrize("email", PEOPLE)
def test_every_entry_of_every_trail_opens_and_agrees_with_the_records(demo: StoredDemo, email: str) -> None:
    uid, visitor = demo.store.people.get_by_email(email).uid, demo.visitor_of(email)
    entries = list(demo.store.audit.walk(uid))
    assert find_differences(demo.store.client, uid) == []
    for entry in entries:
        draw(visitor, f"/audit-trail/{uid}/{entry.id}")
    pages, query = 0, f"?person={uid}&show=all"
    while query:
        shown = draw(visitor, "/audit-trail", query)
        older = re.search(r'/audit-trail\?([^"]*older=[^"]*)', shown)
        pages, query = pages + 1, f"?{older[1]}" if older else ""
    assert pages >= len(entries) / 50


def test_jobs_checked_lists_and_extracts_open(demo: StoredDemo) -> None:
    visitor, uid = demo.visitor_of(LEARNER), demo.store.people.get_by_email(LEARNER).uid
    assert {job.state for job in demo.store.jobs.list(uid)} == {"done", "failed"}
    for job in demo.store.jobs.list(uid):
        draw(visitor, "/dna-management/import", f"?job={job.id}")
    for list_id in demo.store.lists.all(uid):
        draw(visitor, f"/waiting-list-validator/lists/{list_id}")
        for row in (1, 2, 3):
            draw(visitor, f"/waiting-list-validator/lists/{list_id}/{row}")
    assert list(demo.store.jobs.read_file(uid, "job-file")) == [b"part one"]
    for extract in demo.store.published.list():
        assert "Trust" in draw(visitor, "/commissioner-reporting/published", f"?extract={extract}")


def test_everybody_signs_in_as_before(demo: StoredDemo) -> None:
    """Who has a second factor is asked for the code; who was deactivated, or is only invited, stays out."""
    for email, error in (
        ("guarded@example.com", "code_needed"),
        ("gone@example.com", "wrong_sign_in"),
        ("ivy@example.com", "wrong_sign_in"),
    ):
        client = demo.visitor().client
        token = client.get("/login", headers={"Accept": "application/json"}).get_json()["csrf_token"]
        answer = client.post("/login", json={"email": email, "password": PASSWORD}, headers={"X-CSRFToken": token})
        assert (answer.status_code, answer.get_json()["error"]) == (401, error)
        assert client.get("/", headers={"Accept": "text/html"}).status_code == 302


def test_what_scripts_stored_comes_back_as_it_was(demo: StoredDemo) -> None:
    with using_store(demo.store), acting_as(LEARNER):
        notes, plain = load_user_data("my_own_notes"), load_user_data("one_object")
        assert {"cancer_patients", "my_own_notes", "one_object"} <= set(get_all_user_modules())
    assert notes[0] == {"id": "n1", "text": "kept as it came", "empty": [], "small": 1e-7}
    assert notes[1]["text"] == "no id of its own"
    assert plain == {"a": {"b": [1, 2.5, None, "é"]}}


def test_every_other_page_opens_and_reading_has_rewritten_nothing(demo: StoredDemo) -> None:
    check_version(demo.store.client)
    for email in (LEARNER, MANAGER, ADMIN):
        visitor = demo.visitor_of(email)
        for path in list_pages(demo, email):
            draw(visitor, path)
    assert list(list_changed(demo.store.client, is_worked_out)) == []


def list_pages(demo: StoredDemo, email: str) -> Iterator[str]:
    """What somebody of this role is offered, each module, and for an administrator everybody's work in it."""
    registry, role = demo.clockstart.registry, demo.store.people.get_by_email(email).role
    for feature in registry.features:
        yield from (nav.address for nav in feature.nav if role in nav.roles and nav.address != "/account")
    for module in registry:
        yield from (f"{module.address}{below}" for below in ("", "/charts"))
    for other in LEARNERS if role == "admin" else ():
        person = f"/people/{demo.store.people.get_by_email(other).uid}"
        yield from (person, *(f"{person}{module.address}" for module in MODULES))


def is_worked_out(name: str) -> bool:
    """Sign-ins, and what can be worked out again."""
    return any(part in name for part in WORKED_OUT)


def test_a_stored_record_saved_again_stays_what_it_was(tmp_path: Path, server_url: str) -> None:
    """On a store of its own, for this one is written to: the form gives back all that it was filled with."""
    demo = open_demo(connect(server_url), tmp_path)
    visitor, uid = demo.visitor_of("learner2@example.com"), demo.store.people.get_by_email("learner2@example.com").uid
    for module in MODULES:
        for record in demo.store.records.list(uid, module.store_key):
            form = RecordForm(visitor, module.slug, record.id, seen_rev=record.rev, answers=record.data)
            assert form.save().told.startswith("Saved"), (module.slug, record.id)
            assert demo.store.records.get(uid, module.store_key, record.id).data == record.data
