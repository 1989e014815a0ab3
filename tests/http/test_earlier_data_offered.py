"""A file of the earlier platform without an owner is offered to administrators, and comes in when one confirms it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dashapp.ui import ids
from pages.import_earlier_data import OFFERED
from tests.http.forms import press
from tests.whole_site import WholeSite, make_whole_site

NAME = "dna_cases_alice_at_example_com.json"


@pytest.fixture
def site(tmp_path: Path) -> WholeSite:
    folder = tmp_path / "earlier"
    folder.mkdir()
    (folder / NAME).write_text(json.dumps([{"id": "c1", "patient_name": "Ann"}]), encoding="utf-8")
    return make_whole_site(tmp_path, CLOCKSTART_EARLIER_DATA_DIR=str(folder))


def list_stored(site: WholeSite) -> list[str]:
    return [record.id for record in site.clockstart.store.records.list(site.cast.alice.uid, "dna_cases")]


def test_pressing_the_button_brings_the_file_in_for_the_account_it_names(site: WholeSite) -> None:
    ada = site.signed_in("admin")
    assert f"Import for {site.cast.alice.email}" in ada.open_page("/import-earlier-data").text
    assert list_stored(site) == []
    pressed = press(ada, {OFFERED: NAME, "email": site.cast.alice.email})
    assert pressed.get_json()["response"][ids.NAVIGATE]["data"] == "/import-earlier-data?brought=1"
    assert list_stored(site) == ["c1"]
    assert "Import for" not in ada.open_page("/import-earlier-data").text


@pytest.mark.parametrize("role", ["learner", "manager"])
def test_nobody_else_sees_it_or_can_press_it(site: WholeSite, role: str) -> None:
    visitor = site.signed_in(role)
    assert "Import for" not in visitor.open_page("/import-earlier-data").text
    assert press(visitor, {OFFERED: NAME, "email": site.cast.alice.email}).status_code == 403
    assert list_stored(site) == []
