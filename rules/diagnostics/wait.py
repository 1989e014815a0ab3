"""Diagnostic waits (DM01): the six-week clock of one test, its resets, and the month-end figures (rule book C, P3).

Two figures stand side by side: the DM01 wait, which a missed or cancelled appointment sets back to zero, and the days
since the request, which nothing sets back. Neither touches the RTT clock.
"""

from dataclasses import dataclass, replace
from datetime import date

from rules.explain import Finding, Step
from words.phrases import plural

from ..calendar import add_days
from .book import (
    LONG_SINCE_REQUEST,
    MAY_RESET,
    MISSED_OUTSIDE,
    NO_DUE_DATE,
    NO_REQUEST,
    OPPOSITE_EDGE,
    OVER_SIX_WEEKS,
    OVER_THIRTEEN_WEEKS,
    PLANNED,
    PLANNED_OVERDUE,
    PROVIDER,
    RECEIVED_FIRST,
    REFUSED,
    RESET,
    RESET_NOT_SUPPORTED,
    RTT_UNTOUCHED,
    START,
    START_LOCAL,
    STOP,
    TESTED_FIRST,
    UNKNOWN_TEST,
    UNSCHEDULED,
)
from .facts import Counted, DiagnosticFacts, FallenThrough, StartFrom, Who
from .return_lines import TESTS, DiagnosticTest, Group

SIX_WEEKS = 42
THIRTEEN_WEEKS = 91
REFUSALS_NEEDED = 2


@dataclass(frozen=True, slots=True)
class DiagnosticWait:
    """The wait for one test on `as_of`: whole calendar days, the start day is day 0.

    `days` is the DM01 wait (None while it has no start), `days_since_request` the whole wait with no reset.
    `on_waiting_list` says whether the test counts in the snapshot of that day.
    """

    as_of: date
    test: DiagnosticTest | None
    clock_start: date | None
    clock_stop: date | None
    days: int | None
    days_since_request: int | None
    on_waiting_list: bool
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]

    @property
    def weeks(self) -> int | None:
        return None if self.days is None else self.days // 7

    @property
    def band(self) -> str | None:
        return None if self.days is None else band_of(self.days)

    @property
    def is_breach(self) -> bool | None:
        return None if self.days is None else is_breach(self.days)

    @property
    def last_day_within_six_weeks(self) -> date | None:
        return None if self.clock_start is None else add_days(self.clock_start, SIX_WEEKS - 1)


def is_breach(days: int) -> bool:
    """Whether a wait is six weeks or more: day 42 is a breach, day 41 is not."""
    return days >= SIX_WEEKS


def band_of(days: int) -> str:
    """The band of the return, lower bound included: "0<01", "05<06", … "12<13", "13+"."""
    weeks = max(0, days) // 7
    if weeks >= THIRTEEN_WEEKS // 7:
        return "13+"
    return f"{weeks:02}<{weeks + 1:02}" if weeks else "0<01"


def read_wait(facts: DiagnosticFacts, as_of: date, start_from: StartFrom = StartFrom.REQUESTED) -> DiagnosticWait:
    """The DM01 wait of one test on a day, with the steps and remarks that led to it; nothing is raised."""
    steps: list[Step] = []
    findings: list[Finding] = []
    start = _find_start(facts, as_of, start_from, steps, findings)
    stop = _find_stop(facts, as_of, start, steps, findings)
    until = stop or as_of
    restart = start if start is None else _find_restart(facts, start, steps, findings)
    days = None if restart is None else max(0, (until - restart).days)
    since = None if facts.requested_on is None else max(0, (until - facts.requested_on).days)
    wait = DiagnosticWait(
        as_of=as_of,
        test=TESTS.get(facts.test or ""),
        clock_start=restart,
        clock_stop=stop,
        days=days,
        days_since_request=since,
        on_waiting_list=start is not None and start <= as_of and stop is None,
        steps=(),
        findings=(),
    )
    _say_wait(wait, start, steps, findings)
    if facts.test and wait.test is None:
        findings.append(UNKNOWN_TEST("test", test=facts.test))
    return replace(wait, steps=tuple(steps), findings=tuple(findings))


def _find_start(
    facts: DiagnosticFacts, as_of: date, start_from: StartFrom, steps: list[Step], findings: list[Finding]
) -> date | None:
    if facts.test_list == Counted.UNSCHEDULED:
        steps.append(Step(UNSCHEDULED, "An emergency or inpatient test is never on the waiting list."))
        return None
    if facts.test_list == Counted.PLANNED:
        return _planned_start(facts, as_of, steps, findings)
    requested, received = facts.requested_on, facts.received_on
    if requested and received and received < requested:
        findings.append(RECEIVED_FIRST("received_on", received=received, requested=requested))
    start = received if start_from is StartFrom.RECEIVED and received else requested
    if start is None:
        findings.append(NO_REQUEST("requested_on"))
        return None
    from_receipt = start_from is StartFrom.RECEIVED and received is not None
    test = TESTS.get(facts.test or "")
    is_sourced = test is not None and test.group is Group.IMAGING and not from_receipt
    words = {"what": "received" if from_receipt else "made", "date": start}
    says = "The request was {what} on {date}: the DM01 wait starts."
    steps.append(Step(START if is_sourced else START_LOCAL, says, words))
    return start


def _planned_start(facts: DiagnosticFacts, as_of: date, steps: list[Step], findings: list[Finding]) -> date | None:
    if facts.due_on is None:
        findings.append(NO_DUE_DATE("due_on"))
        return None
    ended = min(as_of, facts.tested_on) if facts.tested_on else as_of
    if facts.due_on >= ended:
        says = "A planned test is outside DM01 until it is due, on {due}."
        steps.append(Step(PLANNED, says, {"due": facts.due_on}))
        return None
    says = "The planned test was not done by {due}: a DM01 wait starts from the due date, where appropriate."
    steps.append(Step(PLANNED, says, {"due": facts.due_on}))
    if facts.tested_on is None or facts.tested_on > as_of:
        findings.append(PLANNED_OVERDUE("due_on", due=facts.due_on))
    return facts.due_on


def _find_stop(
    facts: DiagnosticFacts, as_of: date, start: date | None, steps: list[Step], findings: list[Finding]
) -> date | None:
    tested = facts.tested_on
    if tested is None or tested > as_of or start is None:
        return None
    if tested < start:
        findings.append(TESTED_FIRST("tested_on", tested=tested, requested=start))
        return None
    steps.append(Step(STOP, "The test was done on {date}: the wait stops.", {"date": tested}))
    return tested


def _find_restart(facts: DiagnosticFacts, start: date, steps: list[Step], findings: list[Finding]) -> date:
    """The date the DM01 wait counts from after every reset; the latest reset stands."""
    restarts = [start]
    for appointment in sorted(facts.fallen_through, key=lambda each: each.appointment_on):
        if appointment.appointment_on < start or (facts.tested_on and appointment.appointment_on > facts.tested_on):
            findings.append(MISSED_OUTSIDE("fallen_through", date=appointment.appointment_on))
        elif _resets(appointment, steps):
            restarts.append(appointment.appointment_on)
    refused = _refusal_reset(facts, start, steps, findings)
    return max([*restarts, refused] if refused else restarts)


_RESETS = {
    Who.DNA: "The appointment of {date} was missed: the wait for this test starts again from that date.",
    Who.PATIENT: "The patient cancelled the appointment of {date}: the wait for this test starts again from that date.",
}


def _resets(appointment: FallenThrough, steps: list[Step]) -> bool:
    says = _RESETS.get(appointment.who)
    if says is None:
        says = "The provider cancelled the appointment of {date}: the wait runs on."
        steps.append(Step(PROVIDER, says, {"date": appointment.appointment_on}))
        return False
    steps.append(Step(RESET, says, {"date": appointment.appointment_on}))
    return True


def _refusal_reset(facts: DiagnosticFacts, start: date, steps: list[Step], findings: list[Finding]) -> date | None:
    """The first reasonable date refused, where two were and the reset was agreed."""
    reasonable = sorted(each.refused_for for each in facts.refused if each.is_reasonable and each.refused_for >= start)
    enough = len(reasonable) >= REFUSALS_NEEDED
    if facts.reset_after_refusals and not enough:
        findings.append(RESET_NOT_SUPPORTED("refused", count=len(reasonable)))
    if not enough:
        return None
    if not facts.reset_after_refusals:
        findings.append(MAY_RESET("refused", date=reasonable[0]))
        return None
    says = "Two reasonable dates were refused: the wait starts again from the first of them, {date}."
    steps.append(Step(REFUSED, says, {"date": reasonable[0]}))
    return reasonable[0]


def _say_wait(wait: DiagnosticWait, start: date | None, steps: list[Step], findings: list[Finding]) -> None:
    if wait.days is None or wait.clock_start is None:
        return
    says = "The DM01 wait is {days} on {date}: {verdict} (42 days is a breach)."
    verdict = "six weeks or more" if wait.is_breach else "within six weeks"
    until = wait.clock_stop or wait.as_of
    steps.append(Step(OPPOSITE_EDGE, says, {"days": plural(wait.days, "day"), "date": until, "verdict": verdict}))
    if wait.clock_start != start and wait.days_since_request is not None:
        says = "Since the request it is {since}; the RTT clock is not touched by the reset."
        steps.append(Step(RTT_UNTOUCHED, says, {"since": plural(wait.days_since_request, "day")}))
    if wait.clock_stop is None:
        findings.extend(_calendar(wait, is_reset=wait.clock_start != start))


def _calendar(wait: DiagnosticWait, *, is_reset: bool) -> list[Finding]:
    days, since = wait.days or 0, wait.days_since_request or 0
    found = []
    if days >= THIRTEEN_WEEKS:
        found.append(OVER_THIRTEEN_WEEKS(days=days))
    elif is_breach(days):
        found.append(OVER_SIX_WEEKS(days=days, last=wait.last_day_within_six_weeks))
    if is_reset and is_breach(since) and not is_breach(days):
        found.append(LONG_SINCE_REQUEST(days=days, since=since))
    return found
