"""The engine behind rows, clocks and snapshots: when a value is used again, brought up, taken up from another process,
built again or left to a job. The value here is how many records there are."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from dashapp.context import Clockstart
from dashapp.services.derived import kept, projections
from dashapp.services.derived.kept import Kept, KeptValues, Stamp
from dashapp.services.derived.projections import NONE, Projection, Summary, Tell
from dashapp.services.jobs.prepared import MustWait
from storage.record import NewRecord, Trace
from tests.cast import Cast
from tests.unit.dashapp.conftest import NOW

KEY = "dna_cases"


@dataclass(frozen=True, slots=True)
class Count(Projection[int]):
    """What was done is noted in `did`; what was stored, in `stored`."""

    kind = "count"
    did: list[str] = field(default_factory=list)
    stored: list[Kept[int]] = field(default_factory=list)
    advances: bool = True

    def stamp(self, clockstart: Clockstart, summary: Summary) -> Stamp:
        return Stamp(clockstart.today.isoformat(), summary.get(KEY, NONE).rev)

    def build(self, clockstart: Clockstart, uid: str, before: int | None, tell: Tell) -> int:
        self.did.append(f"build from {before}")
        return len(clockstart.store.records.list(uid, KEY))

    def advance(self, clockstart: Clockstart, uid: str, kept: Kept[int], now: Stamp) -> int | None:
        if not self.advances:
            return None
        self.did.append("advance")
        return kept.value + now.rev - kept.stamp.rev

    def weigh(self, value: int) -> int:
        return 100 * value

    def find_stored(self, clockstart: Clockstart, uid: str) -> Kept[int] | None:
        self.did.append("look")
        return self.stored[-1] if self.stored else None

    def store(self, clockstart: Clockstart, uid: str, kept: Kept[int]) -> None:
        self.stored.append(kept)


@pytest.fixture
def count(clockstart: Clockstart) -> Count:
    module = clockstart.registry.find_by_store_key(KEY)
    assert module is not None
    return Count(module)


def add(clockstart: Clockstart, uid: str, first: int, after: int) -> None:
    records = [NewRecord(f"r{n}", {}, f"o{n}") for n in range(first, after)]
    clockstart.store.records.put_many(uid, KEY, records, trace=Trace(uid), now=NOW)


def test_a_value_is_made_once_and_then_brought_up(clockstart: Clockstart, cast: Cast, count: Count) -> None:
    uid = cast.alice.uid
    add(clockstart, uid, 0, 3)
    assert [count.read(clockstart, uid) for _ in range(2)] == [3, 3]
    add(clockstart, uid, 3, 4)
    assert [count.read(clockstart, uid) for _ in range(2)] == [4, 4]
    assert count.did == ["look", "build from None", "advance"]
    assert count.stored == []


def test_a_long_one_is_taken_up_by_another_process(clockstart: Clockstart, cast: Cast, count: Count) -> None:
    uid, other = cast.alice.uid, replace(clockstart, kept=KeptValues())
    add(clockstart, uid, 0, projections.RECORDS_WORTH_STORING)
    count.read(clockstart, uid)
    count.did.clear()
    assert count.read(other, uid) == projections.RECORDS_WORTH_STORING
    assert count.did == ["look"]


def test_it_is_stored_again_after_many_changes(clockstart: Clockstart, cast: Cast, count: Count) -> None:
    uid, long = cast.alice.uid, projections.RECORDS_WORTH_STORING
    add(clockstart, uid, 0, long)
    count.read(clockstart, uid)
    add(clockstart, uid, long, long + projections.CHANGES_WORTH_STORING - 1)
    count.read(clockstart, uid)
    assert len(count.stored) == 1
    add(clockstart, uid, long * 2, long * 2 + projections.CHANGES_WORTH_STORING)
    count.read(clockstart, uid)
    assert len(count.stored) == 2


def test_what_cannot_be_brought_up_is_built_from_what_there_was_that_day(
    clockstart: Clockstart, cast: Cast, count: Count
) -> None:
    uid, still = cast.alice.uid, replace(count, advances=False)
    add(clockstart, uid, 0, 3)
    still.read(clockstart, uid)
    add(clockstart, uid, 3, 4)
    assert still.read(clockstart, uid) == 4
    tomorrow = replace(clockstart, clock=replace(clockstart.clock, fixed_today=NOW.date().replace(year=2027)))
    assert still.read(tomorrow, uid) == 4
    assert [one for one in count.did if one != "look"] == ["build from None", "build from 3", "build from None"]


def test_more_than_a_page_can_wait_for_is_left_to_a_job(
    clockstart: Clockstart, cast: Cast, count: Count, monkeypatch: pytest.MonkeyPatch
) -> None:
    for uid in (cast.alice.uid, cast.bob.uid):
        add(clockstart, uid, 0, 3)
    uids = [cast.alice.uid, cast.bob.uid, cast.charlie.uid]
    monkeypatch.setattr(projections, "WHOLE_AT_MOST", 5)
    with pytest.raises(MustWait) as told:
        count.read_many(clockstart, uids)
    assert (told.value.kind, told.value.arguments) == ("count", (uids[:2],))
    told_of: list[Any] = []
    count.make(clockstart, cast.alice.uid, clockstart.store.records.summary(cast.alice.uid), told_of.append)
    assert len(count.stored) == 1  # short, but a job made it
    assert count.read_many(clockstart, uids) == [3, 3, 0]


def test_those_not_used_for_longest_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "BYTES_AT_MOST", 100)
    values, stamp = KeptValues(), Stamp("", 1)
    values.put_many("count", {"a": Kept(1, stamp, 60), "b": Kept(2, stamp, 30)})
    assert values.find("count", "a") is not None
    values.put_many("count", {"c": Kept(3, stamp, 30)})
    assert set(values.find_many("count", ["a", "b", "c"])) == {"a", "c"}
    values.put_many("other", {"a": Kept(4, stamp, 1_000)})
    assert (values.find("count", "a"), values.find("other", "a")) == (None, Kept(4, stamp, 1_000))
