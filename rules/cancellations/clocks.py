"""What a cancellation is worth: its notice, its effect on three clocks, its timeline, and the 28-day guarantee.

Source: NHS England PRN01045 v5.0 §4.4.2; cancelled operations (QMCO) guidance and FAQ; rule book D1, D6 to D8.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from rules.calendar import add_days
from rules.cancellations import rules as book
from rules.cancellations.record import ADMISSIONS, Cancellation, DateOffered
from rules.event_choices import CANCELLED_BECAUSE
from rules.events import Event
from rules.explain import Step
from words.questions import KNOWN

GUARANTEE_DAYS = 28
LAST_MINUTE_STAGES = frozenset({"on_day_before_arrival", "after_admission", "in_theatre"})


class NoticeBand(StrEnum):
    """How much notice was given, as charts group it (bands are ours; three weeks is reasonable notice)."""

    NONE = "no notice"
    ON_THE_DAY = "notice on the day"
    UNDER_TWO_DAYS = "one day's notice"
    UNDER_A_WEEK = "2 to 6 days' notice"
    UNDER_THREE_WEEKS = "7 to 20 days' notice"
    THREE_WEEKS = "3 weeks' notice or more"


LIMITS = (
    (0, NoticeBand.ON_THE_DAY),
    (1, NoticeBand.UNDER_TWO_DAYS),
    (6, NoticeBand.UNDER_A_WEEK),
    (20, NoticeBand.UNDER_THREE_WEEKS),
)
"""The most days of each band."""


@dataclass(frozen=True, slots=True)
class Guarantee:
    """The 28-day guarantee.

    `state`: not_in_scope, unknown, running, kept, not_counted (declined or unfit, check local policy), breached.
    `days_left` is 0 on the last day and negative afterwards, None once treated or out of scope.
    """

    state: str
    deadline: date | None
    days_left: int | None
    steps: tuple[Step, ...]


def list_effects(case: Cancellation) -> tuple[Step, Step, Step]:
    """What this cancellation does to the RTT, cancer and DM01 clocks (§4.4.2; B4, D3); it never stops the first."""
    rtt = Step(book.NEVER_STOPS, "The clock keeps running: a cancellation, by either side, never stops it.")
    cancer = Step(book.CANCER, "No adjustment: the cancer clocks keep running.")
    return rtt, cancer, _dm01_step(case)


def _dm01_step(case: Cancellation) -> Step:
    if case.type != "diagnostic":
        return Step(book.DM01, "Not a diagnostic appointment: no DM01 clock.")
    if not case.by_patient:
        return Step(book.DM01, "Not cancelled by the patient: the wait for this test goes on.")
    says = "The wait for this test is set to zero and starts again from {day}."
    return Step(book.DM01, says, {"day": case.appointment_date})


def find_notice_band(case: Cancellation) -> NoticeBand:
    """The band of notice between the cancellation and the appointment."""
    days = (case.appointment_date - case.cancellation_date).days
    if days < 0 or (days == 0 and _is_after_time(case)):
        return NoticeBand.NONE
    return next((band for limit, band in LIMITS if days <= limit), NoticeBand.THREE_WEEKS)


def _is_after_time(case: Cancellation) -> bool:
    if case.cancellation_time is None or case.appointment_time is None:
        return False
    return case.cancellation_time > case.appointment_time


def calc_notice_hours(case: Cancellation) -> int:
    """Whole hours of notice, from the times where both are known and else from the dates; 0 when there was none."""
    if case.appointment_time is None or case.cancellation_time is None:
        return max((case.appointment_date - case.cancellation_date).days * 24, 0)
    booked = datetime.combine(case.appointment_date, case.appointment_time)
    cancelled = datetime.combine(case.cancellation_date, case.cancellation_time)
    return max((booked - cancelled) // timedelta(hours=1), 0)


def count_cancellations(case: Cancellation) -> int:
    """How often the patient has cancelled, this one included; 0 when the hospital did."""
    return max(case.previous_patient_cancellations or 0, 0) + 1 if case.by_patient else 0


def is_last_minute(case: Cancellation) -> bool | None:
    """Was it on the day of arrival, after arrival or on the day of the operation (D1)? None when not known."""
    on_the_day = case.on_the_day_or_after_admission
    if case.stage in LAST_MINUTE_STAGES or on_the_day == "yes":
        return True
    if case.stage == "before_day" or on_the_day == "no":
        return False
    return True if case.cancellation_date == case.appointment_date else None


def is_postponement(case: Cancellation) -> bool | None:
    """Was it moved to within 24 hours of the original time (D1)? None when the dates or times do not say."""
    if case.rescheduled_date is None:
        return None
    days = abs((case.rescheduled_date - case.appointment_date).days)
    if days != 1:
        return days == 0
    if case.appointment_time is None or case.rescheduled_time is None:
        return None
    was = datetime.combine(case.appointment_date, case.appointment_time)
    now = datetime.combine(case.rescheduled_date, case.rescheduled_time)
    return abs(now - was) <= timedelta(hours=24)


def is_wrong_reason(case: Cancellation) -> bool:
    """Is a lack of beds, staff or theatre recorded as a clinical reason?"""
    named = CANCELLED_BECAUSE["hospital_non_clinical"]
    return case.cancelled_by == "hospital_clinical" and case.reason in named and case.reason != "other"


def calc_deadline(booked_for: date) -> date:
    """The last day of the guarantee: 28 calendar days after the day the operation was booked for (D1, D8)."""
    return add_days(booked_for, GUARANTEE_DAYS)


def list_offers(case: Cancellation) -> list[DateOffered]:
    """Every date offered, the main one first."""
    if case.new_date_offered is None:
        return case.other_offers
    first = DateOffered.of(
        offered_date=case.new_date_offered,
        offered_on=case.offered_on,
        answer=case.offer_answer,
        decline_reason=case.offer_decline_reason,
    )
    return [first, *case.other_offers]


def find_offer(case: Cancellation) -> DateOffered | None:
    """The offer that decides the guarantee: one inside the 28 days before a later one, an accepted one before others.

    A date inside the 28 days that was declined still met the guarantee, also when a later one was accepted (D6).
    """
    weight = {"accepted": 0, "declined": 1}

    def rank(offer: DateOffered) -> tuple[bool, int, date]:
        return not is_in_time(case, offer), weight.get(offer.answer or "", 2), offer.offered_date

    return min(list_offers(case), key=rank, default=None)


def is_in_time(case: Cancellation, offer: DateOffered) -> bool:
    """Is it a date inside the 28 days?"""
    return offer.offered_date <= calc_deadline(case.appointment_date)


def find_declined(case: Cancellation) -> DateOffered | None:
    """The offer that the patient declined, of a date that would have kept the guarantee (D6)."""
    offer = find_offer(case)
    return offer if offer and offer.answer == "declined" and is_in_time(case, offer) else None


def has_guarantee(case: Cancellation) -> bool | None:
    """Does the 28-day guarantee apply? None when not known; only an answer takes it out of scope."""
    return False if find_out_of_scope(case) else is_last_minute(case)


def find_out_of_scope(case: Cancellation) -> str:
    """Why the guarantee does not apply, as an answer says; empty while none does."""
    counts_as_postponed = is_postponement(case) and not case.previous_postponements
    reasons = (
        (case.type not in ADMISSIONS, "not an elective admission"),
        (case.by_patient, "the patient cancelled"),
        (case.cancelled_by == "hospital_clinical" and not is_wrong_reason(case), "the reason is clinical"),
        (case.patient_class not in {None, "1", "2"}, "the patient class is neither 1 nor 2"),
        (case.admission_method not in {None, "11", "12", "13"}, "the admission method is not 11, 12 or 13"),
        (case.has_opcs == "no", "there is no operation with an OPCS code"),
        (case.nhs_funded == "no", "it is not NHS-funded"),
        (is_last_minute(case) is False, "it was not cancelled at the last minute"),
        (counts_as_postponed, "it was postponed within 24 hours, for the first time"),
    )
    return next((words for out, words in reasons if out), "")


def list_unanswered(case: Cancellation) -> list[str]:
    """What was not answered about scope: the 28 days run on, and it is asked for."""
    answered = {
        "the patient class": case.patient_class is not None,
        "the admission method": case.admission_method is not None,
        "whether there is an OPCS code": case.has_opcs in KNOWN,
    }
    return [words for words, known in answered.items() if not known]


def find_state(case: Cancellation, today: date) -> str:
    """Whether the guarantee applies, and whether it has been kept (D1, D6 to D8); one of the states of `Guarantee`."""
    applies, deadline = has_guarantee(case), calc_deadline(case.appointment_date)
    if not applies:
        return "unknown" if applies is None else "not_in_scope"
    if case.treated_on is not None and case.treated_on <= deadline:
        return "kept"
    if find_declined(case) or case.unfit_inside_28_days == "yes":
        return "not_counted"
    return "breached" if case.treated_on is not None or today > deadline else "running"


def calc_guarantee(case: Cancellation, today: date) -> Guarantee:
    """Does the 28-day guarantee apply, until when, and has it been kept?"""
    state = find_state(case, today)
    if state == "unknown":
        return Guarantee(state, None, None, ())
    if state == "not_in_scope":
        step = Step(book.SCOPE, "Not in scope: {why}.", {"why": find_out_of_scope(case)})
        return Guarantee(state, None, None, (step,))
    deadline = calc_deadline(case.appointment_date)
    left = None if case.treated_on is not None else (deadline - today).days
    values = {"booked": case.appointment_date, "deadline": deadline}
    step = Step(book.GUARANTEE, "28 days from {booked}: {deadline}.", values)
    return Guarantee(state, deadline, left, (step, STATE_STEPS[state]))


STATE_STEPS = {
    "kept": Step(book.GUARANTEE, "Treated within the 28 days."),
    "running": Step(book.GUARANTEE, "The 28 days are still running."),
    "breached": Step(book.GUARANTEE, "Day 28 has passed without treatment: a breach."),
    "not_counted": Step(book.DECLINED, "A date inside the 28 days was declined, or the patient became unfit."),
}


def list_events(case: Cancellation) -> tuple[Event, ...]:
    """What goes on the pathway's timeline: the cancellation, and a decision of its own beside it."""
    details: dict[str, object] = {"first": case.type == "first_outpatient", "reason": case.reason}
    if not case.by_patient:
        return (Event(case.cancellation_date, "provider_cancels", details),)
    details["notice_hours"] = calc_notice_hours(case)
    events = [Event(case.cancellation_date, "patient_cancels", details)]
    if case.declines_all_treatment == "yes":
        events.append(Event(case.cancellation_date, "patient_declines_treatment", {"all_treatment": True}))
    if case.review_outcome == "discharged" and case.review_date is not None:
        reviewed = {"reason": "cancellation", "clinician_reviewed": case.discharge_in_best_interest == "yes"}
        events.append(Event(case.review_date, "discharge_to_gp", reviewed))
    return tuple(events)
