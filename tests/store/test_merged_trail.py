"""Many trails read as one: the order, the pages in both directions, a date as a place, and how little is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random

import pytest

from storage import Store
from storage.errors import Refused
from storage.merged_trail import MergedTrail, Place, Stretch, TrailStep
from storage.record import NewRecord, Trace, milliseconds

UIDS = ["A", "B", "C", ""]
WHO = Trace("BOB", "trace", "192.0.2.1")


@pytest.fixture
def trail(store: Store, now: datetime) -> MergedTrail:
    """Four trails of uneven length; some entries of different people share their moment."""
    random = Random(7)
    moment = now
    for number in range(400):
        moment += timedelta(milliseconds=random.choice((0, 0, 1, 60_000)))
        uid = random.choices(UIDS, weights=(60, 25, 14, 1))[0]
        store.audit.enter(uid or None, "sign_in", trace=WHO, now=moment, number=str(number))
    return MergedTrail(store.client, UIDS)


def numbers(steps: Iterator[TrailStep]) -> list[int]:
    return [int((step.entry.about or {})["number"]) for step in steps]


def test_one_order_whichever_way_it_is_read(trail: MergedTrail) -> None:
    newest = list(trail.walk())
    assert newest == list(reversed(list(trail.walk(newest_first=False))))
    assert sorted(numbers(iter(newest))) == list(range(400))
    moments = [step.entry.at for step in newest]
    assert moments == sorted(moments, reverse=True)
    assert {step.uid for step in newest} == set(UIDS)


@pytest.mark.parametrize("newest_first", [True, False])
def test_pages_follow_each_other_without_gap_or_repeat(trail: MergedTrail, newest_first: bool) -> None:
    whole = numbers(trail.walk(newest_first=newest_first))
    read: list[int] = []
    beyond = None
    while page := list(islice(trail.walk(Stretch(beyond=beyond), newest_first=newest_first), 7)):
        read += numbers(iter(page))
        beyond = Place.read(str(page[-1].place))
    assert read == whole


def test_a_date_is_a_place(trail: MergedTrail) -> None:
    everything = list(trail.walk())
    since, until = (everything[place].place.ms for place in (300, 100))
    wanted = [step for step in everything if since <= step.place.ms < until]
    assert list(trail.walk(Stretch(since, until))) == wanted
    assert list(trail.walk(Stretch(since, until), newest_first=False)) == wanted[::-1]
    outside = Stretch(since, until, beyond=everything[0].place)
    assert list(trail.walk(outside)) == wanted
    assert list(trail.walk(Stretch(since, until, beyond=everything[-1].place), newest_first=False)) == wanted[::-1]


def test_a_page_of_many_people_fetches_little(store: Store, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """60 people with 200 entries each: a page of 50 needs a few entries of each, not 12,000."""
    for person in range(60):
        items = [NewRecord(f"r{number}", {"n": number}, f"o{number}") for number in range(200)]
        store.records.put_many(
            f"P{person}", "dna_cases", items, trace=WHO, now=now + timedelta(seconds=(person * 37) % 60)
        )
    fetched = 0

    def counting(*told: object) -> object:
        nonlocal fetched
        fetched += 1
        return real(*told)

    from storage import merged_trail

    real = merged_trail.read_entry
    monkeypatch.setattr(merged_trail, "read_entry", counting)
    trail = MergedTrail(store.client, [f"P{person}" for person in range(60)])
    page = list(islice(trail.walk(Stretch(until=milliseconds(now) + 30_000)), 50))
    assert len(page) == 50
    assert fetched < 1_000


def test_a_place_is_read_back_and_nothing_else_is_one() -> None:
    for place in (Place(5, 1, "01AB"), Place(5)):
        assert Place.read(str(place)) == place
    for wrong in ("", "5", "5-1.", "x-1", "5-1.a b", "-1-1", "5-1.{u:x}", "9" * 30 + "-1"):
        with pytest.raises(Refused):
            Place.read(wrong)


def test_an_entry_is_found_where_its_moment_says(store: Store, now: datetime) -> None:
    stored = store.records.put("A", "dna_cases", "r1", {"n": 1}, op="o", seen_rev=0, trace=WHO, now=now).record
    entered = store.audit.enter("A", "sign_in", trace=WHO, now=now + timedelta(hours=1))
    assert stored.audit == f"{milliseconds(now)}-0"
    assert entered == f"{milliseconds(now + timedelta(hours=1))}-0"


def test_a_clock_that_runs_behind_loses_no_entry_and_keeps_the_order(store: Store, now: datetime) -> None:
    late = datetime(2100, 1, 1, tzinfo=UTC)
    store.audit.enter("A", "sign_in", trace=WHO, now=late)
    store.audit.enter("A", "sign_out", trace=WHO, now=now)
    store.records.put("A", "dna_cases", "r1", {"n": 1}, op="o", seen_rev=0, trace=WHO, now=now)
    entries = list(store.audit.walk("A"))
    assert [entry.act for entry in entries] == ["sign_in", "sign_out", "add"]
    assert [entry.id for entry in entries] == [f"{milliseconds(late)}-{count}" for count in range(3)]
    assert entries[1].at.startswith("2026")
