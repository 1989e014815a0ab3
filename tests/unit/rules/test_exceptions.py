"""Clinical delay and fitness: worked cases of A11 and R20, and properties."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given

from rules.exceptions.checks import BOOK, ExceptionFacts, calc_effect, find_resource_phrase, list_events, list_findings
from tests.unit.rules.junk import any_of, days, pick

TODAY = date(2025, 6, 30)

UNFIT = ExceptionFacts(
    reason="unfit_short_term",
    reason_in_words="chest infection, on antibiotics",
    consultant="Dr A Example",
    decided_on=date(2025, 6, 16),
    expected_days=35,
    fit_by=date(2025, 7, 21),
    review_date=date(2025, 7, 14),
    action="keep_clock_running",
    patient_informed=True,
    rtt_code="20",
)
"""Case RTT-073: unfit for five weeks."""
MONITORED = replace(
    UNFIT, action="active_monitoring", decided_with_patient_on=date(2025, 6, 16), rtt_code="32", expected_days=90
)
RETURNED = replace(UNFIT, action="return_to_gp", rtt_code="34", best_interest=True, gp_informed=True)


def codes(facts: ExceptionFacts, today: date = TODAY) -> set[str]:
    return {finding.code for finding in list_findings(facts, today)}


def test_unfitness_never_pauses():
    assert codes(UNFIT) == {"exceptions-clock-runs"}
    assert "keeps running" in calc_effect(UNFIT).text
    told = next(f for f in list_findings(replace(UNFIT, paused=True), TODAY) if f.code == "exceptions-no-pause")
    assert "There is no pause" in told.text


def test_an_unfit_patient_is_never_moved_to_a_planned_list():
    assert codes(replace(UNFIT, on_planned_list=True)) == {"exceptions-clock-runs", "exceptions-planned-list"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("no ITU bed", "no ITU bed"),
        ("Theatre staff  shortage", "Theatre staff shortage"),
        ("surgeon on leave", "surgeon on leave"),
        ("lack of anaesthetists", "lack of anaesthetists"),
        ("bed rest after a stroke", ""),
        ("the surgeon advises weight loss", ""),
        ("lacks capacity to consent", ""),
        ("raised HbA1c", ""),
        ("Theatre list over-ran", "Theatre list over-ran"),
        ("awaiting an HDU bed", "awaiting an HDU bed"),
        ("waiting for a theatre slot", "waiting for a theatre slot"),
        ("no capacity this month", "no capacity"),
        ("no capacity to consent", ""),
        ("ward closed", "ward closed"),
        ("winter pressures", "winter pressures"),
        ("awaiting the surgeon's opinion", ""),
        ("no allergy to implants or latex", ""),
        (None, ""),
    ],
)
def test_a_lack_of_beds_staff_or_theatre_is_not_clinical(text, found):
    assert find_resource_phrase(text) == found
    assert ("exceptions-not-clinical" in codes(replace(UNFIT, reason_in_words=text))) is bool(found)


def test_active_monitoring_and_return_to_the_gp_are_ways_out():
    assert codes(MONITORED) == set()
    assert codes(RETURNED) == set()
    assert "stops the clock" in calc_effect(MONITORED).text
    assert "34" in calc_effect(RETURNED).text


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (replace(MONITORED, decided_with_patient_on=None, patient_informed=None), "exceptions-monitoring-not-agreed"),
        (replace(MONITORED, clock_stop=date(2025, 6, 15)), "exceptions-stop-before-decision"),
        (replace(MONITORED, expected_days=3), "exceptions-monitoring-too-short"),
        (replace(RETURNED, best_interest=None), "exceptions-discharge-not-shown"),
        (replace(RETURNED, gp_informed=False), "exceptions-discharge-not-shown"),
        (replace(RETURNED, clock_stop=date(2025, 6, 15)), "exceptions-stop-before-decision"),
        (replace(RETURNED, decided_with_patient_on=date(2025, 6, 20)), "exceptions-told-later"),
        (replace(MONITORED, decided_with_patient_on=date(2025, 6, 15)), "exceptions-told-before-decision"),
        (replace(MONITORED, clock_stop=date(2025, 6, 17)), "exceptions-stop-not-the-day-told"),
        (replace(MONITORED, review_date_told=False), "exceptions-review-not-told"),
        (replace(UNFIT, tci_cancelled=True), "exceptions-cancelled-for-clinical-reason"),
        (
            replace(UNFIT, tci_cancelled=True, reason_in_words="no ITU bed"),
            "exceptions-cancelled-for-want-of-capacity",
        ),
        (replace(UNFIT, reason="conservative_trial"), "exceptions-conservative-trial"),
        (replace(UNFIT, rtt_code="32"), "exceptions-code-does-not-match"),
        (replace(UNFIT, review_date=None), "exceptions-review-missing"),
        (replace(UNFIT, review_date=TODAY - timedelta(days=1)), "exceptions-review-overdue"),
        (replace(UNFIT, review_date=date(2025, 6, 15)), "exceptions-review-before-decision"),
        (replace(UNFIT, consultant=" "), "exceptions-consultant-missing"),
        (replace(UNFIT, reason="optimisation"), "exceptions-plan-missing"),
        (replace(UNFIT, fit_by=TODAY - timedelta(days=1)), "exceptions-fit-date-passed"),
        (replace(UNFIT, patient_informed=None), "exceptions-patient-not-informed"),
        (replace(UNFIT, expected_days=43), "exceptions-unfit-for-long"),
        (replace(UNFIT, reason_in_words=""), "exceptions-reason-missing"),
    ],
)
def test_each_remark(facts, code):
    assert code in codes(facts)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (replace(UNFIT, review_date=TODAY), "exceptions-review-overdue"),
        (replace(UNFIT, review_date=date(2025, 6, 20), reviewed_on=date(2025, 6, 20)), "exceptions-review-overdue"),
        (replace(UNFIT, expected_days=42), "exceptions-unfit-for-long"),
        (replace(UNFIT, reason="optimisation", plan="HbA1c below 69 by August"), "exceptions-plan-missing"),
        (replace(MONITORED, clock_stop=date(2025, 6, 16)), "exceptions-stop-before-decision"),
    ],
)
def test_just_beside_each_edge(facts, code):
    assert code not in codes(facts)


def test_the_clock_stops_on_the_day_the_decision_was_told():
    """R19: where decision and communication differ, the day it is told counts, and the gap is flagged."""
    late = replace(RETURNED, decided_with_patient_on=date(2025, 6, 20), clock_stop=date(2025, 6, 16))
    assert codes(late) == {"exceptions-told-later", "exceptions-stop-not-the-day-told"}
    assert codes(replace(late, clock_stop=date(2025, 6, 20))) == {"exceptions-told-later"}
    assert [event.date for event in list_events(late)] == [date(2025, 6, 20)]


def test_monitoring_the_patient_asked_for_is_the_patients():
    (event,) = list_events(replace(MONITORED, rtt_code="31"))
    assert event.details["initiated_by"] == "patient"


def test_exceptions_to_the_right_do_not_pause_the_clock():
    assert "None of these pauses the clock" in BOOK["EXC-7"].statement


any_facts = any_of(
    ExceptionFacts,
    reason=pick("optimisation", "unfit_short_term"),
    action=pick("keep_clock_running", "active_monitoring", "return_to_gp"),
    rtt_code=pick("20", "32", "34"),
)


@given(any_facts, days)
def test_any_answers_give_sentences(facts, today):
    for finding in list_findings(facts, today):
        assert "{" not in finding.text + finding.fix
        assert finding.field in ExceptionFacts.__dataclass_fields__
    assert calc_effect(facts).text


@given(any_facts, days)
def test_a_pause_or_a_planned_list_is_never_let_pass(facts, today):
    told = codes(replace(facts, paused=True, on_planned_list=True), today)
    assert {"exceptions-no-pause", "exceptions-planned-list"} <= told
