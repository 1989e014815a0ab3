"""The second factor: setting it up, signing in with it, recovery codes, and the ways people try to get round it."""

from __future__ import annotations

import re
from typing import Any

import pyotp
import pytest
from flask.testing import FlaskClient

from auth.context import EXTENSION, Auth
from auth.factors import find_step
from auth.invitations import invite
from storage.people import Person
from tests.cast import PASSWORD, sign_in
from tests.http.site import Site, make_site

PAGE = {"Accept": "text/html"}
SET_UP = "/account/second-factor"


@pytest.fixture
def strict() -> Site:
    """A site whose managers and administrators need a second factor."""
    return make_site(factor_required=True)


def post(client: FlaskClient, path: str, **fields: str) -> Any:
    """A form, with the token of the page before it."""
    page = client.get("/login" if path.startswith("/login") else "/account", headers=PAGE).get_data(as_text=True)
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    cookie = client.get_cookie("_csrf_token")
    token = found.group(1) if found else cookie.value if cookie else ""
    return client.post(path, data={"csrf_token": token, **fields}, headers=PAGE)


def set_up(site: Site, person: Person) -> tuple[FlaskClient, str, list[str]]:
    """A browser where this person has set one up: the client, the secret, the recovery codes."""
    client, _ = site.signed_in(person)
    page = client.get(SET_UP, headers=PAGE).get_data(as_text=True)
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found is not None
    secret = found.group(1).replace(" ", "")
    answer = post(client, SET_UP, code=code_of(site, secret), next="/whose")
    told = answer.get_data(as_text=True)
    assert answer.status_code == 200, told
    site.clock.forward(seconds=60)
    return client, secret, re.findall(r"<li><code>([a-z2-9-]+)</code></li>", told)


def code_of(site: Site, secret: str, **away: float) -> str:
    """The code an app shows now, or with a clock that is wrong."""
    from datetime import timedelta

    return pyotp.TOTP(secret).at(site.clock() + timedelta(**away))


def give_password(site: Site, person: Person, address: str = "10.0.0.1", target: str = "/whose") -> FlaskClient:
    client = site.client(address)
    answer = post(client, "/login", email=person.email, password=PASSWORD, next=target)
    assert answer.headers["Location"] == f"/login/code?next={target}"
    return client


def is_signed_in(client: FlaskClient) -> bool:
    return bool(client.get("/whose").status_code == 200)


def test_signing_in_asks_for_the_code_on_a_page_of_its_own(site: Site) -> None:
    _, secret, _ = set_up(site, site.cast.alice)
    client = give_password(site, site.cast.alice)
    assert not is_signed_in(client)
    page = client.get("/login/code?next=/whose").get_data(as_text=True)
    assert "Enter your code" in page
    assert "<script" not in page
    answer = post(client, "/login/code", code=code_of(site, secret), next="/whose")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/whose")
    assert is_signed_in(client)


def test_json_takes_all_three_at_once(site: Site) -> None:
    _, secret, _ = set_up(site, site.cast.alice)
    client, fields = site.client(), {"email": "alice@example.com", "password": PASSWORD}
    token = client.get("/login", headers={"Accept": "application/json"}).get_json()["csrf_token"]
    headers = {"X-CSRFToken": token}
    assert client.post("/login", json=fields, headers=headers).get_json()["error"] == "code_needed"
    assert client.post("/login", json={**fields, "code": "000000"}, headers=headers).status_code == 401
    assert not is_signed_in(client)
    answer = client.post("/login", json={**fields, "code": code_of(site, secret)}, headers=headers)
    assert answer.get_json()["uid"] == site.cast.alice.uid


@pytest.mark.parametrize(("seconds", "works"), [(-30, True), (30, True), (-90, False), (90, False)])
def test_a_clock_may_be_half_a_minute_wrong(site: Site, seconds: int, works: bool) -> None:
    _, secret, _ = set_up(site, site.cast.alice)
    client = give_password(site, site.cast.alice)
    post(client, "/login/code", code=code_of(site, secret, seconds=seconds))
    assert is_signed_in(client) is works


def test_a_code_works_once_and_no_earlier_one_after_it(site: Site) -> None:
    _, secret, _ = set_up(site, site.cast.alice)
    seen, earlier = code_of(site, secret), code_of(site, secret, seconds=-30)
    post(give_password(site, site.cast.alice), "/login/code", code=seen)
    for code in (seen, earlier):
        thief = give_password(site, site.cast.alice)
        assert post(thief, "/login/code", code=code).status_code == 401
        assert not is_signed_in(thief)


def test_a_recovery_code_works_once(site: Site) -> None:
    _, _, codes = set_up(site, site.cast.alice)
    assert len(set(codes)) == 10
    first = give_password(site, site.cast.alice)
    post(first, "/login/code", code=codes[0].upper().replace("-", " "))
    assert is_signed_in(first)
    second = give_password(site, site.cast.alice)
    assert post(second, "/login/code", code=codes[0]).status_code == 401
    assert "9 recovery codes left" in first.get("/account").get_data(as_text=True)
    assert not any(code in str(site.store.client.hgetall(f"cs:{{u:{site.cast.alice.uid}}}:factor")) for code in codes)


def test_new_recovery_codes_end_the_old_ones(site: Site) -> None:
    client, _, codes = set_up(site, site.cast.alice)
    fresh = re.findall(r"<li><code>([a-z2-9-]+)</code></li>", post(client, f"{SET_UP}/codes").get_data(as_text=True))
    assert len(fresh) == 10
    assert site.store.audit.list_newest(site.cast.alice.uid)[0].act == "recovery_codes_made"
    assert not set(fresh) & set(codes)
    thief = give_password(site, site.cast.alice)
    post(thief, "/login/code", code=codes[3])
    assert not is_signed_in(thief)
    post(thief, "/login/code", code=fresh[3])
    assert is_signed_in(thief)


def test_guessing_codes_is_slowed_down_and_does_not_stop_the_owner(site: Site) -> None:
    owner, secret, _ = set_up(site, site.cast.alice)
    post(owner, "/logout")
    thief = give_password(site, site.cast.alice, address="192.0.2.7")
    statuses = [post(thief, "/login/code", code=f"{number:06}").status_code for number in range(7)]
    assert statuses == [401] * 5 + [429] * 2
    post(owner, "/login", email="alice@example.com", password=PASSWORD)
    post(owner, "/login/code", code=code_of(site, secret))
    assert is_signed_in(owner)


def test_the_password_does_not_start_the_count_of_codes_again(site: Site) -> None:
    set_up(site, site.cast.alice)
    for _ in range(5):
        thief = give_password(site, site.cast.alice, address="192.0.2.7")
        assert post(thief, "/login/code", code="123456").status_code == 401
    thief = give_password(site, site.cast.alice, address="192.0.2.7")
    assert post(thief, "/login/code", code="123456").status_code == 429


def test_half_way_is_over_after_five_minutes_and_with_a_new_password(site: Site) -> None:
    _, secret, _ = set_up(site, site.cast.alice)
    slow, overtaken = give_password(site, site.cast.alice), give_password(site, site.cast.alice)
    site.store.people.put_password_hash(site.cast.alice.uid, "another")
    assert post(overtaken, "/login/code", code=code_of(site, secret)).headers["Location"] == "/login"
    site.store.people.put_password_hash(site.cast.alice.uid, site.cast.alice.password_hash)
    site.clock.forward(minutes=5)
    assert post(slow, "/login/code", code=code_of(site, secret)).headers["Location"] == "/login"
    assert not is_signed_in(slow)


def test_the_code_page_is_nothing_without_the_password(site: Site) -> None:
    _, secret, _ = set_up(site, site.cast.alice)
    client = site.client()
    assert client.get("/login/code").headers["Location"] == "/login"
    assert post(client, "/login/code", code=code_of(site, secret)).headers["Location"] == "/login"


def test_setting_it_up_ends_every_other_session(site: Site) -> None:
    elsewhere, _ = site.signed_in(site.cast.alice)
    here, _, _ = set_up(site, site.cast.alice)
    assert (is_signed_in(here), is_signed_in(elsewhere)) == (True, False)


def test_a_wrong_first_code_changes_nothing(site: Site) -> None:
    client, _ = site.signed_in(site.cast.alice)
    client.get(SET_UP, headers=PAGE)
    answer = post(client, SET_UP, code="000000")
    assert (answer.status_code, site.store.people.get(site.cast.alice.uid).has_factor) == (400, False)
    assert "This code is not right" in answer.get_data(as_text=True)


@pytest.mark.parametrize("role", ["bob", "ada"])
def test_managers_and_administrators_set_one_up_before_anything_else(strict: Site, role: str) -> None:
    person = getattr(strict.cast, role)
    client, token = strict.signed_in(person)
    answer = client.get("/whose?x=1", headers=PAGE)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account/second-factor?next=/whose%3Fx%3D1")
    for path in ("/account", "/account/data", "/_dash-layout", "/assets/theme.css"):
        assert client.get(path).status_code in {303, 403}, path
    callback = client.post("/_dash-update-component", json={}, headers={"X-CSRFToken": token})
    assert (callback.status_code, callback.get_json()["error"]) == (403, "factor_needed")
    client, _, _ = set_up(strict, person)
    assert is_signed_in(client)


def test_learners_may_do_without(strict: Site) -> None:
    client, _ = strict.signed_in(strict.cast.alice)
    assert is_signed_in(client)
    client, _, _ = set_up(strict, strict.cast.alice)
    assert post(client, f"{SET_UP}/remove").status_code == 303
    assert strict.store.audit.list_newest(strict.cast.alice.uid)[0].act == "factor_removed"
    sign_in(strict.client(), strict.cast.alice)


def test_who_needs_one_cannot_take_it_away(strict: Site) -> None:
    client, _, _ = set_up(strict, strict.cast.ada)
    assert post(client, f"{SET_UP}/remove").status_code == 400
    assert strict.store.people.get(strict.cast.ada.uid).has_factor


@pytest.mark.parametrize("path", [SET_UP, f"{SET_UP}/codes", f"{SET_UP}/remove"])
def test_changing_it_asks_for_password_and_code(site: Site, path: str) -> None:
    client, secret, _ = set_up(site, site.cast.alice)
    site.clock.forward(minutes=15)
    assert post(client, path).headers["Location"].startswith("/prove")
    assert post(client, "/prove", current=PASSWORD).status_code == 400
    assert post(client, "/prove", current=PASSWORD, code=code_of(site, secret)).status_code == 303
    assert post(client, path).status_code in {200, 303, 400}
    assert "/prove" not in post(client, path).headers.get("Location", "")


def test_a_new_password_asks_for_the_code_as_well(site: Site) -> None:
    client, secret, _ = set_up(site, site.cast.alice)
    site.clock.forward(minutes=15)
    fields = {"current": PASSWORD, "password": "seven green bicycles", "password_again": "seven green bicycles"}
    assert post(client, "/account/password", **fields).headers["Location"].startswith("/prove")
    assert site.store.people.get(site.cast.alice.uid).password_hash == site.cast.alice.password_hash
    post(client, "/prove", current=PASSWORD, code=code_of(site, secret))
    assert post(client, "/account/password", **fields).headers["Location"] == "/account"


def test_a_reset_factor_has_to_be_set_up_again(site: Site) -> None:
    client, _, _ = set_up(site, site.cast.alice)
    site.store.factors.remove(site.cast.alice.uid, set_up_again=True)
    assert client.get("/whose", headers=PAGE).headers["Location"].startswith(SET_UP)
    client, _, _ = set_up(site, site.cast.alice)
    assert is_signed_in(client)


def test_a_new_password_by_link_still_asks_for_the_code(site: Site) -> None:
    _, secret, _ = set_up(site, site.cast.alice)
    auth: Auth = site.server.extensions[EXTENSION]
    with site.server.test_request_context():
        link = invite(auth, site.cast.alice, made_by=site.cast.ada.uid, purpose="reset")
    client, chosen = site.client(), "seven green bicycles"
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(link).get_data(as_text=True))
    assert token is not None
    fields = {"csrf_token": token.group(1), "name": "Alice Adams", "password": chosen, "password_again": chosen}
    assert client.post(link, data=fields).headers["Location"].startswith("/login/code")
    assert not is_signed_in(client)
    post(client, "/login/code", code=code_of(site, secret))
    assert is_signed_in(client)


def test_it_is_in_the_audit_trail_and_the_secret_is_not(site: Site) -> None:
    _, secret, codes = set_up(site, site.cast.alice)
    client = give_password(site, site.cast.alice)
    post(client, "/login/code", code="000000")
    post(client, "/login/code", code=codes[1])
    entries = site.store.audit.list_newest(site.cast.alice.uid)
    acts = [entry.act for entry in entries]
    assert acts[:4] == ["sign_in", "recovery_code_used", "code_refused", "factor_set_up"]
    assert secret not in repr(entries)


def test_a_step_is_found_in_constant_form() -> None:
    """RFC 6238, appendix B: the SHA-1 secret at 59 seconds gives 94287082, of which six digits are shown."""
    from datetime import UTC, datetime

    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert find_step(secret, "287082", datetime.fromtimestamp(59, UTC)) == 1
    assert find_step(secret, "287083", datetime.fromtimestamp(59, UTC)) is None
