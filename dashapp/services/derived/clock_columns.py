"""The RTT clocks of a list in columns: one row a period, for figures over tens of thousands of pathways.

Nothing in them depends on today but the state of a clock, which changes when a dated event is reached. They are worked
out once (see `clocks`), kept, and read with numpy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast

import numpy as np
import numpy.typing as npt

from rules.codes import RETURN_LINES
from rules.rtt import STATUS_WORDS

Array = npt.NDArray[Any]

STATUSES: Final = tuple(STATUS_WORDS)
"""The state of a pathway's clock by its number in the column `status`."""
LINES: Final = tuple(RETURN_LINES)
"""The lines of the return by their number in the column `line`."""
WORD_COLUMNS: Final = (
    *("provider", "reported_before", "commissioner", "priority", "clinical_priority", "list_type", "site"),
    "consultant",
)
"""Columns of small numbers that stand for words: `words[column][number]`; number 0 is "", not recorded."""
PERIOD: Final = np.dtype(
    [
        ("record", "<i4"),
        ("owner", "<i4"),
        ("start", "<M8[D]"),
        ("stop", "<M8[D]"),
        ("decided", "<M8[D]"),
        ("tci", "<M8[D]"),
        ("prior_days", "<i4"),
        ("stop_code", "<i2"),
        ("line", "<i1"),
        ("status", "<i1"),
        ("admitted", "?"),
        ("nullified", "?"),
        ("in_return", "?"),
        ("is_last", "?"),
        *((name, "<i2") for name in WORD_COLUMNS),
    ]
)
"""One period: `record` and `owner` are places in `ids` and `people`; `start` and `stop` are days, NaT for unknown and
for a running clock; `decided` is the decision to admit made in the period, `tci` the admission booked (open clocks);
`prior_days` count for the place on the list, not for RTT; `stop_code` is the RTT status, 0 while open; `admitted` and
`nullified` say how it stopped; `in_return` is False for services outside the monthly return; `is_last` marks the last
period of its pathway, whose clock has the state `status`."""


@dataclass(frozen=True, slots=True)
class ClockColumns:
    """The periods of one or more lists.

    `ids[rows["record"]]` names the pathway, `people[rows["owner"]]` its owner's uid. `left_out` gives for each record
    without a period, as `(uid, record id)`, the state of its clock (`no_clock`, `not_rtt`) or `not_accepted`.
    """

    rows: Array
    ids: tuple[str, ...]
    people: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]
    left_out: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, column: str) -> Array:
        """A column by its name in `PERIOD`."""
        return self.rows[column]

    @property
    def pathways(self) -> int:
        """How many records have a clock."""
        return int(np.count_nonzero(self.rows["is_last"]))

    def where(self, chosen: Array) -> ClockColumns:
        """The rows for which `chosen` (booleans or places) holds; ids, people and words stay as they are."""
        return ClockColumns(self.rows[chosen], self.ids, self.people, self.words, self.left_out)

    def matching(self, column: str, wanted: Iterable[str]) -> Array:
        """Which rows have one of these words in one of `WORD_COLUMNS`, or one of these lines in `line`."""
        known = LINES if column == "line" else self.words[column]
        numbers = [number for number, word in enumerate(known) if word in set(wanted)]
        return cast("Array", np.isin(self.rows[column], numbers))


def no_clocks(people: Sequence[str] = ()) -> ClockColumns:
    """Columns without a row."""
    return ClockColumns(np.empty(0, PERIOD), (), tuple(people), dict.fromkeys(WORD_COLUMNS, ("",)))


class Vocabulary:
    """Numbers for the words of each column, handed out as they come."""

    def __init__(self, known: Mapping[str, Sequence[str]] | None = None) -> None:
        given = known or {}
        self._numbers = {name: {word: n for n, word in enumerate(given.get(name, ("",)))} for name in WORD_COLUMNS}

    def number(self, column: str, word: str) -> int:
        numbers = self._numbers[column]
        return numbers.setdefault(word, len(numbers))

    @property
    def words(self) -> dict[str, tuple[str, ...]]:
        return {name: tuple(numbers) for name, numbers in self._numbers.items()}


def join_columns(parts: Sequence[ClockColumns]) -> ClockColumns:
    """Several lists as one."""
    if len(parts) == 1:
        return parts[0]
    vocabulary = Vocabulary()
    ids: list[str] = []
    people: list[str] = []
    moved: list[Array] = []
    left_out: dict[tuple[str, str], str] = {}
    for part in parts:
        rows = part.rows.copy()
        rows["record"] += len(ids)
        rows["owner"] += len(people)
        for name in WORD_COLUMNS:
            numbers = np.array([vocabulary.number(name, word) for word in part.words[name]], dtype="<i2")
            rows[name] = numbers[rows[name]]
        ids += part.ids
        people += part.people
        moved.append(rows)
        left_out.update(part.left_out)
    rows = np.concatenate(moved) if moved else np.empty(0, PERIOD)
    return ClockColumns(rows, tuple(ids), tuple(people), vocabulary.words, left_out)
