"""Feedback through its life: drafted, released, mended, doubled, refused, looked back on; work handed in for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from storage import Store
from storage.errors import Conflict, NotFound, Refused
from storage.record import Trace
from storage.reviews import NewReview, StoredReview
from storage.trail import find_differences, rebuild_user

BOB = Trace("BOB", "trace-2", "192.0.2.2")
ON_RECORD = NewReview("v1", "feedback", "dna_cases", "r1", "draft", "BOB", "good", 'Say "when".')
ON_MODULE = NewReview("v2", "feedback", "dna_cases", "", "released", "BOB", "excellent", "All of it is right.")
HANDED_IN = NewReview("in", "submission", "dna_cases", "", "submitted", "A")
Put = Callable[..., StoredReview]


@pytest.fixture
def put(store: Store, now: datetime) -> Put:
    def put(new: NewReview, op: str, seen: int | None = None, **more: object) -> StoredReview:
        return store.reviews.put("A", new, op=op, seen_rev=seen, **({"trace": BOB, "now": now} | more))  # type: ignore[arg-type]

    return put


@pytest.fixture(autouse=True)
def one_record(store: Store, alice: Trace, now: datetime) -> None:
    store.records.put(
        "A", "dna_cases", "r1", {"a": 1}, op="o1", seen_rev=0, trace=alice, now=now, rules_version="2026-11"
    )


def test_every_version_is_kept_and_the_trail_has_them_all(store: Store, put: Put, now: datetime) -> None:
    later = now + timedelta(hours=1)
    put(ON_RECORD, "op1")
    put(replace(ON_RECORD, state="released"), "op2", 1, now=later)
    put(replace(ON_RECORD, state="released", text="Say when and how."), "op3", 2, now=later + timedelta(hours=1))
    review = store.reviews.get("A", "v1")
    assert (review.rev, review.text, review.is_released) == (3, "Say when and how.", True)
    assert review.released_at == later.isoformat(timespec="milliseconds")
    versions = store.reviews.history("A", "v1")
    assert [(one.rev, one.state, one.text) for _, one in versions] == [
        (3, "released", "Say when and how."),
        (2, "released", 'Say "when".'),
        (1, "draft", 'Say "when".'),
    ]
    assert {(entry.act, entry.actor, entry.module, entry.record, entry.ip) for entry, _ in versions} == {
        ("review", "BOB", "dna_cases", "r1", "192.0.2.2")
    }
    assert find_differences(store.client, "A") == []


def test_the_same_operation_again_is_stored_once(store: Store, put: Put, now: datetime) -> None:
    first = put(ON_RECORD, "op1")
    again = put(ON_RECORD, "op1", now=now + timedelta(minutes=1))
    put(replace(ON_RECORD, verdict="incorrect"), "op2", 1)
    once_more = put(ON_RECORD, "op1", now=now + timedelta(minutes=2))
    assert (first.replayed, again.replayed, once_more.replayed) == (False, True, True)
    assert first.review == again.review == once_more.review
    assert store.reviews.get("A", "v1").verdict == "incorrect"


def test_a_version_made_from_an_old_one_is_a_conflict(store: Store, put: Put) -> None:
    put(ON_RECORD, "op1")
    put(replace(ON_RECORD, text="Newer."), "op2", 1)
    for seen in (0, 1):
        with pytest.raises(Conflict) as conflict:
            put(replace(ON_RECORD, text="Mine."), f"late{seen}", seen)
        assert conflict.value.theirs.data["text"] == "Newer."  # type: ignore[attr-defined]
    with pytest.raises(NotFound):
        put(replace(ON_RECORD, id="v9"), "op4", 1)
    assert store.reviews.get("A", "v1").text == "Newer."


def test_the_summary_says_what_was_handed_in_and_reviewed(store: Store, put: Put, now: datetime) -> None:
    later = now + timedelta(days=1)
    put(HANDED_IN, "op1")
    handed_in = store.records.summary("A")["dna_cases"]
    put(replace(ON_MODULE, state="draft"), "op2", now=later)
    drafted = store.records.summary("A")["dna_cases"]
    put(ON_MODULE, "op3", 1, now=later)
    reviewed = store.records.summary("A")["dna_cases"]
    put(replace(HANDED_IN, state="withdrawn"), "op4", 1, now=later)
    assert (handed_in.submitted, handed_in.reviewed, handed_in.rules) == (
        now.isoformat(timespec="milliseconds"),
        "",
        "2026-11",
    )
    assert drafted == handed_in
    assert (reviewed.reviewed, reviewed.grade) == (later.isoformat(timespec="milliseconds"), "excellent")
    assert store.records.summary("A")["dna_cases"].submitted == ""
    assert (reviewed.count, reviewed.rev, reviewed.last_change) == (1, 1, handed_in.last_change)
    assert find_differences(store.client, "A") == []


def test_reviews_are_listed_by_module_record_and_kind(store: Store, put: Put, now: datetime) -> None:
    put(ON_RECORD, "op1")
    put(ON_MODULE, "op2", now=now + timedelta(minutes=1))
    put(HANDED_IN, "op3", now=now + timedelta(minutes=2))
    put(NewReview("v4", "second_reading", "validator", "r7", "released", "BOB", "agree", more={"of": 2}), "op4")
    assert [one.id for one in store.reviews.list("A", module="dna_cases")] == ["in", "v2", "v1"]
    assert [one.id for one in store.reviews.list("A", module="dna_cases", record="r1")] == ["v1"]
    assert [one.id for one in store.reviews.list("A", record="", kind="feedback")] == ["v2"]
    assert store.reviews.list("A", kind="second_reading")[0].more == {"of": 2}
    assert store.reviews.list_of_many(["A", "B"])["B"] == []


def test_what_cannot_be_a_review_is_refused(store: Store, put: Put) -> None:
    for wrong in (
        replace(ON_RECORD, text="x" * 20_001),
        replace(ON_RECORD, module="no module"),
        replace(ON_RECORD, record="r" * 201),
        replace(ON_RECORD, state="lost"),  # type: ignore[arg-type]
        replace(ON_RECORD, author=""),
    ):
        with pytest.raises(Refused):
            put(wrong, "op")
    assert store.reviews.list("A") == []


def test_reviews_come_back_from_the_trail_alone(store: Store, put: Put, now: datetime) -> None:
    put(ON_RECORD, "op1")
    put(ON_MODULE, "op2")
    put(HANDED_IN, "op3")
    before, summary = store.reviews.list("A"), store.records.summary("A")
    store.client.delete("cs:{u:A}:reviews", "cs:{u:A}:summary")
    assert len(find_differences(store.client, "A")) > 3
    rebuild_user(store.client, "A", trace=BOB, now=now)
    assert (store.reviews.list("A"), store.records.summary("A")) == (before, summary)
