"""Every remark on one cancellation, in the order a booking team would read them.

Source: NHS England PRN01045 v5.0 §4.4.2; cancelled operations (QMCO) guidance and FAQ; rule book D1, D6 to D8, R10.
"""

from datetime import date

from rules.cancellations.clocks import (
    NoticeBand,
    calc_deadline,
    count_cancellations,
    find_declined,
    find_notice_band,
    find_offer,
    find_out_of_scope,
    find_state,
    has_guarantee,
    is_in_time,
    is_postponement,
    is_wrong_reason,
    list_unanswered,
)
from rules.cancellations.record import ADMISSIONS, Cancellation
from rules.cancellations.rules import (
    BOOK,
    CLINICAL,
    DECLINED,
    DM01,
    GUARANTEE,
    LAST_MINUTE,
    LEAVE,
    NEVER_STOPS,
    NOTICE,
    POSTPONED,
    REASONS_APART,
    REPEATED,
    SCOPE,
    THREE_IS_LOCAL,
    UNFIT,
    URGENT,
    WITHDRAWN,
)
from rules.event_choices import CANCELLED_BECAUSE
from rules.explain import BREACH, NOTE, WATCH, Verdict, edge
from rules.rtt.codes import STOP_CODES
from words.phrases import plural

list_findings = BOOK.find
REVIEW_AT = 3
LEAVE_WEEKS = 6
REBOOK_DAYS = 7
STOPS = STOP_CODES - {"33"}
LATE = frozenset({NoticeBand.ON_THE_DAY, NoticeBand.UNDER_TWO_DAYS})
IN_SCOPE = {"type": "day_case", "cancelled_by": "hospital_non_clinical", "on_the_day_or_after_admission": "yes"}
MOVED = {**IN_SCOPE, "appointment_date": -9}

by_patient = BOOK.given(lambda case: case.by_patient)
non_clinical = BOOK.given(lambda case: case.cancelled_by == "hospital_non_clinical")
guaranteed = BOOK.given(lambda case: has_guarantee(case) is True)
postponed = BOOK.given(lambda case: case.type in ADMISSIONS and is_postponement(case) is True)


@BOOK.check("cancellations-in-future", BREACH, NOTICE, "cancellation_date", blames="entry")
@edge(right={"cancellation_date": 0}, wrong={"cancellation_date": 1})
def is_in_future(case: Cancellation, today: date) -> Verdict:
    """The cancellation is dated {cancelled}, which has not come yet.

    Correct the date.
    """
    return case.cancellation_date > today and {"cancelled": case.cancellation_date}


@by_patient("cancellations-after-appointment", BREACH, NOTICE, "cancellation_date", blames="entry")
@edge(cancelled_by="patient", appointment_date=-9, right={"cancellation_date": -9}, wrong={"cancellation_date": -8})
def is_without_notice(case: Cancellation) -> Verdict:
    """The cancellation is dated {cancelled}, after the appointment on {booked}. Without prior notice the patient missed
    the appointment.

    Correct the date, or record it under missed appointments.
    """
    without = find_notice_band(case) is NoticeBand.NONE
    return without and {"cancelled": case.cancellation_date, "booked": case.appointment_date}


@by_patient("cancellations-late", NOTE, NOTICE, "cancellation_date")
@edge(cancelled_by="patient", appointment_date=-9, right={"cancellation_date": -11}, wrong={"cancellation_date": -10})
def is_late(case: Cancellation) -> Verdict:
    """The patient cancelled with {band}: a late cancellation, not a missed appointment. The clock keeps running.

    Offer the slot to somebody else, and rebook the patient.
    """
    band = find_notice_band(case)
    return band in LATE and {"band": str(band)}


@BOOK.check(
    "cancellations-last-minute-contradicted", WATCH, LAST_MINUTE, "on_the_day_or_after_admission", blames="entry"
)
@edge(
    stage="on_day_before_arrival",
    appointment_date=-9,
    right={"cancellation_date": -9},
    wrong={"cancellation_date": -10},
)
def is_last_minute_contradicted(case: Cancellation) -> Verdict:
    """It is recorded as cancelled on the day or after admission, but dated {cancelled} for {booked}.

    Correct the date or the stage.
    """
    cancelled, booked = case.cancellation_date, case.appointment_date
    if case.stage in {"after_admission", "in_theatre"} or cancelled >= booked:
        return False
    said = case.on_the_day_or_after_admission == "yes" or case.stage == "on_day_before_arrival"
    return said and {"cancelled": cancelled, "booked": booked}


@BOOK.check("cancellations-not-33", BREACH, NEVER_STOPS, "rtt_code", blames="entry")
def is_nullified(case: Cancellation) -> Verdict:
    """Status 33 is recorded, but notice was given: this is a cancellation and nothing is nullified.

    Record 20.
    """
    return case.rtt_code == "33"


def list_decided(case: Cancellation) -> frozenset[str]:
    """The stop codes that a decision of its own, recorded with the cancellation, would justify."""
    codes = {"35"} if case.declines_all_treatment == "yes" else set()
    if case.review_date is not None:
        codes |= {"discharged": {"34"}, "active_monitoring": {"31", "32"}}.get(case.review_outcome or "", set())
    return frozenset(codes)


@BOOK.check("cancellations-stop-code", BREACH, NEVER_STOPS, "rtt_code", blames="entry")
def does_code_stop(case: Cancellation) -> Verdict:
    """Status {code} is recorded, but a cancellation alone does not stop the clock.

    Record 20. A stop needs a decision of its own, with its own date.
    """
    return case.rtt_code in STOPS - list_decided(case) and {"code": case.rtt_code}


@BOOK.check("cancellations-clock-stopped", BREACH, NEVER_STOPS, "clock_stop")
def is_clock_stopped(case: Cancellation) -> Verdict:
    """The clock is recorded as stopped on {day} because of the cancellation.

    Remove the stop: the clock keeps running.
    """
    return case.clock_stop is not None and not list_decided(case) and {"day": case.clock_stop}


@BOOK.check("cancellations-not-rebooked", WATCH, NEVER_STOPS, "new_date_offered")
@edge(right={"cancellation_date": -7}, wrong={"cancellation_date": -8})
def is_not_rebooked(case: Cancellation, today: date) -> Verdict:
    """Cancelled {days} ago, and no new date is offered. The clock keeps running.

    Offer a new date.
    """
    settled = (case.treated_on, case.rescheduled_date, case.review_outcome, find_offer(case))
    if any(settled) or case.declines_all_treatment == "yes":
        return False
    days = (today - case.cancellation_date).days
    return days > REBOOK_DAYS and {"days": plural(days, "day")}


@BOOK.check("cancellations-review-no-outcome", WATCH, REPEATED, "review_outcome")
def lacks_outcome(case: Cancellation) -> Verdict:
    """A clinical review on {day} is recorded without its outcome.

    Record which of the three the clinician decided: rebook, active monitoring or discharge.
    """
    return case.review_date is not None and not case.review_outcome and {"day": case.review_date}


@by_patient("cancellations-review-needed", WATCH, THREE_IS_LOCAL, "review_date")
@edge(cancelled_by="patient", right={"previous_patient_cancellations": 1}, wrong={"previous_patient_cancellations": 2})
def lacks_review(case: Cancellation) -> Verdict:
    """The patient has now cancelled {count} times and no clinical review is recorded.

    Ask the clinician to decide: rebook, active monitoring, or discharge in the patient's best interest.
    """
    count = count_cancellations(case)
    return count >= REVIEW_AT and case.review_date is None and {"count": count}


@by_patient("cancellations-discharged", BREACH, REPEATED, "review_outcome")
def is_discharged_for_it(case: Cancellation) -> Verdict:
    """The patient was discharged to the GP after cancelling, but it is not shown that {missing}.

    Reinstate the patient with the original clock start, or record the clinician's decision.
    """
    shown = {
        "a clinician reviewed the case": case.review_date is not None,
        "it is in the patient's best clinical interest": case.discharge_in_best_interest == "yes",
    }
    missing = [words for words, met in shown.items() if not met]
    return case.review_outcome == "discharged" and bool(missing) and {"missing": missing}


@by_patient("cancellations-dm01-reset", NOTE, DM01, "type")
def starts_dm01_again(case: Cancellation) -> Verdict:
    """The patient cancelled a diagnostic appointment: the wait for this test starts again on {day}, the RTT wait does
    not.

    Show both waits; check the local reading of the DM01 guidance.
    """
    return case.type == "diagnostic" and {"day": case.appointment_date}


@BOOK.check("cancellations-reason-not-clinical", BREACH, REASONS_APART, "reason")
def is_reason_not_clinical(case: Cancellation) -> Verdict:
    """Recorded as a clinical reason, but {reason} is a non-clinical one.

    Record it as a non-clinical hospital cancellation; the 28-day guarantee may apply.
    """
    return is_wrong_reason(case) and {"reason": CANCELLED_BECAUSE["hospital_non_clinical"][case.reason]}


@BOOK.check("cancellations-clinical", NOTE, CLINICAL, "cancelled_by")
def is_clinical(case: Cancellation) -> Verdict:
    """Cancelled for a clinical reason: the clock keeps running, and the patient does not go on a planned list.

    Record what has to change before a new date, by when, and who follows it up.
    """
    return case.cancelled_by == "hospital_clinical" and not is_wrong_reason(case)


@BOOK.check("cancellations-consent-withdrawn", BREACH, WITHDRAWN, "cancelled_by")
def is_consent_withdrawn(case: Cancellation) -> Verdict:
    """The patient withdrew consent, but it is recorded as cancelled by the hospital.

    Record it as cancelled by the patient; it is neither a missed appointment nor in the 28-day return.
    """
    return case.reason == "withdrew_consent" and not case.by_patient


def say_times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


@postponed("cancellations-postponed-again", BREACH, POSTPONED, "previous_postponements")
@edge(**MOVED, rescheduled_date=-9, right={"previous_postponements": 0}, wrong={"previous_postponements": 1})
def is_postponed_again(case: Cancellation) -> Verdict:
    """Already postponed {count}: moving it again is a cancellation, even within 24 hours.

    Record a last-minute cancellation and start the 28 days.
    """
    before = case.previous_postponements or 0
    return before > 0 and {"count": say_times(before)}


@postponed("cancellations-postponement", NOTE, POSTPONED, "rescheduled_date")
@edge(**MOVED, rescheduled_date=-9, right={"previous_postponements": 1}, wrong={"previous_postponements": 0})
def is_postponed(case: Cancellation) -> Verdict:
    """Moved to within 24 hours of the original time: a postponement, not a cancellation.

    It is allowed once; a second time it counts as a cancellation.
    """
    return (case.previous_postponements or 0) <= 0


@non_clinical("cancellations-not-in-scope", NOTE, SCOPE, "cancelled_by")
def is_out_of_scope(case: Cancellation) -> Verdict:
    """The 28-day guarantee does not apply: {why}.

    Rebook as soon as possible; the clock keeps running all the same.
    """
    why = find_out_of_scope(case)
    return bool(why) and {"why": why}


@non_clinical("cancellations-last-minute-unknown", WATCH, LAST_MINUTE, "stage")
def is_last_minute_unknown(case: Cancellation) -> Verdict:
    """It is not recorded whether this was on the day, after arrival or before.

    Record when it was cancelled: it decides whether the 28-day guarantee applies.
    """
    return has_guarantee(case) is None


@guaranteed("cancellations-scope-not-confirmed", WATCH, SCOPE, "admission_method")
def is_scope_unsure(case: Cancellation) -> Verdict:
    """The 28 days are counted, but {missing} not recorded.

    Complete it: only elective admissions for an operation with an OPCS code are in scope.
    """
    missing = list_unanswered(case)
    are = "is" if len(missing) == 1 else "are"
    return bool(missing) and {"missing": f"{' and '.join(missing)} {are}"}


@guaranteed("cancellations-28-days-offered", NOTE, GUARANTEE, "new_date_offered")
@edge(**MOVED, right={"new_date_offered": 20}, wrong={"new_date_offered": 19})
def is_offered_in_time(case: Cancellation, today: date) -> Verdict:
    """A date inside the 28 days is given: {offered}. The last day is {deadline}.

    Make sure the operation goes ahead; a second cancellation would leave little time.
    """
    offer = find_offer(case)
    if offer is None or not is_in_time(case, offer) or find_state(case, today) != "running":
        return False
    return {"offered": offer.offered_date, "deadline": calc_deadline(case.appointment_date)}


@guaranteed("cancellations-28-days-running", WATCH, GUARANTEE, "new_date_offered")
@edge(**IN_SCOPE, right={"appointment_date": -29}, wrong={"appointment_date": -28})
def is_running(case: Cancellation, today: date) -> Verdict:
    """A binding date is due by {deadline}: {left} left.

    Offer a date on or before {deadline}, and record the offer and the answer.
    """
    offer, deadline = find_offer(case), calc_deadline(case.appointment_date)
    if find_state(case, today) != "running" or (offer and is_in_time(case, offer)):
        return False
    return {"deadline": deadline, "left": plural((deadline - today).days, "day")}


@guaranteed("cancellations-28-days-breached", BREACH, GUARANTEE, "treated_on")
@edge(**IN_SCOPE, right={"appointment_date": -28}, wrong={"appointment_date": -29})
def is_breached(case: Cancellation, today: date) -> Verdict:
    """The patient was not treated by {deadline}, 28 days after the operation was booked for {booked}.

    Record the breach in the quarter in which it occurs, and offer treatment at the time and hospital of the
    patient's choice.
    """
    booked = case.appointment_date
    return find_state(case, today) == "breached" and {"deadline": calc_deadline(booked), "booked": booked}


@guaranteed("cancellations-offer-too-late", BREACH, GUARANTEE, "new_date_offered")
@edge(**MOVED, right={"new_date_offered": 19}, wrong={"new_date_offered": 20})
def is_offered_too_late(case: Cancellation) -> Verdict:
    """The new date, {offered}, is after {deadline}: it does not meet the 28 days.

    Find an earlier date, or offer treatment at the time and hospital of the patient's choice.
    """
    offer, deadline = find_offer(case), calc_deadline(case.appointment_date)
    if offer is None or is_in_time(case, offer) or case.unfit_inside_28_days == "yes":
        return False
    kept = case.treated_on is not None and case.treated_on <= deadline
    return not kept and {"offered": offer.offered_date, "deadline": deadline}


@guaranteed("cancellations-offer-declined", NOTE, DECLINED, "offer_answer")
@edge(**MOVED, offer_answer="declined", right={"new_date_offered": 20}, wrong={"new_date_offered": 19})
def is_declined(case: Cancellation) -> Verdict:
    """The patient declined {offered}, inside the 28 days: treated as no breach.

    Keep the offer, its date and the reason with the record.
    """
    offer = find_declined(case)
    return {"offered": offer.offered_date} if offer else None


@guaranteed("cancellations-declined-no-reason", WATCH, DECLINED, "offer_decline_reason")
def lacks_decline_reason(case: Cancellation) -> Verdict:
    """The patient declined a date inside the 28 days, and no reason is recorded.

    Record the reason.
    """
    offer = find_declined(case)
    return offer is not None and not (offer.decline_reason or "").strip()


@guaranteed("cancellations-unfit-inside-28-days", WATCH, UNFIT, "unfit_inside_28_days")
def is_unfit(case: Cancellation) -> Verdict:
    """The patient became unfit inside the 28 days. Whether this is a breach is for a person to decide.

    Decide, and write down why; keep the date that had been given.
    """
    return case.unfit_inside_28_days == "yes"


@non_clinical("cancellations-urgent-again", BREACH, URGENT, "urgent_operation")
@edge(**IN_SCOPE, urgent_operation="yes", right={"previous_last_minute": 0}, wrong={"previous_last_minute": 1})
def is_urgent_again(case: Cancellation) -> Verdict:
    """An urgent operation was cancelled by the hospital again; it had been cancelled {count} before.

    Escalate now, and give a date at once.
    """
    before = case.previous_last_minute or 0
    return case.urgent_operation == "yes" and before > 0 and {"count": say_times(before)}


@BOOK.check("cancellations-leave-short-notice", WATCH, LEAVE, "leave_notice_weeks")
@edge(clinic_level="yes", right={"leave_notice_weeks": 6}, wrong={"leave_notice_weeks": 5})
def is_leave_short(case: Cancellation) -> Verdict:
    """The clinic was cancelled with {weeks} notice of leave, less than six weeks.

    Check the local leave policy, and tell the service how many patients were moved.
    """
    weeks = case.leave_notice_weeks
    return case.clinic_level == "yes" and weeks is not None and weeks < LEAVE_WEEKS and {"weeks": plural(weeks, "week")}
