"""Clinical delay and fitness: unfitness never pauses the clock, and what a "clinical exception" is not.

In the rules suite "clinical exceptions" are exceptions to the 18-week *right*; this book is about the pathway itself.
Source: NHS England PRN01045 v5.0 §4.4.1.4, §4.4.2.2, §5.1; SI 2012/2996 reg. 49; rule book A3, A11, R20, R31.
The rules and remarks themselves are declared in `exceptions_book`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rules.event_choices import UNFIT_BECAUSE
from rules.events import Event
from rules.exceptions import rules as book
from rules.exceptions.rules import BOOK
from rules.explain import Finding, Step
from words.phrases import plural

__all__ = [
    "BOOK",
    "UNFIT_BECAUSE",
    "ExceptionFacts",
    "calc_effect",
    "find_day_told",
    "find_resource_phrase",
    "list_events",
    "list_findings",
]

_RESOURCE = (
    r"(?:beds?|wards?|theatres?|staff(?:ing)?|surgeons?|anaesthetists?|nurses?|equipment|implants?|slots?|lists?|icu|itu|"
    r"hdu)"
)
_LACKING = r"(?:no|lack of|short(?:age)? of|without|not enough|insufficient|unavailable)"
_MISSING = (
    r"(?:shortages?|unavailable|not available|capacity|on leave|off sick|sickness|strikes?|pressures?|cancelled|full|"
    r"closed|over-?r[au]n|overbooked|double[- ]booked)"
)
_WAITED_FOR = r"(?:beds?|theatre (?:slot|time|date|space)|slots?|list space)"
_CAPACITY = r"(?:no|lack of|insufficient|not enough) capacity(?! (?:to|for) (?:consent|deci))"
_OTHERWISE = r"winter pressures|industrial action|administrative error|admin error|over-?running list"
RESOURCE_PHRASE = re.compile(
    rf"\b(?:{_LACKING}(?: \w+)? {_RESOURCE}|{_RESOURCE}(?: \w+)? {_MISSING}|"
    rf"(?:awaiting|waiting for)(?: \w+){{0,2}}? {_WAITED_FOR}|{_CAPACITY}|{_OTHERWISE})\b",
    re.IGNORECASE,
)
"""A lack of beds, staff or theatre put in words; "the surgeon advises weight loss" or "bed rest" is none."""
LONG_UNFIT_DAYS = 42
SHORT_MONITORING_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionFacts:
    """What a form holds about one clinical delay; None is "not answered", never "no".

    reason: of `UNFIT_BECAUSE`. action: keep_clock_running, active_monitoring, return_to_gp. `expected_days` is the
    expected length. `fit_by` is when the patient is expected to be fit; with `rebooked_on` the delay is over.
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
    tci_cancelled: bool | None = None
    review_date_told: bool | None = None
    rebooked_on: date | None = None
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
        return Step(
            book.MONITORING, "Active monitoring stops the clock on the day it is decided and told to the patient."
        )
    if facts.action == "return_to_gp":
        return Step(book.DISCHARGE, "The clock stops (34) on the day of the decision, once told to the patient.")
    return Step(book.UNFIT, "The clock keeps running; being unfit neither pauses nor stops it.")


def list_events(facts: ExceptionFacts) -> tuple[Event, ...]:
    """What goes on the pathway's timeline; () until it is known when it was decided."""
    day = facts.decided_on
    if day is None:
        return ()
    if facts.action == "active_monitoring":
        agreed = find_day_told(facts) or day
        shown = bool((facts.consultant or "").strip())
        told = facts.decided_with_patient_on is not None or facts.patient_informed is True
        by = "patient" if facts.rtt_code == "31" else "care_professional"
        details: dict[str, object] = {"initiated_by": by, "reason": "clinical"}
        details |= {"clinical_conversation": shown, "patient_agreed": told}
        review = {} if facts.review_date is None else {"review_due": facts.review_date}
        return (Event(agreed, "active_monitoring_start", details | review),)
    if facts.action == "return_to_gp":
        shown = bool((facts.consultant or "").strip()) and facts.best_interest is True
        told = facts.decided_with_patient_on is not None or facts.patient_informed is True
        decided: dict[str, object] = {"clinician_reviewed": shown, "communicated": told}
        return (Event(find_day_told(facts) or day, "discharge_to_gp", decided),)
    return (Event(day, "patient_unfit", {"reason": facts.reason or ""}),)


def find_day_told(facts: ExceptionFacts) -> date | None:
    """The day a decision that stops the clock counts from: the day it was told, or that of the decision (R19)."""
    return facts.decided_with_patient_on or facts.decided_on


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
        yield book.PAUSED("paused", reason=UNFIT_BECAUSE.get(facts.reason or "", "this reason"))
    if facts.on_planned_list:
        yield book.ON_PLANNED("on_planned_list")
    if facts.action == "keep_clock_running":
        yield book.CLOCK_RUNS("action")
    words, codes, right = _ACTIONS.get(facts.action or "", ("", frozenset(), ""))
    if facts.rtt_code and codes and facts.rtt_code not in codes:
        yield book.STOP_CODE("rtt_code", code=facts.rtt_code, action=words, right=right)


def _reason_findings(facts: ExceptionFacts) -> Iterator[Finding]:
    words = find_resource_phrase(facts.reason_in_words)
    if words:
        yield book.NOT_CLINICAL("reason_in_words", words=words)
        if facts.tci_cancelled:
            yield book.CANCELLED_CAPACITY("tci_cancelled")
    elif facts.reason is not None and not (facts.reason_in_words or "").strip():
        yield book.REASON_BLANK("reason_in_words")
    if facts.tci_cancelled and not words:
        yield book.CANCELLED_CLINICAL("tci_cancelled")
    if facts.reason == "conservative_trial":
        yield book.CONSERVATIVE_TRIAL("reason")


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
            yield book.DISCHARGE_NOT_SHOWN("action", missing=missing)
    if facts.action in {"active_monitoring", "return_to_gp"} and facts.decided_on is not None:
        yield from _stop_findings(facts, facts.decided_on)


def _stop_findings(facts: ExceptionFacts, decided: date) -> Iterator[Finding]:
    """Of the day the clock was stopped: not before the decision, and on the day it was told (R19)."""
    told, stop = facts.decided_with_patient_on or decided, facts.clock_stop
    if told < decided:
        yield book.TOLD_BEFORE("decided_with_patient_on", told=told, decided=decided)
    elif told > decided:
        days = plural((told - decided).days, "day")
        yield book.TOLD_LATER("decided_with_patient_on", told=told, decided=decided, days=days)
    if stop is not None and stop < decided:
        yield book.MONITORING_BACKDATED("clock_stop", stop=stop, decided=decided)
    elif stop is not None and stop != told >= decided:
        yield book.STOP_NOT_TOLD_DAY("clock_stop", stop=stop, told=told)


def _monitoring_findings(facts: ExceptionFacts) -> Iterator[Finding]:
    shown = {
        "a consultant decided it": bool((facts.consultant or "").strip()),
        "it was agreed with the patient": facts.decided_with_patient_on is not None or facts.patient_informed is True,
    }
    if missing := [words for words, met in shown.items() if not met]:
        yield book.MONITORING_NOT_AGREED("action", missing=missing)
    if facts.expected_days is not None and 0 <= facts.expected_days <= SHORT_MONITORING_DAYS:
        yield book.MONITORING_SHORT("expected_days", days=plural(facts.expected_days, "day"))


def _review_findings(facts: ExceptionFacts, today: date) -> Iterator[Finding]:
    review, decided = facts.review_date, facts.decided_on
    if facts.action == "return_to_gp" or facts.rebooked_on is not None:
        return
    if facts.action == "active_monitoring" and facts.review_date_told is False:
        yield book.REVIEW_NOT_TOLD("review_date_told")
    if review is None:
        yield book.REVIEW_MISSING("review_date")
        return
    if decided is not None and review < decided:
        yield book.REVIEW_BACKWARDS("review_date", review=review, decided=decided)
    done = facts.reviewed_on is not None and facts.reviewed_on >= review
    if review < today and not done:
        yield book.REVIEW_OVERDUE("review_date", due=review, days=plural((today - review).days, "day"))


def _care_findings(facts: ExceptionFacts, today: date) -> Iterator[Finding]:
    if not (facts.consultant or "").strip():
        yield book.NO_CONSULTANT("consultant")
    if facts.reason == "optimisation" and not (facts.plan or "").strip():
        yield book.NO_PLAN("plan")
    if facts.action == "keep_clock_running" and facts.rebooked_on is None:
        if facts.fit_by is not None and facts.fit_by < today:
            yield book.FIT_PASSED("fit_by", day=facts.fit_by)
        if facts.expected_days is not None and facts.expected_days > LONG_UNFIT_DAYS:
            yield book.LONG("expected_days", days=plural(facts.expected_days, "day"))
    if facts.patient_informed is not True and facts.action != "return_to_gp":
        yield book.NOT_INFORMED("patient_informed")
