"""Slots on real days: sessions laid over the calendar without bank holidays and closed weeks (SIM-2)."""

from datetime import date, timedelta
from math import floor
from typing import NamedTuple

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from rules.calendar import list_bank_holidays
from rules.simulation.scenario import Scenario, Session

Counts = NDArray[np.int64]
_FUZZ = 1e-9


class Held(NamedTuple):
    """One session on one day: days after the start (1 is the first), and its slots."""

    day: int
    slots: int


def list_sessions(scenario: Scenario) -> list[Held]:
    """Every session of the forecast that is planned to be held, by day."""
    held = [one for session in scenario.sessions for one in _lay(session, scenario)]
    return sorted(held)


def _lay(session: Session, scenario: Scenario) -> list[Held]:
    """One session's days; fractions of slots add up until they make a whole one."""
    first = max(scenario.start + timedelta(days=1), session.first or scenario.start)
    last = min(scenario.end, session.last or scenario.end)
    day = (first - scenario.start).days + (session.weekday - first.weekday()) % 7
    found: list[Held] = []
    given = 0.0
    for offset in range(day, (last - scenario.start).days + 1, 7 * session.every_weeks):
        if is_open(scenario, scenario.start + timedelta(days=offset)):
            whole = floor(given + session.slots + _FUZZ) - floor(given + _FUZZ)
            found.append(Held(offset, whole))
            given += session.slots
    return found


def is_open(scenario: Scenario, day: date) -> bool:
    """Whether sessions are held on this day."""
    if any(first <= day <= last for first, last in scenario.closed):
        return False
    return scenario.bank_holidays_worked or day not in list_bank_holidays(day.year)


def planned_slots(scenario: Scenario) -> Counts:
    """Slots of each day after the start, none of them cancelled: shape (7 × weeks,)."""
    slots = np.zeros(7 * scenario.weeks, dtype=np.int64)
    for held in list_sessions(scenario):
        slots[held.day - 1] += held.slots
    return slots


def draw_slots(random: Generator, scenario: Scenario, runs: int) -> Counts:
    """Slots of each run and day after cancelled sessions: shape (runs, 7 × weeks)."""
    if not scenario.sessions_cancelled:
        return np.broadcast_to(planned_slots(scenario), (runs, 7 * scenario.weeks))
    slots = np.zeros((runs, 7 * scenario.weeks), dtype=np.int64)
    for held in list_sessions(scenario):
        slots[:, held.day - 1] += held.slots * (random.random(runs) >= scenario.sessions_cancelled)
    return slots
