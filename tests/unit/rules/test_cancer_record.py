"""Checks on the answers of a cancer record: each speaks when it should, and is silent on a record in order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.cancer import BOOK, CancerCase, CancerClocks, read_pathway
from rules.cancer.record import CancerPatient
from rules.cancer.tables import is_basal_cell, is_in_scope
from rules.events import Event
from rules.explain import Confidence, Finding
from tests.unit.rules.junk import any_record, days

TODAY = date(2025, 4, 10)

OPEN = CancerPatient.of(
    route="urgent_suspected_cancer",
    referral_priority="3",
    source_of_referral="03",
    suspected_type="lower_gi",
    first_seen_organisation="RAA",
    first_seen_adjustment=0,
    first_seen_adjustment_reason="9",
    last_tracked_on=date(2025, 4, 8),
    next_action="Chase the CT report",
    next_action_due=date(2025, 4, 11),
    next_action_owner="Pathway navigator",
)
TREATED = OPEN.but(
    told_on=date(2025, 3, 25),
    fds_end_reason="01",
    decision_to_treat=date(2025, 4, 1),
    treatment_start=date(2025, 4, 9),
    event_type="01",
    modality="23",
    icd10="C18.7",
)


def check_record(record: CancerPatient, today: date, clocks: CancerClocks | None = None) -> list[Finding]:
    return list(BOOK.find(CancerCase(record, (), clocks), today))


def codes(facts: CancerPatient, today: date = TODAY) -> set[str]:
    return {finding.code for finding in check_record(facts, today)}


@pytest.mark.parametrize("facts", [OPEN, TREATED], ids=["open", "treated"])
def test_a_record_in_order_has_nothing_to_say(facts: CancerPatient) -> None:
    assert codes(facts) == set()


WRONG = [
    ("cancer-upgrade-codes", OPEN.but(route="routine", upgraded_on=TODAY, referral_priority="3")),
    (
        "cancer-upgrade-codes",
        OPEN.but(route=None, upgraded_on=TODAY, referral_priority="2", source_of_referral="17"),
    ),
    ("cancer-urgent-priority", OPEN.but(referral_priority="2")),
    ("cancer-breast-codes", OPEN.but(route="breast_symptomatic", cancer_referral_type="01")),
    (
        "cancer-breast-codes",
        OPEN.but(route="breast_symptomatic", cancer_referral_type="16", referral_priority="1"),
    ),
    ("cancer-screening-codes", OPEN.but(route="screening", source_of_referral="03", referral_priority="2")),
    ("cancer-screening-codes", OPEN.but(route="screening", source_of_referral="17", referral_priority="3")),
    (
        "cancer-screening-type",
        OPEN.but(route="screening", source_of_referral="17", referral_priority="2", suspected_type="skin"),
    ),
    (
        "cancer-first-seen-adjustment-without-dna",
        OPEN.but(first_seen_adjustment=7, first_seen_adjustment_reason="3"),
    ),
    ("cancer-first-seen-adjustment-code", OPEN.but(first_seen_adjustment=7, first_dna_on=date(2025, 3, 10))),
    ("cancer-first-seen-adjustment-code", OPEN.but(first_seen_adjustment_reason="3")),
    (
        "cancer-treatment-adjustment-without-decline",
        OPEN.but(treatment_adjustment=7, treatment_adjustment_reason="8", care_setting="01"),
    ),
    (
        "cancer-treatment-adjustment-setting",
        OPEN.but(
            treatment_adjustment=7,
            treatment_adjustment_reason="8",
            offer_declined_on=date(2025, 4, 1),
            care_setting="outpatient",
        ),
    ),
    (
        "cancer-treatment-adjustment-code",
        OPEN.but(
            treatment_adjustment=7,
            offer_declined_on=date(2025, 4, 1),
            care_setting="02",
            treatment_adjustment_reason="3",
        ),
    ),
    ("cancer-fds-reason-missing", OPEN.but(told_on=TODAY)),
    ("cancer-fds-end-missing", OPEN.but(fds_end_reason="02")),
    ("cancer-fds-reason-unknown", OPEN.but(told_on=TODAY, fds_end_reason="07")),
    ("cancer-fds-exclusion-missing", OPEN.but(told_on=TODAY, fds_end_reason="03")),
    (
        "cancer-fds-exclusion-unexpected",
        OPEN.but(told_on=TODAY, fds_end_reason="01", fds_exclusion_reason="01"),
    ),
    ("cancer-out-of-scope", TREATED.but(icd10="D04.6")),
    ("cancer-basal-cell", TREATED.but(icd10="C44.3", morphology="M8090/3")),
    ("cancer-skin-morphology-missing", TREATED.but(icd10="C44.3")),
    ("cancer-icd-missing", TREATED.but(icd10=None)),
    ("cancer-record-dtt-missing", TREATED.but(decision_to_treat=None)),
    ("cancer-first-seen-organisation-missing", TREATED.but(first_seen_organisation=" ")),
    ("cancer-treated-and-not-treated", TREATED.but(no_treatment_reason="01")),
    (
        "cancer-delay-03-with-adjustment",
        OPEN.but(
            delay_reason_first_seen="03",
            first_dna_on=date(2025, 3, 10),
            first_seen_adjustment=7,
            first_seen_adjustment_reason="3",
        ),
    ),
    ("cancer-delay-comment-missing", OPEN.but(delay_reason_62="98")),
    ("cancer-delay-reason-unknown", OPEN.but(delay_reason_first_seen="04")),
    ("cancer-never-tracked", OPEN.but(last_tracked_on=None)),
    ("cancer-not-tracked", OPEN.but(last_tracked_on=TODAY - timedelta(days=7))),
    ("cancer-no-next-action", OPEN.but(next_action="")),
    ("cancer-action-overdue", OPEN.but(next_action_due=TODAY - timedelta(days=1))),
    ("cancer-action-without-owner", OPEN.but(next_action_owner=None)),
]


@pytest.mark.parametrize(("code", "facts"), WRONG, ids=[code for code, _ in WRONG])
def test_each_remark_is_made_alone(code: str, facts: CancerPatient) -> None:
    assert codes(facts) == {code}


@pytest.mark.parametrize(
    "facts",
    [
        OPEN.but(last_tracked_on=TODAY - timedelta(days=6)),
        OPEN.but(told_outcome="cancer_ruled_out", last_tracked_on=None, next_action=None),
        OPEN.but(next_action_due=TODAY),
        TREATED.but(upgraded_on=date(2025, 3, 20), route="routine", referral_priority="1", first_seen_organisation=""),
        OPEN.but(delay_reason_62="98", delay_comment_62="The theatre list was lost to a fire alarm."),
    ],
)
def test_just_inside_the_rule_nothing_is_said(facts: CancerPatient) -> None:
    assert codes(facts) == set()


REFERRED = Event(date(2025, 3, 3), "referral_received", {"route": "urgent_suspected_cancer"})
TOLD = Event(date(2025, 3, 25), "patient_told", {"outcome": "cancer_diagnosed"})
DECIDED = Event(date(2025, 4, 1), "decision_to_treat")


def test_a_booked_date_after_the_last_compliant_date_is_a_breach_to_come() -> None:
    clocks = read_pathway([REFERRED, TOLD, DECIDED], TODAY)
    in_time = OPEN.but(booked_treatment_on=date(2025, 5, 2))
    assert not check_record(in_time, TODAY, clocks)
    late = check_record(OPEN.but(booked_treatment_on=date(2025, 5, 5)), TODAY, clocks)
    assert [finding.code for finding in late] == ["cancer-will-breach", "cancer-will-breach"]
    assert late[0].text == (
        "62 days to first treatment: the date booked, 5 May 2025, is 1 day after the last compliant date, 4 May 2025."
    )


def test_a_breach_without_a_delay_reason_is_remarked() -> None:
    treated = Event(date(2025, 5, 5), "treatment_start", {"event_type": "01", "modality": "23"})
    clocks = read_pathway([REFERRED, Event(date(2025, 4, 10), "decision_to_treat"), treated])
    facts = TREATED.but(treatment_start=date(2025, 5, 5), delay_reason_first_seen="02")
    assert {finding.code for finding in check_record(facts, TODAY, clocks)} == {"cancer-delay-reason-missing"}
    assert not check_record(facts.but(delay_reason_62="02"), TODAY, clocks)


def test_a_recorded_adjustment_that_the_dates_do_not_bear_out_is_remarked() -> None:
    events = [
        REFERRED,
        Event(date(2025, 3, 10), "dna", {"first": True}),
        Event(date(2025, 3, 12), "patient_rebooks"),
        Event(date(2025, 3, 20), "first_seen"),
    ]
    clocks = read_pathway(events, TODAY)
    facts = OPEN.but(first_dna_on=date(2025, 3, 10), first_seen_adjustment=2, first_seen_adjustment_reason="3")
    found = check_record(facts, TODAY, clocks)
    assert [finding.code for finding in found] == ["cancer-first-seen-adjustment-differs"]
    assert "the dates on the pathway give 9 days" in found[0].text
    assert found[0].confidence is Confidence.CHECK_LOCAL_POLICY
    assert not check_record(facts.but(first_seen_adjustment=9), TODAY, clocks)


@pytest.mark.parametrize("code", ["C00", "C18.7", "c97", "D05", "D05.1", " C44.3 ", "C447"])
def test_diagnoses_in_scope(code: str) -> None:
    assert is_in_scope(code)


@pytest.mark.parametrize("code", ["", "C", "C98", "D04.6", "L57.0", "CXX", "D0", "E11", "C²3"])
def test_diagnoses_out_of_scope(code: str) -> None:
    assert not is_in_scope(code)


@pytest.mark.parametrize("morphology", ["8090/3", "M8091/3", "m8092/3", "80933", "8094/3", "8095/3", "8110/3"])
def test_basal_cell_morphologies(morphology: str) -> None:
    assert is_basal_cell("C44.3", morphology)
    assert not is_basal_cell("C50.9", morphology)


@pytest.mark.parametrize("morphology", ["8070/3", "8247/3", "", "8090/1"])
def test_other_skin_cancers_are_not_basal_cell(morphology: str) -> None:
    assert not is_basal_cell("C44.3", morphology)


@given(any_record(CancerPatient, icd10=st.sampled_from(["C44", "D05", " ", ""])), days)
def test_any_answers_are_checked_without_a_crash(facts: CancerPatient, today: date) -> None:
    for finding in check_record(facts, today, read_pathway([REFERRED, DECIDED], today)):
        assert finding.text
        assert finding.fix
        assert finding.source


def test_rules_and_checks_have_their_own_names() -> None:
    assert len({rule.statement for rule in BOOK}) == len(list(BOOK))
    assert all(check.code.startswith("cancer-") for check in BOOK.checks)
    assert all(rule.ident.startswith("CWT-") for rule in BOOK)


def test_a_missing_decision_is_remarked_once() -> None:
    treated = Event(date(2025, 4, 9), "treatment_start", {"event_type": "01", "modality": "23"})
    clocks = read_pathway([REFERRED, TOLD, treated])
    facts = TREATED.but(decision_to_treat=None)
    both = [*clocks.findings, *check_record(facts, TODAY, clocks)]
    assert [finding.code for finding in both if "dtt" in finding.code] == ["cancer-dtt-missing"]
