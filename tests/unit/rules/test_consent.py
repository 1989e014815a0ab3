"""Consent and capacity: worked cases of G and MODULES, and properties."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.consent.checks import (
    BOOK,
    ConsentFacts,
    calc_age,
    calc_readiness,
    find_abbreviations,
    find_right_forms,
    list_findings,
)
from rules.explain import Confidence
from tests.unit.rules.junk import any_of, days, pick

TODAY = date(2025, 6, 30)

ADULT = ConsentFacts(
    date_of_birth=date(1960, 5, 4),
    procedure="Left total hip replacement",
    listed_procedure="left total hip replacement",
    has_side=True,
    side="left",
    listed_side="left",
    form="1",
    stage_one_on=date(2025, 5, 1),
    stage_one_by="Dr A Example",
    decision_to_admit=date(2025, 5, 1),
    risks_discussed=True,
    alternatives_discussed=True,
    no_treatment_discussed=True,
    capacity="has_capacity",
)
LACKS = replace(ADULT, form="4", capacity="lacks_capacity", best_interests=True, somebody_to_consult=True)
CHILD = replace(ADULT, date_of_birth=date(2015, 1, 1), form="2", capacity="parental_responsibility")


def codes(facts: ConsentFacts, today: date = TODAY) -> set[str]:
    return {finding.code for finding in list_findings(facts, today)}


@pytest.mark.parametrize("facts", [ADULT, LACKS, CHILD, replace(CHILD, form="1", capacity="gillick")])
def test_a_form_that_fits_is_ready(facts):
    assert codes(facts) == set()
    assert calc_readiness(facts, TODAY).ready


@pytest.mark.parametrize(
    ("age", "capacity", "forms"),
    [
        (40, "has_capacity", ("1", "3")),
        (40, "lacks_capacity", ("4",)),
        (10, "parental_responsibility", ("2", "3")),
        (15, "gillick", ("1", "3")),
        (17, "has_capacity", ("1", "3")),
        (10, "has_capacity", ()),
        (None, "has_capacity", ()),
        (40, None, ()),
    ],
)
def test_forms_by_age_and_capacity(age, capacity, forms):
    assert find_right_forms(age, capacity) == forms


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (replace(ADULT, form="4"), "consent-form-does-not-match"),
        (replace(ADULT, form="2"), "consent-form-does-not-match"),
        (replace(LACKS, form="1"), "consent-form-does-not-match"),
        (replace(ADULT, form=None), "consent-form-missing"),
        (replace(ADULT, procedure=""), "consent-procedure-missing"),
        (replace(ADULT, listed_procedure="right knee arthroscopy"), "consent-wrong-procedure"),
        (replace(ADULT, side=None), "consent-side-missing"),
        (replace(ADULT, listed_side="right"), "consent-side-differs"),
        (replace(ADULT, procedure="L THR", listed_procedure=None), "consent-abbreviation"),
        (replace(ADULT, stage_one_by=" "), "consent-stage-one-missing"),
        (replace(ADULT, stage_one_on=None), "consent-stage-one-missing"),
        (replace(ADULT, stage_two_on=date(2025, 4, 30)), "consent-stages-out-of-order"),
        (replace(ADULT, stage_two_on=date(2025, 5, 1)), "consent-only-on-the-day"),
        (replace(ADULT, decision_to_admit=date(2025, 4, 1)), "consent-after-decision-to-admit"),
        (replace(ADULT, changed=("risks",)), "consent-reconfirm"),
        (replace(ADULT, risks_discussed=None), "consent-risks-missing"),
        (replace(ADULT, alternatives_discussed=False), "consent-alternatives-missing"),
        (replace(ADULT, no_treatment_discussed=False), "consent-alternatives-missing"),
        (replace(LACKS, best_interests=None), "consent-best-interests-missing"),
        (replace(LACKS, somebody_to_consult=False), "consent-advocate-missing"),
        (replace(LACKS, attorney_or_advance_decision=True), "consent-attorney-decides"),
        (replace(ADULT, attorney_or_advance_decision=True), "consent-attorney-not-yet"),
        (replace(ADULT, form="1", capacity="gillick"), "consent-age-contradicts-capacity"),
        (replace(ADULT, form="2", capacity="parental_responsibility"), "consent-age-contradicts-capacity"),
        (replace(CHILD, form="1", capacity="has_capacity"), "consent-child-capacity"),
        (replace(CHILD, form="1", capacity="gillick", refuses=True), "consent-young-person-refuses"),
        (replace(ADULT, interpreter="family"), "consent-family-interprets"),
        (replace(ADULT, interpreter_needed=True), "consent-interpreter-missing"),
        (replace(ADULT, withdrawn_on=TODAY), "consent-withdrawn"),
        (replace(ADULT, declines_all_treatment=True, rtt_code="20"), "consent-declined-not-35"),
    ],
)
def test_each_remark_alone(facts, code):
    assert codes(facts) == {code}


def test_consent_has_no_fixed_expiry():
    later = date(2026, 6, 30)
    assert codes(ADULT, later) == {"consent-no-fixed-expiry"}
    assert calc_readiness(ADULT, later).ready, "time alone does not end consent"


def test_changes_need_confirmation_after_they_happened():
    facts = replace(ADULT, changed=("condition",), changed_on=date(2025, 6, 1))
    assert codes(replace(facts, reconfirmed_on=date(2025, 5, 20))) == {"consent-reconfirm"}
    assert codes(replace(facts, reconfirmed_on=date(2025, 6, 2))) == set()


def test_lacking_capacity_without_best_interests_blocks_ready_to_list():
    readiness = calc_readiness(replace(LACKS, best_interests=False), TODAY)
    assert not readiness.ready
    assert [finding.code for finding in readiness.blockers] == ["consent-best-interests-missing"]
    assert readiness.step.text == "Not ready to list: 1 matter to put right."


def test_withdrawal_on_the_day_is_neither_dna_nor_hospital_cancellation():
    told = next(f for f in list_findings(replace(ADULT, withdrawn_on=TODAY), TODAY))
    assert "not a missed appointment" in told.fix
    assert "28-day" in told.fix


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L/R hip", ("L/R",)),
        ("Rt knee replacement", ("Rt",)),
        ("TKR", ("TKR",)),
        ("# neck of femur", ("#",)),
        ("Left total hip replacement", ()),
        ("Right laparoscopic hernia repair", ()),
        ("CT guided biopsy", ()),
        ("LEFT TOTAL HIP REPLACEMENT", ()),
        ("Endoscopic ERCP", ("ERCP",)),
        (None, ()),
    ],
)
def test_abbreviations(text, found):
    assert find_abbreviations(text) == found


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2009, 6, 30), date(2025, 6, 30), 16),
        (date(2009, 7, 1), date(2025, 6, 30), 15),
        (date(2008, 2, 29), date(2024, 2, 28), 15),
        (date(2008, 2, 29), date(2025, 3, 1), 17),
    ],
)
def test_age(born, on, age):
    assert calc_age(born, on) == age


def test_the_law_is_marked_to_be_checked_locally():
    local = [rule for rule in BOOK if rule.ident != "CON-9"]
    assert all(rule.confidence is Confidence.CHECK_LOCAL_POLICY for rule in local)


any_facts = any_of(
    ConsentFacts,
    form=pick("1", "2", "3", "4"),
    capacity=pick("has_capacity", "lacks_capacity", "gillick", "parental_responsibility"),
    interpreter=pick("professional", "family"),
    side=pick("left", "right"),
)


@given(any_facts, days)
def test_any_answers_give_sentences(facts, today):
    for finding in list_findings(facts, today):
        assert "{" not in finding.text + finding.fix
        assert finding.field in ConsentFacts.__dataclass_fields__
    readiness = calc_readiness(facts, today)
    assert readiness.ready is not bool(readiness.blockers)


@given(days, st.integers(0, 20_000))
def test_age_only_grows(born, after):
    on = born + timedelta(days=after)
    assert 0 <= calc_age(born, on) <= calc_age(born, on + timedelta(days=1))
