"""Signing in and out, and the ways people try to get round it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask.testing import FlaskClient

from auth.errors import SignInsBusy
from auth.lane import COME_BACK, PLACES
from auth.passwords import Passwords
from tests.cast import PASSWORD, sign_in
from tests.http.site import Site

SESSION = "clockstart_session"


def token_of(client: FlaskClient) -> str:
    return str(client.get("/login", headers={"Accept": "application/json"}).get_json()["csrf_token"])


def try_form(client: FlaskClient, email: str, password: str, **more: str) -> Any:
    fields = {"email": email, "password": password, "csrf_token": token_of(client), **more}
    return client.post("/login", data=fields)


def try_json(client: FlaskClient, email: str, password: str) -> Any:
    headers = {"X-CSRFToken": token_of(client)}
    return client.post("/login", json={"email": email, "password": password}, headers=headers)


def is_signed_in(client: FlaskClient) -> bool:
    return bool(client.get("/whose").status_code == 200)


def cookie_of(client: FlaskClient) -> str:
    cookie = client.get_cookie(SESSION)
    assert cookie is not None
    return cookie.value


def test_the_form_signs_in_and_goes_on(site: Site) -> None:
    client = site.client()
    answer = try_form(client, " Alice@Example.com ", PASSWORD, next="/dna-management?month=2026-06")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/dna-management?month=2026-06")
    assert is_signed_in(client)


def test_the_page_has_its_labels_and_button(site: Site) -> None:
    page = site.client().get("/login?next=/x").get_data(as_text=True)
    assert '<label for="email">Email address</label>' in page
    assert '<label for="password">Password</label>' in page
    assert ">Sign in</button>" in page
    assert "<script" not in page
    assert 'name="next" value="/x"' in page


def test_json_in_json_out(site: Site) -> None:
    client = site.client()
    answer = try_json(client, "alice@example.com", PASSWORD)
    told = answer.get_json()
    assert (answer.status_code, told["uid"], told["name"]) == (200, site.cast.alice.uid, "Alice Adams")
    assert answer.headers["X-Session-Seconds-Left"] == "1800"
    assert client.post("/session/extend", headers={"X-CSRFToken": told["csrf_token"]}).status_code == 200
    cookie = client.get_cookie("_csrf_token")
    assert cookie is not None
    assert client.post("/session/extend", headers={"X-CSRFToken": cookie.value}).status_code == 200


def test_who_is_signed_in_already_goes_on(site: Site) -> None:
    client, _ = site.signed_in(site.cast.alice)
    assert client.get("/login?next=/dna-management").headers["Location"] == "/dna-management"


def test_a_signed_in_client_can_ask_who_it_is(site: Site) -> None:
    client, _ = site.signed_in(site.cast.alice)
    assert client.get("/login", headers={"Accept": "application/json"}).get_json()["uid"] == site.cast.alice.uid


@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        ("", PASSWORD, "Enter your email address"),
        ("alice@example.com", "", "Enter your password"),
        ("", "", "Enter your"),
    ],
)
def test_empty_fields_are_named(site: Site, email: str, password: str, sentence: str) -> None:
    answer = try_form(site.client(), email, password)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert "There is a problem" in page
    assert sentence in page
    assert f'value="{email}"' in page


def test_what_was_typed_is_kept_and_the_password_is_not(site: Site) -> None:
    page = try_form(site.client(), "alice@example.com", "a wrong one", next="/x").get_data(as_text=True)
    assert 'value="alice@example.com"' in page
    assert 'name="next" value="/x"' in page
    assert "a wrong one" not in page
    assert "<title>Error: Sign in" in page


def test_signing_out_ends_the_session_on_the_server(site: Site) -> None:
    client, token = site.signed_in(site.cast.alice)
    captured = cookie_of(client)
    assert client.post("/logout", data={"csrf_token": token}).headers["Location"] == "/login"
    assert not is_signed_in(client)
    thief = site.client()
    thief.set_cookie(SESSION, captured)
    assert not is_signed_in(thief)
    assert site.store.sessions.list(site.cast.alice.uid, now=site.clock()) == []


def test_signing_out_needs_a_post(site: Site) -> None:
    client, _ = site.signed_in(site.cast.alice)
    client.get("/logout")
    assert is_signed_in(client)


def test_a_session_from_before_signing_in_is_worth_nothing(site: Site) -> None:
    client = site.client()
    token_of(client)
    planted = cookie_of(client)
    victim = site.client()
    victim.set_cookie(SESSION, planted)
    sign_in(victim, site.cast.alice)
    assert cookie_of(victim) != planted
    attacker = site.client()
    attacker.set_cookie(SESSION, planted)
    assert not is_signed_in(attacker)


def test_the_csrf_token_from_before_signing_in_is_worth_nothing(site: Site) -> None:
    client = site.client()
    planted = token_of(client)
    sign_in(client, site.cast.alice)
    assert client.post("/session/extend", headers={"X-CSRFToken": planted}).status_code == 400


def test_signing_in_as_somebody_else_ends_the_first_session(site: Site) -> None:
    client, _ = site.signed_in(site.cast.alice)
    captured = cookie_of(client)
    sign_in(client, site.cast.charlie)
    assert client.get("/whose").get_json()["uid"] == site.cast.charlie.uid
    thief = site.client()
    thief.set_cookie(SESSION, captured)
    assert not is_signed_in(thief)


@pytest.mark.parametrize("value", ["", "x", "uid.sid", "eyJfdXNlcl9pZCI6ICJhZGEuc2lkIn0.aaaa.bbbb"])
def test_a_forged_cookie_is_nobody(site: Site, value: str) -> None:
    client = site.client()
    client.set_cookie(SESSION, value)
    client.set_cookie("remember_token", f"{site.cast.ada.uid}.sid|deadbeef")
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "javascript:x"]
)
def test_hostile_next_goes_home(site: Site, target: str) -> None:
    assert f'value="{target}"' not in site.client().get("/login", query_string={"next": target}).get_data(as_text=True)
    assert try_form(site.client(), "alice@example.com", PASSWORD, next=target).headers["Location"] == "/"


def test_nobody_learns_who_has_an_account(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.store.people.deactivate(site.cast.charlie.uid)
    invited = site.store.people.create("invited@example.com", "Ivy", "learner", now=site.clock())
    work: list[str] = []
    real = Passwords.matches
    monkeypatch.setattr(
        Passwords, "matches", lambda self, stored, given: work.append("argon2") or real(self, stored, given)
    )
    pages = set()
    for email in ("nobody@example.com", "alice@example.com", "charlie@example.com", invited.email):
        answer = try_form(site.client(), email, "a wrong password")
        assert answer.status_code == 401
        page = answer.get_data(as_text=True).replace(email, "EMAIL")
        pages.add("\n".join(line for line in page.splitlines() if "csrf_token" not in line))
    assert len(pages) == 1
    assert len(work) == 4


def test_a_deactivated_person_with_the_right_password_reads_the_same(site: Site) -> None:
    site.store.people.deactivate(site.cast.charlie.uid)
    answer = try_form(site.client(), "charlie@example.com", PASSWORD)
    assert answer.status_code == 401
    assert "is not right" in answer.get_data(as_text=True)


def guess(client: FlaskClient, times: int, email: str = "alice@example.com") -> list[int]:
    token = token_of(client)
    headers = {"X-CSRFToken": token}
    return [
        client.post("/login", json={"email": email, "password": f"guess {n}"}, headers=headers).status_code
        for n in range(times)
    ]


@pytest.mark.parametrize("email", ["alice@example.com", "nobody@example.com"])
def test_guessing_is_slowed_down(site: Site, email: str) -> None:
    client = site.client()
    assert guess(client, 8, email) == [401] * 5 + [429] * 3
    answer = try_json(client, email, PASSWORD)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) >= 1
    assert "Try again in" in answer.get_json()["message"]


def test_the_right_password_works_after_the_wait(site: Site) -> None:
    client = site.client()
    guess(client, 8)
    site.clock.forward(seconds=2)
    sign_in(client, site.cast.alice)


def test_a_stranger_who_guesses_does_not_lock_the_owner_out(site: Site) -> None:
    known, token = site.signed_in(site.cast.alice, address="10.0.0.7")
    known.post("/logout", data={"csrf_token": token})
    for number in range(30):
        guess(site.client(address=f"192.0.2.{number}"), 6)
    sign_in(known, site.cast.alice)
    stranger = site.client(address="198.51.100.9")
    assert try_json(stranger, "alice@example.com", PASSWORD).status_code == 429
    site.clock.forward(minutes=1)
    sign_in(stranger, site.cast.alice)


def test_one_guesser_does_not_slow_a_new_device_elsewhere(site: Site) -> None:
    guess(site.client(address="192.0.2.1"), 50)
    sign_in(site.client(address="10.0.0.7"), site.cast.alice)


def test_many_who_share_an_account_and_an_address_sign_in_at_the_same_moment(site: Site) -> None:
    def sign_in_once(_: int) -> bool:
        client = site.client()
        sign_in(client, site.cast.alice)
        return is_signed_in(client)

    with ThreadPoolExecutor(PLACES) as pool:  # more would be told to come back
        assert all(pool.map(sign_in_once, range(24)))


def test_a_device_of_another_person_is_not_a_known_one(site: Site) -> None:
    """Charlie's browser does not give a second set of attempts on Alice's account."""
    client, token = site.signed_in(site.cast.charlie)
    client.post("/logout", data={"csrf_token": token})
    guess(client, 5)
    assert guess(site.client(), 1) == [429]


def test_a_password_hash_of_older_parameters_is_renewed(site: Site) -> None:
    from argon2 import PasswordHasher

    older = Passwords(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)).hash(PASSWORD)
    site.store.people.put_password_hash(site.cast.alice.uid, older)
    sign_in(site.client(), site.cast.alice)
    renewed = site.store.people.get(site.cast.alice.uid).password_hash
    assert "t=1," in renewed
    sign_in(site.client(), site.cast.alice)


def test_sign_ins_and_refusals_are_in_the_audit_trail(site: Site) -> None:
    client = site.client("10.0.0.9")
    guess(client, 1)
    guess(client, 1, "nobody@example.com")
    token = sign_in(client, site.cast.alice)
    client.post("/logout", data={"csrf_token": token})
    entries = site.store.audit.list_newest(site.cast.alice.uid)
    assert [entry.act for entry in entries] == ["sign_out", "sign_in", "sign_in_refused"]
    assert {entry.ip for entry in entries} == {"10.0.0.9"}
    assert entries[1].actor == site.cast.alice.uid
    assert site.store.audit.list_newest(None) == []


def test_too_many_passwords_at_once_are_told_to_come_back(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither looked at nor counted: the next attempt is as free as the first."""
    client = site.client()
    token = client.get("/login", headers={"Accept": "application/json"}).get_json()["csrf_token"]
    fields = {"email": "alice@example.com", "password": "not the right one"}
    with monkeypatch.context() as full:
        full.setattr("auth.passwords.Passwords.matches", is_busy)
        for _ in range(20):
            answer = client.post("/login", json=fields, headers={"X-CSRFToken": token})
            assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3")
            assert "Many people are signing in at this moment" in answer.get_json()["message"]
        page = client.post("/login", data={**fields, "csrf_token": token})
        assert page.status_code == 429
        assert "Many people are signing in at this moment" in page.get_data(as_text=True)
    sign_in(site.client(), site.cast.alice)


def test_a_sign_in_that_finds_the_lane_full_goes_no_further(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not to the store, nor to Flask; pages and everything else stay open."""
    seen: list[str] = []
    site.server.before_request_funcs[None].insert(0, lambda: seen.append("Flask"))
    client = site.client()
    with monkeypatch.context() as full:
        full.setattr("auth.passwords.Passwords.check_free", is_busy)
        told = client.post("/login", json={"email": "alice@example.com", "password": PASSWORD})
        page = client.post("/login", data={"email": "alice@example.com", "password": PASSWORD})
        assert seen == []
        assert client.get("/login").status_code == 200
    for answer in (told, page):
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "2")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Many people are signing in at this moment" in answer.get_data(as_text=True)
    assert told.get_json()["error"] == "too_many_attempts"
    assert page.mimetype == "text/html"
    sign_in(client, site.cast.alice)


def is_busy(*_: object) -> bool:
    raise SignInsBusy(COME_BACK)
