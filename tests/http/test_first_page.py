"""The layout brings the page that the browser stands on, so that opening an address takes one round trip less."""

from __future__ import annotations

import re
from typing import Any

import pytest

from dashapp.ui import ids
from dashapp.web import frame
from storage.connection import Readiness
from tests.http.forms import list_parts
from tests.whole_site import Visitor, WholeSite, make_whole_site

HERE = "http://localhost"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> WholeSite:
    return make_whole_site(tmp_path_factory.mktemp("first"))


def read_layout(visitor: Visitor, address: str = "") -> dict[str, dict[str, Any]]:
    """The properties of the parts with a plain name, as they stand in the layout asked for from `address`."""
    headers = {"Referer": address} if address else {}
    layout = visitor.client.get("/_dash-layout", headers=headers).get_json()
    return {part["id"]: part for part in list_parts(layout) if isinstance(part.get("id"), str)}


def test_the_page_of_the_address_is_in_the_layout_as_it_would_come_by_itself(site: WholeSite) -> None:
    alice = site.signed_in("learner")
    parts = read_layout(alice, f"{HERE}/dna-management?view=all")
    assert parts[ids.ADDRESS]["pathname"] == "/dna-management"
    assert parts[ids.ADDRESS]["search"] == "?view=all"
    alone = alice.open_page("/dna-management", "?view=all").get_json()["response"]
    assert parts[ids.PAGE]["children"] == alone[ids.PAGE]["children"]
    assert parts[ids.PAGE_TITLE]["data"] == alone[ids.PAGE_TITLE]["data"]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://elsewhere.example/dna-management",
        f"{HERE}/no-such-page",
        f"{HERE}/staff",
        f"{HERE}/dna-management/x",
    ],
    ids=["unsaid", "another site", "nowhere", "refused", "no such record"],
)
def test_otherwise_the_location_has_no_address_and_asks_for_the_page(site: WholeSite, address: str) -> None:
    parts = read_layout(site.signed_in("learner"), address)
    assert "pathname" not in parts[ids.ADDRESS]
    assert not parts[ids.PAGE].get("children")


def test_nobody_sees_a_page_of_somebody_else_in_their_layout(site: WholeSite) -> None:
    layout = site.visitor().client.get("/_dash-layout", headers={"Referer": f"{HERE}/dna-management"})
    assert layout.status_code == 401


@pytest.mark.parametrize(("fsync", "is_said"), [("everysec", True), ("always", False)])
def test_a_store_that_writes_every_second_is_told_on_every_page(
    site: WholeSite, monkeypatch: pytest.MonkeyPatch, fsync: str, is_said: bool
) -> None:
    monkeypatch.setattr(frame, "check_ready", lambda client: Readiness(True, "", fsync, "valkey"))
    layout = site.signed_in("learner").client.get("/_dash-layout").text
    assert ("writes to disk every second" in layout) is is_said


def test_scripts_that_no_page_needs_are_left_out(site: WholeSite) -> None:
    document = site.signed_in("learner").get("/dna-management").text
    scripts = re.findall(r'<script[^>]* src="([^"]*)"', document)
    assert any("dash_renderer" in address for address in scripts)
    assert not [address for address in scripts if "polyfill" in address or "dash_table" in address]
