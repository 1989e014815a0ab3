"""What a cancellation is worth: its notice, its effect on three clocks, its timeline, and the 28-day guarantee.

Source: NHS England PRN01045 v5.0 §4.4.2; cancelled operations (QMCO) guidance and FAQ; rule book D1, D6 to D8.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from rules.calendar import add_days
from rules.cancellations import rules as book
from rules.event_choices import CANCELLED_BECAUSE
from rules.events import Event
from rules.explain import Step

GUARANTEE_DAYS = 28
ADMISSIONS = frozenset({"day_case", "inpatient_operation"})
LAST_MINUTE_STAGES = frozenset({"on_day_before_arrival", "after_admission", "in_theatre"})


class NoticeBand(StrEnum):
    """How much notice was given, as charts group it (bands are ours; three weeks is reasonable notice)."""

    NONE = "no notice"
    ON_THE_DAY = "notice on the day"
    UNDER_TWO_DAYS = "one day's notice"
    UNDER_A_WEEK = "2 to 6 days' notice"
    UNDER_THREE_WEEKS = "7 to 20 days' notice"
    THREE_WEEKS = "3 weeks' notice or more"


@dataclass(frozen=True, slots=True, kw_only=True)
class CancellationFacts:
    """What a form holds about one cancellation; None is "not answered", never "no".

    appointment_type: first_outpatient, follow_up, pre_assessment, day_case, inpatient_operation, diagnostic.
    cancelled_by: patient, hospital_non_clinical, hospital_clinical; `reason` is one of `CANCELLED_BECAUSE`.
    stage: before_day, on_day_before_arrival, after_admission, in_theatre. offer_answer: accepted, declined, awaited.
    review_outcome: rebook, active_monitoring, discharged. `previous_…` count those before this one.
    """

    appointment_date: date | None = None
    appointment_time: time | None = None
    appointment_type: str | None = None
    cancelled_on: date | None = None
    cancelled_time: time | None = None
    cancelled_by: str | None = None
    reason: str | None = None
    stage: str | None = None
    on_the_day: bool | None = None
    has_opcs: bool | None = None
    patient_class: str | None = None
    admission_method: str | None = None
    nhs_funded: bool | None = None
    offered_date: date | None = None
    offer_answer: str | None = None
    offer_decline_reason: str | None = None
    treated_on: date | None = None
    unfit_inside_28_days: bool | None = None
    rescheduled_date: date | None = None
    rescheduled_time: time | None = None
    previous_postponements: int | None = None
    previous_patient_cancellations: int | None = None
    previous_last_minute: int | None = None
    urgent_operation: bool | None = None
    clinic_level: bool | None = None
    leave_notice_weeks: int | None = None
    review_date: date | None = None
    review_outcome: str | None = None
    discharge_in_best_interest: bool | None = None
    declines_all_treatment: bool | None = None
    rtt_code: str | None = None
    clock_stop: date | None = None

    @property
    def by_patient(self) -> bool:
        return self.cancelled_by == "patient"


@dataclass(frozen=True, slots=True)
class CancellationEffect:
    """What the cancellation does to three clocks, in words; it never stops the RTT clock."""

    rtt: str
    cancer: str
    dm01: str
    dm01_clock_start: date | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Guarantee:
    """The 28-day guarantee: `applies` None when not known; `missing` names what was not answered about scope.

    `state`: not_in_scope, unknown, running, kept, not_counted (declined or unfit, check local policy), breached.
    `days_left` is 0 on the last day and negative afterwards, None once treated or out of scope.
    """

    applies: bool | None
    state: str
    deadline: date | None
    days_left: int | None
    missing: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def breached(self) -> bool:
        return self.state == "breached"


def calc_effect(facts: CancellationFacts) -> CancellationEffect:
    """What this cancellation does to the RTT, cancer and DM01 clocks (§4.4.2; B4, D3)."""
    rtt = Step(book.NEVER_STOPS, "The clock keeps running: a cancellation, by either side, never stops it.")
    cancer = Step(book.CANCER, "No adjustment: the cancer clocks keep running.")
    resets = facts.appointment_type == "diagnostic" and facts.by_patient
    start = facts.appointment_date if resets else None
    dm01 = _dm01_step(facts, start)
    return CancellationEffect(rtt.text, cancer.text, dm01.text, start, (rtt, cancer, dm01))


def _dm01_step(facts: CancellationFacts, start: date | None) -> Step:
    if facts.appointment_type != "diagnostic":
        return Step(book.DM01, "Not a diagnostic appointment: no DM01 clock.")
    if not facts.by_patient:
        return Step(book.DM01, "Not cancelled by the patient: the wait for this test goes on.")
    if start is None:
        return Step(book.DM01, "The wait for this test starts again from the date of the cancelled appointment.")
    return Step(book.DM01, "The wait for this test is set to zero and starts again from {day}.", {"day": start})


def find_notice_band(facts: CancellationFacts) -> NoticeBand | None:
    """The band of notice between the cancellation and the appointment, None when a date is missing."""
    if facts.appointment_date is None or facts.cancelled_on is None:
        return None
    days = (facts.appointment_date - facts.cancelled_on).days
    if days < 0 or _is_after_time(facts):
        return NoticeBand.NONE
    limits = ((0, NoticeBand.ON_THE_DAY), (1, NoticeBand.UNDER_TWO_DAYS), (6, NoticeBand.UNDER_A_WEEK))
    for limit, band in (*limits, (20, NoticeBand.UNDER_THREE_WEEKS)):
        if days <= limit:
            return band
    return NoticeBand.THREE_WEEKS


def find_notice_hours(facts: CancellationFacts) -> int | None:
    """Whole hours of notice, from the times where both are known and else from the dates; 0 when there was none."""
    if facts.appointment_date is None or facts.cancelled_on is None:
        return None
    if facts.appointment_time is None or facts.cancelled_time is None:
        return max((facts.appointment_date - facts.cancelled_on).days * 24, 0)
    booked = datetime.combine(facts.appointment_date, facts.appointment_time.replace(tzinfo=None))
    cancelled = datetime.combine(facts.cancelled_on, facts.cancelled_time.replace(tzinfo=None))
    return max((booked - cancelled) // timedelta(hours=1), 0)


def is_last_minute(facts: CancellationFacts) -> bool | None:
    """Was it on the day of arrival, after arrival or on the day of the operation (D1)? None when not known."""
    if facts.stage in LAST_MINUTE_STAGES or facts.on_the_day:
        return True
    if facts.stage == "before_day" or facts.on_the_day is False:
        return False
    same_day = facts.cancelled_on is not None and facts.cancelled_on == facts.appointment_date
    return True if same_day else None


def is_postponement(facts: CancellationFacts) -> bool | None:
    """Was it moved to within 24 hours of the original time (D1)? None when the dates or times do not say."""
    if facts.appointment_date is None or facts.rescheduled_date is None:
        return None
    days = abs((facts.rescheduled_date - facts.appointment_date).days)
    if days != 1:
        return days == 0
    if facts.appointment_time is None or facts.rescheduled_time is None:
        return None
    was = datetime.combine(facts.appointment_date, facts.appointment_time.replace(tzinfo=None))
    now = datetime.combine(facts.rescheduled_date, facts.rescheduled_time.replace(tzinfo=None))
    return abs(now - was) <= timedelta(hours=24)


def calc_deadline(booked_for: date) -> date:
    """The last day of the guarantee: 28 calendar days after the day the operation was booked for (D1, D8)."""
    return add_days(booked_for, GUARANTEE_DAYS)


def calc_guarantee(facts: CancellationFacts, today: date) -> Guarantee:
    """Does the 28-day guarantee apply, until when, and has it been kept (D1, D6 to D8)?

    An unanswered question about scope leaves the 28 days running, and is named; only an answer takes it out of scope.
    """
    why = find_out_of_scope(facts)
    if why:
        step = Step(book.SCOPE, "Not in scope: {why}.", {"why": why})
        return Guarantee(False, "not_in_scope", None, None, (), (step,))
    if facts.cancelled_by is None or facts.appointment_date is None or is_last_minute(facts) is None:
        return Guarantee(None, "unknown", None, None, _unanswered(facts), ())
    deadline = calc_deadline(facts.appointment_date)
    state = _guarantee_state(facts, deadline, today)
    left = None if facts.treated_on is not None else (deadline - today).days
    says = "28 days from {booked}: {deadline}."
    step = Step(book.GUARANTEE, says, {"booked": facts.appointment_date, "deadline": deadline})
    return Guarantee(True, state, deadline, left, _unanswered(facts), (step, _state_step(state)))


def find_out_of_scope(facts: CancellationFacts) -> str:
    """Why the guarantee does not apply, as an answer says; empty while none does."""
    counts_as_postponed = is_postponement(facts) and not (facts.previous_postponements or 0)
    reasons = (
        (facts.appointment_type not in ADMISSIONS and facts.appointment_type is not None, "not an elective admission"),
        (facts.by_patient, "the patient cancelled"),
        (facts.cancelled_by == "hospital_clinical" and not is_wrong_reason(facts), "the reason is clinical"),
        (facts.patient_class not in {None, "", "1", "2"}, "the patient class is neither 1 nor 2"),
        (facts.admission_method not in {None, "", "11", "12", "13"}, "the admission method is not 11, 12 or 13"),
        (facts.has_opcs is False, "there is no operation with an OPCS code"),
        (facts.nhs_funded is False, "it is not NHS-funded"),
        (is_last_minute(facts) is False, "it was not cancelled at the last minute"),
        (bool(counts_as_postponed), "it was postponed within 24 hours, for the first time"),
    )
    return next((words for out, words in reasons if out), "")


def _unanswered(facts: CancellationFacts) -> tuple[str, ...]:
    answers = {
        "the patient class": facts.patient_class,
        "the admission method": facts.admission_method,
        "whether there is an OPCS code": facts.has_opcs,
    }
    return tuple(words for words, answer in answers.items() if answer in {None, ""})


def _guarantee_state(facts: CancellationFacts, deadline: date, today: date) -> str:
    if facts.treated_on is not None and facts.treated_on <= deadline:
        return "kept"
    if is_declined_in_time(facts, deadline) or facts.unfit_inside_28_days:
        return "not_counted"
    return "breached" if facts.treated_on is not None or today > deadline else "running"


def is_declined_in_time(facts: CancellationFacts, deadline: date) -> bool:
    """Did the patient decline a date that would have kept the guarantee (D6)?"""
    offered = facts.offered_date
    return facts.offer_answer == "declined" and offered is not None and offered <= deadline


def _state_step(state: str) -> Step:
    words = {
        "kept": Step(book.GUARANTEE, "Treated within the 28 days."),
        "running": Step(book.GUARANTEE, "The 28 days are still running."),
        "breached": Step(book.GUARANTEE, "Day 28 has passed without treatment: a breach."),
        "not_counted": Step(book.DECLINED, "A date inside the 28 days was declined, or the patient became unfit."),
    }
    return words[state]


def list_events(facts: CancellationFacts) -> tuple[Event, ...]:
    """What goes on the pathway's timeline: the cancellation, and a decision of its own beside it; () without a date."""
    if facts.cancelled_on is None or facts.cancelled_by is None:
        return ()
    name = "patient_cancels" if facts.by_patient else "provider_cancels"
    details: dict[str, object] = {"first": facts.appointment_type == "first_outpatient", "reason": facts.reason or ""}
    hours = find_notice_hours(facts)
    if facts.by_patient and hours is not None:
        details["notice_hours"] = hours
    events = [Event(facts.cancelled_on, name, details)]
    if facts.by_patient and facts.declines_all_treatment:
        events.append(Event(facts.cancelled_on, "patient_declines_treatment", {"all_treatment": True}))
    if facts.by_patient and facts.review_outcome == "discharged" and facts.review_date is not None:
        reviewed = {"reason": "cancellation", "clinician_reviewed": facts.discharge_in_best_interest is True}
        events.append(Event(facts.review_date, "discharge_to_gp", reviewed))
    return tuple(events)


def _is_after_time(facts: CancellationFacts) -> bool:
    if facts.cancelled_on != facts.appointment_date or facts.cancelled_time is None or facts.appointment_time is None:
        return False
    return facts.cancelled_time.replace(tzinfo=None) > facts.appointment_time.replace(tzinfo=None)


def is_wrong_reason(facts: CancellationFacts) -> bool:
    """Is a lack of beds, staff or theatre recorded as a clinical reason?"""
    named = CANCELLED_BECAUSE["hospital_non_clinical"]
    return facts.cancelled_by == "hospital_clinical" and facts.reason in named and facts.reason != "other"
