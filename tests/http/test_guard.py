"""Nobody who is not signed in gets anything but the sign-in page, and everybody only what is theirs."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from auth.requires import ANYONE, allowed_roles
from storage.owner import owner
from tests.http.site import WAYS_IN, Site, callback_body

PUBLIC = {*WAYS_IN, "healthz"}
CALLBACK = "/_dash-update-component"
SCRIPTS_AND_DATA = [
    "/_dash-layout",
    "/_dash-dependencies",
    "/_reload-hash",
    "/_favicon.ico",
    "/assets/theme.css",
    "/assets/session.js",
    "/_dash-component-suites/dash/dash-renderer/build/dash_renderer.min.js",
    "/_dash-component-suites/dash/deps/react@18.min.js",
]
PAGES = [
    "/",
    "/dna-management",
    "/dna-management/new",
    "/people/x/dna-management",
    "/account",
    "/whose",
    "/nowhere/at/all",
]


def post(client: FlaskClient, token: str, body: Any) -> Any:
    return client.post(CALLBACK, json=body, headers={"X-CSRFToken": token})


def test_only_these_endpoints_are_public(site: Site) -> None:
    public = {name for name, view in site.server.view_functions.items() if allowed_roles(view) == ANYONE}
    assert public == PUBLIC


def test_every_route_of_ours_carries_a_mark(site: Site) -> None:
    ours = {name: view for name, view in site.server.view_functions.items() if name.startswith(("auth.", "account."))}
    assert ours
    assert [name for name, view in ours.items() if allowed_roles(view) is None] == []


def test_every_callback_carries_a_mark(site: Site) -> None:
    assert site.dash_app.callback_map
    for output, callback in site.dash_app.callback_map.items():
        assert allowed_roles(callback["callback"]), output


@pytest.mark.parametrize("path", PAGES)
def test_a_page_goes_to_the_sign_in_page_and_back(site: Site, path: str) -> None:
    answer = site.client().get(f"{path}?month=2026-06")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/login?next={path}%3Fmonth%3D2026-06"


@pytest.mark.parametrize("path", SCRIPTS_AND_DATA)
def test_parts_of_pages_are_401(site: Site, path: str) -> None:
    answer = site.client().get(path)
    assert answer.status_code == 401
    assert answer.get_json()["error"] == "signed_out"


def test_every_rule_and_method_is_closed_to_strangers(site: Site) -> None:
    client = site.client()
    for rule in site.server.url_map.iter_rules():
        if rule.endpoint in PUBLIC:
            continue
        path = rule.rule.replace("<path:path>", "any").replace("<path:filename>", "any.css")
        path = path.replace("<string:package_name>", "dash").replace("<path:fingerprinted_path>", "x.js")
        for method in (rule.methods or set()) | {"POST", "PUT", "DELETE", "OPTIONS"}:
            answer = client.open(path, method=method)
            assert answer.status_code in ({302, 401} if method in {"GET", "HEAD"} else {401}), (method, path)


def test_json_is_asked_for_and_answered(site: Site) -> None:
    answer = site.client().get("/whose", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.get_json()["error"]) == (401, "signed_out")


def test_a_form_sent_after_the_session_ended_is_answered_with_a_page(site: Site) -> None:
    client, token = site.signed_in(site.cast.alice)
    site.clock.forward(minutes=31)
    answer = client.post("/account/name", data={"csrf_token": token, "name": "X"}, headers={"Accept": "text/html"})
    assert answer.status_code == 401
    assert "You are signed out" in answer.get_data(as_text=True)
    assert site.store.people.get(site.cast.alice.uid).name == "Alice Adams"


@pytest.mark.parametrize("body", [{}, callback_body("greeting", "children", "x")])
def test_callbacks_are_401_before_anything_is_read(site: Site, body: dict[str, Any]) -> None:
    answer = site.client().post(CALLBACK, json=body)
    assert (answer.status_code, answer.get_json()["error"]) == (401, "signed_out")


def test_the_owner_is_set_for_the_request_and_gone_after_it(site: Site) -> None:
    client, _ = site.signed_in(site.cast.alice)
    told = client.get("/whose").get_json()
    assert told == {"owner": site.cast.alice.uid, "uid": site.cast.alice.uid, "role": "learner"}
    assert owner.get() is None


def test_a_request_neither_takes_nor_loses_an_owner_from_outside(site: Site) -> None:
    client, _ = site.signed_in(site.cast.alice)
    before = owner.set("somebody-else")
    try:
        assert client.get("/whose").get_json()["owner"] == site.cast.alice.uid
        assert owner.get() == "somebody-else"
        site.client().get("/healthz")
        assert owner.get() == "somebody-else"
    finally:
        owner.reset(before)


def test_an_error_leaves_no_owner_behind(site: Site) -> None:
    client, _ = site.signed_in(site.cast.alice)
    assert client.get("/breaks").status_code == 500
    assert owner.get() is None


@pytest.mark.parametrize(("name", "status"), [("alice", 403), ("bob", 403), ("charlie", 403), ("ada", 200)])
def test_a_callback_refuses_the_wrong_role_however_it_is_reached(site: Site, name: str, status: int) -> None:
    client, token = site.signed_in(getattr(site.cast, name))
    answer = post(client, token, callback_body("secret", "children", 1, changed="secret.n_clicks"))
    assert answer.status_code == status
    assert (b"SECRET COHORT DATA" in answer.data) is (status == 200)
    assert client.get("/admin-only").status_code == status


def test_a_change_of_role_counts_on_the_next_request(site: Site) -> None:
    client, _ = site.signed_in(site.cast.alice)
    assert client.get("/admin-only").status_code == 403
    site.store.people.put_role(site.cast.alice.uid, "admin")
    assert client.get("/admin-only").status_code == 200
    site.store.people.put_role(site.cast.alice.uid, "learner")
    assert client.get("/admin-only").status_code == 403


def test_a_deactivated_person_is_out_at_once(site: Site) -> None:
    client, token = site.signed_in(site.cast.alice)
    site.store.people.deactivate(site.cast.alice.uid)
    assert post(client, token, callback_body("greeting", "children", "x")).status_code == 401
    assert client.get("/whose", headers={"Accept": "application/json"}).status_code == 401


def test_a_page_made_for_somebody_else_is_told_so(site: Site) -> None:
    client, token = site.signed_in(site.cast.charlie)
    headers = {"X-CSRFToken": token, "X-Page-Of": site.cast.alice.uid}
    answer = client.post(CALLBACK, json=callback_body("greeting", "children", "x"), headers=headers)
    assert (answer.status_code, answer.get_json()["error"]) == (409, "another_person")
    headers["X-Page-Of"] = site.cast.charlie.uid
    assert client.post(CALLBACK, json=callback_body("greeting", "children", "x"), headers=headers).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {},
        [1],
        None,
        "text",
        {"output": 1},
        {"output": "nowhere.children", "outputs": {"id": "nowhere", "property": "children"}, "inputs": []},
        {"output": "greeting.children"},
        {"output": "greeting.children", "outputs": {"id": "greeting", "property": "children"}, "inputs": "x"},
    ],
)
def test_what_no_page_sends_is_400(site: Site, body: Any) -> None:
    client, token = site.signed_in(site.cast.alice)
    answer = post(client, token, body)
    assert (answer.status_code, answer.get_json()["error"]) == (400, "bad_request")


def test_a_body_that_is_not_json_is_400(site: Site) -> None:
    client, token = site.signed_in(site.cast.alice)
    headers = {"X-CSRFToken": token, "Content-Type": "application/json"}
    assert client.post(CALLBACK, data="{", headers=headers).status_code == 400


def test_timers_do_not_keep_a_session_alive(site: Site) -> None:
    client, token = site.signed_in(site.cast.alice)
    for _ in range(2):
        site.clock.forward(minutes=14)
        body = callback_body("poll", "max_intervals", 1, changed="poll.n_intervals")
        assert post(client, token, body).status_code == 200
        assert client.get("/session", headers={"X-Background": "1"}).status_code == 200
    site.clock.forward(minutes=3)
    assert post(client, token, callback_body("poll", "max_intervals", 1)).status_code == 401


def test_a_click_beside_a_timer_keeps_a_session_alive(site: Site) -> None:
    client, token = site.signed_in(site.cast.alice)
    body = callback_body("poll", "disabled", 1, changed="poll.n_intervals")
    body["inputs"].append({"id": "name", "property": "n_submit", "value": 1})
    body["changedPropIds"].append("name.n_submit")
    for _ in range(2):
        site.clock.forward(minutes=20)
        assert post(client, token, body).status_code == 200


def test_work_keeps_a_session_alive_up_to_twelve_hours(site: Site) -> None:
    client, token = site.signed_in(site.cast.alice)
    for _ in range(35):
        site.clock.forward(minutes=20)
        assert post(client, token, callback_body("greeting", "children", "x")).status_code == 200
    assert client.get("/session").headers["X-Session-Seconds-Left"] == str(20 * 60)
    site.clock.forward(minutes=20)
    assert post(client, token, callback_body("greeting", "children", "x")).status_code == 401


def test_the_page_is_told_when_the_session_ends(site: Site) -> None:
    client, token = site.signed_in(site.cast.alice)
    site.clock.forward(minutes=25)
    answer = client.get("/session", headers={"X-Background": "1"})
    assert answer.get_json() == {"uid": site.cast.alice.uid, "seconds_left": 300}
    assert answer.headers["X-Session-Seconds-Left"] == "300"
    extended = client.post("/session/extend", headers={"X-CSRFToken": token})
    assert extended.get_json()["seconds_left"] == 1800


def test_two_servers_in_one_process_do_not_share_sessions(site: Site) -> None:
    from tests.http.site import make_site

    other = make_site()
    client, _ = site.signed_in(site.cast.alice)
    cookie = client.get_cookie("clockstart_session")
    assert cookie is not None
    stranger = other.client()
    stranger.set_cookie("clockstart_session", cookie.value)
    assert stranger.get("/whose").status_code == 302


def test_a_server_without_the_guard_would_be_noticed(site: Site) -> None:
    """The guard and CSRF protection run before anything of Dash's, in this order."""
    names = [function.__name__ for function in site.server.before_request_funcs[None]]
    assert names[:3] == ["open_request", "check_request", "csrf_protect"]
    assert isinstance(site.server, Flask)
