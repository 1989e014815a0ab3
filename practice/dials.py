"""How hard a case is: five levels as presets, each dial to be set by itself (LEARNING §4)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Dials:
    """`events` and `slips` are the least and the most in a case; `noise` counts events that change nothing.

    Shares are from 0 to 1: of cases without a slip (`clean`), of dates a day from where a rule turns (`edges`), of
    records with a misleading code (`misleads`). `documents` says what the evidence is written as, `missing` how many
    of them are left out, `modules` among how many it is spread (None: all).
    """

    level: int
    events: tuple[int, int]
    noise: int
    slips: tuple[int, int]
    clean: float
    edges: float
    documents: tuple[str, ...]
    missing: int
    misleads: float
    modules: int | None


LEVELS: Mapping[int, Dials] = {
    1: Dials(1, (2, 4), 0, (1, 1), 0.2, 0.0, ("structured",), 0, 0.0, 1),
    2: Dials(2, (3, 6), 1, (1, 1), 0.3, 0.25, ("structured",), 0, 0.25, 1),
    3: Dials(3, (4, 8), 2, (0, 1), 0.4, 0.5, ("letters", "structured"), 0, 0.5, 2),
    4: Dials(4, (6, 12), 3, (0, 2), 0.5, 0.75, ("letters",), 0, 0.75, 3),
    5: Dials(5, (8, 20), 5, (0, 2), 0.6, 0.75, ("letters",), 1, 0.75, None),
}


def set_dials(level: int = 1, **dials: Any) -> Dials:
    """The dials of a level, some of them set otherwise; KeyError for a level that is not 1 to 5."""
    return replace(LEVELS[level], **dials)
