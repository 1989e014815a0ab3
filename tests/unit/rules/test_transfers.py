"""Transfers of care: worked cases of A7, F, R24 and R25, and properties of the form."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.transfers import rules as book
from rules.transfers.checks import list_findings
from rules.transfers.clocks import (
    calc_cancer_day,
    calc_completeness,
    find_ers_issuer,
    find_reporter,
    is_form_mandatory,
    list_missing,
)
from rules.transfers.form import IPTAMDS
from rules.transfers.record import Organisation, Transfer, TransferOnPathway
from rules.transfers.rules import ErsIssuer
from tests.unit.rules.junk import any_record, days

TODAY = date(2025, 2, 28)
PPID = "RXX1234567890ABCDEF0"

FORM = {item.name: f"some {item.label.lower()}" for item in IPTAMDS} | {
    "ppid": PPID,
    "ppid_issuer": "RXX",
    "rtt_status": "20",
    "birth_date": date(1960, 5, 4),
    "clock_start": date(2025, 1, 2),
    "decision_to_refer_date": date(2025, 1, 24),
    "requested_date": date(2025, 1, 24),
    "received_date": date(2025, 1, 28),
    "pathway_organisations": [Organisation.of(code="RXX")],
}
SENT = TransferOnPathway.of(
    **FORM,
    transfer_type="inter_provider",
    responsibility_moves="yes",
    form_sent_on=date(2025, 1, 24),
    accepted="yes",
    original_ppid=PPID,
    original_issuer="RXX",
    receiver_clock_start=date(2025, 1, 2),
    sender_code="21",
    sender_still_open="no",
    patient_agreed="yes",
    letters_sent="yes",
)
"""Case RTT-002: referral 2 January, transferred 24 January, received 28 January."""
INTERNAL = TransferOnPathway.of(responsibility_moves="yes", new_pathway_code="12")


def codes(case: TransferOnPathway, today: date = TODAY) -> set[str]:
    return {finding.code for finding in list_findings(case, today)}


def test_a_complete_transfer_has_nothing_to_remark():
    assert codes(SENT) == set()
    assert find_reporter(SENT) == "receiver"


def test_the_form_has_its_mandatory_and_optional_items():
    optional = {item.name for item in IPTAMDS if not item.mandatory}
    assert {"email", "referring_contact_phone", "receiving_professional_name", "received_date"} <= optional
    assert {"nhs_number", "ppid", "ppid_issuer", "clock_start", "decision_to_refer_date", "rtt_status"}.isdisjoint(
        optional
    )
    assert len({item.name for item in IPTAMDS}) == len(IPTAMDS)


@pytest.mark.parametrize("item", [item for item in IPTAMDS if item.mandatory], ids=lambda item: item.name)
def test_each_mandatory_item_is_missed_by_name(item):
    without = SENT.but(**{item.name: None})
    assert list_missing(without) == (item,)
    assert not calc_completeness(without).complete
    (told,) = [f for f in list_findings(without, TODAY) if f.field == item.name]
    assert told.code == ("transfers-start-missing" if item.name == "clock_start" else "transfers-item-missing")
    assert item.name == "clock_start" or item.in_words in told.text


def test_all_that_is_missing_is_said_in_one_sentence():
    (told,) = list_findings(SENT.but(title=None, nhs_number=None, gp_name=None), TODAY)
    assert told.text == "Mandatory on the transfer form, and missing: title, NHS number and name of the GP."


@pytest.mark.parametrize("item", [item for item in IPTAMDS if not item.mandatory], ids=lambda item: item.name)
def test_optional_items_may_be_left_out(item):
    without = SENT.but(**{item.name: None})
    assert calc_completeness(without).complete
    assert codes(without) == set()


def test_the_clock_start_travels_unchanged():
    told = next(f for f in list_findings(SENT.but(receiver_clock_start=date(2025, 1, 28)), TODAY))
    assert told.code == "transfers-start-is-receipt"
    assert "2 January 2025" in told.fix
    assert codes(SENT.but(receiver_clock_start=date(2025, 1, 20))) == {"transfers-start-changed"}


def test_a_missing_start_is_chased_and_never_replaced():
    told = next(f for f in list_findings(SENT.but(clock_start=None), TODAY) if f.code == "transfers-start-missing")
    assert "Do not use the date the referral was received" in told.fix


def test_21_at_the_sender_and_20_on_the_form():
    assert codes(SENT.but(sender_code="20")) == {"transfers-sender-not-21"}
    assert codes(SENT.but(rtt_status="21")) == {"transfers-form-not-20"}
    assert codes(SENT.but(rtt_status="30")) == set(), "a stopped wait may travel with its stop"
    assert codes(SENT.but(sender_still_open="yes")) == {"transfers-open-at-sender"}


def test_for_an_opinion_the_sender_goes_on_reporting():
    """Case RTT-069."""
    case = SENT.but(transfer_type="opinion_or_diagnostics", responsibility_moves="no", sender_code="20")
    assert find_reporter(case) == "sender"
    assert is_form_mandatory(case) is False
    assert codes(case) == {"transfers-sender-reports"}
    assert codes(case.but(sender_code="21")) == {
        "transfers-21-without-responsibility",
        "transfers-sender-reports",
    }
    assert codes(case.but(responsibility_moves="yes")) == {"transfers-opinion-contradicted"}


def test_responsibility_not_recorded_decides_nothing():
    case = SENT.but(responsibility_moves=None)
    assert find_reporter(case) is None
    assert is_form_mandatory(case) is None
    assert codes(case) == {"transfers-responsibility-unknown"}


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("clock_start", "decision_to_refer_date"),
        ("decision_to_refer_date", "requested_date"),
        ("requested_date", "received_date"),
        ("clock_start", "received_date"),
    ],
)
def test_dates_out_of_order(earlier, later):
    between = {"decision_to_refer_date": None, "requested_date": None}
    case = SENT.but(**between | {earlier: date(2025, 1, 10), later: date(2025, 1, 9)})
    told = [f for f in list_findings(case, TODAY) if f.code == "transfers-dates-out-of-order"]
    assert any(f.field == later for f in told)


def test_equal_dates_are_in_order():
    same = dict.fromkeys(("clock_start", "decision_to_refer_date", "requested_date", "received_date"), date(2025, 1, 2))
    assert codes(SENT.but(**same)) == set()


def test_dates_in_the_future():
    assert codes(SENT, date(2025, 1, 27)) == {"transfers-date-in-future"}


@pytest.mark.parametrize("ppid", ["1", PPID[:-1], PPID + "0", PPID[:-1] + "-", "x" * 20 + "y"])
def test_the_identifier_is_exactly_20_characters(ppid):
    assert codes(SENT.but(ppid=ppid)) == {"transfers-ppid-changed", "transfers-ppid-length"}


def test_identifier_and_issuer_stay_the_same():
    assert codes(SENT.but(ppid=PPID[::-1])) == {"transfers-ppid-changed"}
    assert codes(SENT.but(ppid_issuer="RYY")) == {"transfers-issuer-changed"}


def test_an_identifier_made_from_a_ubrn_has_issuer_x09():
    case = SENT.but(ppid="0" * 8 + "123456789012", original_ppid=None)
    assert codes(case) == {"transfers-issuer-not-x09"}
    assert codes(case.but(ppid_issuer="X09", original_issuer="X09")) == set()


def test_the_issuer_is_that_of_its_day(monkeypatch):
    """R24: Annex C prints X09 "to be updated", so the code is kept with its dates."""
    renewed = ErsIssuer("X99", date(2026, 1, 1), None, "made up for this test")
    monkeypatch.setattr(book, "ERS_ISSUERS", (ErsIssuer("X09", None, date(2025, 12, 31), "Annex C"), renewed))
    assert [find_ers_issuer(day) for day in (date(2025, 12, 31), date(2026, 1, 1))] == ["X09", "X99"]


def test_a_new_condition_is_a_new_pathway_with_12():
    case = INTERNAL.but(transfer_type="internal_new_condition", original_ppid=PPID)
    assert codes(case) == set()
    assert codes(case.but(new_pathway_code="10")) == {"transfers-new-condition-not-12"}
    assert codes(case.but(ppid=PPID)) == {"transfers-new-condition-same-ppid"}


def test_the_same_condition_starts_no_new_clock():
    case = INTERNAL.but(transfer_type="internal_same_condition")
    assert codes(case) == {"transfers-same-condition-new-clock"}
    assert is_form_mandatory(case) is False


def test_to_the_independent_sector_needs_the_form_too():
    assert is_form_mandatory(SENT.but(transfer_type="nhs_to_independent"))
    assert codes(SENT.but(transfer_type="nhs_to_independent", form_sent_on=None)) == {"transfers-form-not-sent"}


def test_another_provider_reports_only_with_the_commissioners_agreement():
    case = SENT.but(reported_by="sender")
    assert find_reporter(case) == "receiver"
    assert codes(case) == {"transfers-reporting-not-agreed"}
    agreed = case.but(commissioner_agreed="yes")
    assert find_reporter(agreed) == "sender"
    assert codes(agreed) == {"transfers-exception-not-shown"}
    assert codes(agreed.but(appropriate_and_safe="yes", nhs_england_told="yes")) == set()


def test_mutual_aid_says_who_reports():
    assert codes(SENT.but(mutual_aid="yes")) == {"transfers-aid-without-reporter"}
    assert codes(SENT.but(mutual_aid="yes", reported_by="receiver")) == set()


def test_the_form_carries_the_start_of_its_own_pathway():
    assert codes(SENT.but(pathway_start=date(2025, 1, 2))) == set()
    assert codes(SENT.but(pathway_start=date(2024, 12, 30))) == {"transfers-start-not-the-pathways"}


def test_long_waits_are_talked_about_before_the_move():
    at_limit = SENT.but(clock_start=date(2024, 9, 20), receiver_clock_start=date(2024, 9, 20))
    assert codes(at_limit) == set(), "126 days at the request is still within 18 weeks"
    over = SENT.but(clock_start=date(2024, 9, 19), receiver_clock_start=date(2024, 9, 19))
    assert codes(over) == {"transfers-long-wait-not-agreed"}
    assert codes(over.but(talked_on=date(2025, 1, 24))) == set(), "on the day of the request at the latest"
    assert codes(over.but(talked_on=date(2025, 1, 25))) == {"transfers-long-wait-not-agreed"}


def test_a_rejected_transfer_is_back_with_the_sender():
    case = SENT.but(accepted="no")
    assert find_reporter(case) == "sender"
    assert codes(case) == {"transfers-rejected", "transfers-rejected-no-reason"}
    back = case.but(rejected_reason="No capacity", sender_code="20", sender_still_open="yes")
    assert codes(back) == {"transfers-rejected"}, "back on the sender's list is where the patient belongs"


def test_patient_agreement_and_letters():
    assert codes(SENT.but(patient_agreed=None, letters_sent=None)) == {
        "transfers-patient-not-agreed",
        "transfers-letters-not-sent",
    }


def test_private_to_nhs_is_for_local_policy():
    assert codes(TransferOnPathway.of(transfer_type="private_to_nhs")) == {
        "transfers-private-to-nhs",
        "transfers-responsibility-unknown",
    }


@pytest.mark.parametrize(
    ("start", "adjusted", "code"),
    [
        (date(2024, 12, 17), 0, None),  # day 38 exactly
        (date(2024, 12, 16), 0, "transfers-cancer-day-38"),
        (date(2024, 12, 16), 1, None),
    ],
)
def test_cancer_transfer_by_day_38(start, adjusted, code):
    case = SENT.but(cancer_clock_start=start, first_seen_adjustment=adjusted)
    assert codes(case) == ({code} if code else set())
    assert calc_cancer_day(case, date(2025, 1, 24)) == (date(2025, 1, 24) - start).days - adjusted


def test_day_38_passed_without_a_transfer():
    case = TransferOnPathway.of(cancer_clock_start=date(2025, 1, 1), responsibility_moves="yes")
    assert codes(case, date(2025, 2, 8)) == set()
    assert codes(case, date(2025, 2, 9)) == {"transfers-cancer-day-38-passed"}


any_transfer = st.builds(
    lambda record, start: TransferOnPathway.of(**dict(record), pathway_start=start),
    any_record(Transfer),
    st.none() | days,
)


@given(any_transfer, days)
def test_any_answers_give_sentences(case, today):
    for finding in list_findings(case, today):
        assert "{" not in finding.text + finding.fix
        assert finding.field in Transfer.model_fields


@given(any_transfer, st.sampled_from(IPTAMDS))
def test_filling_an_item_never_makes_the_form_less_complete(case, item):
    filled = case.but(**{item.name: FORM[item.name]})
    before, after = calc_completeness(case), calc_completeness(filled)
    assert after.mandatory_filled >= before.mandatory_filled
    assert after.optional_filled >= before.optional_filled
    assert set(list_missing(filled)) == set(list_missing(case)) - {item}
