"""Backups are whole, checked, and give everything back; one person can leave, arrive and be erased."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import fakeredis
import orjson
import pytest

from storage import Store, open_store
from storage.backup import export_person, import_person, restore_backup, verify_backup, write_backup
from storage.erasure import erase_user, find_tombstones
from storage.errors import NotFound, Refused, StorageError
from storage.record import NewRecord, Trace
from storage.sections import is_kept, list_sections, read_section
from storage.trail import find_differences


@pytest.fixture
def full(store: Store, now: datetime, alice: Trace) -> Store:
    """Alice with 600 linked records, a removed one, a draft, a session, a job; Bob with one; a cohort of both."""
    store.client.set("cs:schema", "1")
    people = [
        store.people.create(f"{name}@example.com", name=name, role="learner", now=now) for name in ("Alice", "Bob")
    ]
    cohort = store.people.create_cohort("Spring", now=now)
    for person in people:
        store.people.assign(person.uid, cohort.id)
    uid = people[0].uid
    items = [NewRecord(f"r{n}", {"n": n, "text": 'é"'}, f"o{n}", links=["p1"], codes=["dna-x"]) for n in range(600)]
    store.records.put_many(uid, "dna_cases", items, trace=alice, now=now)
    store.records.remove(uid, "dna_cases", "r5", op="gone", seen_rev=1, trace=alice, now=now)
    store.records.put(people[1].uid, "notes", "n1", {"mine": 1.0}, op="b", seen_rev=0, trace=alice, now=now)
    store.drafts.put(uid, "d", {"typed": ""})
    store.sessions.start(uid, now=now)
    store.jobs.create(uid, "j1", "import", now=now)
    store.invitations.create(uid, made_by="ADMIN", now=now)
    store.audit.enter(None, "start", trace=alice, now=now)
    return store


def uid_of(store: Store, name: str) -> str:
    return store.people.get_by_email(f"{name}@example.com").uid


def everything(store: Store) -> dict[str, object]:
    """All that belongs in a backup, by person."""
    return {uid: read_section(store.client, uid, names) for uid, names in sorted(list_sections(store.client).items())}


def test_a_backup_gives_everything_back_but_what_passes(full: Store, tmp_path: Path, now: datetime) -> None:
    before = everything(full)
    path = write_backup(full.client, tmp_path, now=now)
    assert path.stat().st_mode & 0o077 == 0
    facts = verify_backup(path)
    assert (facts.people, facts.at) == (2, "2026-11-23T09:30:00.000+00:00")
    other = open_store(fakeredis.FakeRedis(decode_responses=True))
    assert restore_backup(other.client, path) == facts
    assert everything(other) == before
    alice = uid_of(other, "alice")
    assert find_differences(other.client, alice) == []
    assert len(other.records.linked(alice, "p1")) == 599
    assert other.sessions.list(alice, now=now) == []
    assert other.jobs.list(alice) == []
    left = [name for name in other.client.scan_iter() if not is_kept(name)]
    assert left == []


def test_work_goes_on_after_a_restore(full: Store, tmp_path: Path, now: datetime, alice: Trace) -> None:
    path = write_backup(full.client, tmp_path, now=now)
    restore_backup(full.client, path, replace=True)
    uid = uid_of(full, "alice")
    full.records.put(uid, "dna_cases", "r1", {"n": "new"}, op="new", seen_rev=1, trace=alice, now=now)
    again = full.records.put_many(
        uid, "dna_cases", [NewRecord("r7", {"n": 7, "text": 'é"'}, "o7")], trace=alice, now=now
    )
    assert [stored.replayed for stored in again] == [True]
    assert find_differences(full.client, uid) == []


def test_a_store_with_people_is_not_overwritten_unasked(full: Store, tmp_path: Path, now: datetime) -> None:
    path = write_backup(full.client, tmp_path, now=now)
    with pytest.raises(Refused, match="holds data already"):
        restore_backup(full.client, path)


Change = Callable[[list[bytes]], list[bytes]]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda lines: lines[:-1], "its end is missing"),
        (lambda lines: lines[:-4], "is missing"),
        (lambda lines: [line.replace(b'"Alice"', b'"Alicia"') for line in lines], "the digest of .* differs"),
        (lambda lines: lines[:1] + lines[2:], "no beginning"),
        (lambda lines: [lines[0].replace(b'"version":1', b'"version":99'), *lines[1:]], "newer version"),
        (lambda lines: lines[1:], "is not a backup"),
        (lambda lines: [*lines[:3], b"{cut short"], "damaged or incomplete"),
        (lambda lines: [], "is not a backup"),
    ],
)
def test_a_damaged_backup_is_refused_and_nothing_is_touched(
    full: Store, tmp_path: Path, now: datetime, change: Change, complaint: str
) -> None:
    path = write_backup(full.client, tmp_path, now=now)
    before = everything(full)
    lines = change(gzip.decompress(path.read_bytes()).splitlines(keepends=True))
    path.write_bytes(gzip.compress(b"".join(lines)))
    with pytest.raises(Refused, match=complaint):
        restore_backup(full.client, path, replace=True)
    assert everything(full) == before


def test_a_file_cut_short_or_no_gzip_at_all_is_refused(full: Store, tmp_path: Path, now: datetime) -> None:
    path = write_backup(full.client, tmp_path, now=now)
    whole = path.read_bytes()
    other = bytes([whole[100] ^ 1])
    for content in (whole[: len(whole) // 2], whole[:-6], b"hello", whole[:100] + other + whole[101:]):
        path.write_bytes(content)
        with pytest.raises(Refused):
            verify_backup(path)
    with pytest.raises(Refused):
        verify_backup(tmp_path / "missing")


def test_keys_outside_the_namespace_are_never_written(store: Store, tmp_path: Path, now: datetime) -> None:
    from storage.backup_file import BackupFile, Section, digest_of

    lines = [{"key": "rq:queue", "type": "string", "value": "x"}]
    BackupFile(tmp_path / "b").write([Section("", lines, digest_of(lines))], now)
    with pytest.raises(Refused, match="not ours"):
        restore_backup(store.client, tmp_path / "b")
    assert list(store.client.scan_iter()) == []


def test_a_person_leaves_with_their_data_and_arrives_elsewhere(full: Store, tmp_path: Path, now: datetime) -> None:
    uid = uid_of(full, "alice")
    full.people.put_password_hash(uid, "argon2-secret")
    path = export_person(full.client, uid, tmp_path / "alice", now=now)
    assert b"argon2-secret" not in gzip.decompress(path.read_bytes())
    other = open_store(fakeredis.FakeRedis(decode_responses=True))
    assert import_person(other.client, path) == uid
    person = other.people.get_by_email("alice@example.com")
    assert (person.uid, person.cohorts, person.has_password) == (uid, (), False)
    assert other.records.list(uid, "dna_cases") == full.records.list(uid, "dna_cases")
    assert find_differences(other.client, uid) == []
    with pytest.raises(Refused, match="here already"):
        import_person(other.client, path)


def test_an_address_that_is_taken_keeps_a_person_out(full: Store, tmp_path: Path, now: datetime) -> None:
    path = export_person(full.client, uid_of(full, "alice"), tmp_path / "alice", now=now)
    other = open_store(fakeredis.FakeRedis(decode_responses=True))
    other.people.create("alice@example.com", name="Another", role="learner", now=now)
    with pytest.raises(Refused, match=r"account for alice@example\.com"):
        import_person(other.client, path)


def test_an_erased_person_is_gone_from_every_key(full: Store, alice: Trace, now: datetime) -> None:
    uid, bob = uid_of(full, "alice"), uid_of(full, "bob")
    erased = erase_user(full.client, uid, trace=alice, now=now)
    assert erased.keys_removed >= 8
    left = [name for name in full.client.scan_iter() if uid in name]
    assert left == [f"cs:tombstone:{uid}"]
    assert full.people.find_by_email("alice@example.com") is None
    assert [person.uid for person in full.people.list()] == [bob]
    assert list(full.client.scan_iter(match="cs:invite:*")) == []
    tombstone = orjson.loads(find_tombstones(full.client)[uid])
    assert tombstone == {"uid": uid, "at": "2026-11-23T09:30:00.000+00:00", "by": "ALICE"}
    (entry,) = [entry for entry in full.audit.list_newest(None) if entry.act == "erase"]
    assert entry.about == {"subject": uid, "keys_removed": str(erased.keys_removed)}
    assert full.records.get(bob, "notes", "n1").data == {"mine": 1.0}
    assert full.people.create("alice@example.com", name="New", role="learner", now=now).uid != uid
    with pytest.raises(NotFound):
        erase_user(full.client, "NOBODY", trace=alice, now=now)


def test_who_was_erased_stays_erased_after_an_older_backup(
    full: Store, tmp_path: Path, alice: Trace, now: datetime
) -> None:
    path = write_backup(full.client, tmp_path, now=now)
    uid = uid_of(full, "alice")
    exported = export_person(full.client, uid, tmp_path / "alice", now=now)
    erase_user(full.client, uid, trace=alice, now=now + timedelta(days=1))
    restore_backup(full.client, path, replace=True)
    assert [name for name in full.client.scan_iter() if uid in name] == [f"cs:tombstone:{uid}"]
    assert [person.name for person in full.people.list()] == ["Bob"]
    with pytest.raises(Refused, match="was erased"):
        import_person(full.client, exported)


def test_an_erasure_somebody_writes_against_is_not_called_done(
    full: Store, alice: Trace, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage import erasure

    uid = uid_of(full, "bob")
    remove = erasure.remove_keys

    def remove_and_write(client: object, names: set[str]) -> int:
        removed = remove(full.client, names)
        full.drafts.put(uid, "late", {})
        return removed

    monkeypatch.setattr(erasure, "remove_keys", remove_and_write)
    with pytest.raises(StorageError, match="came back"):
        erase_user(full.client, uid, trace=alice, now=now)
