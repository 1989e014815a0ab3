"""Clinical delays as people enter them: what is found, what the clock does, what has to be done."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashapp.module import Linked
from pages.clinical_exceptions import MODULE
from rules import rtt
from rules.events import Event
from tests.unit.pages.worked import TODAY, check, codes, derive, is_example_accepted, list_due, say, work

PATIENT_QUESTIONS = {"patient_name", "nhs_number"}
UNFIT: dict[str, Any] = {
    "specialty": "C_110",
    "reason": "unfit_short_term",
    "reason_in_words": "Chest infection, reassess in four weeks",
    "consultant": "Miss Hughes",
    "decided_on": "2026-11-02",
    "review_date": "2026-11-30",
    "fit_by": "2026-12-07",
    "action": "keep_clock_running",
    "patient_informed": "yes",
    "rtt_code": "20",
}
MONITORED = UNFIT | {"action": "active_monitoring", "decided_with_patient_on": "2026-11-02", "rtt_code": "32"}
RETURNED = UNFIT | {"action": "return_to_gp", "best_interest": "yes", "gp_informed": "yes", "rtt_code": "34"}


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        (UNFIT, {"exceptions-clock-runs"}),
        (UNFIT | {"paused": "yes"}, {"exceptions-clock-runs", "exceptions-no-pause"}),
        (UNFIT | {"on_planned_list": "yes"}, {"exceptions-clock-runs", "exceptions-planned-list"}),
        (UNFIT | {"reason_in_words": "No theatre staff"}, {"exceptions-clock-runs", "exceptions-not-clinical"}),
        (UNFIT | {"rtt_code": "34"}, {"exceptions-clock-runs", "exceptions-code-does-not-match"}),
        (UNFIT | {"review_date": "2026-11-20"}, {"exceptions-clock-runs", "exceptions-review-overdue"}),
        (UNFIT | {"review_date": "2026-11-20", "reviewed_on": "2026-11-20"}, {"exceptions-clock-runs"}),
        (UNFIT | {"review_date": "2026-11-01", "reviewed_on": "2026-11-01"},
         {"exceptions-clock-runs", "exceptions-review-before-decision"}),
        (UNFIT | {"fit_by": "2026-11-20"}, {"exceptions-clock-runs", "exceptions-fit-date-passed"}),
        (UNFIT | {"expected_days": 60}, {"exceptions-clock-runs", "exceptions-unfit-for-long"}),
        (UNFIT | {"reason": "optimisation"}, {"exceptions-clock-runs", "exceptions-plan-missing"}),
        (UNFIT | {"patient_informed": "not_known"}, {"exceptions-clock-runs", "exceptions-patient-not-informed"}),
        (MONITORED, set()),
        (MONITORED | {"clock_stop": "2026-10-01"}, {"exceptions-stop-before-decision"}),
        (MONITORED | {"expected_days": 5}, {"exceptions-monitoring-too-short"}),
        (RETURNED, set()),
        (RETURNED | {"best_interest": "no"}, {"exceptions-discharge-not-shown"}),
    ],
)  # fmt: skip
def test_what_is_found(answers: dict[str, Any], found: set[str]) -> None:
    assert codes(work(MODULE, answers)) == found


def test_a_review_overdue_is_a_thing_to_do_and_a_row_in_the_view() -> None:
    case = work(MODULE, UNFIT | {"review_date": "2026-11-20"})
    assert list_due(case)[0] == "Clinical review"
    assert derive(case)["review"] == "overdue"
    assert derive(case)["next_step"] == "Review the patient now, and set the next date."
    assert derive(work(MODULE, RETURNED))["review"] == "none"


def test_a_return_to_the_gp_without_telling_anybody_is_a_thing_to_do() -> None:
    case = work(MODULE, RETURNED | {"gp_informed": "no", "patient_informed": "no"})
    assert list_due(case) == ["Tell the patient", "Tell the GP"]


def test_unfitness_leaves_the_clock_of_its_pathway_running() -> None:
    referral = Event(date(2026, 9, 1), "referral_received")
    case = work(MODULE, UNFIT, Linked("p1", "Ivy", (referral,)))
    assert [event.name for event in case.events] == ["patient_unfit"]
    clock = rtt.read_pathway(case.pathway_events, TODAY)
    assert (clock.status, clock.clock_start) == ("open", date(2026, 9, 1))
    assert say(case)["18 weeks (RTT)"] == "The clock keeps running; being unfit neither pauses nor stops it."


def test_active_monitoring_stops_the_clock_of_its_pathway_on_the_day_it_was_agreed() -> None:
    referral = Event(date(2026, 9, 1), "referral_received")
    case = work(MODULE, MONITORED, Linked("p1", "Ivy", (referral,)))
    clock = rtt.read_pathway(case.pathway_events, TODAY)
    assert (clock.status, clock.clock_stop) == ("active_monitoring", date(2026, 11, 2))


def test_what_is_required_is_said() -> None:
    missing = {problem.field for problem in check(MODULE, {}).problems}
    assert missing == {question.name for question in MODULE.questions if question.required} - PATIENT_QUESTIONS
    assert {"reason_in_words", "consultant", "decided_on", "review_date", "action", "patient_informed"} <= missing


@given(st.integers(0, 2**32))
def test_examples_are_accepted(seed: int) -> None:
    assert is_example_accepted(MODULE, seed)
