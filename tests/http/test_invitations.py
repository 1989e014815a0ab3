"""An invited person sets name and password; the link works once and for a while."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from auth.context import EXTENSION, Auth
from auth.invitations import invite
from storage.people import Person
from tests.cast import sign_in
from tests.http.site import Site

CHOSEN = "seven green bicycles"


@pytest.fixture
def ivy(site: Site) -> Person:
    return site.store.people.create("ivy@example.com", "Ivy", "learner", now=site.clock())


def link_for(site: Site, person: Person, purpose: str = "invite") -> str:
    auth: Auth = site.server.extensions[EXTENSION]
    with site.server.test_request_context():
        return invite(auth, person, made_by=site.cast.ada.uid, purpose=purpose)


def send(client: FlaskClient, link: str, **fields: str) -> Any:
    page = client.get(link).get_data(as_text=True)
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    answers = {"name": "Ivy Ito", "password": CHOSEN, "password_again": CHOSEN, **fields}
    return client.post(link, data={"csrf_token": found.group(1) if found else "", **answers})


def test_taking_it_up_signs_in(site: Site, ivy: Person) -> None:
    client = site.client()
    answer = send(client, link_for(site, ivy))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert client.get("/whose").get_json()["uid"] == ivy.uid
    assert site.store.people.get(ivy.uid).name == "Ivy Ito"
    sign_in(site.client(), ivy.email, CHOSEN)


def test_the_page_says_for_whom_it_is(site: Site, ivy: Person) -> None:
    page = site.client().get(link_for(site, ivy)).get_data(as_text=True)
    assert "ivy@example.com" in page
    assert "works once" in page


def test_it_works_once(site: Site, ivy: Person) -> None:
    link, second = link_for(site, ivy), site.client()
    ready = second.get(link).get_data(as_text=True)
    send(site.client(), link)
    token = re.search(r'name="csrf_token" value="([^"]+)"', ready)
    assert token is not None
    fields = {"name": "Mallory", "password": "another long password", "password_again": "another long password"}
    assert second.post(link, data={"csrf_token": token.group(1), **fields}).status_code == 410
    assert second.get(link).status_code == 410
    assert site.store.people.get(ivy.uid).name == "Ivy Ito"


def test_it_runs_out(site: Site, ivy: Person) -> None:
    link = link_for(site, ivy)
    site.clock.forward(days=7)
    answer = site.client().get(link)
    assert answer.status_code == 410
    assert "cannot be used" in answer.get_data(as_text=True)


@pytest.mark.parametrize("token", ["x", "../../etc", "%00", "a" * 500])
def test_a_guess_is_nothing(site: Site, token: str) -> None:
    assert site.client().get(f"/invite/{token}").status_code in {302, 410}


def test_a_mistake_does_not_use_it_up(site: Site, ivy: Person) -> None:
    link, client = link_for(site, ivy), site.client()
    for fields, sentence in (
        ({"password": "short", "password_again": "short"}, "at least 8 characters"),
        ({"password_again": "something else"}, "Enter the same password again"),
        ({"name": " "}, "Enter a name"),
        ({"password": "Ivy Ito 2026", "password_again": "Ivy Ito 2026"}, "easy to guess"),
    ):
        answer = send(client, link, **fields)
        assert answer.status_code == 400
        assert sentence in answer.get_data(as_text=True)
    assert send(client, link).status_code == 303


def test_a_reset_ends_every_session(site: Site) -> None:
    alice, _ = site.signed_in(site.cast.alice)
    send(site.client(), link_for(site, site.cast.alice, "reset"), name="Alice Adams")
    assert alice.get("/whose").status_code == 302
    sign_in(site.client(), site.cast.alice, CHOSEN)


def test_a_deactivated_person_cannot_come_back_by_it(site: Site, ivy: Person) -> None:
    link = link_for(site, ivy)
    site.store.people.deactivate(ivy.uid)
    assert site.client().get(link).status_code == 410


def test_who_made_it_and_that_it_was_used_is_in_the_audit_trail(site: Site, ivy: Person) -> None:
    send(site.client(), link_for(site, ivy))
    entries = site.store.audit.list_newest(ivy.uid)
    assert [(entry.act, entry.actor) for entry in entries] == [
        ("sign_in", ivy.uid),
        ("invite_link_used", ivy.uid),
        ("invite_link_made", site.cast.ada.uid),
    ]
