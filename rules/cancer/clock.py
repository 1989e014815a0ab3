"""One cancer clock: its dates, adjustments and what follows from them (rule book B2)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from ..calendar import add_days
from .measures import HARM_REVIEW_AFTER, Measure, band_of


class State(StrEnum):
    """Where a clock stands; one that is not counted has a start but is in no return."""

    RUNNING = "running"
    STOPPED = "stopped"
    NOT_COUNTED = "not_counted"


class Adjusted(NamedTuple):
    """Days of one wait that are adjusted; `taken_off` holds them as pairs of first day and day after the last.

    `non_admitted` are days that would be taken off if guidance v12.1 adjusts non-admitted care; they are in no figure
    but `days_if_widened`.
    """

    first_seen: int = 0
    treatment: int = 0
    non_admitted: int = 0
    taken_off: tuple[tuple[date, date], ...] = ()


NOTHING_ADJUSTED = Adjusted()


@dataclass(frozen=True, slots=True)
class Clock:
    """One wait against one standard; days are whole calendar days and the start day is day 0.

    `adjusted` are the days taken off, and those withheld. `route` is set on 62-day clocks, `treatment` ("first" or
    "subsequent") on 31-day clocks, `why_not` on a clock that is not counted. `also_reported` are other months that are
    also right.
    """

    measure: Measure
    state: State
    clock_start: date
    clock_stop: date | None = None
    as_of: date | None = None
    adjusted: Adjusted = NOTHING_ADJUSTED
    route: str | None = None
    treatment: str | None = None
    why_not: str | None = None
    also_reported: tuple[str, ...] = ()

    @property
    def is_running(self) -> bool:
        return self.state is State.RUNNING

    @property
    def is_counted(self) -> bool:
        return self.state is not State.NOT_COUNTED

    @property
    def adjustment_days(self) -> int:
        return self.adjusted.first_seen + self.adjusted.treatment

    @property
    def days_without_adjustment(self) -> int | None:
        """Days from start to stop (or today while running); None when neither is known, and on no counted wait."""
        until = self.clock_stop or (self.as_of if self.is_running else None)
        if until is None or not self.is_counted:
            return None
        return max(0, (until - self.clock_start).days)

    @property
    def days(self) -> int | None:
        """Days waited after adjustment, never under 0."""
        return self._less(self.adjustment_days)

    @property
    def days_if_widened(self) -> int | None:
        """Days waited if a declined offer of non-admitted care is adjusted too."""
        return self._less(self.adjustment_days + self.adjusted.non_admitted)

    def _less(self, adjustment: int) -> int | None:
        whole = self.days_without_adjustment
        return None if whole is None else max(0, whole - adjustment)

    @property
    def last_compliant_date(self) -> date:
        """The last day on which stopping the clock meets the standard."""
        return add_days(self.clock_start, self.measure.limit + self.adjustment_days)

    @property
    def breach_date(self) -> date:
        """The first day on which the standard is missed."""
        return add_days(self.last_compliant_date, 1)

    @property
    def met(self) -> bool | None:
        """Whether the standard is met; False as soon as a running clock has passed it, None until then."""
        days = self.days
        if days is None:
            return None
        within = days <= self.measure.limit
        return within if self.clock_stop else (None if within else False)

    @property
    def days_left(self) -> int | None:
        """Days until the last compliant date while running, negative after it; None on a stopped clock."""
        if self.as_of is None or not self.is_running:
            return None
        return (self.last_compliant_date - self.as_of).days

    @property
    def band(self) -> str | None:
        days = self.days
        return None if days is None else band_of(days, self.measure.edges)

    @property
    def over_104(self) -> bool | None:
        days = self.days
        return None if days is None else days > HARM_REVIEW_AFTER

    @property
    def reporting_month(self) -> str | None:
        """The month "YYYY-MM" of the stop; None while running."""
        return f"{self.clock_stop:%Y-%m}" if self.clock_stop and self.is_counted else None

    @property
    def accept_reporting_month(self) -> tuple[str, ...]:
        """All months that are right for this wait, where there is more than one."""
        month = self.reporting_month
        return tuple(sorted({month, *self.also_reported})) if month and self.also_reported else ()

    def would_breach(self, on: date) -> bool:
        """Whether stopping the clock on this date would miss the standard."""
        return on > self.last_compliant_date
