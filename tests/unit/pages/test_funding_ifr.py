"""Funding requests as people enter them: what is found, which steps may follow, when the clock stops."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashapp.declare.module import Case, Linked
from pages.funding_ifr import BANDS, MODULE, band_of_weeks
from rules.events import Event
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


def names(case: Case) -> list[str]:
    return [event.name for event in case.events]


def test_a_whole_request_has_nothing_to_put_right() -> None:
    case = work(MODULE, WHOLE)
    assert codes(case) == set()
    assert list_due(case) == []
    derived = {"days": 77, "weeks": 11, "decision_due": None, "days_to_decision": 14}
    assert derive(case) == {**derived, "next_step": "Approved"}
    assert names(case) == ["funding_requested", "funding_decided"]
    assert say(case)["18 weeks (RTT)"] == "The clock keeps running."
    assert say(case)["Waited when submitted"] == "9 weeks 0 days"


def test_declined_with_no_other_treatment_stops_the_clock_when_the_patient_is_told() -> None:
    case = work(MODULE, with_(**DECLINED, other_treatment="no"))
    assert codes(case) == {"funding-declined-stop"}
    assert names(case) == ["funding_requested", "funding_decided", "decision_not_to_treat"]
    assert case.events[-1].date == date(2026, 10, 20)
    assert "decision_not_to_treat" not in names(work(MODULE, with_(**DECLINED, other_treatment="yes")))
    reviewed = {"status": "review", "moves": [*DECLINED["moves"], {"to": "review", "on": "2026-11-02"}]}
    assert "decision_not_to_treat" in names(work(MODULE, with_(**reviewed, other_treatment="no")))


def test_declined_with_no_other_treatment_is_something_to_do_until_it_is_recorded() -> None:
    declined = with_(**DECLINED, other_treatment="no")
    (what,) = list_due(work(MODULE, declined))
    assert what == "Declined, and no other treatment: record 34 with 20 October 2026, and write to the GP"
    assert list_due(work(MODULE, {**declined, "clock_stop": "2026-10-20"})) == []
    untold = {name: value for name, value in declined.items() if name not in {"patient_told_on", "decided_on"}}
    (tell,) = list_due(work(MODULE, untold))
    assert tell.startswith("Tell the patient: declined, and no other treatment"), "also without the day of the decision"


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({**DECLINED, "other_treatment": "yes"}, "Agree the other treatment"),
        ({**DECLINED, "other_treatment": "not_known"}, "Ask if there is another treatment"),
        ({"status": "more_information", "moves": [*STEPS[:2], {"to": "more_information"}]}, "Send what the ICB asks"),
        ({"status": "review", "other_treatment": "yes"}, "Ask for the outcome of the review"),
    ],
)
def test_every_step_says_what_is_to_be_done_next(changes: dict[str, Any], what: str) -> None:
    assert what in list_due(work(MODULE, with_(**changes)))


def test_the_wait_at_each_step_is_that_of_the_pathway_when_no_start_is_recorded() -> None:
    linked = Linked("p1", "Ivy", (Event(date(2026, 8, 10), "referral_received"),))
    case = work(MODULE, with_(clock_start=None), linked)
    assert say(case)["Waited when submitted"] == "8 weeks 0 days"
    assert derive(case)["weeks"] == 10
    assert derive(work(MODULE, with_(clock_start=None)))["weeks"] is None


@pytest.mark.parametrize(("days", "band"), [(126, BANDS[0]), (127, BANDS[1]), (364, BANDS[2]), (365, BANDS[3])])
def test_waits_are_put_in_bands_by_the_day(days: int, band: str) -> None:
    """A8: 127 days show as 18 weeks and are over them."""
    assert band_of_weeks({"days": days}) == band


def test_a_decision_that_is_late_is_something_to_do() -> None:
    case = work(MODULE, with_(**WAITING, urgent="yes", urgent_reason="Sight at risk"))
    assert codes(case) == {"funding-clock-runs", "funding-decision-overdue"}
    assert list_due(case) == ["Decision on the funding due by 12 October 2026"]


def test_a_decision_the_patient_was_not_told_of_is_something_to_do() -> None:
    assert list_due(work(MODULE, with_(patient_told_on=None))) == ["Tell the patient of the decision"]
    (last,) = list_due(work(MODULE, with_(**DECLINED, other_treatment="no", patient_told_on=None)))
    assert last == "Tell the patient: declined, and no other treatment, so the clock stops that day (34)"


def test_the_cost_says_what_it_is_in() -> None:
    assert MODULE.label_of("cost") == "Cost in pounds"


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
