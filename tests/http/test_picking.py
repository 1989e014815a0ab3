"""Choosing one of one's own pathways in a form, however many there are, and making one without leaving the form."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dashapp.services.records.records import RULES_VERSION, new_id
from dashapp.ui import ids
from storage.record import NewRecord, Trace
from storage.settings_store import Override
from tests.cast import sign_in
from tests.http.forms import find_by_input, list_words, slot
from tests.whole_site import CALLBACK, NOW, Visitor, WholeSite, name_outputs

KEY, COUNT = "patients", 130
NEW: dict[str, Any] = {
    "patient_name": "Made On The Way",
    "nhs_number": "999 000 0018",
    "treatment_function": "C_110",
    "referral_source": "gp",
    "referral_received.day": "4",
    "referral_received.month": "5",
    "referral_received.year": "2026",
    "priority": "routine",
}


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    """Alice has more pathways than a native list holds."""
    uid = whole_site.cast.alice.uid
    whole_site.clockstart.store.records.put_many(uid, KEY, list(make_pathways()), trace=Trace(uid), now=NOW)
    return whole_site


def make_pathways() -> Any:
    for number in range(COUNT):
        data = {
            "patient_name": f"Patient {number:03}",
            "nhs_number": f"999{number:07}",
            "pathway_id": f"PPID{number:016}",
            "treatment_function": "C_110" if number % 2 else "C_130",
            "referral_source": "gp",
            "referral_received": "2026-03-02",
            "priority": "routine",
        }
        yield NewRecord(f"p{number}", data, f"o{number}", rules_version=RULES_VERSION, links=(f"p{number}",))


@pytest.fixture
def charlie(site: WholeSite) -> Visitor:
    visitor = site.visitor()
    visitor.token = sign_in(visitor.client, site.cast.charlie)
    return visitor


def ask(visitor: Visitor, **what: str) -> Any:
    """What the finder of a form is answered."""
    asked = {"kind": "pathway", "path": "link", "turn": 1, **what}
    answer = visitor.call(find_by_input(visitor, ids.PICK_ASKED), {f"{ids.PICK_ASKED}.data": asked})
    return answer.get_json()["response"][ids.PICK_FOUND]["data"] if answer.status_code == 200 else answer


@pytest.mark.parametrize("text", ["patient 007", "9990000007", "999 000 0007", "ppid0000000000000007"])
def test_a_pathway_is_found_by_name_number_and_identifier(alice: Visitor, text: str) -> None:
    found = ask(alice, text=text)
    assert [one["id"] for one in found["found"]] == ["p7"]
    assert found["found"][0]["label"] == "Patient 007, 999 000 0007, Trauma and Orthopaedic"


def test_a_search_shows_the_newest_and_says_how_many_there_are(alice: Visitor) -> None:
    found = ask(alice, text="patient")
    assert found["total"] == COUNT
    assert [one["id"] for one in found["found"]][:2] == ["p129", "p128"]
    assert len(found["found"]) == 20
    assert len(ask(alice, text="p")["found"]) == 20
    assert ask(alice, text=" ")["found"] == []


def test_a_search_knows_what_was_saved_since(site: WholeSite, alice: Visitor) -> None:
    ask(alice, text="patient")
    uid = site.cast.alice.uid
    changed = {"patient_name": "Renamed Since", "nhs_number": "9990000018"}
    site.clockstart.store.records.put(uid, KEY, "p3", changed, op=new_id(), seen_rev=1, trace=Trace(uid), now=NOW)
    assert [one["id"] for one in ask(alice, text="renamed")["found"]] == ["p3"]
    assert ask(alice, text="patient 003")["found"] == []


def test_a_form_lists_the_newest_and_what_is_chosen_however_old(alice: Visitor) -> None:
    shown = alice.open_page("/dna-management/new", "?link=p2").text
    assert "Patient 129" in shown
    assert "Patient 002, 999 000 0002" in shown
    assert "Patient 003" not in shown


def test_with_the_tracking_list_closed_to_somebody_no_new_pathway_is_offered(site: WholeSite, alice: Visitor) -> None:
    address = "/dna-management/new"
    assert "New pathway" in alice.open_page(address).text
    closed = Override(open=False)
    site.clockstart.store.settings.put_override("person", site.cast.alice.uid, "patient-tracking-list", closed)
    shown = alice.open_page(address)
    assert shown.status_code == 200
    assert "New pathway" not in shown.text
    assert "data-pick-new" not in shown.text
    assert "Patient 129" in shown.text
    assert ask(alice, text="patient 007").status_code == 403


def test_nobody_finds_or_chooses_a_strangers_pathway(charlie: Visitor) -> None:
    assert ask(charlie, text="patient")["found"] == []
    assert ask(charlie, id="p7").status_code == 404
    assert ask(charlie, kind="no-such-kind", text="patient").status_code == 404
    assert "Patient 007" not in charlie.open_page("/dna-management/new", "?link=p7").text


def test_the_chosen_pathway_tells_whose_it_is(alice: Visitor) -> None:
    told = ask(alice, id="p7", slug="dna-management")
    assert told["chosen"].startswith("Patient 007, 999 000 0007, ")
    assert told["known"]["patient_name"] == {"patient_name": "Patient 007"}
    assert told["known"]["nhs_number"] == {"nhs_number": "999 000 0007"}
    assert told["known"]["specialty"] == {"specialty": "C_110"}


def test_a_form_opened_from_a_pathway_has_what_it_knows(alice: Visitor, charlie: Visitor) -> None:
    shown = alice.open_page("/dna-management/new", "?link=p7&patient_name=Said+Otherwise").text
    assert '"from_pathway": ["nhs_number", "specialty"]' in json.dumps(json.loads(shown))
    assert "Said Otherwise" in shown
    assert '"from_pathway": []' in json.dumps(json.loads(charlie.open_page("/dna-management/new", "?link=p7").text))


# --- a new pathway on the way -----------------------------------------------------------------------------------------


def press_new(visitor: Visitor, path: str, typed: dict[str, Any]) -> str:
    """The dialog as it opens from the question at `path`, in a form with these boxes."""
    pattern = {"pick-new": path, "kind": "pathway"}
    output = find_by_input(visitor, '{"kind":["ALL"],"pick-new":["ALL"]}')
    state = {"slug": "mdt-coordination", "record_id": new_id(), "operation": new_id(), "seen_rev": 0}
    body = {
        "output": output,
        "outputs": name_outputs(output),
        "inputs": [[{"id": pattern, "property": "n_clicks", "value": 1}]],
        "state": [slot(ids.FORM_STATE, "data", state), as_boxes(typed)],
        "changedPropIds": [f"{json.dumps(pattern, sort_keys=True, separators=(',', ':'))}.n_clicks"],
    }
    return visitor.client.post(CALLBACK, json=body, headers={"X-CSRFToken": visitor.token}).text


def as_boxes(typed: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"id": {"answer": path}, "property": "value", "value": value} for path, value in typed.items()]


def create(visitor: Visitor, typed: dict[str, Any], **state: str) -> Any:
    """Press *Create and choose*."""
    kept = {"path": "cases.1.link", "kind": "pathway", "record_id": "made1", "operation": "op1", **state}
    output = find_by_input(visitor, ids.PICK_CREATE)
    body = {
        "output": output,
        "outputs": name_outputs(output),
        "inputs": [slot(ids.PICK_CREATE, "n_clicks", 1)],
        "state": [
            slot(ids.PICK_NEW_STATE, "data", kept),
            slot(ids.FORM_PROBLEM_LIST, "data", [{"path": "chair", "sentence": "Enter the chair"}]),
            as_boxes({f"new-record.{path}": value for path, value in typed.items()}),
        ],
        "changedPropIds": [f"{ids.PICK_CREATE}.n_clicks"],
    }
    answer = visitor.client.post(CALLBACK, json=body, headers={"X-CSRFToken": visitor.token})
    return answer.get_json()["response"] if answer.status_code == 200 else answer


def find_made(site: WholeSite) -> Any:
    return site.clockstart.store.records.find(site.cast.alice.uid, KEY, "made1")


def test_a_new_pathway_is_asked_only_what_it_needs_with_the_name_the_row_has(alice: Visitor) -> None:
    typed = {
        "cases.0.patient_name": "Other Row",
        "cases.1.patient_name": "This Row",
        "cases.1.nhs_number": "9990000018",
    }
    shown = press_new(alice, "cases.1.link", typed)
    for asked in (
        "patient_name",
        "nhs_number",
        "treatment_function",
        "referral_source",
        "referral_received",
        "priority",
    ):
        assert f'"data-field":"new-record.{asked}"' in shown
    assert "This Row" in shown
    assert "Other Row" not in shown
    assert "new-record.notes" not in shown


def test_a_new_pathway_is_stored_audited_and_chosen(site: WholeSite, alice: Visitor) -> None:
    answer = create(alice, NEW)
    created = answer[ids.PICK_FOUND]["data"]
    assert (created["path"], created["created"]["id"]) == ("cases.1.link", "made1")
    assert created["created"]["label"].startswith("Made On The Way, 999 000 0018")
    made = find_made(site)
    assert (made.rev, made.data["referral_received"], made.links) == (1, "2026-05-04", ("made1",))
    assert len(made.data["pathway_id"]) == 20
    assert site.clockstart.store.records.history(site.cast.alice.uid, KEY, "made1")[0].act == "add"


def test_the_same_press_twice_makes_one_pathway(site: WholeSite, alice: Visitor) -> None:
    create(alice, NEW)
    assert create(alice, NEW)[ids.PICK_FOUND]["data"]["created"]["id"] == "made1"
    assert find_made(site).rev == 1


def test_a_new_pathway_with_problems_is_not_stored_and_the_forms_own_stay(site: WholeSite, alice: Visitor) -> None:
    answer = create(alice, {**NEW, "nhs_number": "999 000 0019", "referral_received.month": "15"})
    problems = {one["path"]: one["sentence"] for one in answer[ids.FORM_PROBLEM_LIST]["data"]}
    assert "check digit" in problems["new-record.nhs_number"]
    assert "new-record.referral_received" in problems
    assert problems["chair"] == "Enter the chair"
    assert "Not created" in " ".join(list_words(answer[ids.PICK_NEW_STATUS]["children"]))
    assert find_made(site) is None


def test_a_number_that_could_be_a_real_persons_is_confirmed_in_the_dialog_too(site: WholeSite, alice: Visitor) -> None:
    typed = {**NEW, "nhs_number": "401 023 2137"}
    problems = create(alice, typed)[ids.FORM_PROBLEM_LIST]["data"]
    assert problems[-1]["confirm"]
    create(alice, {**typed, "nhs_number.confirm": ["confirmed"]})
    assert find_made(site).data["nhs_number"] == "4010232137"


def test_a_pathway_made_on_the_way_belongs_to_whoever_made_it(site: WholeSite, charlie: Visitor) -> None:
    create(charlie, NEW)
    assert find_made(site) is None
    assert site.clockstart.store.records.find(site.cast.charlie.uid, KEY, "made1") is not None
    assert create(charlie, NEW, kind="no-such-kind").status_code == 404
