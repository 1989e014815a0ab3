"""Reading the trail: by page, by record, from a cursor; and the proof against what is stored."""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import datetime, timedelta

import pytest

from storage import Store
from storage.errors import Conflict
from storage.record import NewRecord, Trace
from storage.reviews import NewReview
from storage.trail import find_differences, rebuild_user


@pytest.fixture
def trail(store: Store, alice: Trace, now: datetime) -> Store:
    """1,200 records of one module, then three edits of one of them, then a sign-in."""
    items = [NewRecord(f"r{number}", {"n": number}, f"o{number}", links=["p1"]) for number in range(1200)]
    store.records.put_many("A", "dna_cases", items, trace=alice, now=now)
    for number in (1, 2, 3):
        later = now + timedelta(days=number)
        data = {"edited": number}
        store.records.put("A", "dna_cases", "r5", data, op=f"e{number}", seen_rev=number, trace=Trace("BOB"), now=later)
    store.audit.enter("A", "sign_in", trace=alice, now=now + timedelta(days=4), device="Firefox")
    return store


def test_the_newest_entries_come_first_and_no_more_than_asked_for(trail: Store) -> None:
    newest = trail.audit.list_newest("A", 4)
    assert [entry.act for entry in newest] == ["sign_in", "edit", "edit", "edit"]
    assert newest[0].about == {"device": "Firefox"}


def test_every_entry_is_listed_once(trail: Store) -> None:
    """They are read in several batches."""
    seen = [entry.id for entry in trail.audit.list_newest("A", 5000)]
    assert len(seen) == len(set(seen)) == 1204
    assert seen == sorted(seen, key=lambda entry: tuple(map(int, entry.split("-"))), reverse=True)


def test_the_history_of_one_record_says_what_it_became(trail: Store) -> None:
    history = trail.records.history("A", "dna_cases", "r5")
    after = [entry.after for entry in history]
    assert [record.data if record else None for record in after] == [
        {"edited": 3},
        {"edited": 2},
        {"edited": 1},
        {"n": 5},
    ]
    assert [entry.before for entry in history] == [*(entry.id for entry in history[1:]), ""]
    assert trail.records.history("A", "dna_cases", "never") == []


def test_the_whole_trail_is_walked_in_order(trail: Store) -> None:
    entries = list(trail.audit.walk("A"))
    assert len(entries) == 1204
    assert [entry.act for entry in entries[-2:]] == ["edit", "sign_in"]
    assert trail.audit.newest("A") == entries[-1].id
    assert trail.audit.newest("B") == ""


def test_acts_of_nobody_are_in_the_trail_of_the_system(store: Store, alice: Trace, now: datetime) -> None:
    store.audit.enter(None, "sign_in_refused", trace=alice, now=now, address="nobody@example.com")
    (entry,) = store.audit.list_newest(None)
    assert (entry.act, entry.ip, entry.about) == ("sign_in_refused", "192.0.2.1", {"address": "nobody@example.com"})


def test_what_records_use_is_not_for_other_acts(store: Store, alice: Trace, now: datetime) -> None:
    with pytest.raises(ValueError, match="after"):
        store.audit.enter("A", "export", trace=alice, now=now, after="{}")


def test_the_trail_proves_what_is_stored(trail: Store) -> None:
    assert find_differences(trail.client, "A") == []
    assert find_differences(trail.client, "NOBODY") == []


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        (["HSET", "cs:{u:A}:rec:dna_cases", "r5", "{}"], "differs from the audit trail in r5"),
        (["HDEL", "cs:{u:A}:rec:dna_cases", "r5"], "lacks r5"),
        (["HSET", "cs:{u:A}:rec:cancellations", "x", "{}"], "has x, which the audit trail does not have"),
        (["SREM", "cs:{u:A}:links:p1", "dna_cases/r7"], "lacks dna_cases/r7"),
        (["HINCRBY", "cs:{u:A}:summary", "dna_cases:count", "1"], "summary differs from the audit trail"),
    ],
)
def test_damage_is_found_and_mended_from_the_trail(
    trail: Store, damage: list[str], complaint: str, now: datetime, alice: Trace
) -> None:
    before = trail.records.list("A", "dna_cases")
    trail.client.execute_command(*damage)
    assert any(complaint in sentence for sentence in find_differences(trail.client, "A"))
    assert rebuild_user(trail.client, "A", trace=alice, now=now) == 1200
    assert find_differences(trail.client, "A") == []
    assert trail.records.list("A", "dna_cases") == before


def test_a_gap_in_the_trail_is_found(trail: Store) -> None:
    entry = trail.records.history("A", "dna_cases", "r5")[1]
    trail.client.xdel("cs:{u:A}:audit", entry.id)
    found = find_differences(trail.client, "A")
    assert any("does not follow the entry before it" in sentence for sentence in found)
    assert any("skips a revision" in sentence for sentence in found)


def test_a_change_during_a_rebuild_stops_it(
    trail: Store, alice: Trace, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage import trail as module

    follow = module.replay

    def change_meanwhile(entries: object) -> object:
        replayed = follow(entries)  # type: ignore[arg-type]
        trail.records.put("A", "dna_cases", "late", {}, op="late", seen_rev=0, trace=alice, now=now)
        return replayed

    monkeypatch.setattr(module, "replay", change_meanwhile)
    with pytest.raises(Conflict):
        rebuild_user(trail.client, "A", trace=alice, now=now)
    assert trail.records.get("A", "dna_cases", "late")


# --- salts ------------------------------------------------------------------------------------------------------------


def test_every_entry_has_a_salt_of_its_own(store: Store, alice: Trace, now: datetime) -> None:
    """From each script and from the acts that change no record; also of two changes in one step."""
    records = store.records
    items = [NewRecord(f"r{number}", {"n": number}, f"o{number}") for number in range(3)]
    records.put_many("A", "dna_cases", items, trace=alice, now=now)
    records.remove("A", "dna_cases", "r0", op="gone", seen_rev=1, trace=alice, now=now)
    records.restore("A", "dna_cases", "r0", op="back", trace=alice, now=now)
    records.replace_all("A", "dna_cases", items[:1], op="all", trace=alice, now=now)
    review = NewReview("v1", "feedback", "dna_cases", "r0", "draft", "BOB", "", "Words")
    store.reviews.put("A", review, op="v", seen_rev=0, trace=Trace("BOB"), now=now)
    store.audit.enter("A", "sign_in", trace=alice, now=now)
    entries = list(store.audit.walk("A"))
    salts = [entry.salt for entry in entries]
    assert [entry.act for entry in entries] == [
        "add", "add", "add", "remove", "restore", "remove", "remove", "review", "sign_in",
    ]  # fmt: skip
    assert [len(b64decode(salt, validate=True)) for salt in salts] == [16] * len(entries)
    assert [b64encode(b64decode(salt)).decode() for salt in salts] == salts
    assert len(set(salts)) == len(entries)
    assert all("salt" not in (entry.about or {}) for entry in entries)


def test_a_replacement_that_removes_much_has_salts_enough(store: Store, alice: Trace, now: datetime) -> None:
    items = [NewRecord(f"r{number}", {"n": number}, f"o{number}") for number in range(250)]
    store.records.put_many("A", "dna_cases", items, trace=alice, now=now)
    done = store.records.replace_all("A", "dna_cases", [], op="all", trace=alice, now=now)
    assert done.removed == 250
    assert store.records.replace_all("A", "dna_cases", [], op="all", trace=alice, now=now) == done
    assert len({entry.salt for entry in store.audit.walk("A")} - {""}) == 500
    assert find_differences(store.client, "A") == []


def test_the_same_change_twice_has_two_salts(store: Store, alice: Trace, now: datetime) -> None:
    for uid in ("A", "B"):
        store.records.put(uid, "dna_cases", "r1", {"n": 1}, op="o1", seen_rev=0, trace=alice, now=now)
    (one,), (other,) = store.audit.walk("A"), store.audit.walk("B")
    assert one.after_text == other.after_text
    assert one.salt != other.salt


def test_entries_of_before_salts_stay_valid(trail: Store, alice: Trace, now: datetime) -> None:
    """A trail as an earlier version left it, and changes of today after it: proved, read and rebuilt as one."""
    client, name = trail.client, "cs:{u:A}:audit"
    for entry_id, fields in client.xrange(name):
        client.xdel(name, entry_id)
        fields.pop("salt")
        client.xadd("cs:{u:A}:unsalted", fields, id=entry_id)
    client.rename("cs:{u:A}:unsalted", name)
    later = now + timedelta(days=9)
    trail.records.put("A", "dna_cases", "r5", {"edited": 4}, op="e4", seen_rev=4, trace=alice, now=later)
    history = trail.records.history("A", "dna_cases", "r5")
    assert [bool(entry.salt) for entry in history] == [True, False, False, False, False]
    assert find_differences(client, "A") == []
    before = trail.records.list("A", "dna_cases")
    client.delete("cs:{u:A}:rec:dna_cases")
    assert rebuild_user(client, "A", trace=alice, now=later) == 1200
    assert trail.records.list("A", "dna_cases") == before
    assert find_differences(client, "A") == []


def test_an_entry_that_is_taken_out_takes_its_salt_along(trail: Store) -> None:
    entry = trail.audit.list_newest("A", 1)[0]
    before = trail.client.xrange("cs:{u:A}:audit")
    trail.audit.take_out("A", [entry.id])
    assert trail.client.xrange("cs:{u:A}:audit") == [kept for kept in before if kept[0] != entry.id]
    assert entry.salt.encode() not in trail.client.dump("cs:{u:A}:audit")


def test_a_trail_whose_entries_are_all_taken_out_goes_on(trail: Store, alice: Trace, now: datetime) -> None:
    trail.audit.enter("Z", "first", trace=alice, now=now)
    trail.audit.take_out("Z", [entry.id for entry in trail.audit.walk("Z")])
    assert list(trail.audit.walk("Z")) == []
    trail.audit.enter("Z", "second", trace=alice, now=now)
    assert [entry.act for entry in trail.audit.walk("Z")] == ["second"]
