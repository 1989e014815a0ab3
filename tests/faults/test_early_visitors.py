"""Who comes while the store still reads its files is told how far it is, and let in afterwards."""

from __future__ import annotations

import os
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from storage.embedded import EmbeddedServer
from storage.server_files import ServerFiles
from tests.running_app import RunningApp
from tests.slow_server import fill, let_it_finish, make_slow_server
from tests.waiting import PATIENCE, wait_until

SLOW_ENOUGH = 300
"""It reads for minutes, in which a busy machine starts a web server."""


def ask(app: RunningApp, path: str) -> tuple[int, str]:
    """Status and text of a page, as a browser asks for it; 0 while nothing listens."""
    request = urllib.request.Request(app.address + path, headers={"Accept": "text/html"})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as reply:
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()
    except OSError:
        return 0, ""


def test_an_early_visitor_is_told_and_then_let_in(tmp_path: Path) -> None:
    data = tmp_path / "data"
    fill(data)
    slow = make_slow_server(tmp_path, microseconds=SLOW_ENOUGH)
    app = RunningApp(data, settings={"CLOCKSTART_REDIS_SERVER": str(slow), "CLOCKSTART_DEMO": "0"})
    app.launch()
    try:
        wait_until(lambda: ask(app, "/healthz")[0] == 200)
        status, page = ask(app, "/login")
        assert (status, "Loading your data: " in page, 'http-equiv="refresh"' in page) == (503, True, True)
        status, told = ask(app, "/readyz")
        assert (status, "Loading your data: " in told) == (503, True)
        let_it_finish(f"unix://{ServerFiles(data).choose_socket()}")
        app.wait_until_ready()
        assert ask(app, "/login")[0] == 200
        assert "Loading your data: " in app.log.read_text()
    finally:
        app.stop()


def test_a_web_server_on_its_own_waits_for_its_store_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path)
    store = EmbeddedServer(tmp_path, str(make_slow_server(tmp_path, microseconds=SLOW_ENOUGH)))
    for name in [name for name in os.environ if name.startswith("CLOCKSTART_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("CLOCKSTART_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("CLOCKSTART_REDIS_URL", store.launch())
    from server.wsgi import make_server

    try:
        client = make_server().test_client()
        early = client.get("/readyz")
        assert (early.status_code, early.json["ready"]) == (503, False)  # type: ignore[index]
        assert early.json["reason"].startswith("Loading your data: ")  # type: ignore[index]
        assert client.get("/healthz").status_code == 200
        let_it_finish(store.url)
        store.wait_until_loaded()
        assert client.get("/readyz").status_code == 200
    finally:
        store.stop()
