"""What the loop of a web process does itself: a sign-in that would be turned away waits there and takes no thread."""

from __future__ import annotations

import socket
from collections import deque
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from gunicorn.workers.gthread import ThreadWorker

from server import web_worker
from server.web_worker import SIGN_IN_WAITS, HealthFirstWorker


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The connections that were handed to threads."""
    found: list[Any] = []
    monkeypatch.setattr(ThreadWorker, "enqueue_req", lambda worker, conn: found.append(conn))
    return found


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A clock that stands until it is moved."""
    clock = SimpleNamespace(at=100.0)
    monkeypatch.setattr(web_worker.time, "monotonic", lambda: clock.at)
    return clock


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    here, there = socket.socketpair()
    with here, there:
        yield here, there


def make_worker(*, is_free: bool) -> HealthFirstWorker:
    worker = HealthFirstWorker.__new__(HealthFirstWorker)
    worker.waiting = deque()
    worker.passwords = SimpleNamespace(is_free=lambda: is_free)  # type: ignore[assignment]
    return worker


def send(pair: tuple[socket.socket, socket.socket], text: bytes) -> SimpleNamespace:
    pair[1].sendall(text)
    return SimpleNamespace(sock=pair[0], initialized=True)


def test_a_sign_in_waits_outside_the_threads_while_the_lane_is_full(
    pair: tuple[socket.socket, socket.socket],
    handed: list[Any],
    now: SimpleNamespace,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(ThreadWorker, "wait_for_and_dispatch_events", lambda worker, timeout: slept.append(timeout))
    worker, conn = make_worker(is_free=False), send(pair, b"POST /login HTTP/1.1\r\n")
    worker.enqueue_req(conn)
    worker.wait_for_and_dispatch_events(5.0)
    assert (handed, slept) == ([], [SIGN_IN_WAITS])
    now.at += SIGN_IN_WAITS
    worker.wait_for_and_dispatch_events(5.0)
    assert (handed, list(worker.waiting)) == ([conn], [])
    worker.wait_for_and_dispatch_events(5.0)
    assert slept == [SIGN_IN_WAITS, 0.0, 5.0]


@pytest.mark.parametrize(
    ("text", "is_free"),
    [(b"POST /login HTTP/1.1\r\n", True), (b"POST /logout HTTP/1.1\r\n", False), (b"GET /login HTTP/1.1\r\n", False)],
)
def test_everything_else_gets_a_thread_at_once(
    pair: tuple[socket.socket, socket.socket], handed: list[Any], text: bytes, is_free: bool
) -> None:
    worker, conn = make_worker(is_free=is_free), send(pair, text)
    worker.enqueue_req(conn)
    assert handed == [conn]
