"""The parts of an installation end and come back together: a closed terminal, a killed start, a killed web server."""

from __future__ import annotations

import signal
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from ulid import ULID

from tests.faults.table import IS_FULL, ROWS, Row
from tests.running_app import RunningApp
from tests.store.test_repair import save
from tests.waiting import PATIENCE, wait_until

TIMES = 10 if IS_FULL else 1
SAVES = 20


@pytest.fixture
def app(tmp_path: Path) -> Iterator[RunningApp]:
    running = RunningApp(tmp_path / "data", settings={"CLOCKSTART_DEMO": "0"})
    yield running
    running.kill_everything()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    running = RunningApp(tmp_path_factory.mktemp("shared") / "data", settings={"CLOCKSTART_DEMO": "0"})
    yield running
    running.kill_everything()


@pytest.fixture
def started(shared: RunningApp) -> RunningApp:
    """One installation for the tests after which it is as it was; started again where one of them failed."""
    if not shared.answers("/readyz"):
        shared.kill_everything()
        shared.start()
    return shared


def find_master(app: RunningApp) -> int:
    """The process of the web server that the others of it come from."""
    web = app.find_processes("gunicorn")
    pids = {process.pid for process in web}
    return next(process.pid for process in web if process.ppid() not in pids)


def break_often(app: RunningApp, fault: str, break_once: Callable[[RunningApp], None]) -> None:
    """Save, break it, wait until it is back; what was confirmed is there, once. Tells the table."""
    uid, confirmed, longest = str(ULID()), 0, 0.0
    for _ in range(TIMES):
        records = app.open_store().records
        for _ in range(SAVES):
            save(records, uid, confirmed)
            confirmed += 1
        begun = time.monotonic()
        break_once(app)
        app.wait_until_ready()
        longest = max(longest, time.monotonic() - begun)
    found = Counter(record.data["n"] for record in app.open_store().records.list(uid, "dna_cases"))
    lost, doubled = confirmed - len(found), found.total() - len(found)
    assert (set(found), lost, doubled) == (set(range(confirmed)), 0, 0)
    ROWS.append(Row(fault, TIMES, confirmed, len(found), lost, doubled, longest))


def close_terminal(app: RunningApp) -> None:
    assert app.process is not None
    app.process.send_signal(signal.SIGHUP)
    assert app.process.wait(timeout=PATIENCE) == 0
    assert app.list_commands() == []
    app.launch()


def kill_master(app: RunningApp) -> None:
    """Its processes go with it, and others take their place."""
    first = find_master(app)
    before = {process.pid for process in app.find_processes("gunicorn")}
    next(process for process in app.list_processes() if process.pid == first).kill()
    wait_until(lambda: is_replaced({process.pid for process in app.find_processes("gunicorn")}, before))
    wait_until(lambda: app.answers("/readyz"))


def is_replaced(now: set[int], before: set[int]) -> bool:
    return bool(now) and not now & before


def kill_one_of_the_web(app: RunningApp) -> None:
    master = find_master(app)
    first = next(process for process in app.find_processes("gunicorn") if process.pid != master)
    first.kill()
    wait_until(lambda: len([one for one in app.find_processes("gunicorn") if one.pid != first.pid]) == 3)
    assert find_master(app) == master


def kill_start(app: RunningApp) -> None:
    """What it leaves ends by itself, and the next takes its place on the same store."""
    store = app.find_processes("valkey-server")[0].pid
    starts = app.log.read_text().count("Clockstart is at")
    assert app.process is not None
    app.process.kill()
    app.reap()
    app.launch()
    wait_until(lambda: app.log.read_text().count("Clockstart is at") == starts + 1)
    app.wait_until_ready()
    assert [process.pid for process in app.find_processes("valkey-server")] == [store]
    wait_until(lambda: len(app.find_processes("server.worker")) == 1)


BREAKS: dict[str, Callable[[RunningApp], None]] = {
    "The terminal closed (SIGHUP)": close_terminal,
    "The master of the web server killed": kill_master,
    "A process of the web server killed": kill_one_of_the_web,
    "The start killed, its orphans left": kill_start,
}


@pytest.mark.parametrize("fault", BREAKS)
def test_what_was_confirmed_is_there_when_it_is_back(started: RunningApp, fault: str) -> None:
    break_often(started, fault, BREAKS[fault])


def test_a_second_start_on_the_same_port_names_the_first_and_leaves_it_alone(started: RunningApp) -> None:
    app = started
    wait_until(lambda: app.find_processes("server.worker"))
    assert app.process is not None
    first, before, pids = app.process, app.list_commands(), {process.pid for process in app.list_processes()}
    app.launch()
    second = app.process
    assert second.wait(timeout=PATIENCE) == 1
    assert f"kill {first.pid}" in app.last_words()
    assert "Traceback" not in app.last_words()
    app.process = first
    assert pids <= {process.pid for process in app.list_processes()}
    assert set(app.list_commands()) == set(before)
    assert app.answers("/readyz")


def test_a_stop_ends_everything(started: RunningApp) -> None:
    assert started.stop() == 0
    assert started.list_commands() == []


def test_a_port_of_another_program_is_told(app: RunningApp) -> None:
    with socket.create_server(("127.0.0.1", app.port)):
        app.launch()
        assert app.process is not None
        assert app.process.wait(timeout=PATIENCE) == 1
    assert "is taken by another program" in app.last_words()
    assert "Traceback" not in app.last_words()


@pytest.mark.parametrize(
    ("url", "words"), [("redis://127.0.0.1:1", "No store is at 127.0.0.1:1"), ("http://x", "begins with http")]
)
def test_a_store_that_cannot_be_used_is_told(app: RunningApp, url: str, words: str) -> None:
    app.settings = {**app.settings, "CLOCKSTART_REDIS_URL": url}
    app.launch()
    assert app.process is not None
    assert app.process.wait(timeout=PATIENCE) == 1
    assert words in app.last_words()
    assert "Traceback" not in app.last_words()
