"""Consent and capacity: worked cases of G and MODULES, and properties."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.consent.checks import list_findings
from rules.consent.checks_of_form import find_abbreviations, lacks_stage_one
from rules.consent.clocks import calc_readiness, find_right_forms
from rules.consent.record import Consent, calc_age
from rules.consent.rules import BOOK
from rules.explain import Confidence, Severity
from tests.unit.rules.junk import any_record, days

TODAY = date(2025, 6, 30)

ADULT = Consent.of(
    date_of_birth=date(1960, 5, 4),
    procedure="Left total hip replacement",
    listed_procedure="left total hip replacement",
    has_side="yes",
    side="left",
    listed_side="left",
    form="1",
    stage_one_on=date(2025, 5, 1),
    stage_one_by="Dr A Example",
    decision_to_admit=date(2025, 5, 1),
    risks_discussed="yes",
    alternatives_discussed="yes",
    no_treatment_discussed="yes",
    capacity="has_capacity",
)
LACKS = ADULT.but(form="4", capacity="lacks_capacity", best_interests="yes", somebody_to_consult="yes")
CHILD = ADULT.but(date_of_birth=date(2015, 1, 1), form="2", capacity="parental_responsibility")


def codes(facts: Consent, today: date = TODAY) -> set[str]:
    return {finding.code for finding in list_findings(facts, today)}


@pytest.mark.parametrize("facts", [ADULT, LACKS, CHILD, CHILD.but(form="1", capacity="gillick")])
def test_a_form_that_fits_is_ready(facts):
    assert codes(facts) == set()
    assert calc_readiness(list_findings(facts, TODAY)).ready


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
        (40, "", ()),
    ],
)
def test_forms_by_age_and_capacity(age, capacity, forms):
    assert find_right_forms(age, capacity) == forms


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (ADULT.but(form="4"), "consent-form-does-not-match"),
        (ADULT.but(form="2"), "consent-form-does-not-match"),
        (LACKS.but(form="1"), "consent-form-does-not-match"),
        (ADULT.but(form=None), "consent-form-missing"),
        (ADULT.but(procedure=""), "consent-procedure-missing"),
        (ADULT.but(listed_procedure="right knee arthroscopy"), "consent-wrong-procedure"),
        (ADULT.but(side=None), "consent-side-missing"),
        (ADULT.but(listed_side="right"), "consent-side-differs"),
        (ADULT.but(procedure="L THR", listed_procedure=None), "consent-abbreviation"),
        (ADULT.but(stage_one_by=""), "consent-stage-one-missing"),
        (ADULT.but(stage_two_on=date(2025, 4, 30)), "consent-stages-out-of-order"),
        (ADULT.but(stage_two_on=date(2025, 5, 1)), "consent-only-on-the-day"),
        (ADULT.but(decision_to_admit=date(2025, 4, 1)), "consent-after-decision-to-admit"),
        (ADULT.but(changed=["risks"]), "consent-reconfirm"),
        (ADULT.but(risks_discussed=None), "consent-risks-missing"),
        (ADULT.but(alternatives_discussed="no"), "consent-alternatives-missing"),
        (ADULT.but(no_treatment_discussed="no"), "consent-alternatives-missing"),
        (LACKS.but(best_interests=None), "consent-best-interests-missing"),
        (LACKS.but(somebody_to_consult="no"), "consent-advocate-missing"),
        (LACKS.but(attorney_or_advance_decision="yes"), "consent-attorney-decides"),
        (ADULT.but(attorney_or_advance_decision="yes"), "consent-attorney-not-yet"),
        (ADULT.but(form="1", capacity="gillick"), "consent-age-contradicts-capacity"),
        (ADULT.but(form="2", capacity="parental_responsibility"), "consent-age-contradicts-capacity"),
        (CHILD.but(form="1", capacity="has_capacity"), "consent-child-capacity"),
        (CHILD.but(form="1", capacity="gillick", refuses="yes"), "consent-young-person-refuses"),
        (ADULT.but(interpreter="family"), "consent-family-interprets"),
        (ADULT.but(interpreter_needed="yes"), "consent-interpreter-missing"),
        (ADULT.but(withdrawn_on=TODAY), "consent-withdrawn"),
        (ADULT.but(declines_all_treatment="yes", rtt_code="20"), "consent-declined-not-35"),
    ],
)
def test_each_remark_alone(facts, code):
    assert codes(facts) == {code}


def test_a_day_is_asked_for_stage_one():
    (told,) = lacks_stage_one.find(ADULT.but(stage_one_on=None), TODAY)
    assert (told.field, told.text) == ("stage_one_on", "Stage one has no date.")


def test_consent_has_no_fixed_expiry():
    later = date(2026, 6, 30)
    assert codes(ADULT, later) == {"consent-no-fixed-expiry"}
    assert calc_readiness(list_findings(ADULT, later)).ready, "time alone does not end consent"


def test_a_stage_one_to_come_has_no_days_ago():
    ahead = ADULT.but(stage_one_on=date(TODAY.year + 1, 1, 1), changed=["time"])
    assert "consent-no-fixed-expiry" not in codes(ahead)


def test_a_name_keeps_its_capital():
    told = [one.text for one in list_findings(ADULT.but(form="1", capacity="gillick"), TODAY)]
    assert any("Under 16, Gillick competent is recorded" in text for text in told)


def test_changes_need_confirmation_after_they_happened():
    facts = ADULT.but(changed=["condition"], changed_on=date(2025, 6, 1))
    assert codes(facts.but(reconfirmed_on=date(2025, 5, 20))) == {"consent-reconfirm"}
    assert codes(facts.but(reconfirmed_on=date(2025, 6, 2))) == set()


def test_lacking_capacity_without_best_interests_blocks_ready_to_list():
    readiness = calc_readiness(list_findings(LACKS.but(best_interests="no"), TODAY))
    assert not readiness.ready
    assert [finding.code for finding in readiness.blockers] == ["consent-best-interests-missing"]
    assert readiness.step.text == "Not ready to list: 1 matter to put right."


def test_withdrawal_on_the_day_is_neither_dna_nor_hospital_cancellation():
    told = next(f for f in list_findings(ADULT.but(withdrawn_on=TODAY), TODAY))
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


any_facts = any_record(Consent)


@given(any_facts, days)
def test_any_answers_give_sentences(facts, today):
    for finding in list_findings(facts, today):
        assert "{" not in finding.text + finding.fix
        assert finding.field in Consent.model_fields
        assert finding.severity is not Severity.BREACH or not calc_readiness([finding]).ready


@given(days, st.integers(0, 20_000))
def test_age_only_grows(born, after):
    on = born + timedelta(days=after)
    assert 0 <= calc_age(born, on) <= calc_age(born, on + timedelta(days=1))
