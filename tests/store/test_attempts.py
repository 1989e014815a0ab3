"""Cases and marks of an attempt: in its own hash, by number, apart from everyone else's, and never in the trail."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path
from threading import Semaphore

import pytest

from storage import Store, keys, open_copy
from storage.attempts import ANSWERS, OPEN, SUBMITTED
from storage.backup import export_person
from storage.backup_file import BackupFile
from storage.errors import Conflict, Refused
from storage.record import Trace
from tests.store.conftest import everywhere


def test_cases_and_marks_come_back_in_their_order(store: Store) -> None:
    items = [{"id": f"case {number}"} for number in range(1, 13)]
    store.attempts.put_items("A", "a1", [*items, {"id": "of an earlier draw"}])
    store.attempts.put_items("A", "a1", items)
    assert store.attempts.items("A", "a1") == items
    assert store.attempts.marks("A", "a1") == []
    store.attempts.put_marks("A", "a1", [{"percent": 100}])
    assert store.attempts.marks("A", "a1") == [{"percent": 100}]
    assert store.attempts.items("A", "a1") == items


def test_an_attempt_is_its_persons_own(store: Store) -> None:
    store.attempts.put_items("A", "a1", [{"id": "hers"}])
    assert store.attempts.items("B", "a1") == []
    assert store.attempts.items("A", "a2") == []


def test_what_could_not_be_an_attempt_is_refused(store: Store) -> None:
    for odd in ("", "a:1", "a" * 33, "ä"):
        with pytest.raises(Refused):
            store.attempts.items("A", odd)


def test_an_answer_is_stored_once_an_operation_and_cases_stay_out_of_the_trail(
    store: Store, alice: Trace, now: datetime
) -> None:
    store.attempts.put_items(alice.actor, "a1", [{"id": "secret truth"}])
    answers = open_copy(store, "a1").records
    put = {"trace": alice, "now": now}
    first = answers.put(alice.actor, ANSWERS, "1", {"decision": "clock_runs"}, op="o1", seen_rev=0, **put)  # type: ignore[arg-type]
    again = answers.put(alice.actor, ANSWERS, "1", {"decision": "clock_runs"}, op="o1", seen_rev=0, **put)  # type: ignore[arg-type]
    assert (first.replayed, again.replayed) == (False, True)
    with pytest.raises(Conflict):
        answers.put(alice.actor, ANSWERS, "1", {"decision": "no_change"}, op="o2", seen_rev=0, **put)  # type: ignore[arg-type]
    entries = list(store.audit.list_newest(alice.actor))
    assert [entry.act for entry in entries] == ["add"]
    assert "secret" not in str(entries)
    assert store.records.summary(alice.actor) == {}
    assert keys.attempt(alice.actor, "a1").startswith(f"cs:{{u:{alice.actor}}}:")


@everywhere
def test_nothing_in_a_copy_changes_once_it_was_handed_in(store: Store, alice: Trace, now: datetime) -> None:
    uid, answers = alice.actor, open_copy(store, "a1").records
    put = partial(answers.put, uid, ANSWERS, "1", {"decision": "x"}, op="o1", seen_rev=0, trace=alice, now=now)
    store.attempts.put(uid, "a1", {"state": OPEN})
    put()
    store.attempts.put(uid, "a1", {"state": SUBMITTED})
    assert put().replayed
    for change in (
        lambda: answers.put(uid, ANSWERS, "1", {"decision": "y"}, op="o2", seen_rev=1, trace=alice, now=now),
        lambda: answers.append(uid, ANSWERS, "2", {}, op="o3", trace=alice, now=now),
        lambda: answers.remove(uid, ANSWERS, "1", op="o4", seen_rev=1, trace=alice, now=now),
        lambda: answers.replace_all(uid, ANSWERS, [], op="o5", trace=alice, now=now),
    ):
        with pytest.raises(Refused, match="handed in"):
            change()
    assert [one.data for one in answers.list(uid, ANSWERS)] == [{"decision": "x"}]
    open_copy(store, "a2").records.append(uid, ANSWERS, "1", {}, op="o6", trace=alice, now=now)
    store.records.append(uid, ANSWERS, "1", {}, op="o7", trace=alice, now=now)


def test_answers_that_race_with_handing_in_are_there_before_it_or_refused(
    store: Store, alice: Trace, now: datetime
) -> None:
    uid, answers = alice.actor, open_copy(store, "a1").records
    store.attempts.put(uid, "a1", {"state": OPEN})
    begun = Semaphore(0)

    def answer(tab: int) -> int:
        for number in count():
            try:
                answers.append(uid, ANSWERS, f"{tab}-{number}", {}, op=f"{tab}-{number}", trace=alice, now=now)
            except Refused:
                return number
            begun.release()
        return 0

    with ThreadPoolExecutor(4) as tabs:
        stored = [tabs.submit(answer, tab) for tab in range(4)]
        for _ in range(20):
            begun.acquire()
        store.attempts.put(uid, "a1", {"state": SUBMITTED})
        marked = len(answers.list(uid, ANSWERS))
        assert sum(one.result() for one in stored) == marked


def test_the_cases_of_an_open_attempt_are_not_exported(store: Store, now: datetime, tmp_path: Path) -> None:
    person = store.people.create("a@example.com", name="A", role="learner", now=now)
    store.attempts.put_items(person.uid, "a0", [{"id": "of no note"}])
    for attempt, state in (("a1", OPEN), ("a2", SUBMITTED)):
        store.attempts.put_items(person.uid, attempt, [{"id": state}])
        store.attempts.put(person.uid, attempt, {"state": state})
    file = export_person(store.client, person.uid, tmp_path / "person", now=now)
    (section,) = (one for one in BackupFile(file).read() if one.uid == person.uid)
    told = {line["key"] for line in section.lines}
    assert {"attempts", "attempt:a2"} <= told
    assert not {"attempt:a0", "attempt:a1"} & told
