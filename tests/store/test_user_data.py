"""The plain functions of CONTRACTS §4, one by one."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextvars import copy_context
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import storage.user_data as user_data
from storage import Store, open_store
from storage.connection import connect
from storage.current import use_store, using_store
from storage.errors import NoOwner, NotFound, Refused, StoreUnavailable
from storage.owner import acting_as, current_owner
from storage.record import Trace
from storage.user_data import (
    append_user_data,
    delete_user_data_item,
    get_all_user_modules,
    load_user_data,
    save_user_data,
    update_user_data_item,
)

PAIRS = [
    "cancer_patients",
    "dna_cases",
    "cancellations",
    "patient_choice",
    "transfers",
    "clinical_exceptions",
    "capacity_plans",
    "mdt_coordination",
]
NOT_JSON = [{"a": {1}}, {"a": object()}, {"a": float("inf")}, {"a": b""}, {1: "a"}, {"a": {None: 1}}]


@pytest.fixture
def acting(store: Store) -> Iterator[str]:
    with using_store(store), acting_as("ALICE") as uid:
        yield uid


@pytest.mark.usefixtures("acting")
def test_what_was_saved_is_loaded_in_order_with_an_id_where_there_was_none() -> None:
    assert save_user_data("new-module_1", [{"id": "b", "n": 1}, {"n": 2.0}, {"id": 7, "tags": [], "x": None}]) is None  # type: ignore[func-returns-value]
    loaded = load_user_data("new-module_1")
    assert [item | {"id": ""} for item in loaded] == [
        {"id": "", "n": 1},
        {"id": "", "n": 2.0},
        {"id": "", "tags": [], "x": None},
    ]
    assert (loaded[0]["id"], loaded[2]["id"]) == ("b", 7)
    assert loaded[1]["id"]


@pytest.mark.usefixtures("acting")
def test_with_nothing_stored_it_is_the_default_or_an_empty_list() -> None:
    assert load_user_data("x") == []
    assert load_user_data("x", default={"a": 1}) == {"a": 1}
    save_user_data("x", [])
    assert load_user_data("x", default={"a": 1}) == []


@pytest.mark.usefixtures("acting")
def test_a_bare_object_comes_back_as_an_object() -> None:
    save_user_data("dashboard_data", {"widgets": [1, 2], "theme": {"dark": True}})
    assert load_user_data("dashboard_data") == {"widgets": [1, 2], "theme": {"dark": True}}
    save_user_data("dashboard_data", {"id": 3, "widgets": []})
    assert load_user_data("dashboard_data") == {"id": 3, "widgets": []}
    save_user_data("dashboard_data", [{"id": 3, "widgets": []}])
    assert load_user_data("dashboard_data") == [{"id": 3, "widgets": []}]


def test_saving_an_object_again_is_one_record_with_its_history(acting: str, store: Store) -> None:
    for number in range(3):
        save_user_data("dashboard_data", {"n": number})
    (record,) = store.records.list(acting, "dashboard_data")
    assert (record.rev, store.records.list_removed(acting, "dashboard_data")) == (3, [])


@pytest.mark.usefixtures("acting")
def test_appending_to_an_object_makes_a_list_of_both() -> None:
    save_user_data("x", {"a": 1})
    append_user_data("x", {"a": 2})
    assert [item["a"] for item in load_user_data("x")] == [1, 2]


def test_saving_keeps_revision_and_history_of_what_stays(acting: str, store: Store) -> None:
    save_user_data("dna_cases", [{"id": "a", "n": 1}, {"id": "b", "n": 2}, {"id": "c"}])
    save_user_data("dna_cases", [{"id": "a", "n": 1}, {"id": "b", "n": "changed"}])
    found = {record.id: record.rev for record in store.records.list(acting, "dna_cases")}
    assert found == {"a": 1, "b": 2}
    assert [entry.act for entry in store.records.history(acting, "dna_cases", "b")] == ["edit", "add"]
    assert [record.id for record in store.records.list_removed(acting, "dna_cases")] == ["c"]


def test_saving_a_list_without_ids_again_changes_nothing(acting: str, store: Store) -> None:
    for _ in range(3):
        save_user_data("dna_cases", [{"n": 1}, {"n": 2}, {"n": 1}])
    assert [record.rev for record in store.records.list(acting, "dna_cases")] == [1, 1, 1]
    assert store.records.list_removed(acting, "dna_cases") == []


def test_an_item_saved_again_after_it_was_left_out_goes_on_with_its_history(acting: str, store: Store) -> None:
    for items in ([{"id": "a"}], [], [{"id": "a"}]):
        save_user_data("dna_cases", items)
    assert store.records.get(acting, "dna_cases", "a").rev == 3


@pytest.mark.usefixtures("acting")
def test_append_returns_the_new_id() -> None:
    assert append_user_data("dna_cases", {"id": "mine", "n": 1}) == "mine"
    assert append_user_data("dna_cases", {"id": 5}) == 5
    made = append_user_data("dna_cases", {"n": 2})
    assert [item["id"] for item in load_user_data("dna_cases")] == ["mine", 5, made]
    with pytest.raises(Refused, match="already"):
        append_user_data("dna_cases", {"id": "mine", "n": 9})
    assert load_user_data("dna_cases")[0] == {"id": "mine", "n": 1}


def test_appends_at_the_same_moment_all_stay(acting: str) -> None:
    def append(number: int) -> None:
        for step in range(10):
            append_user_data("dna_cases", {"n": f"{number}-{step}"})

    threads = [threading.Thread(target=copy_context().run, args=(append, number)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert acting
    assert len({item["n"] for item in load_user_data("dna_cases")}) == 80


@pytest.mark.usefixtures("acting")
def test_update_and_delete_say_whether_there_was_one() -> None:
    save_user_data("dna_cases", [{"id": "a", "ref": "R1"}, {"id": 2, "ref": "R2"}, {"ref": "R3"}])
    assert update_user_data_item("dna_cases", "a", {"id": "a", "ref": "R9"}) is True
    assert update_user_data_item("dna_cases", 2, {"ref": "R8"}) is True
    assert update_user_data_item("dna_cases", "R3", {"ref": "R7"}, id_field="ref") is True
    assert update_user_data_item("dna_cases", "nobody", {"ref": "R7"}) is False
    assert [item["ref"] for item in load_user_data("dna_cases")] == ["R9", "R8", "R7"]
    assert load_user_data("dna_cases")[1]["id"] == 2
    assert delete_user_data_item("dna_cases", "a") is True
    assert delete_user_data_item("dna_cases", "a") is False
    assert delete_user_data_item("dna_cases", "R7", id_field="ref") is True
    assert [item["id"] for item in load_user_data("dna_cases")] == [2]


@pytest.mark.usefixtures("acting")
def test_an_item_keeps_its_id() -> None:
    save_user_data("dna_cases", [{"id": "a"}])
    with pytest.raises(Refused, match="keeps its id"):
        update_user_data_item("dna_cases", "a", {"id": "b"})


@pytest.mark.usefixtures("acting")
def test_the_modules_are_named_in_order() -> None:
    assert get_all_user_modules() == []
    for name in ("zebra", "Alpha", "mid-dle_1"):
        append_user_data(name, {})
    assert get_all_user_modules() == sorted(["zebra", "Alpha", "mid-dle_1"])


@pytest.mark.parametrize("item", NOT_JSON)
def test_what_is_not_json_is_refused_before_anything_is_written(acting: str, store: Store, item: Any) -> None:
    save_user_data("dna_cases", [{"id": "a"}])
    before = store.client.hgetall(f"cs:{{u:{acting}}}:rec:dna_cases")
    for write in (save_user_data, lambda module, items: append_user_data(module, items[-1])):
        with pytest.raises(Refused):
            write("dna_cases", [{"id": "new"}, item])  # type: ignore[operator]
    with pytest.raises(Refused):
        update_user_data_item("dna_cases", "a", item)
    assert store.client.hgetall(f"cs:{{u:{acting}}}:rec:dna_cases") == before


@pytest.mark.usefixtures("acting")
@pytest.mark.parametrize("data", [None, "text", 5, [1], ["a"], [[]], [{"id": []}], [{"id": True}]])
def test_what_is_no_list_of_objects_is_refused(data: Any) -> None:
    with pytest.raises(Refused):
        save_user_data("dna_cases", data)
    assert load_user_data("dna_cases") == []


@pytest.mark.usefixtures("acting")
def test_duplicate_ids_and_overlong_lists_are_refused() -> None:
    with pytest.raises(Refused, match="same id"):
        save_user_data("dna_cases", [{"id": "a"}, {"id": "a"}])
    with pytest.raises(Refused, match="20,000"):
        save_user_data("dna_cases", [{}] * 20_001)
    assert load_user_data("dna_cases") == []


def test_twenty_thousand_items_are_saved_in_one_step(server_url: str) -> None:
    store = open_store(connect(server_url))
    store.client.flushall()
    with using_store(store), acting_as("ALICE"):
        save_user_data("dna_cases", [{"id": number, "n": number} for number in range(20_000)])
        assert [item["id"] for item in load_user_data("dna_cases")] == list(range(20_000))
        save_user_data("dna_cases", [{"id": number, "n": number} for number in range(5, 20_000)])
        assert store.records.summary("ALICE")["dna_cases"].rev == 20_006


@pytest.mark.usefixtures("acting")
@pytest.mark.parametrize("name", PAIRS)
def test_each_pair_is_the_module_of_its_name(name: str) -> None:
    getattr(user_data, f"save_{name}")([{"id": "a", "n": 1}])
    assert getattr(user_data, f"load_{name}")() == load_user_data(name) == [{"id": "a", "n": 1}]


def test_without_a_person_everything_raises(store: Store) -> None:
    with using_store(store):
        for act in (
            lambda: save_user_data("x", []),
            lambda: load_user_data("x"),
            lambda: append_user_data("x", {}),
            lambda: update_user_data_item("x", "a", {}),
            lambda: delete_user_data_item("x", "a"),
            get_all_user_modules,
        ):
            with pytest.raises(NoOwner):
                act()
    assert list(store.client.scan_iter()) == []


def test_a_new_thread_has_no_owner(acting: str) -> None:
    seen: list[Exception] = []

    def act() -> None:
        try:
            current_owner()
        except NoOwner as problem:
            seen.append(problem)

    thread = threading.Thread(target=act)
    thread.start()
    thread.join()
    assert (len(seen), current_owner()) == (1, acting)


def test_people_are_found_by_address_and_do_not_see_each_other(store: Store, now: datetime) -> None:
    alice = store.people.create("alice@example.com", name="Alice", role="learner", now=now)
    store.people.create("bob@example.com", name="Bob", role="learner", now=now)
    with using_store(store):
        with acting_as(" Alice@Example.com ") as uid:
            append_user_data("dna_cases", {"id": "a"})
            with acting_as("bob@example.com"):
                assert load_user_data("dna_cases") == []
            assert (uid, current_owner()) == (alice.uid, alice.uid)
        with pytest.raises(NotFound), acting_as("nobody@example.com"):
            pass


LINKED = {"n": 1, "link": "p1"}


def test_items_and_the_records_of_pages_are_the_same(acting: str, store: Store, now: datetime, alice: Trace) -> None:
    store.records.put(acting, "dna_cases", "r1", LINKED, op="op1", seen_rev=0, trace=alice, now=now, links=["p1"])
    items = load_user_data("dna_cases")
    assert items == [{"id": "r1", **LINKED}]
    save_user_data("dna_cases", items)
    assert store.records.get(acting, "dna_cases", "r1").rev == 1
    update_user_data_item("dna_cases", "r1", {"id": "r1", **LINKED, "n": 2})
    record = store.records.get(acting, "dna_cases", "r1")
    assert (record.data, record.rev, record.links, record.by) == ({**LINKED, "n": 2}, 2, ("p1",), acting)


def test_a_read_that_fails_raises(acting: str, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise StoreUnavailable

    monkeypatch.setattr(type(store.records), "list", fail)
    with pytest.raises(StoreUnavailable):
        load_user_data("dna_cases", default=[])
    with pytest.raises(StoreUnavailable):
        save_user_data("dna_cases", [{"id": acting}])


def test_a_script_finds_the_store_by_itself(tmp_path: Path) -> None:
    """With no address set it starts the embedded store of the data folder, and stops it when it ends."""
    script = (
        "from storage.user_data import *\n"
        "with acting_as('SOMEBODY'):\n"
        "    append_user_data('notes', {'n': len(load_user_data('notes'))})\n"
        "    print([item['n'] for item in load_user_data('notes')])\n"
    )
    settings = {name: value for name, value in os.environ.items() if not name.startswith("CLOCKSTART_")}
    settings["CLOCKSTART_DATA_DIR"] = str(tmp_path)
    said = [
        subprocess.run([sys.executable, "-c", script], env=settings, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    assert said == ["[0]\n", "[0, 1]\n"]


def test_the_store_of_the_process_is_used_where_none_is_set_for_the_context(store: Store) -> None:
    use_store(store)
    try:
        with acting_as("ALICE"):
            append_user_data("x", {"id": "a"})
        assert store.records.get("ALICE", "x", "a").rev == 1
    finally:
        use_store(None)


def test_a_record_written_by_a_script_hangs_on_its_pathway(store: Store) -> None:
    with using_store(store), acting_as("u1"):
        pathway = append_user_data("patients", {"patient_name": "Ann"})
        case = append_user_data("dna_cases", {"patient_name": "Ann", "link": pathway})
        meeting = append_user_data("mdt_coordination", {"cases": [{"link": pathway}, {"link": "elsewhere"}]})
    linked = [(record.module, record.id) for record in store.records.linked("u1", pathway)]
    assert linked == [("dna_cases", case), ("mdt_coordination", meeting), ("patients", pathway)]
