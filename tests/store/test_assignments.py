"""Assignments: found from a cohort and from a person, changed only as they were seen, cleared of who is erased."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from storage import Store, keys, open_store
from storage.backup import restore_backup, write_backup
from storage.errors import Conflict
from tests.store.conftest import everywhere


def said(*people: str, cohort: str = "", **more: Any) -> dict[str, Any]:
    return {
        "title": "First week",
        "cohort": cohort,
        "people": {uid: {"named": True} for uid in people},
        "by": "B",
        **more,
    }


@everywhere
def test_each_finds_their_own_and_their_cohorts(client: Redis) -> None:
    store = open_store(client).assignments
    store.put("a1", said("A"), None)
    store.put("a2", said(cohort="spring"), None)
    store.put("a3", said("C", cohort="autumn"), None)
    assert list(store.list_for("A", ["spring"])) == ["a1", "a2"]
    assert list(store.list_for("C", [])) == ["a3"]
    assert store.list_for("D", []) == {}
    assert list(store.list()) == ["a1", "a2", "a3"]
    assert store.find("a4") is None


@everywhere
def test_one_that_was_changed_meanwhile_is_not_overwritten(client: Redis) -> None:
    store = open_store(client).assignments
    first = said("A")
    store.put("a1", first, None)
    with pytest.raises(Conflict):
        store.put("a1", said("A", title="Again"), None)
    store.put("a1", said("A", title="Second week"), first)
    with pytest.raises(Conflict) as problem:
        store.put("a1", said("A", title="Third week"), first)
    assert problem.value.theirs == said("A", title="Second week") == store.find("a1")


def test_who_is_taken_out_no_longer_finds_it(store: Store) -> None:
    first = said("A", "C")
    store.assignments.put("a1", first, None)
    store.assignments.put("a1", said("C"), first)
    assert store.assignments.list_for("A", []) == {}
    assert list(store.assignments.list_for("C", [])) == ["a1"]


def test_who_is_erased_is_in_none(store: Store) -> None:
    store.assignments.put("a1", said("A", "C"), None)
    store.assignments.put("a2", said("C", by="A"), None)
    store.assignments.forget("A")
    assert store.assignments.find("a1") == said("C")
    assert store.assignments.find("a2") == said("C", by="")
    store.assignments.forget("A")


def test_a_backup_holds_them(store: Store, now: datetime, tmp_path: Path) -> None:
    store.assignments.put("a1", said("A", cohort="spring"), None)
    backup = write_backup(store.client, tmp_path, now=now)
    store.assignments.put("a2", said("A"), None)
    restore_backup(store.client, backup, replace=True)
    assert store.assignments.list_for("A", ["spring"]) == {"a1": said("A", cohort="spring")}


def test_a_cohort_that_is_removed_leads_nowhere(store: Store, now: datetime) -> None:
    cohort = store.people.create_cohort("Spring", now=now)
    store.assignments.put("a1", said(cohort=cohort.id), None)
    store.people.remove_cohort(cohort.id)
    assert not store.client.exists(keys.cohort_assignments(cohort.id))
    assert list(store.assignments.list()) == ["a1"]


def test_attempts_of_many_people_come_in_one_answer(store: Store) -> None:
    store.attempts.put("A", "t1", {"state": "open"})
    store.attempts.put("C", "t2", {"state": "submitted"})
    found = store.attempts.list_these(["A", "B", "C"], ["t1", "t2"])
    assert found == {"A": {"t1": {"state": "open"}}, "B": {}, "C": {"t2": {"state": "submitted"}}}
    assert store.attempts.list_these([], ["t1"]) == {}
    assert store.attempts.list_these(["A"], []) == {"A": {}}
