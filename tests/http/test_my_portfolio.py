"""Alice submits a portfolio, Bob signs it off; what was sealed stays as it was; Charlie finds nothing (row 20)."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from storage import keys
from storage.record import Trace
from tests.cast import sign_in
from tests.http.staff import follow, post, read
from tests.whole_site import NOW, Visitor, WholeSite, make_whole_site

HERE, KEY = "/my-portfolio/f1", "portfolio_submissions"
DNA = {"appointment_date": "2026-05-12", "appointment_type": "first", "specialty": "C_110", "patient_name": "Una Day"}


def put(site: WholeSite, module: str, record_id: str, data: dict[str, Any]) -> None:
    uid, store = site.cast.alice.uid, site.clockstart.store.records
    known = store.find(uid, module, record_id)
    rev = known.rev if known else 0
    store.put(uid, module, record_id, data, op=f"{record_id}-{rev}", seen_rev=rev, trace=Trace(uid), now=NOW)


def cite(item: str) -> dict[str, Any]:
    why = "It says why the clock is nullified."
    return {"kind": "record", "item": item, "competency": "missed", "why": why}


def make(*evidence: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": "First months",
        "role_profile": "validator",
        "competencies": ["missed", "start"],
        "period_from": "2026-02-01",
        "period_to": "2026-06-01",
        "statement": "I can say what a missed first appointment does to the clock, and why.",
        "own_work": "yes",
        "evidence": [*evidence],
    }


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    whole_site.empty()
    put(whole_site, "dna_cases", "d1", DNA)
    put(whole_site, KEY, "f1", make(cite("dna-management/d1")))
    return whole_site


def stored(site: WholeSite) -> dict[str, Any]:
    return site.clockstart.store.records.get(site.cast.alice.uid, KEY, "f1").data


def submit(visitor: Visitor, operation: str = "op1") -> str:
    return follow(visitor, post(visitor, f"{HERE}/submit", operation=operation))


def read_file(visitor: Visitor, site: WholeSite, form: str) -> Any:
    return visitor.get(f"/export/portfolio/{site.cast.alice.uid}/{stored(site)['snapshot']}.{form}")


def test_what_is_sealed_stays_as_it_was(site: WholeSite, alice: Visitor) -> None:
    assert "No work is named for “Start the right clock”." in read(alice, f"{HERE}/submit")
    assert "Submitted." in submit(alice)
    digest, sealed = stored(site)["digest"], read_file(alice, site, "json").data
    put(site, "dna_cases", "d1", {**DNA, "patient_name": "Somebody Else"})
    assert read_file(alice, site, "json").data == sealed
    assert sha256(sealed).hexdigest() == digest == stored(site)["digest"]
    assert json.loads(sealed)["evidence"][0]["record"] == DNA
    page = read(alice, f"{HERE}/submit")
    assert digest in page
    assert "Una Day" in page
    assert "its digest differs" not in page
    assert read_file(alice, site, "pdf").data.startswith(b"%PDF")


def test_submitting_twice_is_one_submission(site: WholeSite, alice: Visitor) -> None:
    submit(alice)
    first = stored(site)
    submit(alice)
    assert stored(site) == first
    assert "Withdraw it first" in submit(alice, "op2")
    assert len(site.clockstart.store.snapshots.list(site.cast.alice.uid)) == 1


def test_bob_signs_off_what_he_ticks(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    submit(alice)
    path = f"/people/{site.cast.alice.uid}{HERE}"
    assert "Una Day" in read(bob, f"{path}/submit")
    follow(bob, post(bob, f"{path}/decide", signed="missed", text="Clear reasons."))
    assert "Signed off by Bob" in read(alice, f"{HERE}/submit")
    assert "Signed off by Bob" in read(alice, "/my-portfolio/map")
    assert "somebody has decided meanwhile" in follow(bob, post(bob, f"{path}/decide", signed="start", text="x"))


def test_bob_returns_it_with_words_and_it_can_be_submitted_again(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    submit(alice)
    path = f"/people/{site.cast.alice.uid}{HERE}/decide"
    assert "Say what is missing" in follow(bob, post(bob, path, text=" "))
    follow(bob, post(bob, path, text="Name a start."))
    assert "Returned by Bob" in read(alice, f"{HERE}/submit")
    first = stored(site)["snapshot"]
    submit(alice, "op2")
    assert stored(site)["snapshot"] != first
    assert "A sealed copy." in read(alice, f"/my-portfolio/snapshots/{first}")


def test_it_can_be_withdrawn_until_somebody_decides(site: WholeSite, alice: Visitor) -> None:
    assert "is not waiting" in follow(alice, post(alice, f"{HERE}/withdraw", operation="w0"))
    submit(alice)
    follow(alice, post(alice, f"{HERE}/withdraw", operation="w1"))
    assert stored(site)["state"] == "withdrawn"


def test_work_that_was_removed_is_not_sealed(site: WholeSite, alice: Visitor) -> None:
    site.clockstart.store.records.remove(
        site.cast.alice.uid, "dna_cases", "d1", op="gone", seen_rev=1, trace=Trace(site.cast.alice.uid), now=NOW
    )
    assert "was removed" in submit(alice)
    assert "state" not in stored(site)


def test_a_portfolio_without_work_is_not_submitted(site: WholeSite, alice: Visitor) -> None:
    put(site, KEY, "f1", make())
    assert "No work is named yet" in read(alice, f"{HERE}/submit")
    assert "names no work yet" in submit(alice)


def test_charlie_finds_nothing_and_alice_signs_nothing_off(site: WholeSite, alice: Visitor) -> None:
    submit(alice)
    charlie = site.visitor()
    charlie.token = sign_in(charlie.client, site.cast.charlie)
    uid, snapshot = site.cast.alice.uid, stored(site)["snapshot"]
    assert read_file(charlie, site, "json").status_code == 404
    for path in ("my-portfolio/map", "my-portfolio/f1/submit", f"my-portfolio/snapshots/{snapshot}"):
        assert "Una Day" not in charlie.open_page(f"/people/{uid}/{path}").get_data(as_text=True)
    assert post(alice, f"/people/{uid}{HERE}/decide", signed="missed", text="").status_code == 403
    assert stored(site)["state"] == "submitted"


def test_a_copy_that_was_changed_is_told(site: WholeSite, alice: Visitor) -> None:
    submit(alice)
    uid, name = site.cast.alice.uid, stored(site)["snapshot"]
    told = site.clockstart.store.snapshots.find(uid, name)
    site.clockstart.store.snapshots.put(uid, name, {**told, "statement": "Another statement"})
    assert "its digest differs" in read(alice, f"{HERE}/submit")


def test_an_empty_installation_takes_it_in_whole(site: WholeSite, alice: Visitor, tmp_path: Path) -> None:
    submit(alice)
    person, file = site.cast.alice, str(tmp_path / "alice.jsonl")
    before = stored(site), site.clockstart.store.snapshots.list(person.uid)
    run(site, "export-user", person.email, file)
    elsewhere = make_whole_site(tmp_path)
    run(elsewhere, "erase-user", person.email, "--yes")
    elsewhere.clockstart.store.client.delete(keys.tombstone(person.uid))
    run(elsewhere, "import-user", file)
    assert (stored_at(elsewhere, person.uid), elsewhere.clockstart.store.snapshots.list(person.uid)) == before


def stored_at(site: WholeSite, uid: str) -> dict[str, Any]:
    return site.clockstart.store.records.get(uid, KEY, "f1").data


def run(site: WholeSite, *words: str) -> None:
    told = site.app.server.test_cli_runner().invoke(args=words)
    assert told.exit_code == 0, told.output
