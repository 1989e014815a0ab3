"""Drafts, views, jobs: small things kept beside the records."""

from __future__ import annotations

import base64
import zlib
from datetime import datetime, timedelta

import pytest

from storage import Store
from storage.errors import NotFound, Refused


def test_a_draft_is_kept_replaced_and_removed(store: Store) -> None:
    store.drafts.put("A", "dna-management/r1", {"reason": "", "n": [1]})
    store.drafts.put("A", "dna-management/r1", {"reason": "late"})
    store.drafts.put("A", "cancellations/r2", {})
    assert store.drafts.find("A", "dna-management/r1") == {"reason": "late"}
    assert list(store.drafts.list("A")) == ["cancellations/r2", "dna-management/r1"]
    assert store.drafts.find("B", "dna-management/r1") is None
    assert [store.drafts.remove("A", "cancellations/r2") for _ in range(2)] == [True, False]


def test_what_has_ended_is_not_there(store: Store, now: datetime) -> None:
    store.drafts.put("A", "short", {"a": 1}, until=now + timedelta(hours=1))
    store.drafts.put("A", "long", {"a": 2})
    assert store.drafts.find("A", "short", now=now) == {"a": 1}
    assert store.drafts.find("A", "short", now=now + timedelta(hours=1)) is None
    assert store.drafts.list("A", now=now + timedelta(hours=2)) == {"long": {"a": 2}}
    assert store.drafts.find("A", "short") is None


def test_drafts_views_and_attempts_are_apart(store: Store) -> None:
    for notes in (store.drafts, store.views, store.attempts):
        assert notes.list("A") == {}
        notes.put("A", "one", {"is": type(notes).__name__})
    assert store.attempts.find("A", "one") == {"is": "AttemptStore"}


def test_what_is_not_json_is_no_draft(store: Store) -> None:
    with pytest.raises(Refused):
        store.drafts.put("A", "x", {"a": {1}})


def test_a_job_waits_runs_and_ends(store: Store, now: datetime) -> None:
    job = store.jobs.create("A", "j1", "import", now=now)
    assert (job.state, job.has_ended, job.wants_stop, job.result) == ("waiting", False, False, {})
    store.jobs.report("A", "j1", now=now, sentence="Reading rows", done=5, total=10)
    job = store.jobs.get("A", "j1")
    assert (job.state, job.done, job.total, job.sentence) == ("running", 5, 10, "Reading rows")
    store.jobs.report("A", "j1", now=now, state="done", result={"added": 9})
    job = store.jobs.get("A", "j1")
    assert (job.has_ended, job.result, job.total) == (True, {"added": 9}, 10)


def test_a_job_can_be_asked_to_stop(store: Store, now: datetime) -> None:
    store.jobs.create("A", "j1", "import", now=now)
    store.jobs.ask_to_stop("A", "j1")
    assert store.jobs.get("A", "j1").wants_stop
    with pytest.raises(NotFound):
        store.jobs.ask_to_stop("B", "j1")
    with pytest.raises(Refused):
        store.jobs.report("A", "j1", now=now, state="lost")


def test_jobs_are_listed_newest_first_and_forgotten_in_time(store: Store, now: datetime) -> None:
    store.jobs.create("A", "old", "import", now=now - timedelta(days=31))
    for number in (1, 2):
        store.jobs.create("A", f"j{number}", "import", now=now + timedelta(minutes=number))
    assert [job.id for job in store.jobs.list("A")] == ["j2", "j1"]
    assert 0 < store.client.ttl("cs:{u:A}:job:j1") <= timedelta(days=30).total_seconds()


def test_columns_come_back_as_they_were_put(store: Store) -> None:
    assert store.worked_out.find("A", "clocks") is None
    body = bytes(range(256)) + b"\n\n"
    store.worked_out.put("A", "clocks", "today", {"ids": ["é", "b"], "rev": 3}, body)
    assert store.worked_out.find("A", "clocks") == ("today", {"ids": ["é", "b"], "rev": 3}, body)
    assert store.worked_out.find("B", "clocks") is None


def test_clocks_that_an_earlier_version_stored_are_read(store: Store) -> None:
    head = b'{"stamp":"2026-11 2","ids":["b"],"rev":3}'
    store.client.set("cs:{u:A}:clocks", base64.b64encode(zlib.compress(head + b"\n" + bytes(9))).decode())
    found = store.worked_out.find("A", "clocks")
    assert found is not None
    assert (found.stamp, found.value["rev"], found.body) == ("2026-11 2", 3, bytes(9))
