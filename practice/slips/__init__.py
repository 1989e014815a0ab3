"""Slips: named ways in which a record comes to differ from what happened (LEARNING §2).

Each finds the changes it would make to a clean record, [] where it does not apply. It has to make one of the numbered
checks of `rules.validation` speak (`speaks`), or to move the clock (`moves`); `python -m practice check` holds it to
that, and every change can be undone.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from practice.records import Edit, Record, apply, list_failures, read_clock
from practice.slips import of_events, of_rows
from practice.slips.slip import Slip

SLIPS: Final[Mapping[str, Slip]] = {slip.name: slip for slip in (*of_events.SLIPS, *of_rows.SLIPS)}
"""Every slip by its name."""


def has_effect(slip: Slip, clean: Record, edits: list[Edit], as_of: date) -> bool:
    """Whether the changes make a declared check speak that was silent, or move the clock."""
    wrong = apply(clean, edits)
    before = {failure.number for failure in list_failures(clean, as_of)}
    spoken = {failure.number for failure in list_failures(wrong, as_of)} - before
    return bool(spoken & set(slip.speaks)) or (slip.moves and _moved(clean, wrong, as_of))


def _moved(clean: Record, wrong: Record, as_of: date) -> bool:
    was, is_now = (read_clock(record, as_of) for record in (clean, wrong))
    return (was.status, was.periods) != (is_now.status, is_now.periods)


__all__ = ["SLIPS", "Slip", "has_effect"]
