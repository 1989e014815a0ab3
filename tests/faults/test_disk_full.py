"""The disk fills up while work is saved: nothing confirmed is lost, it is said plainly, and it goes on when there is
room again.

As root the disk is a small one of its own; otherwise the server gets a limit for the size of its files, which stops it
in the same place.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from dashapp.services.files import people_records
from storage.connection import check_ready, connect
from storage.embedded import EmbeddedServer
from storage.errors import CANNOT_SAVE, StorageError
from storage.record import Trace
from storage.records import RecordStore
from storage.server_binary import find_engine
from storage.server_files import find_state
from storage.store import Store
from storage.trail import find_differences
from tests.waiting import wait_until
from tests.whole_site import NOW, make_whole_site

LONG = "x" * 20_000


@dataclass(frozen=True)
class SmallDisk:
    folder: Path
    binary: str | None
    make_room: Callable[[], None]


def limited_server(folder: Path) -> SmallDisk:
    """A server whose files end at 2 MB until there is a file called `room`."""
    program, room = folder / "limited-server", folder / "room"
    limit = f'[ "$1" = --version ] || [ -e {room} ] || ulimit -f 4096'
    program.write_text(f'#!/bin/sh\n{limit}\nexec {find_engine().binary} "$@"\n')
    program.chmod(0o755)
    return SmallDisk(folder, str(program), room.touch)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(tmp_path)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        yield limited_server(tmp_path)
        return
    ballast = tmp_path / "ballast"
    ballast.write_bytes(bytes(4 << 20))
    yield SmallDisk(tmp_path, None, ballast.unlink)
    subprocess.run(["umount", "-l", str(tmp_path)], check=True)


def test_a_full_disk_is_told_and_outlived(disk: SmallDisk) -> None:
    check_outlived(disk)


def test_a_limit_for_the_size_of_files_is_outlived_too(tmp_path: Path) -> None:
    check_outlived(limited_server(tmp_path))


def check_outlived(disk: SmallDisk) -> None:
    told: list[str] = []
    server = EmbeddedServer(disk.folder, disk.binary)
    records = RecordStore(connect(server.start()))
    server.watch(lambda state: told.append(state.name))

    def save(number: int) -> None:
        now = datetime.now(UTC)
        data = {"text": LONG, "n": number}
        records.put("A", "notes", f"r{number}", data, op=f"op{number}", seen_rev=0, trace=Trace("A"), now=now)

    def saved() -> list[int]:
        return [record.data["n"] for record in records.list("A", "notes")]

    try:
        confirmed = save_until_refused(save)
        wait_until(lambda: "storage full" in told)
        wait_until(lambda: can_read(saved))
        assert set(confirmed) <= set(saved()), "confirmed and lost"
        state = find_state(disk.folder)
        assert state is not None
        if disk.binary is None:
            assert (state.name, "disk is full" in state.sentence) == ("storage full", True)
            assert "no room" in check_ready(connect(server.state.url)).reason
            with pytest.raises(StorageError, match="takes nothing new"):
                save(9999)
        disk.make_room()
        wait_until(lambda: can_save(save, confirmed[-1] + 1))
        assert set(confirmed) | {confirmed[-1] + 1} <= set(saved())
        assert find_differences(connect(server.state.url), "A") == []
    finally:
        server.stop()


def test_people_sign_in_and_take_their_work_away_from_a_full_disk(disk: SmallDisk) -> None:
    server, told = EmbeddedServer(disk.folder, disk.binary), []
    site = make_whole_site(disk.folder, connect(server.start()), folder=disk.folder)
    store, uid = site.clockstart.store, site.cast.alice.uid
    server.watch(lambda state: told.append(state.name))

    save = partial(save_case, store, uid)

    def exports() -> list[str]:
        return [(entry.about or {})["what"] for entry in store.audit.walk(uid) if entry.act == "export"]

    try:
        confirmed = save_until_refused(save)
        wait_until(lambda: "storage full" in told)
        wait_until(lambda: can_read(lambda: [len(store.records.list(uid, "dna_cases"))]))
        assert not store.sessions.takes_writes(uid)
        alice = site.signed_in("learner")
        assert CANNOT_SAVE in alice.get("/account").get_data(as_text=True)
        taken = alice.get("/export/dna-management.csv")
        assert f"Test Patient {confirmed[-1]}" in taken.get_data(as_text=True)
        disk.make_room()
        wait_until(lambda: can_save(save, confirmed[-1] + 1))
        assert alice.get("/account").status_code == 200
        assert (exports(), len(store.sessions.list(uid, now=NOW))) == (["dna-management"], 1)
    finally:
        server.stop()


def test_work_for_the_worker_waits_for_room(disk: SmallDisk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people_records, "WHOLE_AT_MOST", 0)
    server, told, path = EmbeddedServer(disk.folder, disk.binary), [], "/export/dna-management/people.csv"
    site = make_whole_site(disk.folder, connect(server.start()), folder=disk.folder)
    store, uid = site.clockstart.store, site.cast.alice.uid
    server.watch(lambda state: told.append(state.name))

    save = partial(save_case, store, uid)
    try:
        bob = site.signed_in("manager")
        confirmed = save_until_refused(save)
        wait_until(lambda: "storage full" in told)
        wait_until(lambda: can_read(lambda: [len(store.records.list(uid, "dna_cases"))]))
        refused = bob.get(path)
        assert (refused.status_code, "has no room" in refused.get_data(as_text=True)) == (507, True)
        disk.make_room()
        wait_until(lambda: can_save(save, confirmed[-1] + 1))
        job = bob.get(path).headers["Location"].partition("?job=")[2]
        assert store.jobs.get(site.cast.bob.uid, job).state in ("waiting", "running", "done")
    finally:
        server.stop()


def save_case(store: Store, uid: str, number: int) -> None:
    now, data = datetime.now(UTC), {"patient_name": f"Test Patient {number}", "notes": LONG}
    store.records.put(uid, "dna_cases", f"r{number}", data, op=f"op{number}", seen_rev=0, trace=Trace(uid), now=now)


def save_until_refused(save: Callable[[int], None]) -> list[int]:
    confirmed: list[int] = []
    while True:
        try:
            save(len(confirmed))
        except StorageError:
            return confirmed
        confirmed.append(len(confirmed))
        assert len(confirmed) < 2000, "the disk never became full"


def can_save(save: Callable[[int], None], number: int) -> bool:
    try:
        save(number)
    except StorageError:
        time.sleep(0.1)
        return False
    return True


def can_read(read: Callable[[], list[int]]) -> bool:
    try:
        return bool(read())
    except StorageError:
        return False
