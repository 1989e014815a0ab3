"""What a forecast assumes, in plain values: demand, the list, sessions, attendance, order."""

from dataclasses import dataclass, fields
from datetime import date
from math import floor, isfinite

MOST_WEEKS = 520
MOST_DEMAND = 100_000
MOST_WAITING = 10_000_000
_SHARES = (
    "missed",
    "missed_rebooked",
    "patient_cancels",
    "patient_cancels_rebooked",
    "hospital_cancels",
    "refilled",
    "sessions_cancelled",
    "removed_weekly",
    "standard",
)


@dataclass(frozen=True, slots=True)
class Session:
    """`slots` (patients; may be a fraction, then every few sessions one more) on `weekday` (0 is Monday).

    Held every `every_weeks` weeks from the first such weekday on or after `first` (else the start) to `last`.
    """

    weekday: int
    slots: float
    first: date | None = None
    last: date | None = None
    every_weeks: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6:
            raise ValueError("The weekday of a session is 0 (Monday) to 6 (Sunday).")
        if not 0 <= self.slots <= 100_000:
            raise ValueError("The slots of a session must not be below zero, nor above 100,000.")
        if self.every_weeks < 1:
            raise ValueError("A session is held every week, or every few weeks.")


@dataclass(frozen=True, slots=True)
class Priority:
    """One clinical priority and the share (0 to 1) of referrals that have it."""

    name: str
    share: float


@dataclass(frozen=True, slots=True)
class Waiting:
    """`count` patients referred on one day who wait at the start; `priority` is a place in the scenario's list."""

    referred: date
    count: int = 1
    priority: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """The weeks after `start`, whose evening is the first census. Shares are 0 to 1.

    `demand_error` is the standard error of weekly demand; `dispersion` its variance ÷ mean (1 is Poisson); `seasons`
    twelve factors by month, January first; `referral_weekdays` weights of Monday to Sunday. `missed`,
    `patient_cancels` and `hospital_cancels` are shares of booked slots. `standard` is the share that is to have waited
    no more than `standard_weeks`. Raises ValueError with a plain sentence.
    """

    start: date
    weeks: int
    demand: float
    sessions: tuple[Session, ...]
    waiting: tuple[Waiting, ...] = ()
    demand_error: float = 0.0
    dispersion: float = 1.0
    seasons: tuple[float, ...] = ()
    referral_weekdays: tuple[float, ...] = (1, 1, 1, 1, 1, 1, 1)
    priorities: tuple[Priority, ...] = (Priority("All", 1.0),)
    by_priority: bool = False
    missed: float = 0.0
    missed_rebooked: float = 1.0
    patient_cancels: float = 0.0
    patient_cancels_rebooked: float = 1.0
    hospital_cancels: float = 0.0
    refilled: float = 0.0
    rebook_weeks: int = 2
    sessions_cancelled: float = 0.0
    bank_holidays_worked: bool = False
    closed: tuple[tuple[date, date], ...] = ()
    removed_weekly: float = 0.0
    standard: float = 0.92
    standard_weeks: int = 18

    def __post_init__(self) -> None:
        _check_numbers(self)
        _check_lists(self)

    @property
    def end(self) -> date:
        """The last census."""
        return date.fromordinal(self.start.toordinal() + 7 * self.weeks)


def spread_over_week(slots: float, days: int = 5) -> tuple[Session, ...]:
    """So many slots a week in sessions as equal as whole slots can be, Monday first; a fraction goes to the last."""
    edges = [floor(slots * day / days) for day in range(days)] + [slots]
    return tuple(Session(weekday, edges[weekday + 1] - edges[weekday]) for weekday in range(days))


def _check_numbers(scenario: Scenario) -> None:
    if not 1 <= scenario.weeks <= MOST_WEEKS:
        raise ValueError(f"A forecast covers 1 to {MOST_WEEKS} weeks.")
    if scenario.start.toordinal() + 7 * scenario.weeks > date.max.toordinal():
        raise ValueError("This forecast runs over the end of the calendar.")
    for field in fields(scenario):
        value = getattr(scenario, field.name)
        if isinstance(value, float) and not isfinite(value):
            raise ValueError(f"{_words(field.name)} must be a number.")
        if field.name in _SHARES and not 0 <= value <= 1:
            raise ValueError(f"{_words(field.name)} must lie between 0 and 100%.")
    if not 0 <= scenario.demand <= MOST_DEMAND:
        raise ValueError("Demand must lie between 0 and 100,000 referrals a week.")
    if not 0 <= scenario.demand_error <= MOST_DEMAND or not 1 <= scenario.dispersion <= 1000:
        raise ValueError("The error of demand must not be below zero, and its dispersion lie between 1 and 1,000.")
    if scenario.missed + scenario.patient_cancels + scenario.hospital_cancels > 1:
        raise ValueError("Missed and cancelled appointments together are more than 100%.")
    if scenario.standard_weeks < 1:
        raise ValueError("The target is a wait of at least one week.")
    if not 1 <= scenario.rebook_weeks <= 52:
        raise ValueError("Rebooking takes 1 to 52 weeks.")


def _check_lists(scenario: Scenario) -> None:
    if scenario.seasons and (len(scenario.seasons) != 12 or not all(0 <= one <= 100 for one in scenario.seasons)):
        raise ValueError("Seasons are twelve factors from 0 to 100, January first.")
    weights = scenario.referral_weekdays
    if len(weights) != 7 or not all(0 <= one <= 1_000_000 for one in weights) or not sum(weights):
        raise ValueError("Referrals by weekday are seven weights, none below zero and not all zero.")
    if not scenario.priorities or not all(one.share >= 0 for one in scenario.priorities):
        raise ValueError("There must be a priority, and no share below zero.")
    if abs(sum(one.share for one in scenario.priorities) - 1) > 1e-6:
        raise ValueError("The shares of the priorities must add up to 100%.")
    for one in scenario.waiting:
        if one.referred > scenario.start:
            raise ValueError("Somebody on the list was referred after the forecast starts.")
        if one.count < 0 or one.priority < 0 or (scenario.by_priority and one.priority >= len(scenario.priorities)):
            raise ValueError("A row of the list has a count below zero or a priority there is not.")
    if sum(one.count for one in scenario.waiting) > MOST_WAITING:
        raise ValueError(f"A list holds at most {MOST_WAITING:,} patients.")
    if any(last < first for first, last in scenario.closed):
        raise ValueError("A closed period ends before it starts.")


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()
