"""The version of the stored data: marked, refused when newer, stepped up when older."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from storage import Store
from storage.errors import StorageError
from storage.migrations import STEPS, VERSION, Step, check_version, find_version, migrate
from storage.record import Trace
from storage.trail import find_differences


def rename(module: str, data: dict[str, Any]) -> dict[str, Any]:
    if module == "dna_cases" and "dna_reason" in data:
        data["reason"] = data.pop("dna_reason")
    return data


TO_TWO = Step(2, "The reason of a missed appointment is called reason", rename)


def test_the_steps_rise_to_the_version_of_this_program() -> None:
    versions = [step.to for step in STEPS]
    assert versions == sorted(set(versions))
    assert (versions or [1])[-1] == VERSION


def test_an_empty_store_is_marked(store: Store) -> None:
    assert find_version(store.client) == 0
    check_version(store.client)
    assert find_version(store.client) == VERSION
    check_version(store.client)


def test_data_without_a_mark_is_of_the_first_version(store: Store, now: datetime) -> None:
    store.people.create("a@example.com", name="A", role="learner", now=now)
    assert find_version(store.client) == 1


def test_newer_data_is_refused(store: Store) -> None:
    store.client.set("cs:schema", VERSION + 1)
    with pytest.raises(StorageError, match="newer program"):
        check_version(store.client)
    assert find_version(store.client) == VERSION + 1


def test_older_data_asks_to_be_migrated(store: Store) -> None:
    check_version(store.client)
    with pytest.raises(StorageError, match="flask migrate"):
        check_version(store.client, VERSION + 1)


def test_a_step_is_an_edit_in_the_history(store: Store, alice: Trace, now: datetime) -> None:
    check_version(store.client)
    for number, data in enumerate([{"dna_reason": "late"}, {"other": 1}]):
        store.records.put(
            "A",
            "dna_cases",
            f"r{number}",
            data,
            op=f"o{number}",
            seen_rev=0,
            trace=alice,
            now=now,
            links=["p1"],
            codes=["dna-x"],
        )
    said = migrate(store.client, now=now, steps=[TO_TWO], version=2)
    assert said == ["Version 2: The reason of a missed appointment is called reason (1 records changed)."]
    record = store.records.get("A", "dna_cases", "r0")
    assert (record.data, record.rev, record.by) == ({"reason": "late"}, 2, "migration")
    assert (record.links, record.codes) == (("p1",), ("dna-x",))
    assert store.records.get("A", "dna_cases", "r1").rev == 1
    assert find_differences(store.client, "A") == []
    assert migrate(store.client, now=now, steps=[TO_TWO], version=2) == []
    check_version(store.client, 2)
