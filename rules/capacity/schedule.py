"""Filling slots in turn (CAP-12): in closed form for slots in order of date, by walking them otherwise."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rules.capacity.waiting_list import NEVER, Days, WaitingList

_FUZZ = 1e-10
"""What a sequence of evenly spaced numbers may run over its end by, so that rounding loses no slot."""


class Schedule(NamedTuple):
    """The list with removals filled in, in order of referral, and for each slot whether it was used."""

    waiting_list: WaitingList
    used: NDArray[np.bool_]


def assign_slots(referral: Days, slots: Days) -> Days:
    """For each patient in order of referral the place of the slot they get, len(slots) or more when none is left.

    Slots are in order of date. The k-th patient gets the first slot after both their referral and the slot of the
    patient before: slot[k] = k + max over j ≤ k of (slots on or before referral j − j).
    """
    places = np.arange(len(referral), dtype=np.int64)
    passed = np.searchsorted(slots, referral, side="right")
    passed -= places
    np.maximum.accumulate(passed, out=passed)
    passed += places
    return passed


def assign_in_given_order(referral: Days, slots: Days) -> Days:
    """The same for slots in any order, taken as given: a slot not later than the head's referral is lost."""
    places = np.full(len(referral), len(slots), dtype=np.int64)
    waits, head = referral.tolist(), 0
    for place, slot in enumerate(slots.tolist()):
        if head == len(waits):
            break
        if slot > waits[head]:
            places[head] = place
            head += 1
    return places


def fill_slots(waiting_list: WaitingList, slots: Days) -> Schedule:
    """Give the slots, in the order given, to those without a removal; removed rows first among equal referrals."""
    waits = waiting_list.removal == NEVER
    referral = waiting_list.referral[waits]
    ordered = bool(np.all(slots[1:] >= slots[:-1]))
    places = (assign_slots if ordered else assign_in_given_order)(referral, slots)
    taken = places[places < len(slots)]
    removal = waiting_list.removal.copy()
    removal[np.flatnonzero(waits)[: len(taken)]] = slots[taken]
    used = np.zeros(len(slots), dtype=np.bool_)
    used[taken] = True
    return Schedule(_removed_first(waiting_list, removal, waits), used)


def _removed_first(waiting_list: WaitingList, removal: Days, waits: NDArray[np.bool_]) -> WaitingList:
    """In order of referral, those removed before the schedule ahead of the others of that day."""
    referral, row = waiting_list.referral, waiting_list.row
    if not waits.all() and waits.any():
        order = np.argsort(2 * referral + waits, kind="stable")
        referral, removal, row = referral[order], removal[order], row[order]
    return WaitingList(referral, removal, row, waiting_list.left_out)


def even_slots(days: int, start: int, daily: float) -> Days:
    """Slots evenly spread over so many days from `start`, weekends too: start + ⌈0, 1/c, 2/c, …⌉ up to days − 1.

    ValueError for no days or a capacity that is not above zero.
    """
    if days < 1:
        raise ValueError("A schedule needs at least one day.")
    if not daily > 0 or not math.isfinite(daily):
        raise ValueError("Capacity must be above zero.")
    step = 1 / daily
    count = math.floor((days - 1) / step + _FUZZ) + 1
    spread = np.minimum(np.arange(count) * step, days - 1)
    slots: Days = start + np.ceil(spread).astype(np.int64)
    return slots
