"""Cancellations: worked cases of D1, D6–D8 and R10, and the 28-day arithmetic over years."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.cancellations.checks import list_findings
from rules.cancellations.clocks import (
    NoticeBand,
    calc_deadline,
    calc_guarantee,
    find_notice_band,
    has_guarantee,
    is_last_minute,
    is_postponement,
    list_effects,
    list_unanswered,
)
from rules.cancellations.record import Cancellation
from rules.event_choices import CANCELLED_BECAUSE
from rules.explain import Confidence
from tests.unit.rules.junk import any_record, days

BOOKED = date(2025, 3, 10)
TODAY = date(2025, 3, 12)

PATIENT = Cancellation.of(
    appointment_date=BOOKED,
    type="follow_up",
    cancellation_date=date(2025, 3, 1),
    cancelled_by="patient",
    reason="date_does_not_suit",
    on_the_day_or_after_admission="no",
    new_date_offered=date(2025, 4, 7),
)
HOSPITAL = Cancellation.of(
    appointment_date=BOOKED,
    type="inpatient_operation",
    cancellation_date=BOOKED,
    cancelled_by="hospital_non_clinical",
    reason="ward_bed",
    stage="on_day_before_arrival",
    on_the_day_or_after_admission="yes",
    has_opcs="yes",
    patient_class="1",
    admission_method="11",
    nhs_funded="yes",
)


def codes(facts: Cancellation, today: date = TODAY) -> set[str]:
    return {finding.code for finding in list_findings(facts, today)}


@pytest.mark.parametrize("facts", [PATIENT, HOSPITAL])
def test_a_cancellation_never_stops_the_clock(facts):
    assert "keeps running" in list_effects(facts)[0].text


@pytest.mark.parametrize("code", ["30", "31", "32", "34", "35", "36"])
def test_no_stop_code_belongs_to_a_cancellation(code):
    assert codes(PATIENT.but(rtt_code=code)) == {"cancellations-stop-code"}


def test_a_cancellation_is_never_33():
    assert codes(PATIENT.but(rtt_code="33")) == {"cancellations-not-33"}
    assert codes(PATIENT.but(rtt_code="20")) == set()


def test_a_stop_date_without_a_decision_is_removed():
    assert codes(PATIENT.but(clock_stop=BOOKED)) == {"cancellations-clock-stopped"}


def test_declining_all_treatment_is_a_decision_of_its_own():
    """Case RTT-033."""
    facts = PATIENT.but(rtt_code="35", clock_stop=BOOKED, declines_all_treatment="yes")
    assert not {"cancellations-stop-code", "cancellations-clock-stopped"} & codes(facts)


@pytest.mark.parametrize(
    ("notice", "band"),
    [
        (-1, NoticeBand.NONE),
        (0, NoticeBand.ON_THE_DAY),
        (1, NoticeBand.UNDER_TWO_DAYS),
        (2, NoticeBand.UNDER_A_WEEK),
        (6, NoticeBand.UNDER_A_WEEK),
        (7, NoticeBand.UNDER_THREE_WEEKS),
        (20, NoticeBand.UNDER_THREE_WEEKS),
        (21, NoticeBand.THREE_WEEKS),
    ],
)
def test_notice_bands(notice, band):
    assert find_notice_band(PATIENT.but(cancellation_date=BOOKED - timedelta(days=notice))) is band


def test_short_notice_is_late_but_still_a_cancellation():
    facts = PATIENT.but(cancellation_date=BOOKED, cancellation_time=time(8), appointment_time=time(9))
    assert codes(facts) == {"cancellations-late"}


def test_a_cancellation_in_the_future_is_questioned():
    assert codes(PATIENT.but(cancellation_date=BOOKED), BOOKED - timedelta(days=1)) == {
        "cancellations-in-future",
        "cancellations-late",
    }


def test_no_notice_at_all_is_a_missed_appointment():
    facts = PATIENT.but(cancellation_date=BOOKED, cancellation_time=time(10), appointment_time=time(9))
    assert codes(facts) == {"cancellations-after-appointment"}
    assert codes(PATIENT.but(cancellation_date=BOOKED + timedelta(days=1))) == {"cancellations-after-appointment"}


@pytest.mark.parametrize(("previous", "asked"), [(None, False), (1, False), (2, True), (5, True)])
def test_the_third_cancellation_by_the_patient_asks_for_a_clinical_review(previous, asked):
    facts = PATIENT.but(previous_patient_cancellations=previous)
    assert ("cancellations-review-needed" in codes(facts)) is asked


@pytest.mark.parametrize(
    ("outcome", "code"),
    [("rebook", "20"), ("active_monitoring", "32"), ("active_monitoring", "31"), ("discharged", "34")],
)
def test_the_review_has_three_outcomes(outcome, code):
    """Case RTT-058 among them: a reviewed discharge in the patient's best interest."""
    facts = PATIENT.but(
        previous_patient_cancellations=2,
        review_date=date(2025, 3, 8),
        review_outcome=outcome,
        discharge_in_best_interest="yes",
        rtt_code=code,
    )
    assert codes(facts) == set()


def test_nobody_is_discharged_merely_for_cancelling():
    facts = PATIENT.but(review_outcome="discharged", rtt_code="34")
    told = {finding.code: finding for finding in list_findings(facts, TODAY)}
    assert "a clinician reviewed the case" in told["cancellations-discharged"].text
    assert "cancellations-stop-code" in told


def test_a_review_without_an_outcome():
    assert codes(PATIENT.but(review_date=date(2025, 3, 8))) == {"cancellations-review-no-outcome"}


def test_the_guarantee_runs_twenty_eight_days_from_the_day_booked_for():
    guarantee = calc_guarantee(HOSPITAL, TODAY)
    assert (guarantee.state, guarantee.deadline) == ("running", date(2025, 4, 7))
    assert guarantee.days_left == 26
    assert codes(HOSPITAL) == {"cancellations-28-days-running"}


def test_counted_from_the_operation_even_when_cancelled_after_admission_the_day_before():
    facts = HOSPITAL.but(stage="after_admission", cancellation_date=BOOKED - timedelta(days=1))
    assert calc_guarantee(facts, TODAY).deadline == date(2025, 4, 7)


def test_breach_when_day_twenty_eight_has_passed_untreated():
    assert calc_guarantee(HOSPITAL, date(2025, 4, 7)).state == "running"
    assert calc_guarantee(HOSPITAL, date(2025, 4, 7)).days_left == 0
    assert calc_guarantee(HOSPITAL, date(2025, 4, 8)).state == "breached"
    assert codes(HOSPITAL, date(2025, 4, 8)) == {"cancellations-28-days-breached", "cancellations-not-rebooked"}


@pytest.mark.parametrize(("treated", "state"), [(date(2025, 4, 7), "kept"), (date(2025, 4, 8), "breached")])
def test_treatment_on_the_last_day_keeps_it(treated, state):
    assert calc_guarantee(HOSPITAL.but(treated_on=treated), date(2025, 6, 1)).state == state


def test_a_date_inside_or_outside_the_28_days():
    assert codes(HOSPITAL.but(new_date_offered=date(2025, 4, 7))) == {"cancellations-28-days-offered"}
    assert codes(HOSPITAL.but(new_date_offered=date(2025, 4, 8))) == {
        "cancellations-28-days-running",
        "cancellations-offer-too-late",
    }


def test_declining_a_date_inside_the_28_days_is_treated_as_no_breach():
    facts = HOSPITAL.but(new_date_offered=date(2025, 4, 1), offer_answer="declined")
    assert calc_guarantee(facts, date(2025, 6, 1)).state == "not_counted"
    told = {finding.code: finding for finding in list_findings(facts, date(2025, 6, 1))}
    assert set(told) == {"cancellations-offer-declined", "cancellations-declined-no-reason"}
    assert told["cancellations-offer-declined"].confidence is Confidence.CHECK_LOCAL_POLICY
    late = facts.but(new_date_offered=date(2025, 4, 8))
    assert calc_guarantee(late, date(2025, 6, 1)).state == "breached"


def test_unfit_inside_the_28_days_is_for_a_person_to_decide():
    facts = HOSPITAL.but(unfit_inside_28_days="yes")
    assert calc_guarantee(facts, date(2025, 6, 1)).state == "not_counted"
    told = next(f for f in list_findings(facts, TODAY) if f.code == "cancellations-unfit-inside-28-days")
    assert told.confidence is Confidence.CHECK_LOCAL_POLICY


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"type": "first_outpatient"}, "not an elective admission"),
        ({"type": "diagnostic"}, "not an elective admission"),
        ({"patient_class": "5"}, "patient class"),
        ({"admission_method": "21"}, "admission method"),
        ({"has_opcs": "no"}, "OPCS"),
        ({"nhs_funded": "no"}, "not NHS-funded"),
        ({"stage": "before_day", "on_the_day_or_after_admission": "no"}, "not cancelled at the last minute"),
        ({"rescheduled_date": BOOKED}, "postponed within 24 hours"),
    ],
)
def test_out_of_scope_is_said_plainly(change, why):
    facts = HOSPITAL.but(**change)
    assert has_guarantee(facts) is False
    told = next(f for f in list_findings(facts, TODAY) if f.code == "cancellations-not-in-scope")
    assert why in told.text


@pytest.mark.parametrize("by", ["patient", "hospital_clinical"])
def test_only_non_clinical_hospital_cancellations_carry_it(by):
    facts = HOSPITAL.but(cancelled_by=by, reason="unfit")
    assert has_guarantee(facts) is False


@pytest.mark.parametrize("method", ["11", "12", "13"])
@pytest.mark.parametrize("patient_class", ["1", "2"])
def test_elective_admissions_in_scope(method, patient_class):
    facts = HOSPITAL.but(admission_method=method, patient_class=patient_class)
    assert has_guarantee(facts)


def test_unanswered_scope_is_named_and_the_days_run_on():
    facts = HOSPITAL.but(patient_class=None, admission_method=None)
    guarantee = calc_guarantee(facts, TODAY)
    assert guarantee.deadline == date(2025, 4, 7)
    assert list_unanswered(facts) == ["the patient class", "the admission method"]
    told = next(f for f in list_findings(facts, TODAY) if f.code == "cancellations-scope-not-confirmed")
    assert "the patient class and the admission method are not recorded" in told.text


def test_not_knowing_when_it_was_cancelled_decides_nothing():
    facts = HOSPITAL.but(stage=None, on_the_day_or_after_admission=None, cancellation_date=date(2025, 3, 9))
    assert is_last_minute(facts) is None
    assert has_guarantee(facts) is None
    assert codes(facts) == {"cancellations-last-minute-unknown"}


@pytest.mark.parametrize("stage", ["on_day_before_arrival", "after_admission", "in_theatre"])
def test_last_minute_stages(stage):
    assert is_last_minute(Cancellation.of(stage=stage)) is True


def test_on_the_day_but_dated_before_is_questioned():
    assert codes(HOSPITAL.but(cancellation_date=date(2025, 3, 7))) == {
        "cancellations-28-days-running",
        "cancellations-last-minute-contradicted",
    }


@pytest.mark.parametrize(
    ("moved", "at", "postponed"),
    [
        (date(2025, 3, 10), None, True),
        (date(2025, 3, 11), time(9, 0), True),
        (date(2025, 3, 11), time(9, 1), False),
        (date(2025, 3, 9), time(9, 0), True),
        (date(2025, 3, 11), None, None),
        (date(2025, 3, 12), time(1, 0), False),
        (None, None, None),
    ],
)
def test_postponed_to_within_24_hours(moved, at, postponed):
    facts = HOSPITAL.but(appointment_time=time(9), rescheduled_date=moved, rescheduled_time=at)
    assert is_postponement(facts) is postponed


def test_a_second_postponement_is_a_cancellation():
    first = HOSPITAL.but(rescheduled_date=BOOKED)
    assert codes(first) == {"cancellations-postponement", "cancellations-not-in-scope"}
    second = first.but(previous_postponements=1)
    assert codes(second) == {"cancellations-28-days-running", "cancellations-postponed-again"}
    assert has_guarantee(second)


@pytest.mark.parametrize("reason", ["ward_bed", "theatre_staff", "surgeon", "emergency"])
def test_lack_of_beds_or_staff_is_not_a_clinical_reason(reason):
    facts = HOSPITAL.but(cancelled_by="hospital_clinical", reason=reason)
    assert codes(facts) == {"cancellations-28-days-running", "cancellations-reason-not-clinical"}
    assert has_guarantee(facts), "the guarantee follows the reason, not the label"


def test_unfit_keeps_the_clock_running_and_stays_off_the_planned_list():
    facts = HOSPITAL.but(cancelled_by="hospital_clinical", reason="unfit")
    told = next(f for f in list_findings(facts, TODAY) if f.code == "cancellations-clinical")
    assert "planned list" in told.text


def test_withdrawing_consent_is_the_patients_cancellation():
    assert codes(HOSPITAL.but(reason="withdrew_consent")) == {
        "cancellations-28-days-running",
        "cancellations-consent-withdrawn",
    }
    facts = HOSPITAL.but(cancelled_by="patient", reason="withdrew_consent")
    assert has_guarantee(facts) is False


def test_three_clocks_for_a_cancelled_test():
    facts = PATIENT.but(type="diagnostic")
    _, cancer, dm01 = list_effects(facts)
    assert "No adjustment" in cancer.text
    assert "starts again from 10 March 2025" in dm01.text
    assert "goes on" in list_effects(facts.but(cancelled_by="hospital_non_clinical"))[2].text
    assert codes(facts) == {"cancellations-dm01-reset"}


def test_urgent_operations_and_leave():
    assert codes(HOSPITAL.but(urgent_operation="yes", previous_last_minute=1)) == {
        "cancellations-28-days-running",
        "cancellations-urgent-again",
    }
    clinic = PATIENT.but(cancelled_by="hospital_non_clinical", clinic_level="yes", leave_notice_weeks=5)
    assert codes(clinic) == {"cancellations-leave-short-notice", "cancellations-not-in-scope"}
    assert "cancellations-leave-short-notice" not in codes(clinic.but(leave_notice_weeks=6))


def test_not_rebooked_is_chased_after_a_week():
    facts = PATIENT.but(new_date_offered=None)
    assert "cancellations-not-rebooked" not in codes(facts, date(2025, 3, 8))
    assert codes(facts, date(2025, 3, 9)) == {"cancellations-not-rebooked"}


def test_reasons_are_listed_by_who_cancelled():
    assert set(CANCELLED_BECAUSE) == {"patient", "hospital_non_clinical", "hospital_clinical"}
    assert not set(CANCELLED_BECAUSE["hospital_clinical"]) & set(CANCELLED_BECAUSE["hospital_non_clinical"]) - {"other"}


any_facts = any_record(Cancellation)


@given(any_facts, days)
def test_any_answers_give_sentences(facts, today):
    for finding in list_findings(facts, today):
        assert "{" not in finding.text + finding.fix
        assert finding.field in Cancellation.model_fields
    assert all(step.text for step in (*calc_guarantee(facts, today).steps, *list_effects(facts)))


@given(days, st.integers(0, 60))
def test_day_twenty_eight_is_the_last_day_in_any_year(booked, after):
    facts = HOSPITAL.but(appointment_date=booked, cancellation_date=booked)
    today = booked + timedelta(days=after)
    guarantee = calc_guarantee(facts, today)
    assert guarantee.deadline == calc_deadline(booked) == booked + timedelta(days=28)
    assert guarantee.days_left == 28 - after
    assert (guarantee.state == "breached") is (after > 28)


at_risk = any_record(
    Cancellation,
    type=st.just("day_case"),
    cancelled_by=st.just("hospital_non_clinical"),
    on_the_day_or_after_admission=st.just("yes"),
    stage=st.none(),
    admission_method=st.just("11"),
)


@given(at_risk, days, st.integers(1, 400))
def test_a_breach_does_not_go_away_with_time(facts, today, later):
    if calc_guarantee(facts, today).state == "breached":
        assert calc_guarantee(facts, today + timedelta(days=later)).state == "breached"


@given(days, st.integers(0, 400), st.integers(0, 400))
def test_more_notice_never_means_a_lesser_band(booked, some, more):
    order = list(NoticeBand)
    less, greater = sorted((some, some + more))
    bands = [
        find_notice_band(PATIENT.but(appointment_date=booked, cancellation_date=booked - timedelta(days=notice)))
        for notice in (less, greater)
    ]
    assert order.index(bands[0]) <= order.index(bands[1])
