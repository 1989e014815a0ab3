"""A module that no page knows, written by a script: it persists, is named, and no page breaks on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import open_store
from storage.connection import connect
from storage.current import using_store
from storage.embedded import EmbeddedServer
from storage.owner import acting_as
from storage.user_data import append_user_data, get_all_user_modules, load_user_data
from tests.whole_site import WholeSite, make_whole_site

NAME = "a_new_module"
ITEM = {"patient_name": "Zora Quill", "steps": [{"on": "2026-06-01"}, {"on": None}], "n": 2.5}
ROLES = ("learner", "manager", "admin")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def server(folder: Path) -> Iterator[EmbeddedServer]:
    server = EmbeddedServer(folder)
    server.start()
    yield server
    server.stop()


def list_addresses(site: WholeSite) -> list[str]:
    """Every page, those of one person as Alice's; a page of one record has none here."""
    filled = [address.replace("<uid>", site.cast.alice.uid) for address in site.clockstart.router.pages]
    return [address for address in filled if "<" not in address]


def test_append_user_data_to_a_new_module_persists_and_breaks_no_page(
    server: EmbeddedServer, folder: Path, tmp_path: Path
) -> None:
    site = make_whole_site(tmp_path / "app", connect(server.start()))
    uid = site.cast.alice.uid
    with using_store(site.clockstart.store), acting_as(uid):
        made = append_user_data(NAME, ITEM)
        assert get_all_user_modules() == [NAME]

    # The server stops and another is started on the same folder
    server.stop()
    again = EmbeddedServer(folder)
    with using_store(open_store(connect(again.start()))):
        with acting_as(uid):
            assert get_all_user_modules() == [NAME]
            assert load_user_data(NAME) == [{**ITEM, "id": made}]
        with acting_as(site.cast.charlie.uid):
            assert get_all_user_modules() == []

    # Every page of every role answers as if the module were not there; the trail names it
    for role in ROLES:
        visitor = site.signed_in(role)
        answered = {address: visitor.open_page(address).status_code for address in list_addresses(site)}
        assert {address: code for address, code in answered.items() if code not in {200, 403, 404}} == {}
        assert answered["/"] == 200
    assert NAME in site.signed_in("learner").open_page("/audit-trail").text
    again.stop()
