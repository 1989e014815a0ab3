"""Retention and erasure through the app: who is due, naming the person, the proof, and that nothing is left."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from auth.actor import as_actor
from dashapp.services.feedback import student_notes
from dashapp.services.people import retention
from pages.retention import KEEP, MONTHS, TOLD
from pages.retention.erasing import ERASE, PROBLEM, TYPED, WHO
from storage.erasure import count_keys
from storage.record import Trace
from storage.trail import find_differences
from tests.http.forms import Answer, RecordForm, find_by_input
from tests.whole_site import NOW, Visitor, WholeSite


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    return whole_site


def erase(visitor: Visitor, uid: str, typed: str) -> Answer:
    values = {f"{ERASE}.n_clicks": 1, f"{TYPED}.value": typed, f"{WHO}.data": uid}
    return Answer(visitor.call(find_by_input(visitor, ERASE), values))


def keep(visitor: Visitor, months: str) -> Answer:
    return Answer(visitor.call(find_by_input(visitor, KEEP), {f"{KEEP}.n_clicks": 1, f"{MONTHS}.value": months}))


def test_erasing_names_the_person_and_leaves_nothing(site: WholeSite, ada: Visitor) -> None:
    alice, store = site.cast.alice, site.clockstart.store
    RecordForm(site.signed_in("learner")).save()
    assert "Erase Alice Adams" in ada.open_page(f"/retention/{alice.uid}").text
    wrong = erase(ada, alice.uid, "alice")
    assert "not the address of Alice Adams" in wrong.read(PROBLEM)
    assert store.people.find(alice.uid) is not None
    assert erase(ada, alice.uid, " Alice@Example.com ").status == 200
    assert store.people.find_by_email("alice@example.com") is None
    assert count_keys(store.client, alice.uid) == 0
    assert not [name for name in store.client.keys("*") if alice.uid in name and "tombstone" not in name]
    (entry,) = [one for one in store.audit.walk(None) if one.act == "erase"]
    assert (entry.actor, (entry.about or {})["subject"]) == (site.cast.ada.uid, alice.uid)
    proof = ada.open_page(f"/retention/{alice.uid}").text
    assert "Nothing found" in proof
    assert "Ada Archer" in proof
    assert "Alice" not in proof
    assert erase(ada, alice.uid, "alice@example.com").status == 404


def test_notes_about_whoever_is_erased_go_from_their_authors_records_and_trails(site: WholeSite, ada: Visitor) -> None:
    cast, clockstart, store = site.cast, site.clockstart, site.clockstart.store
    trace, actor = Trace(cast.bob.uid), as_actor(cast.bob)
    for note_id, words in (("n1", "SECRET one"), ("n2", "SECRET two")):
        student_notes.write(clockstart, actor, cast.alice.uid, note_id, words, f"o-{note_id}", trace)
    student_notes.move(clockstart, actor, cast.alice.uid, "n2", "remove", "o-gone", trace)
    about_charlie = {"learner": cast.charlie.uid, "text": "stays"}
    store.records.put(
        cast.bob.uid, "student_notes", "n3", about_charlie, op="o-n3", seen_rev=0, trace=trace, now=NOW
    )  # fmt: skip
    assert "Notes about them by others" in ada.open_page(f"/retention/{cast.alice.uid}").text
    assert erase(ada, cast.alice.uid, "alice@example.com").status == 200
    kept = [store.client.dump(name) for name in store.client.keys(f"cs:{{u:{cast.bob.uid}}}:*")]
    assert not [one for one in kept if b"SECRET" in one]
    assert "SECRET" not in str(list(store.audit.walk(cast.bob.uid)))
    assert [note.id for note in store.records.list(cast.bob.uid, "student_notes")] == ["n3"]
    assert store.records.list_removed(cast.bob.uid, "student_notes") == []
    taken = [entry for entry in store.audit.walk(cast.bob.uid) if entry.act == "entry_erased"]
    assert {(one.actor, (one.about or {})["subject"]) for one in taken} == {(cast.ada.uid, cast.alice.uid)}
    assert find_differences(store.client, cast.bob.uid) == []
    proof = ada.open_page(f"/retention/{cast.alice.uid}").text
    assert "taken out of their authors" in proof
    assert student_notes.count_taken_out(clockstart, cast.alice.uid) == len(taken) == 4


def test_only_an_administrator_who_proved_it_erases_and_never_themself(site: WholeSite, ada: Visitor) -> None:
    uid, store = site.cast.alice.uid, site.clockstart.store
    for role in ("learner", "manager"):
        visitor = site.signed_in(role)
        assert erase(visitor, uid, "alice@example.com").status == 403
        assert keep(visitor, "6").status == 403
        assert visitor.get("/retention").status_code == 403
        assert visitor.get(f"/retention/{uid}").status_code == 403
    assert "You cannot erase yourself" in erase(ada, site.cast.ada.uid, "ada@example.com").read(PROBLEM)
    assert erase(ada, "nobody", "x").status == 404
    session = store.sessions.list(site.cast.ada.uid, now=NOW)[0]
    store.sessions.prove(site.cast.ada.uid, session, now=NOW - timedelta(minutes=11))
    answer = erase(ada, uid, "alice@example.com")
    assert (answer.status, answer.response.get_json()["error"]) == (403, "not_proven")
    assert store.people.find(uid) is not None


@pytest.mark.parametrize(("last_day", "due"), [("2025-06-15", True), ("2025-06-16", False)])
def test_somebody_is_due_on_the_day_itself(site: WholeSite, last_day: str, due: bool) -> None:
    """The day is 15 June 2026 and people are kept for 12 months."""
    store, charlie = site.clockstart.store, site.cast.charlie
    store.settings.put(retention.SETTING, "12")
    last = datetime.fromisoformat(f"{last_day}T23:59:00+00:00")
    store.audit.enter(charlie.uid, "sign_in", trace=Trace(charlie.uid), now=last)
    assert [one.person.uid for one in retention.list_due(site.clockstart)] == [charlie.uid] * due


def test_who_is_due_has_done_nothing_themselves_for_so_long(site: WholeSite, ada: Visitor) -> None:
    store, cast, clockstart = site.clockstart.store, site.cast, site.clockstart
    old = NOW - timedelta(days=400)
    store.audit.enter(cast.charlie.uid, "sign_in", trace=Trace(cast.charlie.uid), now=old)
    store.audit.enter(cast.charlie.uid, "cohort_assigned", trace=Trace(cast.ada.uid), now=NOW)
    assert retention.list_due(clockstart) == []
    keep(ada, "12")
    (due,) = retention.list_due(clockstart)
    assert (due.person.uid, due.last_active) == (cast.charlie.uid, old)
    assert "Charlie Clark" in ada.open_page("/retention").text
    keep(ada, "24")
    assert retention.list_due(clockstart) == []
    assert "Choose one" in str(keep(ada, "7").read(TOLD))
    assert retention.find_months(clockstart) == "24"
    changed = [(entry.about or {})["kept"] for entry in store.audit.walk(None) if entry.act == "retention_changed"]
    assert changed == ["12 months", "2 years"]
