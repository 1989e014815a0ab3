"""Feedback over the whole app: Bob writes it on Alice's work, she reads what is released, Charlie finds nothing."""

from __future__ import annotations

from typing import Any

import pytest

from auth.actor import as_actor
from dashapp.services.feedback import reviews
from dashapp.ui import ids
from storage.errors import Refused
from storage.record import Trace
from storage.trail import find_differences
from tests.cast import sign_in
from tests.http.forms import Answer, RecordForm, find_by_input, list_words, press, slot
from tests.whole_site import CALLBACK, Visitor, WholeSite, name_outputs

SLUG, KEY, RECORD = "dna-management", "dna_cases", "r1"
WORDS = "The four tests need their evidence."


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    assert RecordForm(whole_site.signed_in("learner"), SLUG, RECORD).save().told.startswith("Saved")
    return whole_site


def review(visitor: Visitor, *, release: bool = False, **changed: Any) -> Answer:
    """Press Release or Keep as a draft on Alice's record."""
    state = {
        "uid": visitor.site.cast.alice.uid,
        "slug": SLUG,
        "record_id": RECORD,
        "kind": "feedback",
        "review_id": "v1",
        "operation": "op1",
        "seen_rev": 0,
    }
    typed = {"verdict": "needs_improvement", "text": WORDS} | {
        name: changed.pop(name) for name in ("verdict", "text") if name in changed
    }
    output = find_by_input(visitor, ids.REVIEW_RELEASE)
    body = {
        "output": output,
        "outputs": name_outputs(output),
        "inputs": [slot(ids.REVIEW_RELEASE, "n_clicks", int(release)), slot(ids.REVIEW_KEEP, "n_clicks", 1)],
        "state": [
            slot(ids.REVIEW_STATE, "data", state | changed),
            slot(ids.REVIEW_VERDICT, "value", typed["verdict"]),
            slot(ids.REVIEW_TEXT, "value", typed["text"]),
        ],
        "changedPropIds": [f"{ids.REVIEW_RELEASE if release else ids.REVIEW_KEEP}.n_clicks"],
    }
    return Answer(visitor.client.post(CALLBACK, json=body, headers={"X-CSRFToken": visitor.token}))


def stored(site: WholeSite) -> list[tuple[int, str, str]]:
    found = site.clockstart.store.reviews.list(site.cast.alice.uid, kind="feedback")
    return [(one.rev, one.state, one.text) for one in found]


def charlie(site: WholeSite) -> Visitor:
    visitor = site.visitor()
    visitor.token = sign_in(visitor.client, site.cast.charlie)
    return visitor


def told(visitor: Visitor, path: str, search: str = "") -> str:
    return " ".join(list_words(visitor.open_page(path, search).get_json()["response"][ids.PAGE]["children"]))


def test_a_draft_is_the_readers_and_released_feedback_the_learners(site: WholeSite) -> None:
    alice, bob, uid = site.signed_in("learner"), site.signed_in("manager"), site.cast.alice.uid
    assert "as a draft" in review(bob).read(ids.REVIEW_STATUS)
    beside = f"/people/{uid}/{SLUG}/{RECORD}"
    assert WORDS in told(bob, beside)
    assert WORDS in told(site.signed_in("admin"), beside)
    own_pages = ("/", f"/{SLUG}", f"/{SLUG}/{RECORD}")
    assert [path for path in own_pages if "Needs improvement" in told(alice, path) or WORDS in told(alice, path)] == []
    assert WORDS not in alice.open_page(f"/{SLUG}").text

    assert "released" in review(bob, release=True, seen_rev=1, operation="op2").read(ids.REVIEW_STATUS)
    assert WORDS in told(alice, f"/{SLUG}/{RECORD}")
    home = told(alice, "/")
    assert "Bob Brown on Nora Field: needs improvement" in home, "it is for today"
    assert WORDS in home
    assert '"feedback_mark":"Needs improvement"' in alice.open_page(f"/{SLUG}").text.replace(": ", ":")
    assert stored(site) == [(2, "released", WORDS)]


def test_a_learner_reads_released_versions_and_no_draft_before_them(site: WholeSite) -> None:
    bob, alice = site.signed_in("manager"), site.signed_in("learner")
    review(bob, text="Only a thought.")
    review(bob, release=True, seen_rev=1, operation="op2", text="First words.")
    review(bob, release=True, seen_rev=2, operation="op3", text="Better words.", verdict="good")
    page = told(alice, f"/{SLUG}/{RECORD}")
    assert ("Better words." in page, "First words." in page, "Only a thought." in page) == (True, True, False)
    assert "Only a thought." in told(bob, f"/people/{site.cast.alice.uid}/{SLUG}/{RECORD}")


def test_nobody_else_writes_or_reads_it(site: WholeSite) -> None:
    alice, other = site.signed_in("learner"), charlie(site)
    assert [review(visitor, release=True).status for visitor in (alice, other)] == [403, 403]
    review(site.signed_in("manager"), release=True)
    beside = f"/people/{site.cast.alice.uid}/{SLUG}/{RECORD}"
    assert other.open_page(beside).status_code == 404
    assert other.open_page(f"/{SLUG}/{RECORD}").status_code == 404
    assert stored(site) == [(1, "released", WORDS)]


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"uid": "nobody"}, 404),
        ({"slug": "no-such-module"}, 404),
        ({"record_id": "not-hers"}, 200),
        ({"kind": "praise"}, 200),
        ({"review_id": "x" * 201}, 200),
    ],
)
def test_forged_ids_store_nothing(site: WholeSite, changed: dict[str, str], status: int) -> None:
    answer = review(site.signed_in("manager"), release=True, **changed)
    assert answer.status == status
    assert "released" not in str(answer.read(ids.REVIEW_STATUS) or "")
    assert stored(site) == []


def test_a_manager_reviews_nobody_outside_their_cohorts_and_an_admin_not_themself(site: WholeSite) -> None:
    assert review(site.signed_in("manager"), release=True, uid=site.cast.charlie.uid, record_id="").status == 404
    ada = site.signed_in("admin")
    assert review(ada, release=True, uid=site.cast.ada.uid, record_id="").status == 403
    assert "released" in review(ada, release=True).read(ids.REVIEW_STATUS)


def test_what_is_missing_is_said_and_nothing_is_stored(site: WholeSite) -> None:
    bob = site.signed_in("manager")
    answer = review(bob, release=True, verdict=None, text=" ")
    problems = " ".join(list_words(answer.read(ids.REVIEW_PROBLEMS)))
    assert "before you release" in problems
    assert "what to put right" in problems
    assert stored(site) == []
    review(bob, release=True)
    assert "stays so" in " ".join(list_words(review(bob, seen_rev=1, operation="op2").read(ids.REVIEW_PROBLEMS)))


def test_two_readers_never_overwrite_each_other(site: WholeSite) -> None:
    bob, ada = site.signed_in("manager"), site.signed_in("admin")
    review(bob)
    assert review(ada, operation="op9", seen_rev=1).status == 403
    review(bob, seen_rev=1, operation="op2", text="From one window.")
    late = review(bob, seen_rev=1, operation="op3", text="From the other.")
    assert "has changed" in late.read(ids.REVIEW_STATUS)
    assert "From one window." in " ".join(list_words(late.read(ids.REVIEW_PROBLEMS)))
    assert stored(site) == [(2, "draft", "From one window.")]
    review(ada, review_id="v2", operation="op4", text="Mine.")
    assert len(stored(site)) == 2


def test_work_is_handed_in_taken_back_and_reviewed(site: WholeSite) -> None:
    alice, bob, store = site.signed_in("learner"), site.signed_in("manager"), site.clockstart.store

    def status() -> str:
        return reviews.status_of(store.records.summary(site.cast.alice.uid).get(KEY))

    def hand(act: str, operation: str) -> str:
        reply = press(alice, {"hand-in": SLUG, "act": act, "operation": operation})
        return reply.get_json()["response"][ids.NAVIGATE]["data"]

    assert "Ask for feedback" in told(alice, f"/{SLUG}")
    assert hand("hand-in", "s1") == f"/{SLUG}?handed-in=yes"
    assert status() == "submitted"
    assert "Take it back" in told(alice, f"/{SLUG}")
    hand("take-back", "s2")
    assert status() == "open"
    hand("hand-in", "s3")
    hand("hand-in", "s3")
    assert review(bob, release=True, record_id="", verdict="good").status == 200
    assert status() == "reviewed"
    assert f"Feedback from {site.cast.bob.name}: Good" in " ".join(told(alice, f"/{SLUG}").split())
    assert WORDS in told(alice, f"/{SLUG}", "?show=feedback")
    RecordForm(alice, SLUG, "r2").save()
    assert store.reviews.get(site.cast.alice.uid, f"submission.{KEY}").rev == 3
    assert find_differences(store.client, site.cast.alice.uid) == []


def test_nothing_is_handed_in_where_there_is_nothing(site: WholeSite) -> None:
    actor = as_actor(site.cast.charlie)
    with pytest.raises(Refused, match="Add a"):
        reviews.hand_in(site.clockstart, actor, SLUG, "s1", Trace(actor.uid))
    assert "Ask for feedback" not in told(charlie(site), f"/{SLUG}")
