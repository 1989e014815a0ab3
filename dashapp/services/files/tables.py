"""A table in a file that somebody brings: read once, row by row and within limits, then held on disk.

However large a file says it is, only one row of it is in memory. A row that cannot be read is told by its line; a file
that cannot be read at all is refused in a sentence.
"""

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import IO, Any, NamedTuple

import orjson

from storage.errors import Refused

LARGEST_FILE = 20 * 1024 * 1024
MOST_COLUMNS = 500
LONGEST_CELL = 131_072
LONGEST_ROW = 1_000_000
HELD_IN_MEMORY = 4 * 1024 * 1024
ASIDE = ""
"""Under this name a row says why it cannot be used."""
TOO_WIDE = "There are more cells than column names. Put quotes round text that has a comma in it."
HEADING_WITHIN = 20
CLOSES = re.compile(
    r"(?:grand |sub)?total\b|(?:number of |count of )?(?:rows|records|patients|pathways)\b *[:=]|"
    r"end of (?:report|file|list|data)\b|page \d+",
    re.IGNORECASE,
)
"""How the line under a list begins."""
Line = tuple[int, dict[str, Any]]


class Limits(NamedTuple):
    """What a file may hold: rows, cells that are filled, characters in all, and bytes once it is unpacked."""

    rows: int = 100_000
    cells: int = 5_000_000
    characters: int = 100_000_000
    unpacked: int = 250 * 1024 * 1024


ANY_TABLE = Limits()
SMALL_TABLE = Limits(5_000, 200_000, 5_000_000, 20 * 1024 * 1024)
"""For a table that is read while somebody waits for the page."""


class RawRow(NamedTuple):
    """A row as its reader found it; `problem` says why it could not be read."""

    line: int
    cells: list[Any]
    problem: str = ""


class RawTable(NamedTuple):
    """The names in the first line, and the rows below it, which are read as they are asked for; `line` is where the
    names are, `above` the lines of titles over them."""

    names: list[str]
    rows: Iterable[RawRow]
    note: str = ""
    line: int = 1
    above: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was read through: its columns, how many rows, the lines that hold none (titles, empty lines,
    headings again, totals), what else there is to say."""

    names: tuple[str, ...]
    count: int
    ignored: tuple[int, ...]
    notes: tuple[str, ...]
    _held: IO[bytes]

    def rows(self) -> Iterator[Line]:
        """Each row by column, with its line in the file."""
        self._held.seek(0)
        for text in self._held:
            line, cells, problem = orjson.loads(text)
            row = {name: cell for name, cell in zip(self.names, cells, strict=False) if name}
            yield line, row | {ASIDE: problem} if problem else row

    def chunks(self, size: int) -> Iterator[list[Line]]:
        """The rows, some at a time."""
        chunk: list[Line] = []
        for line in self.rows():
            chunk.append(line)
            if len(chunk) == size:
                yield chunk
                chunk = []
        if chunk:
            yield chunk


def check_size(data: bytes) -> None:
    """Raises Refused for a file that is too large to be looked at."""
    if len(data) > LARGEST_FILE:
        raise Refused(f"The file has {len(data):,} bytes; the most is {LARGEST_FILE:,}. Split it.")


def find_heading(raw: RawTable, knows: Callable[[str], bool]) -> RawTable:
    """The table below the line that names most columns that `knows` knows: reports put a title and a date over it."""
    rows = iter(raw.rows)
    head = [RawRow(raw.line, list(raw.names)), *islice(rows, HEADING_WITHIN)]
    known = [sum(knows(str(cell)) for cell in row.cells if cell) for row in head]
    place = known.index(max(known))
    if place == 0 or known[place] < 2:
        return raw._replace(rows=chain(head[1:], rows))
    names = ["" if cell is None else str(cell) for cell in head[place].cells]
    above = tuple(row.line for row in head[:place])
    return RawTable(names, chain(head[place + 1 :], rows), raw.note, head[place].line, above)


def says_no_row(cells: Sequence[Any], names: Sequence[str]) -> bool:
    """Whether a line is the heading once more, or the total under a list."""
    told = [str(cell).strip() for cell in cells if cell is not None and str(cell).strip()]
    return told == [name for name in names if name] or (len(told) <= 2 and CLOSES.match(told[0]) is not None)


def hold(raw: RawTable, limits: Limits) -> Table:
    """Read a table through and hold its rows on disk. Raises Refused beyond the limits, and without columns or rows."""
    names = check_names(raw.names)
    held = tempfile.SpooledTemporaryFile(max_size=HELD_IN_MEMORY)  # noqa: SIM115 - it lives as long as the table
    count = filled = characters = 0
    unnamed: set[int] = set()
    ignored = [*raw.above]
    for row in raw.rows:
        kept = check_row(row, names)
        given = [place for place, cell in enumerate(kept.cells) if cell is not None and str(cell).strip()]
        if not kept.problem and (not given or says_no_row(kept.cells, names)):
            ignored.append(row.line)
            continue
        count, filled = count + 1, filled + len(given)
        characters += sum(len(str(kept.cells[place])) for place in given)
        check_limits(count, filled, characters, limits)
        unnamed.update(place + 1 for place in given if not names[place])
        held.write(orjson.dumps([*kept]) + b"\n")
    if not count:
        raise Refused("The file has no rows below its first line.")
    notes = [f"Column {place} has no name and was left out." for place in sorted(unnamed)]
    return Table(tuple(names), count, tuple(ignored), (*filter(None, [raw.note]), *notes), held)


def check_names(given: list[str]) -> list[str]:
    """The column names, without empty ones at the end. Raises Refused when there are none, or too many."""
    names = [name.strip() for name in given]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise Refused("The file is empty: its first line must name the columns.")
    if len(names) > MOST_COLUMNS:
        raise Refused(
            f"The file has {len(names):,} columns; the most is {MOST_COLUMNS}. Remove those that are not needed."
        )
    return names


def check_row(row: RawRow, names: list[str]) -> RawRow:
    """The row with no more cells than columns, or with the problem that sets it aside."""
    cells = row.cells[: len(names)]
    lengths = [len(cell) for cell in row.cells if isinstance(cell, str)]
    problem = row.problem
    if max(lengths, default=0) > LONGEST_CELL:
        problem = f"A cell has {max(lengths):,} characters; the most is {LONGEST_CELL:,}."
    elif sum(lengths) > LONGEST_ROW:
        problem = f"The row has {sum(lengths):,} characters; the most is {LONGEST_ROW:,}."
    elif any(str(cell or "").strip() for cell in row.cells[len(names) :]):
        problem = TOO_WIDE
    return RawRow(row.line, [] if problem else cells, problem)


def check_limits(count: int, filled: int, characters: int, limits: Limits) -> None:
    """Raises Refused when a table holds more than it may."""
    for found, most, what in (
        (count, limits.rows, "rows"),
        (filled, limits.cells, "cells"),
        (characters, limits.characters, "characters"),
    ):
        if found > most:
            raise Refused(f"The file has more than {most:,} {what}, the most at once. Split it.")


def find_problem(row: Mapping[str, Any]) -> str:
    """Why a row cannot be used; "" when nothing is known against it."""
    return str(row.get(ASIDE) or "")


def check_usable(row: Mapping[str, Any]) -> None:
    """Raises ValueError for a row that could not be read."""
    if problem := find_problem(row):
        raise ValueError(problem)
