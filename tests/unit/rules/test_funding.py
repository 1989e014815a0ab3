"""Funding requests: worked cases of H and MODULES, and properties."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.explain import Confidence
from rules.funding.checks import find_weak_ground, list_findings
from rules.funding.clocks import calc_effect, can_move, find_clock_stop, list_waits
from rules.funding.record import Evidence, FundingRequest, Move
from rules.funding.rules import BOOK, MOVES
from tests.unit.rules.junk import any_record, days

TODAY = date(2025, 6, 30)
START = date(2025, 4, 1)
LETTER = Evidence.of(kind="clinic_letter", description="Letter of 2 May")
SCORE = Evidence.of(kind="measurement_or_score", description="Score before treatment")

REQUEST = FundingRequest.of(
    category="ifr",
    status="panel",
    exceptionality="Allergic to both standard drugs, unlike others at this stage.",
    treatments_tried="Drug A, drug B",
    evidence=[LETTER],
    consultant="Dr A Example",
    submitted_on=date(2025, 6, 2),
    screened_on=date(2025, 6, 9),
    clock_start=START,
)
APPROVED = REQUEST.but(status="approved", decided_on=date(2025, 6, 20), patient_told_on=date(2025, 6, 25))
DECLINED = APPROVED.but(status="declined", other_treatment="no", clock_stop=date(2025, 6, 25))
BY_CRITERIA = APPROVED.but(
    category="prior_approval", criteria_met="yes", criteria_evidence="Scores in the letter", evidence=[SCORE]
)


def at(*steps: str) -> list[Move]:
    return [Move.of(to=step) for step in steps]


def codes(case: FundingRequest, today: date = TODAY) -> set[str]:
    return {finding.code for finding in list_findings(case, today)}


def test_the_clock_runs_while_funding_is_decided():
    assert codes(REQUEST) == {"funding-clock-runs"}
    assert find_clock_stop(REQUEST) is None
    assert "keeps running" in calc_effect(REQUEST).text


def test_declined_with_no_other_treatment_stops_on_the_day_the_patient_is_told():
    assert codes(DECLINED) == {"funding-declined-stop"}
    assert find_clock_stop(DECLINED) == date(2025, 6, 25)
    assert "25 June 2025" in calc_effect(DECLINED).text
    untold = DECLINED.but(patient_told_on=None, clock_stop=None)
    assert find_clock_stop(untold) is None
    assert "until the patient is told" in calc_effect(untold).text


@pytest.mark.parametrize(
    ("case", "code"),
    [
        (APPROVED.but(paused="yes"), "funding-no-pause"),
        (DECLINED.but(patient_told_on=None, clock_stop=None), "funding-patient-not-told"),
        (DECLINED.but(clock_stop=date(2025, 6, 20)), "funding-stop-differs"),
        (DECLINED.but(other_treatment="yes", clock_stop=None), "funding-alternative-runs"),
        (DECLINED.but(other_treatment=None), "funding-alternative-unknown"),
        (DECLINED.but(other_treatment="not_known"), "funding-alternative-unknown"),
        (APPROVED.but(exceptionality=" "), "funding-exceptionality-missing"),
        (APPROVED.but(exceptionality=None), "funding-exceptionality-missing"),
        (APPROVED.but(exceptionality="The disease is very rare."), "funding-not-exceptional"),
        (APPROVED.but(consultant=None), "funding-clinician-missing"),
        (APPROVED.but(urgent="yes"), "funding-urgent-without-reason"),
        (APPROVED.but(evidence=[]), "funding-evidence-missing"),
        (APPROVED.but(treatments_tried=None), "funding-evidence-missing"),
        (BY_CRITERIA.but(category="ebi", criteria_evidence=None), "funding-evidence-missing"),
        (BY_CRITERIA.but(evidence=[LETTER]), "funding-measurement-missing"),
        (BY_CRITERIA.but(criteria_met="no"), "funding-criteria-not-met"),
        (BY_CRITERIA.but(criteria_evidence="A cosmetic concern"), "funding-cosmetic"),
        (BY_CRITERIA.but(category="ebi", ebi_routine="no"), "funding-ebi-not-routine"),
        (APPROVED.but(screened_on=date(2025, 6, 1)), "funding-steps-out-of-order"),
        (APPROVED.but(moves=at("submitted", "approved")), "funding-move-not-allowed"),
        (APPROVED.but(moves=at("submitted", "screened")), "funding-status-differs"),
        (
            APPROVED.but(moves=[Move.of(to="submitted", on=date(2025, 6, 3)), *at("screened", "approved")]),
            "funding-step-dates-differ",
        ),
    ],
)
def test_one_thing_is_found(case, code):
    assert codes(case) == {code}


def test_nothing_is_found_of_a_whole_request():
    assert codes(APPROVED.but(moves=at("submitted", "screened", "approved"))) == set()
    assert codes(BY_CRITERIA) == set()


def test_a_stop_while_it_is_undecided_is_a_pause():
    assert codes(REQUEST.but(clock_stop=date(2025, 6, 2))) == {"funding-no-pause", "funding-clock-runs"}


def test_a_draft_needs_no_evidence_yet():
    assert codes(REQUEST.but(status="draft", evidence=[])) == {"funding-clock-runs"}


def test_overdue_after_30_working_days_or_5_when_urgent():
    assert "funding-decision-overdue" not in codes(REQUEST, date(2025, 7, 14))
    assert codes(REQUEST, date(2025, 7, 15)) == {"funding-clock-runs", "funding-decision-overdue"}
    urgent = REQUEST.but(urgent="yes", urgent_reason="sight")
    assert codes(urgent, date(2025, 6, 10)) == {"funding-clock-runs", "funding-decision-overdue"}
    assert "funding-decision-overdue" not in codes(urgent, date(2025, 6, 9))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A rare condition", "rare"),
        ("She may lose her job", "lose her job"),
        ("He is a carer for his mother", "carer"),
        ("Rarely well controlled; allergic to both drugs", ""),
        (None, ""),
    ],
)
def test_rarity_and_social_factors_are_not_exceptional(text, found):
    assert find_weak_ground(text) == found


def test_the_steps_of_a_request():
    assert can_move("draft", "submitted")
    assert can_move("declined", "review")
    assert not can_move("draft", "approved")
    assert not can_move("approved", "declined")
    assert not can_move("unknown", "draft")
    assert {step for steps in MOVES.values() for step in steps} <= set(MOVES)


def test_the_wait_at_each_step():
    assert list_waits(REQUEST, START) == [("submitted", 62), ("screened", 69)]
    assert list_waits(REQUEST, None) == []


def test_every_rule_is_marked_for_local_policy():
    assert all(rule.confidence is Confidence.CHECK_LOCAL_POLICY for rule in BOOK)


any_case = any_record(FundingRequest)


@given(any_case, days)
def test_any_answers_give_sentences(case, today):
    for finding in list_findings(case, today):
        assert "{" not in finding.text + finding.fix
        assert finding.field in FundingRequest.model_fields
    assert calc_effect(case).text


@given(any_case)
def test_the_clock_stops_only_when_declined_and_told(case):
    stop = find_clock_stop(case)
    if stop is not None:
        assert case.status in {"declined", "review"}
        assert case.other_treatment == "no"
        assert stop == case.patient_told_on


@given(any_case, days, st.integers(1, 90))
def test_overdue_stays_overdue(case, today, later):
    if "funding-decision-overdue" in codes(case, today):
        assert "funding-decision-overdue" in codes(case, today + timedelta(days=later))
