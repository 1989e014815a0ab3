"""From a plan and its history to the scenario the simulation runs."""

from dataclasses import replace
from datetime import date
from math import floor

import numpy as np
from numpy.typing import NDArray

from pages.capacity_planner.service.history import History
from pages.capacity_planner.service.reading import Assumptions, list_simulated
from rules.capacity.allowances import WEEKS_IN_YEAR
from rules.simulation import Priority, Scenario, Waiting

BANK_HOLIDAY_WEEKS = 8 / 5
"""Eight bank holidays a year in weeks of five days: the calendar takes them out, so leave takes only the rest."""
STANDARD_WEEKS = 18
ORDER = ("p1a", "p1b", "two_week", "p2", "urgent", "p3", "p4", "p5", "p6", "routine", "")
MOST_DISPERSION = 1000.0
LABELS = {"two_week": "Urgent suspected cancer", "": "Not recorded"}


def make_scenario(plan: Assumptions, history: History, today: date) -> Scenario:
    """Doing nothing: what the plan gives, from today. Raises ValueError with a plain sentence."""
    lost = plan.allowances
    names, places = rank_priorities(plan, history)
    return Scenario(
        start=today,
        weeks=plan.horizon,
        demand=history.demand,
        demand_error=history.demand_error,
        dispersion=min(MOST_DISPERSION, history.dispersion),
        seasons=plan.seasons,
        sessions=list_simulated(plan),
        waiting=group_waiting(history, places, today),
        priorities=names,
        by_priority=plan.by_priority,
        missed=lost.missed,
        missed_rebooked=plan.missed_rebooked,
        patient_cancels=lost.patient_cancels,
        hospital_cancels=lost.hospital_cancels,
        refilled=lost.refilled,
        sessions_cancelled=1 - (1 - leave_of(plan)) * (1 - lost.sessions_cancelled),
        bank_holidays_worked=plan.bank_holidays_worked,
        closed=plan.closed,
        removed_weekly=history.removed_share if plan.removals is None else plan.removals,
        standard=plan.target_share,
        standard_weeks=target_weeks(plan),
    )


def target_weeks(plan: Assumptions) -> int:
    """The weeks of the plan's target as a forecast counts them: whole ones, a part of a week left off."""
    return max(1, floor(plan.target_weeks))


def leave_of(plan: Assumptions) -> float:
    """The share of sessions lost to leave, by chance, beside the bank holidays that the calendar takes out."""
    whole = WEEKS_IN_YEAR - (0.0 if plan.bank_holidays_worked else BANK_HOLIDAY_WEEKS)
    return max(0.0, 1 - plan.allowances.weeks_worked / whole)


def rank_priorities(plan: Assumptions, history: History) -> tuple[tuple[Priority, ...], NDArray[np.int64]]:
    """The priorities with their shares, the first seen first, and for each who waits the place of theirs."""
    size = history.list_size
    if not plan.by_priority:
        return (Priority("All", 1.0),), np.zeros(size, dtype=np.int64)
    if plan.from_pathways and not plan.priorities:
        return seen_priorities(history)
    given = plan.priorities or (("All", 1.0),)
    names = tuple(Priority(name, share) for name, share in given)
    if plan.from_pathways:
        known = {name.casefold(): place for place, (name, _) in enumerate(given)}
        found = [known.get(label_priority(str(code)).casefold(), len(given) - 1) for code in history.priority]
        return names, np.array(found, dtype=np.int64)
    edges = np.cumsum([share for _, share in given])
    spots = (np.arange(size) * 0.618033988749895) % 1.0  # evenly through the list, whatever the wait
    return names, np.minimum(np.searchsorted(edges, spots, side="right"), len(given) - 1).astype(np.int64)


def seen_priorities(history: History) -> tuple[tuple[Priority, ...], NDArray[np.int64]]:
    """Shares as the referrals of the weeks seen have them; some priorities only those who wait have."""
    shares = dict.fromkeys((str(code) for code in np.unique(history.priority)), 0.0) | dict(history.priority_shares)
    codes = sorted(shares, key=lambda code: (ORDER.index(code) if code in ORDER else len(ORDER), code))
    if not sum(shares.values()):
        return (Priority("All", 1.0),), np.zeros(history.list_size, dtype=np.int64)
    place = {code: at for at, code in enumerate(codes)}
    names = tuple(Priority(label_priority(code), shares[code]) for code in codes)
    return names, np.array([place[str(code)] for code in history.priority], dtype=np.int64)


def label_priority(code: str) -> str:
    return LABELS.get(code, code.upper() if code[:1] == "p" and len(code) <= 3 else code.capitalize())


def group_waiting(history: History, places: NDArray[np.int64], today: date) -> tuple[Waiting, ...]:
    """Who waits, by day of referral and priority."""
    if not history.list_size:
        return ()
    days = np.minimum(history.waiting, today.toordinal())
    pairs, counts = np.unique(np.stack([days, places]), axis=1, return_counts=True)
    return tuple(
        Waiting(date.fromordinal(int(day)), int(count), int(place))
        for day, place, count in zip(*pairs.tolist(), counts.tolist(), strict=True)
    )


def in_turn(scenario: Scenario) -> Scenario:
    """The same with everybody seen in turn, for the comparison of orders."""
    return replace(scenario, by_priority=False)
