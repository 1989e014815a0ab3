"""Slips: named ways in which a record comes to differ from what happened (LEARNING §2).

Each finds the changes it would make to a clean record, [] where it does not apply. It has to make one of the numbered
checks of `rules.validation` speak (`speaks`), or to move the clock (`moves`); `python -m practice check` holds it to
that, and every change can be undone.
"""

from collections.abc import Callable, Mapping
from datetime import date
from random import Random
from typing import Final, NamedTuple

from practice.records import Edit, Record, apply, list_failures, read_clock
from practice.slips import of_events, of_rows


class Slip(NamedTuple):
    """`says` is what went wrong, in words for the explanation."""

    name: str
    says: str
    find: Callable[[Record, Random, date], list[Edit]]
    speaks: tuple[int, ...] = ()
    moves: bool = False


SLIPS: Final[Mapping[str, Slip]] = {
    slip.name: slip
    for slip in (
        *(Slip(name, says, find, speaks, moves) for name, says, find, speaks, moves in of_events.SLIPS),
        *(Slip(name, says, find, speaks) for name, says, find, speaks in of_rows.SLIPS),
    )
}
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
