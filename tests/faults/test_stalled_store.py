"""The store stands still while every request thread waits for it: whether the app is up is still answered."""

from __future__ import annotations

import signal
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator

import psutil
import pytest

from tests.running_app import RunningApp
from tests.waiting import PATIENCE

VISITORS = 40
SETTINGS = {"CLOCKSTART_DEMO": "0", "CLOCKSTART_METRICS": "1", "CLOCKSTART_METRICS_KEY": "a-key"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    running = RunningApp(tmp_path_factory.mktemp("app") / "data", settings=SETTINGS)
    yield running.start()
    running.stop()


def ask(app: RunningApp, request: bytes) -> bytes:
    """The whole answer to a request as it goes over the wire."""
    with socket.create_connection(("127.0.0.1", app.port), timeout=PATIENCE) as connection:
        connection.sendall(request)
        answer = b""
        while more := connection.recv(65536):
            answer += more
    return answer


def need_the_store(app: RunningApp, answered: threading.Event) -> None:
    """Ask for what only the store knows; `answered` is set when the answer has come, whatever it is."""
    try:
        urllib.request.urlopen(f"{app.address}/readyz", timeout=PATIENCE).read()
    except (urllib.error.URLError, OSError):
        pass
    finally:
        answered.set()


def find_store(app: RunningApp) -> psutil.Process:
    return app.find_processes("valkey-server")[0]


def test_up_is_answered_while_every_thread_waits_for_the_store(app: RunningApp) -> None:
    answered = threading.Event()
    visitors = [threading.Thread(target=need_the_store, args=(app, answered)) for _ in range(VISITORS)]
    store = find_store(app)
    store.send_signal(signal.SIGSTOP)
    try:
        for visitor in visitors:
            visitor.start()
        for method in (b"GET", b"HEAD", b"GET") * 5:
            told = ask(app, method + b" /healthz HTTP/1.1\r\nHost: any\r\n\r\n")
            assert told.startswith(b"HTTP/1.1 200 OK"), told
            assert (b'"up"' in told) == (method == b"GET")
        assert not answered.is_set(), "a thread was free: the test has not shown what it is for"
    finally:
        store.send_signal(signal.SIGCONT)
    for visitor in visitors:
        visitor.join()
    assert app.answers("/readyz")


def test_a_request_that_comes_in_pieces_is_answered_like_any_other(app: RunningApp) -> None:
    with socket.create_connection(("127.0.0.1", app.port), timeout=PATIENCE) as connection:
        for piece in (b"GET /hea", b"lthz HTTP/1.1\r\nHost: any\r\n", b"Connection: close\r\n\r\n"):
            connection.sendall(piece)
        answer = b""
        while more := connection.recv(65536):
            answer += more
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert b'"up"' in answer


def test_what_every_process_counts_is_told_by_each(app: RunningApp) -> None:
    request = b"GET /login HTTP/1.1\r\nHost: any\r\nConnection: close\r\n\r\n"
    metrics = request.replace(b"/login", b"/metrics").replace(b"Host: any", b"Host: any\r\nAuthorization: Bearer a-key")
    for _ in range(VISITORS):
        ask(app, request)
    wanted = f'clockstart_requests_total{{endpoint="auth.login",status="200"}} {VISITORS}.0'.encode()
    for _ in range(8):
        assert wanted in ask(app, metrics)
