"""Links that work once: no second use, none after another, none that tells who has an account; the first account."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from auth.context import EXTENSION, Auth
from auth.invitations import invite
from storage.people import Person
from tests.cast import PASSWORD, sign_in
from tests.http.site import Site, make_site

CHOSEN = "seven green bicycles"
ADDRESSES = ("alice@example.com", "nobody@example.com", "gone@example.com", "invited@example.com")


@pytest.fixture
def asked() -> list[str]:
    """The addresses that the worker was told of."""
    return []


@pytest.fixture
def mailing(asked: list[str]) -> Site:
    """A site that can send e-mail, with somebody deactivated and somebody only invited."""
    site = make_site(send_reset=asked.append)
    gone = site.store.people.create("gone@example.com", "Gone", "learner", now=site.clock())
    site.store.people.deactivate(gone.uid)
    site.store.people.create("invited@example.com", "Ivy", "learner", now=site.clock())
    return site


def link_for(site: Site, person: Person, purpose: str = "reset") -> str:
    auth: Auth = site.server.extensions[EXTENSION]
    with site.server.test_request_context():
        return invite(auth, person, made_by=site.cast.ada.uid, purpose=purpose)


def send(client: FlaskClient, path: str, **fields: str) -> Any:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/login").get_data(as_text=True))
    assert found is not None
    return client.post(path, data={"csrf_token": found.group(1), **fields})


def choose(client: FlaskClient, link: str, password: str = CHOSEN) -> int:
    answer = send(client, link, name="Alice Adams", password=password, password_again=password)
    return int(answer.status_code)


def test_another_link_dies_with_the_first_that_is_used(site: Site) -> None:
    links = [link_for(site, site.cast.alice) for _ in range(3)]
    site.clock.forward(minutes=1)
    assert choose(site.client(), links[1]) == 303
    assert [choose(site.client(), link, "another long password") for link in links] == [410] * 3
    sign_in(site.client(), site.cast.alice, CHOSEN)
    later = link_for(site, site.cast.alice)
    assert choose(site.client(), later) == 303


def test_a_link_dies_when_the_person_changes_the_password(site: Site) -> None:
    link = link_for(site, site.cast.alice)
    site.clock.forward(minutes=1)
    client, token = site.signed_in(site.cast.alice)
    fields = {"current": PASSWORD, "password": CHOSEN, "password_again": CHOSEN}
    assert client.post("/account/password", data={"csrf_token": token, **fields}).status_code == 303
    assert site.client().get(link).status_code == 410


def test_a_reset_says_so_and_asks_for_no_name(site: Site) -> None:
    page = site.client().get(link_for(site, site.cast.alice)).get_data(as_text=True)
    assert "<h1>Choose a new password</h1>" in page
    assert 'id="name"' not in page


@pytest.mark.parametrize("email", ADDRESSES)
def test_nobody_learns_who_has_an_account(mailing: Site, asked: list[str], email: str) -> None:
    """The page only hands the address on, whoever has it: no look-up, no hash, nothing that could take longer."""
    reads: list[str] = []
    mailing.store.people.__class__.find_by_email, kept = (
        lambda self, address: reads.append(address),  # type: ignore[assignment,func-returns-value]
        mailing.store.people.__class__.find_by_email,
    )
    try:
        pages = [
            send(mailing.client(), "/forgotten", email=one).get_data(as_text=True).replace(one, "EMAIL")
            for one in (email, "somebody@else.example")
        ]
    finally:
        mailing.store.people.__class__.find_by_email = kept  # type: ignore[method-assign]
    assert pages[0] == pages[1]
    assert asked == [email, "somebody@else.example"]
    assert reads == []


def test_asking_is_slowed_down(mailing: Site, asked: list[str]) -> None:
    client = mailing.client()
    statuses = [send(client, "/forgotten", email=f"{n}@example.com").status_code for n in range(7)]
    assert statuses == [200] * 5 + [429] * 2
    assert len(asked) == 5


def test_something_that_is_no_address_is_said(mailing: Site, asked: list[str]) -> None:
    answer = send(mailing.client(), "/forgotten", email="alice")
    assert (answer.status_code, asked) == (400, [])
    assert 'value="alice"' in answer.get_data(as_text=True)


def test_without_mail_it_says_whom_to_ask(site: Site) -> None:
    page = site.client().get("/forgotten").get_data(as_text=True)
    assert "sends no e-mail" in page
    assert 'name="email"' not in page
    assert '<a href="/forgotten">' in site.client().get("/login").get_data(as_text=True)


# --- the first account ---------------------------------------------------------------------------------------------


@pytest.fixture
def empty() -> Site:
    """Nobody has an account."""
    site = make_site(factor_required=True)
    site.store.client.flushall()
    return site


def first_link(site: Site) -> str:
    return "/set-up/" + site.store.invitations.create("", made_by="start", purpose="first", now=site.clock())


def make_first(client: FlaskClient, link: str, **changed: str) -> Any:
    fields = {"email": "Root@Example.com", "name": "Ruth", "password": CHOSEN, "password_again": CHOSEN}
    return send(client, link, **(fields | changed))


def test_an_empty_store_says_how_to_begin(empty: Site, site: Site) -> None:
    assert "Nobody has an account here yet" in empty.client().get("/login").get_data(as_text=True)
    assert "Nobody has an account here yet" not in site.client().get("/login").get_data(as_text=True)


def test_the_link_makes_an_administrator_once(empty: Site) -> None:
    links, client = [first_link(empty), first_link(empty)], empty.client()
    assert "Make the first account" in client.get(links[0]).get_data(as_text=True)
    assert make_first(client, links[0]).status_code == 303
    person = empty.store.people.get_by_email("root@example.com")
    assert (person.role, person.name, person.active) == ("admin", "Ruth", True)
    assert "account_made" in [entry.act for entry in empty.store.audit.list_newest(person.uid)]
    assert (
        client.get("/whose", headers={"Accept": "text/html"}).headers["Location"].startswith("/account/second-factor")
    )
    for link in links:
        assert make_first(empty.client(), link, email="mallory@example.com").status_code == 410
    assert len(empty.store.people.list()) == 1


def test_a_mistake_does_not_use_the_link_up(empty: Site) -> None:
    link = first_link(empty)
    for changed, sentence in (
        ({"email": "x"}, "Enter an email address"),
        ({"name": " "}, "Enter a name"),
        ({"password": "short", "password_again": "short"}, "at least 8"),
    ):
        answer = make_first(empty.client(), link, **changed)
        assert answer.status_code == 400
        assert sentence in answer.get_data(as_text=True)
    assert make_first(empty.client(), link).status_code == 303


def test_no_other_link_makes_an_administrator_and_it_opens_no_account(site: Site, empty: Site) -> None:
    invitation = link_for(site, site.cast.alice, "invite").removeprefix("/invite/")
    assert site.client().get(f"/set-up/{invitation}").status_code == 410
    assert site.client().get(first_link(site)).status_code == 410
    first = first_link(empty).removeprefix("/set-up/")
    assert empty.client().get(f"/invite/{first}").status_code == 410
    assert choose(empty.client(), f"/invite/{first}") == 410
    assert make_first(empty.client(), f"/set-up/{first}").status_code == 303
