"""One record through its life: written, edited, doubled, refused, removed, restored, linked, looked back on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from storage import Store
from storage.errors import Conflict, NotFound, Refused
from storage.record import NewRecord, Stored, Trace
from storage.trail import find_differences

Put = Callable[..., Stored]
EXACT = {
    "empty list": [],
    "empty object": {},
    "whole": 2**63,
    "small": 1e-7,
    "one": 1.0,
    "text": 'é "quoted" \\ / \u2028 <b>,"data":{}',
    "nothing": None,
    "nested": [{"deep": [[], {}, False]}],
}


@pytest.fixture
def put(store: Store, alice: Trace, now: datetime) -> Put:
    def put(record_id: str, data: dict[str, Any], op: str, seen: int | None = None, **more: Any) -> Stored:
        more = {"trace": alice, "now": now} | more
        return store.records.put("A", "dna_cases", record_id, data, op=op, seen_rev=seen, **more)

    return put


def test_data_comes_back_exactly_as_written_also_after_being_moved(
    store: Store, put: Put, alice: Trace, now: datetime
) -> None:
    put("r1", EXACT, "op1")
    store.records.remove("A", "dna_cases", "r1", op="op2", seen_rev=1, trace=alice, now=now)
    restored = store.records.restore("A", "dna_cases", "r1", op="op3", trace=alice, now=now)
    assert restored.record.data == EXACT
    assert store.records.get("A", "dna_cases", "r1").data == EXACT
    assert [type(value) for value in restored.record.data.values()] == [type(value) for value in EXACT.values()]


def test_the_envelope_says_who_made_it_when_by_which_rules(put: Put, now: datetime) -> None:
    first = put("r1", {"a": 1}, "op1", codes=["dna-x", "dna-x"], rules_version="7", schema=3).record
    later = put("r1", {"a": 2}, "op2", 1, now=now + timedelta(hours=1), trace=Trace("BOB")).record
    assert (first.pos, first.rev, first.op, first.schema, first.by) == (1, 1, "op1", 3, "ALICE")
    assert (first.codes, first.rules_version) == (("dna-x",), "7")
    assert (later.pos, later.rev, later.by) == (1, 2, "BOB")
    assert (later.created_at, later.updated_at) == (first.created_at, "2026-11-23T10:30:00.000+00:00")


def test_the_same_operation_again_is_answered_as_before(store: Store, put: Put) -> None:
    first = put("r1", {"a": 1}, "op1")
    again = put("r1", {"a": 1}, "op1")
    assert (again.record, again.replayed, first.replayed) == (first.record, True, False)
    assert len(store.records.history("A", "dna_cases", "r1")) == 1


def test_an_old_operation_is_still_known_after_later_edits(store: Store, put: Put) -> None:
    first = put("r1", {"a": 1}, "op1")
    put("r1", {"a": 2}, "op2", 1)
    again = put("r1", {"a": 1}, "op1")
    assert again == Stored(first.record, replayed=True)
    assert store.records.get("A", "dna_cases", "r1").data == {"a": 2}


def test_an_operation_id_with_other_answers_is_no_repetition(store: Store, put: Put) -> None:
    """The form keeps its operation id when the person changes an answer after a lost reply."""
    put("r1", {"a": 1}, "op1")
    with pytest.raises(Conflict) as conflict:
        put("r1", {"a": 2}, "op1")
    assert (conflict.value.mine, conflict.value.theirs.data) == ({"a": 2}, {"a": 1})


def test_operations_are_remembered_in_two_bounded_generations(store: Store, put: Put) -> None:
    for number in range(2100):
        put(f"r{number}", {}, f"op{number}")
    kept = [store.client.hlen("cs:{u:A}:ops"), store.client.hlen("cs:{u:A}:ops:before")]
    assert kept == [100, 1000]
    assert put("r1500", {}, "op1500").replayed


def test_an_old_revision_meets_a_conflict_with_both_versions(put: Put) -> None:
    put("r1", {"a": 1}, "op1")
    put("r1", {"a": 2}, "op2", 1)
    with pytest.raises(Conflict) as conflict:
        put("r1", {"a": 3}, "op3", 1)
    assert conflict.value.mine == {"a": 3}
    assert (conflict.value.theirs.rev, conflict.value.theirs.data) == (2, {"a": 2})


def test_a_new_record_never_takes_the_place_of_another(put: Put) -> None:
    put("r1", {"a": 1}, "op1")
    with pytest.raises(Conflict):
        put("r1", {"a": 2}, "op2")


def test_an_edit_of_what_never_was_is_not_found(put: Put) -> None:
    with pytest.raises(NotFound):
        put("r1", {"a": 1}, "op1", 4)


def test_an_edit_of_what_was_removed_elsewhere_is_told_so(store: Store, put: Put, alice: Trace, now: datetime) -> None:
    put("r1", {"a": 1}, "op1")
    store.records.remove("A", "dna_cases", "r1", op="op2", seen_rev=1, trace=alice, now=now)
    with pytest.raises(Conflict, match="removed somewhere else"):
        put("r1", {"a": 2}, "op3", 1)


@pytest.mark.parametrize("seen_rev", [0, 2])
def test_only_restoring_brings_a_removed_record_back(
    store: Store, put: Put, alice: Trace, now: datetime, seen_rev: int
) -> None:
    """Neither an edit of its last revision nor a new record of its id does."""
    put("r1", {"a": 1}, "op1")
    store.records.remove("A", "dna_cases", "r1", op="op2", seen_rev=1, trace=alice, now=now)
    with pytest.raises(Conflict, match="removed somewhere else"):
        put("r1", {"a": 2}, "op3", seen_rev)
    assert store.records.list("A", "dna_cases") == []
    assert [record.rev for record in store.records.list_removed("A", "dna_cases")] == [2]


def test_removing_and_restoring_keeps_place_history_and_links(
    store: Store, put: Put, alice: Trace, now: datetime
) -> None:
    for number in (1, 2, 3):
        put(f"r{number}", {"n": number}, f"op{number}", links=["p1"], codes=["dna-x"])
    records = store.records
    removed = records.remove("A", "dna_cases", "r2", op="op4", seen_rev=1, trace=alice, now=now)
    assert removed.record.rev == 2
    assert [record.id for record in records.list("A", "dna_cases")] == ["r1", "r3"]
    assert [record.id for record in records.list_removed("A", "dna_cases")] == ["r2"]
    assert [record.id for record in records.linked("A", "p1")] == ["r1", "r3"]
    assert records.summary("A")["dna_cases"].codes == {"dna-x": 2}
    assert records.remove("A", "dna_cases", "r2", op="op4", seen_rev=1, trace=alice, now=now).replayed
    records.restore("A", "dna_cases", "r2", op="op5", trace=alice, now=now)
    assert records.restore("A", "dna_cases", "r2", op="op6", trace=alice, now=now).replayed
    assert [record.id for record in records.list("A", "dna_cases")] == ["r1", "r2", "r3"]
    assert [record.id for record in records.linked("A", "p1")] == ["r1", "r2", "r3"]
    history = records.history("A", "dna_cases", "r2")
    assert [(entry.act, entry.from_rev, entry.to_rev) for entry in history] == [
        ("restore", 2, 3),
        ("remove", 1, 2),
        ("add", 0, 1),
    ]
    assert (history[0].trace, history[0].ip, history[0].actor) == ("trace-1", "192.0.2.1", "ALICE")


def test_removing_an_old_revision_or_nothing_is_refused(store: Store, put: Put, alice: Trace, now: datetime) -> None:
    put("r1", {"a": 1}, "op1")
    put("r1", {"a": 2}, "op2", 1)
    with pytest.raises(Conflict):
        store.records.remove("A", "dna_cases", "r1", op="op3", seen_rev=1, trace=alice, now=now)
    with pytest.raises(NotFound):
        store.records.remove("A", "dna_cases", "r9", op="op4", seen_rev=None, trace=alice, now=now)
    with pytest.raises(NotFound):
        store.records.restore("A", "dna_cases", "r9", op="op5", trace=alice, now=now)


def test_links_follow_the_record(store: Store, put: Put) -> None:
    put("r1", {"a": 1}, "op1", links=["p1", "p2"])
    put("r1", {"a": 2}, "op2", 1, links=["p2", "p3"])
    put("r1", {"a": 3}, "op3", 2, links=None)
    assert [len(store.records.linked("A", pathway)) for pathway in ("p1", "p2", "p3")] == [0, 1, 1]
    assert store.records.linked("A", "p3")[0].data == {"a": 3}


def test_a_pathway_collects_records_of_many_modules(store: Store, alice: Trace, now: datetime) -> None:
    for module in ("dna_cases", "cancer_patients"):
        for number in (2, 1):
            store.records.put(
                "A", module, f"r{number}", {}, op=f"{module}{number}", seen_rev=0, trace=alice, now=now, links=["p"]
            )
    found = [(record.module, record.id) for record in store.records.linked("A", "p")]
    assert found == [("cancer_patients", "r2"), ("cancer_patients", "r1"), ("dna_cases", "r2"), ("dna_cases", "r1")]


def test_a_chunk_is_written_whole_or_not_at_all(store: Store, put: Put, alice: Trace, now: datetime) -> None:
    put("r3", {"mine": True}, "op1")
    items = [NewRecord(f"r{number}", {"n": number}, f"o{number}") for number in range(5)]
    with pytest.raises(Conflict) as conflict:
        store.records.put_many("A", "dna_cases", items, trace=alice, now=now)
    assert conflict.value.mine == {"n": 3}
    assert [record.id for record in store.records.list("A", "dna_cases")] == ["r3"]


def test_a_doubled_import_is_stored_once(store: Store, put: Put, alice: Trace, now: datetime) -> None:
    items = [NewRecord(f"r{number}", {"n": number}, f"o{number}") for number in range(1203)]
    first = store.records.put_many("A", "dna_cases", items, trace=alice, now=now)
    put("r7", {"n": "edited"}, "op1", 1)
    again = store.records.put_many("A", "dna_cases", items, trace=alice, now=now)
    assert [stored.replayed for stored in first] == [False] * 1203
    assert [stored.replayed for stored in again] == [True] * 1203
    assert store.records.summary("A")["dna_cases"].count == 1203
    assert store.records.get("A", "dna_cases", "r7").data == {"n": "edited"}


def test_replacing_keeps_what_stays_and_moves_what_goes(store: Store, put: Put, alice: Trace, now: datetime) -> None:
    for number in (1, 2, 3):
        put(f"r{number}", {"n": number}, f"op{number}", links=["p1"])
    items = [
        NewRecord("r1", {"n": 1}, "op4", links=None),
        NewRecord("new", {"n": 9}, "op4", links=None),
        NewRecord("r3", {"n": "changed"}, "op4", links=None),
    ]
    done = store.records.replace_all("A", "dna_cases", items, op="op4", trace=alice, now=now)
    assert (done.added, done.changed, done.kept, done.removed) == (1, 1, 1, 1)
    assert [(record.id, record.rev) for record in store.records.list("A", "dna_cases")] == [
        ("r1", 1),
        ("new", 1),
        ("r3", 2),
    ]
    assert [record.id for record in store.records.linked("A", "p1")] == ["r1", "r3"]
    assert store.records.replace_all("A", "dna_cases", items, op="op4", trace=alice, now=now) == done
    assert find_differences(store.client, "A") == []


def test_people_and_modules_do_not_mix(store: Store, put: Put) -> None:
    put("r1", {"a": 1}, "op1")
    assert store.records.list("B", "dna_cases") == []
    assert store.records.list("A", "cancellations") == []
    assert store.records.modules("A") == ["dna_cases"]
    assert store.records.summaries(["A", "B"])["B"] == {}


def test_changes_are_read_from_where_one_stopped(store: Store, put: Put) -> None:
    put("r1", {"a": 1}, "op1")
    cursor, entries = store.records.changes_since("A", "")
    assert [(entry.act, entry.record) for entry in entries] == [("add", "r1")]
    assert store.records.changes_since("A", cursor) == (cursor, [])
    put("r1", {"a": 2}, "op2", 1)
    _, entries = store.records.changes_since("A", cursor)
    assert [entry.after.data for entry in entries] == [{"a": 2}]


@pytest.mark.parametrize(
    "data",
    [{"a": float("nan")}, {"a": {1, 2}}, {1: "a"}, {"a": 2**64}, {"a": "\ud800"}, {"a": b"x"}, {"a": (1,)}],
)
def test_what_json_cannot_say_is_refused_and_nothing_is_written(put: Put, store: Store, data: dict[Any, Any]) -> None:
    with pytest.raises(Refused):
        put("r1", data, "op1")
    assert list(store.client.scan_iter()) == []


def test_what_is_nested_too_deep_or_too_long_is_refused(put: Put) -> None:
    deep: dict[str, Any] = {}
    for _ in range(200):
        deep = {"a": deep}
    with pytest.raises(Refused, match="nested"):
        put("r1", deep, "op1")
    with pytest.raises(Refused, match="too long"):
        put("r1", {"a": "x" * 8_000_001}, "op1")


@pytest.mark.parametrize("module", ["", "a b", "a:removed", "x" * 65, "../a", "dné"])
def test_what_is_no_module_name_never_becomes_a_key(store: Store, module: str) -> None:
    with pytest.raises(Refused):
        store.records.list("A", module)


@pytest.mark.parametrize("uid", ["", "a}b", "a b", "*"])
def test_what_is_no_uid_never_becomes_a_key(store: Store, uid: str) -> None:
    with pytest.raises(Refused):
        store.records.list(uid, "dna_cases")


def test_a_time_without_a_zone_is_a_mistake(put: Put) -> None:
    with pytest.raises(ValueError, match="zone"):
        put("r1", {}, "op1", now=datetime(2026, 1, 1))  # noqa: DTZ001


def test_a_megabyte_of_text_is_stored_and_read_back(put: Put, store: Store) -> None:
    text = "ä\n" * 500_000
    put("r1", {"notes": text}, "op1")
    put("r1", {"notes": text + "."}, "op2", 1)
    assert store.records.get("A", "dna_cases", "r1").data == {"notes": text + "."}


def test_a_long_list_is_walked_whole(store: Store, alice: Trace, now: datetime) -> None:
    items = [NewRecord(f"r{n}", {"n": n}, f"o{n}") for n in range(1_200)]
    store.records.put_many("A", "dna_cases", items, trace=alice, now=now)
    walked = list(store.records.walk("A", "dna_cases"))
    assert {record.id: record for record in walked} == {one.id: one for one in store.records.list("A", "dna_cases")}
    assert list(store.records.walk("A", "cancellations")) == []
