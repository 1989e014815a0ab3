"""A cancer pathway read as a whole: events in, three clocks, adjustments, shares, steps and findings out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.explain import Finding, Step
from words.phrases import plural

from ..closed_sets import read_closed_sets
from ..events import Event
from .adjustments import read_declined, read_first_seen
from .allocation import Allocation, read_allocation
from .book import ARITHMETIC, COHORT_62, DECLINED_ADMISSION, FIRST_SEEN_LENGTH, NON_ADMITTED
from .clock import Clock
from .clocks import Treatment, list_treatments, read_31, read_62, set_late_decision_aside
from .fds import read_fds
from .findings import check_calendar, check_complete, check_order
from .notes import Notes
from .pathway import Pathway, order_events


@dataclass(frozen=True, slots=True)
class CancerClocks:
    """What one cancer pathway comes to on `as_of` (None: clocks still running have no days yet).

    A clock is None when nothing starts it; one that started but is in no return has `is_counted` False and `why_not`.
    `d31` is the clock of the first treatment, or of the only one; `d31_subsequent` are the others in order.
    `adjustment_first_seen` and `adjustment_treatment` are whole days found on the pathway; each clock holds the part
    that applies to it.
    """

    as_of: date | None
    fds: Clock | None
    d31: Clock | None
    d31_subsequent: tuple[Clock, ...]
    d62: Clock | None
    adjustment_first_seen: int
    adjustment_treatment: int
    allocation: Allocation | None
    in_31_day_standard: bool | None
    in_62_day_standard: bool | None
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """Every clock that started, FDS first, then 62-day, then 31-day in order."""
        return tuple(clock for clock in (self.fds, self.d62, self.d31, *self.d31_subsequent) if clock is not None)

    def explanation(self) -> list[dict[str, str]]:
        """The steps in the order they were applied, as `{rule, text, source}` with `confidence` where local."""
        return [step.as_dict() for step in self.steps]


def read_pathway(events: Sequence[Event], as_of: date | None = None) -> CancerClocks:
    """Work out the FDS, 31-day and 62-day clocks of one pathway (rule book B and P2).

    Events may come in any order and of any kind: those of no concern to cancer are left aside, those later than
    `as_of` have not happened yet. What is missing or impossible becomes a finding; nothing is raised.
    """
    notes = Notes()
    pathway = order_events(read_closed_sets(events, notes.findings), as_of, notes)
    treatments = list_treatments(pathway, notes)
    pathway = set_late_decision_aside(pathway, treatments, notes)
    first_seen = read_first_seen(pathway, notes)
    fds = read_fds(pathway, first_seen, notes)
    declined = read_declined(pathway, notes)
    waits_31 = read_31(pathway, treatments, declined, notes)
    d62 = read_62(pathway, treatments, first_seen, declined, notes)
    in_62 = _in_62(pathway, treatments, d62, notes)
    for clock in (fds, *waits_31, d62):
        _say_clock(clock, notes)
    allocation = read_allocation(pathway, d62, notes)
    check_order(pathway, treatments, notes)
    check_complete(pathway, treatments, notes)
    check_calendar(pathway, (fds, *waits_31, d62), notes)
    return CancerClocks(
        as_of=as_of,
        fds=fds,
        d31=waits_31[0] if waits_31 else None,
        d31_subsequent=tuple(waits_31[1:]),
        d62=d62,
        adjustment_first_seen=first_seen.days if first_seen else 0,
        adjustment_treatment=max((clock.adjusted.treatment for clock in (*waits_31, d62) if clock), default=0),
        allocation=allocation,
        in_31_day_standard=_in_31(treatments, waits_31),
        in_62_day_standard=in_62,
        steps=tuple(notes.steps),
        findings=tuple(notes.findings),
    )


def _in_31(treatments: Sequence[Treatment], waits: Sequence[Clock]) -> bool | None:
    """Whether a recorded treatment is in the 31-day standard; None while none is recorded."""
    if treatments:
        return any(each.cohort.in_31 for each in treatments)
    return False if waits and not waits[0].is_counted else None


def _in_62(pathway: Pathway, treatments: Sequence[Treatment], d62: Clock | None, notes: Notes) -> bool | None:
    """Whether the pathway is in the 62-day standard; None while that is still open or cannot be known."""
    if d62 is not None:
        return None if d62.is_running else d62.is_counted
    if pathway.route == "routine":
        notes.step(COHORT_62, "Without an urgent referral or an upgrade the 62-day standard does not apply.")
        return False
    if treatments and not any(each.cohort.in_62 for each in treatments):
        return False
    return None


def _say_clock(clock: Clock | None, notes: Notes) -> None:
    if clock is None or not clock.is_counted:
        return
    if clock.days is None or clock.days_without_adjustment is None:
        says = "{name}: running since {start}; the last compliant date is {last}."
        words = {"name": clock.measure.label, "start": clock.clock_start, "last": clock.last_compliant_date}
        notes.step(clock.measure.rule, says, **words)
        return
    words = {
        "name": clock.measure.label,
        "start": clock.clock_start,
        "last": clock.last_compliant_date,
        "whole": plural(clock.days_without_adjustment, "day"),
        "less": f", less {plural(clock.adjustment_days, 'day')} adjusted" if clock.adjustment_days else "",
        "days": plural(clock.days, "day"),
    }
    if clock.clock_stop:
        _say_stopped(clock, words, notes)
    else:
        _say_running(clock, words, notes)
    _say_without_adjustment(clock, words, notes)


def _say_stopped(clock: Clock, words: dict[str, object], notes: Notes) -> None:
    counted = ": {days}, {verdict}" if clock.adjustment_days else ", {verdict}"
    verdict = f"{'within' if clock.met else 'over'} {clock.measure.limit} days"
    says = "{name}: {whole} from {start} to {stop}{less}" + counted + ". The last compliant date was {last}."
    notes.step(ARITHMETIC, says, **words, stop=clock.clock_stop, verdict=verdict)


def _say_running(clock: Clock, words: dict[str, object], notes: Notes) -> None:
    left = clock.days_left or 0
    verdict = f"{plural(left, 'day')} left" if left >= 0 else f"{plural(-left, 'day')} over"
    says = "{name}: day {day} on {today} (started {start}{less}), {verdict}. The last compliant date is {last}."
    notes.step(ARITHMETIC, says, **words, day=clock.days, today=clock.as_of, verdict=verdict)


def _say_without_adjustment(clock: Clock, words: dict[str, object], notes: Notes) -> None:
    """The figure beside the figure, wherever an adjustment rests on a rule to be checked locally."""
    for days, rule in ((clock.adjusted.first_seen, FIRST_SEEN_LENGTH), (clock.adjusted.treatment, DECLINED_ADMISSION)):
        if days:
            notes.step(
                rule,
                "{name}: {days} with the adjustment, {whole} without any. Check local policy.",
                **words,
                days_without_adjustment=clock.days_without_adjustment,
            )
    if clock.adjusted.non_admitted:
        notes.step(
            NON_ADMITTED,
            "{name}: {days} as counted, {widened} if CWT guidance v12.1 adjusts non-admitted care. Check local policy.",
            **words,
            widened=plural(clock.days_if_widened or 0, "day"),
            days_without_adjustment=clock.days_without_adjustment,
        )
