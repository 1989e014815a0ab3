"""One patient-level row: reading it, saying why it cannot be used, and which parts of the return it counts in."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final, NamedTuple

from rules.calendar import month_end
from rules.codes import find_return_line
from rules.organisations import as_reported
from rules.returns.layout import Part

PATHWAY_COLUMNS: Final = (
    "provider_org",
    "commissioner_org",
    "tfc",
    "clock_start",
    "clock_stop",
    "stop_type",
    "decision_to_admit",
    "nullified",
)

# A date as text: ISO, and a midnight that some systems write after it.
DATE_PATTERN: Final = r"\d{4}-\d{2}-\d{2}([T ]00:00(:00(\.0+)?)?)?"
# Days that systems write where they have none: the first and last they can hold, and the days their counting begins.
FIRST_REAL, LAST_REAL = date(1950, 1, 1), date(2049, 12, 31)
UNIX_NOUGHT = date(1970, 1, 1)
NO_DATE: Final = "0000-00-00"
YES: Final = ("1", "1.0", "true")
NO: Final = ("", "0", "0.0", "false")
_DATE: Final = re.compile(DATE_PATTERN, re.ASCII)


class Month(NamedTuple):
    """The reporting month: its first and last day."""

    first: date
    last: date

    def holds(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


class Pathway(NamedTuple):
    """One RTT period as the return needs it; `line` is the line of the return, dates may be unknown."""

    provider: str
    commissioner: str
    line: str
    clock_start: date | None
    clock_stop: date | None
    admitted: bool
    decision_to_admit: bool
    nullified: bool

    def is_open(self, month: Month) -> bool:
        """Whether the clock was still running at the end of the month's last day."""
        return self.clock_stop is None or self.clock_stop > month.last

    def days(self, month: Month) -> int | None:
        """Days waited to the clock stop, or to the last day of the month while open; None for an unknown start."""
        if self.clock_start is None:
            return None
        end = month.last if self.is_open(month) or self.clock_stop is None else self.clock_stop
        return (end - self.clock_start).days


class NotUsable(ValueError):
    """A row that cannot be counted; its text says why."""


def month_of(day: date) -> Month:
    """The reporting month that holds a day."""
    return Month(day.replace(day=1), month_end(day))


def parse_month(text: str) -> Month:
    """ "2026-01" → January 2026; ValueError with a sentence for anything else."""
    if not re.fullmatch(r"[12]\d{3}-(0[1-9]|1[0-2])", text, re.ASCII):
        raise ValueError(f"“{text}” is not a month. Write it as YYYY-MM, for example 2026-01.")
    return month_of(date(int(text[:4]), int(text[5:]), 1))


def read_pathway(row: Mapping[str, object], month: Month) -> Pathway:
    """A row with the eight columns → a `Pathway`; NotUsable with the reason when it cannot be counted.

    A filler, such as 1900-01-01 or 9999-12-31, is no date; a commissioner of another country is NONC. Text, dates,
    whole numbers, booleans and None are read. `decision_to_admit` is 0 or 1, or the date it was made.
    """
    provider = _code(row, "provider_org")
    commissioner = as_reported(_code(row, "commissioner_org"))
    line = _line(row)
    start = _date(row, "clock_start")
    stop = _date(row, "clock_stop")
    stop_type = _stop_type(row)
    pathway = Pathway(
        provider,
        commissioner,
        line,
        start,
        stop,
        stop_type == "admitted",
        _decision(row, month),
        _flag(row, "nullified"),
    )
    _check_dates(pathway, stop_type, month)
    return pathway


def real_date(day: date) -> date | None:
    """A day as it stands, or None for one that a system wrote where it had none."""
    return day if FIRST_REAL <= day <= LAST_REAL and day != UNIX_NOUGHT else None


def parts_of(pathway: Pathway, month: Month) -> tuple[Part, ...]:
    """The parts of the month's return a pathway counts in; none for one that belongs to other months.

    Source: PRN01045 v5.0 §10.1.1.2, §10.1.5. Nullified periods and the like: our decisions, rule RET-4.
    """
    new = (Part.PART_3,) if month.holds(pathway.clock_start) else ()
    if pathway.is_open(month):
        if pathway.nullified and pathway.clock_stop is None:
            return ()
        return (*_open_parts(pathway, month), *new)
    if pathway.nullified or not month.holds(pathway.clock_stop):
        return ()
    return (Part.PART_1A if pathway.admitted else Part.PART_1B, *new)


def _open_parts(pathway: Pathway, month: Month) -> tuple[Part, ...]:
    if pathway.clock_start is None or pathway.clock_start > month.last:
        return ()
    return (Part.PART_2, Part.PART_2A) if pathway.decision_to_admit else (Part.PART_2,)


def _text(row: Mapping[str, object], column: str) -> str:
    value = row[column]
    return "" if value is None else str(value).strip(" ")


def _code(row: Mapping[str, object], column: str) -> str:
    text = _text(row, column).upper()
    if not text:
        raise NotUsable(f"{column} is empty")
    return text


def _line(row: Mapping[str, object]) -> str:
    text = _code(row, "tfc")
    line = find_return_line(text)
    if line is None:
        raise NotUsable(f"tfc {text} is not a treatment function or a line of the return")
    return line


def _date(row: Mapping[str, object], column: str) -> date | None:
    value = row[column]
    if isinstance(value, date):
        return real_date(value.date() if isinstance(value, datetime) else value)
    text = _text(row, column)
    if text[:10] in ("", NO_DATE):
        return None
    try:
        if _DATE.fullmatch(text):
            return real_date(date.fromisoformat(text[:10]))
    except ValueError as error:
        raise NotUsable(f"{column} {text} is not a date (YYYY-MM-DD)") from error
    raise NotUsable(f"{column} {text} is not a date (YYYY-MM-DD)")


def _stop_type(row: Mapping[str, object]) -> str:
    text = _text(row, "stop_type").lower().replace("-", "_")
    if text not in ("", "admitted", "non_admitted"):
        raise NotUsable(f"stop_type {text} is not admitted or non_admitted")
    return text


def _flag(row: Mapping[str, object], column: str) -> bool:
    text = _text(row, column).lower()
    if text in YES:
        return True
    if text in NO:
        return False
    raise NotUsable(f"{column} {text} is not 0 or 1")


def _decision(row: Mapping[str, object], month: Month) -> bool:
    text = _text(row, "decision_to_admit")
    if isinstance(row["decision_to_admit"], date) or _DATE.fullmatch(text):
        decided = _date(row, "decision_to_admit")
        return decided is not None and decided <= month.last
    return _flag(row, "decision_to_admit")


def _check_dates(pathway: Pathway, stop_type: str, month: Month) -> None:
    start, stop = pathway.clock_start, pathway.clock_stop
    if start is not None and stop is not None and stop < start:
        raise NotUsable("the clock stops before it starts")
    if pathway.nullified:
        return
    if stop is None and stop_type:
        raise NotUsable("there is a stop type but no clock stop")
    if month.holds(stop) and not stop_type:
        raise NotUsable("the clock stops in the month but the stop type is empty")
    if start is None and pathway.is_open(month):
        raise NotUsable("an open pathway without a clock start cannot be counted: find the clock start")
