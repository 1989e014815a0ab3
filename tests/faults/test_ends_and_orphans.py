"""The parts of an installation end and come back together: a closed terminal, a killed start, a killed web server."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running_app import RunningApp
from tests.store.test_embedded import wait_until

MINUTES = 120.0


@pytest.fixture
def app(tmp_path: Path) -> Iterator[RunningApp]:
    running = RunningApp(tmp_path / "data", settings={"CLOCKSTART_DEMO": "0"})
    yield running
    running.kill_everything()


def find_master(app: RunningApp) -> int:
    """The process of the web server that the others of it come from."""
    web = app.find_processes("gunicorn")
    pids = {process.pid for process in web}
    return next(process.pid for process in web if process.ppid() not in pids)


def test_the_end_of_the_terminal_ends_everything(app: RunningApp) -> None:
    app.start()
    assert app.process is not None
    app.process.send_signal(signal.SIGHUP)
    assert app.process.wait(timeout=MINUTES) == 0
    assert app.list_commands() == []


def test_a_web_server_that_was_killed_is_started_again(app: RunningApp) -> None:
    app.start()
    first = find_master(app)
    next(process for process in app.list_processes() if process.pid == first).kill()
    wait_until(lambda: any(process.pid != first for process in app.find_processes("gunicorn")), MINUTES)
    wait_until(lambda: app.answers("/readyz"), MINUTES)
    assert find_master(app) != first
    assert app.stop() == 0


def test_what_a_killed_start_leaves_ends_by_itself_and_the_next_takes_its_place(app: RunningApp) -> None:
    app.start()
    store = app.find_processes("valkey-server")[0].pid
    assert app.process is not None
    app.process.kill()
    app.reap()
    app.launch()
    wait_until(lambda: app.log.read_text().count("Clockstart is at") == 2, MINUTES)
    app.wait_until_ready()
    assert [process.pid for process in app.find_processes("valkey-server")] == [store]
    assert len(app.find_processes("dashapp.worker")) == 1
    assert app.stop() == 0
    assert app.list_commands() == []


def test_a_second_start_on_the_same_port_names_the_first_and_leaves_it_alone(app: RunningApp) -> None:
    app.start()
    assert app.process is not None
    first, before = app.process, app.list_commands()
    app.launch()
    second = app.process
    assert second.wait(timeout=MINUTES) == 1
    assert f"kill {first.pid}" in app.last_words()
    assert "Traceback" not in app.last_words()
    app.process = first
    assert sorted(app.list_commands()) == sorted(before)
    assert app.answers("/readyz")
    assert app.stop() == 0


def test_a_port_of_another_program_is_told(app: RunningApp) -> None:
    with socket.create_server(("127.0.0.1", app.port)):
        app.launch()
        assert app.process is not None
        assert app.process.wait(timeout=MINUTES) == 1
    assert "is taken by another program" in app.last_words()
    assert "Traceback" not in app.last_words()


@pytest.mark.parametrize(
    ("url", "words"), [("redis://127.0.0.1:1", "No store is at 127.0.0.1:1"), ("http://x", "begins with http")]
)
def test_a_store_that_cannot_be_used_is_told(app: RunningApp, url: str, words: str) -> None:
    app.settings = {**app.settings, "CLOCKSTART_REDIS_URL": url}
    app.launch()
    assert app.process is not None
    assert app.process.wait(timeout=MINUTES) == 1
    assert words in app.last_words()
    assert "Traceback" not in app.last_words()
