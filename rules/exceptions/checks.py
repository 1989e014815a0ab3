"""Every remark on one clinical delay, the clock first, then the decision, then the review.

In the rules suite "clinical exceptions" are exceptions to the 18-week *right*; this book is about the pathway itself.
Source: NHS England PRN01045 v5.0 §4.4.1.4, §4.4.2.2, §5.1; SI 2012/2996 reg. 49; rule book A3, A11, R20, R31.
"""

from collections.abc import Mapping
from datetime import date

from rules.event_choices import UNFIT_BECAUSE
from rules.exceptions.record import STOPPING, ClinicalException
from rules.exceptions.resources import find_resource_phrase
from rules.exceptions.rules import (
    BOOK,
    CAPACITY,
    CONSERVATIVE,
    DISCHARGE,
    LONG_UNFIT,
    MONITORING,
    PLANNED,
    REVIEW,
    TOLD,
    UNFIT,
)
from rules.explain import BREACH, NOTE, WATCH, Verdict, edge
from words.phrases import plural

list_findings = BOOK.find
LONG_UNFIT_DAYS = 42
SHORT_MONITORING_DAYS = 7
ACTIONS: Mapping[str, tuple[str, frozenset[str], str]] = {
    "keep_clock_running": ("keep the clock running", frozenset({"10", "20"}), "20"),
    "active_monitoring": ("start active monitoring", frozenset({"31", "32"}), "32, or 31 if the patient asked for it"),
    "return_to_gp": ("return the patient to the GP", frozenset({"34", "35"}), "34"),
}
"""Each action in words, the codes that go with it, and the one to record."""

monitored = BOOK.given(lambda case: case.action == "active_monitoring")
returned = BOOK.given(lambda case: case.action == "return_to_gp")
stopping = BOOK.given(lambda case: case.action in STOPPING)
waiting = BOOK.given(lambda case: case.action != "return_to_gp" and case.rebooked_on is None)
running = BOOK.given(lambda case: case.action == "keep_clock_running" and case.rebooked_on is None)
cancelled = BOOK.given(lambda case: case.tci_cancelled == "yes")


@BOOK.check("exceptions-no-pause", BREACH, UNFIT, "paused")
def is_paused(case: ClinicalException) -> Verdict:
    """The clock is recorded as paused or suspended for {reason}. There is no pause: the wait is counted in full.

    Remove the pause. Keep the clock running, or ask the clinician for active monitoring or a discharge.
    """
    return case.paused == "yes" and {"reason": UNFIT_BECAUSE[case.reason]}


@BOOK.check("exceptions-planned-list", BREACH, PLANNED, "on_planned_list")
def is_planned(case: ClinicalException) -> Verdict:
    """A patient on an RTT pathway was moved to a planned list for being unfit.

    Move the patient back to the active list with the original clock start.
    """
    return case.on_planned_list == "yes"


@BOOK.check("exceptions-clock-runs", NOTE, UNFIT, "action")
def does_clock_run(case: ClinicalException) -> Verdict:
    """The clock keeps running during this delay.

    Rebook for the date by which the patient is expected to be fit.
    """
    return case.action == "keep_clock_running"


@BOOK.check("exceptions-code-does-not-match", BREACH, UNFIT, "rtt_code", blames="entry")
def does_code_differ(case: ClinicalException) -> Verdict:
    """Status {code} is recorded, but the action is to {action}.

    Record {right}.
    """
    words, codes, right = ACTIONS[case.action]
    return case.rtt_code not in {None, *codes} and {"code": case.rtt_code, "action": words, "right": right}


@BOOK.check("exceptions-not-clinical", BREACH, CAPACITY, "reason_in_words")
def is_not_clinical(case: ClinicalException) -> Verdict:
    """The reason speaks of "{words}": a lack of beds, staff or theatre is not a clinical reason.

    Record it as a delay by the hospital; the clock keeps running and any 28-day guarantee applies.
    """
    words = find_resource_phrase(case.reason_in_words)
    return bool(words) and {"words": words}


@cancelled("exceptions-cancelled-for-want-of-capacity", BREACH, CAPACITY, "tci_cancelled")
def is_cancelled_for_capacity(case: ClinicalException) -> Verdict:
    """An admission date was cancelled, and the reason given is not clinical: if it was at the last minute it counts
    (QMCO), and a date within 28 days is owed.

    Record it under Cancellation management: by the hospital, not clinical.
    """
    return bool(find_resource_phrase(case.reason_in_words))


@BOOK.check("exceptions-reason-missing", WATCH, CAPACITY, "reason_in_words")
def lacks_reason(case: ClinicalException) -> Verdict:
    """The clinical reason is not written down.

    Ask the clinician for it in words: a slug is not a reason.
    """
    return not case.reason_in_words


@cancelled("exceptions-cancelled-for-clinical-reason", NOTE, CAPACITY, "tci_cancelled")
def is_cancelled_for_reason(case: ClinicalException) -> Verdict:
    """An admission date was cancelled for a clinical reason: it is not counted as a last-minute cancellation (QMCO),
    and the 28-day guarantee does not apply.

    Record it under Cancellation management as well: by the hospital, clinical.
    """
    return not find_resource_phrase(case.reason_in_words)


@BOOK.check("exceptions-conservative-trial", NOTE, CONSERVATIVE, "reason")
def is_conservative_first(case: ClinicalException) -> Verdict:
    """Conservative treatment comes first: is it the treatment chosen, or only tried on the way?

    If it is the definitive treatment, record its start with 30; if not, the clock runs.
    """
    return case.reason == "conservative_trial"


@monitored("exceptions-monitoring-not-agreed", BREACH, MONITORING, "action")
def is_monitoring_not_agreed(case: ClinicalException) -> Verdict:
    """Active monitoring is recorded, but not that {missing}.

    Keep the clock running until the decision is made and told to the patient.
    """
    shown = {"a consultant decided it": bool(case.consultant), "it was agreed with the patient": case.is_told}
    missing = [words for words, met in shown.items() if not met]
    return bool(missing) and {"missing": missing}


@monitored("exceptions-monitoring-too-short", WATCH, MONITORING, "expected_days")
@edge(action="active_monitoring", right={"expected_days": 8}, wrong={"expected_days": 7})
def is_monitoring_short(case: ClinicalException) -> Verdict:
    """Active monitoring for {days} only: to the patient this is one wait.

    Keep the clock running unless no intervention or test is meant for longer.
    """
    days = case.expected_days
    return days is not None and 0 <= days <= SHORT_MONITORING_DAYS and {"days": plural(days, "day")}


@returned("exceptions-discharge-not-shown", BREACH, DISCHARGE, "action")
def is_discharge_not_shown(case: ClinicalException) -> Verdict:
    """Returned to the GP, but it is not shown that {missing}.

    Record the clinician's decision, and tell the patient, then the GP.
    """
    shown = {
        "a consultant decided it": bool(case.consultant),
        "it is in the patient's best clinical interest": case.best_interest == "yes",
        "the patient was told": case.patient_informed == "yes",
        "the GP was told": case.gp_informed == "yes",
    }
    missing = [words for words, met in shown.items() if not met]
    return bool(missing) and {"missing": missing}


@stopping("exceptions-told-before-decision", BREACH, TOLD, "decided_with_patient_on", blames="entry")
@edge(
    action="return_to_gp", decided_on=-9, right={"decided_with_patient_on": -9}, wrong={"decided_with_patient_on": -10}
)
def is_told_before(case: ClinicalException) -> Verdict:
    """Agreed with the patient on {told}, before the decision on {decided}.

    Correct one of the two dates.
    """
    return case.day_told < case.decided_on and {"told": case.day_told, "decided": case.decided_on}


@stopping("exceptions-told-later", WATCH, TOLD, "decided_with_patient_on")
@edge(
    action="return_to_gp", decided_on=-9, right={"decided_with_patient_on": -9}, wrong={"decided_with_patient_on": -8}
)
def is_told_later(case: ClinicalException) -> Verdict:
    """Decided on {decided}, and told to the patient on {told}, {days} later: the clock stops on the day it was told.

    Record {told} as the stop, and find out why the patient had to wait for the news.
    """
    days = (case.day_told - case.decided_on).days
    return days > 0 and {"told": case.day_told, "decided": case.decided_on, "days": plural(days, "day")}


@stopping("exceptions-stop-before-decision", BREACH, MONITORING, "clock_stop")
@edge(action="return_to_gp", decided_on=-9, right={"clock_stop": -9}, wrong={"clock_stop": -10})
def is_stop_before_decision(case: ClinicalException) -> Verdict:
    """The clock is stopped on {stop}, before the decision on {decided}.

    Record the day of the decision as the stop.
    """
    stop = case.clock_stop
    return stop is not None and stop < case.decided_on and {"stop": stop, "decided": case.decided_on}


@stopping("exceptions-stop-not-the-day-told", BREACH, TOLD, "clock_stop")
@edge(action="return_to_gp", decided_on=-9, right={"clock_stop": -9}, wrong={"clock_stop": -8})
def is_stop_not_the_day_told(case: ClinicalException) -> Verdict:
    """The clock is stopped on {stop}; the decision was told on {told}.

    Record {told} as the stop.
    """
    told, stop = case.day_told, case.clock_stop
    if stop is None or stop < case.decided_on or told < case.decided_on:
        return False
    return stop != told and {"stop": stop, "told": told}


@waiting("exceptions-review-not-told", WATCH, REVIEW, "review_date_told")
def is_review_not_told(case: ClinicalException) -> Verdict:
    """On active monitoring, and the patient was not told the review date and how to come back.

    Tell the patient when they will be looked at again, and whom to ring before then.
    """
    return case.action == "active_monitoring" and case.review_date_told == "no"


@waiting("exceptions-review-missing", WATCH, REVIEW, "review_date")
def lacks_review(case: ClinicalException) -> Verdict:
    """No review date is recorded.

    Set one with the responsible consultant.
    """
    return case.review_date is None


@waiting("exceptions-review-before-decision", BREACH, REVIEW, "review_date", blames="entry")
@edge(decided_on=-9, right={"review_date": -9}, wrong={"review_date": -10})
def is_review_too_early(case: ClinicalException) -> Verdict:
    """The review, {review}, is before the decision, {decided}.

    Correct one of the two dates.
    """
    return case.review_date < case.decided_on and {"review": case.review_date, "decided": case.decided_on}


@BOOK.check("exceptions-review-overdue", BREACH, REVIEW, "review_date")
@edge(right={"review_date": 0}, wrong={"review_date": -1})
def is_review_overdue(case: ClinicalException, today: date) -> Verdict:
    """The review was due on {due}, {days} ago.

    Review the patient now, and set the next date.
    """
    days = (today - case.review_date).days
    return case.is_review_open and days > 0 and {"due": case.review_date, "days": plural(days, "day")}


@BOOK.check("exceptions-consultant-missing", WATCH, REVIEW, "consultant")
def lacks_consultant(case: ClinicalException) -> Verdict:
    """No responsible consultant is recorded.

    Name who decided.
    """
    return not case.consultant


@BOOK.check("exceptions-plan-missing", WATCH, REVIEW, "plan")
def lacks_plan(case: ClinicalException) -> Verdict:
    """Optimisation is the reason, and no plan is recorded.

    Write what has to change, by when, and who helps: otherwise this is waiting, not optimising.
    """
    return case.reason == "optimisation" and not case.plan


@running("exceptions-fit-date-passed", WATCH, REVIEW, "fit_by")
@edge(action="keep_clock_running", right={"fit_by": 0}, wrong={"fit_by": -1})
def is_fit_date_past(case: ClinicalException, today: date) -> Verdict:
    """The patient was to be fit by {day}, which has passed.

    Ask whether the patient is fit, and offer a date.
    """
    return case.fit_by is not None and case.fit_by < today and {"day": case.fit_by}


@running("exceptions-unfit-for-long", WATCH, LONG_UNFIT, "expected_days")
@edge(action="keep_clock_running", right={"expected_days": 42}, wrong={"expected_days": 43})
def is_unfit_for_long(case: ClinicalException) -> Verdict:
    """Expected to be unfit for {days}, with the clock kept running.

    Ask the clinician: wait, active monitoring, another treatment, or return to the GP.
    """
    days = case.expected_days
    return days is not None and days > LONG_UNFIT_DAYS and {"days": plural(days, "day")}


@BOOK.check("exceptions-patient-not-informed", WATCH, DISCHARGE, "patient_informed")
def is_patient_not_told(case: ClinicalException) -> Verdict:
    """It is not recorded that the patient was told.

    Tell the patient what is happening, what to do, and when they will hear.
    """
    return case.patient_informed != "yes" and case.action != "return_to_gp"
