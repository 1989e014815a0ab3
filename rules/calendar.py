"""Counting a wait: days, weeks, bands, breach dates; and working days, which only deadlines use.

RTT waits are counted in calendar days with the start as day 0 (PRN01045 v5.0 §10.1.7). Working days count for the
deadlines of the monthly return (§10.1.3) and some local agreements; bank holidays come from the `holidays` package.
"""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from .explain import RuleBook

BOOK = RuleBook("calendar", "Counting days, weeks and working days")

COUNTING = BOOK.declare(
    "A8",
    "Counting the weeks of a wait",
    "The start is day 0 and every calendar day counts. 0 to 7 days are the first week band, then seven days a band: "
    "exactly 18 weeks (126 days) is within 18 weeks, day 127 is the breach date. Over 52 weeks begins at day 365.",
    "PRN01045 v5.0 §10.1.7",
)
WORKING_DAYS = BOOK.declare(
    "M",
    "Working days",
    "Monday to Friday without the bank holidays of England. Only deadlines of returns and local agreements count them; "
    "every waiting time counts calendar days.",
    "gov.uk bank holidays, England and Wales; PRN01045 v5.0 §10.1.3",
)

LAST_DAY_WITHIN_18_WEEKS = 126
BREACH_DAY = 127
LAST_BAND = 104
REVIEW_DAYS = 84
"""Twelve weeks, the interval of validation and of clinical review while a patient delays."""
_BREACH = timedelta(days=BREACH_DAY)
_LAST_WITHIN = timedelta(days=LAST_DAY_WITHIN_18_WEEKS)
PROVIDER_DEADLINE_DAYS = 13
COMMISSIONER_DEADLINE_DAYS = 18


class Wait(NamedTuple):
    """A wait of `days` on `date`; `band` as in the return, `weeks` and `extra_days` for people to read."""

    date: date
    days: int

    @property
    def weeks(self) -> int:
        return self.days // 7

    @property
    def extra_days(self) -> int:
        return self.days % 7

    @property
    def band(self) -> str:
        return band_label(week_band(self.days))

    @property
    def over_18_weeks(self) -> bool:
        return is_over(self.days, 18)

    @property
    def over_52_weeks(self) -> bool:
        return is_over(self.days, 52)

    def as_dict(self) -> dict[str, object]:
        """`{date, days, weeks, extra_days, band, over_18_weeks, over_52_weeks}`."""
        return {
            "date": self.date.isoformat(),
            "days": self.days,
            "weeks": self.weeks,
            "extra_days": self.extra_days,
            "band": self.band,
            "over_18_weeks": self.over_18_weeks,
            "over_52_weeks": self.over_52_weeks,
        }


def days_waited(start: date, end: date) -> int:
    """Calendar days from clock start to `end`; the start is day 0."""
    return (end - start).days


def week_band(days: int) -> int:
    """The band 0 to 104 a wait of `days` falls in; ValueError for a negative wait. PRN01045 v5.0 §10.1.7."""
    if days < 0:
        raise ValueError("A wait cannot be shorter than 0 days.")
    return 0 if days <= 7 else min(LAST_BAND, (days - 1) // 7)


def band_label(band: int) -> str:
    """ "0-1", ">17-18", ">104"."""
    if band == 0:
        return "0-1"
    return f">{band}" if band >= LAST_BAND else f">{band}-{band + 1}"


GROUPED_AT: Final = (0, 6, 12, 18, 26, 40, 52)
GROUPS: Final = (*(f"{low}–{high}" for low, high in pairwise(GROUPED_AT)), f"{GROUPED_AT[-1]}+")
"""Week bands as pictures draw them, with a border at the limit of 18 weeks."""
FIRST_OVER_18: Final = GROUPS[GROUPED_AT.index(18)]


def group_of(band: int) -> int:
    """The group 0 to 6 of `GROUPS` that a week band is drawn in."""
    return bisect_right(GROUPED_AT, band) - 1


def band_column(band: int) -> str:
    """The column of the published return: "Gt 17 To 18 Weeks SUM 1", last "Gt 104 Weeks SUM 1"."""
    return f"Gt {band} Weeks SUM 1" if band >= LAST_BAND else f"Gt {band:02} To {band + 1:02} Weeks SUM 1"


def is_over(days: int, weeks: int) -> bool:
    """Whether a wait of `days` is over so many weeks: more than 7 × weeks days. Never compare whole weeks for this."""
    return days > weeks * 7


def breach_date(start: date) -> date:
    """The first day on which the pathway is over 18 weeks: clock start + 127 days."""
    return start + _BREACH


def last_day_within_18_weeks(start: date) -> date:
    """Clock start + 126 days."""
    return start + _LAST_WITHIN


def list_review_dates(start: date, until: date) -> list[date]:
    """Every twelve weeks after `start`: those up to `until`, and the next one."""
    count = max(0, (until - start).days) // REVIEW_DAYS + 1
    return [start + timedelta(days=REVIEW_DAYS * step) for step in range(1, count + 1)]


def add_days(day: date, days: int) -> date:
    """`day` + so many calendar days, held at the first and last day that dates can express.

    A mistyped year must give a finding, not a crash at the end of the calendar.
    """
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


@lru_cache(maxsize=256)
def list_bank_holidays(year: int) -> Mapping[date, str]:
    """Bank holidays of England that fall on weekdays, with their names."""
    import holidays  # here because it is slow to load and only deadlines need it

    england = holidays.country_holidays("GB", subdiv="ENG", years=year)
    return {day: name for day, name in sorted(england.items()) if day.weekday() < 5}


def is_working_day(day: date) -> bool:
    """Monday to Friday and not a bank holiday in England."""
    return day.weekday() < 5 and day not in list_bank_holidays(day.year)


def on_working_day(day: date) -> date:
    """The day, or the last working day before it."""
    return day if is_working_day(day) else add_working_days(day, -1)


def add_working_days(day: date, count: int) -> date:
    """The working day `count` working days after `day` (before it, for a negative count); 0 gives `day` itself."""
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def month_end(day: date) -> date:
    """The last day of the month `day` is in."""
    following = day.replace(day=28) + timedelta(days=4)
    return following - timedelta(days=following.day)


def provider_deadline(month: date) -> date:
    """When the provider's return for the month of this date is due: 13 working days after it ends (§10.1.3)."""
    return add_working_days(month_end(month), PROVIDER_DEADLINE_DAYS)


def commissioner_deadline(month: date) -> date:
    """When commissioners finish assuring the return of this month: 18 working days after it ends (§10.1.3)."""
    return add_working_days(month_end(month), COMMISSIONER_DEADLINE_DAYS)


def answer_line(values: Mapping[str, object]) -> dict[str, object]:
    """One line of `python -m rules bands`: `{days}` → the band and what it is over. ValueError when it cannot be."""
    days = values.get("days")
    if not isinstance(days, int) or isinstance(days, bool):
        raise ValueError("“days” must be a whole number.")
    band = week_band(days)
    return {
        "days": days,
        "band_index": band,
        "band_label": band_label(band),
        "csv_column": band_column(band),
        "within_18_weeks": days <= LAST_DAY_WITHIN_18_WEEKS,
        **{f"over_{weeks}": is_over(days, weeks) for weeks in (52, 65, 78, 104)},
        "completed_weeks": days // 7,
    }
