"""Any identifier that the store accepts works everywhere: listed, opened, edited, removed, restored, read by others."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest

from dashapp.ui import ids
from dashapp.web.addresses import PAGE_NAMES, escape, read_segment, record_address, write_segment
from storage.current import using_store
from storage.user_data import acting_as, save_user_data
from tests.http.forms import DNA, RecordForm, list_parts, press
from tests.whole_site import Visitor, WholeSite, make_whole_site

SLUG, KEY = "dna-management", "dna_cases"
ODD = ["RXK 104", "A&E-77", "100%", "#5", "é1", "a/b", "..", ".", "?x", "\"quoted\" 'twice'", "1+1", "~2F", "new",
       "charts", "%2F", "{x}", "a.b", "<b>", "x" * 200, "日本", " ", "a\nb"]  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> WholeSite:
    return make_whole_site(Path(tmp_path_factory.mktemp("odd")))


@pytest.fixture
def site(whole: WholeSite) -> WholeSite:
    """Only these records, as a script leaves them there."""
    with using_store(whole.clockstart.store), acting_as(whole.cast.alice.email):
        save_user_data(KEY, [{**DNA, "id": one} for one in ODD])
    return whole


def draw(visitor: Visitor, address: str) -> list[Any]:
    """The page as the browser asks for it: the document, then the page with the path as the browser has it."""
    parts = urlsplit(address)
    assert visitor.get(address).status_code == 200, address
    answer = visitor.open_page(parts.path, f"?{parts.query}" if parts.query else "")
    assert answer.status_code == 200, address
    return list(list_parts(answer.get_json()["response"][ids.PAGE]["children"]))


def links_of(parts: list[Any]) -> set[str]:
    return {str(part["href"]) for part in parts if "href" in part}


def rows_of(parts: list[Any]) -> dict[str, str]:
    """Each row's address, as the grid of the page makes it."""
    grid = next(part for part in parts if part.get("id") == ids.GRID)
    template = grid["columnDefs"][0]["cellRendererParams"]["href"]
    return {row["id"]: template.replace("{id}", quote(row.get("at") or row["id"], safe="")) for row in grid["rowData"]}


def test_everything_can_be_done_with_each(site: WholeSite) -> None:
    alice = site.signed_in("learner")
    addresses = rows_of(draw(alice, f"/{SLUG}"))
    assert set(addresses) == set(ODD)
    for one in ODD:
        check_own_record(alice, one, addresses[one])
    assert {record.id for record in site.clockstart.store.records.list(site.cast.alice.uid, KEY)} == set(ODD)


def check_own_record(alice: Visitor, record_id: str, address: str) -> None:
    edit = f"{address}/edit"
    assert edit in links_of(draw(alice, address))
    state = next(part["data"] for part in draw(alice, edit) if part.get("id") == ids.FORM_STATE)
    assert (address, state["record_id"]) == (record_address(f"/{SLUG}", record_id), record_id)
    form = RecordForm(alice, SLUG, record_id, seen_rev=state["seen_rev"])
    saved = form.save()
    assert saved.told.startswith("Saved"), (record_id, saved.told, saved.problems)
    assert saved.read(ids.NAVIGATE, "data")["stay"] == edit
    form.typed = {"patient_name": "Not saved yet"}
    form.keep_draft()
    assert f"{edit}?draft=1" in links_of(draw(alice, address))
    assert f"{edit}?saved=1" in links_of(draw(alice, f"{edit}?draft=1"))
    gone = form.remove().read(ids.NAVIGATE, "data")
    assert parse_qs(urlsplit(gone).query)["removed"] == [record_id]
    undo = next(
        part["id"] for part in draw(alice, gone) if isinstance(part.get("id"), dict) and "restore" in part["id"]
    )
    back = press(alice, undo).get_json()["response"][ids.NAVIGATE]["data"]
    assert undo["restore"] == record_id
    assert parse_qs(urlsplit(back).query)["restored"] == [record_id]
    assert alice.get(address).status_code == 200


def test_those_who_look_after_people_follow_links_to_each(site: WholeSite) -> None:
    bob, uid = site.signed_in("manager"), site.cast.alice.uid
    addresses = rows_of(draw(bob, f"/people/{uid}/{SLUG}"))
    for one in ODD:
        assert addresses[one] == record_address(f"/people/{uid}/{SLUG}", one)
        asked = next(part["data"] for part in draw(bob, addresses[one]) if part.get("id") == ids.REVIEW_STATE)
        assert asked["record_id"] == one
    behind = rows_of(draw(bob, f"/{SLUG}/charts/records"))
    assert all(behind[one].endswith(f"/{write_segment(one)}") for one in ODD)


def test_the_audit_trail_and_the_file_name_each(site: WholeSite) -> None:
    alice = site.signed_in("learner")
    text = alice.get(f"/export/{SLUG}.csv").get_data(as_text=True).removeprefix("\ufeff")
    assert {row[0].removeprefix("'") for row in csv.reader(io.StringIO(text))} >= {
        one for one in ODD if one[0] not in "+-"
    }


def test_after_signing_in_the_browser_is_back_at_the_record(site: WholeSite) -> None:
    for one in ODD:
        address = record_address(f"/{SLUG}", one)
        asked = site.visitor().get(address).headers["Location"]
        stranger = site.visitor()
        token = stranger.client.get("/login", headers={"Accept": "application/json"}).get_json()["csrf_token"]
        fields = {"email": "alice@example.com", "password": "quiet otters swim at dawn", "csrf_token": token,
                  "next": parse_qs(urlsplit(asked).query)["next"][0]}  # fmt: skip
        answer = stranger.client.post("/login", data=fields, headers={"Accept": "text/html"})
        assert answer.headers["Location"] == address
        assert stranger.get(address).status_code == 200


@pytest.mark.parametrize("identifier", ODD)
def test_an_address_is_read_as_the_identifier_it_was_written_from(identifier: str) -> None:
    written = write_segment(identifier)
    assert re.fullmatch(r"[\w.~%-]+", written, re.ASCII), "nothing that a browser or a server reads otherwise"
    assert "%2F" not in written
    assert written not in {".", "..", *PAGE_NAMES}
    assert read_segment(written) == identifier
    assert read_segment(unquote(written)) == identifier or "%" in identifier


def test_ordinary_identifiers_are_written_as_they_are() -> None:
    for one in ("0t7x9a2b4c", "01J0ZK3V", "P-1042", "a_b", "2026.1"):
        assert escape(one) == write_segment(one) == one


def test_no_page_has_a_name_that_an_identifier_could_take(site: WholeSite) -> None:
    for address in site.clockstart.router.pages:
        parts = address.strip("/").split("/")
        if site.clockstart.registry.find(parts[0]) and len(parts) > 1 and not parts[1].startswith("<"):
            assert parts[1] in PAGE_NAMES, address


@pytest.mark.parametrize("path", [1, 1.5, True, None])
def test_an_answer_to_no_question_is_no_error_of_the_server(site: WholeSite, path: Any) -> None:
    form = RecordForm(site.signed_in("learner"), answers=DNA, typed={path: "x"})
    assert form.save().status == 400
