"""The process that starts the others imports none of what they serve: the store reads its files meanwhile."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from dashapp import factory
from dashapp.settings import Settings
from server import supervise, wsgi
from server.supervise import CANNOT_LOAD
from tests.architecture.repository import ROOT

HEAVY = ("dash", "plotly", "numpy", "pandas", "openpyxl", "reportlab", "faker", "rules.rtt", "pages", "dashapp.context")


def test_nothing_heavy_is_imported_before_the_store_is_started() -> None:
    ask = f"import sys, app, server.logs, server.supervise; print([one for one in {HEAVY} if one in sys.modules])"
    told = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_a_fault_in_the_code_ends_the_web_server_for_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def make(settings: Settings) -> NoReturn:
        raise RuntimeError("A fault in the code")

    for name in [name for name in os.environ if name.startswith("CLOCKSTART_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("CLOCKSTART_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(factory, "create_app", make)
    with pytest.raises(SystemExit) as left:
        wsgi.make_server()
    assert left.value.code in CANNOT_LOAD


@pytest.fixture
def door() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def test_the_address_is_told_once_the_web_server_answers(door: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervise, "ANSWER_SECONDS", 0.05)
    assert not supervise.is_answered(door)
    server = make_server("127.0.0.1", 0, Response("up"), fd=door.fileno())
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        monkeypatch.setattr(supervise, "ANSWER_SECONDS", 60.0)
        assert supervise.wait_for_web(door, threading.Event())
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_web_server_that_cannot_load_the_app_is_not_waited_for(
    door: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervise, "ANSWER_SECONDS", 0.05)
    given_up = threading.Event()
    given_up.set()
    assert not supervise.wait_for_web(door, given_up)
