"""Noise: what happens on any pathway and moves no clock."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from practice.case import Truth
from rules.calendar import is_working_day
from rules.events import Event, read_date

CLEAR_DAYS: Final = 14
"""After a cancellation by the hospital nothing happens for so long, since there has to be another date."""
ENDS: Final = ("died",)
"""Attributes of the event asked about that hold a day after which nothing else happens."""
Details = Callable[[Random], Mapping[str, Any]]
KINDS: Final[Mapping[str, Details]] = {
    "letter_sent": lambda random: {"letter": "waiting_update", "outcome": "delivered"},
    "patient_contacted": lambda random: {"outcome": "still_wants"},
    "validated": lambda random: {"decision": "remain", "level": "administrative"},
    "diagnostic_requested": lambda random: {"test": random.choice(("mri", "ct", "ultrasound"))},
    "patient_unavailable": lambda random: {"reason": "holiday"},
    "provider_cancels": lambda random: {"reason": "administration", "rtt_code": "20"},
}


TURNS: Final = frozenset(
    (
        *("dna", "patient_cancels", "provider_cancels", "admission", "treatment_started", "therapy_started"),
        *("active_monitoring_start", "planned_list_added"),
    )
)
"""Events after which a whole story is no longer that of an ordinary wait."""


def find_end(truth: Truth) -> Event:
    """The event that noise of a whole story comes before: the first that turns it, else the last."""
    return next((event for event in truth.events if event.name in TURNS), truth.events[-1])


def draw_noise(random: Random, kinds: Sequence[str], truth: Truth, asked: Event) -> Event | None:
    """An event of one of these kinds between the first and the one asked about, on a working day that has none; None
    where it finds no room."""
    first = min((event.date for event in truth.events), default=asked.date)
    taken = {event.date for event in truth.events}
    last = min([asked.date, *(day for name in ENDS if (day := read_date(asked.details.get(name))))])
    days = [first + timedelta(days=count) for count in range(1, (last - first).days)]
    free = [day for day in days if is_working_day(day) and day not in taken]
    if not free:
        return None
    name = random.choice(kinds)
    details = dict(KINDS[name](random))
    day = random.choice(free)
    if name == "patient_unavailable":
        start = day + timedelta(days=random.randint(3, 14))
        details |= {"from": start, "to": start + timedelta(days=random.choice((6, 13)))}
        if any(start <= known <= details["to"] for known in (*taken, asked.date)) or details["to"] > asked.date:
            return None
    if name == "provider_cancels" and _is_crowded(day, (*taken, asked.date), truth):
        return None
    return Event(day, name, details)


def _is_crowded(day: date, taken: Iterable[date], truth: Truth) -> bool:
    """Whether something follows too soon on a cancellation by the hospital, or it has just cancelled."""
    before = (event.date for event in truth.events if event.name == "provider_cancels")
    is_soon = any(0 <= (known - day).days < CLEAR_DAYS for known in taken)
    return is_soon or any(0 <= (day - known).days < CLEAR_DAYS for known in before)
