"""A learner's home: what matters most, where they were, feedback by patient, modules by how they stand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auth.actor import as_actor
from dashapp.services.records import drafts
from dashapp.services.work import learner_day
from dashapp.ui import ids
from storage.record import Trace
from storage.reviews import FEEDBACK, NewReview
from tests.http.forms import list_words
from tests.whole_site import Visitor, WholeSite

MISSED = {
    "appointment_date": "2025-12-29",
    "specialty": "C_130",
    "appointment_type": "first_outpatient",
    "first_after_referral": "yes",
    "clearly_communicated": "yes",
    "letter_date": "2025-12-01",
    "child_or_vulnerable": "yes",
    "was_not_brought": "yes",
    "safeguarding_checked": "no",
    "dna_letter_sent": "no",
    "action": "rebook_contact_awaited",
}


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    """Alice has a child who was not brought, with nothing done about it."""
    put(whole_site, "dna_cases", "first-one", {"patient_name": "Nora Field", "nhs_number": "9990000018", **MISSED})
    return whole_site


def put(site: WholeSite, store_key: str, record_id: str, data: dict[str, str]) -> None:
    uid, now = site.cast.alice.uid, site.clockstart.now - timedelta(hours=1)
    site.clockstart.store.records.append(uid, store_key, record_id, data, op=record_id, trace=Trace(uid), now=now)


def read_home(visitor: Visitor) -> str:
    return " ".join(list_words(visitor.open_page("/").get_json()["response"][ids.PAGE]["children"]))


def test_today_says_what_is_owed_and_leads_to_the_record(site: WholeSite) -> None:
    alice = site.signed_in("learner")
    home = read_home(alice)
    assert "Today" in home
    assert "Nora Field" in home
    assert "\\u002fdna-management\\u002ffirst-one" in alice.open_page("/").text
    assert "DNA management" in home


def test_what_is_empty_takes_no_room(site: WholeSite) -> None:
    home = read_home(site.signed_in("learner"))
    assert "Feedback" not in home
    assert "draft" not in home
    assert " 0 " not in home


def test_feedback_names_the_patient_and_is_for_today_until_the_record_is_changed(site: WholeSite) -> None:
    words = "Ask about safeguarding before anything else."
    new = NewReview("one", FEEDBACK, "dna_cases", "first-one", "released", site.cast.bob.uid, "incorrect", words)
    site.clockstart.store.reviews.put(
        site.cast.alice.uid, new, op="one", seen_rev=0, trace=Trace(site.cast.bob.uid), now=site.clockstart.now
    )
    alice = site.signed_in("learner")
    home = read_home(alice)
    assert "Bob Brown on Nora Field: incorrect" in home
    assert "Correct it" in home
    record = site.clockstart.store.records.get(site.cast.alice.uid, "dna_cases", "first-one")
    site.clockstart.store.records.put(
        site.cast.alice.uid,
        "dna_cases",
        "first-one",
        {**record.data, "safeguarding_checked": "yes"},
        op="two",
        seen_rev=record.rev,
        trace=Trace(site.cast.alice.uid),
        now=site.clockstart.now + timedelta(minutes=1),
    )
    assert "Correct it" not in read_home(alice)
    assert words in read_home(alice)


def test_a_draft_is_gone_on_with_by_name(site: WholeSite) -> None:
    actor = as_actor(site.cast.alice)
    typed = {"patient_name": "Edwin Marsh", "specialty": "C_110"}
    drafts.keep(site.clockstart, actor, "dna-management", "a-draft", typed, 0)
    home = read_home(site.signed_in("learner"))
    assert "Edwin Marsh, draft" in home
    assert "2 of 9 questions answered" in home


def test_weeks_count_only_what_the_person_entered(site: WholeSite) -> None:
    assert "1 of 8 weeks." in read_home(site.signed_in("learner"))
    assert "of 8 weeks." not in read_home(site.signed_in("manager"))


def test_nobody_reads_somebody_elses_day(site: WholeSite) -> None:
    begun = learner_day.list_begun(site.clockstart, as_actor(site.cast.charlie))
    assert begun == []
    assert "Nora Field" not in read_home(site.signed_in("admin")).split("Store")[0]
