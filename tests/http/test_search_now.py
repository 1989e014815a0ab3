"""What the palette is told: the first few of each kind, only what this person may open or see."""

from __future__ import annotations

from typing import Any

import pytest

from storage.record import Trace
from tests.whole_site import Visitor, WholeSite


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    return whole_site


def ask(visitor: Visitor, words: str) -> dict[str, list[dict[str, Any]]]:
    told = visitor.client.get("/search/found", query_string={"q": words}).get_json()
    return {group["title"]: group["found"] for group in told}


def test_before_a_word_is_typed_it_offers_what_is_at_hand(site: WholeSite, alice: Visitor) -> None:
    visitor = alice
    assert [found["href"] for found in ask(visitor, "")["Pages"]] == ["/", "/actions"]


def test_it_offers_to_add_a_record_and_every_page_of_the_module(site: WholeSite, alice: Visitor) -> None:
    found = ask(alice, "missed appointment")
    assert found["Do"] == [
        {"title": "Add a missed appointment", "href": "/dna-management/new", "line": "DNA management"}
    ]
    pages = [one["href"] for one in ask(alice, "dna management")["Pages"]]
    assert pages == ["/dna-management", "/dna-management/charts", "/dna-management/import"]
    assert ask(alice, "new missed")["Do"] == found["Do"]


def test_patients_are_found_by_their_own_person_only(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    uid = site.cast.alice.uid
    record = {"patient_name": "Zelda Quill", "nhs_number": "9990000018"}
    site.clockstart.store.records.append(
        uid, "dna_cases", "z1", record, op="z", trace=Trace(uid), now=site.clockstart.now
    )
    assert [one["href"] for one in ask(alice, "zelda")["Records"]] == ["/dna-management/z1"]
    assert "Records" not in ask(bob, "zelda")


def test_names_that_begin_so_come_first(site: WholeSite, alice: Visitor) -> None:
    uid = site.cast.alice.uid
    for name in ("Ben Prichar", "Ann Charles", "Harriet Orr"):
        site.clockstart.store.records.append(
            uid, "dna_cases", name[:3], {"patient_name": name}, op=name, trace=Trace(uid), now=site.clockstart.now
        )
    assert [one["title"] for one in ask(alice, "har")["Records"]] == ["Harriet Orr", "Ben Prichar", "Ann Charles"]


def test_pages_of_others_are_not_found(alice: Visitor, ada: Visitor) -> None:
    assert "Pages" not in ask(alice, "staff management")
    assert ask(ada, "staff management")["Pages"][0]["href"] == "/staff"


def test_who_is_not_signed_in_is_told_so(site: WholeSite) -> None:
    assert (
        site.app.server.test_client().get("/search/found?q=a", headers={"Accept": "application/json"}).status_code
        == 401
    )
