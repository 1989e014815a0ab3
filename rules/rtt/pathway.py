"""The state of a pathway while its events are read: the open period, the closed ones, and what was said on the way."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from ..calendar import breach_date, days_waited, last_day_within_18_weeks
from ..events import Event
from ..explain import Check, Finding, Rule, Step
from .codes import MONITORING_CODES


class Handover(NamedTuple):
    """The day from which another provider is responsible, and who was before it; None where nobody was named."""

    day: date
    before: str | None


ANOTHER_PROVIDER = "another provider"
"""Who was responsible before a transfer that does not say where the patient came from."""


class Period(NamedTuple):
    """One RTT period. `stop` None: still open. A nullified period counts nowhere.

    `start_rule` and `stop_rule` are the rules that moved the clock; `pathway_type` is "admitted" or "non_admitted" for
    a counted stop; `reported_by` is the provider with clinical responsibility at its end (`reporter_on` asks for any
    day, from the `handovers` in it); `tfc` the treatment function it is returned under; `choice` whether it ended in
    active monitoring because the patient delays.
    """

    start: date
    start_rule: Rule
    start_reason: str
    stop: date | None = None
    stop_rule: Rule | None = None
    stop_code: str | None = None
    stop_reason: str | None = None
    pathway_type: str | None = None
    nullified: bool = False
    reported_by: str | None = None
    tfc: str | None = None
    decided_to_admit: date | None = None
    choice: bool = False
    handovers: tuple[Handover, ...] = ()

    def reporter_on(self, day: date) -> str | None:
        """Who reports the period on a day: a transfer changes nothing for the months before it."""
        return next((one.before for one in self.handovers if one.day > day), self.reported_by)

    @property
    def days(self) -> int | None:
        """Days from start to stop; None while open."""
        return None if self.stop is None else days_waited(self.start, self.stop)

    @property
    def breach_date(self) -> date:
        return breach_date(self.start)

    @property
    def last_day_within_18w(self) -> date:
        return last_day_within_18_weeks(self.start)


class AdditionalPathway(NamedTuple):
    """A separate condition found on the way: its own pathway, identifier and clock."""

    specialty: str | None
    clock_start: date

    @property
    def breach_date(self) -> date:
        return breach_date(self.clock_start)


STARTS_SAY = "The clock starts on {start}: {why}."
STOPS_SAY = "The clock stops on {stop} with code {code}: {why}."
NULLIFIES_SAY = "The clock stops on {stop} with code {code} and does not count: {why}."


@dataclass(slots=True)
class Stay:
    """The stay in hospital, from admission until it ends or the patient is seen elsewhere."""

    admitted_on: date | None = None
    emergency_on: date | None = None


@dataclass(slots=True)
class Visits:
    """Appointments of the period: the first attended, the first test, what was missed or cancelled, and what delays."""

    attended: date | None = None
    tested: date | None = None
    cancels: int = 0
    missed_communicated: object = None
    delay_cause: str | None = None


@dataclass(slots=True)
class Offers:
    """Dates offered in the period (made on, for when, declined), the reasonable ones declined, other providers."""

    made: list[tuple[date, date | None, bool]] = field(default_factory=list)
    reasonable_declined: list[date] = field(default_factory=list)
    alternatives: list[Event] = field(default_factory=list)


@dataclass(slots=True)
class Referrals:
    """Referrals under way: a self-referral nobody has approved, one sent for treatment or an opinion, a transfer."""

    awaiting_approval: Event | None = None
    second: Event | None = None
    pending: str | None = None
    opinion_at: str | None = None
    transferred: bool = False


@dataclass(slots=True)
class Planned:
    """The planned list, and the second side of a bilateral procedure: side → the day the patient was ready."""

    is_planned: bool = False
    due: date | None = None
    ready_second_side: dict[str, date] = field(default_factory=dict)


class Pathway:
    """What is known so far: the clock, and a state for each family of events. Handlers in the sibling files change it;
    `read_pathway` turns it into a `Clock`. `extras` and `marks` are what the answer tells besides, `marks` of one
    period."""

    def __init__(self, as_of: date) -> None:
        self.as_of = as_of
        self.periods: list[Period] = []
        self.steps: list[Step] = []
        self.findings: list[Finding] = []
        self.extras: dict[str, Any] = {}
        self.additional: list[AdditionalPathway] = []
        self.start: date | None = None
        self.start_rule: Rule | None = None
        self.start_reason = ""
        self.provider: str | None = None
        self.handovers: list[Handover] = []
        self.tfc: str | None = None
        self.events: list[Event] = []
        self.monitoring = False
        self.outside = False
        self.emergency_on: date | None = None
        self.treatment_confirmed = False
        self.refused: Event | None = None
        self.referrals = Referrals()
        self.planned = Planned()
        self._new_period()

    def _new_period(self) -> None:
        """Forget what belongs to one period only."""
        self.stay = Stay()
        self.visits = Visits()
        self.offers = Offers()
        self.referrals.second = None
        self.decided_to_admit: date | None = None
        self.choice = False
        self.marks: dict[str, Any] = {}

    @property
    def is_open(self) -> bool:
        return self.start is not None

    @property
    def last(self) -> Period | None:
        """The last closed period."""
        return self.periods[-1] if self.periods else None

    def begin(self, day: date, rule: Rule, why: str, says: str = STARTS_SAY, **values: object) -> None:
        """Start a clock; the caller has made sure none is running."""
        self.start, self.start_rule, self.start_reason = day, rule, why
        self.monitoring = False
        self.referrals.pending = None
        self._new_period()
        self.steps.append(Step(rule, says, {"start": day, "why": why, **values}))

    def end(
        self, day: date, rule: Rule, code: str, why: str, *, admitted: bool = False, nullified: bool = False
    ) -> bool:
        """Stop the running clock on `day`; False when none is running."""
        start, start_rule = self.start, self.start_rule
        if start is None or start_rule is None:
            return False
        kind = None if nullified else "admitted" if admitted else "non_admitted"
        self.periods.append(
            Period(
                start,
                start_rule,
                self.start_reason,
                day,
                rule,
                code,
                why,
                kind,
                nullified,
                self.provider,
                self.tfc,
                self.decided_to_admit,
                self.choice,
                self._handovers_in(start, day),
            )
        )
        self.start = None
        self.monitoring = code in MONITORING_CODES
        self.treatment_confirmed = False
        self.planned.ready_second_side = {}
        says = NULLIFIES_SAY if nullified else STOPS_SAY
        self.steps.append(Step(rule, says, {"stop": day, "code": code, "why": why}))
        return True

    def hand_over(self, day: date, provider: str | None, before: str | None) -> None:
        """From `day` on `provider` is responsible, until then `before`."""
        if provider != before:
            self.handovers.append(Handover(day, before))
        self.provider = provider

    def _handovers_in(self, start: date, end: date) -> tuple[Handover, ...]:
        return tuple(one for one in self.handovers if start < one.day <= end)

    def reopen(self, rule: Rule, says: str, **values: object) -> None:
        """Take the last stop back: the clock has run on all the time."""
        period = self.periods.pop()
        self.start, self.start_rule, self.start_reason = period.start, period.start_rule, period.start_reason
        self.decided_to_admit, self.monitoring = period.decided_to_admit, False
        self.stay.admitted_on = None
        self.steps.append(Step(rule, says, {"reopened": period.stop, **values}))

    def take_away(self, rule: Rule, says: str, **values: object) -> None:
        """Take the running clock away as if it had never started: it was a mistake, not a wait."""
        self.steps.append(Step(rule, says, {"taken": self.start, **values}))
        self.start = None
        self._new_period()

    def tell(self, rule: Rule, says: str, **values: object) -> None:
        """A step that leaves the clock as it is."""
        self.steps.append(Step(rule, says, values))

    def note(self, finding: Finding) -> None:
        self.findings.append(finding)

    def forget(self, check: Check) -> None:
        """Take back what a check said: it has been said anew, or settled since."""
        self.findings = [finding for finding in self.findings if finding.check is not check]

    def open_period(self) -> Period | None:
        """The running period as a value."""
        if self.start is None or self.start_rule is None:
            return None
        return Period(
            self.start,
            self.start_rule,
            self.start_reason,
            reported_by=self.provider,
            tfc=self.tfc,
            decided_to_admit=self.decided_to_admit,
            handovers=self._handovers_in(self.start, self.as_of),
        )


Handler = Callable[[Pathway, Event], None]
"""What reads one kind of event: it changes the pathway."""
