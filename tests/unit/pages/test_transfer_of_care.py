"""Transfers of care as people enter them: what is found, who reports, what goes on the timeline."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.transfer_of_care import MODULE
from pages.transfer_of_care.record import ITEMS
from tests.unit.pages.worked import check, codes, derive, is_example_accepted, list_due, say, work

PPID = "0123456789ABCDEF0123"
WHOLE: dict[str, Any] = {
    "transfer_type": "inter_provider",
    "responsibility_moves": "yes",
    "patient_agreed": "yes",
    "title": "Mrs",
    "birth_date": "1961-05-04",
    "local_patient_identifier": "M123456",
    "correspondence_address": "4 Station Road",
    "correspondence_postcode": "ZZ99 3WZ",
    "gp_name": "Dr Lindqvist",
    "gp_practice_code": "A99999",
    "referring_organisation_name": "Northfield General Hospital",
    "referring_organisation_code": "RXA",
    "referring_professional_name": "Dr Osei",
    "referrer_code": "C1234567",
    "referring_tfc": "C_120",
    "referring_contact_name": "Alex Morgan",
    "ppid": PPID,
    "ppid_issuer": "RXA",
    "rtt_status": "20",
    "clock_start": "2026-08-03",
    "decision_to_refer_date": "2026-10-01",
    "referral_reason": "Surgery",
    "pathway_organisations": [{"code": "RXA"}],
    "receiving_organisation_name": "Westmere Hospital",
    "receiving_organisation_code": "RXB",
    "receiving_tfc": "C_120",
    "requested_date": "2026-10-05",
    "received_date": "2026-10-07",
    "form_sent_on": "2026-10-05",
    "letters_sent": "yes",
    "accepted": "yes",
    "sender_code": "21",
    "sender_still_open": "no",
}


def with_(**changes: Any) -> dict[str, Any]:
    return {name: value for name, value in {**WHOLE, **changes}.items() if value is not None}


def test_a_whole_transfer_has_nothing_to_put_right() -> None:
    case = work(MODULE, WHOLE)
    assert codes(case) == set()
    assert list_due(case) == []
    assert derive(case)["reporter"] == "receiver"
    assert derive(case)["missing"] == 0
    assert derive(case)["next_step"] == "Accepted"
    assert say(case)["Clock start"] == "3 August 2026, unchanged at the receiver"
    assert say(case)["Waited at the transfer"] == "9 weeks 0 days"


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"sender_code": "20"}, "transfers-sender-not-21"),
        ({"rtt_status": "21"}, "transfers-form-not-20"),
        ({"sender_still_open": "yes"}, "transfers-open-at-sender"),
        ({"clock_start": None}, "transfers-start-missing"),
        ({"receiver_clock_start": "2026-10-07"}, "transfers-start-is-receipt"),
        ({"receiver_clock_start": "2026-09-01"}, "transfers-start-changed"),
        ({"ppid": PPID[:12]}, "transfers-ppid-length"),
        ({"original_issuer": "RXC"}, "transfers-issuer-changed"),
        ({"original_ppid": PPID[::-1]}, "transfers-ppid-changed"),
        ({"ppid": "00000000123456789012"}, "transfers-issuer-not-x09"),
        ({"gp_practice_code": None}, "transfers-item-missing"),
        ({"pathway_organisations": None}, "transfers-item-missing"),
        ({"form_sent_on": None}, "transfers-form-not-sent"),
        ({"decision_to_refer_date": "2026-07-01"}, "transfers-dates-out-of-order"),
        ({"patient_agreed": None}, "transfers-patient-not-agreed"),
        ({"letters_sent": "no"}, "transfers-letters-not-sent"),
        ({"reported_by": "sender"}, "transfers-reporting-not-agreed"),
        ({"responsibility_moves": "not_known"}, "transfers-responsibility-unknown"),
        ({"cancer_clock_start": "2026-08-03"}, "transfers-cancer-day-38"),
        ({"clock_start": "2026-03-02"}, "transfers-long-wait-not-agreed"),
    ],
)
def test_one_thing_wrong_is_found(changes: dict[str, Any], found: str) -> None:
    assert codes(work(MODULE, with_(**changes))) == {found}


def test_for_an_opinion_the_sender_goes_on_reporting() -> None:
    opinion = {"transfer_type": "opinion_or_diagnostics", "responsibility_moves": "no", "sender_code": "20"}
    case = work(MODULE, with_(**opinion))
    assert codes(case) == {"transfers-sender-reports"}
    assert derive(case)["reporter"] == "sender"
    assert case.events[0].name == "referral_for_diagnostic_or_opinion"
    assert "transfers-21-without-responsibility" in codes(work(MODULE, with_(**opinion | {"sender_code": "21"})))


def test_a_separate_condition_is_a_new_pathway() -> None:
    new = {"transfer_type": "internal_new_condition", "responsibility_moves": "no", "sender_code": "20"}
    case = work(MODULE, with_(**new, new_pathway_code="10", original_ppid=PPID))
    assert codes(case) == {"transfers-new-condition-not-12", "transfers-new-condition-same-ppid"}
    assert case.events[0].name == "consultant_referral_new_condition"
    assert codes(work(MODULE, with_(**new, new_pathway_code="12"))) == set()


def test_a_returned_transfer_is_the_senders_again() -> None:
    case = work(MODULE, with_(accepted="no", rejected_reason="No capacity"))
    assert codes(case) == {"transfers-rejected"}
    assert derive(case)["reporter"] == "sender"
    assert list_due(case) == ["Put the patient back on the sender's list, with the original clock start"]
    assert case.events == ()


def test_a_form_that_was_not_sent_and_an_answer_that_is_awaited_are_things_to_do() -> None:
    case = work(MODULE, with_(form_sent_on=None, accepted="awaited"))
    assert list_due(case) == ["Send the transfer form", "Ask whether the transfer was accepted"]


def test_a_cancer_transfer_that_is_not_requested_is_due_by_day_38() -> None:
    changes = {"requested_date": None, "received_date": None, "accepted": None, "cancer_clock_start": "2026-11-02"}
    case = work(MODULE, with_(**changes))
    assert MODULE.due is not None
    assert date(2026, 12, 10) in [due.on for due in MODULE.due(case) if due.what == "Transfer due: day 38"]
    assert derive(case)["cancer_day"] == 21


def test_the_move_goes_on_the_timeline_with_where_to() -> None:
    (event,) = work(MODULE, WHOLE).events
    assert (event.date, event.name) == (date(2026, 10, 5), "transfer_out")
    assert event.details == {"clinical_responsibility_transfers": True, "to": "Westmere Hospital"}


def test_every_item_of_the_form_is_asked_with_its_mark() -> None:
    marks = {name: MODULE.question[name].ask.help.split(".")[0] for name in ITEMS if name != "nhs_number"}
    wanted = {name: "Mandatory on the form" if item.mandatory else "Optional" for name, item in ITEMS.items()}
    assert marks == {name: mark for name, mark in wanted.items() if name != "nhs_number"}


def test_the_names_on_the_form_come_from_the_patients_name_unless_given() -> None:
    assert check(MODULE, WHOLE).values["family_name"] == "Marchetti"
    assert check(MODULE, with_(family_name="Marchetti Rossi")).values["family_name"] == "Marchetti Rossi"


def test_what_is_required_is_said() -> None:
    assert {problem.field for problem in check(MODULE, {}).problems} == {"transfer_type", "responsibility_moves"}


@given(st.integers(0, 2**32))
def test_examples_are_accepted(seed: int) -> None:
    assert is_example_accepted(MODULE, seed)
