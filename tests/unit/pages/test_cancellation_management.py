"""Golden cases of cancellation management: answers in, findings, guarantee, notice and events out."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashapp.declare.module import Case
from dashapp.services.charts.series import make_series
from dashapp.services.records.checking import check_answers
from dashapp.services.records.examples import make_patients
from pages.cancellation_management import MODULE
from pages.cancellation_management.examples import make_example
from rules import rtt
from rules.events import Event
from tests.unit.pages.cases import PATIENT, TODAY, codes_of, read_case

BY_PATIENT: dict[str, Any] = {
    "appointment_date": "2026-07-10",
    "cancellation_date": "2026-06-12",
    "specialty": "C_110",
    "type": "follow_up",
    "cancelled_by": "patient",
    "reason": "work_or_family",
    "on_the_day_or_after_admission": "no",
    "rtt_code": "20",
}
BY_HOSPITAL: dict[str, Any] = {
    "appointment_date": "2026-06-10",
    "cancellation_date": "2026-06-10",
    "specialty": "C_110",
    "type": "inpatient_operation",
    "cancelled_by": "hospital_non_clinical",
    "reason": "ward_bed",
    "on_the_day_or_after_admission": "yes",
    "stage": "after_admission",
    "has_opcs": "yes",
    "patient_class": "1",
    "admission_method": "11",
    "nhs_funded": "yes",
}
LONG_AGO = {"appointment_date": "2026-05-01", "cancellation_date": "2026-05-01"}

GOLDEN: tuple[tuple[str, dict[str, Any], set[str]], ...] = (
    ("well handled, nothing to say", BY_PATIENT, set()),
    (
        "discharged after three, by rule",
        {
            **BY_PATIENT,
            "previous_patient_cancellations": 2,
            "review_date": "2026-06-14",
            "review_outcome": "discharged",
            "discharge_in_best_interest": "no",
        },
        {"cancellations-discharged"},
    ),
    ("treated on day 28", {**BY_HOSPITAL, **LONG_AGO, "treated_on": "2026-05-29"}, set()),
    ("treated on day 29", {**BY_HOSPITAL, **LONG_AGO, "treated_on": "2026-05-30"}, {"cancellations-28-days-breached"}),
    (
        "a date inside was declined and a later one accepted",
        {
            **BY_HOSPITAL,
            **LONG_AGO,
            "new_date_offered": "2026-06-20",
            "offer_answer": "accepted",
            "other_offers": [{"offered_date": "2026-05-20", "answer": "declined", "decline_reason": "Away"}],
        },
        {"cancellations-offer-declined"},
    ),
    (
        "unfit inside the 28 days is for a person to decide",
        {**BY_HOSPITAL, "new_date_offered": "2026-07-01", "unfit_inside_28_days": "yes"},
        {"cancellations-unfit-inside-28-days"},
    ),
    (
        "scope not confirmed",
        {name: value for name, value in BY_HOSPITAL.items() if name != "admission_method"},
        {"cancellations-28-days-running", "cancellations-scope-not-confirmed"},
    ),
    (
        "a clinical reason carries no guarantee, and no pause",
        {**BY_HOSPITAL, "cancelled_by": "hospital_clinical", "reason": "unfit"},
        {"cancellations-clinical"},
    ),
)


def derived(case: Case) -> dict[str, Any]:
    return {value.name: value.of(case) for value in MODULE.derived}


@pytest.mark.parametrize(("answers", "expected"), [case[1:] for case in GOLDEN], ids=[case[0] for case in GOLDEN])
def test_golden_cases(answers: dict[str, Any], expected: set[str]) -> None:
    assert codes_of(read_case(MODULE, answers)) == expected


def test_the_list_of_reasons_depends_on_who_cancelled() -> None:
    """A lack of beds is no clinical reason (D1): it cannot be recorded as one."""
    answers = {**PATIENT, **BY_HOSPITAL, "cancelled_by": "hospital_clinical", "reason": "ward_bed"}
    assert [problem.field for problem in check_answers(MODULE, answers).problems] == ["reason"]


def test_questions_of_scope_are_asked_for_admissions_alone() -> None:
    kept = check_answers(MODULE, {**PATIENT, **BY_HOSPITAL, "type": "follow_up"}).values
    assert not {"has_opcs", "patient_class", "admission_method", "nhs_funded"} & set(kept)


def test_a_running_guarantee_tells_its_last_day_and_the_days_left() -> None:
    case = read_case(MODULE, BY_HOSPITAL)
    values = derived(case)
    assert (values["guarantee"], str(values["deadline"]), values["days_left"]) == ("running", "2026-07-08", 23)
    assert MODULE.due is not None
    assert [(str(due.on), due.status) for due in MODULE.due(case)] == [("2026-07-08", "watch")]


def test_past_day_28_the_deadline_is_a_breach_to_act_on() -> None:
    case = read_case(MODULE, {**BY_HOSPITAL, **LONG_AGO})
    assert MODULE.due is not None
    assert derived(case)["days_left"] == -17
    assert [(str(due.on), due.status) for due in MODULE.due(case)] == [("2026-05-29", "breach")]


def test_what_this_means_says_that_no_clock_stops() -> None:
    assert MODULE.meaning is not None
    facts = {fact.label: fact.text for fact in MODULE.meaning(read_case(MODULE, BY_HOSPITAL)).facts}
    assert "never stops it" in facts["18 weeks (RTT)"]
    assert facts["28-day guarantee"] == "Running"
    assert facts["Last day of the 28"] == "8 July 2026"


@pytest.mark.parametrize(
    ("days", "band"),
    [
        ("2026-06-12", "on_the_day"),
        ("2026-06-13", "under_two_days"),
        ("2026-06-18", "under_a_week"),
        ("2026-06-19", "under_three_weeks"),
        ("2026-07-03", "three_weeks"),
    ],
)
def test_bands_of_notice(days: str, band: str) -> None:
    assert derived(read_case(MODULE, {**BY_PATIENT, "appointment_date": days}))["notice"] == band


def test_the_patients_cancellation_goes_on_the_pathway_with_its_notice() -> None:
    answers = {**BY_PATIENT, "type": "first_outpatient", "appointment_time": "14:00", "cancellation_time": "09:30"}
    event = read_case(MODULE, {**answers, "appointment_date": "2026-06-13"}).events[0]
    assert (event.name, str(event.date)) == ("patient_cancels", "2026-06-12")
    assert event.details == {"first": True, "notice_hours": 28, "reason": "work_or_family"}


def test_the_hospitals_cancellation_is_its_own_event() -> None:
    event = read_case(MODULE, BY_HOSPITAL).events[0]
    assert (event.name, event.details) == ("provider_cancels", {"first": False, "reason": "ward_bed"})


def test_the_clock_runs_on_through_three_cancellations() -> None:
    """A12: three cancellations are not three strikes."""
    referred = Event(TODAY.replace(month=1, day=12), "referral_received", {})
    days = ("2026-03-02", "2026-04-01", "2026-06-12")
    cases = [read_case(MODULE, {**BY_PATIENT, "cancellation_date": day}) for day in days]
    clock = rtt.read_pathway([referred, *(event for case in cases for event in case.events)], TODAY)
    assert (clock.status, str(clock.clock_start)) == ("open", "2026-01-12")


def test_earlier_cancellations_of_the_pathway_are_counted() -> None:
    earlier = [Event(TODAY.replace(month=month), "patient_cancels", {}) for month in (2, 3)]
    case = read_case(MODULE, BY_PATIENT, earlier)
    assert codes_of(case) == {"cancellations-review-needed"}
    assert derived(case)["times_cancelled"] == 3


def test_a_stacked_chart_is_read_by_its_totals() -> None:
    chart = next(chart for chart in MODULE.charts if chart.key == "by-month")
    found = [{"cancellation_date": "2026-05-02", "cancelled_by": "patient"}] * 2 + [
        {"cancellation_date": "2026-06-02", "cancelled_by": who} for who in ("patient", "hospital_clinical")
    ]
    assert make_series(MODULE, chart, found).reading == "Every group has 2 cancellations."


def test_the_gravest_remark_is_the_next_step() -> None:
    both = {**BY_HOSPITAL, **LONG_AGO, "admission_method": None}
    assert "treatment at the time and hospital" in derived(read_case(MODULE, both))["next_step"]


def test_the_record_names_itself() -> None:
    case = read_case(MODULE, BY_HOSPITAL)
    assert MODULE.name_of(case.answers) == "Rowan Ashdown, cancelled inpatient operation of 10 June 2026"


@given(st.integers(0, 100_000))
def test_every_example_is_accepted_and_can_be_told(seed: int) -> None:
    answers = make_example(Random(seed), next(make_patients(seed, TODAY)), TODAY)
    assert check_answers(MODULE, answers).problems == ()
    case = read_case(MODULE, answers)
    assert MODULE.meaning is not None
    assert all(finding.text and finding.fix for finding in case.findings)
    assert derived(case)["next_step"]
    assert MODULE.meaning(case).facts
