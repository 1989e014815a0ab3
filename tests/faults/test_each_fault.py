"""Every fault at a start, over and over on one store that grows in between: what was confirmed is there afterwards."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage import Store, open_store
from storage.append_only import MANIFEST, Damaged, Vanished
from storage.connection import connect
from storage.embedded import EmbeddedServer
from storage.repair import carry_out, make_plan
from storage.server_files import ServerFiles
from storage.trail import find_differences
from tests.faults.table import IS_FULL, ROWS, Row
from tests.slow_server import let_it_finish, make_slow_server
from tests.store.test_repair import find_part, save
from tests.waiting import wait_until

TIMES = 20 if IS_FULL else 2
SAVES = 25
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


class Installation:
    """A data folder with one person, who saves and is counted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.random = random.Random(12)
        self.confirmed = 0
        server, store = self.open()
        self.uid = store.people.create("a@example.com", "A", "learner", now=NOW).uid
        server.stop()

    def open(self) -> tuple[EmbeddedServer, Store]:
        server = EmbeddedServer(self.folder)
        return server, open_store(connect(server.start()))

    def work(self) -> None:
        """Some saves, then a clean end."""
        server, store = self.open()
        for _ in range(SAVES):
            save(store.records, self.uid, self.confirmed)
            self.confirmed += 1
        server.stop()

    def count(self) -> tuple[int, int, int]:
        """Records found, lost and doubled."""
        server, store = self.open()
        numbers = [record.data["n"] for record in store.records.list(self.uid, "dna_cases")]
        assert find_differences(store.client, self.uid) == []
        server.stop()
        return len(set(numbers)), len(set(range(self.confirmed)) - set(numbers)), len(numbers) - len(set(numbers))

    def mend(self, number: int) -> None:
        carry_out(make_plan(self.folder, None), self.folder, None, NOW + timedelta(seconds=number))

    def is_refused(self, problem: type[Exception]) -> None:
        with pytest.raises(problem):
            EmbeddedServer(self.folder).start()


Fault = Callable[[Installation, int], None]


def zeros(one: Installation, number: int) -> None:
    add_to_the_end(one, number, bytes(one.random.randint(1, 9000)))


def garbage(one: Installation, number: int) -> None:
    add_to_the_end(one, number, b"\xff" + one.random.randbytes(one.random.randint(1, 2000)))


def add_to_the_end(one: Installation, number: int, tail: bytes) -> None:
    with find_part(one.folder).open("ab") as file:
        file.write(tail)
    one.is_refused(Damaged)
    one.mend(number)


def half_a_save(one: Installation, number: int) -> None:
    """What was being written when the power went: it had not been confirmed."""
    path = find_part(one.folder)
    data = path.read_bytes()
    last = data[data.rindex(b"*1\r\n$5\r\nMULTI") :]
    path.write_bytes(data + last[: one.random.randint(20, len(last) - 3)])


def no_list_of_files(one: Installation, number: int) -> None:
    (one.folder / "store" / "appendonlydir" / MANIFEST).unlink()
    one.is_refused(Vanished)
    one.mend(number)


def no_folder(one: Installation, number: int) -> None:
    """Refused until the copy is put back."""
    store, copy = one.folder / "store", one.folder / "copy"
    shutil.copytree(store, copy)
    shutil.rmtree(store)
    one.is_refused(Vanished)
    shutil.rmtree(store)
    copy.rename(store)


def killed_in_a_rewrite(one: Installation, number: int) -> None:
    server, store = one.open()
    store.client.bgrewriteaof()
    os.kill(server.state.pid, signal.SIGKILL)
    wait_until(lambda: not ServerFiles(one.folder).has_server())
    server.stop()
    (one.folder / "store" / "temp-rewriteaof-bg-1.aof").write_bytes(b"x")


def killed_while_it_loads(one: Installation, number: int) -> None:
    server = EmbeddedServer(one.folder, str(make_slow_server(one.folder)))
    url = server.launch()
    os.kill(int(connect(url).info("server")["process_id"]), signal.SIGKILL)
    wait_until(lambda: not ServerFiles(one.folder).has_server())
    server.stop()


def slow_to_load(one: Installation, number: int) -> None:
    server = EmbeddedServer(one.folder, str(make_slow_server(one.folder)))
    let_it_finish(server.launch())
    server.wait_until_loaded()
    server.stop()


FAULTS: dict[str, Fault] = {
    "A store that loads slowly": slow_to_load,
    "Killed while it loads": killed_while_it_loads,
    "Zeros at the end of a file, repaired": zeros,
    "Garbage at the end of a file, repaired": garbage,
    "Half a save at the end of a file": half_a_save,
    "The list of files lost, repaired": no_list_of_files,
    "The folder lost, put back": no_folder,
    "Killed in a rewrite": killed_in_a_rewrite,
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_was_confirmed_is_there_after(name: str, tmp_path: Path) -> None:
    one = Installation(tmp_path)
    longest = 0.0
    for number in range(TIMES):
        one.work()
        begun = time.monotonic()
        FAULTS[name](one, number)
        found, lost, doubled = one.count()
        longest = max(longest, time.monotonic() - begun)
        assert (found, lost, doubled) == (one.confirmed, 0, 0)
    assert not list((tmp_path / "store").glob("temp-*"))
    ROWS.append(Row(name, TIMES, one.confirmed, found, lost, doubled, longest))
