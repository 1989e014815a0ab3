"""What happened is tried and entered on a record's page, in the record that has it, by its owner alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import pytest

from dashapp.services.records.records import new_id
from tests.http.forms import RecordForm
from tests.http.test_across_modules import MISSED, PATIENT, REFERRED, links_of, save, words_of
from tests.whole_site import Visitor, WholeSite

DNA = {"event": "dna", "day": "20/4/26", "asked": "dna", "answers": {"first": "yes", "clearly_communicated": "yes"}}
CANCER: dict[str, Any] = {
    **PATIENT,
    "suspected_type": "lung",
    "route": "urgent_suspected_cancer",
    "referral_received": "2026-05-20",
}


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    return whole_site


def call(
    visitor: Visitor, first: str, typed: Mapping[str, Any] | None, form: RecordForm, rev: int = 1, **state: Any
) -> Any:
    """Send the callback of the composer whose first output is `first`, as the page of this record does."""
    answer = visitor.call(*body(visitor, first, typed, form, rev, **state))
    return answer.get_json()["response"] if answer.status_code == 200 else answer.status_code


def body(
    visitor: Visitor, first: str, typed: Mapping[str, Any] | None, form: RecordForm, rev: int, **state: Any
) -> tuple[str, dict[str, Any]]:
    part, number = first.split("#")
    start = '{"composer":"' + part
    found = [name for name, _ in visitor.site.list_server_callbacks() if name.lstrip(".").startswith(start)]
    output = sorted(found, key=len)[int(number)]
    known = {"slug": form.slug, "record_id": form.record_id, "operation": new_id(), "seen_rev": rev, **state}
    values = {}
    for slot in (*visitor.site.app.callback_map[output]["inputs"], *visitor.site.app.callback_map[output]["state"]):
        name = json.loads(slot["id"])["composer"]
        values[f"{slot['id']}.{slot['property']}"] = {"typed": typed, "state": known, **state}.get(name, 1)
    return output, values


def typed_in(visitor: Visitor, typed: Mapping[str, Any], form: RecordForm, **state: Any) -> Any:
    return call(visitor, "asks#0", typed, form, **state)


def add(visitor: Visitor, typed: Mapping[str, Any], form: RecordForm, rev: int = 1, **state: Any) -> Any:
    return call(visitor, "said#0", typed, form, rev, **state)


def undo(visitor: Visitor, form: RecordForm, rev: int) -> Any:
    return call(visitor, "saved#0", None, form, rev)


def saved(answer: Any) -> Any:
    return next((part["data"] for name, part in answer.items() if '"saved"' in name and "data" in part), None)


def read_events(site: WholeSite, form: RecordForm) -> list[Any]:
    record = site.clockstart.store.records.get(site.cast.alice.uid, "patients", form.record_id)
    return list(record.data.get("events", []))


def test_trying_stores_nothing_and_says_before_and_after(site: WholeSite, alice: Visitor) -> None:
    pathway, _ = save(alice, "patient-tracking-list", REFERRED)
    told = json.dumps(typed_in(alice, DNA, pathway))
    assert "Clock nullified, no breach date" in told
    assert "The clock is nullified on 20 April 2026" in told
    assert "Mon 20 Apr 2026" in told
    assert "cs-clock-trying" in told
    assert read_events(site, pathway) == []


def test_an_entry_ahead_of_its_day_says_that_no_clock_moves_yet(alice: Visitor) -> None:
    pathway, _ = save(alice, "patient-tracking-list", REFERRED)
    ahead = {**DNA, "day": "20/4/28"}
    said = "20 April 2028 is in the future: the clock leaves it out until then."
    assert said in json.dumps(typed_in(alice, ahead, pathway))
    assert saved(add(alice, ahead, pathway))["rev"] == 2
    assert said in json.dumps(alice.open_page(f"/patient-tracking-list/{pathway.record_id}", "?added=2").get_json())


def test_an_event_asks_what_it_needs_and_knows_the_first(alice: Visitor) -> None:
    pathway, _ = save(alice, "patient-tracking-list", REFERRED)
    told = json.dumps(typed_in(alice, {**DNA, "asked": "", "answers": {}}, pathway))
    assert '"data-name": "clearly_communicated"' in told
    assert told.count('"data-compose": "ask"') == 2
    assert '"data-value": "yes"' in told


def test_an_entry_is_a_save_of_the_pathway_with_history_and_can_be_undone(site: WholeSite, alice: Visitor) -> None:
    pathway, _ = save(alice, "patient-tracking-list", REFERRED)
    back = f"/patient-tracking-list/{pathway.record_id}"
    entered = saved(add(alice, DNA, pathway))
    assert (entered["rev"], entered["to"]) == (2, f"{back}?added=2")
    row = {"date": "2026-04-20", "event": "dna", "first": "yes", "clearly_communicated": "yes"}
    assert read_events(site, pathway) == [row]
    page = json.dumps(alice.open_page(back, "?added=2").get_json())
    assert "Saved 10:00. Missed appointment (DNA), 20 April 2026. The clock is nullified on 20 April 2026" in page
    assert "Undo" in page
    assert saved(undo(alice, pathway, 2))["rev"] == 3
    assert read_events(site, pathway) == []
    assert [
        entry.act for entry in site.clockstart.store.records.history(site.cast.alice.uid, "patients", pathway.record_id)
    ]


def test_the_same_operation_twice_is_one_entry(site: WholeSite, alice: Visitor) -> None:
    pathway, _ = save(alice, "patient-tracking-list", REFERRED)
    for _ in range(2):
        assert saved(add(alice, DNA, pathway, operation="0p3rat10n"))["rev"] == 2
    assert len(read_events(site, pathway)) == 1


def test_what_was_typed_since_an_answer_that_never_arrived_takes_its_place(site: WholeSite, alice: Visitor) -> None:
    pathway, _ = save(alice, "patient-tracking-list", REFERRED)
    add(alice, DNA, pathway, operation="0p3rat10n")
    later = add(alice, {**DNA, "day": "21/4/26"}, pathway, operation="0p3rat10n")
    assert saved(later)["rev"] == 3
    assert [row["date"] for row in read_events(site, pathway)] == ["2026-04-21"]


def test_what_was_saved_meanwhile_is_not_written_over(site: WholeSite, alice: Visitor) -> None:
    pathway, _ = save(alice, "patient-tracking-list", REFERRED)
    assert saved(add(alice, {**DNA, "event": "registered_on_pas", "answers": {}}, pathway))
    answer = add(alice, DNA, pathway, rev=1)
    assert saved(answer) is None
    assert "Not added: this record was changed somewhere else meanwhile" in json.dumps(answer)
    (state,) = (part["data"] for name, part in answer.items() if '"state"' in name)
    assert saved(add(alice, DNA, pathway, rev=state["seen_rev"]))["rev"] == 3
    assert len(read_events(site, pathway)) == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({**DNA, "day": "31/2/26"}, "is not a real date"),
        ({**DNA, "day": ""}, "The date is missing. Write it as 14/9/26"),
        ({**DNA, "event": "no_such"}, "Choose what happened from the list."),
        ({**DNA, "answers": {"first": "perhaps"}}, "has an answer that cannot be used"),
        ({**DNA, "answers": "none"}, None),
        ({}, "Choose what happened"),
    ],
)
def test_what_cannot_be_entered_is_said_and_stored_nowhere(
    site: WholeSite, alice: Visitor, typed: dict[str, Any], said: str | None
) -> None:
    pathway, _ = save(alice, "patient-tracking-list", REFERRED)
    answer = add(alice, typed, pathway)
    assert (said or '"saved"') in json.dumps(answer, ensure_ascii=False).replace('\\"', '"')
    assert len(read_events(site, pathway)) == (0 if said else 1)


def test_an_event_with_a_module_of_its_own_takes_along_all_that_is_known(alice: Visitor) -> None:
    pathway, _ = save(alice, "patient-tracking-list", REFERRED)
    told = json.dumps(typed_in(alice, DNA, pathway))
    assert "Record the details in DNA management" in told
    href = next(part for part in told.split('"') if part.startswith("/dna-management/new?"))
    given = dict(parse_qsl(href.partition("?")[2]))
    assert given == {
        "link": pathway.record_id,
        "appointment_date": "2026-04-20",
        "first_after_referral": "yes",
        "clearly_communicated": "yes",
    }
    form = json.dumps(alice.open_page("/dna-management/new", f"?{href.partition('?')[2]}").get_json())
    for known in ("2026", PATIENT["patient_name"], REFERRED["treatment_function"]):
        assert f'"value": "{known}"' in form


def test_the_record_with_the_details_owns_the_fact_and_the_pathway_tells_it_once(alice: Visitor) -> None:
    pathway, _ = save(alice, "patient-tracking-list", REFERRED)
    assert saved(add(alice, DNA, pathway))
    missed, _ = save(alice, "dna-management", {**MISSED, "appointment_date": "2026-04-20", "link": pathway.record_id})
    back = f"/patient-tracking-list/{pathway.record_id}"
    assert f"/dna-management/{missed.record_id}" in links_of(alice, back)
    page = alice.open_page(back).get_json()
    titles = json.dumps(page).count('"Missed appointment (DNA)", "className": "cs-event-title"')
    assert titles + json.dumps(page).count('"className": "cs-event-title", "children": "Missed appointment (DNA)"') == 1


def test_an_event_entered_on_a_linked_record_is_stored_on_its_pathway(site: WholeSite, alice: Visitor) -> None:
    pathway, _ = save(alice, "patient-tracking-list", REFERRED)
    missed, _ = save(alice, "dna-management", {**MISSED, "link": pathway.record_id})
    typed = {"event": "patient_contacts_to_rebook", "day": "27/4/26", "asked": "", "answers": {}}
    assert saved(add(alice, typed, missed))["to"].startswith(f"/dna-management/{missed.record_id}?added=")
    assert [row["event"] for row in read_events(site, pathway)] == ["patient_contacts_to_rebook"]


def test_a_record_on_no_pathway_is_entered_on_by_its_own_milestones(site: WholeSite, alice: Visitor) -> None:
    patient, _ = save(alice, "cancer-pathways", CANCER)
    typed = {"event": "first_seen", "day": "27/5/26", "asked": "", "answers": {}}
    assert "Day" in json.dumps(typed_in(alice, typed, patient))
    assert saved(add(alice, typed, patient))["rev"] == 2
    missed, _ = save(alice, "dna-management", MISSED)
    assert saved(add(alice, {**typed, "event": "rebook_contact_date"}, missed))["rev"] == 2
    records = site.clockstart.store.records
    assert records.get(site.cast.alice.uid, "cancer_patients", patient.record_id).data["first_seen"] == "2026-05-27"
    assert records.get(site.cast.alice.uid, "dna_cases", missed.record_id).data["rebook_contact_date"] == "2026-05-27"


def test_a_milestone_that_has_a_day_says_what_is_replaced_and_has_its_answers(alice: Visitor) -> None:
    seen = {**CANCER, "first_seen": "2026-05-27", "first_seen_organisation": "RXX01"}
    patient, _ = save(alice, "cancer-pathways", seen)
    typed = {"event": "first_seen", "day": "28/5/26", "asked": "", "answers": {}}
    told = json.dumps(typed_in(alice, typed, patient))
    assert "First seen is 27 May 2026 now: this day takes its place." in told
    assert '"data-value": "RXX01"' in told
    assert "takes its place" not in json.dumps(typed_in(alice, {**typed, "day": "27/5/26"}, patient))


def test_those_who_look_after_a_learner_read_and_nobody_else_enters(site: WholeSite, alice: Visitor) -> None:
    pathway, _ = save(alice, "patient-tracking-list", REFERRED)
    bob = site.signed_in("manager")
    read = f"/people/{site.cast.alice.uid}/patient-tracking-list/{pathway.record_id}"
    assert "What happened?" in json.dumps(alice.open_page(f"/patient-tracking-list/{pathway.record_id}").get_json())
    assert "Timeline" in words_of(bob, read)
    assert "data-composer" not in json.dumps(bob.open_page(read).get_json())
    charlie = site.visitor()
    for answer in (add(bob, DNA, pathway), typed_in(bob, DNA, pathway), undo(bob, pathway, 1)):
        assert answer == 404
    for answer in (add(charlie, DNA, pathway), typed_in(charlie, DNA, pathway)):
        assert answer in {400, 401, 403}
    assert read_events(site, pathway) == []


@pytest.mark.parametrize("typed", [None, [], "dna", {"event": ["dna"]}, {"event": "dna", "day": {"a": 1}}])
def test_nothing_that_is_sent_is_an_error_of_the_server(alice: Visitor, typed: Any) -> None:
    pathway, _ = save(alice, "patient-tracking-list", REFERRED)
    for answer in (typed_in(alice, typed, pathway), add(alice, typed, pathway)):
        assert not isinstance(answer, int) or answer < 500


def test_a_panel_says_what_an_entry_led_to_and_offers_to_undo_it(alice: Visitor) -> None:
    pathway, _ = save(alice, "patient-tracking-list", REFERRED)
    entered = saved(add(alice, DNA, pathway))
    asked = {"slug": pathway.slug, "id": pathway.record_id, "key": pathway.record_id, "told": entered["told"]}
    panel = json.dumps(alice.call("peek.children", {"peek-asked.data": asked}).get_json())
    assert "Missed appointment (DNA), 20 April 2026. The clock is nullified" in panel
    assert '"children": "Undo"' in panel
    for told in ("added=2", ["added"], {"added": ["2"]}, {"added": "99"}):
        answer = alice.call("peek.children", {"peek-asked.data": {**asked, "told": told}})
        assert answer.status_code == 200
        assert '"children": "Undo"' not in json.dumps(answer.get_json())
