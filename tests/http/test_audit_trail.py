"""The audit trail through the app: who reads whose, what changed, pages, looking on, and the file to take away."""

from __future__ import annotations

import csv
import gzip
import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from dashapp.services.audit import audit_trail
from dashapp.services.audit.audit_trail import PAGE
from dashapp.ui import ids
from pages.audit_trail import export
from storage.record import NewRecord, Trace
from storage.reviews import NewReview
from storage.settings_store import Override
from tests.cast import sign_in
from tests.http.forms import DNA, Answer, RecordForm, find_by_input, list_words
from tests.whole_site import NOW, Visitor, WholeSite

KEY = "dna_cases"


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    return whole_site


@pytest.fixture
def record(alice: Visitor) -> str:
    """A missed appointment of Alice's, saved and then changed."""
    form = RecordForm(alice)
    form.save()
    form.answers = {**DNA, "action": "rebooked", "notes": "=1+1"}
    form.save()
    return form.record_id


def charlie(site: WholeSite) -> Visitor:
    visitor = site.visitor()
    visitor.token = sign_in(visitor.client, site.cast.charlie)
    return visitor


def read(visitor: Visitor, query: str = "") -> Answer:
    return Answer(visitor.open_page("/audit-trail", query))


def parts(answer: Answer) -> Any:
    """What the callback put on the page: the whole page, or one opened entry."""
    assert answer.status == 200, answer.response.text
    return answer.read(ids.PAGE) or next(iter(answer.response.get_json()["response"].values()))["children"]


def words(answer: Answer) -> str:
    return " ".join(list_words(parts(answer)))


def list_links(part: Any) -> list[str]:
    """Where the links of a page lead, in order."""
    if isinstance(part, list):
        return [href for one in part for href in list_links(one)]
    if not isinstance(part, dict):
        return []
    props = part.get("props", {})
    return [*([props["href"]] if "href" in props else []), *list_links(props.get("children"))]


def enter_many(site: WholeSite, uid: str, number: int) -> None:
    """Entries a minute apart, the last one now; every hundredth is of another act."""
    for index in range(number):
        at = NOW - timedelta(minutes=number - index)
        act = "other_sessions_ended" if index % 100 == 0 else "session_ended"
        site.clockstart.store.audit.enter(uid, act, trace=Trace(uid), now=at)


def list_entries(site: WholeSite, uid: str) -> list[str]:
    return [entry.id for entry in site.clockstart.store.audit.walk(uid)]


def open_entry(visitor: Visitor, person: str, entry: str) -> Answer:
    output = next(name for name in visitor.site.app.callback_map if '"trail-entry"' in name)
    which = f"{person}/{entry}"
    declared = visitor.site.app.callback_map[output]
    values = {f"{slot['id']}.{slot['property']}": 1 for slot in declared["inputs"]}
    values |= {f"{slot['id']}.{slot['property']}": {"trail-entry": which} for slot in declared["state"]}
    return Answer(visitor.call(output, values))


def test_a_change_says_who_what_and_from_which_version(site: WholeSite, alice: Visitor, record: str) -> None:
    told = words(read(alice))
    assert "Alice Adams" in told
    assert "version 1 → 2" in told
    assert f"/dna-management/{record}" in list_links(parts(read(alice)))
    entry = list_entries(site, site.cast.alice.uid)[-1]
    opened = words(open_entry(alice, site.cast.alice.uid, entry))
    assert "Waiting for the patient to make contact" in opened
    assert "Rebooked" in opened
    assert "Nora Field" not in opened
    assert "Rebooked" in words(Answer(alice.open_page(f"/audit-trail/{site.cast.alice.uid}/{entry}")))


def test_bob_reads_his_people_ada_everyone_charlie_nobody_else(site: WholeSite, alice: Visitor, record: str) -> None:
    uid, entry = site.cast.alice.uid, list_entries(site, site.cast.alice.uid)[-1]
    site.clockstart.store.audit.enter(None, "erase", trace=Trace("demo"), now=NOW, subject="GONE")
    bob, ada, other = site.signed_in("manager"), site.signed_in("admin"), charlie(site)
    for visitor in (bob, ada):
        assert f"/people/{uid}/dna-management/{record}" in list_links(parts(read(visitor, f"?person={uid}")))
        assert "Rebooked" in words(open_entry(visitor, uid, entry))
    assert "Erased a person" in words(read(ada))
    assert "Erased a person" not in words(read(bob))
    assert "Nora Field" not in words(read(other))
    for visitor, person in ((other, uid), (bob, site.cast.charlie.uid), (bob, "system"), (alice, "system"), (ada, "x")):
        assert read(visitor, f"?person={person}").status == 404
        assert open_entry(visitor, person, entry).status == 404
        assert visitor.get(f"/audit-trail/{person}/{entry}").status_code == 404
        assert visitor.get(f"/audit-trail/export?person={person}").status_code == 404
    assert open_entry(ada, uid, "1-1").status == 404
    assert open_entry(ada, uid, "not an id").status == 400


def test_what_changed_in_a_module_that_is_closed_is_not_told(site: WholeSite, alice: Visitor, record: str) -> None:
    entry = list_entries(site, site.cast.alice.uid)[-1]
    site.clockstart.store.settings.put_override("person", site.cast.bob.uid, "dna-management", Override(open=False))
    bob = site.signed_in("manager")
    told = words(open_entry(bob, site.cast.alice.uid, entry))
    assert "is not open to you" in told
    assert "Rebooked" not in told
    assert "Nora Field" not in words(read(bob))


def test_pages_go_on_to_older_entries_and_back(site: WholeSite) -> None:
    uid = site.cast.alice.uid
    enter_many(site, uid, 2 * PAGE + 20)
    alice = site.signed_in("learner")
    everything, seen, query = list_entries(site, uid)[::-1], [], "?show=all"
    pages: list[list[str]] = []
    while True:
        answer = read(alice, query)
        pages.append(entries_on(answer))
        seen += pages[-1]
        older = way(answer, "Older →")
        if not older:
            break
        query = older
    assert seen == everything
    assert entries_on(read(alice, way(read(alice, query), "← Newer"))) == pages[-2]
    assert entries_on(read(alice, way(read(alice, query), "Newest entries"))) == pages[0]


def entries_on(answer: Answer) -> list[str]:
    """The ids of the entries on a page, in order."""
    return [key.partition("/")[2] for key in list_keys(parts(answer))]


def list_keys(part: Any) -> list[str]:
    if isinstance(part, list):
        return [key for one in part for key in list_keys(one)]
    if not isinstance(part, dict):
        return []
    props = part.get("props", {})
    own = [props["id"]["trail-entry"]] if part.get("type") == "Summary" and isinstance(props.get("id"), dict) else []
    return [*own, *list_keys(props.get("children"))]


def way(answer: Answer, label: str) -> str:
    """The query of the link with these words, or nothing."""
    found = find_link(parts(answer), label)
    return "?" + found.partition("?")[2] if found else ""


def find_link(component: Any, label: str) -> str:
    if isinstance(component, dict):
        props = component.get("props", {})
        if component.get("type") == "A" and props.get("children") == label:
            return str(props["href"])
        component = props.get("children")
    if isinstance(component, list):
        return next((found for part in component if (found := find_link(part, label))), "")
    return ""


def test_a_filter_looks_at_so_many_and_offers_to_go_on(site: WholeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    enter_many(site, site.cast.alice.uid, 450)
    alice = site.signed_in("learner")
    monkeypatch.setattr(audit_trail, "LOOK_AT_MOST", 200)
    query, found, looks = "?act=other_sessions_ended", [], 0
    while query:
        answer = read(alice, query)
        found += entries_on(answer)
        looks += 1
        query = way(answer, "Go on looking")
        if query:
            assert "Looked through 200 entries, as far as" in words(answer)
    assert len(found) == 5
    assert looks == 3


def test_days_are_days_in_london_and_what_is_no_day_is_said(site: WholeSite) -> None:
    uid, store = site.cast.alice.uid, site.clockstart.store
    late = NOW.replace(day=1, hour=23, minute=30)
    store.audit.enter(uid, "session_ended", trace=Trace(uid), now=late)
    alice = site.signed_in("learner")
    assert "Ended a session" in words(read(alice, "?since=2026-06-02&until=2026-06-02"))
    assert "No entry fits" in words(read(alice, "?since=2026-06-01&until=2026-06-01"))
    assert "“2026-13-45” could not be understood" in words(read(alice, "?until=2026-13-45&older=nonsense"))
    assert "“9000-01-01” could not be understood" in words(read(alice, "?since=9000-01-01"))


def test_what_others_did_is_told_apart(site: WholeSite, alice: Visitor) -> None:
    uid = site.cast.alice.uid
    site.clockstart.store.audit.enter(uid, "cohort_assigned", trace=Trace(site.cast.ada.uid), now=NOW, cohort="Spring")
    others, own = (read(alice, f"?by={by}") for by in ("other", "own"))
    assert "Ada Archer" in words(others)
    assert len(entries_on(others)) == 1
    assert not set(entries_on(others)) & set(entries_on(own))
    assert len(entries_on(own)) == len(entries_on(read(alice))) - 1


def make_file(visitor: Visitor, query: str = "") -> str:
    values = {f"{export.MAKE}.n_clicks": 1, f"{export.PARTS.state}.data": {"query": query, "job": ""}}
    answer = Answer(visitor.call(find_by_input(visitor, export.MAKE), values))
    assert answer.status == 200, answer.response.text
    return str(answer.read(export.PARTS.state, "data")["job"])


def test_the_file_holds_every_entry_with_what_changed(site: WholeSite, alice: Visitor, record: str) -> None:
    job = make_file(alice)
    entries = list_entries(site, site.cast.alice.uid)[::-1]
    sent = alice.client.get(f"/jobs/{job}/file", headers={"Accept-Encoding": "gzip"})
    text = gzip.decompress(sent.data).decode("utf-8-sig")
    assert alice.client.get(f"/jobs/{job}/file", headers={"Accept-Encoding": ""}).data.decode("utf-8-sig") == text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["entry"] for row in rows] == entries[: len(rows)]
    changed = next(row for row in rows if row["act"] == "edit")
    assert "Waiting for the patient to make contact → Rebooked" in changed["what_changed"]
    assert (changed["by"], changed["from_version"], changed["to_version"]) == ("Alice Adams", "1", "2")
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "@"))]
    assert rows[0]["act"] == "export"
    assert charlie(site).get(f"/jobs/{job}/file").status_code == 404


def test_the_file_holds_only_what_its_maker_may_read(site: WholeSite, alice: Visitor, record: str) -> None:
    bob, other = site.signed_in("manager"), charlie(site)
    for visitor, expected in ((bob, True), (other, False)):
        text = visitor.client.get(f"/jobs/{make_file(visitor)}/file", headers={"Accept-Encoding": ""}).get_data(True)
        assert (record in text) is expected
    values = {
        f"{export.MAKE}.n_clicks": 1,
        f"{export.PARTS.state}.data": {"query": f"person={site.cast.alice.uid}", "job": ""},
    }
    assert other.call(find_by_input(other, export.MAKE), values).status_code == 404


def test_nothing_about_the_trail_can_be_written(site: WholeSite, alice: Visitor, record: str) -> None:
    """No address of the trail takes anything but reading; its callbacks leave every entry as it was."""
    before = {uid: list_entries(site, uid) for uid in (site.cast.alice.uid, site.cast.bob.uid)}
    for path in ("/audit-trail", "/audit-trail/export", f"/audit-trail/{site.cast.alice.uid}/1-1"):
        for method in ("post", "put", "patch", "delete"):
            reply = getattr(alice.client, method)(path, headers={"X-CSRFToken": alice.token})
            assert reply.status_code in {404, 405}
    open_entry(alice, site.cast.alice.uid, before[site.cast.alice.uid][-1])
    read(alice)
    assert {uid: list_entries(site, uid) for uid in before} == before


def test_an_entry_leads_to_the_removed_records_of_ones_own(site: WholeSite, alice: Visitor) -> None:
    store, uid = site.clockstart.store, site.cast.alice.uid
    store.records.put_many(uid, KEY, [NewRecord("gone", dict(DNA), "op")], trace=Trace(uid), now=NOW)
    store.records.remove(uid, KEY, "gone", op="op2", seen_rev=None, trace=Trace(uid), now=NOW)
    assert "/dna-management?show=removed" in list_links(parts(read(alice)))
    assert "/dna-management?show=removed" not in list_links(parts(read(site.signed_in("manager"))))


def test_a_draft_of_feedback_is_not_told_to_whom_it_is_about(site: WholeSite, alice: Visitor, record: str) -> None:
    uid, bob = site.cast.alice.uid, site.cast.bob.uid
    draft = NewReview("f1", "feedback", KEY, record, "draft", bob, "good", "Well read")
    site.clockstart.store.reviews.put(uid, draft, op="o1", seen_rev=0, trace=Trace(bob), now=NOW)
    entry = list_entries(site, uid)[-1]
    assert "Well read" not in words(open_entry(alice, uid, entry))
    assert "Well read" not in alice.client.get(
        f"/jobs/{make_file(alice)}/file", headers={"Accept-Encoding": ""}
    ).get_data(True)
    assert "Well read" in words(open_entry(site.signed_in("manager"), uid, entry))
    released = replace(draft, state="released")
    site.clockstart.store.reviews.put(uid, released, op="o2", seen_rev=1, trace=Trace(bob), now=NOW)
    assert "Gave feedback on" in words(read(alice))
    assert words(read(alice, "?act=review")).count("missed appointment of 12 May 2026") >= 2, "called by its name"
    assert f"/dna-management/{record}" in list_links(parts(read(alice, "?act=review")))
    assert "Well read" not in words(open_entry(alice, uid, entry))
    assert "Well read" in words(open_entry(alice, uid, list_entries(site, uid)[-1]))


def test_signing_in_and_out_is_left_out_until_it_is_asked_for_and_the_page_says_so(site: WholeSite) -> None:
    alice = site.signed_in("learner")
    alice.client.get("/export/dna-management.csv")
    first = read(alice)
    assert "Signed in" not in words(first)
    assert "without signing in and out" in words(first)
    assert "/audit-trail?show=all" in list_links(parts(first))
    whole = read(alice, "?show=all")
    assert "Signed in" in words(whole)
    assert "without signing in and out" not in words(whole)
    assert "Signed in" in words(read(alice, "?act=sign_in"))


def test_the_list_says_what_was_exported_and_to_what_access_was_changed(site: WholeSite) -> None:
    alice, ada = site.signed_in("learner"), site.signed_in("admin")
    alice.client.get("/export/dna-management.csv")
    alice.client.get("/export/dna-management.xlsx")
    said = words(read(alice))
    assert "Exported: DNA management, as CSV" in said
    assert "Exported: DNA management, as Excel" in said
    assert "Exported: DNA management, as CSV" in words(read(ada))
