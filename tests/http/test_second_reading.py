"""A second person's reading of a validation: Bob reads Alice's, nobody their own, and Charlie finds nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cast import sign_in
from tests.http.forms import Answer, RecordForm
from tests.http.test_feedback import review
from tests.http.test_waiting_lists import DECIDED, SLUG, draw
from tests.whole_site import Visitor, WholeSite

KEY = "waiting_list"


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    return whole_site


@pytest.fixture
def form(alice: Visitor) -> RecordForm:
    """Alice's validation, saved."""
    form = RecordForm(alice, SLUG, "r1", answers=DECIDED)
    assert "Saved" in form.save().told
    return form


def read(visitor: Visitor, verdict: str, **changed: Any) -> Answer:
    """Bob's, or whoever's, answer: agree or disagree."""
    target = {"slug": SLUG, "record_id": "r1", "kind": "second_reading", "verdict": verdict, "text": ""}
    return review(visitor, release=True, **(target | changed))


def test_the_reader_is_asked_whether_they_agree(site: WholeSite, form: RecordForm) -> None:
    bob = site.signed_in("manager")
    page = draw(bob, f"/people/{site.cast.alice.uid}/{SLUG}/r1")
    assert "Do you agree?" in page
    assert '"second_reading"' in page
    feedback = draw(bob, f"/people/{site.cast.alice.uid}/{SLUG}/r1", "?review=feedback")
    assert "Needs improvement" in feedback


def test_the_page_says_who_reads_it_a_second_time(site: WholeSite, alice: Visitor, form: RecordForm) -> None:
    says = "Whoever looks after you does, or an administrator: never yourself, never a fellow learner."
    assert says in draw(alice, f"/{SLUG}/r1")
    read(site.signed_in("manager"), "agree")
    assert says not in draw(alice, f"/{SLUG}/r1")


def test_a_fellow_learner_of_the_same_cohort_reads_nothing(site: WholeSite, form: RecordForm) -> None:
    """ADR 0011: the second reader looks after the validator."""
    site.clockstart.store.people.assign(site.cast.charlie.uid, site.cast.cohort.id)
    fellow = site.visitor()
    fellow.token = sign_in(fellow.client, site.cast.charlie)
    assert read(fellow, "agree").status == 403
    assert fellow.open_page(f"/people/{site.cast.alice.uid}/{SLUG}/r1").status_code in {403, 404}
    assert site.clockstart.store.reviews.list(site.cast.alice.uid) == []


def test_what_is_to_be_read_leaves_the_queue_when_read(site: WholeSite, form: RecordForm) -> None:
    bob = site.signed_in("manager")
    assert "Rowan Ashdown" in draw(bob, f"/{SLUG}/second-reading")
    assert read(bob, "agree").status == 200
    assert "Rowan Ashdown" not in draw(bob, f"/{SLUG}/second-reading")
    assert "Rowan Ashdown" in draw(bob, f"/{SLUG}/second-reading", "?said=agree")
    assert "1 of 1: no rate is drawn" in draw(bob, f"/{SLUG}/charts")


def test_a_disagreement_is_something_to_do_until_the_record_is_changed(
    site: WholeSite, alice: Visitor, form: RecordForm
) -> None:
    read(site.signed_in("manager"), "disagree")
    assert "Go through the evidence with the second reader" in draw(alice, "/actions")
    assert "disagrees" in draw(alice, f"/{SLUG}", "?view=disagreed")
    row = site.clockstart.store.records.get(site.cast.alice.uid, KEY, "r1")
    assert row.rev == 1, "the reader changed nothing of hers"
    assert "Disagree" in draw(alice, f"/{SLUG}/r1"), "she reads what was said"
    form.answers = {**DECIDED, "evidence": "Listed on 2 May, seen in the letter."}
    make_earlier(site)
    assert "Saved" in form.save().told
    assert "Go through the evidence with the second reader" not in draw(alice, "/actions")
    assert "0 of 1: no rate is drawn" in draw(site.signed_in("manager"), f"/{SLUG}/charts")


def make_earlier(site: WholeSite) -> None:
    """As if the reading had been written an hour ago: the clock of these tests stands."""
    key = f"cs:{{u:{site.cast.alice.uid}}}:reviews"
    client = site.clockstart.store.client
    for name, text in client.hgetall(key).items():
        told = json.loads(text)
        told["updated_at"] = told["updated_at"].replace("T09:", "T08:")
        client.hset(key, name, json.dumps(told))


@pytest.mark.parametrize("role", ["learner", "charlie"])
def test_nobody_reads_their_own_or_a_strangers(site: WholeSite, form: RecordForm, role: str) -> None:
    visitor = site.signed_in("learner")
    if role == "charlie":
        visitor = site.visitor()
        visitor.token = sign_in(visitor.client, site.cast.charlie)
    assert read(visitor, "agree").status == 403
    assert visitor.open_page(f"/{SLUG}/second-reading").status_code == 403
    assert site.clockstart.store.reviews.list(site.cast.alice.uid) == []


def test_a_manager_of_others_and_forged_ids_are_refused(site: WholeSite, form: RecordForm) -> None:
    bob = site.signed_in("manager")
    assert read(bob, "agree", uid=site.cast.charlie.uid).status == 404
    assert "Not saved" in read(bob, "agree", record_id="nobody").response.text
    assert "Choose one of the answers" in read(bob, "certainly").response.text
    assert site.clockstart.store.reviews.list(site.cast.alice.uid) == []


def test_a_manager_never_reads_their_own_validation(site: WholeSite) -> None:
    bob = site.signed_in("manager")
    assert "Saved" in RecordForm(bob, SLUG, "own", answers=DECIDED).save().told
    assert read(bob, "agree", uid=site.cast.bob.uid, record_id="own").status == 403
    assert "Rowan Ashdown" not in draw(bob, f"/{SLUG}/second-reading")
