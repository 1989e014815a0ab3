"""When a patient who waits is due to be contacted, by the national schedule or a local one.

Sources: rule book E with amendment R3; PRN01625 p. 9.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from rules.calendar import REVIEW_DAYS, add_days

EVERY_12_WEEKS: Final = "every_12_weeks"
SCHEDULES: Mapping[str, tuple[tuple[int, ...], bool]] = {
    EVERY_12_WEEKS: ((12,), True),
    "12_26_52": ((12, 26, 52), False),
    "12_26_52_then_every_12": ((12, 26, 52), True),
}
"""Weeks from the clock start at which a patient is contacted, and whether every 12 weeks go on after them (R3)."""


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
