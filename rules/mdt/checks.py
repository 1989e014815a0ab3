"""MDT meetings and the cases on them: quoracy, readiness, outcomes and what each outcome must lead to.

Sources: rule book I (from memory unless named: check local policy), B3, B7, B8 and amendment C5; MODULES, MDT.
The rules and remarks themselves are declared in `mdt_book`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rules.calendar import add_days
from rules.event_choices import MEETING_OUTCOMES, NO_TREATMENT_REASONS
from rules.explain import Finding
from rules.mdt import rules as book
from rules.mdt.rules import ATTENDANCE_SHARE, BOOK, CORE_ROLES, QUORATE_SHARE
from words.phrases import plural

__all__ = [
    "ATTENDANCE_SHARE",
    "BOOK",
    "CORE_ROLES",
    "MEETING_OUTCOMES",
    "NO_TREATMENT_REASONS",
    "QUORATE_SHARE",
    "Action",
    "CaseFacts",
    "MeetingFacts",
    "calc_attendance",
    "calc_quoracy",
    "find_day_38",
    "is_quorate",
    "list_case_findings",
    "list_meeting_findings",
    "list_missing_roles",
    "list_not_ready",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFacts:
    """One meeting. status: planned, held, cancelled. `present` says of each core role whether somebody came."""

    held_on: date | None = None
    status: str | None = None
    chair: str | None = None
    present: Mapping[str, bool] = field(default_factory=dict)
    core_roles: tuple[str, ...] = tuple(CORE_ROLES)
    cut_off: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One action of a case."""

    what: str | None = None
    owner: str | None = None
    due: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """One case. outcome: a key of `MEETING_OUTCOMES`. route: urgent_suspected_cancer, screening, breast_symptomatic,
    routine, consultant_upgrade. `patient_seen_that_day`: did the patient agree the plan on the day of the meeting?
    """

    question: str | None = None
    performance_status: int | None = None
    imaging_ready: bool | None = None
    pathology_ready: bool | None = None
    presenter: str | None = None
    added_on: date | None = None
    outcome: str | None = None
    decision: str | None = None
    actions: tuple[Action, ...] = ()
    tests: str | None = None
    tests_wanted_by: date | None = None
    deferred_reason: str | None = None
    next_meeting: date | None = None
    deferrals: int | None = None
    told_by: str | None = None
    tell_by: date | None = None
    told_on: date | None = None
    gp_told_on: date | None = None
    decision_to_treat: date | None = None
    patient_seen_that_day: bool | None = None
    no_treatment_reason: str | None = None
    route: str | None = None
    upgraded_on: date | None = None
    upgrade_declined: bool | None = None
    referred_to_mdt_on: date | None = None
    cancer_clock_start: date | None = None
    first_seen_adjustment: int | None = None
    breach_date: date | None = None


def list_missing_roles(meeting: MeetingFacts) -> tuple[str, ...]:
    """The core roles nobody came for, in the order of the site's rule."""
    return tuple(role for role in meeting.core_roles if not meeting.present.get(role))


def is_quorate(meeting: MeetingFacts) -> bool | None:
    """Were all core roles there? None unless the meeting was held and attendance recorded."""
    if meeting.status != "held" or not meeting.present:
        return None
    return not list_missing_roles(meeting)


def calc_quoracy(meetings: Iterable[MeetingFacts]) -> float | None:
    """Share 0–1 of held meetings that were quorate; None when none was held with attendance (expected: 95%)."""
    known = [quorate for meeting in meetings if (quorate := is_quorate(meeting)) is not None]
    return sum(known) / len(known) if known else None


def calc_attendance(meetings: Iterable[MeetingFacts], role: str) -> float | None:
    """Share 0–1 of held meetings at which somebody came for this role (expected: two thirds)."""
    known = [bool(meeting.present.get(role)) for meeting in meetings if is_quorate(meeting) is not None]
    return sum(known) / len(known) if known else None


def find_day_38(case: CaseFacts) -> date | None:
    """The day by which a transfer is due (B7); None without the start of the cancer clock."""
    if case.cancer_clock_start is None:
        return None
    return add_days(case.cancer_clock_start, book.DAY_38 + max(case.first_seen_adjustment or 0, 0))


def list_meeting_findings(meeting: MeetingFacts, today: date) -> list[Finding]:
    """Every remark on one meeting."""
    return list(_meeting_findings(meeting, today))


def list_case_findings(case: CaseFacts, meeting: MeetingFacts, today: date) -> list[Finding]:
    """Every remark on one case of a meeting: readiness before it, outcome and what follows after it."""
    parts = (
        _upgrade_findings(case),
        _before_findings(case, meeting),
        _outcome_findings(case, meeting),
        _action_findings(case.actions, today),
        _tell_findings(case, meeting, today),
    )
    return [finding for part in parts for finding in part]


def _meeting_findings(meeting: MeetingFacts, today: date) -> Iterator[Finding]:
    if not (meeting.chair or "").strip():
        yield book.NO_CHAIR("chair")
    if meeting.status == "planned" and meeting.held_on is not None and meeting.held_on < today:
        yield book.PLANNED_PASSED("status", day=meeting.held_on)
    if meeting.status != "held":
        return
    if not meeting.present:
        yield book.ATTENDANCE_MISSING("present")
    elif missing := list_missing_roles(meeting):
        yield book.NOT_QUORATE("present", roles=" or ".join(CORE_ROLES.get(role, role) for role in missing))


def _upgrade_findings(case: CaseFacts) -> Iterator[Finding]:
    urgent = {"urgent_suspected_cancer": "urgent suspected cancer", "screening": "urgent screening"}
    if case.upgraded_on is None:
        if case.route == "routine" and not case.upgrade_declined:
            yield book.UPGRADE_PROMPT("upgraded_on")
        return
    if case.route in urgent:
        yield book.UPGRADE_NOT_ALLOWED("upgraded_on", route=urgent[case.route])
    elif case.referred_to_mdt_on is not None and case.upgraded_on > case.referred_to_mdt_on:
        yield book.UPGRADE_LATE("upgraded_on", upgraded=case.upgraded_on, referred=case.referred_to_mdt_on)


def _before_findings(case: CaseFacts, meeting: MeetingFacts) -> Iterator[Finding]:
    status = case.performance_status
    if status is not None and not 0 <= status <= 4:
        yield book.STATUS_ODD("performance_status", status=status)
    if meeting.status == "planned":
        if missing := list_not_ready(case):
            yield book.NOT_READY("question", missing=missing)
        if case.breach_date is not None and meeting.held_on is not None and case.breach_date < meeting.held_on:
            yield book.BREACHES_FIRST("breach_date", breach=case.breach_date, day=meeting.held_on)
    if case.added_on is not None and meeting.cut_off is not None and case.added_on > meeting.cut_off:
        yield book.AFTER_CUT_OFF("added_on", added=case.added_on, cut_off=meeting.cut_off)


def list_not_ready(case: CaseFacts) -> list[str]:
    """What a case still lacks before the meeting; empty when it is ready. What is not recorded is not there."""
    there = {
        "the question": bool((case.question or "").strip()),
        "performance status": case.performance_status is not None,
        "imaging": case.imaging_ready is True,
        "pathology": case.pathology_ready is True,
        "a presenter": bool((case.presenter or "").strip()),
    }
    return [words for words, known in there.items() if not known]


def _outcome_findings(case: CaseFacts, meeting: MeetingFacts) -> Iterator[Finding]:
    if not case.outcome:
        if meeting.status == "held":
            yield book.NO_OUTCOME("outcome", day=meeting.held_on or "a date not recorded")
        return
    outcome = MEETING_OUTCOMES.get(case.outcome, case.outcome)
    if case.outcome == "deferred":
        yield from _deferral_findings(case)
        return
    if not (case.decision or "").strip():
        yield book.NO_DECISION("decision", outcome=outcome)
    if not case.actions:
        yield book.NO_ACTION("actions", outcome=outcome)
    if case.outcome == "more_tests":
        yield from _test_findings(case)
    if case.outcome in {"palliative", "active_monitoring"} and case.no_treatment_reason not in NO_TREATMENT_REASONS:
        given = "" if not case.no_treatment_reason else f" ({case.no_treatment_reason} is not a code)"
        yield book.REASON_MISSING("no_treatment_reason", outcome=outcome.capitalize(), given=given)
    yield from _date_findings(case, meeting)


def _deferral_findings(case: CaseFacts) -> Iterator[Finding]:
    reason = "" if (case.deferred_reason or "").strip() else "no reason is"
    back = "" if case.next_meeting is not None else "no next meeting is"
    if reason or back:
        missing = "neither reason nor next meeting is" if reason and back else reason or back
        yield book.DEFERRED_WHY("deferred_reason" if reason else "next_meeting", missing=missing)
    if case.deferrals is not None and case.deferrals >= 2:
        yield book.DEFERRED_AGAIN("deferrals", count=case.deferrals)


def _test_findings(case: CaseFacts) -> Iterator[Finding]:
    named = {"the names of the tests": bool((case.tests or "").strip()), "a date": case.tests_wanted_by is not None}
    if missing := [words for words, known in named.items() if not known]:
        yield book.TESTS_UNNAMED(
            "tests" if len(missing) == 2 or case.tests_wanted_by else "tests_wanted_by", missing=missing
        )


def _date_findings(case: CaseFacts, meeting: MeetingFacts) -> Iterator[Finding]:
    held, decided = meeting.held_on, case.decision_to_treat
    if held is not None and decided == held and case.patient_seen_that_day is not True:
        yield book.DTT_IS_MEETING("decision_to_treat", day=held)
    due = find_day_38(case)
    if case.outcome == "refer" and due is not None and held is not None and case.cancer_clock_start is not None:
        day = (held - case.cancer_clock_start).days - max(case.first_seen_adjustment or 0, 0)
        yield book.REFERRED_ON("cancer_clock_start", day=day, due=due)


def _action_findings(actions: Sequence[Action], today: date) -> Iterator[Finding]:
    for action in actions:
        what = (action.what or "").strip() or "not described"
        missing = [words for words, value in {"owner": action.owner, "date": action.due}.items() if not value]
        if missing:
            yield book.ACTION_INCOMPLETE("actions", what=what, missing=missing)
        if action.done_on is None and action.due is not None and action.due < today:
            days = plural((today - action.due).days, "day")
            yield book.ACTION_OVERDUE(
                "actions", what=what, due=action.due, days=days, owner=action.owner or "its owner"
            )


def _tell_findings(case: CaseFacts, meeting: MeetingFacts, today: date) -> Iterator[Finding]:
    if case.told_on is not None:
        if case.outcome in {"ruled_out", "treat_here", "refer", "palliative", "active_monitoring"}:
            yield book.ENDS_FDS("told_on", day=case.told_on)
        if case.gp_told_on is None:
            yield book.GP_NOT_TOLD("gp_told_on", day=case.told_on)
        return
    if meeting.status != "held" or not case.outcome:
        return
    missing = " or ".join(
        words
        for words, value in {"by whom": (case.told_by or "").strip(), "by when": case.tell_by}.items()
        if not value
    )
    if missing:
        yield book.NOBODY_TELLS("told_by" if not (case.told_by or "").strip() else "tell_by", missing=missing)
    if case.tell_by is not None and case.tell_by < today:
        yield book.TELL_OVERDUE("told_on", due=case.tell_by)
