"""Dangerous acts ask for proof that it is you, which is remembered for ten minutes in this session alone."""

from __future__ import annotations

from typing import Any

import pytest
from flask import jsonify
from flask.testing import FlaskClient

from auth.proof import requires_proof
from auth.requires import requires
from tests.cast import PASSWORD
from tests.http.site import Site, make_site

PAGE = {"Accept": "text/html"}


@pytest.fixture
def site() -> Site:
    """The bare site with something dangerous on it."""
    return make_site(more=add_danger)


def add_danger(server: Any) -> None:
    @server.route("/danger", methods=["GET", "POST"])
    @requires("admin")
    @requires_proof
    def danger() -> Any:
        return jsonify(done=True)


def try_it(client: FlaskClient) -> int:
    return client.get("/danger", headers=PAGE).status_code


def prove(client: FlaskClient, token: str, password: str = PASSWORD, target: str = "/danger?x=1") -> Any:
    return client.post("/prove", data={"csrf_token": token, "current": password, "next": target}, headers=PAGE)


def test_signing_in_counts_and_runs_out(site: Site) -> None:
    client, _ = site.signed_in(site.cast.ada)
    assert try_it(client) == 200
    site.clock.forward(minutes=9)
    assert try_it(client) == 200
    site.clock.forward(minutes=1)
    answer = client.get("/danger?x=1", headers=PAGE)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/prove?next=/danger%3Fx%3D1")


def test_proof_leads_back_and_holds_ten_minutes(site: Site) -> None:
    client, token = site.signed_in(site.cast.ada)
    site.clock.forward(minutes=20)
    page = client.get("/prove?next=/danger%3Fx%3D1").get_data(as_text=True)
    assert "Confirm that it is you" in page
    assert page.count("<script") == page.count('src="/assets/early/') == 2
    answer = prove(client, token)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/danger?x=1")
    assert try_it(client) == 200
    site.clock.forward(minutes=10)
    assert try_it(client) == 303


def test_activity_is_no_proof(site: Site) -> None:
    client, _ = site.signed_in(site.cast.ada)
    for _ in range(5):
        site.clock.forward(minutes=3)
        client.get("/whose")
    assert try_it(client) == 303


def test_proof_of_one_browser_is_none_of_another(site: Site) -> None:
    first, token = site.signed_in(site.cast.ada)
    second, _ = site.signed_in(site.cast.ada)
    site.clock.forward(minutes=20)
    prove(first, token)
    assert (try_it(first), try_it(second)) == (200, 303)


def test_a_form_goes_back_to_its_page_and_a_callback_reads_json(site: Site) -> None:
    client, token = site.signed_in(site.cast.ada)
    site.clock.forward(minutes=20)
    own, foreign = {"Referer": "http://localhost/people/x?tab=2"}, {"Referer": "https://evil.example/people/x"}
    for headers, place in ((own, "/prove?next=/people/x%3Ftab%3D2"), (foreign, "/prove?next=/")):
        answer = client.post("/danger", data={"csrf_token": token}, headers=PAGE | headers)
        assert (answer.status_code, answer.headers["Location"]) == (303, place)
    answer = client.post("/danger", json={}, headers={"X-CSRFToken": token})
    assert (answer.status_code, answer.get_json()["error"]) == (403, "not_proven")


def test_the_role_is_looked_at_first(site: Site) -> None:
    client, _ = site.signed_in(site.cast.alice)
    site.clock.forward(minutes=20)
    assert try_it(client) == 403


def test_the_wrong_password_is_no_proof_and_cannot_be_guessed_at_leisure(site: Site) -> None:
    client, token = site.signed_in(site.cast.ada)
    site.clock.forward(minutes=20)
    assert [prove(client, token, "a guess").status_code for _ in range(6)] == [400] * 5 + [429]
    assert try_it(client) == 303


def test_it_never_leads_elsewhere(site: Site) -> None:
    client, token = site.signed_in(site.cast.ada)
    for target in ("//evil.example", "https://evil.example", "/\\evil.example"):
        assert prove(client, token, target=target).headers["Location"] == "/"


def test_it_is_in_the_audit_trail(site: Site) -> None:
    client, token = site.signed_in(site.cast.ada)
    prove(client, token)
    assert site.store.audit.list_newest(site.cast.ada.uid)[0].act == "proof_given"
