"""One list drawn by chance: random referrals, evenly spread slots, patients taken in turn, some who withdraw.

Withdrawn patients leave the queue and are never treated. For plans with sessions, holidays, priorities and missed
appointments see `rules.simulation`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from rules.capacity.schedule import assign_slots, even_slots
from rules.capacity.waiting_list import NEVER, Days, Window

WEEK = 7


@dataclass(frozen=True, slots=True)
class Simulated:
    """Days of referral in order, and of removal and withdrawal (NEVER when neither happened in the window)."""

    referral: Days
    removal: Days
    withdrawal: Days


def simulate_list(
    random: Generator,
    window: Window,
    demand: float,
    capacity: float,
    existing: Simulated | None = None,
    withdrawal: float | None = None,
) -> Simulated:
    """Poisson referrals over the window at `demand` a week, treated by `capacity` evenly spread slots a week.

    `withdrawal` is the chance each day that a patient leaves untreated. `existing` patients wait from the start.
    ValueError for negative demand, a window without days, or a chance outside 0 to 1.
    """
    referral = draw_referrals(random, window, demand)
    leaves = draw_withdrawals(random, referral, window, withdrawal)
    removal = np.full(len(referral), NEVER)
    if existing is not None:
        referral = np.concatenate((existing.referral, referral))
        removal = np.concatenate((existing.removal, removal))
        leaves = np.concatenate((existing.withdrawal, leaves))
        order = np.argsort(referral, kind="stable")
        referral, removal, leaves = referral[order], removal[order], leaves[order]
    if capacity > 0 and len(referral) and window.length:
        _treat(referral, removal, leaves, even_slots(window.length, window.start, capacity / WEEK))
    leaves[removal <= leaves] = NEVER
    return Simulated(referral, removal, leaves)


def draw_referrals(random: Generator, window: Window, demand: float) -> Days:
    """Poisson(demand ÷ 7 × days) referrals, each on any day of the window alike, in order."""
    count = int(random.poisson(demand * window.length / WEEK))
    days = random.integers(window.start, window.end + 1, count)
    days.sort()
    return days


def draw_withdrawals(random: Generator, referral: Days, window: Window, chance: float | None) -> Days:
    """The day each would leave untreated: one day at least after referral, NEVER when after the window."""
    if not chance:
        return np.full(len(referral), NEVER)
    days = referral + random.geometric(chance, len(referral))
    return np.where(days > window.end, NEVER, days)


def _treat(referral: Days, removal: Days, leaves: Days, slots: Days) -> None:
    """Fill in removals, oldest referral first."""
    waits = np.flatnonzero(removal == NEVER)
    if np.all(leaves[waits] == NEVER):
        places = assign_slots(referral[waits], slots)
        taken = places[places < len(slots)]
        removal[waits[: len(taken)]] = slots[taken]
        return
    _treat_before_they_leave(referral, removal, leaves, slots, waits)


def _treat_before_they_leave(referral: Days, removal: Days, leaves: Days, slots: Days, waits: Days) -> None:
    """Walk the slots: whoever has left by then is passed over."""
    starts, ends, head = referral[waits].tolist(), leaves[waits].tolist(), 0
    for slot in slots.tolist():
        while head < len(starts) and ends[head] <= slot and starts[head] < slot:
            head += 1
        if head == len(starts):
            return
        if slot > starts[head]:
            removal[waits[head]] = slot
            head += 1
