"""Module pages as every role meets them, over the whole app: opening, saving through the real callback, removing."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from dashapp.declare.module import Module
from dashapp.services.records import examples
from dashapp.services.records.records import new_id
from dashapp.ui import ids
from rules.catalogue import all_books
from rules.rtt import STATUS_CODES
from storage.errors import StoreUnavailable
from storage.record import Trace
from tests.cast import sign_in
from tests.http.forms import DNA, Answer, RecordForm, list_words, press
from tests.length import IS_FULL
from tests.module_story import ONE_OF_EACH_KIND
from tests.whole_site import NOW, Visitor, WholeSite, make_whole_site

SLUG, KEY = "dna-management", "dna_cases"
NUMBER_IN_USE = "401 023 2137"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> WholeSite:
    """Alice with three examples in every module; only read."""
    site = make_whole_site(tmp_path_factory.mktemp("filled"))
    uid = site.cast.alice.uid
    for seed, module in enumerate(site.clockstart.registry):
        patients = examples.make_patients(seed, site.clockstart.today)
        found = examples.make_records(site.clockstart, module, patients, Random(seed), 3)
        site.clockstart.store.records.put_many(uid, module.store_key, found, trace=Trace(uid), now=NOW)
    return site


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    return whole_site


def stored(site: WholeSite, form: RecordForm):
    module = site.clockstart.registry.find(form.slug)
    return site.clockstart.store.records.find(site.cast.alice.uid, module.store_key, form.record_id)


# --- every page ------------------------------------------------------------------------------------------------------


def list_modules(site: WholeSite, role: str) -> list[Module]:
    """All for a learner, for others one of each kind in the short form: tests/architecture/test_pages.py opens every
    page as everybody."""
    return [one for one in site.clockstart.registry if IS_FULL or role == "learner" or one.slug in ONE_OF_EACH_KIND]


def list_pages(site: WholeSite, role: str) -> list[str]:
    uid = site.cast.alice.uid
    pages = ["/", "/search", "/rules", "/rules?q=306", "/rules?q=zebra", "/import-earlier-data"]
    pages += [f"/rules/{book.name}" for book in all_books()]
    for module in list_modules(site, role):
        records = site.clockstart.store.records.list(uid, module.store_key)
        by_hand = ("/new", "/import") if module.made_by == "person" else ()
        pages += [f"/{module.slug}{rest}" for rest in ("", "/charts", *by_hand)]
        pages += [f"/{module.slug}?view={view.key}" for view in module.views[:1]]
        shown = records[:1]  # a module of reports has none
        if role == "learner":
            pages += [f"/{module.slug}/{record.id}" for record in shown]
            continue
        pages.append(f"/people/{uid}/{module.slug}")
        pages += [f"/people/{uid}/{module.slug}/{record.id}" for record in shown]
        pages += [f"/{module.slug}/charts/records" for _ in shown]
    return pages if role == "learner" else [*pages, "/people", "/people?show=quiet", f"/people/{uid}"]


@pytest.mark.parametrize("role", ["learner", "manager", "admin"])
def test_every_page_answers_and_has_a_heading(filled: WholeSite, role: str) -> None:
    visitor = filled.signed_in(role)
    for address in list_pages(filled, role):
        path, _, query = address.partition("?")
        shown = visitor.open_page(path, f"?{query}" if query else "")
        assert shown.status_code == 200, address
        assert '"type": "H1"' in shown.text or '"type":"H1"' in shown.text, address


def test_rules_and_tables_are_found_by_their_words(filled: WholeSite) -> None:
    visitor = filled.signed_in("learner")
    found = visitor.open_page("/rules", "?q=hepatology").text
    assert "Other - Medical Services" in found
    assert "Rheumatology" not in found
    assert "codes#codes-treatment-functions" in found
    assert "two strikes and out" in visitor.open_page("/rules", "?q=two strikes").text
    whole = visitor.open_page("/rules/rtt").text
    assert all(f'"{code}"' in whole for code in STATUS_CODES)


def test_a_banner_that_never_changes_is_no_status_region(filled: WholeSite) -> None:
    shown = filled.signed_in("learner").open_page(f"/{SLUG}/new").text
    assert shown.count('"role":"status"') == 1


# --- saving ----------------------------------------------------------------------------------------------------------


def test_a_new_record_is_saved_and_said_to_be(site: WholeSite, alice: Visitor) -> None:
    form = RecordForm(alice)
    assert "Saved " in form.save().told
    assert stored(site, form).data["patient_name"] == "Nora Field"
    assert (form.seen_rev, stored(site, form).rev) == (1, 1)


def test_a_record_is_changed_on_the_version_it_was_opened_on(site: WholeSite, alice: Visitor) -> None:
    form = RecordForm(alice)
    form.save()
    form.answers = {**DNA, "patient_name": "Nora Fielding"}
    assert "Saved" in form.save().told
    assert (stored(site, form).rev, stored(site, form).data["patient_name"]) == (2, "Nora Fielding")


def test_the_same_save_sent_twice_is_stored_once(site: WholeSite, alice: Visitor) -> None:
    form = RecordForm(alice)
    operation = form.operation
    form.save()
    form.seen_rev = 0
    assert "Saved" in form.save(operation=operation, seen_rev=0).told
    assert stored(site, form).rev == 1
    assert len(site.clockstart.store.records.list(site.cast.alice.uid, KEY)) == 1


def test_two_windows_on_one_record_are_told_of_each_other(site: WholeSite, alice: Visitor) -> None:
    one = RecordForm(alice)
    one.save()
    other = RecordForm(alice, record_id=one.record_id, seen_rev=1, answers={**DNA, "patient_name": "Nora Fox"})
    one.answers = {**DNA, "patient_name": "Nora Finch"}
    one.save()
    refused = other.save()
    assert refused.told == "Changed by someone else: not saved"
    beside = " ".join(list_words(refused.read(ids.FORM_CONFLICT)))
    assert "Nora Fox" in beside
    assert "Nora Finch" in beside
    assert stored(site, one).data["patient_name"] == "Nora Finch"
    assert "Saved" in other.save().told
    assert stored(site, one).data["patient_name"] == "Nora Fox"


@pytest.mark.parametrize(
    ("typed", "question", "sentence"),
    [
        ({"patient_name": ""}, "patient_name", "Enter the patient name"),
        ({"appointment_date.day": "31", "appointment_date.month": "2"}, "appointment_date", "no 31"),
        ({"appointment_date.day": "x"}, "appointment_date", "must be"),
        ({"appointment_date.year": ""}, "appointment_date", "must include a year"),
        ({"nhs_number": "999 000 0019"}, "nhs_number", "check digit"),
        ({"specialty": "C_999"}, "specialty", "choose one of the answers"),
        ({"notes": "x" * 1_000_000}, "notes", "characters or fewer"),
    ],
)
def test_a_problem_is_said_beside_its_question_and_nothing_is_stored(
    site: WholeSite, alice: Visitor, typed: dict[str, str], question: str, sentence: str
) -> None:
    form = RecordForm(alice, typed=typed)
    answer = form.save()
    assert answer.told == "Not saved: there is a problem"
    assert sentence.casefold() in answer.problems[question].casefold()
    assert stored(site, form) is None


def test_a_number_that_could_be_a_real_persons_is_stored_only_when_confirmed(site: WholeSite, alice: Visitor) -> None:
    form = RecordForm(alice, typed={"nhs_number": NUMBER_IN_USE})
    assert "could be a real person" in form.save().problems["nhs_number"]
    assert stored(site, form) is None
    form.typed = {"nhs_number": NUMBER_IN_USE, "nhs_number.confirm": ["yes"]}
    assert "Saved" in form.save().told
    assert stored(site, form).data["nhs_number"] == NUMBER_IN_USE.replace(" ", "")


def test_markup_and_formulas_are_stored_as_they_were_typed(site: WholeSite, alice: Visitor) -> None:
    name = "<b>=HYPERLINK(1)</b>"
    form = RecordForm(alice, answers={**DNA, "patient_name": name})
    form.save()
    assert stored(site, form).data["patient_name"] == name


def test_answers_this_version_does_not_know_are_kept(site: WholeSite, alice: Visitor) -> None:
    form = RecordForm(alice)
    write(site, form, {**DNA, "from_elsewhere": {"kept": [1, 2]}})
    form.seen_rev = 1
    assert "Saved" in form.save().told
    assert stored(site, form).data["from_elsewhere"] == {"kept": [1, 2]}
    assert "from_elsewhere" in alice.open_page(f"/{SLUG}/{form.record_id}").text


def test_a_stored_record_the_module_would_not_accept_is_shown_with_what_is_wrong(
    site: WholeSite, alice: Visitor
) -> None:
    form = RecordForm(alice)
    write(site, form, {**DNA, "appointment_date": "31 June", "action": "vanish"})
    shown = alice.open_page(f"/{SLUG}/{form.record_id}")
    assert shown.status_code == 200
    assert "cannot be read by the rules until these are put right" in shown.text
    assert "31 June" in shown.text
    assert alice.open_page(f"/{SLUG}").status_code == 200
    form.seen_rev = 1
    assert "Saved" in form.save().told


def write(site: WholeSite, form: RecordForm, data: dict) -> None:
    """As a script writes: past the module's own check."""
    uid = site.cast.alice.uid
    site.clockstart.store.records.put(
        uid, KEY, form.record_id, data, op=new_id(), seen_rev=0, trace=Trace(uid), now=NOW
    )


def test_a_date_pasted_whole_into_day_is_saved_without_a_script(site: WholeSite, alice: Visitor) -> None:
    boxes = {"appointment_date.day": "12\u00a0May\u00a02026", "appointment_date.month": "", "appointment_date.year": ""}
    form = RecordForm(alice, typed={**boxes, "nhs_number": "999\u2011000\u20110018", "specialty": "110"})
    assert "Saved " in form.save().told
    assert {name: stored(site, form).data[name] for name in ("appointment_date", "nhs_number", "specialty")} == {
        "appointment_date": "2026-05-12",
        "nhs_number": "9990000018",
        "specialty": "C_110",
    }


def test_the_summary_leads_to_the_box_that_is_wrong(alice: Visitor) -> None:
    answer = RecordForm(alice, typed={"appointment_date.month": "13"}).save()
    assert ids.in_document(ids.answer("appointment_date.month")) in str(answer.read(ids.FORM_PROBLEMS))
    (placed,) = answer.read(ids.FORM_PROBLEM_LIST, "data")
    assert (placed["boxes"], placed["id"]) == ("month", "field-appointment_date-problem")


@pytest.mark.parametrize("said", ["C_110", "110"])
def test_a_list_is_filtered_by_a_specialty_with_and_without_its_letters(alice: Visitor, said: str) -> None:
    RecordForm(alice).save()
    RecordForm(alice, answers={**DNA, "patient_name": "Of Another", "specialty": "C_120"}).save()
    shown = alice.open_page(f"/{SLUG}", f"?specialty={said}").text
    assert "Nora Field" in shown
    assert "Of Another" not in shown


# --- drafts ----------------------------------------------------------------------------------------------------------


def test_a_draft_is_kept_offered_taken_up_and_dropped_by_saving(site: WholeSite, alice: Visitor) -> None:
    form = RecordForm(alice, typed={"patient_name": "Half a na"})
    assert form.keep_draft().read(ids.DRAFT_KEPT, "data")["at"]
    other_computer = site.signed_in("learner")
    assert f"draft={form.record_id}" in other_computer.open_page(f"/{SLUG}/new").text
    assert "Half a na" in other_computer.open_page(f"/{SLUG}/new", f"?draft={form.record_id}").text
    assert form.record_id in other_computer.open_page("/").text
    assert stored(site, form) is None
    form.save()
    assert f"draft={form.record_id}" not in alice.open_page(f"/{SLUG}/new").text


def test_a_draft_of_a_record_is_never_taken_for_what_is_stored(site: WholeSite, alice: Visitor) -> None:
    form = RecordForm(alice)
    form.save()
    form.typed = {"patient_name": "Typed later"}
    form.keep_draft()
    page = f"/{SLUG}/{form.record_id}/edit"
    read = alice.open_page(f"/{SLUG}/{form.record_id}").text
    assert "Typed later" not in read
    assert "Take it up again" in read
    opened = alice.open_page(page).text
    assert "Typed later" in opened
    assert "are not saved yet" in opened
    saved = alice.open_page(page, "?saved=1").text
    assert "Typed later" not in saved
    assert "Take them up again" in saved


def test_a_draft_begun_on_an_older_version_waits_and_is_set_beside_the_newer(site: WholeSite, alice: Visitor) -> None:
    form = RecordForm(alice)
    form.save()
    late = RecordForm(alice, record_id=form.record_id, seen_rev=1, typed={"patient_name": "Typed on one"})
    late.keep_draft()
    form.answers = {**DNA, "notes": "newer"}
    form.save(draft=False)
    page = f"/{SLUG}/{form.record_id}/edit"
    assert "Typed on one" not in alice.open_page(page).text
    assert "Take them up again" in alice.open_page(page).text
    assert "Typed on one" in alice.open_page(page, "?draft=1").text
    assert late.save().told == "Changed by someone else: not saved"


def test_a_draft_that_is_not_wanted_is_discarded(site: WholeSite, alice: Visitor) -> None:
    form = RecordForm(alice, typed={"patient_name": "Not wanted"})
    form.keep_draft()
    assert press(alice, {"discard": form.record_id, "slug": SLUG, "of": "new"}, form.state).status_code == 200
    assert "not saved, kept" not in alice.open_page(f"/{SLUG}/new").text


def test_what_is_stored_already_is_no_draft(site: WholeSite, alice: Visitor) -> None:
    form = RecordForm(alice)
    assert form.keep_draft().read(ids.DRAFT_KEPT, "data")["at"]
    form.save(draft=False)
    assert f"draft={form.record_id}" not in alice.open_page(f"/{SLUG}/new").text
    assert "are not saved yet" not in alice.open_page(f"/{SLUG}/{form.record_id}").text
    assert form.keep_draft().read(ids.DRAFT_KEPT, "data") == {"at": ""}
    assert site.clockstart.store.drafts.list(site.cast.alice.uid) == {}


def test_empty_boxes_are_no_draft(site: WholeSite, alice: Visitor) -> None:
    RecordForm(alice, answers={}, typed={"patient_name": " ", "appointment_date.day": ""}).keep_draft()
    assert site.clockstart.store.drafts.list(site.cast.alice.uid) == {}


def test_a_draft_that_arrives_after_the_save_it_was_typed_before_is_dropped(site: WholeSite, alice: Visitor) -> None:
    form = RecordForm(alice)
    before = RecordForm(alice, record_id=form.record_id, operation=form.operation, typed={"patient_name": "Nora Fie"})
    form.save()
    assert before.keep_draft().read(ids.DRAFT_KEPT, "data") == {"at": ""}
    assert site.clockstart.store.drafts.list(site.cast.alice.uid) == {}


def test_what_a_browser_kept_while_the_server_was_away_becomes_drafts(site: WholeSite, alice: Visitor) -> None:
    forms = [RecordForm(alice, typed={"patient_name": f"Kept Here {number}"}) for number in range(2)]
    copies = [{**form.state, "typed": form.boxes} for form in forms]
    gone = {**forms[0].state, "slug": "no-such-module", "typed": {"patient_name": "Nowhere"}}
    answer = hand_over(alice, [*copies, gone])
    assert answer.read(ids.TYPED_HERE_KEPT, "data") == [f"{SLUG}/{form.record_id}" for form in forms]
    shown = alice.open_page(f"/{SLUG}/new").text
    assert all(f"draft={form.record_id}" in shown for form in forms)


@pytest.mark.parametrize("copies", [[{}], [{"slug": SLUG}], [{"slug": SLUG, "record_id": "", "operation": "o"}]])
def test_a_copy_that_no_page_of_ours_made_is_refused(alice: Visitor, copies: list[dict[str, str]]) -> None:
    assert hand_over(alice, copies).status == 400


def hand_over(visitor: Visitor, copies: list[dict[str, Any]]) -> Answer:
    output = f"{ids.TYPED_HERE_KEPT}.data"
    return Answer(visitor.call(output, {f"{ids.TYPED_HERE}.data": copies}))


def test_a_save_sent_again_with_more_in_it_is_no_conflict_with_itself(site: WholeSite, alice: Visitor) -> None:
    form = RecordForm(alice)
    lost = RecordForm(alice, record_id=form.record_id, operation=form.operation)
    assert "Saved " in lost.save().told
    form.answers = {**DNA, "notes": "typed since"}
    assert "Saved " in form.save().told
    assert stored(site, form).data["notes"] == "typed since"
    assert stored(site, form).rev == 2


def test_a_save_that_the_store_does_not_answer_is_not_answered_with_a_page(
    site: WholeSite, alice: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise StoreUnavailable

    form = RecordForm(alice)
    monkeypatch.setattr(type(site.clockstart.store.records), "put", away)
    assert form.save().status == 503
    monkeypatch.undo()
    assert "Saved " in form.save().told


# --- removing --------------------------------------------------------------------------------------------------------


def test_a_removed_record_leaves_the_list_and_can_be_brought_back(site: WholeSite, alice: Visitor) -> None:
    form = RecordForm(alice)
    form.save()
    assert form.remove().status == 200
    assert stored(site, form) is None
    notice = alice.open_page(f"/{SLUG}", f"?removed={form.record_id}").text
    assert "Undo" in notice
    assert "Removed: Nora Field" in notice
    assert "Nora Field" in alice.open_page(f"/{SLUG}", "?show=removed").text
    assert press(alice, {"restore": form.record_id, "slug": SLUG}).status_code == 200
    assert stored(site, form).data["patient_name"] == "Nora Field"


def test_history_names_who_changed_what(site: WholeSite, alice: Visitor) -> None:
    form = RecordForm(alice)
    form.save()
    form.answers = {**DNA, "patient_name": "Nora Later"}
    form.save()
    shown = alice.open_page(f"/{SLUG}/{form.record_id}").text
    for words in ("Alice Adams", "Added", "Changed", "Nora Field", "Nora Later"):
        assert words in shown


# --- whose ids are in the form is never trusted ----------------------------------------------------------------------


def test_nobody_reads_or_writes_a_stranger(site: WholeSite, alice: Visitor) -> None:
    form = RecordForm(alice)
    form.save()
    charlie = site.visitor()
    charlie.token = sign_in(charlie.client, site.cast.charlie)
    assert charlie.get(f"/{SLUG}/{form.record_id}").status_code == 404
    assert charlie.get(f"/people/{site.cast.alice.uid}/{SLUG}").status_code == 404
    assert charlie.open_page(f"/people/{site.cast.alice.uid}/{SLUG}/{form.record_id}").status_code == 404
    theirs = RecordForm(charlie, record_id=form.record_id, seen_rev=1)
    assert "Saved" not in theirs.save().told
    theirs.remove()
    assert stored(site, form).rev == 1


def test_a_manager_reads_but_has_nothing_to_write_with(site: WholeSite, alice: Visitor) -> None:
    form = RecordForm(alice)
    form.save()
    bob = site.signed_in("manager")
    shown = bob.open_page(f"/people/{site.cast.alice.uid}/{SLUG}/{form.record_id}")
    assert "Nora Field" in shown.text
    for control in (ids.SAVE, ids.REMOVE, '"answer"'):
        assert control not in shown.text
    RecordForm(bob, record_id=form.record_id, seen_rev=1, answers={**DNA, "patient_name": "Bob was here"}).save()
    assert stored(site, form).data["patient_name"] == "Nora Field"


@pytest.mark.parametrize("slug", ["no-such-module", "../people", "dna_cases", ""])
def test_a_forged_module_is_refused(alice: Visitor, slug: str) -> None:
    answer = RecordForm(alice).save(slug=slug)
    assert answer.status == 404
    assert "Saved" not in answer.response.text


@pytest.mark.parametrize("record_id", ["", "x" * 201, "half \ud800"])
def test_a_forged_record_id_is_refused(site: WholeSite, alice: Visitor, record_id: str) -> None:
    answer = RecordForm(alice).save(record_id=record_id)
    assert "Saved" not in answer.told
    assert site.clockstart.store.records.list(site.cast.alice.uid, KEY) == []


def test_a_state_that_is_not_ours_is_refused(alice: Visitor) -> None:
    assert RecordForm(alice).save(seen_rev="many").status == 400


# --- a view of a month's end -----------------------------------------------------------------------------------------


def test_a_list_is_asked_about_the_end_of_the_month_in_its_address(alice: Visitor) -> None:
    referral = {"treatment_function": "C_110", "referral_source": "gp", "priority": "routine"}
    answers = {**referral, "patient_name": "July Breach", "nhs_number": "9990000018", "referral_received": "2026-03-20"}
    RecordForm(alice, slug="patient-tracking-list", answers=answers).save()
    june = alice.open_page("/patient-tracking-list", "?view=tip-in").text
    july = alice.open_page("/patient-tracking-list", "?view=tip-in&month=2026-07").text
    assert ("0 of 1 pathway" in june, "0 of 1 pathway" in july) == (True, False)
    assert "The clock passes 18 weeks by 30 June 2026" in june
    assert "The clock passes 18 weeks by 31 July 2026" in july
    assert "view=over-18&month=2026-07" in july or "month=2026-07&view=over-18" in july
    for odd in ("2026-13", "1999-01", "x"):
        assert "by 30 June 2026" in alice.open_page("/patient-tracking-list", f"?view=tip-in&month={odd}").text
