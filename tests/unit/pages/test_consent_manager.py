"""Consents as people enter them: what is found, whether the patient may be listed, what goes on the timeline."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashapp.declare.module import Case, Linked
from pages.consent_manager import MODULE
from rules.events import Event
from tests.unit.pages.worked import check, codes, derive, is_example_accepted, list_due, say, work

WHOLE: dict[str, Any] = {
    "date_of_birth": "1961-05-04",
    "procedure": "Total knee replacement",
    "has_side": "yes",
    "side": "left",
    "form": "1",
    "capacity": "has_capacity",
    "decision_to_admit": "2026-10-05",
    "stage_one_on": "2026-10-05",
    "stage_one_by": "Miss Novak",
    "risks_discussed": "yes",
    "alternatives_discussed": "yes",
    "no_treatment_discussed": "yes",
}


def with_(**changes: Any) -> dict[str, Any]:
    return {name: value for name, value in {**WHOLE, **changes}.items() if value is not None}


def names(case: Case) -> list[str]:
    return [event.name for event in case.events]


def test_a_whole_consent_is_ready_to_list() -> None:
    case = work(MODULE, WHOLE)
    assert codes(case) == set()
    assert list_due(case) == []
    derived = {"form_number": 1, "confirm_on": None, "stand": "ready", "age": 65, "next_step": "Confirm on the day"}
    assert derive(case) == derived
    assert say(case)["Ready to list"] == "Nothing in the consent stands in the way."
    assert names(case) == ["consent_given"]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"signed_by": "nobody"}, "consent-form-unsigned"),
        ({"signed_by": "family"}, "consent-signed-by-family"),
        ({"stage_one_role": "other"}, "consent-taken-by-somebody-else"),
        ({"procedure_on": "2026-11-20"}, "consent-not-confirmed"),
        ({"changed": ["risks"], "changed_on": "2026-11-02"}, "consent-reconfirm"),
        ({"changed": ["time"]}, "consent-no-fixed-expiry"),
        ({"date_of_birth": "2010-05-04", "refuses": "yes"}, "consent-young-person-refuses"),
        ({"interpreter_needed": "yes", "interpreter": "family"}, "consent-family-interprets"),
        ({"declines_all_treatment": "yes", "declined_on": "2026-11-20", "rtt_code": "34"}, "consent-declined-not-35"),
    ],
)
def test_one_thing_wrong_is_found(changes: dict[str, Any], found: str) -> None:
    assert codes(work(MODULE, with_(**changes))) == {found}


REFERRED = Linked("P1", "Pathway", (Event(date(2026, 6, 1), "referral_received", {}),))


@pytest.mark.parametrize(
    ("changes", "linked", "why"),
    [
        ({"date_of_birth": "2027-05-04"}, Linked(), "in the future"),
        ({"date_of_birth": "2026-06-02"}, REFERRED, "after the referral"),
        ({"date_of_birth": "2026-10-06"}, Linked(), "after the decision to admit"),
        ({"date_of_birth": "2026-10-06", "decision_to_admit": None}, Linked(), "after consent was taken"),
        ({"date_of_birth": "1906-10-04"}, Linked(), "over 120 years back"),
        ({"date_of_birth": "1906-06-02"}, REFERRED, ""),
    ],
)
def test_an_unlikely_date_of_birth_is_asked_about(changes: dict[str, Any], linked: Linked, why: str) -> None:
    found = [
        finding
        for finding in work(MODULE, with_(**changes), linked).findings
        if finding.code == "birth-date-questioned"
    ]
    assert [finding.text.rpartition(" is ")[2] for finding in found] == ([f"{why}."] if why else [])


def test_lacking_capacity_without_a_best_interests_record_blocks_listing() -> None:
    lacking = with_(capacity="lacks_capacity", form="4", somebody_to_consult="no", advocate="no")
    case = work(MODULE, lacking)
    assert codes(case) == {"consent-best-interests-missing", "consent-advocate-missing"}
    assert derive(case)["stand"] == "not_ready"
    assert list_due(case) == ["Not ready to list: record the assessment, who was consulted and the decision."]
    mended = work(MODULE, {**lacking, "best_interests": "yes", "advocate": "yes"})
    assert codes(mended) == set()
    assert derive(mended)["stand"] == "ready"


@pytest.mark.parametrize(
    ("signed_by", "found"),
    [
        (None, set()),
        ("nobody", set()),
        ("patient", {"consent-form-4-signed"}),
        ("attorney", {"consent-form-4-signed"}),
        ("family", {"consent-signed-by-family"}),
    ],
)
def test_nobody_signs_a_form_4_as_consent(signed_by: str | None, found: set[str]) -> None:
    lacking = with_(capacity="lacks_capacity", form="4", best_interests="yes", signed_by=signed_by)
    assert codes(work(MODULE, lacking)) == found


@pytest.mark.parametrize(
    ("which", "says"),
    [("advance", "An advance decision"), ("attorney", "An attorney for health"), (None, "An attorney, deputy or")],
)
def test_who_decides_instead_of_a_patient_who_lacks_capacity(which: str | None, says: str) -> None:
    lacking = with_(capacity="lacks_capacity", form="4", best_interests="yes", attorney_or_advance_decision="yes")
    case = work(MODULE, lacking | ({"who_decides_instead": which} if which else {}))
    assert codes(case) == {"consent-attorney-decides"}
    assert case.findings[0].text.startswith(says)


def test_consent_is_to_be_confirmed_on_the_day_of_the_procedure() -> None:
    ask = "Confirm consent with the patient on the day (stage two)"
    case = work(MODULE, with_(procedure_on="2026-12-01"))
    assert derive(case)["confirm_on"] == date(2026, 12, 1)
    assert say(case)["To confirm on"] == "1 December 2026"
    assert list_due(case) == [ask]
    confirmed = work(MODULE, with_(procedure_on="2026-12-01", stage_two_on="2026-12-01"))
    assert list_due(confirmed) == []
    assert names(confirmed) == ["consent_given", "consent_confirmed"]
    assert list_due(work(MODULE, with_(procedure_on="2026-12-01", withdrawn_on="2026-11-20"))) != [ask]


def test_without_a_day_of_its_own_it_is_the_admission_date_of_the_pathway() -> None:
    declined = Event(date(2026, 11, 2), "tci_offered", {"tci": date(2026, 11, 30), "declined": True})
    taken = Event(date(2026, 11, 3), "tci_offered", {"tci": date(2026, 12, 7)})
    linked = Linked("p1", "Ivy", (taken, declined))
    assert derive(work(MODULE, WHOLE, linked))["confirm_on"] == date(2026, 12, 7)
    assert derive(work(MODULE, with_(procedure_on="2026-12-09"), linked))["confirm_on"] == date(2026, 12, 9)


def test_a_change_is_mended_by_confirming_again_not_by_time() -> None:
    changed = with_(changed=["condition"], changed_on="2026-11-02")
    assert list_due(work(MODULE, changed)) == ["Confirm consent again: something has changed"]
    assert codes(work(MODULE, {**changed, "reconfirmed_on": "2026-11-03"})) == set()
    assert codes(work(MODULE, {**changed, "stage_two_on": "2026-11-03"})) == set()


def test_withdrawn_on_the_day_is_a_cancellation_by_the_patient_and_the_clock_runs() -> None:
    case = work(MODULE, with_(withdrawn_on="2026-11-20", withdrawn_on_the_day="yes"))
    assert names(case) == ["consent_given", "consent_withdrawn", "patient_cancels"]
    assert case.events[-1].date == date(2026, 11, 20)
    assert derive(case)["stand"] == "withdrawn"
    assert say(case)["18 weeks (RTT)"] == "The clock keeps running: not all treatment is declined."
    earlier = work(MODULE, with_(withdrawn_on="2026-11-20", withdrawn_on_the_day="no"))
    assert names(earlier) == ["consent_given", "consent_withdrawn"]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"recorded_as": "patient_cancelled"}, set()),
        ({"recorded_as": "dna"}, {"consent-withdrawal-recorded-wrongly"}),
        ({"recorded_as": "hospital"}, {"consent-withdrawal-recorded-wrongly"}),
        ({"rtt_code": "20"}, set()),
        ({"rtt_code": "34"}, {"consent-withdrawal-is-no-stop"}),
        ({"rtt_code": "35"}, {"consent-withdrawal-is-no-stop"}),
    ],
)
def test_what_a_withdrawal_on_the_day_is_not(changes: dict[str, Any], found: set[str]) -> None:
    """MODULES 1b: a cancellation by the patient, not a missed appointment, not in the 28-day return, not a stop."""
    case = work(MODULE, with_(withdrawn_on="2026-11-20", withdrawn_on_the_day="yes", **changes))
    assert codes(case) == {"consent-withdrawn"} | found


def test_declining_all_treatment_stops_the_clock_on_the_day_it_is_said() -> None:
    case = work(MODULE, with_(declines_all_treatment="yes", declined_on="2026-11-20", rtt_code="35"))
    event = case.events[-1]
    assert (event.date, event.name) == (date(2026, 11, 20), "patient_declines_treatment")
    assert say(case)["18 weeks (RTT)"] == "The clock stops (35) on 20 November 2026."
    undated = work(MODULE, with_(declines_all_treatment="yes"))
    assert names(undated) == ["consent_given"]
    assert list_due(undated) == ["Record the day the patient declined all treatment"]


def test_what_is_required_is_said() -> None:
    required = {"date_of_birth", "procedure", "form", "capacity", "stage_one_on", "stage_one_by"}
    assert {problem.field for problem in check(MODULE, {}).problems} == required


def test_a_form_that_does_not_exist_is_a_problem() -> None:
    assert {problem.field for problem in check(MODULE, with_(form="5")).problems} == {"form"}


@given(st.integers(0, 2**32))
def test_examples_are_accepted(seed: int) -> None:
    assert is_example_accepted(MODULE, seed)
