"""The words a case is told in: what happened, day by day, and what is asked about it.

A story is told on days of its own that begin on a Monday, and is then moved by whole weeks to end shortly before
today: notice and waits stay what they were, weekdays too. `facts` are what is known but is no event that counts
(registered, operated); mal-rules read them.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any, Self, TypeVar

from practice.case import Truth
from practice.dials import Dials
from rules.calendar import is_working_day
from rules.events import Event

FIRST_DAY = date(2001, 1, 1)
COUNTED = (
    *("communicated", "to", "found_on", "offered"),
    *("snapshot", "sent_on", "told_on", "gp_told_on", "received_date", "transferred_on"),
)
"""Attributes, and values asked about, that hold a day which has come."""
RECENT_WEEKS = 4
Value = TypeVar("Value")


class Story:
    """What a family's `draw` tells. `day` is the day that is told of; `on`, `ask` and `fact` speak of it."""

    def __init__(self, random: Random, dials: Dials, today: date) -> None:
        self.random, self.dials, self.today = random, dials, today
        self.day = FIRST_DAY + timedelta(days=random.randrange(5))
        self.events: list[Event] = []
        self.facts: dict[str, Any] = {}
        self.asked: dict[str, Any] = {}
        self.pinned = False

    def after(self, least: int, most: int | None = None) -> Self:
        """Go on by some days, to a working day; by exactly so many when one number is given."""
        self.day += timedelta(days=least if most is None else self.random.randint(least, most))
        if most is not None:
            self.day = to_weekday(self.day)
        return self

    def begin_on(self, day: date) -> Self:
        """Tell on days of the calendar, from this one on, where months matter: the story is not moved."""
        self.day, self.pinned = day, True
        return self

    def on(self, event: str, **details: Any) -> Self:
        """Something happens on the day."""
        self.events.append(Event(self.day, event, details))
        return self

    def ask(self, event: str, **details: Any) -> None:
        """Ask what this event of the day does."""
        self.asked = {"date": self.day, "event": event, **details}

    def question(self, **values: Any) -> None:
        """Ask a question of the family's own."""
        self.asked = values

    def fact(self, name: str, value: Any = None) -> Self:
        """A fact that is no event that counts: the day itself where no value is given."""
        self.facts[name] = self.day if value is None else value
        return self

    def pick(self, *values: Value) -> Value:
        return self.random.choice(values)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def near(self, limit: int, least: int, most: int, since: date | None = None) -> int:
        """A number of days on both sides of where a rule turns: next to `limit` as often as the dial says; one that
        ends on a weekday where it is told since when."""
        edge = self.chance(self.dials.edges)
        days = range(limit - 1, limit + 2) if edge else range(least, most + 1)
        return self.pick(*(one for one in days if since is None or (since + timedelta(days=one)).weekday() < 5))

    def later(self, days: int) -> date:
        """The day so many days from now, or the Monday after it."""
        return to_weekday(self.day + timedelta(days=days))

    def ahead(self, days: int) -> date:
        """The day so many days from now; both are made working days by waiting until they are."""
        while self.day.weekday() > 4 or (self.day + timedelta(days=days)).weekday() > 4:
            self.day += timedelta(days=1)
        return self.day + timedelta(days=days)

    def referred(self, **details: Any) -> Self:
        """An ordinary referral from a GP."""
        return self.on("referral_received", by="gp", **details)

    def seen_first(self, **details: Any) -> Self:
        """The first appointment, some weeks on, with more to come."""
        return self.after(21, 60).on("appointment_attended", **{"first": True, "rtt_code": "10", **details})

    def listed(self) -> Self:
        """Seen, and put down for an operation."""
        return self.seen_first().on("decision_to_admit")

    def tell(self) -> tuple[Truth, dict[str, Any]]:
        """The truth and what is asked, moved to end shortly before today."""
        weeks = timedelta(0) if self.pinned else self._find_weeks()
        events = (Event(day + weeks, name, _move(details, weeks)) for day, name, details, _ in self.events)
        return Truth(tuple(events), _move(self.facts, weeks)), _move(self.asked, weeks)

    def _find_weeks(self) -> timedelta:
        """By how much it is moved: no day that is told falls on a bank holiday."""
        days = list(self._list_days())
        latest = (self.today - max(day for day, is_past in days if is_past)).days // 7
        first = latest - self.random.randrange(RECENT_WEEKS)
        tried = (timedelta(weeks=first - back) for back in count())
        return next(weeks for weeks in tried if not any(_is_holiday(day + weeks) for day, _ in days))

    def _list_days(self) -> Iterator[tuple[date, bool]]:
        """Every day that is told, and whether it has to have come."""
        yield from ((event.date, True) for event in self.events)
        holders = [self.facts, *(event.details for event in self.events), self.asked]
        for number, values in enumerate(holders):
            days = ((name, day) for name, day in values.items() if isinstance(day, date))
            yield from ((day, number == 0 or name in {*COUNTED, "date"}) for name, day in days)


def to_weekday(day: date) -> date:
    """The day itself, or the Monday after it."""
    return day + timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)


def _is_holiday(day: date) -> bool:
    return day.weekday() < 5 and not is_working_day(day)


def _move(values: Mapping[str, Any], by: timedelta) -> dict[str, Any]:
    return {name: value + by if isinstance(value, date) else value for name, value in values.items()}
