"""Transfers of care as people enter them: what is found, who reports, what goes on the timeline."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashapp.declare.module import Linked
from pages.transfer_of_care import MODULE
from rules import rtt
from rules.events import Event
from rules.transfers.record import ITEMS
from rules.transfers.rules import BOOK
from tests.unit.pages.worked import (
    TODAY,
    check,
    codes,
    derive,
    is_example_accepted,
    list_due,
    make_record,
    say,
    work,
)

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


OPINION = {"transfer_type": "opinion_or_diagnostics", "responsibility_moves": "no", "sender_code": "20"}
NEW = {"transfer_type": "internal_new_condition", "responsibility_moves": "no", "sender_code": "20"}
SAME = NEW | {"transfer_type": "internal_same_condition"}
NOT_ASKED = {"requested_date": None, "received_date": None, "accepted": None}
CASES: tuple[tuple[str, dict[str, Any], set[str]], ...] = (
    ("20 at the sender", {"sender_code": "20"}, {"transfers-sender-not-21"}),
    ("21 on the form", {"rtt_status": "21"}, {"transfers-form-not-20"}),
    ("30 on the form of a wait that has ended", {"rtt_status": "30"}, set()),
    ("on two lists", {"sender_still_open": "yes"}, {"transfers-open-at-sender"}),
    ("no clock start", {"clock_start": None}, {"transfers-start-missing"}),
    ("the date of receipt for a clock start", {"receiver_clock_start": "2026-10-07"}, {"transfers-start-is-receipt"}),
    ("another clock start", {"receiver_clock_start": "2026-09-01"}, {"transfers-start-changed"}),
    ("the same clock start", {"receiver_clock_start": "2026-08-03"}, set()),
    ("an identifier of 12 characters", {"ppid": PPID[:12]}, {"transfers-ppid-length"}),
    ("of 19", {"ppid": PPID[:19]}, {"transfers-ppid-length"}),
    ("another issuer", {"original_issuer": "RXC"}, {"transfers-issuer-changed"}),
    ("another identifier", {"original_ppid": PPID[::-1]}, {"transfers-ppid-changed"}),
    ("made from a booking reference", {"ppid": "00000000123456789012"}, {"transfers-issuer-not-x09"}),
    ("an item missing", {"gp_practice_code": None}, {"transfers-item-missing"}),
    ("no organisation on the pathway", {"pathway_organisations": None}, {"transfers-item-missing"}),
    ("the form not sent", {"form_sent_on": None}, {"transfers-form-not-sent"}),
    ("dates out of order", {"decision_to_refer_date": "2026-07-01"}, {"transfers-dates-out-of-order"}),
    ("received tomorrow", {"received_date": "2026-11-24"}, {"transfers-date-in-future"}),
    ("the patient was not asked", {"patient_agreed": None}, {"transfers-patient-not-agreed"}),
    ("no letters and images", {"letters_sent": "no"}, {"transfers-letters-not-sent"}),
    ("the sender reports what moved", {"reported_by": "sender"}, {"transfers-reporting-not-agreed"}),
    ("agreed by the commissioner, and no more", {"reported_by": "sender", "commissioner_agreed": "yes"},
     {"transfers-exception-not-shown"}),
    ("as an exception should be", {"reported_by": "sender", "commissioner_agreed": "yes",
     "appropriate_and_safe": "yes", "nhs_england_told": "yes"}, set()),
    ("mutual aid, nobody said who reports", {"transfer_reason": "mutual_aid"}, {"transfers-aid-without-reporter"}),
    ("and said", {"mutual_aid": "yes", "reported_by": "receiver"}, set()),
    ("nobody knows who is responsible", {"responsibility_moves": "not_known"}, {"transfers-responsibility-unknown"}),
    ("cancer, day 63", {"cancer_clock_start": "2026-08-03"}, {"transfers-cancer-day-38"}),
    ("cancer, day 38", {"cancer_clock_start": "2026-08-28"}, set()),
    ("cancer, day 39", {"cancer_clock_start": "2026-08-27"}, {"transfers-cancer-day-38"}),
    ("less one day of adjustment", {"cancer_clock_start": "2026-08-27", "first_seen_adjustment": 1}, set()),
    ("cancer, day 39 and not asked", NOT_ASKED | {"cancer_clock_start": "2026-10-15"},
     {"transfers-cancer-day-38-passed", "transfers-item-missing"}),
    ("over 18 weeks without a word", {"clock_start": "2026-03-02"}, {"transfers-long-wait-not-agreed"}),
    ("and with one", {"clock_start": "2026-03-02", "talked_on": "2026-10-02"}, set()),
    ("returned", {"accepted": "no", "rejected_reason": "No capacity"}, {"transfers-rejected"}),
    ("returned, nobody knows why", {"accepted": "no"}, {"transfers-rejected", "transfers-rejected-no-reason"}),
    ("for an opinion", OPINION, {"transfers-sender-reports"}),
    ("for an opinion, with 21", OPINION | {"sender_code": "21"},
     {"transfers-sender-reports", "transfers-21-without-responsibility"}),
    ("for an opinion, and responsibility moves", OPINION | {"responsibility_moves": "yes"},
     {"transfers-opinion-contradicted"}),
    ("a separate condition, 12", NEW | {"new_pathway_code": "12"}, set()),
    ("a separate condition, 10", NEW | {"new_pathway_code": "10"}, {"transfers-new-condition-not-12"}),
    ("with the old identifier", NEW | {"new_pathway_code": "12", "original_ppid": PPID},
     {"transfers-new-condition-same-ppid"}),
    ("the same condition, 12", SAME | {"new_pathway_code": "12"}, {"transfers-same-condition-new-clock"}),
    ("the same condition, 20", SAME | {"new_pathway_code": "20"}, set()),
    ("from private care", {"transfer_type": "private_to_nhs", "sender_code": None}, {"transfers-private-to-nhs"}),
)  # fmt: skip


@pytest.mark.parametrize(("changes", "found"), [one[1:] for one in CASES], ids=[one[0] for one in CASES])
def test_golden_cases(changes: dict[str, Any], found: set[str]) -> None:
    assert codes(work(MODULE, with_(**changes))) == found


def test_every_remark_has_its_case() -> None:
    """That on the clock of the pathway a transfer belongs to has its own, below."""
    declared = {check.code for check in BOOK.checks}
    assert set().union(*(found for _, _, found in CASES)) == declared - {"transfers-start-not-the-pathways"}


def make_linked(start: date) -> Linked:
    listed = make_record("p1", {"pathway_id": PPID, "ppid_issuer": "RXA"})
    return Linked("p1", "Ivy", (Event(start, "referral_received"),), others=(listed,))


def test_what_travels_is_compared_with_the_pathway_the_transfer_belongs_to() -> None:
    assert codes(work(MODULE, WHOLE, make_linked(date(2026, 8, 3)))) == set()
    later = work(MODULE, WHOLE, make_linked(date(2026, 7, 27)))
    assert codes(later) == {"transfers-start-not-the-pathways"}
    assert "27 July 2026" in later.findings[0].fix
    other = work(MODULE, with_(ppid=PPID[::-1], ppid_issuer="RXB"), make_linked(date(2026, 8, 3)))
    assert codes(other) == {"transfers-ppid-changed", "transfers-issuer-changed"}


def test_the_clock_of_the_pathway_runs_on_from_its_start() -> None:
    case = work(MODULE, WHOLE, make_linked(date(2026, 8, 3)))
    clock = rtt.read_pathway(case.pathway_events, TODAY)
    assert (clock.status, clock.clock_start) == ("open", date(2026, 8, 3))


def test_for_an_opinion_the_sender_goes_on_reporting() -> None:
    opinion = {"transfer_type": "opinion_or_diagnostics", "responsibility_moves": "no", "sender_code": "20"}
    case = work(MODULE, with_(**opinion))
    assert codes(case) == {"transfers-sender-reports"}
    assert derive(case)["reporter"] == "sender"
    assert case.events[0].name == "referral_for_diagnostic_or_opinion"
    assert codes(work(MODULE, with_(**opinion | {"sender_code": "21"}))) == {
        "transfers-21-without-responsibility",
        "transfers-sender-reports",
    }


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


@pytest.mark.parametrize(
    ("changes", "due"),
    [
        ({"clock_start": None, "form_sent_on": None},
         ["Ask the sender for the original clock start", "Send the transfer form"]),
        ({"gp_name": None}, ["Send what is missing from the transfer form"]),
        ({"sender_still_open": "yes"}, ["Take the patient off the sender's list"]),
        (OPINION | {"form_sent_on": None, "gp_name": None}, []),
    ],
)  # fmt: skip
def test_what_the_form_and_the_lists_still_need_is_a_thing_to_do(changes: dict[str, Any], due: list[str]) -> None:
    assert list_due(work(MODULE, with_(**changes))) == due


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
    assert event.details == {"clinical_responsibility_transfers": True, "to": "Westmere Hospital (RXB)"}


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
