"""My account: name, password, sessions, my data."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from storage.record import Trace
from tests.cast import PASSWORD, sign_in
from tests.http.site import Site

NEW = "seven green bicycles"


def send(client: FlaskClient, path: str, token: str, **fields: str) -> Any:
    return client.post(path, data={"csrf_token": token, **fields})


def test_the_page_leads_home_and_out(site: Site) -> None:
    client, _ = site.signed_in(site.cast.alice)
    page = client.get("/account").get_data(as_text=True)
    assert '<a class="cs-brand" href="/">' in page
    assert ">Sign out</button>" in page
    assert "alice@example.com" in page
    assert page.count("<script") == page.count('src="/assets/early/') == 2


def test_a_new_name(site: Site) -> None:
    client, token = site.signed_in(site.cast.alice)
    answer = send(client, "/account/name", token, name="  Alice   Archer ")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")
    assert site.store.people.get(site.cast.alice.uid).name == "Alice Archer"
    assert "Your name has been changed." in client.get("/account").get_data(as_text=True)


def test_a_name_that_cannot_be_one_is_kept_on_the_page(site: Site) -> None:
    client, token = site.signed_in(site.cast.alice)
    answer = send(client, "/account/name", token, name="x" * 101)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert "There is a problem" in page
    assert "x" * 101 in page


def test_a_name_is_shown_as_text(site: Site) -> None:
    client, token = site.signed_in(site.cast.alice)
    send(client, "/account/name", token, name="<script>alert(1)</script>")
    page = client.get("/account").get_data(as_text=True)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_new_password_ends_every_other_session(site: Site) -> None:
    here, token = site.signed_in(site.cast.alice)
    elsewhere, _ = site.signed_in(site.cast.alice)
    answer = send(here, "/account/password", token, current=PASSWORD, password=NEW, password_again=NEW)
    assert answer.status_code == 303
    assert here.get("/whose").status_code == 200
    assert elsewhere.get("/whose").status_code == 302
    sign_in(site.client(), site.cast.alice, NEW)
    with pytest.raises(AssertionError):
        sign_in(site.client(), site.cast.alice, PASSWORD)


@pytest.mark.parametrize(
    ("current", "password", "again", "sentence"),
    [
        ("wrong", NEW, NEW, "not your current password"),
        (PASSWORD, "short", "short", "at least 8 characters"),
        (PASSWORD, "password123", "password123", "easy to guess"),
        (PASSWORD, NEW, NEW + "x", "Enter the same password again"),
    ],
)
def test_a_password_that_cannot_be_changed_stays(
    site: Site, current: str, password: str, again: str, sentence: str
) -> None:
    client, token = site.signed_in(site.cast.alice)
    answer = send(client, "/account/password", token, current=current, password=password, password_again=again)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert sentence in page
    assert password not in page
    sign_in(site.client(), site.cast.alice)


def test_the_current_password_cannot_be_guessed_at_leisure(site: Site) -> None:
    client, token = site.signed_in(site.cast.alice)
    fields = {"current": "a guess", "password": NEW, "password_again": NEW}
    statuses = [send(client, "/account/password", token, **fields).status_code for _ in range(6)]
    assert statuses == [400] * 5 + [429]


def test_sessions_are_listed_and_ended_one_by_one(site: Site) -> None:
    here, token = site.signed_in(site.cast.alice)
    elsewhere, _ = site.signed_in(site.cast.alice, address="10.9.9.9")
    page = here.get("/account").get_data(as_text=True)
    assert "this browser" in page
    assert "10.9.9.9" in page
    assert "12 June 2026 at 10:00" in page
    (digest,) = re.findall(r'name="session" value="([0-9a-f]{64})"', page)
    assert send(here, "/account/sessions/end", token, session=digest).status_code == 303
    assert elsewhere.get("/whose").status_code == 302
    assert here.get("/whose").status_code == 200
    assert site.store.audit.list_newest(site.cast.alice.uid)[0].act == "session_ended"


def test_all_other_sessions_are_ended_at_once(site: Site) -> None:
    here, token = site.signed_in(site.cast.alice)
    others = [site.signed_in(site.cast.alice)[0] for _ in range(3)]
    send(here, "/account/sessions/end-others", token)
    assert [client.get("/whose").status_code for client in others] == [302] * 3
    assert "(3 ended)" in here.get("/account").get_data(as_text=True)
    assert site.store.audit.list_newest(site.cast.alice.uid)[0].act == "other_sessions_ended"


def test_nobody_ends_a_session_of_somebody_else(site: Site) -> None:
    alice, _ = site.signed_in(site.cast.alice)
    (session,) = site.store.sessions.list(site.cast.alice.uid, now=site.clock())
    charlie, token = site.signed_in(site.cast.charlie)
    send(charlie, "/account/sessions/end", token, session=session.digest)
    assert alice.get("/whose").status_code == 200


def test_my_data_is_mine_and_whole(site: Site) -> None:
    now, alice, charlie = site.clock(), site.cast.alice.uid, site.cast.charlie.uid
    for uid, note in ((alice, "of Alice"), (charlie, "of Charlie")):
        data, trace = {"note": note}, Trace(uid)
        site.store.records.put(uid, "dna_cases", "r1", data, op=f"op-{uid}", seen_rev=None, trace=trace, now=now)
    client, _ = site.signed_in(site.cast.alice)
    answer = client.get("/account/data")
    assert "attachment" in answer.headers["Content-Disposition"]
    told = answer.get_json()
    assert told["account"]["email"] == "alice@example.com"
    assert [record["data"] for record in told["modules"]["dna_cases"]] == [{"note": "of Alice"}]
    assert "of Charlie" not in answer.get_data(as_text=True)
    assert "argon2" not in answer.get_data(as_text=True)


def test_every_change_is_in_the_audit_trail(site: Site) -> None:
    client, token = site.signed_in(site.cast.alice)
    send(client, "/account/name", token, name="Alice Archer")
    send(client, "/account/password", token, current=PASSWORD, password=NEW, password_again=NEW)
    client.get("/account/data")
    acts = [entry.act for entry in site.store.audit.list_newest(site.cast.alice.uid)]
    assert acts == ["data_downloaded", "password_changed", "name_changed", "sign_in"]
