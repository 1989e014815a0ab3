"""Before the app is loaded: the sign-in page comes, everything else waits, and nothing that was sent is lost."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from werkzeug.serving import make_server
from werkzeug.test import Client

from server.children import LINE, Line, take_over
from server.porch import WAIT_AT_MOST, Porch
from storage.migrations import check_version
from tests.cast import CSRF_COOKIE, PASSWORD
from tests.waiting import PATIENCE, wait_until
from tests.whole_site import WholeSite

PAGE = {"Accept": "text/html"}


@pytest.fixture
def door() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listening:
        yield listening


@pytest.fixture
def porch(door: socket.socket, whole_site: WholeSite) -> Iterator[Porch]:
    check_version(whole_site.clockstart.store.client)
    porch = Porch(door, whole_site.clockstart.settings, whole_site.clockstart.store)
    porch.open()
    yield porch
    porch.close()


@pytest.fixture
def address(door: socket.socket) -> str:
    return f"http://127.0.0.1:{door.getsockname()[1]}"


def test_who_signs_in_before_the_app_is_loaded_is_let_in_by_it(
    door: socket.socket, porch: Porch, address: str, whole_site: WholeSite
) -> None:
    with requests.Session() as browser, ThreadPoolExecutor() as pool:
        page = browser.get(f"{address}/", headers=PAGE, timeout=PATIENCE)
        assert (page.status_code, page.url) == (200, f"{address}/login?next=/")
        assert ">Sign in</button>" in page.text
        assert browser.get(f"{address}/auth/theme.css", timeout=PATIENCE).status_code == 200
        answers = {"email": "alice@example.com", "password": PASSWORD, "csrf_token": browser.cookies[CSRF_COOKIE]}
        going_in = pool.submit(
            browser.post, f"{address}/login", data=answers, headers=PAGE, timeout=PATIENCE, allow_redirects=False
        )
        wait_until(lambda: porch.waiting)
        porch.close()
        sent_on = going_in.result()
        assert (sent_on.status_code, sent_on.headers["Location"]) == (307, "/login")
        app = make_server("127.0.0.1", 0, whole_site.app.server, fd=door.fileno(), threaded=True)
        serving = threading.Thread(target=app.serve_forever)
        serving.start()
        signed_in = browser.send(sent_on.next, timeout=PATIENCE, allow_redirects=False)  # type: ignore[arg-type]
        assert (signed_in.status_code, signed_in.headers["Location"]) == (303, "/")
        assert browser.get(f"{address}/account", headers=PAGE, timeout=PATIENCE).status_code == 200
        app.shutdown()
        serving.join()
        app.server_close()


def test_who_may_be_signed_in_waits_for_the_page_itself(porch: Porch, address: str, whole_site: WholeSite) -> None:
    cookie = {whole_site.app.server.config["SESSION_COOKIE_NAME"]: "of-yesterday"}
    with ThreadPoolExecutor() as pool:
        home = pool.submit(requests.get, f"{address}/?a=b", cookies=cookie, timeout=PATIENCE, allow_redirects=False)
        wait_until(lambda: porch.waiting)
        assert requests.get(f"{address}/login", cookies=cookie, timeout=PATIENCE).status_code == 200
        porch.close()
        assert (home.result().status_code, home.result().headers["Location"]) == (307, "/?a=b")


def test_a_probe_hears_that_it_is_up_and_not_ready(porch: Porch, address: str) -> None:
    assert requests.get(f"{address}/healthz", timeout=PATIENCE).json() == {"status": "up"}
    ready = requests.get(f"{address}/readyz", timeout=PATIENCE)
    assert (ready.status_code, ready.json()["ready"]) == (503, False)


def test_nobody_is_sent_to_another_site(porch: Porch) -> None:
    porch.close()
    visitor = Client(porch.let_in)
    for path in ("//elsewhere.example/x", "/\\elsewhere.example", "http://elsewhere.example/"):
        told = visitor.get("/staff", environ_overrides={"RAW_URI": path})
        assert (told.status_code, told.headers["Location"]) == (307, "/")


def test_a_crowd_and_what_is_large_come_again(porch: Porch, address: str) -> None:
    large = requests.post(f"{address}/import", data=b"x" * 100_000, timeout=PATIENCE)
    assert (large.status_code, large.headers["Retry-After"]) == (503, "2")
    with ThreadPoolExecutor(WAIT_AT_MOST) as pool:
        waiting = [
            pool.submit(requests.get, f"{address}/staff", timeout=PATIENCE, allow_redirects=False)
            for _ in range(WAIT_AT_MOST)
        ]
        wait_until(lambda: porch.waiting == WAIT_AT_MOST)
        assert requests.get(f"{address}/staff", timeout=PATIENCE).status_code == 503
        porch.close()
        assert {one.result().status_code for one in waiting} == {307}


def test_the_web_server_takes_over_once_the_socket_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    line, taken = Line(), threading.Event()

    def load() -> None:
        take_over()
        taken.set()

    monkeypatch.setenv(LINE, str(line.there.detach()))
    web = threading.Thread(target=load)
    web.start()
    assert line.wait(threading.Event())
    assert not taken.is_set()
    line.close()
    web.join(PATIENCE)
    assert taken.is_set()


def test_a_web_server_that_is_started_again_waits_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line()
    line.close()
    monkeypatch.setenv(LINE, str(line.there.detach()))
    take_over()
    take_over()  # and one that is started by itself has no line


def test_a_web_server_that_cannot_load_the_app_is_not_waited_for() -> None:
    given_up = threading.Event()
    given_up.set()
    assert not Line().wait(given_up)
