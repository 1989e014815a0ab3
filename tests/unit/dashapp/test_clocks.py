"""Clocks in columns: the same as each record's own, kept up with every change, long lists only after a job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import numpy as np
import pytest

from dashapp.context import Clockstart, PracticeClock
from dashapp.demo.stories import STORIES, tell
from dashapp.services.derived import clocks, projections
from dashapp.services.derived.clock_columns import LINES, STATUSES, ClockColumns
from dashapp.services.derived.clocks import read_clocks
from dashapp.services.jobs import jobs
from dashapp.services.jobs.jobs import Watch
from dashapp.services.jobs.prepared import MustWait
from dashapp.services.records.examples import make_patients, make_record, make_records
from dashapp.services.records.pathways import PTL
from dashapp.services.records.records import RULES_VERSION, make_case
from storage.errors import NotFound
from storage.links import links_of
from storage.record import NewRecord, Trace
from tests.cast import Cast
from tests.unit.dashapp.conftest import NOW, TODAY

REFERRED: dict[str, Any] = {
    "treatment_function": "C_110",
    "referral_source": "gp",
    "referral_route": "letter",
    "referral_received": "2026-02-02",
    "priority": "routine",
    "commissioner": "15N",
    "patient_name": "Rowan Ashdown",
    "nhs_number": "9996729400",
}
Told = set[tuple[Any, ...]]


LISTED = 40 + len(STORIES)
"""The pathways of `filled`."""


@pytest.fixture
def filled(clockstart: Clockstart, cast: Cast) -> Clockstart:
    """Alice has forty pathways and the stories told across modules."""
    uid, module = cast.alice.uid, clockstart.registry.find_by_store_key(PTL)
    assert module is not None
    patients = make_patients(7, TODAY)
    made = make_records(clockstart, module, patients, Random(7), LISTED - len(STORIES))
    clockstart.store.records.put_many(uid, PTL, made, trace=Trace(uid), now=NOW)
    for story in STORIES:
        for key, record in tell(clockstart, story, next(patients)):
            clockstart.store.records.put_many(uid, key, [record], trace=Trace(uid), now=NOW)
    return clockstart


def put(clockstart: Clockstart, uid: str, key: str, record_id: str, data: Mapping[str, Any], seen: int = 0) -> None:
    links = links_of(key, record_id, data)
    clockstart.store.records.put(
        uid, key, record_id, data, op=f"{record_id}{seen}", seen_rev=seen, trace=Trace(uid), now=NOW,
        links=links, rules_version=RULES_VERSION,
    )  # fmt: skip


def tell_columns(columns: ClockColumns) -> Told:
    """Every period as plain values."""
    return {
        (
            columns.ids[row["record"]],
            row["start"].item(),
            row["stop"].item(),
            bool(row["admitted"]),
            bool(row["nullified"]),
            row["decided"].item(),
            STATUSES[row["status"]],
            LINES[row["line"]],
            columns.words["commissioner"][row["commissioner"]],
        )
        for row in columns.rows
    }


def tell_cases(clockstart: Clockstart, uid: str) -> Told:
    """The same, record by record, as the pages read them."""
    module = clockstart.registry.find_by_store_key(PTL)
    assert module is not None
    told = set()
    for record in clockstart.store.records.list(uid, PTL):
        case = make_case(clockstart, uid, module, record)
        for period in case.clocks.periods if case else ():
            told.add(
                (
                    record.id,
                    period.start,
                    period.stop,
                    period.pathway_type == "admitted",
                    period.nullified,
                    period.decided_to_admit,
                    case.clocks.status,
                    record.data["treatment_function"],
                    record.data.get("commissioner", ""),
                )
            )
    return told


def test_columns_say_what_each_record_says(filled: Clockstart, cast: Cast) -> None:
    columns = read_clocks(filled, [cast.alice.uid])
    assert tell_columns(columns) == tell_cases(filled, cast.alice.uid)
    assert columns.pathways == LISTED
    assert any(columns["nullified"])


def test_every_change_is_seen_at_once(filled: Clockstart, cast: Cast) -> None:
    uid, records = cast.alice.uid, filled.store.records
    pathway = records.list(uid, PTL)[0]
    read_clocks(filled, [uid])
    treated = {**REFERRED, "events": [{"date": "2026-03-02", "event": "treatment_started"}]}
    put(filled, uid, PTL, "new", treated)
    put(filled, uid, PTL, pathway.id, {**REFERRED, "commissioner": "93C"}, pathway.rev)
    assert tell_columns(read_clocks(filled, [uid])) == tell_cases(filled, uid)
    records.remove(uid, PTL, "new", op="gone", seen_rev=None, trace=Trace(uid), now=NOW)
    columns = read_clocks(filled, [uid])
    assert tell_columns(columns) == tell_cases(filled, uid)
    assert not any(columns.ids[row["record"]] == "new" for row in columns.rows)


def test_a_linked_record_moves_the_clock_it_hangs_on_and_lets_go_of_it(filled: Clockstart, cast: Cast) -> None:
    uid, records = cast.alice.uid, filled.store.records
    missed = records.list(uid, "dna_cases")[0]
    first = missed.links[0]
    put(filled, uid, PTL, "other", {**REFERRED, "referral_received": missed.data["appointment_date"]})
    assert sum(read_clocks(filled, [uid])["nullified"]) == 1
    put(filled, uid, "dna_cases", missed.id, {**missed.data, "link": "other"}, missed.rev)
    columns = read_clocks(filled, [uid])
    assert tell_columns(columns) == tell_cases(filled, uid)
    assert {columns.ids[row["record"]] for row in columns.rows if row["nullified"]} == {"other"} != {first}
    records.remove(uid, "dna_cases", missed.id, op="gone", seen_rev=None, trace=Trace(uid), now=NOW)
    assert not any(read_clocks(filled, [uid])["nullified"])


def test_an_event_ahead_counts_when_its_day_comes(clockstart: Clockstart, cast: Cast) -> None:
    uid, ahead = cast.alice.uid, TODAY + timedelta(days=10)
    put(clockstart, uid, PTL, "p1", {**REFERRED, "events": [{"date": ahead.isoformat(), "event": "treatment_started"}]})
    assert np.isnat(read_clocks(clockstart, [uid])["stop"][0])
    later = replace(clockstart, clock=PracticeClock(ahead, lambda: NOW))
    assert read_clocks(later, [uid])["stop"][0].item() == ahead
    assert np.isnat(read_clocks(clockstart, [uid])["stop"][0])


def test_records_without_a_clock_are_named(clockstart: Clockstart, cast: Cast) -> None:
    uid = cast.alice.uid
    put(clockstart, uid, PTL, "fine", REFERRED)
    put(clockstart, uid, PTL, "future", {**REFERRED, "referral_received": "2027-01-04"})
    item = NewRecord("odd", {"patient_name": "Nobody"}, "o1")
    clockstart.store.records.put_many(uid, PTL, [item], trace=Trace(uid), now=NOW)
    columns = read_clocks(clockstart, [uid])
    assert columns.pathways == 1
    assert columns.left_out == {(uid, "future"): "no_clock", (uid, "odd"): "not_accepted"}


def test_several_lists_are_read_as_one(filled: Clockstart, cast: Cast) -> None:
    put(filled, cast.bob.uid, PTL, "b1", {**REFERRED, "commissioner": "01A", "provider": "RXX"})
    both = read_clocks(filled, [cast.alice.uid, cast.bob.uid])
    assert tell_columns(both) == tell_cases(filled, cast.alice.uid) | tell_cases(filled, cast.bob.uid)
    his = both.where(both["owner"] == 1)
    assert both.people == (cast.alice.uid, cast.bob.uid)
    assert [both.words["provider"][number] for number in his["provider"]] == ["RXX"]
    assert both.matching("commissioner", ["01A"]).sum() == 1


def test_a_long_list_waits_for_its_job(filled: Clockstart, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projections, "WHOLE_AT_MOST", 20)
    uid = cast.alice.uid
    with pytest.raises(MustWait) as waiting:
        read_clocks(filled, [uid, cast.bob.uid])
    assert (waiting.value.kind, waiting.value.arguments) == ("clocks", ([uid],))
    assert f"{LISTED} pathways" in str(waiting.value)
    for asks in (cast.bob.uid, cast.charlie.uid):
        filled.store.jobs.create(asks, "j1", "clocks", now=NOW)
    with pytest.raises(NotFound):
        jobs.find_work(filled, "clocks")(filled, Watch(filled, cast.charlie.uid, "j1"), [uid, cast.bob.uid])
    told = jobs.find_work(filled, "clocks")(filled, Watch(filled, cast.bob.uid, "j1"), [uid, cast.bob.uid])
    assert told == {"pathways": LISTED, "people": 2}
    filled.kept.clear()
    assert tell_columns(read_clocks(filled, [uid, cast.bob.uid])) == tell_cases(filled, uid)


def test_too_many_changes_ask_for_the_job_again(
    filled: Clockstart, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = cast.alice.uid
    read_clocks(filled, [uid])
    monkeypatch.setattr(projections, "WHOLE_AT_MOST", 20)
    monkeypatch.setattr(clocks, "ENTRIES_AT_MOST", 2)
    put(filled, uid, PTL, "n1", REFERRED)
    assert read_clocks(filled, [uid]).pathways == LISTED + 1
    for number in range(2, 5):
        put(filled, uid, PTL, f"n{number}", REFERRED)
    with pytest.raises(MustWait):
        read_clocks(filled, [uid])


def test_examples_are_as_the_module_makes_them(clockstart: Clockstart, cast: Cast) -> None:
    """A record that no form let in is held to the module first."""
    module = clockstart.registry.find_by_store_key(PTL)
    assert module is not None
    uid, record = cast.alice.uid, make_record(clockstart, module, REFERRED)
    clockstart.store.records.put_many(uid, PTL, [replace(record, rules_version="")], trace=Trace(uid), now=NOW)
    assert read_clocks(clockstart, [uid]).pathways == 1
