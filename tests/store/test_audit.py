"""Reading the trail: by page, by record, from a cursor; and the proof against what is stored."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from storage import Store
from storage.errors import Conflict
from storage.record import NewRecord, Trace
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


def test_pages_are_newest_first_and_go_on_where_they_ended(trail: Store) -> None:
    first = trail.audit.page("A", limit=2)
    second = trail.audit.page("A", limit=2, cursor=first.cursor)
    assert [entry.act for entry in first.entries + second.entries] == ["sign_in", "edit", "edit", "edit"]
    assert first.entries[0].about == {"device": "Firefox"}


def test_every_entry_is_on_exactly_one_page(trail: Store) -> None:
    cursor, seen = "", []
    while True:
        page = trail.audit.page("A", limit=100, cursor=cursor)
        seen += [entry.id for entry in page.entries]
        cursor = page.cursor
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 1204
    assert seen == sorted(seen, key=lambda entry: tuple(map(int, entry.split("-"))), reverse=True)


def test_pages_are_narrowed_down(trail: Store, now: datetime) -> None:
    def ids(**wanted: str) -> list[str]:
        return [entry.record for entry in trail.audit.page("A", limit=5, **wanted).entries]

    assert ids(actor="BOB") == ["r5", "r5", "r5"]
    assert ids(record="r5", act="add", module="dna_cases") == ["r5"]
    assert ids(module="cancellations") == []
    assert ids(since=(now + timedelta(days=3)).isoformat(timespec="milliseconds")) == ["", "r5"]


def test_until_a_moment_is_before_it_and_since_a_moment_from_it(trail: Store, now: datetime) -> None:
    moment = (now + timedelta(days=2)).isoformat(timespec="milliseconds")
    before = [entry.at for entry in trail.audit.page("A", limit=2000, until=moment).entries]
    after = [entry.at for entry in trail.audit.page("A", limit=2000, since=moment).entries]
    assert (len(before), len(after)) == (1201, 3)
    assert max(before) < moment == min(after)


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
    (entry,) = store.audit.page(None).entries
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
