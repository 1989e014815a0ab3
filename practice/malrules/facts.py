"""What mal-rules read of a case: days of events and facts, and the answer that a wrong start or stop leads to."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from rules.calendar import breach_date
from rules.events import Event, read_date

from ..case import Case
from ..keys import Key
from ..keys.rtt import asks_event, read_asked, read_truth
from .malrule import Wrong

RUNS, STOPS, NEW = "clock_runs", "clock_stops", "new_clock"
CARE_CODES = ("34", "98", "90")


def list_events(case: Case) -> list[Event]:
    """Everything that happened and the event that is asked, in order."""
    return sorted([*read_truth(case), *([asked] if (asked := find_asked(case)) else [])], key=lambda event: event.date)


def find_asked(case: Case) -> Event | None:
    return read_asked(case) if asks_event(case) and read_date(case.asked.get("date")) else None


def is_asked(case: Case, *names: str) -> Event | None:
    """The event that is asked when it is of one of these kinds, else None."""
    asked = find_asked(case)
    return asked if asked is not None and asked.name in names else None


def list_days(case: Case, events: Iterable[str] = (), facts: Iterable[str] = ()) -> list[date]:
    """Days of these kinds of events, then of the facts and values asked that have one of these words in their name."""
    kinds, words = set(events), tuple(facts)
    days = [event.date for event in list_events(case) if event.name in kinds]
    named = {**case.truth.facts, **case.asked}
    days += [day for name, value in named.items() if any(word in name for word in words) and (day := read_date(value))]
    return list(dict.fromkeys(days))


def start_at(key: Key, day: date) -> Iterator[Wrong]:
    """The answer of somebody who starts the clock on `day`."""
    yield from (_start_other(key, day) if key.waits else _start_rtt(key, day))


def start_later(key: Key, day: date) -> Iterator[Wrong]:
    """The same, for a day that comes after the right start only."""
    last = key.after.last if key.after else None
    starts = [wait.start for wait in key.waits] or ([last.start] if last else [])
    if any(day > start for start in starts):
        yield from start_at(key, day)


def _start_rtt(key: Key, day: date) -> Iterator[Wrong]:
    last = key.after.last if key.after else None
    if last is None or day == last.start:
        return
    if last.stop is not None:
        if not last.nullified and day <= last.stop:
            yield {"days": ((last.stop - day).days,)}
        return
    decided = key.first("decision")
    told: dict[str, tuple[Any, ...]] = {"date": (day,), "breach_date": (breach_date(day),), "rtt_start": (day,)}
    yield told if decided not in {RUNS, "no_change"} else {"decision": (NEW, "clock_starts", RUNS), **told}


def _start_other(key: Key, day: date) -> Iterator[Wrong]:
    """A cancer or diagnostic wait from another day: other days, and where they cross the limit another decision."""
    wrong: dict[str, tuple[Any, ...]] = {}
    for wait in key.waits:
        days = wait.days - (day - wait.start).days
        if day == wait.start or days < 0:
            continue
        wrong[wait.facet] = (days,)
        if wait.is_over(days) != wait.is_over(wait.days):
            wrong["decision"] = wait.decide(days)
        if wait.start in key.facets.get("date", ()):
            wrong["date"] = (day,)
    if wrong:
        yield wrong


def stop_at(key: Key, day: date, *codes: str) -> Iterator[Wrong]:
    """The answer of somebody who stops the clock on `day`."""
    last = key.after.last if key.after else None
    if last is None or last.start > day:
        return
    told: dict[str, tuple[Any, ...]] = {"decision": (STOPS,), "date": (day,), "days": ((day - last.start).days,)}
    yield {**told, "code": codes} if codes else told


def run_on(key: Key, start: date, *codes: str) -> Wrong:
    """The answer of somebody for whom the clock from `start` goes on."""
    return {"decision": (RUNS,), "breach_date": (breach_date(start),), "code": codes or ("20", "10")}


def shift(days: int) -> timedelta:
    return timedelta(days=days)
