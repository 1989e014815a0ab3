"""Files of the store that were torn, flipped, lost or exchanged: told, refused, mended, and nothing else changed."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from redis.exceptions import ResponseError

from server.repairing import repair_store, start_empty
from storage import open_store
from storage.append_only import MANIFEST, Damaged, Vanished, read_through
from storage.connection import check_ready, connect, find_warnings
from storage.embedded import EmbeddedServer
from storage.errors import Refused, StorageError
from storage.history import FILE, find_remembered, write_memory
from storage.notices import list_notices, remove_notice
from storage.record import Trace
from storage.records import RecordStore
from storage.repair import carry_out, make_plan, start_anew
from storage.server_files import LONGEST_LOG
from tests.waiting import wait_until

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
SAVES = 60


def make_store(folder: Path) -> None:
    """A person, and saves one after the other."""
    server = EmbeddedServer(folder)
    store = open_store(connect(server.start()))
    uid = store.people.create("a@example.com", "A", "learner", now=NOW).uid
    for number in range(SAVES):
        save(store.records, uid, number)
    server.stop()


def save(records: RecordStore, uid: str, number: int) -> None:
    data = {"n": number, "text": "x" * 80}
    records.put(uid, "dna_cases", f"r{number}", data, op=f"o{number}", seen_rev=0, trace=Trace(uid), now=NOW)


def read_store(folder: Path) -> set[int]:
    """The numbers of the records that are there now."""
    server = EmbeddedServer(folder)
    store = open_store(connect(server.start()))
    try:
        (person,) = store.people.list()
        return {record.data["n"] for record in store.records.list(person.uid, "dna_cases")}
    finally:
        server.stop()


def find_part(folder: Path, kind: str = "incr") -> Path:
    (path,) = (folder / "store" / "appendonlydir").glob(f"*.{kind}.aof")
    return path


def digest(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "store" / "appendonlydir").iterdir()}


def add_zeros(data: bytes) -> bytes:
    return data + bytes(4096)


def add_garbage(data: bytes) -> bytes:
    return data + random.Random(1).randbytes(700)


def flip_at_the_end(data: bytes) -> bytes:
    """The last but one save has its frame broken."""
    place = data.rindex(b"*4\r\n$4\r\nHSET")
    return data[: place + 1] + b"\xb4" + data[place + 2 :]


def flip_a_name(data: bytes) -> bytes:
    place = data.rindex(b"XADD")
    return data[:place] + b"XAED" + data[place + 4 :]


def zeros_in_the_middle(data: bytes) -> bytes:
    place = len(data) // 2
    return data[:place] + bytes(100) + data[place + 100 :]


@pytest.mark.parametrize(
    ("harm", "lost"),
    [(add_zeros, 0), (add_garbage, 0), (flip_at_the_end, 1), (flip_a_name, 1), (zeros_in_the_middle, 2)],
)
def test_torn_files_are_told_and_mended(tmp_path: Path, harm: Callable[[bytes], bytes], lost: int) -> None:
    make_store(tmp_path)
    path = find_part(tmp_path)
    path.write_bytes(harm(path.read_bytes()))
    before = digest(tmp_path)
    with pytest.raises(Damaged) as told:
        EmbeddedServer(tmp_path).start()
    assert str(path) in told.value.sentence
    assert "flask repair-store" in told.value.sentence
    assert harm is flip_a_name or ("bytes " in told.value.sentence and " s of work" in told.value.sentence)
    assert digest(tmp_path) == before, "a refused start changes nothing"
    plan = make_plan(tmp_path, None)
    assert any(str(path) in sentence for sentence in plan.sentences)
    assert digest(tmp_path) == before, "looking changes nothing"
    done = carry_out(plan, tmp_path, None, NOW)
    assert {name: (done.aside / name).read_bytes() for name in before} == before
    assert done.people == 1
    assert SAVES - len(read_store(tmp_path)) <= lost
    assert not make_plan(tmp_path, None).is_needed


def test_a_tail_that_was_cut_is_accepted_and_told_until_it_is_read(tmp_path: Path) -> None:
    make_store(tmp_path)
    path = find_part(tmp_path)
    path.write_bytes(path.read_bytes()[:-5])
    server = EmbeddedServer(tmp_path)
    client = connect(server.start())
    (notice,) = list_notices(client)
    assert path.name in notice.sentence
    assert "cut off at byte" in notice.sentence
    server.stop()
    client = connect(server.start())
    assert list_notices(client) == [notice]
    assert remove_notice(client, notice.at)
    assert list_notices(client) == []
    server.stop()
    assert SAVES - len(read_store(tmp_path)) == 1


def test_a_list_of_files_that_is_lost_or_torn_is_made_again(tmp_path: Path) -> None:
    make_store(tmp_path)
    manifest = tmp_path / "store" / "appendonlydir" / MANIFEST
    whole = manifest.read_bytes()
    for text in (None, b"", bytes(88), b"file x seq"):
        manifest.unlink()
        if text is not None:
            manifest.write_bytes(text)
        before = digest(tmp_path)
        with pytest.raises(StorageError, match="flask repair-store"):
            EmbeddedServer(tmp_path).start()
        assert digest(tmp_path) == before
        carry_out(make_plan(tmp_path, None), tmp_path, None, NOW)
        assert manifest.read_bytes().split() == whole.split()
        assert len(read_store(tmp_path)) == SAVES
        shutil.rmtree(tmp_path / "store" / f"set-aside-{NOW:%Y%m%dT%H%M%SZ}")


@pytest.mark.parametrize("gone", ["store", "store/appendonlydir", "store/appendonlydir/appendonly.aof.1.base.aof"])
def test_data_that_vanished_is_not_a_new_installation(tmp_path: Path, gone: str) -> None:
    make_store(tmp_path)
    path = tmp_path / gone
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    before = sorted(tmp_path.rglob("*.aof"))
    with pytest.raises(Vanished, match="flask start-anew") as told:
        EmbeddedServer(tmp_path).start()
    assert str(path.parent if path.is_file() else tmp_path) in told.value.sentence
    assert sorted(tmp_path.rglob("*.aof")) == before


def test_files_of_another_history_are_refused_and_not_added_to(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    make_store(ours)
    make_store(theirs)
    shutil.rmtree(ours / "store" / "appendonlydir")
    shutil.copytree(theirs / "store" / "appendonlydir", ours / "store" / "appendonlydir")
    before = digest(ours)
    with pytest.raises(Vanished, match="another history"):
        EmbeddedServer(ours).start()
    assert digest(ours) == before
    assert len(read_store(theirs)) == SAVES


def test_a_spoilt_memory_is_written_again_and_still_says_that_there_was_data(tmp_path: Path) -> None:
    make_store(tmp_path)
    memory = tmp_path / FILE
    whole = memory.read_bytes()
    memory.write_bytes(whole[:-3])
    assert len(read_store(tmp_path)) == SAVES
    assert memory.read_bytes() == whole
    memory.write_bytes(whole[:-3])
    shutil.rmtree(tmp_path / "store")
    with pytest.raises(Vanished, match="flask start-anew"):
        EmbeddedServer(tmp_path).start()


def test_many_remember_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    places = [f"redis://store-{number}:6379/0" for number in range(40)]
    with ThreadPoolExecutor(len(places)) as pool:
        list(pool.map(lambda place: write_memory(tmp_path / FILE, place, place), places))
    assert [find_remembered(tmp_path, place) for place in places] == places


def test_starting_anew_is_an_act_of_its_own_and_keeps_what_is_left(tmp_path: Path) -> None:
    make_store(tmp_path)
    left = find_part(tmp_path).read_bytes()
    (tmp_path / "store" / "appendonlydir" / MANIFEST).unlink()
    moved = start_anew(tmp_path, NOW)
    assert left in [path.read_bytes() for place in moved for path in [place, *place.glob("*")] if path.is_file()]
    server = EmbeddedServer(tmp_path)
    assert open_store(connect(server.start())).people.is_empty()
    server.stop()


def test_nothing_is_mended_under_a_running_store(tmp_path: Path) -> None:
    make_store(tmp_path)
    plan = make_plan(tmp_path, None)
    server = EmbeddedServer(tmp_path)
    server.start()
    with pytest.raises(Refused, match="Stop Clockstart first"):
        carry_out(plan, tmp_path, None, NOW)
    with pytest.raises(Refused, match="Stop Clockstart first"):
        start_anew(tmp_path, NOW)
    server.stop()


def test_the_commands_say_what_they_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("CLOCKSTART_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("CLOCKSTART_DATA_DIR", str(tmp_path))
    make_store(tmp_path)
    assert "Nothing to do" in CliRunner().invoke(repair_store).output
    find_part(tmp_path).write_bytes(add_zeros(find_part(tmp_path).read_bytes()))
    before = digest(tmp_path)
    assert "4,096 bytes would go" in CliRunner().invoke(repair_store, ["--dry-run"]).output
    assert CliRunner().invoke(repair_store, input="n\n").exit_code == 1
    assert digest(tmp_path) == before
    done = CliRunner().invoke(repair_store, ["--yes"])
    assert (done.exit_code, "Repaired" in done.output, "1 people" in done.output) == (0, True, True)
    shutil.rmtree(tmp_path / "store" / "appendonlydir")
    assert "Set aside" in CliRunner().invoke(start_empty, ["--yes"]).output
    server = EmbeddedServer(tmp_path)
    assert open_store(connect(server.start())).people.is_empty()
    server.stop()


def test_what_a_rewrite_left_behind_is_removed(tmp_path: Path) -> None:
    make_store(tmp_path)
    left = [tmp_path / "store" / "temp-rewriteaof-bg-7.aof", find_part(tmp_path).with_name("temp-rewriteaof-7.aof")]
    for path in left:
        path.write_bytes(b"x" * 1000)
    assert len(read_store(tmp_path)) == SAVES
    assert not any(path.exists() for path in left)


def test_a_rewrite_that_fails_is_told(tmp_path: Path) -> None:
    make_store(tmp_path)
    server = EmbeddedServer(tmp_path)
    client = connect(server.start())
    assert check_ready(client).warnings == ()
    folder = tmp_path / "store" / "appendonlydir"
    folder.rename(folder.with_name("away"))
    folder.write_bytes(b"")
    with contextlib.suppress(ResponseError):
        client.bgrewriteaof()
    wait_until(lambda: bool(check_ready(client).warnings))
    assert find_warnings({"aof_last_bgrewrite_status": "err"}) == check_ready(client).warnings
    assert check_ready(client).ok
    folder.unlink()
    folder.with_name("away").rename(folder)
    server.stop()


def test_the_log_of_the_server_is_bounded(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path)
    server.start()
    server.watch()
    log = tmp_path / "store" / "server.log"
    for _ in range(2):
        with log.open("ab") as file:
            file.write(b"x" * LONGEST_LOG)
        wait_until(lambda: not log.exists() or log.stat().st_size < LONGEST_LOG)
    server.stop()
    assert log.stat().st_size < LONGEST_LOG
    assert sum(path.stat().st_size for path in log.parent.glob("server.log*")) < 3 * LONGEST_LOG


def test_damage_in_a_base_takes_what_it_hit_and_no_more(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path)
    client = connect(server.start())
    for number in range(100):
        client.set(f"k{number}", "v" * 50)
    client.bgrewriteaof()
    wait_until(lambda: client.info("persistence")["aof_base_size"] > 5000)
    wait_until(lambda: not client.info("persistence")["aof_rewrite_in_progress"])
    server.stop()
    base = find_part(tmp_path, "base")
    base.write_bytes(zeros_in_the_middle(base.read_bytes()))
    assert len(read_through(base).gaps) == 1
    carry_out(make_plan(tmp_path, None), tmp_path, None, NOW)
    client = connect(server.start())
    assert len(list(client.scan_iter("k*"))) >= 97
    server.stop()
