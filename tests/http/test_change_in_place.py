"""A section of a record is changed on the page where it is read: its answers alone travel, the others stay stored."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from dashapp.services.records import drafts
from dashapp.ui import ids
from storage.record import Trace
from tests.cast import sign_in
from tests.http.forms import Answer, RecordForm, list_parts, list_words, press
from tests.http.test_across_modules import DISCUSSED, MEETING, REFERRED, TOLD, TWO_DECLINED, save
from tests.http.test_composer import DNA, add, typed_in, undo
from tests.whole_site import Visitor, WholeSite

SLUG = "patient-tracking-list"
REFERRAL = 1
"""The number of the section "The referral"."""
WHOLE = {**REFERRED, "consultant": "Miss Okafor", "list_type": "new_outpatient", "notes": "Rings at lunch."}


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    return whole_site


def ask(visitor: Visitor, form: RecordForm, section: Any = REFERRAL, **more: Any) -> Answer:
    """Press *Change* of a section, or *Cancel*."""
    asked = {"slug": form.slug, "record_id": form.record_id, "section": section, **more}
    output = next(name for name in visitor.site.app.callback_map if name.startswith(f"..{ids.DETAILS}.children"))
    return Answer(visitor.call(output, {f"{ids.CHANGE_ASKED}.data": asked}))


def change(form: RecordForm, typed: Mapping[str, Any], section: int = REFERRAL) -> Answer:
    """Save the form of one section: only what is typed there is sent."""
    form.answers, form.typed = {}, typed
    return form.save(section=section)


def in_boxes(visitor: Visitor, form: RecordForm, section: int = REFERRAL) -> dict[str, Any]:
    """The boxes of a section as they are opened, by path."""
    drawn = list_parts(ask(visitor, form, section).read(ids.DETAILS))
    return {
        part["id"]["answer"]: part.get("value")
        for part in drawn
        if isinstance(part.get("id"), dict) and "answer" in part["id"]
    }


def typed_in_form(visitor: Visitor, form: RecordForm) -> dict[str, Any]:
    """The boxes of the whole form, by path."""
    page = visitor.open_page(f"/{form.slug}/{form.record_id}/edit").get_json()["response"][ids.PAGE]["children"]
    drawn = (part for part in list_parts(page) if isinstance(part.get("id"), dict) and "answer" in part["id"])
    return {part["id"]["answer"]: part.get("value") for part in drawn}


def keep(visitor: Visitor, form: RecordForm, typed: Mapping[str, Any], **more: Any) -> None:
    """What the page does every few seconds while something is typed."""
    state = {**form.state, **more}
    visitor.call(f"{ids.DRAFT_KEPT}.data", {f"{ids.FORM_TYPED}.data": typed, f"{ids.FORM_STATE}.data": state})


def read_draft(site: WholeSite, form: RecordForm) -> dict[str, Any]:
    kept = site.clockstart.store.drafts.list(site.cast.alice.uid, now=site.clockstart.now)
    return dict(kept[drafts.draft_key(SLUG, form.record_id)]["typed"])


def stored(site: WholeSite, form: RecordForm) -> dict[str, Any]:
    return dict(site.clockstart.store.records.get(site.cast.alice.uid, "patients", form.record_id).data)


def charlie_of(site: WholeSite) -> Visitor:
    visitor = site.visitor()
    visitor.token = sign_in(visitor.client, site.cast.charlie)
    return visitor


def test_a_section_opens_alone_with_what_is_stored(alice: Visitor) -> None:
    pathway, _ = save(alice, SLUG, WHOLE)
    boxes = in_boxes(alice, pathway)
    assert boxes["consultant"] == "Miss Okafor"
    assert boxes["referral_received.year"] == "2026"
    assert not {"patient_name", "notes", "list_type"} & set(boxes)


def test_what_is_saved_of_a_section_leaves_every_other_answer(site: WholeSite, alice: Visitor) -> None:
    pathway, _ = save(alice, SLUG, WHOLE)
    before = stored(site, pathway)
    answer = change(pathway, {**in_boxes(alice, pathway), "consultant": "Mr Adeyemi"})
    assert answer.told.startswith("Saved ")
    assert stored(site, pathway) == {**before, "consultant": "Mr Adeyemi"}
    assert answer.read(ids.FORM_STATE, "data")["section"] == REFERRAL
    to = answer.read(ids.NAVIGATE, "data")["to"]
    assert to == f"/{SLUG}/{pathway.record_id}?changed=2&section={REFERRAL}"


def test_the_page_comes_back_to_the_section_that_was_changed(alice: Visitor) -> None:
    pathway, _ = save(alice, SLUG, WHOLE)
    path = f"/{SLUG}/{pathway.record_id}"
    for query, place in (
        ("", ids.READ_STATUS),
        (f"?changed=2&section={REFERRAL}", ids.DETAILS),
        ("?section=99", ids.READ_STATUS),
    ):
        page = list(list_parts(alice.open_page(path, query).get_json()["response"][ids.PAGE]["children"]))
        (around,) = (part for part in page if part.get("id") == place)
        assert [one["id"] for one in list_parts(around["children"]) if one.get("id") == ids.FORM_STATUS]
        assert [one["id"] for one in page if one.get("id") == ids.FORM_STATUS] == [ids.FORM_STATUS]


def test_a_browser_writes_no_answer_of_another_section(site: WholeSite, alice: Visitor) -> None:
    pathway, _ = save(alice, SLUG, WHOLE)
    before = stored(site, pathway)
    change(pathway, {**in_boxes(alice, pathway), "notes": "Written by the browser", "patient_name": "Somebody Else"})
    assert stored(site, pathway) == before


def test_the_same_operation_twice_is_one_save(site: WholeSite, alice: Visitor) -> None:
    pathway, _ = save(alice, SLUG, WHOLE)
    boxes, operation, rev = (
        {**in_boxes(alice, pathway), "consultant": "Mr Adeyemi"},
        pathway.operation,
        pathway.seen_rev,
    )
    for _ in range(2):
        pathway.operation, pathway.seen_rev = operation, rev
        assert change(pathway, boxes).told.startswith("Saved ")
    assert site.clockstart.store.records.get(site.cast.alice.uid, "patients", pathway.record_id).rev == 2


def test_a_change_made_meanwhile_is_shown_and_not_written_over(site: WholeSite, alice: Visitor) -> None:
    pathway, _ = save(alice, SLUG, WHOLE)
    boxes = {**in_boxes(alice, pathway), "consultant": "Mr Adeyemi"}
    other = RecordForm(alice, SLUG, pathway.record_id, 1, answers={**WHOLE, "consultant": "Dr Osei", "notes": "Moved."})
    other.save()
    pathway.seen_rev = 1
    answer = change(pathway, boxes)
    conflict = " ".join(list_words(answer.read(ids.FORM_CONFLICT)))
    assert "Mr Adeyemi Dr Osei" in conflict
    assert "Moved." not in conflict
    assert f'"href": "/{SLUG}/{pathway.record_id}"' in json.dumps(answer.read(ids.FORM_CONFLICT))
    assert change(pathway, boxes).told.startswith("Saved ")
    assert stored(site, pathway)["consultant"] == "Mr Adeyemi"
    assert stored(site, pathway)["notes"] == "Moved."


def test_a_problem_of_another_section_leads_to_the_form(site: WholeSite, alice: Visitor) -> None:
    uid, pathway = site.cast.alice.uid, RecordForm(alice, SLUG, "elsewhere", 1)
    data = {**WHOLE, "list_type": "stored by a script", "consultant": "x" * 999}
    records = site.clockstart.store.records
    records.put(uid, "patients", "elsewhere", data, op="put", seen_rev=0, trace=Trace(uid), now=site.clockstart.now)
    answer = change(pathway, in_boxes(alice, pathway))
    assert answer.told == "Not saved: there is a problem"
    links = {part["href"] for part in list_parts(answer.read(ids.FORM_PROBLEMS)) if "href" in part}
    assert links == {"#field-consultant", f"/{SLUG}/elsewhere/edit?draft=1#field-list_type"}
    assert stored(site, pathway) == data


def test_a_draft_of_a_section_is_a_draft_of_the_whole_record(site: WholeSite, alice: Visitor) -> None:
    pathway, _ = save(alice, SLUG, WHOLE)
    keep(alice, pathway, {**in_boxes(alice, pathway), "consultant": "Mr Adeyemi"}, section=REFERRAL)
    actor = site.signed_in("learner")
    page = actor.open_page(f"/{SLUG}/{pathway.record_id}/edit").get_json()
    values = [part.get("value") for part in list_parts(page["response"][ids.PAGE]["children"])]
    assert {"Mr Adeyemi", "Rings at lunch.", "Nora Field"} <= {value for value in values if isinstance(value, str)}
    read = json.dumps(actor.open_page(f"/{SLUG}/{pathway.record_id}").get_json())
    assert "Take it up again" in read
    assert "data-change" not in read
    ask(alice, pathway, cancel=True)
    assert site.clockstart.store.drafts.list(site.cast.alice.uid, now=site.clockstart.now) == {}


@pytest.mark.parametrize("meanwhile", [False, True], ids=["unchanged", "changed"])
def test_cancel_drops_what_was_typed_in_the_section_and_nothing_else(
    site: WholeSite, alice: Visitor, meanwhile: bool
) -> None:
    pathway, _ = save(alice, SLUG, WHOLE)
    boxes = in_boxes(alice, pathway)
    whole = {**typed_in_form(alice, pathway), "notes": "Typed in another window."}
    keep(alice, pathway, whole)
    keep(alice, pathway, {**boxes, "consultant": "Mr Adeyemi"}, section=REFERRAL)
    assert read_draft(site, pathway) == {**whole, "consultant": "Mr Adeyemi"}
    if meanwhile:
        other = RecordForm(alice, SLUG, pathway.record_id, 1, answers={**WHOLE, "priority": "urgent"})
        assert other.save(draft=False).told.startswith("Saved ")
    ask(alice, pathway, cancel=True)
    left = read_draft(site, pathway)
    assert (left["notes"], left["consultant"]) == ("Typed in another window.", "Miss Okafor")


def test_cancel_leaves_no_draft_of_what_somebody_else_has_changed(site: WholeSite, alice: Visitor) -> None:
    pathway, _ = save(alice, SLUG, WHOLE)
    keep(alice, pathway, {**in_boxes(alice, pathway), "consultant": "Mr Adeyemi"}, section=REFERRAL)
    RecordForm(alice, SLUG, pathway.record_id, 1, answers={**WHOLE, "notes": "Moved."}).save(draft=False)
    ask(alice, pathway, cancel=True)
    assert site.clockstart.store.drafts.list(site.cast.alice.uid, now=site.clockstart.now) == {}


@pytest.mark.parametrize("section", [-1, 99, "1", None, 1.5, {"a": 1}, 2**60])
def test_a_section_that_is_none_is_refused_and_stores_nothing(site: WholeSite, alice: Visitor, section: Any) -> None:
    pathway, _ = save(alice, SLUG, WHOLE)
    before = stored(site, pathway)
    assert ask(alice, pathway, section).status < 500
    pathway.answers, pathway.typed = WHOLE, {"consultant": "Mr Adeyemi"}
    if section is not None:
        assert pathway.save(section=section).status in {400, 409, 422}
        assert stored(site, pathway) == before


def test_nobody_else_enters_or_changes_anything(site: WholeSite, alice: Visitor) -> None:
    pathway, _ = save(alice, SLUG, WHOLE)
    before, boxes = stored(site, pathway), in_boxes(alice, pathway)
    for stranger in (charlie_of(site), site.signed_in("manager"), site.signed_in("admin")):
        assert ask(stranger, pathway).status == 404
        assert ask(stranger, pathway, cancel=True).status == 404
        theirs = RecordForm(
            stranger, SLUG, pathway.record_id, 1, typed={**boxes, "consultant": "Mr Adeyemi"}, answers={}
        )
        assert theirs.save(section=REFERRAL).status == 404
        draft = {f"{ids.FORM_TYPED}.data": boxes, f"{ids.FORM_STATE}.data": {**pathway.state, "section": REFERRAL}}
        assert stranger.call(f"{ids.DRAFT_KEPT}.data", draft).status_code == 404
        for answer in (add(stranger, DNA, pathway), typed_in(stranger, DNA, pathway), undo(stranger, pathway, 1)):
            assert answer == 404
    assert stored(site, pathway) == before
    for person in (site.cast.charlie, site.cast.bob, site.cast.ada):
        assert site.clockstart.store.records.find(person.uid, "patients", pathway.record_id) is None
        assert site.clockstart.store.drafts.list(person.uid, now=site.clockstart.now) == {}


def test_those_who_look_after_a_learner_change_nothing_in_place(site: WholeSite, alice: Visitor) -> None:
    pathway, _ = save(alice, SLUG, WHOLE)
    assert "data-change" in json.dumps(alice.open_page(f"/{SLUG}/{pathway.record_id}").get_json())
    read = f"/people/{site.cast.alice.uid}/{SLUG}/{pathway.record_id}"
    assert "data-change" not in json.dumps(site.signed_in("manager").open_page(read).get_json())


def test_the_members_of_a_group_are_read_in_a_table(alice: Visitor) -> None:
    choice, _ = save(alice, "patient-choice", TWO_DECLINED)
    page = alice.open_page(f"/patient-choice/{choice.record_id}").get_json()
    (details,) = (part for part in list_parts(page["response"][ids.PAGE]["children"]) if part.get("id") == ids.DETAILS)
    words = " ".join(list_words(details["children"]))
    assert "1 April 2026 1 May 2026 09:30 Declined 7 April 2026 20 May 2026 09:30 Declined" in words
    assert "All answers Offer 1" in words
    assert "2026-04" not in words


def test_a_meeting_lists_its_patients_and_folds_what_each_says(alice: Visitor) -> None:
    meeting, _ = save(alice, "mdt-coordination", {**MEETING, "cases": [DISCUSSED]})
    page = alice.open_page(f"/mdt-coordination/{meeting.record_id}").get_json()
    words = " ".join(list_words(page["response"][ids.PAGE]["children"]))
    assert "Nora Field 999 000 0018 Treat here 12 June 2026 12 June 2026 All answers Patient 1" in words
    assert "Action: Book theatre; Owner: Registrar; Due: 13 June 2026" in words


def test_a_draft_of_nothing_new_is_none(site: WholeSite, alice: Visitor) -> None:
    pathway, _ = save(alice, SLUG, WHOLE)
    values = {
        f"{ids.FORM_TYPED}.data": in_boxes(alice, pathway),
        f"{ids.FORM_STATE}.data": {**pathway.state, "section": REFERRAL},
    }
    assert Answer(alice.call(f"{ids.DRAFT_KEPT}.data", values)).read(ids.DRAFT_KEPT, "data") == {"at": ""}
    assert drafts.draft_key(SLUG, pathway.record_id) not in site.clockstart.store.drafts.list(
        site.cast.alice.uid, now=site.clockstart.now
    )


def menu_of(visitor: Visitor, path: str) -> list[str]:
    """The words of *More*, in their order."""
    page = visitor.open_page(path).get_json()["response"][ids.PAGE]["children"]
    (menu,) = (part for part in list_parts(page) if part.get("className") == "cs-more-list")
    return list(list_words(menu["children"]))


def test_the_menu_holds_what_is_done_less_often_and_a_letter_where_there_is_one(
    site: WholeSite, alice: Visitor
) -> None:
    pathway, _ = save(alice, SLUG, WHOLE)
    letter, _ = save(alice, "communications-tracker", TOLD)
    assert menu_of(alice, f"/{SLUG}/{pathway.record_id}") == ["Print", "History", "Ask for feedback", "Remove"]
    assert menu_of(alice, f"/communications-tracker/{letter.record_id}")[0] == "Letter"
    press(alice, {"hand-in": SLUG, "act": "hand-in", "operation": "h1"})
    assert menu_of(alice, f"/{SLUG}/{pathway.record_id}") == ["Print", "History", "Remove"]
    read = f"/people/{site.cast.alice.uid}/{SLUG}/{pathway.record_id}"
    assert menu_of(site.signed_in("manager"), read) == ["Print", "History"]
