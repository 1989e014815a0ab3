"""A pathway that others belong to: asked before it is removed, and never an identifier after."""

from __future__ import annotations

import pytest

from dashapp.services.records.records import RULES_VERSION
from storage.links import links_of
from storage.record import NewRecord, Trace
from tests.unit.dashapp.test_clocks import REFERRED
from tests.whole_site import NOW, Visitor, WholeSite

MISSED = {
    "link": "p-secret-id",
    "patient_name": "Rowan Ashdown",
    "nhs_number": "9996729400",
    "appointment_date": "2026-05-04",
    "specialty": "C_110",
    "appointment_type": "follow_up",
    "first_after_referral": "no",
    "clearly_communicated": "yes",
    "child_or_vulnerable": "no",
    "was_not_brought": "no",
    "contact_type": "face_to_face",
    "notice_given": "no",
    "action": "rebook_contact_awaited",
}


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    uid = whole_site.cast.alice.uid
    for key, record_id, data in (("patients", "p-secret-id", REFERRED), ("dna_cases", "d1", MISSED)):
        links = links_of(key, record_id, data)
        record = NewRecord(record_id, data, f"o{record_id}", links, rules_version=RULES_VERSION)
        whole_site.clockstart.store.records.put_many(uid, key, [record], trace=Trace(uid), now=NOW)
    return whole_site


def read(visitor: Visitor, address: str) -> str:
    answer = visitor.open_page(address)
    assert answer.status_code == 200
    return str(answer.text)


def test_what_belongs_to_it_is_said_before_it_is_removed(site: WholeSite) -> None:
    alice = site.signed_in("learner")
    assert "Belonging to it: 1 missed appointment" in read(alice, "/patient-tracking-list/p-secret-id")
    assert "Belonging to it" not in read(alice, "/dna-management/d1")


def test_a_link_to_a_removed_pathway_says_that_it_is_removed(site: WholeSite) -> None:
    uid = site.cast.alice.uid
    site.clockstart.store.records.remove(uid, "patients", "p-secret-id", op="r1", seen_rev=1, trace=Trace(uid), now=NOW)
    shown = read(site.signed_in("learner"), "/dna-management/d1")
    assert "(removed)" in shown
    assert "It belongs to a pathway that was removed" in shown
    seen = read(site.signed_in("manager"), f"/people/{uid}/dna-management/d1")
    assert "(removed)" in seen
    assert "p-secret-id" not in seen
