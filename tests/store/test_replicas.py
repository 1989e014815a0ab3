"""A save that waits for replicas: on a primary with one replica, without any, and on a cluster."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import open_store, replicas
from storage.connection import connect
from storage.errors import NotKnown
from storage.record import Trace
from storage.replicas import Replicas
from storage.server_binary import find_engine
from tests.guarded_store import wait_for_port
from tests.running_app import find_free_port
from tests.waiting import PATIENCE, wait_until

ALICE = Trace("ALICE")
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no copy can answer there is nothing to wait for."""
    monkeypatch.setattr(replicas, "WAIT_MS", 20)


@contextmanager
def run_server(folder: Path, port: int, *more: str) -> Iterator[subprocess.Popen[bytes]]:
    folder.mkdir()
    flags = ("--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--appendonly", "yes", "--save", "")
    at_once = ("--repl-diskless-sync-delay", "0")
    server = subprocess.Popen([str(find_engine().binary), *flags, *at_once, *more], stdout=subprocess.DEVNULL)
    try:
        wait_for_port(port)
        yield server
    finally:
        server.kill()
        server.wait(PATIENCE)


def save(url: str, replicas: Replicas | None, op: str = "op1") -> None:
    records = open_store(connect(url), replicas).records
    records.put("A", "dna_cases", "r1", {"a": 1}, op=op, seen_rev=None, trace=ALICE, now=NOW)


@pytest.mark.parametrize("on_disk", [False, True])
def test_a_save_is_confirmed_once_the_replica_has_it(tmp_path: Path, on_disk: bool) -> None:
    port, copy = find_free_port(), find_free_port()
    url = f"redis://127.0.0.1:{port}/0"
    with (
        run_server(tmp_path / "primary", port),
        run_server(tmp_path / "copy", copy, "--replicaof", "127.0.0.1", str(port)),
    ):
        wait_for_link(copy)
        save(url, Replicas(1, on_disk))
        assert open_store(connect(f"redis://127.0.0.1:{copy}/0")).records.get("A", "dna_cases", "r1").data == {"a": 1}


def wait_for_link(port: int) -> None:
    client = connect(f"redis://127.0.0.1:{port}/0")
    wait_until(lambda: client.info("replication").get("master_link_status") == "up")


@pytest.mark.usefixtures("soon")
def test_a_save_that_no_replica_has_is_not_called_saved_nor_lost(tmp_path: Path) -> None:
    port = find_free_port()
    url = f"redis://127.0.0.1:{port}/0"
    with run_server(tmp_path / "primary", port):
        with pytest.raises(NotKnown, match="0 of 1 copies have it"):
            save(url, Replicas(1))
        with pytest.raises(NotKnown, match="0 of 1 copies have it"):
            save(url, Replicas(1))  # the same operation again: stored once, and still not copied
        save(url, None)
        record = open_store(connect(url)).records.get("A", "dna_cases", "r1")
        assert (record.data, record.rev) == ({"a": 1}, 1)


@pytest.mark.usefixtures("soon")
def test_a_replica_that_stopped_listening_does_not_confirm_a_repeated_save(tmp_path: Path) -> None:
    port, copy = find_free_port(), find_free_port()
    url = f"redis://127.0.0.1:{port}/0"
    follow = ("--replicaof", "127.0.0.1", str(port))
    with run_server(tmp_path / "primary", port), run_server(tmp_path / "copy", copy, *follow) as replica:
        wait_for_link(copy)
        replica.send_signal(signal.SIGSTOP)  # connected, and deaf
        for _ in range(2):
            with pytest.raises(NotKnown, match="0 of 1 copies have it"):
                save(url, Replicas(1))


@pytest.mark.usefixtures("soon")
def test_a_cluster_is_asked_on_the_primary_of_the_person(cluster_url: str) -> None:
    connect(cluster_url).flushall()
    with pytest.raises(NotKnown, match="0 of 1 copies have it"):
        save(cluster_url, Replicas(1))
    assert open_store(connect(cluster_url)).records.get("A", "dna_cases", "r1").data == {"a": 1}
