"""What a person or a script is told when something goes wrong: plainly, with a trace id, without a stack."""

from __future__ import annotations

from typing import Any

import fakeredis
import pytest
from flask.testing import FlaskClient

from storage.errors import Conflict, NotFound, Refused, StoreFull
from tests.cast import PASSWORD
from tests.http.site import Site, callback_body, make_site

JSON = {"Accept": "application/json"}


@pytest.fixture
def engine() -> fakeredis.FakeServer:
    return fakeredis.FakeServer()


@pytest.fixture
def site(engine: fakeredis.FakeServer) -> Site:
    return make_site(client=fakeredis.FakeRedis(server=engine, decode_responses=True))


@pytest.fixture
def alice(site: Site) -> tuple[FlaskClient, str]:
    return site.signed_in(site.cast.alice)


def raising(site: Site, problem: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def view() -> Any:
        raise problem

    monkeypatch.setitem(site.server.view_functions, "whose", view)


@pytest.mark.parametrize(
    ("problem", "status", "code"),
    [
        (NotFound(), 404, "not_found"),
        (Conflict(), 409, "conflict"),
        (Refused("Not like this."), 400, "refused"),
        (StoreFull(), 507, "store_full"),
        (ZeroDivisionError("hidden detail"), 500, "internal_server_error"),
    ],
)
def test_each_error_has_its_answer(
    site: Site,
    alice: tuple[FlaskClient, str],
    monkeypatch: pytest.MonkeyPatch,
    problem: Exception,
    status: int,
    code: str,
) -> None:
    raising(site, problem, monkeypatch)
    client, _ = alice
    answer = client.get("/whose", headers=JSON)
    told = answer.get_json()
    assert (answer.status_code, told["error"]) == (status, code)
    assert told["trace"] == answer.headers["X-Trace-Id"]
    assert told["message"] == getattr(problem, "sentence", told["message"])
    page = client.get("/whose")
    assert page.status_code == status
    assert page.headers["X-Trace-Id"] in page.get_data(as_text=True)
    assert "hidden detail" not in page.get_data(as_text=True)
    assert "Traceback" not in page.get_data(as_text=True)


def test_a_store_that_is_away_is_503_everywhere_and_comes_back(
    site: Site, alice: tuple[FlaskClient, str], engine: fakeredis.FakeServer
) -> None:
    client, token = alice
    engine.connected = False
    page = client.get("/")
    assert page.status_code == 503
    assert "data store" in page.get_data(as_text=True)
    callback = client.post(
        "/_dash-update-component", json=callback_body("greeting", "children", "x"), headers={"X-CSRFToken": token}
    )
    assert (callback.status_code, callback.get_json()["error"]) == (503, "store_unavailable")
    assert client.get("/healthz").status_code == 200
    assert site.client().get("/login").status_code == 200
    engine.connected = True
    assert client.get("/").status_code == 200


def test_a_full_store_can_still_be_read(
    site: Site, alice: tuple[FlaskClient, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def touch(*_: Any, **__: Any) -> Any:
        raise StoreFull

    monkeypatch.setattr(type(site.store.sessions), "touch", touch)
    assert alice[0].get("/whose").status_code == 200


def test_signing_in_while_the_store_is_away_is_503(site: Site, engine: fakeredis.FakeServer) -> None:
    client = site.client()
    token = client.get("/login", headers=JSON).get_json()["csrf_token"]
    engine.connected = False
    fields = {"email": "alice@example.com", "password": PASSWORD}
    assert client.post("/login", json=fields, headers={"X-CSRFToken": token}).status_code == 503
    answer = client.post("/login", data={**fields, "csrf_token": token})
    assert answer.status_code == 503
    assert "<h1>" in answer.get_data(as_text=True)


def test_forbidden_is_a_page_for_people_and_json_for_scripts(alice: tuple[FlaskClient, str]) -> None:
    client, _ = alice
    assert "You do not have access" in client.get("/admin-only").get_data(as_text=True)
    assert client.get("/admin-only", headers=JSON).get_json()["error"] == "forbidden"


def test_a_method_that_is_not_offered_is_405(alice: tuple[FlaskClient, str]) -> None:
    client, token = alice
    assert client.post("/whose", headers={"X-CSRFToken": token, **JSON}).status_code == 405


@pytest.mark.parametrize("path", ["/whose", "/login", "/no-such-address"])
def test_a_query_that_is_no_text_is_the_senders_fault(site: Site, alice: tuple[FlaskClient, str], path: str) -> None:
    client, _ = alice
    for sent in ("scope=\xed\xa0\x80", "\xff"):
        for headers in (JSON, {}):
            assert client.get(path, headers=headers, environ_overrides={"QUERY_STRING": sent}).status_code == 400
