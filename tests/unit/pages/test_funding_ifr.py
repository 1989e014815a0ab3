"""Funding requests as people enter them: what is found, which steps may follow, when the clock stops."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.funding_ifr import MODULE
from tests.unit.pages.worked import check, codes, derive, is_example_accepted, list_due, say, work

STEPS = [{"to": "submitted"}, {"to": "screened"}, {"to": "approved"}]
WHOLE: dict[str, Any] = {
    "treatment": "A medicine outside its licence",
    "category": "ifr",
    "consultant": "Miss Novak",
    "status": "approved",
    "moves": STEPS,
    "exceptionality": "Allergic to both standard medicines, unlike others at this stage",
    "criteria_evidence": "Scores in the letter",
    "treatments_tried": "Both standard medicines",
    "evidence": [{"kind": "clinic_letter", "description": "Letter with scores"}],
    "clock_start": "2026-08-03",
    "submitted_on": "2026-10-05",
    "screened_on": "2026-10-12",
    "decided_on": "2026-10-19",
    "patient_told_on": "2026-10-20",
}
DECLINED = {"status": "declined", "moves": [*STEPS[:2], {"to": "declined"}]}
WAITING = {"status": "screened", "moves": STEPS[:2], "decided_on": None, "patient_told_on": None}


def with_(**changes: Any) -> dict[str, Any]:
    return {name: value for name, value in {**WHOLE, **changes}.items() if value is not None}


def test_a_whole_request_has_nothing_to_put_right() -> None:
    case = work(MODULE, WHOLE)
    assert codes(case) == set()
    assert list_due(case) == []
    assert derive(case) == {"decision_due": None, "days_to_decision": 14, "next_step": "Approved"}
    assert say(case)["18 weeks (RTT)"] == "The clock keeps running."
    assert say(case)["Waited when submitted"] == "9 weeks 0 days"


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"exceptionality": None}, "funding-exceptionality-missing"),
        ({"exceptionality": "The condition is rare"}, "funding-not-exceptional"),
        ({"evidence": None}, "funding-evidence-missing"),
        ({"treatments_tried": None}, "funding-evidence-missing"),
        ({"urgent": "yes"}, "funding-urgent-without-reason"),
        ({"paused": "yes"}, "funding-no-pause"),
        ({"screened_on": "2026-10-01"}, "funding-steps-out-of-order"),
        ({"moves": STEPS[2:]}, "funding-move-not-allowed"),
        ({"moves": STEPS[:2]}, "funding-status-differs"),
        ({"category": "prior_approval", "criteria_met": "no"}, "funding-criteria-not-met"),
        ({"category": "ebi", "ebi_routine": "no"}, "funding-ebi-not-routine"),
        (DECLINED, "funding-alternative-unknown"),
        ({**DECLINED, "other_treatment": "yes"}, "funding-alternative-runs"),
        ({**DECLINED, "other_treatment": "no", "patient_told_on": None}, "funding-patient-not-told"),
        ({**DECLINED, "other_treatment": "no", "clock_stop": "2026-10-19"}, "funding-stop-differs"),
        ({**WAITING, "submitted_on": "2026-10-19", "screened_on": "2026-10-26"}, "funding-clock-runs"),
    ],
)
def test_one_thing_is_found(changes: dict[str, Any], found: str) -> None:
    assert codes(work(MODULE, with_(**changes))) == {found}


def test_declined_with_no_other_treatment_stops_the_clock_when_the_patient_is_told() -> None:
    case = work(MODULE, with_(**DECLINED, other_treatment="no"))
    assert codes(case) == {"funding-declined-stop"}
    (event,) = case.events
    assert (event.date, event.name) == (date(2026, 10, 20), "decision_not_to_treat")
    assert work(MODULE, with_(**DECLINED, other_treatment="yes")).events == ()


def test_a_decision_that_is_late_is_something_to_do() -> None:
    case = work(MODULE, with_(**WAITING, urgent="yes", urgent_reason="Sight at risk"))
    assert codes(case) == {"funding-clock-runs", "funding-decision-overdue"}
    assert list_due(case) == ["Decision on the funding due by 12 October 2026"]


def test_a_decision_the_patient_was_not_told_of_is_something_to_do() -> None:
    assert list_due(work(MODULE, with_(patient_told_on=None))) == ["Tell the patient of the decision"]
    (last,) = list_due(work(MODULE, with_(**DECLINED, other_treatment="no", patient_told_on=None)))
    assert last == "Tell the patient: declined, and no other treatment, so the clock stops that day (34)"


def test_what_is_required_is_said() -> None:
    assert {problem.field for problem in check(MODULE, {}).problems} == {
        "treatment",
        "category",
        "consultant",
        "status",
    }


@given(st.integers(0, 2**32))
def test_examples_are_accepted(seed: int) -> None:
    assert is_example_accepted(MODULE, seed)
