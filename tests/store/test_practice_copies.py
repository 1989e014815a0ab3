"""A practice copy is the same modules under names of its own: its owner's lists never see it, backup and erasure do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import fakeredis
import pytest

from storage import Store, keys, open_copy, open_store
from storage.backup import restore_backup, write_backup
from storage.erasure import count_keys, erase_user
from storage.errors import NotFound, Refused
from storage.record import NewRecord, Trace
from storage.trail import find_differences, rebuild_user
from storage.user_data import (
    acting_as,
    append_user_data,
    get_all_user_modules,
    load_user_data,
    save_user_data,
    using_store,
)
from storage.user_data import update_user_data_item as update
from tests.store.conftest import everywhere

EMAIL = "alice@example.com"


@pytest.fixture
def uid(store: Store, now: datetime) -> str:
    return store.people.create(EMAIL, name="Alice", role="learner", now=now).uid


@pytest.fixture
def copy(store: Store, uid: str, now: datetime) -> Iterator[Store]:
    """The copy of attempt `a1`, next to records of the plain lists under the same ids."""
    trace, copy = Trace(uid), open_copy(store, "a1")
    store.attempts.put(uid, "a1", {"as_of": "2026-05-14"})
    for one, words in ((store, "plain"), (copy, "copied")):
        pathway = NewRecord("p1", {"patient_name": words}, f"{words}-1", links=["p1"], codes=["x"])
        one.records.put_many(uid, "patients", [pathway], trace=trace, now=now)
        missed = NewRecord("d1", {"link": "p1"}, f"{words}-2", links=["p1"])
        one.records.put_many(uid, "dna_cases", [missed], trace=trace, now=now)
    copy.drafts.put(uid, "patient-tracking-list/p1", {"typed": {}})
    return copy


@everywhere
def test_the_same_ids_stand_apart(store: Store, copy: Store, uid: str) -> None:
    for one, words in ((store, "plain"), (copy, "copied")):
        records = one.records
        assert [record.data["patient_name"] for record in records.list(uid, "patients")] == [words]
        linked = records.linked(uid, "p1")
        assert [(record.module, record.id) for record in linked] == [("dna_cases", "d1"), ("patients", "p1")]
        assert linked[1].data["patient_name"] == words
        assert records.modules(uid) == ["dna_cases", "patients"]
        assert records.summary(uid)["patients"].codes == {"x": 1}
        assert [entry.op for entry in records.history(uid, "patients", "p1")] == [f"{words}-1"]
    assert store.drafts.list(uid) == {}
    assert [entry.module for entry in copy.records.changes_since(uid, "")[1]] == ["", "", "patients", "dna_cases"]


@everywhere
def test_what_is_done_in_a_copy_leaves_the_plain_records_as_they_were(
    store: Store, copy: Store, uid: str, now: datetime
) -> None:
    trace = Trace(uid)
    before = store.records.get(uid, "patients", "p1")
    copy.records.put(uid, "patients", "p1", {"n": 2}, op="edit", seen_rev=1, trace=trace, now=now)
    copy.records.remove(uid, "dna_cases", "d1", op="gone", seen_rev=1, trace=trace, now=now)
    assert store.records.get(uid, "patients", "p1") == before
    assert [record.id for record in store.records.linked(uid, "p1")] == ["d1", "p1"]
    assert copy.records.summary(uid)["dna_cases"].count == 0
    with pytest.raises(NotFound):
        open_copy(store, "a2").records.get(uid, "patients", "p1")


def test_no_module_of_a_copy_is_among_a_persons_modules(store: Store, copy: Store, uid: str) -> None:
    with using_store(store), acting_as(uid):
        assert get_all_user_modules() == ["dna_cases", "patients"]
        assert [one["patient_name"] for one in load_user_data("patients")] == ["plain"]
        for write in (save_user_data, append_user_data):
            with pytest.raises(Refused, match="practice copies"):
                write("patients--pa1", {"id": "p2"})
        with pytest.raises(Refused, match="practice copies"):
            update("patients--pa1", "p1", {})
    assert not [name for name in store.client.hkeys(keys.summary(uid)) if keys.COPY in name]
    assert copy.records.get(uid, "patients", "p1").rev == 1


@pytest.mark.parametrize("attempt", ["", "a b", "a:b", "a-b", "é", "a" * 33])
def test_what_could_not_be_an_attempt_is_refused(store: Store, attempt: str) -> None:
    with pytest.raises(Refused):
        open_copy(store, attempt)


def test_backup_and_erasure_take_the_copy_along(
    store: Store, copy: Store, uid: str, now: datetime, tmp_path: Path
) -> None:
    path = write_backup(store.client, tmp_path, now=now)
    other = open_store(fakeredis.FakeRedis(decode_responses=True))
    restore_backup(other.client, path)
    back = open_copy(other, "a1")
    assert back.records.list(uid, "patients") == copy.records.list(uid, "patients")
    assert back.records.summary(uid) == copy.records.summary(uid)
    assert back.drafts.list(uid) == copy.drafts.list(uid)
    assert other.attempts.find(uid, "a1") == {"as_of": "2026-05-14"}
    erase_user(other.client, uid, trace=Trace("ADMIN"), now=now)
    assert count_keys(other.client, uid) == 0


def test_the_trail_proves_and_rebuilds_a_copy(store: Store, copy: Store, uid: str, now: datetime) -> None:
    assert find_differences(store.client, uid) == []
    wanted = copy.records.summary(uid), copy.records.list(uid, "patients")
    store.client.delete(keys.summary(uid, keys.copy_of("a1")), keys.records(uid, "patients--pa1"))
    assert find_differences(store.client, uid) != []
    rebuild_user(store.client, uid, trace=Trace("ADMIN"), now=now)
    assert (copy.records.summary(uid), copy.records.list(uid, "patients")) == wanted
