"""Whoever asks for it says what the clock will do before it is told; what is saved is saved at once."""

import json
from typing import Any

import pytest

from storage.notes import PREDICT
from tests.http.forms import RecordForm
from tests.http.test_across_modules import MISSED, REFERRED, save
from tests.http.test_composer import DNA, add, call, read_events, saved, typed_in, undo
from tests.whole_site import Visitor, WholeSite

SEEN = {"event": "appointment_attended", "day": "20/4/26", "asked": "", "answers": {}}
GIVES_AWAY = ("Clock nullified", "clock is nullified", "cs-clock-nullified", "cs-clock-trying", "No clock until")
NO_BREACH = ("clock_nullified", "none")


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    return whole_site


@pytest.fixture
def pathway(alice: Visitor) -> RecordForm:
    """A referral, saved before the setting is turned on."""
    form, _ = save(alice, "patient-tracking-list", REFERRED)
    return form


def turn(visitor: Visitor, state: str) -> Any:
    return visitor.client.post("/account/predict", data={"csrf_token": visitor.token, "predict": state})


def page_of(visitor: Visitor, form: RecordForm, query: str = "") -> str:
    return json.dumps(visitor.open_page(f"/{form.slug}/{form.record_id}", query).get_json())


def peek_at(visitor: Visitor, form: RecordForm) -> str:
    asked = {"slug": form.slug, "id": form.record_id, "key": form.record_id, "fresh": 1}
    return json.dumps(visitor.call("peek.children", {"peek-asked.data": asked}).get_json())


def answer(visitor: Visitor, form: RecordForm, decision: str | None, breach: str | None, **more: Any) -> Any:
    return call(visitor, "said#1", None, form, 2, see=1, skip=0, decision=decision, breach=breach, **more)


def check_waits(told: str) -> None:
    for words in GIVES_AWAY:
        assert words not in told


def test_the_setting_is_a_learners_own_and_entered_in_the_trail(site: WholeSite, alice: Visitor) -> None:
    uid, views = site.cast.alice.uid, site.clockstart.store.views
    assert "Let me predict first" in alice.get("/account").get_data(as_text=True)
    assert turn(alice, "on").status_code == 303
    assert views.find(uid, PREDICT) is not None
    assert "Tell me at once" in alice.get("/account").get_data(as_text=True)
    assert turn(alice, "off").status_code == 303
    assert views.find(uid, PREDICT) is None
    acts = [entry.act for entry in site.clockstart.store.audit.list_newest(uid)]
    assert acts[:2] == ["prediction_off", "prediction_on"]
    bob = site.signed_in("manager")
    assert "predict first" not in bob.get("/account").get_data(as_text=True)
    assert turn(bob, "on").status_code == 403


def test_while_it_is_off_nothing_waits(alice: Visitor, pathway: RecordForm) -> None:
    assert "The clock is nullified on 20 April 2026" in json.dumps(typed_in(alice, DNA, pathway))
    assert saved(add(alice, DNA, pathway))
    assert "Clock nullified" in page_of(alice, pathway)


def test_no_tried_state_is_sent_before_the_answer(site: WholeSite, alice: Visitor, pathway: RecordForm) -> None:
    turn(alice, "on")
    tried = typed_in(alice, DNA, pathway)
    (band,) = (part["children"] for name, part in tried.items() if '"tried"' in name)
    assert band == []
    check_waits(json.dumps(tried))
    assert "Record the details in DNA management" in json.dumps(tried)

    entered = add(alice, DNA, pathway)
    assert saved(entered)["rev"] == 2
    assert [row["event"] for row in read_events(site, pathway)] == ["dna"]
    for told in (json.dumps(entered), page_of(alice, pathway, "?added=2"), peek_at(alice, pathway)):
        check_waits(told)
    page = page_of(alice, pathway, "?added=2")
    for words in ("What will the clock do?", "Findings wait until you have predicted.", "Missed appointment (DNA)"):
        assert words in page
    assert "Missed appointment (DNA), 20 April 2026." in page
    check_waits(json.dumps(typed_in(alice, SEEN, pathway)))
    check_waits(page_of(alice, pathway, "?predicted=2"))
    check_waits(page_of(alice, RecordForm(alice, pathway.slug, f"{pathway.record_id}/edit")))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (NO_BREACH, "Right"),
        (("clock_runs", "2026-05-19"), "Not this time"),
        (("clock_nullified", "2026-05-19"), "Not this time"),
    ],
)
def test_the_answer_is_checked_here_and_the_reason_told(
    alice: Visitor, pathway: RecordForm, said: tuple[str, str], told: str
) -> None:
    turn(alice, "on")
    add(alice, DNA, pathway)
    assert "predicted" in saved(answer(alice, pathway, *said))["told"]
    page = page_of(alice, pathway, "?predicted=2")
    for words in (told, "You said", "It is nullified, breach date ahead: none", "/rules/rtt#", "Clock nullified"):
        assert words in page
    assert "Findings wait" not in page
    assert "You said" not in page_of(alice, pathway)


def test_skipping_tells_it_at_once(alice: Visitor, pathway: RecordForm) -> None:
    turn(alice, "on")
    add(alice, DNA, pathway)
    assert saved(call(alice, "said#1", None, pathway, 2, see=0, skip=1, decision=None, breach=None))
    page = page_of(alice, pathway, "?predicted=2")
    assert "It is nullified" in page
    assert "You said" not in page


@pytest.mark.parametrize("said", [("clock_runs", None), (None, "none"), ("clock_starts", "none"), ("x" * 99, "none")])
def test_half_an_answer_and_one_that_was_not_offered_tell_nothing(
    alice: Visitor, pathway: RecordForm, said: tuple[str | None, str | None]
) -> None:
    turn(alice, "on")
    add(alice, DNA, pathway)
    told = answer(alice, pathway, *said)
    assert isinstance(told, int) or saved(told) is None
    check_waits(json.dumps(told))
    check_waits(page_of(alice, pathway))


def test_the_save_of_a_form_waits_too_and_of_a_new_record(site: WholeSite, alice: Visitor, pathway: RecordForm) -> None:
    turn(alice, "on")
    form = RecordForm(alice, "dna-management", answers={**MISSED, "link": pathway.record_id})
    told = form.save()
    assert told.told.startswith("Saved ")
    assert "ullified" not in told.response.get_data(as_text=True)
    assert site.clockstart.store.records.get(site.cast.alice.uid, "dna_cases", form.record_id).rev == 1
    for one in (form, pathway):
        assert "Findings wait until you have predicted." in page_of(alice, one)
        check_waits(page_of(alice, one))
        check_waits(peek_at(alice, one))
    assert saved(answer(alice, form, *NO_BREACH))
    for one in (form, pathway):
        assert "Clock nullified" in page_of(alice, one)

    referral = RecordForm(alice, "patient-tracking-list", answers=REFERRED)
    assert "running" not in referral.save().response.get_data(as_text=True)
    assert "The clock starts on" in page_of(alice, referral)
    assert "Clock running" not in page_of(alice, referral)


def test_what_leaves_the_clock_alone_is_told_at_once(alice: Visitor, pathway: RecordForm) -> None:
    turn(alice, "on")
    pathway.answers = {**REFERRED, "consultant": "Miss Okafor"}
    assert pathway.save().status == 200
    assert "Findings wait" not in page_of(alice, pathway)


def test_an_entry_that_is_undone_is_asked_about_no_more(alice: Visitor, pathway: RecordForm) -> None:
    turn(alice, "on")
    add(alice, DNA, pathway)
    assert saved(undo(alice, pathway, 2))["rev"] == 3
    assert "Findings wait" not in page_of(alice, pathway)


def test_turning_it_off_tells_what_waits(alice: Visitor, pathway: RecordForm) -> None:
    turn(alice, "on")
    add(alice, DNA, pathway)
    turn(alice, "off")
    assert "Clock nullified" in page_of(alice, pathway)


def test_nobody_else_answers_and_those_who_look_after_a_learner_see_the_clock(
    site: WholeSite, alice: Visitor, pathway: RecordForm
) -> None:
    turn(alice, "on")
    add(alice, DNA, pathway)
    for visitor in (site.signed_in("manager"), site.visitor()):
        assert answer(visitor, pathway, *NO_BREACH) in {400, 401, 403, 404}
    check_waits(page_of(alice, pathway))
    bob = site.signed_in("manager")
    seen = bob.open_page(f"/people/{site.cast.alice.uid}/patient-tracking-list/{pathway.record_id}").get_json()
    assert "Clock nullified" in json.dumps(seen)
