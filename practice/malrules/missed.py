"""Misconceptions about missed appointments."""

from collections.abc import Iterator
from typing import Final

from rules.events import Event

from ..case import Case
from ..keys import Key
from .facts import find_asked, list_events, stop_at
from .malrule import MalRule, Wrong

NOTICE_HOURS: Final = 24


def _any_dna_stops(case: Case, key: Key) -> Iterator[Wrong]:
    """34 on any missed appointment, or 33 on one that does not nullify."""
    for event in sorted(_list_missed(case), key=lambda one: one.date != _asked_day(case)):
        yield from stop_at(key, event.date, "34")
        if key.after is not None and key.after.status == "open":
            yield {"decision": ("clock_nullified",), "date": (event.date,), "code": ("33",)}
    for event in list_events(case):
        if event.name == "discharge_to_gp" and _list_missed(case):
            yield from stop_at(key, event.date, "34")


def _asked_day(case: Case) -> object:
    return asked.date if (asked := find_asked(case)) else None


def _list_missed(case: Case) -> list[Event]:
    """Missed appointments, and calls so late that somebody could take them for one."""
    return [event for event in _list_not_kept(case) if event.details.get("notice_hours", 0) < NOTICE_HOURS]


def _list_not_kept(case: Case) -> list[Event]:
    return [event for event in list_events(case) if event.name in {"dna", "patient_cancels"}]


def _two_strikes(case: Case, key: Key) -> Iterator[Wrong]:
    missed = _list_not_kept(case)
    if len(missed) < 2:
        return
    discharged = [event for event in list_events(case) if event.name == "discharge_to_gp"]
    for event in (missed[-1], *discharged):
        yield from stop_at(key, event.date, "34")


RULES: Final = (
    MalRule(
        "any_dna_stops",
        "A missed appointment does not end a wait by itself: a first one, clearly communicated, nullifies the clock, "
        "and after any other it runs on until a clinician decides.",
        "DNA-5",
        "lost_from_list",
        _any_dna_stops,
    ),
    MalRule(
        "two_strikes",
        "No rule of two missed or cancelled appointments discharges a patient: a clinician decides each case in the "
        "patient's best interest.",
        "DNA-6",
        "lost_from_list",
        _two_strikes,
    ),
)
