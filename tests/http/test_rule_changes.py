"""What new rule books changed: at home until it is put away, on a page that stays, and for those who oversee."""

from __future__ import annotations

import pytest

from auth.actor import as_actor
from dashapp.declare.meaning import Wait
from dashapp.services.derived import rule_changes
from dashapp.services.records.pathways import PTL
from dashapp.ui import ids
from storage.record import Trace
from tests.cast import STARTED
from tests.http.forms import list_words
from tests.unit.dashapp.test_rule_changes import NOTE, REFERRED
from tests.whole_site import Visitor, WholeSite

EARLIER = "2020-01"


@pytest.fixture
def site(whole_site: WholeSite, monkeypatch: pytest.MonkeyPatch) -> WholeSite:
    """Alice has two pathways, read by an earlier edition; the text in one of them stopped its clock then."""
    store, uid = whole_site.clockstart.store, whole_site.cast.alice.uid
    for record_id, events in (("moved", [NOTE]), ("same", [])):
        data = {**REFERRED, "events": events}
        store.records.append(
            uid, PTL, record_id, data, op=record_id, trace=Trace(uid), now=STARTED, rules_version=EARLIER
        )
    with monkeypatch.context() as patched:
        patched.setattr(rule_changes, "RULES_VERSION", EARLIER)
        rule_changes.catch_up(whole_site.clockstart, as_actor(whole_site.cast.alice))
    head, body = store.worked_out.find_readings(uid, PTL) or ({}, {})
    body["moved"][2] = [list(Wait("RTT", "2026-02-02", "2026-03-02", "code 34"))]
    body["moved"][3] = ["ST4", "SP10"]
    store.worked_out.put_readings(uid, PTL, head, body)
    return whole_site


def read_page(visitor: Visitor, path: str) -> str:
    told = visitor.open_page(path).get_json()
    return " ".join(list_words(told["response"][ids.PAGE]["children"]))


def test_home_says_it_until_it_is_put_away_and_the_page_stays(site: WholeSite) -> None:
    alice = site.signed_in("learner")
    assert "1 of your 2 clocks reads differently now." in read_page(alice, "/")
    page = read_page(alice, "/rule-changes")
    for words in (
        "Rowan Ashdown",
        "RTT: 2 February 2026 to 2 March 2026, code 34",
        "RTT: runs since 2 February 2026",
        "Free text never moves a clock",
        "decision: “not for discharge”",
    ):
        assert words in page
    answer = alice.client.post("/rule-changes/seen", headers={"X-CSRFToken": alice.token})
    assert answer.status_code == 303
    assert "differently" not in read_page(alice, "/")
    again = read_page(alice, "/rule-changes")
    assert "code 34" in again
    assert "Do not show this at home again" not in again
    assert "Read what new rules changed in their clocks" in read_page(alice, "/audit-trail")


def test_those_who_look_after_a_person_read_it_and_nobody_else(site: WholeSite) -> None:
    address = f"/people/{site.cast.alice.uid}"
    site.signed_in("learner").open_page("/")
    for role in ("manager", "admin"):
        visitor = site.signed_in(role)
        assert "1 of their 2 clocks reads differently now." in read_page(visitor, address)
        page = read_page(visitor, f"{address}/rule-changes")
        assert "RTT: 2 February 2026 to 2 March 2026, code 34" in page
        assert "Do not show this at home again" not in page
        assert "differently" not in read_page(visitor, "/")
    charlie = f"/people/{site.cast.charlie.uid}/rule-changes"
    assert site.signed_in("manager").open_page(charlie).status_code == 404


def test_nothing_is_told_where_nothing_has_changed(site: WholeSite) -> None:
    bob = site.signed_in("manager")
    assert "The rule books have changed" not in read_page(bob, "/")
    assert "No clock reads differently" in read_page(bob, "/rule-changes")
