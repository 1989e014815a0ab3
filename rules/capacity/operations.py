"""Adding to a list and putting two lists together; the result is in order of referral."""

import numpy as np

from rules.capacity.waiting_list import NEVER, Days, WaitingList, sort_list

ADDED = np.int64(0)
"""The row number of somebody who was not on the list given."""


def insert_referrals(waiting_list: WaitingList, additions: Days) -> WaitingList:
    """The list with one waiting patient more for each day of `additions`, after those already there that day."""
    return sort_list(
        np.concatenate((waiting_list.referral, additions)),
        np.concatenate((waiting_list.removal, np.full(len(additions), NEVER))),
        np.concatenate((waiting_list.row, np.full(len(additions), ADDED))),
    )


def join_lists(first: WaitingList, second: WaitingList) -> WaitingList:
    """Both lists in order of referral, numbered anew; of one day those of the first list come first."""
    joined = sort_list(
        np.concatenate((first.referral, second.referral)), np.concatenate((first.removal, second.removal))
    )
    return sort_list(joined.referral, joined.removal)
