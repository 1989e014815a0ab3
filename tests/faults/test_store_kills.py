"""64 writers at once while the store is killed 10 times: nothing confirmed is lost, nothing is stored twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from storage.audit import AuditStore
from storage.connection import connect
from storage.embedded import EmbeddedServer
from storage.records import RecordStore
from storage.trail import RECORD_ACTS, find_differences
from tests.faults.table import IS_FULL, ROWS, Row
from tests.faults.writers import MODULE, SHARED, TO_A_PERSON
from tests.waiting import PATIENCE, wait_until

WRITERS, PROCESSES = 64, 4
STOP = "stop"
KILLS = 200 if IS_FULL else 10
ENOUGH = 20 * WRITERS


def start_writers(url: str, folder: Path) -> list[subprocess.Popen[bytes]]:
    each = WRITERS // PROCESSES
    command = [sys.executable, "-m", "tests.faults.writers", url]
    return [
        subprocess.Popen([*command, str(folder / f"notes-{n}"), str(n * each), str(each), str(folder / STOP)])
        for n in range(PROCESSES)
    ]


def kill_often(server: EmbeddedServer, recovery: list[float]) -> int:
    """Kill the running server at moments nobody chose; how often it was."""
    moments = random.Random(20)
    killed = 0
    while killed < KILLS:
        time.sleep(0.5 + moments.random() * 0.2)
        if server.state.name == "running":
            os.kill(server.state.pid, signal.SIGKILL)
            killed += 1
            begun = time.monotonic()
            wait_for_another(server, server.state.pid)
            recovery.append(time.monotonic() - begun)
    return killed


def wait_for_another(server: EmbeddedServer, pid: int) -> None:
    wait_until(lambda: server.state.pid != pid and server.state.name == "running")


def read_notes(folder: Path) -> list[dict[str, Any]]:
    """A line that is still being written is no note yet."""
    texts = [path.read_text() for path in folder.glob("notes-*")]
    return [json.loads(line) for text in texts for line in text.splitlines(keepends=True) if line.endswith("\n")]


@pytest.mark.timeout(3600 if IS_FULL else 900)
def test_nothing_confirmed_is_lost_and_nothing_is_stored_twice(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path / "data")
    url = server.start()
    server.watch()
    writers = start_writers(url, tmp_path)
    try:
        recovery: list[float] = []
        assert kill_often(server, recovery) == KILLS
        wait_until(lambda: len(read_notes(tmp_path)) > ENOUGH)
        (tmp_path / STOP).touch()
        assert [writer.wait(timeout=PATIENCE) for writer in writers] == [0] * PROCESSES
        notes = read_notes(tmp_path)
        found = 0
        for person in range(WRITERS // TO_A_PERSON):
            own = [note for note in notes if note["uid"] == f"PERSON-{person}"]
            found += check_person(url, f"PERSON-{person}", own)
        confirmed = len({(note["uid"], note["id"], note["op"], note["rev"]) for note in notes})
        ROWS.append(
            Row("The store killed under 64 writers", KILLS, confirmed, found, confirmed - found, 0, max(recovery))
        )
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
        server.stop()


def check_person(url: str, uid: str, notes: list[dict[str, Any]]) -> int:
    """How many of the confirmed saves are there; all of them, none twice."""
    client = connect(url)
    entries = [entry for entry in AuditStore(client).walk(uid) if entry.act in RECORD_ACTS]
    stored = {(entry.record, entry.op, entry.to_rev) for entry in entries}
    confirmed = {(note["id"], note["op"], note["rev"]) for note in notes}
    assert confirmed - stored == set(), "confirmed and lost"
    doubled = [op for op, times in Counter((entry.record, entry.op) for entry in entries).items() if times > 1]
    assert doubled == [], "stored twice"
    assert stored - confirmed == set(), "every operation was repeated until it was confirmed"
    assert find_differences(client, uid) == []
    records = RecordStore(client)
    edits = sum(1 for entry in entries if entry.record == SHARED)
    shared = records.find(uid, MODULE, SHARED)
    assert (shared.data["n"] if shared else 0) == edits
    client.close()
    return len(confirmed & stored)
