"""Clinical delay and fitness: unfitness never pauses the clock, and what a "clinical exception" is not.

In the rules suite "clinical exceptions" are exceptions to the 18-week *right*; this book is about the pathway itself.
Source: NHS England PRN01045 v5.0 §4.4.1.4, §4.4.2.2, §5.1; SI 2012/2996 reg. 49; rule book A3, A11, R20, R31.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rules.events import Event
from rules.explain import Confidence, Finding, RuleBook, Severity, Step, plural

BOOK = RuleBook("exceptions", "Clinical delay and fitness")

_LOCAL = Confidence.CHECK_LOCAL_POLICY

UNFIT = BOOK.declare(
    "EXC-1",
    "Unfitness never pauses the clock",
    "A patient who is unfit keeps waiting and the clock keeps running, unless a clinician decides to discharge or to "
    "start active monitoring. There has been no pause since October 2015.",
    "PRN01045 v5.0 §4.4.2.2, §5.1",
)
PLANNED = BOOK.declare(
    "EXC-2",
    "Never a planned list",
    "Patients on an RTT pathway are not placed on a planned list because they are unfit. A planned list is only for "
    "something due at a specific time.",
    "PRN01045 v5.0 §5.1",
)
CAPACITY = BOOK.declare(
    "EXC-3",
    "A lack of beds, staff or theatre is not clinical",
    "Only the patient's own condition, or what is clinically best for the patient, is a clinical reason. Resource "
    "reasons leave the clock running and are recorded as what they are.",
    "PRN01045 v5.0 §4.4.2.2; cancelled operations (QMCO) guidance",
)
MONITORING = BOOK.declare(
    "EXC-4",
    "When active monitoring fits",
    "It is a clinical decision that monitoring is best for now, with no intervention or test meant at that stage, "
    "agreed with the patient. It stops the clock (32) on the day it is decided and told. It does not fit a few days "
    "until the next step.",
    "PRN01045 v5.0 §4.4.1.4",
)
DISCHARGE = BOOK.declare(
    "EXC-5",
    "Return to the GP",
    "When there is a clinical reason not to go on at this stage and the GP takes over, it is a decision not to treat "
    "(34), in the patient's best clinical interest, told to the patient and then the GP.",
    "PRN01045 v5.0 §2.1, §4.4.1.4",
)
REVIEW = BOOK.declare(
    "EXC-6",
    "A review date, and a plan to become fit",
    "A delay for clinical reasons has a responsible consultant, a date by which the patient is looked at again, and a "
    "plan: what has to change, by when, with whose help.",
    "Rule book MODULES, clinical exceptions; local access policy",
    _LOCAL,
)
RIGHT = BOOK.declare(
    "EXC-7",
    "Exceptions to the right are something else",
    "The right to start treatment within 18 weeks does not apply when the patient chooses to wait, when delay is in "
    "the patient's best clinical interest, when monitoring is clinically appropriate, when agreed appointments were "
    "missed, or when treatment is no longer needed. None of these pauses the clock.",
    "SI 2012/2996 regs 43B(8), 48(4), 49; rules suite Oct 2022; NHS Constitution handbook",
    _LOCAL,
)
LONG_UNFIT = BOOK.declare(
    "EXC-8",
    "Unfit for long",
    "When a patient will be unfit for long (here: more than six weeks) the clinician reviews whether to wait, to start "
    "active monitoring, to treat otherwise or to return the patient to the GP. The guidance sets no number of weeks.",
    "Local access policy",
    _LOCAL,
)

REASONS: Mapping[str, str] = {
    "unfit_short_term": "unfit, short term",
    "unfit_long_term": "unfit, long term",
    "optimisation": "optimisation such as weight or HbA1c",
    "conservative_trial": "conservative treatment first",
    "other_specialty": "awaiting another specialty",
    "infection": "infection",
    "other": "another reason",
}
_RESOURCE = r"(?:beds?|theatres?|staff(?:ing)?|surgeons?|anaesthetists?|equipment|slots?|icu|itu|hdu)"
_LACKING = r"(?:no|lack of|short(?:age)? of|without|not enough|insufficient|unavailable)"
_MISSING = r"(?:shortages?|unavailable|not available|capacity|on leave|off sick|strike|pressures?|cancelled)"
RESOURCE_PHRASE = re.compile(rf"\b(?:{_LACKING}(?: \w+)? {_RESOURCE}|{_RESOURCE}(?: \w+)? {_MISSING})\b", re.IGNORECASE)
"""A lack of beds, staff or theatre put in words; "the surgeon advises weight loss" or "bed rest" is none."""
LONG_UNFIT_DAYS = 42
SHORT_MONITORING_DAYS = 7

PAUSED = BOOK.check(
    "exceptions-no-pause",
    Severity.BREACH,
    UNFIT,
    "The clock is recorded as paused or suspended for {reason}. There is no pause: the wait is counted in full.",
    "Remove the pause. Keep the clock running, or ask the clinician for active monitoring or a discharge.",
)
CLOCK_RUNS = BOOK.check(
    "exceptions-clock-runs",
    Severity.NOTE,
    UNFIT,
    "The clock keeps running during this delay.",
    "Rebook for the date by which the patient is expected to be fit.",
)
ON_PLANNED = BOOK.check(
    "exceptions-planned-list",
    Severity.BREACH,
    PLANNED,
    "A patient on an RTT pathway was moved to a planned list for being unfit.",
    "Move the patient back to the active list with the original clock start.",
)
NOT_CLINICAL = BOOK.check(
    "exceptions-not-clinical",
    Severity.BREACH,
    CAPACITY,
    'The reason speaks of "{words}": a lack of beds, staff or theatre is not a clinical reason.',
    "Record it as a delay by the hospital; the clock keeps running and any 28-day guarantee applies.",
)
REASON_BLANK = BOOK.check(
    "exceptions-reason-missing",
    Severity.WATCH,
    CAPACITY,
    "The clinical reason is not written down.",
    "Ask the clinician for it in words: a slug is not a reason.",
)
MONITORING_NOT_AGREED = BOOK.check(
    "exceptions-monitoring-not-agreed",
    Severity.BREACH,
    MONITORING,
    "Active monitoring is recorded, but not that {missing}.",
    "Keep the clock running until the decision is made and told to the patient.",
)
MONITORING_BACKDATED = BOOK.check(
    "exceptions-stop-before-decision",
    Severity.BREACH,
    MONITORING,
    "The clock is stopped on {stop}, before the decision on {decided}.",
    "Record the day of the decision as the stop.",
)
MONITORING_SHORT = BOOK.check(
    "exceptions-monitoring-too-short",
    Severity.WATCH,
    MONITORING,
    "Active monitoring for {days} only: to the patient this is one wait.",
    "Keep the clock running unless no intervention or test is meant for longer.",
)
DISCHARGE_NOT_SHOWN = BOOK.check(
    "exceptions-discharge-not-shown",
    Severity.BREACH,
    DISCHARGE,
    "Returned to the GP, but it is not shown that {missing}.",
    "Record the clinician's decision, and tell the patient, then the GP.",
)
STOP_CODE = BOOK.check(
    "exceptions-code-does-not-match",
    Severity.BREACH,
    UNFIT,
    "Status {code} is recorded, but the action is to {action}.",
    "Record {right}.",
)
REVIEW_MISSING = BOOK.check(
    "exceptions-review-missing",
    Severity.WATCH,
    REVIEW,
    "No review date is recorded.",
    "Set one with the responsible consultant.",
)
REVIEW_OVERDUE = BOOK.check(
    "exceptions-review-overdue",
    Severity.BREACH,
    REVIEW,
    "The review was due on {due}, {days} ago.",
    "Review the patient now, and set the next date.",
    depends_on_today=True,
)
REVIEW_BACKWARDS = BOOK.check(
    "exceptions-review-before-decision",
    Severity.BREACH,
    REVIEW,
    "The review, {review}, is before the decision, {decided}.",
    "Correct one of the two dates.",
)
NO_CONSULTANT = BOOK.check(
    "exceptions-consultant-missing",
    Severity.WATCH,
    REVIEW,
    "No responsible consultant is recorded.",
    "Name who decided.",
)
NO_PLAN = BOOK.check(
    "exceptions-plan-missing",
    Severity.WATCH,
    REVIEW,
    "Optimisation is the reason, and no plan is recorded.",
    "Write what has to change, by when, and who helps: otherwise this is waiting, not optimising.",
)
FIT_PASSED = BOOK.check(
    "exceptions-fit-date-passed",
    Severity.WATCH,
    REVIEW,
    "The patient was to be fit by {day}, which has passed.",
    "Ask whether the patient is fit, and offer a date.",
    depends_on_today=True,
)
NOT_INFORMED = BOOK.check(
    "exceptions-patient-not-informed",
    Severity.WATCH,
    DISCHARGE,
    "It is not recorded that the patient was told.",
    "Tell the patient what is happening, what to do, and when they will hear.",
)
LONG = BOOK.check(
    "exceptions-unfit-for-long",
    Severity.WATCH,
    LONG_UNFIT,
    "Expected to be unfit for {days}, with the clock kept running.",
    "Ask the clinician: wait, active monitoring, another treatment, or return to the GP.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionFacts:
    """What a form holds about one clinical delay; None is "not answered", never "no".

    reason: a key of `REASONS`. action: keep_clock_running, active_monitoring, return_to_gp. `expected_days` is the
    expected length. `fit_by` is when the patient is expected to be fit.
    """

    reason: str | None = None
    reason_in_words: str | None = None
    consultant: str | None = None
    decided_on: date | None = None
    decided_with_patient_on: date | None = None
    expected_days: int | None = None
    fit_by: date | None = None
    review_date: date | None = None
    reviewed_on: date | None = None
    action: str | None = None
    plan: str | None = None
    patient_informed: bool | None = None
    gp_informed: bool | None = None
    best_interest: bool | None = None
    paused: bool | None = None
    on_planned_list: bool | None = None
    clock_stop: date | None = None
    rtt_code: str | None = None


_ACTIONS: Mapping[str, tuple[str, frozenset[str], str]] = {
    "keep_clock_running": ("keep the clock running", frozenset({"10", "20"}), "20"),
    "active_monitoring": ("start active monitoring", frozenset({"31", "32"}), "32, or 31 if the patient asked for it"),
    "return_to_gp": ("return the patient to the GP", frozenset({"34", "35"}), "34"),
}


def calc_effect(facts: ExceptionFacts) -> Step:
    """What the action does to the RTT clock, in words (§5.1, §4.4.1.4)."""
    if facts.action == "active_monitoring":
        return Step(MONITORING, "Active monitoring stops the clock on the day it is decided and told to the patient.")
    if facts.action == "return_to_gp":
        return Step(DISCHARGE, "The clock stops (34) on the day of the decision, once told to the patient.")
    return Step(UNFIT, "The clock keeps running; being unfit neither pauses nor stops it.")


def list_events(facts: ExceptionFacts) -> tuple[Event, ...]:
    """What goes on the pathway's timeline; () until it is known when it was decided."""
    day = facts.decided_on
    if day is None:
        return ()
    if facts.action == "active_monitoring":
        agreed = facts.decided_with_patient_on or day
        shown = bool((facts.consultant or "").strip())
        told = facts.decided_with_patient_on is not None or facts.patient_informed is True
        details: dict[str, object] = {"initiated_by": "care_professional", "reason": "clinical"}
        details |= {"clinical_conversation": shown, "patient_agreed": told}
        review = {} if facts.review_date is None else {"review_due": facts.review_date}
        return (Event(agreed, "active_monitoring_start", details | review),)
    if facts.action == "return_to_gp":
        shown = bool((facts.consultant or "").strip()) and facts.best_interest is True
        decided: dict[str, object] = {"clinician_reviewed": shown, "communicated": facts.patient_informed is True}
        return (Event(day, "discharge_to_gp", decided),)
    return (Event(day, "patient_unfit", {"reason": facts.reason or ""}),)


def find_resource_phrase(text: str | None) -> str:
    """The first words in a reason that speak of a lack of beds, staff or theatre rather than of the patient."""
    found = RESOURCE_PHRASE.search(" ".join((text or "").split()))
    return found.group() if found else ""


def list_findings(facts: ExceptionFacts, today: date) -> list[Finding]:
    """Every remark on one clinical delay, the clock first, then the decision, then the review."""
    parts = (
        _clock_findings(facts),
        _reason_findings(facts),
        _action_findings(facts),
        _review_findings(facts, today),
        _care_findings(facts, today),
    )
    return [finding for part in parts for finding in part]


def _clock_findings(facts: ExceptionFacts) -> Iterator[Finding]:
    if facts.paused:
        yield PAUSED("paused", reason=REASONS.get(facts.reason or "", "this reason"))
    if facts.on_planned_list:
        yield ON_PLANNED("on_planned_list")
    if facts.action == "keep_clock_running":
        yield CLOCK_RUNS("action")
    words, codes, right = _ACTIONS.get(facts.action or "", ("", frozenset(), ""))
    if facts.rtt_code and codes and facts.rtt_code not in codes:
        yield STOP_CODE("rtt_code", code=facts.rtt_code, action=words, right=right)


def _reason_findings(facts: ExceptionFacts) -> Iterator[Finding]:
    words = find_resource_phrase(facts.reason_in_words)
    if words:
        yield NOT_CLINICAL("reason_in_words", words=words)
    elif facts.reason is not None and not (facts.reason_in_words or "").strip():
        yield REASON_BLANK("reason_in_words")


def _action_findings(facts: ExceptionFacts) -> Iterator[Finding]:
    if facts.action == "active_monitoring":
        yield from _monitoring_findings(facts)
    if facts.action == "return_to_gp":
        shown = {
            "a consultant decided it": bool((facts.consultant or "").strip()),
            "it is in the patient's best clinical interest": facts.best_interest is True,
            "the patient was told": facts.patient_informed is True,
            "the GP was told": facts.gp_informed is True,
        }
        if missing := [words for words, met in shown.items() if not met]:
            yield DISCHARGE_NOT_SHOWN("action", missing=missing)
    stops = facts.action in {"active_monitoring", "return_to_gp"}
    if stops and facts.clock_stop and facts.decided_on and facts.clock_stop < facts.decided_on:
        yield MONITORING_BACKDATED("clock_stop", stop=facts.clock_stop, decided=facts.decided_on)


def _monitoring_findings(facts: ExceptionFacts) -> Iterator[Finding]:
    shown = {
        "a consultant decided it": bool((facts.consultant or "").strip()),
        "it was agreed with the patient": facts.decided_with_patient_on is not None or facts.patient_informed is True,
    }
    if missing := [words for words, met in shown.items() if not met]:
        yield MONITORING_NOT_AGREED("action", missing=missing)
    if facts.expected_days is not None and 0 <= facts.expected_days <= SHORT_MONITORING_DAYS:
        yield MONITORING_SHORT("expected_days", days=plural(facts.expected_days, "day"))


def _review_findings(facts: ExceptionFacts, today: date) -> Iterator[Finding]:
    review, decided = facts.review_date, facts.decided_on
    if facts.action == "return_to_gp":
        return
    if review is None:
        yield REVIEW_MISSING("review_date")
        return
    if decided is not None and review < decided:
        yield REVIEW_BACKWARDS("review_date", review=review, decided=decided)
    done = facts.reviewed_on is not None and facts.reviewed_on >= review
    if review < today and not done:
        yield REVIEW_OVERDUE("review_date", due=review, days=plural((today - review).days, "day"))


def _care_findings(facts: ExceptionFacts, today: date) -> Iterator[Finding]:
    if not (facts.consultant or "").strip():
        yield NO_CONSULTANT("consultant")
    if facts.reason == "optimisation" and not (facts.plan or "").strip():
        yield NO_PLAN("plan")
    if facts.action == "keep_clock_running":
        if facts.fit_by is not None and facts.fit_by < today:
            yield FIT_PASSED("fit_by", day=facts.fit_by)
        if facts.expected_days is not None and facts.expected_days > LONG_UNFIT_DAYS:
            yield LONG("expected_days", days=plural(facts.expected_days, "day"))
    if facts.patient_informed is not True and facts.action != "return_to_gp":
        yield NOT_INFORMED("patient_informed")
