"""Cross-site requests are refused, and every response says what the browser may do with it."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any

import pytest

from tests.cast import CSRF_COOKIE, PASSWORD, sign_in
from tests.http.site import Site, callback_body, make_site

CALLBACK = "/_dash-update-component"
BODY = callback_body("greeting", "children", "x")
FORMS = [
    "/login",
    "/logout",
    "/account/name",
    "/account/password",
    "/account/sessions/end",
    "/account/sessions/end-others",
    "/session/extend",
]
PATHS = ["/", "/account", "/account/data", "/session", "/_dash-layout", "/_dash-dependencies", "/assets/theme.css",
         "/auth/auth.css", "/auth/theme.css", "/admin-only", "/breaks", "/healthz", "/whose"]  # fmt: skip


def test_a_callback_needs_the_header(site: Site) -> None:
    client, token = site.signed_in(site.cast.alice)
    assert client.post(CALLBACK, json=BODY, headers={"X-CSRFToken": token}).status_code == 200
    refused = client.post(CALLBACK, json=BODY)
    assert (refused.status_code, refused.get_json()["error"]) == (400, "csrf")
    assert client.post(CALLBACK, json=BODY, headers={"X-CSRFToken": token[1:]}).status_code == 400


def test_the_cookie_of_the_page_is_what_the_renderer_sends(site: Site) -> None:
    client, _ = site.signed_in(site.cast.alice)
    client.get("/")
    cookie = client.get_cookie(CSRF_COOKIE)
    assert cookie is not None
    assert not cookie.http_only
    assert client.post(CALLBACK, json=BODY, headers={"X-CSRFToken": cookie.value}).status_code == 200


def test_a_token_of_another_session_is_refused(site: Site) -> None:
    _, stolen = site.signed_in(site.cast.charlie)
    client, _ = site.signed_in(site.cast.alice)
    assert client.post(CALLBACK, json=BODY, headers={"X-CSRFToken": stolen}).status_code == 400


@pytest.mark.parametrize("path", FORMS)
def test_every_form_needs_its_token(site: Site, path: str) -> None:
    client, _ = site.signed_in(site.cast.alice)
    fields = {"email": "alice@example.com", "password": PASSWORD, "name": "Mallory", "current": PASSWORD}
    answer = client.post(path, data=fields)
    assert answer.status_code == 400
    assert site.store.people.get(site.cast.alice.uid).name == "Alice Adams"


def test_a_token_does_not_grow_old_with_the_page(site: Site) -> None:
    assert site.server.config["WTF_CSRF_TIME_LIMIT"] is None


@pytest.mark.parametrize("path", PATHS)
def test_headers_on_every_kind_of_response(site: Site, path: str) -> None:
    client, _ = site.signed_in(site.cast.alice)
    for answer in (client.get(path), site.client().get(path)):
        check_headers(answer)


def check_headers(answer: Any) -> None:
    headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe-eval" not in headers["Content-Security-Policy"]
    assert "Strict-Transport-Security" not in headers
    assert headers["X-Trace-Id"]
    if answer.mimetype in {"text/html", "application/json"}:
        assert headers["Cache-Control"] == "no-store"


def test_the_policy_of_a_page_allows_its_own_scripts_and_no_others(site: Site) -> None:
    client, _ = site.signed_in(site.cast.alice)
    answer = client.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]
    page = re.sub(r"<!--.*?-->", "", answer.get_data(as_text=True), flags=re.DOTALL)
    scripts = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>(.*?)</script>", page, re.DOTALL)
    inline = [text for attributes, text in scripts if "application/json" not in attributes]
    assert inline
    for text in inline:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(site: Site) -> None:
    client, _ = site.signed_in(site.cast.alice)
    for name, hidden in (("clockstart_session", True), ("clockstart_device", True), (CSRF_COOKIE, False)):
        cookie = client.get_cookie(name)
        assert cookie is not None
        assert (cookie.http_only, cookie.same_site, cookie.secure) == (hidden, "Lax", False), name


def test_over_https_cookies_are_secure_and_hsts_is_sent() -> None:
    site = make_site(https=True)
    client = site.client()
    client.environ_base["wsgi.url_scheme"] = "https"
    answer = client.get("/login")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    cookies = answer.headers.getlist("Set-Cookie")
    assert len(cookies) == 2
    assert all("Secure" in cookie for cookie in cookies)


def open_https(site: Site) -> Any:
    client = site.client()
    client.environ_base.update({"wsgi.url_scheme": "https", "HTTP_REFERER": "https://localhost/login"})
    return client


def test_over_https_cookies_are_of_this_host_alone() -> None:
    """But for the token, whose name scripts rely on (and which is worth nothing without the session)."""
    site = make_site(https=True)
    client = open_https(site)
    sign_in(client, site.cast.alice)
    for name in ("__Host-clockstart_session", "__Host-clockstart_device"):
        cookie = client.get_cookie(name)
        assert cookie is not None, name
        assert (cookie.secure, cookie.path, cookie.http_only, cookie.origin_only) == (True, "/", True, True)
    assert client.get_cookie("clockstart_session") is None
    assert client.get_cookie(CSRF_COOKIE) is not None
    assert client.get("/whose").get_json()["uid"] == site.cast.alice.uid


@pytest.mark.parametrize(
    ("https", "origin", "status"),
    [
        (True, "https://localhost", 200),
        (True, None, 200),
        (True, "https://LOCALHOST", 200),
        (True, "http://localhost", 403),
        (True, "https://elsewhere.localhost", 403),
        (True, "https://localhost:8443", 403),
        (True, "null", 403),
        (False, "https://elsewhere.example", 200),
    ],
)
def test_over_https_a_change_comes_from_a_page_of_this_site(https: bool, origin: str | None, status: int) -> None:
    site = make_site(https=https)
    client = open_https(site)
    token = sign_in(client, site.cast.alice)
    headers = {"X-CSRFToken": token} | ({"Origin": origin} if origin else {})
    assert client.post("/session/extend", headers=headers).status_code == status
    answer = client.post("/login", json={"email": "x@example.com", "password": "x"}, headers=headers)
    assert answer.status_code == {200: 401, 403: 403}[status]
    assert client.get("/whose", headers=headers).status_code == 200
