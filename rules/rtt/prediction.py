"""What will the clock do? What an entry did to a clock, and the question about it with answers to choose from."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rules.explain import Step

from ..calendar import breach_date
from ..events import Event
from .clock import Clock
from .what_if import describe_difference, list_new_steps

DATES_AT_MOST = 3
SAYS: Mapping[str, str] = {
    "clock_starts": "The clock starts on {day}",
    "clock_runs": "It runs on",
    "clock_stops": "It stops on {day}",
    "clock_nullified": "It is nullified",
    "new_clock": "A new clock starts on {day}",
    "no_change": "Nothing changes",
    "outside_rtt": "It is outside RTT",
    "no_clock": "There is no clock any more",
}
ON_A_DAY = frozenset({"clock_starts", "clock_stops", "clock_nullified", "new_clock"})
AFTER_A_STOP = ("no_change", "new_clock", "clock_runs")
PLAUSIBLE: Mapping[str, Sequence[str]] = {
    "open": ("clock_runs", "clock_stops", "clock_nullified", "new_clock"),
    "stopped": AFTER_A_STOP,
    "nullified": AFTER_A_STOP,
    "active_monitoring": AFTER_A_STOP,
    "no_clock": ("clock_starts", "no_change", "outside_rtt"),
    "not_rtt": ("clock_starts", "outside_rtt", "no_change"),
}
"""By the status before: what somebody could think happens."""


class Effect(NamedTuple):
    """The decision, the day the clock starts or stops on, and the breach date ahead: only a running clock has one."""

    decision: str
    day: date | None = None
    breach: date | None = None


class Question(NamedTuple):
    """The decisions and breach dates to choose from; `day` is the one that the decisions speak of. `right` is the
    engine's own answer, with its sentences and the steps it took."""

    decisions: Sequence[str]
    breaches: Sequence[date | None]
    day: date
    right: Effect
    because: Sequence[str]
    steps: Sequence[Step]


def read_effect(before: Clock, after: Clock) -> Effect:
    """What the change from one reading to the other is."""
    last = after.last
    if last is None:
        return Effect(_read_nothing(before, after))
    if after.status == "open":
        return Effect(_read_start(before, after), last.start, last.breach_date)
    if before.last and (before.status, before.last.start, before.last.stop) == (after.status, last.start, last.stop):
        return Effect("no_change", last.stop)
    return Effect("clock_nullified" if last.nullified else "clock_stops", last.stop)


def _read_nothing(before: Clock, after: Clock) -> str:
    if after.status == "not_rtt":
        return "outside_rtt"
    return "no_clock" if before.periods else "no_change"


def _read_start(before: Clock, after: Clock) -> str:
    """A clock that was taken to be stopped and was not (NX2) has run on all the time: no new one."""
    if before.clock_start == after.clock_start and len(after.periods) <= len(before.periods):
        return "clock_runs"
    return "new_clock" if len(after.periods) > 1 else "clock_starts"


def ask_effect(before: Clock, after: Clock, new: Sequence[Event]) -> Question:
    """The question about `new` events: what is right, among what somebody could think."""
    right = read_effect(before, after)
    told = right.day if right.decision in ON_A_DAY else None
    day = told or max((event.date for event in new), default=after.as_of)
    choices = PLAUSIBLE[before.status]
    decisions = choices if right.decision in choices else (*choices[:3], right.decision)
    likely = [right.breach, before.breach_date, breach_date(day), *(breach_date(event.date) for event in new)]
    dates = list(dict.fromkeys(one for one in likely if one))[:DATES_AT_MOST]
    steps = list_new_steps(before, after)
    return Question(decisions, (*sorted(dates), None), day, right, describe_difference(before, after), steps)
