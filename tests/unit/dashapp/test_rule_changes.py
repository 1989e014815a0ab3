"""What a new edition of the rule books changes: told once, only where the rules moved a clock, never guessed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from auth.actor import Actor, as_actor
from auth.errors import Forbidden
from dashapp.context import Clockstart
from dashapp.declare.meaning import Wait
from dashapp.declare.module import Module
from dashapp.services.derived import clocks, rule_changes
from dashapp.services.derived.clocks import ClocksProjection
from dashapp.services.derived.rule_changes import Notice
from dashapp.services.jobs.jobs import Watch
from dashapp.services.records.pathways import PTL
from storage.errors import StorageError
from storage.record import Trace
from tests.cast import Cast
from tests.unit.dashapp.conftest import NOW

EARLIER = "2020-01"
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
NOTE = {"event": "appointment_attended", "date": "2026-03-02", "decision": "not for discharge"}


@dataclass(frozen=True)
class Queued:
    """A queue that no worker takes anything from."""

    asked: list[str]

    def enqueue(self, kind: str, uid: str, job_id: str, arguments: tuple[Any, ...]) -> None:
        self.asked.append(kind)


@pytest.fixture
def alice(cast: Cast) -> Actor:
    return as_actor(cast.alice)


def add(clockstart: Clockstart, uid: str, record_id: str, rules: str = EARLIER, seen: int = 0, **answers: Any) -> None:
    """Save a pathway, as saved under these rule books; `seen` is the revision that is changed."""
    clockstart.store.records.put(
        uid,
        PTL,
        record_id,
        {**REFERRED, **answers},
        op=f"{record_id} {seen}",
        seen_rev=seen,
        rules_version=rules,
        trace=Trace(uid),
        now=NOW,
    )


@pytest.fixture
def read_by_earlier(
    clockstart: Clockstart, alice: Actor, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Sequence[str]], None]:
    """Have alice's clocks read by an edition that stopped those of these records with 34."""
    read_now = rule_changes.read_record

    def read_then(clockstart: Clockstart, module: Module, record: Any, others: Any, made_from: str) -> Any:
        reading = read_now(clockstart, module, record, others, made_from)
        if record.id not in stopped:
            return reading
        return replace(reading, waits=(Wait("RTT", "2026-02-02", "2026-03-02", "code 34"),), rules=("ST4", "SP10"))

    stopped: list[str] = []

    def read(record_ids: Sequence[str]) -> None:
        stopped[:] = record_ids
        with monkeypatch.context() as patched:
            patched.setattr(rule_changes, "RULES_VERSION", EARLIER)
            patched.setattr(rule_changes, "read_record", read_then)
            assert rule_changes.catch_up(clockstart, alice) is None

    return read


def only_notice(clockstart: Clockstart, uid: str) -> Notice:
    (notice,) = rule_changes.list_unseen(clockstart, uid)
    return notice


def test_a_clock_that_the_rules_moved_is_told_with_both_readings_and_the_rule(
    clockstart: Clockstart, alice: Actor, read_by_earlier: Callable[[Sequence[str]], None]
) -> None:
    add(clockstart, alice.uid, "moved", events=[NOTE])
    add(clockstart, alice.uid, "same")
    read_by_earlier(["moved"])
    assert rule_changes.list_notices(clockstart, alice.uid) == []
    rule_changes.catch_up(clockstart, alice)
    notice = only_notice(clockstart, alice.uid)
    assert (notice.earlier, notice.edition) == (EARLIER, rule_changes.RULES_VERSION)
    assert (len(notice.changes), notice.same, notice.unread) == (1, 1, 0)
    (change,) = notice.changes
    assert (change.record_id, change.name) == ("moved", "Rowan Ashdown")
    assert change.before == (Wait("RTT", "2026-02-02", "2026-03-02", "code 34"),)
    assert change.after == (Wait("RTT", "2026-02-02", "", ""),)
    assert "EV-3" in change.rules
    assert "ST4" not in change.rules


def test_it_is_told_once_and_the_telling_is_in_the_trail(
    clockstart: Clockstart, alice: Actor, read_by_earlier: Callable[[Sequence[str]], None]
) -> None:
    add(clockstart, alice.uid, "moved")
    read_by_earlier(["moved"])
    rule_changes.catch_up(clockstart, alice)
    with pytest.raises(Forbidden):
        rule_changes.put_away(clockstart, replace(alice, viewing="ADA"), Trace("ADA"))
    assert rule_changes.put_away(clockstart, alice, Trace(alice.uid)) == 1
    assert rule_changes.put_away(clockstart, alice, Trace(alice.uid)) == 0
    rule_changes.catch_up(clockstart, alice)
    assert rule_changes.list_unseen(clockstart, alice.uid) == []
    assert len(rule_changes.list_notices(clockstart, alice.uid)) == 1
    acts = [entry.act for entry in clockstart.store.audit.walk(alice.uid)]
    assert acts.count("rule_changes_seen") == 1


def test_a_record_that_was_changed_since_is_not_held_against_the_rules(
    clockstart: Clockstart, alice: Actor, read_by_earlier: Callable[[Sequence[str]], None]
) -> None:
    add(clockstart, alice.uid, "moved")
    add(clockstart, alice.uid, "edited")
    read_by_earlier(["moved", "edited"])
    add(clockstart, alice.uid, "edited", seen=1, referral_received="2026-02-09")
    rule_changes.catch_up(clockstart, alice)
    notice = only_notice(clockstart, alice.uid)
    assert [change.record_id for change in notice.changes] == ["moved"]
    assert (notice.same, notice.unread) == (0, 1)


def test_without_an_earlier_reading_that_is_said_and_nothing_is_claimed(clockstart: Clockstart, alice: Actor) -> None:
    add(clockstart, alice.uid, "one")
    add(clockstart, alice.uid, "two")
    rule_changes.catch_up(clockstart, alice)
    notice = only_notice(clockstart, alice.uid)
    assert (notice.changes, notice.same, notice.unread) == ((), 0, 2)


def test_records_of_this_edition_are_no_news(clockstart: Clockstart, alice: Actor) -> None:
    add(clockstart, alice.uid, "one", rules=rule_changes.RULES_VERSION)
    rule_changes.catch_up(clockstart, alice)
    assert rule_changes.list_notices(clockstart, alice.uid) == []


def test_broken_off_in_the_middle_nothing_is_lost(
    clockstart: Clockstart,
    alice: Actor,
    read_by_earlier: Callable[[Sequence[str]], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add(clockstart, alice.uid, "moved")
    read_by_earlier(["moved"])

    def fail(*_: Any) -> None:
        raise StorageError("The store is away.")

    with monkeypatch.context() as patched:
        patched.setattr(type(clockstart.store.worked_out), "put_readings", fail)
        with pytest.raises(StorageError):
            rule_changes.catch_up(clockstart, alice)
    rule_changes.catch_up(clockstart, alice)
    assert len(only_notice(clockstart, alice.uid).changes) == 1


def test_a_long_list_is_read_by_the_worker(
    clockstart: Clockstart,
    alice: Actor,
    read_by_earlier: Callable[[Sequence[str]], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add(clockstart, alice.uid, "moved")
    add(clockstart, alice.uid, "same")
    read_by_earlier(["moved"])
    monkeypatch.setattr(rule_changes, "READ_AT_ONCE", 1)
    asked: list[str] = []
    waiting = replace(clockstart, runner=Queued(asked))
    job = rule_changes.catch_up(waiting, alice)
    assert job is not None
    assert rule_changes.catch_up(waiting, alice) == job
    assert asked == [rule_changes.KIND]
    assert rule_changes.read_own(clockstart, Watch(clockstart, alice.uid, job.id)) == {"records": 2}
    clockstart.store.jobs.report(alice.uid, job.id, now=NOW, state="done")
    assert len(only_notice(clockstart, alice.uid).changes) == 1
    add(clockstart, alice.uid, "more")
    assert rule_changes.catch_up(waiting, alice) is None  # the list was read within the hour
    assert asked == [rule_changes.KIND]


def test_readings_that_are_only_kept_up_are_no_news(
    clockstart: Clockstart, alice: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(clockstart, alice.uid, "one", rules=rule_changes.RULES_VERSION)
    add(clockstart, alice.uid, "two", rules=rule_changes.RULES_VERSION)
    monkeypatch.setattr(rule_changes, "READ_AT_ONCE", 1)
    asked: list[str] = []
    assert rule_changes.catch_up(replace(clockstart, runner=Queued(asked)), alice) is None
    assert asked == [rule_changes.KIND]


def test_columns_of_an_earlier_edition_are_its_reading(
    clockstart: Clockstart, alice: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for record_id in ("moved", "same", "edited"):
        add(clockstart, alice.uid, record_id)
    module = clockstart.registry.find_by_store_key(PTL)
    assert module is not None
    projection = ClocksProjection(module)
    columns = projection.read(clockstart, alice.uid).columns
    rows, moved = columns.rows.copy(), columns.ids.index("moved")
    rows["stop"][rows["record"] == moved] = "2026-03-02"
    rows["stop_code"][rows["record"] == moved] = 34
    with monkeypatch.context() as patched:
        patched.setattr(clocks, "STAMP", f"{EARLIER} {clocks.LAYOUT}")
        kept = clockstart.kept.find(projection.name, alice.uid)
        assert kept is not None
        earlier = replace(kept.value, columns=replace(columns, rows=rows))
        projection.store(clockstart, alice.uid, replace(kept, value=earlier))
    add(clockstart, alice.uid, "edited", seen=1, referral_received="2026-02-09")
    clockstart.kept.clear()
    summary = clockstart.store.records.summary(alice.uid)
    projection.make(clockstart, alice.uid, summary, lambda _done: None)  # stored by this edition
    rule_changes.catch_up(clockstart, alice)
    notice = only_notice(clockstart, alice.uid)
    assert [(one.record_id, one.before) for one in notice.changes] == [
        ("moved", (Wait("RTT", "2026-02-02", "2026-03-02", "code 34"),))
    ]
    assert (notice.same, notice.unread) == (1, 1)
    assert clockstart.store.worked_out.find(alice.uid, clocks.BEFORE) is None


def test_text_that_no_longer_counts_is_a_worklist_until_it_is_put_right(clockstart: Clockstart, alice: Actor) -> None:
    add(clockstart, alice.uid, "note", events=[NOTE])
    add(clockstart, alice.uid, "fine")
    rule_changes.catch_up(clockstart, alice)
    (note,) = rule_changes.list_texts(clockstart, alice.uid)
    assert (note.record_id, note.says) == ("note", "Attended an appointment, decision: “not for discharge”")
    add(clockstart, alice.uid, "note", seen=1, events=[{**NOTE, "decision": "see_again"}])
    rule_changes.catch_up(clockstart, alice)
    assert rule_changes.list_texts(clockstart, alice.uid) == []
