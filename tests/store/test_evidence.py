"""Evidence is appended once, never trimmed, and travels with its person; what was worked out from it does not."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from storage import Store, keys
from storage.backup import export_person, restore_backup, write_backup
from storage.backup_file import BackupFile
from storage.erasure import count_keys, erase_user
from storage.record import Trace

NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)


def entry(source: str = "a1/1", rule: str = "SP13", setting: str = "practice", **more: object) -> dict[str, object]:
    return {"source": source, "rule": rule, "setting": setting, **more}


def told(store: Store, uid: str = "A", cursor: str = "") -> list[dict[str, object]]:
    return [found for _, found in store.evidence.walk(uid, cursor)]


def test_a_thing_counts_once_for_a_rule_and_setting(store: Store) -> None:
    first = [entry(), entry(rule="ST11"), entry(setting="mixed"), entry(source="a1/2")]
    assert store.evidence.add("A", first) == 4
    assert store.evidence.add("A", [entry(right=False), entry(rule="ST12")]) == 1
    assert told(store) == [*first, entry(rule="ST12")]
    assert told(store, "B") == []
    assert store.evidence.add("A", []) == 0


def test_entries_after_one_are_read_alone(store: Store) -> None:
    store.evidence.add("A", [entry(source=f"a1/{number}") for number in range(5)])
    ids = [found for found, _ in store.evidence.walk("A")]
    assert [found["source"] for found in told(store, cursor=ids[2])] == ["a1/3", "a1/4"]
    assert told(store, cursor=ids[-1]) == []


def test_what_was_worked_out_says_up_to_which_entry(store: Store) -> None:
    assert store.evidence.find_states("A") == ("", "", None)
    store.evidence.add("A", [entry()])
    ((last, _),) = store.evidence.walk("A")
    store.evidence.put_states("A", last, "1", {"SP13": [1]}, levels={"SP13": "attempted"})
    assert store.evidence.find_states("A") == (last, "1", {"SP13": [1]})
    alice, bob = store.evidence.list_mastery(["A", "B"], "levels")
    assert (alice.value, alice.is_current("1"), alice.is_current("2")) == ({"SP13": "attempted"}, True, False)
    assert (bob.value, bob.is_current("1")) == (None, True)
    store.evidence.add("A", [entry(source="a1/2")])
    assert not store.evidence.list_mastery(["A"], "levels")[0].is_current("1")


def test_export_and_backup_take_the_evidence_along(store: Store, tmp_path: Path) -> None:
    store.evidence.add("A", [entry(), entry(source="a1/2")])
    store.evidence.put_states("A", "1-1", "1", {})
    lines = {
        line["key"]: line
        for section in BackupFile(export_person(store.client, "A", tmp_path / "a", now=NOW)).read()
        for line in section.lines
    }
    assert lines.keys() == {"evidence", "evidence:known"}
    before = list(store.evidence.walk("A"))
    path = write_backup(store.client, tmp_path, now=NOW)
    restore_backup(store.client, path, replace=True)
    assert list(store.evidence.walk("A")) == before
    assert store.evidence.add("A", [entry()]) == 0
    assert store.evidence.find_states("A") == ("", "", None)


def test_erasing_somebody_takes_the_evidence_away(store: Store) -> None:
    store.evidence.add("A", [entry()])
    erase_user(store.client, "A", trace=Trace("admin"), now=NOW)
    assert count_keys(store.client, "A") == 0
    assert store.client.exists(keys.evidence("A")) == 0
