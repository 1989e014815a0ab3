"""How many waited: a census of one day, and of every day of a window (CAP-9)."""

import numpy as np
from numpy.typing import NDArray

from rules.capacity.waiting_list import Days, WaitingList, Window


def waiting_on(waiting_list: WaitingList, day: int) -> NDArray[np.bool_]:
    """For each row whether the patient waits at the end of `day`: referred by then and not removed by then."""
    return (waiting_list.referral <= day) & (waiting_list.removal > day)


def queue_sizes(waiting_list: WaitingList, window: Window) -> Days:
    """How many wait at the end of each day of the window, start and end counted.

    A row whose removal is before its referral never waits.
    """
    left = np.maximum(waiting_list.removal, waiting_list.referral)
    return np.cumsum(_by_day(waiting_list.referral, window) - _by_day(left, window))


def _by_day(days: Days, window: Window) -> Days:
    """How many of `days` fall on each day of the window; earlier ones on its first day, later ones nowhere."""
    inside = np.maximum(days[days <= window.end] - window.start, 0)
    return np.bincount(inside, minlength=window.length + 1)
