"""Whole pathways told across modules: what one module records moves the clocks another one shows."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import pytest

from auth.actor import as_actor
from dashapp.services.derived import rows
from dashapp.services.records import records
from dashapp.services.work import actions
from dashapp.ui import ids
from tests.http.forms import RecordForm, list_parts, list_words
from tests.whole_site import Visitor, WholeSite

PATIENT = {"patient_name": "Nora Field", "nhs_number": "9990000018"}
REFERRED: dict[str, Any] = {
    **PATIENT,
    "treatment_function": "C_110",
    "referral_source": "gp",
    "priority": "routine",
    "referral_received": "2026-01-12",
}
OFFER: dict[str, Any] = {
    "made_on": "2026-04-01",
    "offered_date": "2026-05-01",
    "offered_time": "09:30",
    "how_told": "letter",
    "answer": "declined",
    "declined_on": "2026-04-03",
}
TWO_DECLINED: dict[str, Any] = {
    **PATIENT,
    "specialty": "C_110",
    "choice_type": "declined_date",
    "offers": [OFFER, {**OFFER, "made_on": "2026-04-07", "offered_date": "2026-05-20", "declined_on": "2026-04-08"}],
    "clinical_conversation": "yes",
    "patient_agreed": "yes",
    "active_monitoring_agreed_on": "2026-04-14",
    "next_review_on": "2026-07-07",
    "patient_informed": "yes",
    "told_how_to_return": "yes",
}
CANCELLED: dict[str, Any] = {
    **PATIENT,
    "appointment_date": "2026-03-10",
    "cancellation_date": "2026-03-09",
    "specialty": "C_110",
    "type": "follow_up",
    "cancelled_by": "patient",
    "reason": "unwell",
    "on_the_day_or_after_admission": "no",
    "new_date_offered": "2026-07-01",
}
MISSED: dict[str, Any] = {
    **PATIENT,
    "appointment_date": "2026-04-20",
    "specialty": "C_110",
    "appointment_type": "first_outpatient",
    "first_after_referral": "yes",
    "clearly_communicated": "yes",
    "child_or_vulnerable": "no",
    "dna_letter_sent": "yes",
    "action": "rebook_contact_awaited",
}
MEETING: dict[str, Any] = {
    "date": "2026-06-11",
    "tumour_site_or_specialty": "lung",
    "status": "held",
    "chair": "Dr Osei",
    "present": ["surgeon"],
}
DISCUSSED: dict[str, Any] = {
    **PATIENT,
    "question": "Is surgery possible?",
    "outcome": "treat_here",
    "decision": "Resection.",
    "told_by": "Dr Osei",
    "tell_by": "2026-06-14",
    "told_on": "2026-06-12",
    "gp_told_on": "2026-06-12",
    "decision_to_treat": "2026-06-12",
    "actions": [{"what": "Book theatre", "owner": "Registrar", "due": "2026-06-13"}],
}


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    return whole_site


def save(visitor: Visitor, slug: str, answers: dict[str, Any]) -> tuple[RecordForm, str]:
    """A record saved through its form; what the page then said of it."""
    form = RecordForm(visitor, slug=slug, answers=answers)
    answer = form.save()
    assert "Saved" in answer.told, answer.problems
    return form, answer.told


def read_row(site: WholeSite, form: RecordForm) -> dict[str, Any]:
    module = site.clockstart.registry.find(form.slug)
    assert module is not None
    listed = rows.list_rows(site.clockstart, site.cast.alice.uid, module)
    return dict(next(row for row in listed if row["id"] == form.record_id))


def read_clock(site: WholeSite, form: RecordForm) -> Any:
    """The RTT clock of a pathway, as its own record shows it."""
    uid = site.cast.alice.uid
    module, record = site.clockstart.registry.find(form.slug), None
    assert module is not None
    record = site.clockstart.store.records.get(uid, module.store_key, form.record_id)
    case = records.make_case(site.clockstart, uid, module, record)
    assert case is not None
    return case.clocks


def test_two_offers_declined_and_agreed_stop_the_clock_of_the_pathway(site: WholeSite, alice: Visitor) -> None:
    pathway, _ = save(alice, "patient-tracking-list", REFERRED)
    assert read_clock(site, pathway).status == "open"
    _, told = save(alice, "patient-choice", {**TWO_DECLINED, "link": pathway.record_id})
    period = read_clock(site, pathway).periods[-1]
    assert (str(period.stop), period.stop_code) == ("2026-04-14", "32")
    assert "14 April 2026" in told


def test_three_cancellations_move_nothing_and_are_counted_on_the_pathway(site: WholeSite, alice: Visitor) -> None:
    pathway, _ = save(alice, "patient-tracking-list", REFERRED)
    before = read_clock(site, pathway)
    for day in ("2026-02-02", "2026-02-20", "2026-03-09"):
        answers = {**CANCELLED, "link": pathway.record_id, "cancellation_date": day}
        last, _ = save(alice, "cancellation-management", answers)
    after = read_clock(site, pathway)
    assert (after.status, after.clock_start, after.breach_date) == ("open", before.clock_start, before.breach_date)
    assert read_row(site, last)["times_cancelled"] == 3
    assert "cancellations-review-needed" in read_row(site, last)["findings"]


def open_pathways(alice: Visitor) -> tuple[RecordForm, RecordForm, RecordForm]:
    """Two pathways, and a cancer record on the first."""
    first, _ = save(alice, "patient-tracking-list", {**REFERRED, "referral_received": "2026-05-20"})
    second, _ = save(alice, "patient-tracking-list", {**REFERRED, "patient_name": "Ida Stone"})
    cancer_answers = {
        **PATIENT,
        "link": first.record_id,
        "suspected_type": "lung",
        "route": "urgent_suspected_cancer",
        "referral_received": "2026-05-20",
    }
    cancer, _ = save(alice, "cancer-pathways", cancer_answers)
    return first, second, cancer


def test_one_meeting_moves_the_cancer_milestones_of_each_pathway(site: WholeSite, alice: Visitor) -> None:
    first, second, cancer = open_pathways(alice)
    assert read_clock(site, cancer).fds.clock_stop is None
    deferred = {**PATIENT, "patient_name": "Ida Stone", "link": second.record_id, "outcome": "deferred"}
    cases = [{**deferred, "question": "Which first?"}, {**DISCUSSED, "link": first.record_id}]
    meeting, _ = save(alice, "mdt-coordination", {**MEETING, "cases": cases})
    clocks = read_clock(site, cancer)
    assert str(clocks.fds.clock_stop) == "2026-06-12"
    assert str(clocks.d31.clock_start) == "2026-06-12"
    assert read_clock(site, second).status == "open"
    assert read_row(site, meeting)["overdue_actions"] == 1


def test_a_timeline_shows_the_meeting_on_the_pathway_it_was_about(alice: Visitor) -> None:
    first, second, _ = open_pathways(alice)
    meeting, _ = save(alice, "mdt-coordination", {**MEETING, "cases": [{**DISCUSSED, "link": first.record_id}]})
    shown = alice.open_page(f"/patient-tracking-list/{first.record_id}").text
    assert "Discussed at the MDT" in shown
    assert meeting.record_id in shown
    assert "Discussed at the MDT" not in alice.open_page(f"/patient-tracking-list/{second.record_id}").text


def words_of(visitor: Visitor, address: str) -> str:
    return " ".join(list_words(open_parts(visitor, address)))


def links_of(visitor: Visitor, address: str) -> set[str]:
    return {str(part["href"]) for part in list_parts(open_parts(visitor, address)) if "href" in part}


def open_parts(visitor: Visitor, address: str) -> Any:
    """The page at an address, as the browser is sent it."""
    return visitor.open_page(address).get_json()["response"][ids.PAGE]["children"]


def test_a_first_missed_appointment_nullifies_and_the_call_to_rebook_starts_anew(
    site: WholeSite, alice: Visitor
) -> None:
    pathway, _ = save(alice, "patient-tracking-list", REFERRED)
    missed, told = save(alice, "dna-management", {**MISSED, "link": pathway.record_id})
    assert "The clock is nullified on 20 April 2026" in told
    assert read_clock(site, pathway).status == "nullified"
    missed.answers = {**missed.answers, "action": "rebooked", "rebook_contact_date": "2026-04-27"}
    again = missed.save().told
    assert "A new clock starts on 27 April 2026" in again
    assert (read_clock(site, pathway).status, str(read_clock(site, pathway).clock_start)) == ("open", "2026-04-27")


def test_a_timeline_says_who_entered_what_and_leads_there_and_back(site: WholeSite, alice: Visitor) -> None:
    pathway, _ = save(alice, "patient-tracking-list", REFERRED)
    missed, _ = save(alice, "dna-management", {**MISSED, "link": pathway.record_id})
    there, back = f"/dna-management/{missed.record_id}", f"/patient-tracking-list/{pathway.record_id}"
    for page, other in ((back, there), (there, back)):
        assert other in links_of(alice, page)
        assert words_of(alice, page).count("Entered by Alice Adams") == 1
    assert "belongs to the pathway of  Nora Field, 999 000 0018" in words_of(alice, there)
    bob, uid = site.signed_in("manager"), site.cast.alice.uid
    assert f"/people/{uid}{there}" in links_of(bob, f"/people/{uid}{back}")


def test_the_same_fact_from_two_modules_counts_once_and_is_told_where_its_details_are(
    site: WholeSite, alice: Visitor
) -> None:
    event = {"date": "2026-04-20", "event": "dna", "first": "yes", "clearly_communicated": "yes", "rtt_code": "33"}
    pathway, _ = save(alice, "patient-tracking-list", {**REFERRED, "events": [event]})
    before = read_clock(site, pathway)
    missed, told = save(alice, "dna-management", {**MISSED, "link": pathway.record_id})
    after = read_clock(site, pathway)
    assert (after.status, len(after.periods)) == (before.status, len(before.periods)) == ("nullified", 1)
    assert "was entered more than once; it counts once" in told
    for page in (f"/patient-tracking-list/{pathway.record_id}", f"/dna-management/{missed.record_id}"):
        assert words_of(alice, page).count("33 14 w 0 d") == 1


def test_an_action_of_a_meeting_falls_due_and_shows_up(site: WholeSite, alice: Visitor) -> None:
    save(alice, "mdt-coordination", {**MEETING, "cases": [DISCUSSED]})
    actor = as_actor(site.cast.alice)
    found = [(str(action.on), action.name, action.what) for action in actions.list_actions(site.clockstart, actor)]
    assert ("2026-06-13", "Lung MDT of 11 June 2026", "Nora Field: Book theatre (Registrar)") in found
    assert "Book theatre" in alice.open_page("/").text


def test_the_sheets_of_a_meeting_are_its_owners_alone(site: WholeSite, alice: Visitor) -> None:
    meeting, _ = save(alice, "mdt-coordination", {**MEETING, "cases": [DISCUSSED]})
    sheet = f"/mdt-coordination/{meeting.record_id}/agenda"
    words = " ".join(list_words(alice.open_page(sheet).get_json()["response"][ids.PAGE]["children"]))
    assert "Outcomes: Lung" in words
    assert "Book theatre: Registrar, by 13 June 2026" in words
    assert "Book theatre" in alice.open_page("/mdt-coordination/coming-up").text
    bob = site.signed_in("manager")
    assert "Book theatre" not in bob.open_page(sheet).text
    assert "Book theatre" not in bob.open_page("/mdt-coordination/coming-up").text


def test_what_is_wrong_with_an_action_is_said_beside_it(alice: Visitor) -> None:
    wrong = {**DISCUSSED, "actions": [{"owner": "Registrar"}]}
    answer = RecordForm(alice, slug="mdt-coordination", answers={**MEETING, "cases": [wrong]}).save()
    assert answer.problems == {"cases.0.actions.0.what": "Enter the action"}


TRANSFERRED: dict[str, Any] = {
    **PATIENT,
    "transfer_type": "inter_provider",
    "responsibility_moves": "yes",
    "requested_date": "2026-06-01",
}
UNFIT: dict[str, Any] = {
    **PATIENT,
    "specialty": "C_110",
    "reason": "unfit_short_term",
    "reason_in_words": "Chest infection",
    "consultant": "Miss Hughes",
    "decided_on": "2026-05-04",
    "review_date": "2026-06-01",
    "action": "keep_clock_running",
    "patient_informed": "yes",
}
DECLINED: dict[str, Any] = {
    **PATIENT,
    "treatment": "A medicine outside its licence",
    "category": "ifr",
    "consultant": "Miss Novak",
    "status": "declined",
    "submitted_on": "2026-05-04",
    "decided_on": "2026-05-11",
    "other_treatment": "no",
}
UNDECIDED: dict[str, Any] = {**DECLINED, "status": "submitted", "decided_on": None, "submitted_on": "2026-04-07"}
CONSENTED: dict[str, Any] = {
    **PATIENT,
    "date_of_birth": "1961-05-04",
    "procedure": "Total knee replacement",
    "has_side": "yes",
    "side": "left",
    "form": "1",
    "capacity": "has_capacity",
    "stage_one_on": "2026-05-04",
    "stage_one_by": "Miss Novak",
    "risks_discussed": "yes",
    "alternatives_discussed": "yes",
    "no_treatment_discussed": "yes",
    "procedure_on": "2026-06-18",
}
LACKING: dict[str, Any] = {**CONSENTED, "form": "4", "capacity": "lacks_capacity", "best_interests": "no"}
VALIDATED: dict[str, Any] = {
    **PATIENT,
    "clock_start": "2026-02-02",
    "level": "administrative",
    "validated_on": "2026-06-01",
    "evidence_place": "clinic_letter",
    "evidence": "Listed.",
    "decision": "remain",
    "next_step": "Book",
    "next_step_owner": "Booking office",
    "next_review_on": "2026-07-15",
    "queries": [{"to": "secretary", "question": "Was the patient listed?", "sent_on": "2026-06-01"}],
}
BACK_TO_THE_GP: dict[str, Any] = {
    **UNFIT,
    "action": "return_to_gp",
    "best_interest": "yes",
    "patient_informed": "no",
    "gp_informed": "no",
}
RETURNED_MAIL: dict[str, Any] = {
    **PATIENT,
    "type": "waiting_update",
    "channel": "letter",
    "date_sent": "2026-06-01",
    "purpose": "How long the wait may be",
    "outcome": "returned",
    "follow_up_due": "2026-06-10",
}
OWED = (
    ("communications-tracker", RETURNED_MAIL, "To do: Try another way: it did not arrive"),
    ("clinical-exceptions", BACK_TO_THE_GP, "To do: Tell the GP"),
    ("transfer-of-care", TRANSFERRED, "To do: Send the transfer form"),
    ("clinical-exceptions", UNFIT, "To do: Clinical review"),
    ("funding-ifr", DECLINED, "To do: Tell the patient: declined, and no other treatment"),
    ("funding-ifr", UNDECIDED, "To do: Decision on the funding due by"),
    ("consent-manager", CONSENTED, "To do: Confirm consent with the patient on the day"),
    ("consent-manager", LACKING, "To do: Not ready to list: record the assessment"),
    ("waiting-list-validator", VALIDATED, "To do: Contact the patient about the wait"),
    ("waiting-list-validator", VALIDATED, "To do: Chase the query: Was the patient listed?"),
    ("dna-management", {**MISSED, "dna_letter_sent": "no"}, "To do: Send the letter about the missed appointment"),
)


@pytest.mark.parametrize(("slug", "answers", "owed"), OWED, ids=[what for _, _, what in OWED])
def test_what_is_owed_stands_on_the_timeline_and_among_what_needs_action(
    site: WholeSite, alice: Visitor, slug: str, answers: dict[str, Any], owed: str
) -> None:
    """A transfer without its form, a review overdue, a decline without another treatment, a missing letter."""
    pathway, _ = save(alice, "patient-tracking-list", REFERRED)
    form, _ = save(alice, slug, {**answers, "link": pathway.record_id})
    back = f"/patient-tracking-list/{pathway.record_id}"
    assert owed in words_of(alice, back)
    assert f"/{slug}/{form.record_id}" in links_of(alice, back)
    assert owed in words_of(alice, f"/{slug}/{form.record_id}")
    due = actions.list_actions(site.clockstart, as_actor(site.cast.alice))
    assert [action for action in due if action.what in owed or owed.removeprefix("To do: ") in action.what]
    assert owed in words_of(site.signed_in("manager"), f"/people/{site.cast.alice.uid}{back}")


STOPPED: dict[str, Any] = {**REFERRED, "events": [{"date": "2026-06-02", "event": "decision_not_to_treat"}]}
TOLD: dict[str, Any] = {
    **PATIENT,
    "type": "discharge_to_gp",
    "channel": "letter",
    "date_sent": "2026-06-03",
    "purpose": "No treatment is needed",
    "outcome": "delivered",
}


def test_a_stop_is_owed_a_letter_to_the_patient_and_the_gp_until_there_is_one(site: WholeSite, alice: Visitor) -> None:
    pathway, _ = save(alice, "patient-tracking-list", STOPPED)
    back = f"/patient-tracking-list/{pathway.record_id}"
    assert "To do: Write to the patient and the GP: a decision stopped the clock" in words_of(alice, back)
    begin = next(link for link in links_of(alice, back) if link.startswith("/communications-tracker/new?"))
    given = dict(parse_qsl(begin.partition("?")[2]))
    assert given == {**PATIENT, "link": pathway.record_id, "type": "discharge_to_gp", "channel": "letter"}
    assert not [
        link
        for link in links_of(site.signed_in("manager"), f"/people/{site.cast.alice.uid}{back}")
        if "/communications-tracker/new" in link
    ]
    letter, _ = save(alice, "communications-tracker", {**TOLD, "link": pathway.record_id})
    assert "the GP has not been written to" in words_of(alice, f"/communications-tracker/{letter.record_id}")
    shown = words_of(alice, back)
    assert "Letter or message sent: discharge to the GP" in shown
    assert "Write to the patient and the GP" not in shown
    assert "To do: Write to the GP: a decision stopped the clock" in shown
    RecordForm(alice, letter.slug, letter.record_id, seen_rev=1, answers={**letter.answers, "sent_to_gp": "yes"}).save()
    assert "a decision stopped the clock" not in words_of(alice, back)


def test_a_letter_on_the_pathway_settles_the_missed_appointment_of_another_module(
    site: WholeSite, alice: Visitor
) -> None:
    pathway, _ = save(alice, "patient-tracking-list", REFERRED)
    missed, _ = save(alice, "dna-management", {**MISSED, "dna_letter_sent": "no", "link": pathway.record_id})
    assert "letter about the missed appointment" in str(read_row(site, missed)["due"])
    letter = {**TOLD, "type": "dna", "date_sent": "2026-04-22", "link": pathway.record_id}
    told, _ = save(alice, "communications-tracker", letter)
    assert "letter about the missed appointment" not in str(read_row(site, missed)["due"])
    drafted = words_of(alice, f"/communications-tracker/{told.record_id}")
    assert "We are sorry that we did not see you on 20 April 2026, at your first appointment" in drafted
    assert "Clockstart sends nothing" in drafted


def test_a_record_on_a_pathway_shows_the_clock_of_the_pathway_once(site: WholeSite) -> None:
    alice = site.signed_in("learner")
    pathway, _ = save(alice, "patient-tracking-list", REFERRED)
    missed, _ = save(alice, "dna-management", MISSED | {"link": pathway.record_id})
    alone, _ = save(alice, "dna-management", MISSED)

    def count_clocks(slug: str, record_id: str) -> int:
        drawn = alice.open_page(f"/{slug}/{record_id}").get_json()["response"][ids.PAGE]["children"]
        return sum("cs-clock-drawing" in str(part.get("className")) for part in list_parts(drawn))

    assert count_clocks("patient-tracking-list", pathway.record_id) == 1
    assert count_clocks("dna-management", missed.record_id) == 1
    assert count_clocks("dna-management", alone.record_id) == 0
