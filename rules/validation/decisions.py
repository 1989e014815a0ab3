"""What a validator decided about one pathway: is it shown, may it be decided at that level, what comes next, and when.

Sources: rule book E with amendments R3; PRN01625 p. 9; PRN01045 v5.0 §10.1.5. Remarks are in `validation_book`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rules.calendar import REVIEW_DAYS, add_days, add_working_days, provider_deadline
from rules.event_choices import CONTACT_RESULTS
from rules.events import Event
from rules.explain import Finding, Step
from rules.rtt.codes import STOP_CODES
from rules.validation import rules as book
from words.phrases import plural

QUERY_WORKING_DAYS = 5
CLINICAL_ONLY = frozenset({"30", "31", "32"})
EVERY_12_WEEKS = "every_12_weeks"
SCHEDULES: Mapping[str, tuple[tuple[int, ...], bool]] = {
    EVERY_12_WEEKS: ((12,), True),
    "12_26_52": ((12, 26, 52), False),
    "12_26_52_then_every_12": ((12, 26, 52), True),
}
"""Weeks from the clock start at which a patient is contacted, and whether every 12 weeks go on after them (R3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFacts:
    """What a validator recorded about one pathway; None is "not answered".

    decision: remain, correct, stop, clinical_review, merge, next_step_chased. level: technical, administrative,
    clinical. contact_result: a key of `CONTACT_RESULTS`. `reported_through` is the
    last day of the last month already reported, `reported_already` whether the month of the stop is among them.
    """

    decision: str | None = None
    level: str | None = None
    validated_on: date | None = None
    evidence: str | None = None
    evidence_place: str | None = None
    clock_start: date | None = None
    stop_code: str | None = None
    stop_date: date | None = None
    merge_with: str | None = None
    next_step: str | None = None
    next_step_owner: str | None = None
    next_review_on: date | None = None
    contact_result: str | None = None
    reported_already: bool | None = None
    reported_through: date | None = None
    query_sent_on: date | None = None
    query_answered_on: date | None = None


def list_contact_dates(clock_start: date, until: date, schedule: str = EVERY_12_WEEKS) -> list[date]:
    """The days up to `until` on which an open pathway is due for contact (R3); [] for an unknown schedule."""
    weeks, goes_on = SCHEDULES.get(schedule, ((), False))
    dates = [add_days(clock_start, 7 * week) for week in weeks]
    while goes_on and dates and dates[-1] < until:
        dates.append(add_days(dates[-1], REVIEW_DAYS))
    return [day for day in dates if day <= until]


def find_contact_due(
    clock_start: date, today: date, last_contact: date | None = None, schedule: str = EVERY_12_WEEKS
) -> date | None:
    """Since when contact is due, None while it is not: the earliest date of the schedule after the last contact."""
    dates = list_contact_dates(clock_start, today, schedule)
    return next((day for day in dates if last_contact is None or day > last_contact), None)


def list_contact_findings(
    clock_start: date, today: date, last_contact: date | None = None, schedule: str = EVERY_12_WEEKS
) -> list[Finding]:
    """Contact that is due on an open pathway."""
    due = find_contact_due(clock_start, today, last_contact, schedule)
    return [] if due is None else [book.CONTACT_DUE("contacted_on", due=due)]


def is_month_closed(facts: DecisionFacts) -> bool:
    """Whether the clock stopped in a month already reported."""
    if facts.stop_date is None or facts.decision != "stop":
        return False
    through = facts.reported_through
    return bool(facts.reported_already) if through is None else facts.stop_date <= through


def tell_month(facts: DecisionFacts) -> Step | None:
    """What the stop does to the monthly return, None when the decision does not stop the clock (§10.1.5)."""
    if facts.decision != "stop" or facts.stop_date is None:
        return None
    if is_month_closed(facts):
        says = "{month} has been reported: the pathway leaves the list of open pathways, and is not added to this month"
    else:
        says = "Counted as completed in {month}"
    return Step(book.CLOSED_MONTH, says, {"month": f"{facts.stop_date:%B %Y}"})


def find_chase_day(sent: date) -> date:
    """From which day a query is chased: the sixth working day after it was sent."""
    return add_working_days(sent, QUERY_WORKING_DAYS + 1)


STOP_EVENTS: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "30": ("treatment_started", {}),
    "31": ("active_monitoring_start", {"initiated_by": "patient"}),
    "32": ("active_monitoring_start", {"initiated_by": "care_professional"}),
    "33": ("dna", {"first": True, "clearly_communicated": True}),
    "34": ("decision_not_to_treat", {}),
    "35": ("patient_declines_treatment", {"all_treatment": True}),
    "36": ("death", {}),
}
"""What happened on the day of a stop, by its status code (Annex D)."""


def list_events(facts: DecisionFacts) -> Iterator[Event]:
    """What a validation puts on its pathway: that it was validated, and the stop that it found.

    A stop counts only with its code, its date and the evidence for it, never at technical level (VAL-3, VAL-4), and
    never because a patient did not reply (VAL-2).
    """
    if facts.validated_on is not None:
        yield Event(facts.validated_on, "validated", {"decision": facts.decision, "level": facts.level})
    if facts.decision != "stop" or facts.stop_date is None or facts.level == "technical" or stops_for_silence(facts):
        return
    if facts.stop_code is not None and facts.stop_code in STOP_EVENTS and not _is_blank(facts.evidence):
        name, details = STOP_EVENTS[facts.stop_code]
        yield Event(facts.stop_date, name, {**details, "rtt_code": facts.stop_code})


def stops_for_silence(facts: DecisionFacts) -> bool:
    """Whether a clock is stopped although the patient did not reply, and no evidence shows a clinician's decision, a
    treatment or a death."""
    shown = facts.stop_code in {"30", "36"} or facts.level == "clinical"
    is_silent = facts.contact_result == "no_reply" and facts.decision == "stop"
    return is_silent and (not shown or _is_blank(facts.evidence))


def list_findings(facts: DecisionFacts, today: date) -> list[Finding]:
    """Every remark on one validation, in the order of the standard comment: evidence, decision, next, review."""
    parts = (
        _evidence_findings(facts),
        _stop_findings(facts, today),
        _level_findings(facts),
        _merge_findings(facts),
        _contact_findings(facts),
        _next_findings(facts),
        _query_findings(facts, today),
    )
    return [finding for part in parts for finding in part]


def _is_blank(text: str | None) -> bool:
    return not (text or "").strip()


def _evidence_findings(facts: DecisionFacts) -> Iterator[Finding]:
    if facts.decision is None:
        return
    wanted = {"the evidence seen": facts.evidence, "where the evidence is": facts.evidence_place}
    missing = [words for words, value in wanted.items() if _is_blank(value)]
    if missing:
        yield book.DECISION_NO_EVIDENCE("evidence" if _is_blank(facts.evidence) else "evidence_place", missing=missing)


def _stop_findings(facts: DecisionFacts, today: date) -> Iterator[Finding]:
    if facts.decision != "stop":
        return
    missing = {"stop_code": "the code is", "stop_date": "the date is"}
    absent = [field for field in missing if not getattr(facts, field)]
    if absent:
        yield book.STOP_INCOMPLETE(absent[0], missing=missing[absent[0]] if len(absent) == 1 else "code and date are")
    if facts.stop_code and facts.stop_code not in STOP_CODES:
        yield book.STOP_CODE_ODD("stop_code", code=facts.stop_code)
    if facts.stop_date is not None:
        yield from _stop_date_findings(facts, facts.stop_date, today)


def _stop_date_findings(facts: DecisionFacts, stop: date, today: date) -> Iterator[Finding]:
    is_before = facts.clock_start is not None and stop < facts.clock_start
    if is_before:
        yield book.DECIDED_STOP_BEFORE("stop_date", stop=stop, start=facts.clock_start)
    if stop > today:
        yield book.DECIDED_STOP_LATER("stop_date", stop=stop)
    if is_month_closed(facts):
        yield book.MONTH_CLOSED("stop_date", stop=stop)
    elif facts.reported_already is None and not is_before and (due := provider_deadline(stop)) < today:
        yield book.MONTH_NOT_SAID("reported_already", stop=stop, due=due)


def _level_findings(facts: DecisionFacts) -> Iterator[Finding]:
    if facts.decision != "stop":
        return
    if facts.level == "technical":
        yield book.TECHNICAL_STOP("level")
    elif facts.level == "administrative" and facts.stop_code in CLINICAL_ONLY:
        yield book.NEEDS_CLINICIAN("level", code=facts.stop_code, level=facts.level)


def _merge_findings(facts: DecisionFacts) -> Iterator[Finding]:
    if facts.decision != "merge":
        return
    if _is_blank(facts.merge_with):
        yield book.MERGE_ALONE("merge_with")
    if facts.stop_code:
        yield book.MERGE_AS_34("stop_code", code=facts.stop_code)


def _contact_findings(facts: DecisionFacts) -> Iterator[Finding]:
    if stops_for_silence(facts):
        yield book.NO_REPLY_STOP("contact_result")
    if facts.contact_result in {"treated_elsewhere", "symptoms_gone", "moved"} and facts.decision != "stop":
        yield book.ELSEWHERE("contact_result", result=CONTACT_RESULTS[facts.contact_result])


def _next_findings(facts: DecisionFacts) -> Iterator[Finding]:
    if facts.decision in {None, "stop", "merge"}:
        return
    wanted = {"a next step": facts.next_step, "an owner": facts.next_step_owner}
    missing = [words for words, value in wanted.items() if _is_blank(value)]
    if facts.next_review_on is None:
        missing.append("a review date")
    if missing:
        yield book.NO_NEXT_STEP("next_step", missing=missing)
    if facts.next_review_on is None or facts.validated_on is None:
        return
    due = add_days(facts.validated_on, REVIEW_DAYS)
    if facts.next_review_on > due:
        yield book.REVIEW_LATE("next_review_on", day=facts.next_review_on, on=facts.validated_on, due=due)


def _query_findings(facts: DecisionFacts, today: date) -> Iterator[Finding]:
    sent = facts.query_sent_on
    if sent is None or facts.query_answered_on is not None or sent > today:
        return
    if today > add_working_days(sent, QUERY_WORKING_DAYS):
        yield book.QUERY_OLD("query_answered_on", sent=sent, days=plural((today - sent).days, "day"))
