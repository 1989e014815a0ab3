"""Clinical delay and fitness: worked cases of A11 and R20, and properties."""

from datetime import date

import pytest
from hypothesis import given

from rules.exceptions.checks import lacks_review, list_findings
from rules.exceptions.clocks import EFFECTS, list_events
from rules.exceptions.record import ClinicalException
from rules.exceptions.resources import find_resource_phrase
from rules.exceptions.rules import BOOK
from tests.unit.rules.junk import any_record, days

TODAY = date(2025, 6, 30)

UNFIT = ClinicalException.of(
    reason="unfit_short_term",
    reason_in_words="chest infection, on antibiotics",
    consultant="Dr A Example",
    decided_on=date(2025, 6, 16),
    expected_days=35,
    fit_by=date(2025, 7, 21),
    review_date=date(2025, 7, 14),
    action="keep_clock_running",
    patient_informed="yes",
    rtt_code="20",
)
"""Case RTT-073: unfit for five weeks."""
MONITORED = UNFIT.but(
    action="active_monitoring", decided_with_patient_on=date(2025, 6, 16), rtt_code="32", expected_days=90
)
RETURNED = UNFIT.but(action="return_to_gp", rtt_code="34", best_interest="yes", gp_informed="yes")


def codes(facts: ClinicalException, today: date = TODAY) -> set[str]:
    return {finding.code for finding in list_findings(facts, today)}


def test_unfitness_never_pauses():
    assert codes(UNFIT) == {"exceptions-clock-runs"}
    assert "keeps running" in EFFECTS[UNFIT.action].text
    told = next(f for f in list_findings(UNFIT.but(paused="yes"), TODAY) if f.code == "exceptions-no-pause")
    assert "There is no pause" in told.text


def test_an_unfit_patient_is_never_moved_to_a_planned_list():
    assert codes(UNFIT.but(on_planned_list="yes")) == {"exceptions-clock-runs", "exceptions-planned-list"}


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
    assert ("exceptions-not-clinical" in codes(UNFIT.but(reason_in_words=text))) is bool(found)


def test_active_monitoring_and_return_to_the_gp_are_ways_out():
    assert codes(MONITORED) == set()
    assert codes(RETURNED) == set()
    assert "stops the clock" in EFFECTS[MONITORED.action].text
    assert "34" in EFFECTS[RETURNED.action].text


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (RETURNED.but(gp_informed="no"), {"exceptions-discharge-not-shown"}),
        (RETURNED.but(clock_stop=date(2025, 6, 15)), {"exceptions-stop-before-decision"}),
        (RETURNED.but(decided_with_patient_on=date(2025, 6, 20)), {"exceptions-told-later"}),
        (MONITORED.but(clock_stop=date(2025, 6, 16)), set()),
        (MONITORED.but(clock_stop=date(2025, 6, 17)), {"exceptions-stop-not-the-day-told"}),
        (UNFIT.but(consultant=""), {"exceptions-clock-runs", "exceptions-consultant-missing"}),
        (UNFIT.but(reason_in_words=""), {"exceptions-clock-runs", "exceptions-reason-missing"}),
    ],
)
def test_what_a_form_need_not_be_tried_for(facts, found):
    assert codes(facts) == found


def test_a_review_date_is_asked_for():
    (told,) = lacks_review.find(UNFIT.but(review_date=None), TODAY)
    assert told.code == "exceptions-review-missing"


def test_the_clock_stops_on_the_day_the_decision_was_told():
    """R19: where decision and communication differ, the day it is told counts, and the gap is flagged."""
    late = RETURNED.but(decided_with_patient_on=date(2025, 6, 20), clock_stop=date(2025, 6, 16))
    assert codes(late) == {"exceptions-told-later", "exceptions-stop-not-the-day-told"}
    assert codes(late.but(clock_stop=date(2025, 6, 20))) == {"exceptions-told-later"}
    assert [event.date for event in list_events(late)] == [date(2025, 6, 20)]


def test_monitoring_the_patient_asked_for_is_the_patients():
    (event,) = list_events(MONITORED.but(rtt_code="31"))
    assert event.details["initiated_by"] == "patient"


def test_exceptions_to_the_right_do_not_pause_the_clock():
    assert "None of these pauses the clock" in BOOK["EXC-7"].statement


any_facts = any_record(ClinicalException)


@given(any_facts, days)
def test_any_answers_give_sentences(facts, today):
    for finding in list_findings(facts, today):
        assert "{" not in finding.text + finding.fix
        assert finding.field in ClinicalException.model_fields


@given(any_facts, days)
def test_a_pause_or_a_planned_list_is_never_let_pass(facts, today):
    told = codes(facts.but(paused="yes", on_planned_list="yes"), today)
    assert {"exceptions-no-pause", "exceptions-planned-list"} <= told
