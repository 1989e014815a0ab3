"""How long saves take, and how far learners agree, from made-up trails and records."""

from __future__ import annotations

from datetime import datetime, timedelta

from dashapp.context import Clockstart
from pages.student_progress_monitor.service import agreement, time_taken
from storage.record import NewRecord, Trace
from tests.cast import Cast
from tests.unit.dashapp.conftest import NOW

KEY = "dna_cases"


def save(clockstart: Clockstart, uid: str, record: str, at: datetime, pathway: str) -> None:
    seen = 0 if clockstart.store.records.find(uid, KEY, record) is None else 1
    clockstart.store.records.put(
        uid, KEY, record, {"n": str(at)}, op=f"{record}{at}", seen_rev=seen, trace=Trace(uid), now=at, links=[pathway]
    )


def test_pace_counts_gaps_within_a_sitting_only(clockstart: Clockstart, cast: Cast) -> None:
    uid, at = cast.alice.uid, NOW
    for minutes, record, pathway in (
        (0, "r1", "p1"),  # first of a sitting: not counted
        (4, "r2", "p1"),
        (6, "r3", "p2"),
        (2, "r2", "p1"),  # an edit: counts for its pathway, not as a new record
        (31, "r4", "p3"),  # after a break: not counted
        (8, "r5", "p3"),
    ):
        at += timedelta(minutes=minutes)
        save(clockstart, uid, record, at, pathway)
    found = time_taken.measure(clockstart, uid)
    assert found == time_taken.Pace("6 minutes", "6 minutes")  # records 4, 6, 8; pathways p1 6, p2 6, p3 8
    assert time_taken.measure(clockstart, cast.charlie.uid) is None


def test_agreement_takes_pairs_on_the_same_patient_and_day(clockstart: Clockstart, cast: Cast) -> None:
    module = clockstart.registry.find_by_store_key(KEY)
    assert module is not None
    same = {"nhs_number": "9990000018", "appointment_date": "2026-05-12"}
    told = {
        cast.alice.uid: [{**same, "action": "discharge", "specialty": "C_110"}],
        cast.charlie.uid: [{**same, "action": "rebook_contact_awaited", "specialty": "C_110"}],
        cast.bob.uid: [
            {**same, "appointment_date": "2026-05-13", "action": "discharge"},
            {**same, "nhs_number": "9990000026", "action": "discharge"},
            {**same, "nhs_number": "9990000026", "action": "discharge"},
        ],
    }
    for uid, answers in told.items():
        items = [NewRecord(f"r{at}", data, f"o{at}") for at, data in enumerate(answers)]
        clockstart.store.records.put_many(uid, KEY, items, trace=Trace(uid), now=NOW)
    found = agreement.compare(clockstart, module, list(told))
    assert (found.pathways, found.learners, found.same / found.pairs) == (1, 2, 0.5)
    assert [(one.pairs, one.same) for one in found.questions] == [(1, 0), (1, 1)]
