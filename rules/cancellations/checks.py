"""Cancellations: what one does to three clocks, how much notice there was, and the 28-day guarantee.

Source: NHS England PRN01045 v5.0 §4.4.2; cancelled operations (QMCO) guidance and FAQ; rule book D1, D6 to D8, R10.
The rules and remarks themselves are declared in `cancellations_book`; the clocks and the guarantee
are worked out in `cancellations_guarantee`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rules.cancellations import rules as book
from rules.cancellations.guarantee import (
    ADMISSIONS,
    CancellationEffect,
    CancellationFacts,
    Guarantee,
    NoticeBand,
    calc_deadline,
    calc_effect,
    calc_guarantee,
    find_notice_band,
    find_notice_hours,
    find_out_of_scope,
    is_declined_in_time,
    is_last_minute,
    is_postponement,
    is_wrong_reason,
    list_events,
)
from rules.cancellations.rules import BOOK
from rules.event_choices import CANCELLED_BECAUSE
from rules.explain import Finding
from words.phrases import plural

__all__ = [
    "BOOK",
    "CANCELLED_BECAUSE",
    "CancellationEffect",
    "CancellationFacts",
    "Guarantee",
    "NoticeBand",
    "calc_deadline",
    "calc_effect",
    "calc_guarantee",
    "find_notice_band",
    "find_notice_hours",
    "is_last_minute",
    "is_postponement",
    "list_events",
    "list_findings",
]

REVIEW_AT = 3
LEAVE_WEEKS = 6
REBOOK_DAYS = 7


def list_findings(facts: CancellationFacts, today: date) -> list[Finding]:
    """Every remark on one cancellation, in the order a booking team would read them."""
    parts = (
        _date_findings(facts, today),
        _clock_findings(facts, today),
        _patient_findings(facts),
        _reason_findings(facts),
        _postponement_findings(facts),
        _guarantee_findings(facts, today),
        _service_findings(facts),
    )
    return [finding for part in parts for finding in part]


def _date_findings(facts: CancellationFacts, today: date) -> Iterator[Finding]:
    cancelled, booked, band = facts.cancelled_on, facts.appointment_date, find_notice_band(facts)
    if cancelled is not None and cancelled > today:
        yield book.IN_FUTURE("cancelled_on", cancelled=cancelled)
    if cancelled is None or booked is None:
        return
    if facts.by_patient and band is NoticeBand.NONE:
        yield book.BACKWARDS("cancelled_on", cancelled=cancelled, booked=booked)
    elif facts.by_patient and band in {NoticeBand.ON_THE_DAY, NoticeBand.UNDER_TWO_DAYS}:
        yield book.LATE("cancelled_on", band=str(band))
    before_arrival = facts.stage not in {"after_admission", "in_theatre"}
    if (facts.on_the_day or facts.stage == "on_day_before_arrival") and cancelled < booked and before_arrival:
        yield book.LAST_MINUTE_CONTRADICTED("on_the_day", cancelled=cancelled, booked=booked)


def _clock_findings(facts: CancellationFacts, today: date) -> Iterator[Finding]:
    if facts.rtt_code == "33":
        yield book.NULLIFY_CODE("rtt_code")
    elif facts.rtt_code in {"30", "31", "32", "34", "35", "36"} and facts.rtt_code not in _decided_codes(facts):
        yield book.STOP_CODE("rtt_code", code=facts.rtt_code)
    if facts.clock_stop is not None and not _decided_codes(facts):
        yield book.CLOCK_STOPPED("clock_stop", day=facts.clock_stop)
    settled = (facts.offered_date, facts.treated_on, facts.rescheduled_date, facts.review_outcome)
    if facts.cancelled_on is None or any(settled) or facts.declines_all_treatment:
        return
    days = (today - facts.cancelled_on).days
    if days > REBOOK_DAYS:
        yield book.NOT_REBOOKED("offered_date", days=plural(days, "day"))


def _decided_codes(facts: CancellationFacts) -> frozenset[str]:
    """The stop codes that a decision of its own, recorded beside the cancellation, would justify."""
    codes = {"35"} if facts.declines_all_treatment else set()
    if facts.review_date is not None:
        codes |= {"discharged": {"34"}, "active_monitoring": {"31", "32"}}.get(facts.review_outcome or "", set())
    return frozenset(codes)


def _patient_findings(facts: CancellationFacts) -> Iterator[Finding]:
    if facts.review_date is not None and not facts.review_outcome:
        yield book.REVIEW_OUTCOME("review_outcome", day=facts.review_date)
    if not facts.by_patient:
        return
    count = max(facts.previous_patient_cancellations or 0, 0) + 1
    if count >= REVIEW_AT and facts.review_date is None:
        yield book.REVIEW_NEEDED("review_date", count=count)
    if facts.review_outcome == "discharged" and (missing := _discharge_missing(facts)):
        yield book.DISCHARGED("review_outcome", missing=missing)
    if facts.appointment_type == "diagnostic" and facts.appointment_date is not None:
        yield book.DM01_RESET("appointment_type", day=facts.appointment_date)


def _discharge_missing(facts: CancellationFacts) -> list[str]:
    shown = {
        "a clinician reviewed the case": facts.review_date is not None,
        "it is in the patient's best clinical interest": facts.discharge_in_best_interest is True,
    }
    return [words for words, met in shown.items() if not met]


def _reason_findings(facts: CancellationFacts) -> Iterator[Finding]:
    if is_wrong_reason(facts):
        yield book.WRONG_REASON("reason", reason=CANCELLED_BECAUSE["hospital_non_clinical"][facts.reason or ""])
    elif facts.cancelled_by == "hospital_clinical":
        yield book.CLINICAL_RUNS("cancelled_by")
    if facts.reason == "withdrew_consent" and facts.cancelled_by not in {None, "patient"}:
        yield book.CONSENT_WITHDRAWN("cancelled_by")


def _postponement_findings(facts: CancellationFacts) -> Iterator[Finding]:
    if not is_postponement(facts) or facts.appointment_type not in ADMISSIONS:
        return
    before = max(facts.previous_postponements or 0, 0)
    if before:
        yield book.POSTPONED_AGAIN("previous_postponements", count="once" if before == 1 else f"{before} times")
    else:
        yield book.POSTPONEMENT("rescheduled_date")


def _guarantee_findings(facts: CancellationFacts, today: date) -> Iterator[Finding]:
    guarantee = calc_guarantee(facts, today)
    if guarantee.applies is False and facts.cancelled_by == "hospital_non_clinical":
        yield book.OUT_OF_SCOPE("cancelled_by", why=find_out_of_scope(facts))
    if guarantee.applies is None and facts.cancelled_by == "hospital_non_clinical" and is_last_minute(facts) is None:
        yield book.LAST_MINUTE_UNSURE("stage")
    if guarantee.applies and guarantee.deadline is not None:
        yield from _running_findings(facts, guarantee, guarantee.deadline)


def _running_findings(facts: CancellationFacts, guarantee: Guarantee, deadline: date) -> Iterator[Finding]:
    if missing := guarantee.missing:
        are = f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'}"
        yield book.SCOPE_UNSURE("admission_method", missing=are)
    offered, running = facts.offered_date, guarantee.state == "running"
    if running and offered is not None and offered <= deadline:
        yield book.OFFERED("offered_date", offered=offered, deadline=deadline)
    elif running:
        yield book.DEADLINE("offered_date", deadline=deadline, left=plural(guarantee.days_left or 0, "day"))
    if guarantee.breached:
        yield book.BREACHED("treated_on", deadline=deadline, booked=facts.appointment_date)
    if offered is not None and offered > deadline and (running or guarantee.breached):
        yield book.OFFER_LATE("offered_date", offered=offered, deadline=deadline)
    if is_declined_in_time(facts, deadline):
        yield book.OFFER_DECLINED("offer_answer", offered=offered)
        if not (facts.offer_decline_reason or "").strip():
            yield book.DECLINED_NO_REASON("offer_decline_reason")
    if facts.unfit_inside_28_days:
        yield book.UNFIT_DECIDE("unfit_inside_28_days")


def _service_findings(facts: CancellationFacts) -> Iterator[Finding]:
    before = max(facts.previous_last_minute or 0, 0)
    if facts.urgent_operation and facts.cancelled_by == "hospital_non_clinical" and before:
        yield book.URGENT_AGAIN("urgent_operation", count="once" if before == 1 else f"{before} times")
    weeks = facts.leave_notice_weeks
    if facts.clinic_level and weeks is not None and weeks < LEAVE_WEEKS:
        yield book.LEAVE_SHORT("leave_notice_weeks", weeks=plural(weeks, "week"))
