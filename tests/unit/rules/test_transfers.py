"""Transfers of care: worked cases of A7, F, R24 and R25, and properties of the form."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.transfers import rules as transfers_book
from rules.transfers.checks import (
    IPTAMDS,
    TransferFacts,
    calc_cancer_day,
    calc_completeness,
    find_ers_issuer,
    find_reporter,
    is_form_mandatory,
    list_findings,
    list_missing,
)
from rules.transfers.rules import ErsIssuer
from tests.unit.rules.junk import any_of, days, pick

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
}
SENT = TransferFacts(
    transfer_type="inter_provider",
    responsibility_moves=True,
    form=FORM,
    form_sent_on=date(2025, 1, 24),
    accepted=True,
    original_ppid=PPID,
    original_issuer="RXX",
    receiver_clock_start=date(2025, 1, 2),
    sender_code="21",
    sender_still_open=False,
    patient_agreed=True,
    letters_sent=True,
)
"""Case RTT-002: referral 2 January, transferred 24 January, received 28 January."""


def codes(facts: TransferFacts, today: date = TODAY) -> set[str]:
    return {finding.code for finding in list_findings(facts, today)}


def with_form(**items: object) -> TransferFacts:
    return replace(SENT, form=FORM | items)


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
    without = {name: value for name, value in FORM.items() if name != item.name}
    assert list_missing(without) == (item,)
    assert not calc_completeness(without).complete
    (told,) = [f for f in list_findings(replace(SENT, form=without), TODAY) if f.field == item.name]
    assert told.code == ("transfers-start-missing" if item.name == "clock_start" else "transfers-item-missing")
    assert item.name == "clock_start" or item.in_words in told.text


def test_all_that_is_missing_is_said_in_one_sentence():
    without = {name: value for name, value in FORM.items() if name not in {"title", "nhs_number", "gp_name"}}
    (told,) = list_findings(replace(SENT, form=without), TODAY)
    assert told.text == "Mandatory on the transfer form, and missing: title, NHS number and name of the GP."


@pytest.mark.parametrize("item", [item for item in IPTAMDS if not item.mandatory], ids=lambda item: item.name)
def test_optional_items_may_be_left_out(item):
    without = {name: value for name, value in FORM.items() if name != item.name}
    assert calc_completeness(without).complete
    assert codes(replace(SENT, form=without)) == set()


def test_the_clock_start_travels_unchanged():
    told = next(f for f in list_findings(replace(SENT, receiver_clock_start=date(2025, 1, 28)), TODAY))
    assert told.code == "transfers-start-is-receipt"
    assert "2 January 2025" in told.fix
    assert codes(replace(SENT, receiver_clock_start=date(2025, 1, 20))) == {"transfers-start-changed"}


def test_a_missing_start_is_chased_and_never_replaced():
    told = next(f for f in list_findings(with_form(clock_start=None), TODAY) if f.code == "transfers-start-missing")
    assert "Do not use the date the referral was received" in told.fix


def test_21_at_the_sender_and_20_on_the_form():
    assert codes(replace(SENT, sender_code="20")) == {"transfers-sender-not-21"}
    assert codes(with_form(rtt_status="21")) == {"transfers-form-not-20"}
    assert codes(with_form(rtt_status="30")) == set(), "a stopped wait may travel with its stop"
    assert codes(replace(SENT, sender_still_open=True)) == {"transfers-open-at-sender"}


def test_for_an_opinion_the_sender_goes_on_reporting():
    """Case RTT-069."""
    facts = replace(SENT, transfer_type="opinion_or_diagnostics", responsibility_moves=False, sender_code="20")
    assert find_reporter(facts) == "sender"
    assert is_form_mandatory(facts) is False
    assert codes(facts) == {"transfers-sender-reports"}
    assert codes(replace(facts, sender_code="21")) == {
        "transfers-21-without-responsibility",
        "transfers-sender-reports",
    }
    assert codes(replace(facts, responsibility_moves=True)) == {"transfers-opinion-contradicted"}


def test_responsibility_not_recorded_decides_nothing():
    facts = replace(SENT, responsibility_moves=None)
    assert find_reporter(facts) is None
    assert is_form_mandatory(facts) is None
    assert codes(facts) == {"transfers-responsibility-unknown"}


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
    form = {name: FORM[name] for name in FORM if name not in {"decision_to_refer_date", "requested_date"}}
    form |= {earlier: date(2025, 1, 10), later: date(2025, 1, 9)}
    told = [f for f in list_findings(replace(SENT, form=form), TODAY) if f.code == "transfers-dates-out-of-order"]
    assert any(f.field == later for f in told)


def test_equal_dates_are_in_order():
    same = dict.fromkeys(("clock_start", "decision_to_refer_date", "requested_date", "received_date"), date(2025, 1, 2))
    assert codes(with_form(**same)) == set()


def test_dates_in_the_future():
    assert codes(SENT, date(2025, 1, 27)) == {"transfers-date-in-future"}


@pytest.mark.parametrize("ppid", ["1", PPID[:-1], PPID + "0", PPID[:-1] + "-", "x" * 20 + "y"])
def test_the_identifier_is_exactly_20_characters(ppid):
    assert codes(with_form(ppid=ppid)) == {"transfers-ppid-changed", "transfers-ppid-length"}


def test_identifier_and_issuer_stay_the_same():
    assert codes(with_form(ppid=PPID[::-1])) == {"transfers-ppid-changed"}
    assert codes(with_form(ppid_issuer="RYY")) == {"transfers-issuer-changed"}


def test_an_identifier_made_from_a_ubrn_has_issuer_x09():
    facts = replace(with_form(ppid="0" * 8 + "123456789012"), original_ppid=None)
    assert codes(facts) == {"transfers-issuer-not-x09"}
    assert codes(replace(facts, form=dict(facts.form) | {"ppid_issuer": "X09"}, original_issuer="X09")) == set()


def test_the_issuer_is_that_of_its_day(monkeypatch):
    """R24: Annex C prints X09 "to be updated", so the code is kept with its dates."""
    renewed = ErsIssuer("X99", date(2026, 1, 1), None, "made up for this test")
    monkeypatch.setattr(transfers_book, "ERS_ISSUERS", (ErsIssuer("X09", None, date(2025, 12, 31), "Annex C"), renewed))
    assert [find_ers_issuer(day) for day in (date(2025, 12, 31), date(2026, 1, 1))] == ["X09", "X99"]


def test_a_new_condition_is_a_new_pathway_with_12():
    facts = TransferFacts(
        transfer_type="internal_new_condition", responsibility_moves=True, new_pathway_code="12", original_ppid=PPID
    )
    assert codes(facts) == set()
    assert codes(replace(facts, new_pathway_code="10")) == {"transfers-new-condition-not-12"}
    assert codes(replace(facts, form={"ppid": PPID})) == {"transfers-new-condition-same-ppid"}


def test_the_same_condition_starts_no_new_clock():
    facts = TransferFacts(transfer_type="internal_same_condition", responsibility_moves=True, new_pathway_code="12")
    assert codes(facts) == {"transfers-same-condition-new-clock"}
    assert is_form_mandatory(facts) is False


def test_to_the_independent_sector_needs_the_form_too():
    assert is_form_mandatory(replace(SENT, transfer_type="nhs_to_independent"))
    assert codes(replace(SENT, transfer_type="nhs_to_independent", form_sent_on=None)) == {"transfers-form-not-sent"}


def test_another_provider_reports_only_with_the_commissioners_agreement():
    facts = replace(SENT, reported_by="sender")
    assert find_reporter(facts) == "receiver"
    assert codes(facts) == {"transfers-reporting-not-agreed"}
    agreed = replace(facts, commissioner_agreed=True)
    assert find_reporter(agreed) == "sender"
    assert codes(agreed) == {"transfers-exception-not-shown"}
    assert codes(replace(agreed, appropriate_and_safe=True, nhs_england_told=True)) == set()


def test_mutual_aid_says_who_reports():
    assert codes(replace(SENT, mutual_aid=True)) == {"transfers-aid-without-reporter"}
    assert codes(replace(SENT, mutual_aid=True, reported_by="receiver")) == set()


def test_the_form_carries_the_start_of_its_own_pathway():
    assert codes(replace(SENT, pathway_start=date(2025, 1, 2))) == set()
    assert codes(replace(SENT, pathway_start=date(2024, 12, 30))) == {"transfers-start-not-the-pathways"}


def test_long_waits_are_talked_about_before_the_move():
    at_limit = with_form(clock_start=date(2024, 9, 20))
    at_limit = replace(at_limit, receiver_clock_start=date(2024, 9, 20))
    assert codes(at_limit) == set(), "126 days at the request is still within 18 weeks"
    over = replace(at_limit, form=dict(at_limit.form) | {"clock_start": date(2024, 9, 19)})
    over = replace(over, receiver_clock_start=date(2024, 9, 19))
    assert codes(over) == {"transfers-long-wait-not-agreed"}
    assert codes(replace(over, talked_on=date(2025, 1, 24))) == set(), "on the day of the request at the latest"
    assert codes(replace(over, talked_on=date(2025, 1, 25))) == {"transfers-long-wait-not-agreed"}


def test_a_rejected_transfer_is_back_with_the_sender():
    facts = replace(SENT, accepted=False)
    assert find_reporter(facts) == "sender"
    assert codes(facts) == {"transfers-rejected", "transfers-rejected-no-reason"}
    back = replace(facts, rejected_reason="No capacity", sender_code="20", sender_still_open=True)
    assert codes(back) == {"transfers-rejected"}, "back on the sender's list is where the patient belongs"


def test_patient_agreement_and_letters():
    assert codes(replace(SENT, patient_agreed=None, letters_sent=None)) == {
        "transfers-patient-not-agreed",
        "transfers-letters-not-sent",
    }


def test_private_to_nhs_is_for_local_policy():
    assert codes(TransferFacts(transfer_type="private_to_nhs")) == {
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
    facts = replace(SENT, cancer_clock_start=start, first_seen_adjustment=adjusted)
    assert codes(facts) == ({code} if code else set())
    assert calc_cancer_day(facts, date(2025, 1, 24)) == (date(2025, 1, 24) - start).days - adjusted


def test_day_38_passed_without_a_transfer():
    facts = TransferFacts(cancer_clock_start=date(2025, 1, 1), responsibility_moves=True)
    assert codes(facts, date(2025, 2, 8)) == set()
    assert codes(facts, date(2025, 2, 9)) == {"transfers-cancer-day-38-passed"}


items = st.dictionaries(
    st.sampled_from([item.name for item in IPTAMDS]) | st.text(max_size=5),
    st.none() | days | st.text(max_size=25) | st.integers() | st.lists(st.text(max_size=3), max_size=2),
)
any_facts = any_of(
    TransferFacts,
    form=items,
    transfer_type=pick("inter_provider", "internal_new_condition", "nhs_to_independent", "opinion_or_diagnostics"),
    sender_code=pick("20", "21"),
    new_pathway_code=pick("12", "20"),
    reported_by=pick("sender", "receiver"),
)


@given(any_facts, days)
def test_any_answers_give_sentences(facts, today):
    fields = set(TransferFacts.__dataclass_fields__) | {item.name for item in IPTAMDS}
    for finding in list_findings(facts, today):
        assert "{" not in finding.text + finding.fix
        assert finding.field in fields


@given(items, st.sampled_from(IPTAMDS))
def test_filling_an_item_never_makes_the_form_less_complete(form, item):
    before, after = calc_completeness(form), calc_completeness(form | {item.name: "filled"})
    assert after.mandatory_filled >= before.mandatory_filled
    assert after.optional_filled >= before.optional_filled
    assert set(list_missing(form | {item.name: "filled"})) == set(list_missing(form)) - {item}
