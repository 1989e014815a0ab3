"""Golden cases of DNA management: answers in, findings, effect and events out."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashapp.services.charts.series import make_series
from dashapp.services.records.checking import check_answers
from dashapp.services.records.examples import make_patients
from pages.dna_management import MODULE
from pages.dna_management.examples import make_example
from tests.unit.pages.cases import TODAY, codes_of, read_case

MISSED: dict[str, Any] = {
    "appointment_date": "2026-06-01",
    "specialty": "C_110",
    "appointment_type": "first_outpatient",
    "first_after_referral": "yes",
    "clearly_communicated": "yes",
    "letter_date": "2026-05-01",
    "letter_channel": "letter",
    "child_or_vulnerable": "no",
    "previous_dnas": 0,
    "contact_made": "yes",
    "dna_letter_sent": "yes",
    "action": "rebooked",
    "rebook_contact_date": "2026-06-03",
}
LATER = {**MISSED, "first_after_referral": "no", "appointment_type": "follow_up"}
DISCHARGED = {
    **LATER,
    "action": "discharged_after_review",
    "reviewing_clinician": "Dr Osei",
    "best_interest": "yes",
    "published_policy": "yes",
    "protective_policy": "yes",
    "discharge_date": "2026-06-04",
    "patient_told_on": "2026-06-04",
    "gp_told_on": "2026-06-04",
}


@pytest.mark.parametrize(
    ("answers", "expected", "effect"),
    [
        (MISSED, {"dna-nullified", "dna-new-clock"}, "nullified"),
        ({**MISSED, "clearly_communicated": "no"}, {"dna-not-communicated"}, "runs_on"),
        ({**MISSED, "clearly_communicated": "not_known"}, {"dna-communication-unknown"}, "not_known"),
        ({**MISSED, "notice_given": "yes"}, {"dna-notice-is-cancellation"}, "runs_on"),
        ({**MISSED, "rtt_code": "20"}, {"dna-nullified", "dna-new-clock", "dna-first-not-33"}, "nullified"),
        (LATER, {"dna-later-clock-runs"}, "runs_on"),
        ({**LATER, "rtt_code": "33"}, {"dna-later-clock-runs", "dna-33-not-first"}, "runs_on"),
        (DISCHARGED, {"dna-discharge-stops"}, "stopped"),
        ({**DISCHARGED, "protective_policy": "no"}, {"dna-discharge-test-failed"}, "runs_on"),
        ({**MISSED, "dna_letter_sent": "no"}, {"dna-nullified", "dna-new-clock", "dna-letter-missing"}, "nullified"),
    ],
)
def test_golden_cases(answers: dict[str, Any], expected: set[str], effect: str) -> None:
    case = read_case(MODULE, answers)
    assert expected <= codes_of(case)
    assert MODULE.derived_by_name["effect"].of(case) == effect


def test_two_strikes_and_out_is_saved_and_flagged() -> None:
    """The wrong belief that two missed appointments discharge a patient (RULEBOOK A5)."""
    answers = {**LATER, "previous_dnas": 1, "action": "discharged_without_review", "discharge_date": "2026-06-04"}
    case = read_case(MODULE, answers)
    assert {"dna-two-strikes", "dna-discharged-without-review", "dna-discharge-test-failed"} <= codes_of(case)
    assert MODULE.derived_by_name["effect"].of(case) == "runs_on"


def test_somebody_who_was_not_brought_is_protected() -> None:
    case = read_case(MODULE, {**MISSED, "child_or_vulnerable": "yes", "was_not_brought": "yes"})
    assert codes_of(case) == {"dna-new-clock", "dna-nullified", "dna-safeguarding"}
    assert MODULE.due is not None
    assert "Make the safeguarding check" in {due.what for due in MODULE.due(case)}


def test_the_events_on_the_pathway() -> None:
    names = [event.name for event in read_case(MODULE, MISSED).events]
    assert names == ["dna", "patient_contacts_to_rebook"]


def test_answers_to_questions_that_are_not_asked_are_not_stored() -> None:
    checked = check_answers(
        MODULE, {**read_case(MODULE, LATER).answers.model_dump(exclude_none=True), "best_interest": "yes"}
    )
    assert "best_interest" not in checked.values


@given(st.integers(0, 10_000))
def test_examples_are_accepted(seed: int) -> None:
    patient = next(make_patients(seed, TODAY))
    read_case(MODULE, make_example(Random(seed), patient, TODAY))


def test_no_rate_is_drawn_where_the_attended_are_counted_elsewhere() -> None:
    missed = [{"specialty": "C_110", "appointment_date": "2026-05-05"}] * 40
    (chart,) = [chart for chart in MODULE.charts if "rate" in chart.title.lower()]
    series = make_series(MODULE, chart, missed)
    assert series.is_empty
    assert series.reading.startswith("No DNA rate is drawn: ")
