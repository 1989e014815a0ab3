"""A waiting list as two numpy arrays of days, in order of referral; and reading one from rows of ISO dates."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.int64]
NEVER = np.int64(1 << 40)
"""The removal of somebody still waiting: later than any date."""
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class LeftOut(NamedTuple):
    """A row that cannot be used, counted from 1, and why."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class WaitingList:
    """Days of referral and of removal (NEVER while waiting) as ordinals, sorted by referral; `row` is the row given."""

    referral: Days
    removal: Days
    row: Days
    left_out: tuple[LeftOut, ...] = ()

    def __len__(self) -> int:
        return len(self.referral)


@dataclass(frozen=True, slots=True)
class Window:
    """The days looked at, both ends counted, as ordinals."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """Days from start to end."""
        return self.end - self.start


def sort_list(referral: Days, removal: Days, row: Days | None = None) -> WaitingList:
    """A list from arrays of days in any order; the order of equal referrals stays."""
    rows = np.arange(1, len(referral) + 1, dtype=np.int64) if row is None else row
    if np.all(referral[1:] >= referral[:-1]):
        return WaitingList(referral, removal, rows)
    order = np.argsort(referral, kind="stable")
    return WaitingList(referral[order], removal[order], rows[order])


def read_list(referral: Any, removal: Any = None) -> WaitingList:
    """A list from ISO dates; None, "" or "#NA" as removal is still waiting, as referral leaves the row out.

    Raises ValueError naming the row when a date cannot be read, the lists differ in length, or no row can be used.
    """
    starts = read_days("referral", referral)
    ends = read_days("removal", removal) if removal is not None else [None] * len(starts)
    if len(starts) != len(ends):
        raise ValueError(f"“referral” has {len(starts):,} rows and “removal” {len(ends):,}; they must be as many.")
    if not starts:
        raise ValueError("The waiting list has no rows.")
    if all(start is None for start in starts):
        raise ValueError("No row of the waiting list has a referral date.")
    left_out = tuple(LeftOut(row, "no referral date") for row, start in enumerate(starts, 1) if start is None)
    kept = [row for row, start in enumerate(starts) if start is not None]
    whole = sort_list(
        np.array([starts[row] for row in kept], dtype=np.int64),
        np.array([NEVER if ends[row] is None else ends[row] for row in kept], dtype=np.int64),
        np.array(kept, dtype=np.int64) + 1,
    )
    return WaitingList(whole.referral, whole.removal, whole.row, left_out)


def read_days(name: str, values: Any) -> list[int | None]:
    """Ordinals from a list of ISO dates; None where there is none. ValueError naming the row otherwise."""
    if not isinstance(values, list):
        raise ValueError(f"“{name}” must be a list of dates.")
    known: dict[Any, int | None] = {None: None, "": None, "#NA": None}
    return [_read_cell(name, row, value, known) for row, value in enumerate(values, 1)]


def _read_cell(name: str, row: int, value: Any, known: dict[Any, int | None]) -> int | None:
    if value is not None and not isinstance(value, str):
        raise ValueError(f"Row {row:,} of “{name}” is not a date written as 2026-01-31.")
    if value not in known:
        known[value] = read_day(f"Row {row:,} of “{name}”", value)
    return known[value]


def read_day(what: str, value: Any) -> int:
    """The ordinal of an ISO date (2026-01-31); ValueError starting with `what` otherwise."""
    if not isinstance(value, str) or not _ISO.fullmatch(value):
        raise ValueError(f"{what} is not a date written as 2026-01-31.")
    try:
        return date.fromisoformat(value).toordinal()
    except ValueError as problem:
        raise ValueError(f"{what}, {value}, is not a date of the calendar.") from problem


def read_window(args: Mapping[str, Any], waiting_list: WaitingList) -> Window:
    """`start_date` and `end_date` where given, else the first and last referral; ValueError when reversed."""
    start, end = args.get("start_date"), args.get("end_date")
    window = Window(
        read_day("“start_date”", start) if start else int(waiting_list.referral[0]),
        read_day("“end_date”", end) if end else int(waiting_list.referral[-1]),
    )
    if window.end < window.start:
        raise ValueError(f"The window starts on {iso(window.start)}, after it ends on {iso(window.end)}.")
    return window


def iso(day: int) -> str:
    """An ordinal as an ISO date."""
    return date.fromordinal(day).isoformat()


def iso_dates(days: Days) -> list[str | None]:
    """Days as ISO dates, None for NEVER."""
    return [None if day == NEVER else iso(day) for day in days.tolist()]
