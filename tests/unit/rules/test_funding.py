"""Funding requests: worked cases of H and MODULES, and properties."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.explain import Confidence
from rules.funding.checks import (
    BOOK,
    MOVES,
    FundingFacts,
    calc_effect,
    can_move,
    find_clock_stop,
    find_weak_ground,
    list_findings,
    list_waits,
)
from tests.unit.rules.junk import any_of, days, pick

TODAY = date(2025, 6, 30)

REQUEST = FundingFacts(
    category="ifr",
    status="panel",
    exceptionality="Allergic to both standard drugs, unlike others at this stage.",
    treatments_tried="Drug A, drug B",
    evidence=("letter of 2 May",),
    consultant="Dr A Example",
    submitted_on=date(2025, 6, 2),
    screened_on=date(2025, 6, 9),
    clock_start=date(2025, 4, 1),
)
DECLINED = replace(
    REQUEST,
    status="declined",
    decided_on=date(2025, 6, 20),
    other_treatment=False,
    patient_told_on=date(2025, 6, 25),
    clock_stop=date(2025, 6, 25),
)


def codes(facts: FundingFacts, today: date = TODAY) -> set[str]:
    return {finding.code for finding in list_findings(facts, today)}


def test_the_clock_runs_while_funding_is_decided():
    assert codes(REQUEST) == {"funding-clock-runs"}
    assert find_clock_stop(REQUEST) is None
    assert "keeps running" in calc_effect(REQUEST).text


def test_declined_with_no_other_treatment_stops_on_the_day_the_patient_is_told():
    assert codes(DECLINED) == {"funding-declined-stop"}
    assert find_clock_stop(DECLINED) == date(2025, 6, 25)
    assert "25 June 2025" in calc_effect(DECLINED).text
    untold = replace(DECLINED, patient_told_on=None, clock_stop=None)
    assert find_clock_stop(untold) is None
    assert "until the patient is told" in calc_effect(untold).text


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (replace(REQUEST, paused=True), "funding-no-pause"),
        (replace(REQUEST, clock_stop=date(2025, 6, 2)), "funding-no-pause"),
        (replace(DECLINED, patient_told_on=None, clock_stop=None), "funding-patient-not-told"),
        (replace(DECLINED, clock_stop=date(2025, 6, 20)), "funding-stop-differs"),
        (replace(DECLINED, other_treatment=True, clock_stop=None), "funding-alternative-runs"),
        (replace(DECLINED, other_treatment=None), "funding-alternative-unknown"),
        (replace(REQUEST, exceptionality=" "), "funding-exceptionality-missing"),
        (replace(REQUEST, exceptionality="The disease is very rare."), "funding-not-exceptional"),
        (replace(REQUEST, consultant=None), "funding-clinician-missing"),
        (replace(REQUEST, urgent=True), "funding-urgent-without-reason"),
        (replace(REQUEST, evidence=()), "funding-evidence-missing"),
        (replace(REQUEST, treatments_tried=None), "funding-evidence-missing"),
        (replace(REQUEST, category="prior_approval", criteria_met=False), "funding-criteria-not-met"),
        (replace(REQUEST, category="ebi", ebi_routine=False), "funding-ebi-not-routine"),
        (replace(REQUEST, category="ebi"), "funding-evidence-missing"),
        (replace(REQUEST, screened_on=date(2025, 6, 1)), "funding-steps-out-of-order"),
    ],
)
def test_each_remark(facts, code):
    assert code in codes(facts)


def test_a_draft_needs_no_evidence_yet():
    assert codes(replace(REQUEST, status="draft", evidence=())) == {"funding-clock-runs"}


def test_overdue_after_30_working_days_or_5_when_urgent():
    assert "funding-decision-overdue" not in codes(REQUEST, date(2025, 7, 14))
    assert codes(REQUEST, date(2025, 7, 15)) == {"funding-clock-runs", "funding-decision-overdue"}
    urgent = replace(REQUEST, urgent=True, urgent_reason="sight")
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
    assert list_waits(REQUEST) == (("submitted", 62), ("screened", 69))
    assert list_waits(replace(REQUEST, clock_start=None)) == ()


def test_every_rule_is_marked_for_local_policy():
    assert all(rule.confidence is Confidence.CHECK_LOCAL_POLICY for rule in BOOK)


any_facts = any_of(
    FundingFacts,
    category=pick("ifr", "prior_approval", "ebi"),
    status=pick(*MOVES),
    evidence=st.lists(st.text(max_size=3), max_size=2).map(tuple),
)


@given(any_facts, days)
def test_any_answers_give_sentences(facts, today):
    for finding in list_findings(facts, today):
        assert "{" not in finding.text + finding.fix
        assert finding.field in FundingFacts.__dataclass_fields__
    assert calc_effect(facts).text


@given(any_facts)
def test_the_clock_stops_only_when_declined_and_told(facts):
    stop = find_clock_stop(facts)
    if stop is not None:
        assert facts.status == "declined"
        assert facts.other_treatment is False
        assert stop == facts.patient_told_on


@given(any_facts, days, st.integers(1, 90))
def test_overdue_stays_overdue(facts, today, later):
    if "funding-decision-overdue" in codes(facts, today):
        assert "funding-decision-overdue" in codes(facts, today + timedelta(days=later))
