"""Every key that is stored is in the table, with its type; nothing else is written."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from storage import Store, keys, open_copy
from storage.erasure import erase_user
from storage.errors import Refused
from storage.limits import LimitRule
from storage.migrations import check_version
from storage.record import NewRecord, Trace
from storage.reviews import NewReview
from storage.settings_store import Override
from tests.store.conftest import everywhere
from words.code_lists import read_rows

ANY = re.compile(r"<\w+>")
TABLE = read_rows(keys.__file__, "keys.csv")


def pattern_of(row: dict[str, str]) -> re.Pattern[str]:
    """A row's pattern as an expression: what is in angle brackets is anything without a colon."""
    fixed = [re.escape(part) for part in ANY.split(row["pattern"])]
    return re.compile("([^:]+)".join(fixed))


@everywhere
def test_what_is_stored_is_in_the_table(store: Store, alice: Trace, now: datetime) -> None:
    use_everything(store, alice, now)
    rows = [(row, pattern_of(row)) for row in TABLE]
    for name in store.client.scan_iter():
        fitting = [row for row, pattern in rows if pattern.fullmatch(name)]
        assert len(fitting) == 1, f"{name} fits {len(fitting)} rows of the table"
        assert store.client.type(name) == fitting[0]["type"], name


def use_everything(store: Store, alice: Trace, now: datetime) -> None:
    check_version(store.client)
    person = store.people.create("alice@example.com", name="Alice", role="learner", now=now)
    gone = store.people.create("gone@example.com", name="Gone", role="learner", now=now)
    cohort = store.people.create_cohort("Spring", now=now)
    store.people.assign(person.uid, cohort.id)
    items = [NewRecord(f"r{n}", {}, f"o{n}", links=["p1"], codes=["dna-x"]) for n in range(1001)]
    store.records.put_many(person.uid, "dna_cases", items, trace=alice, now=now)
    for n in range(1005):
        store.records.put(person.uid, "dna_cases", f"s{n}", {}, op=f"s{n}", seen_rev=0, trace=alice, now=now)
    copy = open_copy(store, "a1")
    copy.lists.announce(person.uid, "l2", {})
    copy.records.put_many(person.uid, "notes", items[:1], trace=alice, now=now)
    store.records.remove(person.uid, "dna_cases", "r1", op="x", seen_rev=1, trace=alice, now=now)
    for notes in (
        store.drafts,
        copy.drafts,
        store.views,
        store.sign_offs,
        store.snapshots,
        store.attempts,
        store.rule_changes,
    ):
        notes.put(person.uid, "one", {})
    review = NewReview("v1", "feedback", "dna_cases", "r2", "draft", "BOB")
    store.reviews.put(person.uid, review, op="v", seen_rev=0, trace=alice, now=now)
    store.sessions.start(person.uid, now=now)
    store.jobs.create(person.uid, "j1", "import", now=now)
    store.jobs.note_ended("import", "done")
    store.worked_out.put(person.uid, "dna_cases", "today", [])
    for _ in range(2):
        store.worked_out.put(person.uid, "clocks", "today", {}, b"")
        store.worked_out.set_aside(person.uid, "clocks", "clocks:before")
    store.worked_out.put(person.uid, "clocks", "today", {}, b"")
    store.worked_out.put_readings(person.uid, "dna_cases", {}, {})
    store.invitations.create(person.uid, made_by="ADMIN", now=now)
    store.settings.put("banner", "Hello")
    store.published.put("RTT-January-2026", {"month": "2026-01"}, {"RXX": b"1"})
    for level, subject in (("role", "learner"), ("cohort", cohort.id), ("person", person.uid)):
        store.settings.put_override(level, subject, "dna-management", Override(True))  # type: ignore[arg-type]
    second = timedelta(seconds=1)
    store.limits.failed("sign-in", "alice", LimitRule(1, second, second, second), now=now)
    erase_user(store.client, gone.uid, trace=alice, now=now)


def test_all_keys_of_a_person_share_a_slot() -> None:
    own = [row for row in TABLE if row["owner"] == "person"]
    assert own
    assert all(row["pattern"].startswith("cs:{u:<uid>}:") for row in own)
    assert not any("{u:" in row["pattern"] for row in TABLE if row["owner"] != "person")


def test_addresses_are_compared_without_case_and_space() -> None:
    assert keys.email(" Alice@Example.COM ") == "cs:email:alice@example.com"


def test_limits_and_invitations_hold_no_plain_subject() -> None:
    assert "alice" not in keys.limit("sign-in", "alice@example.com")
    assert "token" not in keys.invitation("token")


@pytest.mark.parametrize("record_id", ["", "x" * 201, None, 5])
def test_what_is_no_id_is_refused(record_id: object) -> None:
    with pytest.raises(Refused):
        keys.check_record_id(record_id)  # type: ignore[arg-type]
