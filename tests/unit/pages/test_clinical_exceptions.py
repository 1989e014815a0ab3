"""Clinical delays as people enter them: what is found, what the clock does, what has to be done."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashapp.declare.module import Linked
from pages.clinical_exceptions import MODULE
from rules import rtt
from rules.events import Event
from rules.exceptions.rules import BOOK
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


RUNS = {"exceptions-clock-runs"}
CASES: tuple[tuple[str, dict[str, Any], set[str]], ...] = (
    ("unfit for five weeks, the clock runs", UNFIT, RUNS),
    ("a pause", UNFIT | {"paused": "yes"}, RUNS | {"exceptions-no-pause"}),
    ("a planned list", UNFIT | {"on_planned_list": "yes"}, RUNS | {"exceptions-planned-list"}),
    ("no theatre staff", UNFIT | {"reason_in_words": "No theatre staff"}, RUNS | {"exceptions-not-clinical"}),
    ("no bed, and the admission was cancelled for it",
     UNFIT | {"reason_in_words": "Awaiting an HDU bed", "tci_cancelled": "yes"},
     RUNS | {"exceptions-not-clinical", "exceptions-cancelled-for-want-of-capacity"}),
    ("the admission was cancelled for an infection", UNFIT | {"tci_cancelled": "yes"},
     RUNS | {"exceptions-cancelled-for-clinical-reason"}),
    ("34 although the clock runs", UNFIT | {"rtt_code": "34"}, RUNS | {"exceptions-code-does-not-match"}),
    ("32 as a pause", UNFIT | {"rtt_code": "32"}, RUNS | {"exceptions-code-does-not-match"}),
    ("a review overdue", UNFIT | {"review_date": "2026-11-20"}, RUNS | {"exceptions-review-overdue"}),
    ("a review done", UNFIT | {"review_date": "2026-11-20", "reviewed_on": "2026-11-20"}, RUNS),
    ("a review due today", UNFIT | {"review_date": "2026-11-23"}, RUNS),
    ("a review before the decision", UNFIT | {"review_date": "2026-11-01", "reviewed_on": "2026-11-01"},
     RUNS | {"exceptions-review-before-decision"}),
    ("the day to be fit has passed", UNFIT | {"fit_by": "2026-11-20"}, RUNS | {"exceptions-fit-date-passed"}),
    ("and the patient has a new date",
     UNFIT | {"fit_by": "2026-11-20", "review_date": "2026-11-20", "rebooked_on": "2026-11-20"}, RUNS),
    ("unfit for 42 days", UNFIT | {"expected_days": 42}, RUNS),
    ("unfit for 43 days", UNFIT | {"expected_days": 43}, RUNS | {"exceptions-unfit-for-long"}),
    ("optimisation without a plan", UNFIT | {"reason": "optimisation"}, RUNS | {"exceptions-plan-missing"}),
    ("and with one", UNFIT | {"reason": "optimisation", "plan": "HbA1c below 69 by January"}, RUNS),
    ("conservative treatment first", UNFIT | {"reason": "conservative_trial"},
     RUNS | {"exceptions-conservative-trial"}),
    ("the patient does not know", UNFIT | {"patient_informed": "not_known"},
     RUNS | {"exceptions-patient-not-informed"}),
    ("active monitoring, agreed", MONITORED, set()),
    ("monitoring nobody agreed to",
     {name: value for name, value in MONITORED.items() if name != "decided_with_patient_on"}
     | {"patient_informed": "no"}, {"exceptions-monitoring-not-agreed", "exceptions-patient-not-informed"}),
    ("a stop before the decision", MONITORED | {"clock_stop": "2026-10-01"}, {"exceptions-stop-before-decision"}),
    ("told a week later, and stopped on the day of the decision",
     MONITORED | {"decided_with_patient_on": "2026-11-09", "clock_stop": "2026-11-02"},
     {"exceptions-told-later", "exceptions-stop-not-the-day-told"}),
    ("agreed before it was decided", MONITORED | {"decided_with_patient_on": "2026-11-01"},
     {"exceptions-told-before-decision"}),
    ("monitoring for five days", MONITORED | {"expected_days": 5}, {"exceptions-monitoring-too-short"}),
    ("a review date nobody told the patient", MONITORED | {"review_date_told": "no"},
     {"exceptions-review-not-told"}),
    ("back to the GP, told and in the patient's interest", RETURNED, set()),
    ("back to the GP for the figures", RETURNED | {"best_interest": "no"}, {"exceptions-discharge-not-shown"}),
)  # fmt: skip


@pytest.mark.parametrize(("answers", "found"), [one[1:] for one in CASES], ids=[one[0] for one in CASES])
def test_golden_cases(answers: dict[str, Any], found: set[str]) -> None:
    assert codes(work(MODULE, answers)) == found


def test_every_remark_has_its_case() -> None:
    """But for what a form does not let through: it asks for the consultant, the reason and the review date."""
    required = {"exceptions-consultant-missing", "exceptions-reason-missing", "exceptions-review-missing"}
    declared = {check.code for check in BOOK.checks}
    assert set().union(*(found for _, _, found in CASES)) == declared - required


def test_a_review_overdue_is_a_thing_to_do_and_a_row_in_the_view() -> None:
    case = work(MODULE, UNFIT | {"review_date": "2026-11-20"})
    assert list_due(case)[0] == "Clinical review"
    assert derive(case)["review"] == "overdue"
    assert derive(case)["review_due"] == case.answers.review_date
    assert derive(case)["next_step"] == "Review the patient now, and set the next date."
    assert derive(work(MODULE, RETURNED))["review"] == "none"


def test_a_return_to_the_gp_without_telling_anybody_is_a_thing_to_do() -> None:
    case = work(MODULE, RETURNED | {"gp_informed": "no", "patient_informed": "no"})
    assert list_due(case) == ["Tell the patient", "Tell the GP"]


def test_a_letter_on_the_pathway_shows_that_patient_and_gp_were_told() -> None:
    returned = RETURNED | {"gp_informed": "no", "patient_informed": "no"}
    letter = Event(date(2026, 11, 3), "letter_sent", {"letter": "discharge_to_gp", "channel": "letter"})
    told = work(MODULE, returned, Linked("p1", "Ivy", (letter,)))
    record = "A letter told the patient: record here on which day, so that the clock stops"
    assert list_due(told) == [record, "Tell the GP"]
    copied = letter._replace(details={**letter.details, "sent_to_gp": True})
    both = work(MODULE, returned, Linked("p1", "Ivy", (copied,)))
    assert list_due(both) == [record]
    assert codes(both) == set()
    recorded = work(MODULE, returned | {"decided_with_patient_on": "2026-11-03"}, Linked("p1", "Ivy", (copied,)))
    assert list_due(recorded) == []
    referral = Event(date(2026, 9, 1), "referral_received")
    clock = rtt.read_pathway((referral, *recorded.events), TODAY)
    assert (clock.status, clock.clock_stop) == ("stopped", date(2026, 11, 3))


def test_a_new_date_ends_the_delay() -> None:
    case = work(MODULE, UNFIT | {"review_date": "2026-11-20", "fit_by": "2026-11-18", "rebooked_on": "2026-11-19"})
    assert list_due(case) == []
    assert derive(case)["review"] == "none"
    assert derive(case)["review_due"] is None


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
