"""A connection that breaks after the store has done its work, before the answer arrives."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import open_store
from storage.connection import connect
from storage.current import using_store
from storage.embedded import EmbeddedServer
from storage.owner import acting_as
from storage.record import NewRecord, Trace
from storage.records import RecordStore
from storage.trail import find_differences
from storage.user_data import append_user_data, load_user_data, save_user_data

NOW = datetime(2026, 11, 23, tzinfo=UTC)
WHO = Trace("ALICE")


class DroppingProxy:
    """Passes everything on to the store, but drops the answer to the next scripts and hangs up, `drop` times."""

    def __init__(self, target: str) -> None:
        self.target = target
        self.drop = 0
        self.dropped = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"redis://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            far = socket.socket(socket.AF_UNIX)
            far.connect(self.target)
            threading.Thread(target=self.serve, args=(near, far), daemon=True).start()

    def serve(self, near: socket.socket, far: socket.socket) -> None:
        with near, far:
            while asked := near.recv(1 << 20):
                far.sendall(asked)
                answer = far.recv(1 << 20)
                if self.drop and b"EVAL" in asked and b"NOSCRIPT" not in answer:
                    self.drop -= 1
                    self.dropped += 1
                    return
                near.sendall(answer)


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[DroppingProxy]:
    server = EmbeddedServer(tmp_path)
    proxy = DroppingProxy(server.start().removeprefix("unix://"))
    yield proxy
    proxy.listener.close()
    server.stop()


@pytest.mark.parametrize("times", [1, 2])
def test_a_lost_answer_is_asked_for_again_and_stored_once(proxy: DroppingProxy, times: int) -> None:
    records = RecordStore(connect(proxy.url))
    records.put("A", "dna_cases", "before", {}, op="op0", seen_rev=0, trace=WHO, now=NOW)
    proxy.drop = times
    stored = records.put("A", "dna_cases", "r1", {"n": 1}, op="op1", seen_rev=0, trace=WHO, now=NOW)
    assert (proxy.dropped, stored.replayed, stored.record.rev) == (times, True, 1)
    assert len(records.history("A", "dna_cases", "r1")) == 1


def test_every_way_to_write_is_stored_once(proxy: DroppingProxy) -> None:
    records = RecordStore(connect(proxy.url))
    records.put("A", "dna_cases", "r0", {}, op="op0", seen_rev=0, trace=WHO, now=NOW)
    items = [NewRecord(f"m{number}", {}, f"o{number}") for number in range(3)]
    proxy.drop = 1
    records.put_many("A", "dna_cases", items, trace=WHO, now=NOW)
    proxy.drop = 1
    records.remove("A", "dna_cases", "m1", op="op1", seen_rev=1, trace=WHO, now=NOW)
    proxy.drop = 1
    records.restore("A", "dna_cases", "m1", op="op2", trace=WHO, now=NOW)
    proxy.drop = 1
    records.append("A", "dna_cases", "last", {}, op="op3", trace=WHO, now=NOW)
    proxy.drop = 1
    done = records.replace_all("A", "dna_cases", [NewRecord("m1", {}, "op4")], op="op4", trace=WHO, now=NOW)
    assert (proxy.dropped, done.removed) == (5, 4)
    assert [(record.id, record.rev) for record in records.list("A", "dna_cases")] == [("m1", 3)]
    assert find_differences(connect(proxy.url), "A") == []


def test_an_append_whose_answer_is_lost_is_one_item(proxy: DroppingProxy) -> None:
    with using_store(open_store(connect(proxy.url))), acting_as("ALICE"):
        save_user_data("notes", [{"id": "a"}])
        proxy.drop = 1
        append_user_data("notes", {"id": "b"})
        proxy.drop = 1
        save_user_data("notes", [{"id": "b"}, {"id": "c"}])
        assert load_user_data("notes") == [{"id": "b"}, {"id": "c"}]
