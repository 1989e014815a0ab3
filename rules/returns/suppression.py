"""Small numbers in tables that are shared: what is hidden, so that no person can be recognised or worked out.

The rule is ours, after the practice of NHS England's statistics (counts of 1 to 4 are not published where people could
be recognised). It is for tables by treatment function, commissioner, site, route or test; how long people wait, alone,
recognises nobody, and the return itself is submitted whole.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from rules.explain import Confidence
from rules.returns.book import BOOK

SMALL: Final = range(1, 5)
Grid = list[list[int | None]]
Cell = tuple[int, int]

RULE = BOOK.declare(
    "RET-11",
    "Small numbers (our decision)",
    "In a table that is shared and that says more of people than how long they wait, counts of 1 to 4 are hidden. "
    "Where one number alone is hidden in a row or a column that has a total, the smallest other number there is hidden "
    "too, so that subtraction does not bring it back. The return that is submitted is never suppressed.",
    "Clockstart; practice of NHS England's published statistics",
    Confidence.CHECK_LOCAL_POLICY,
)


def suppress(table: Sequence[Sequence[int]]) -> tuple[Grid, list[int | None], list[int | None], int | None]:
    """The cells, the totals of rows, those of columns and the whole, each None where it is hidden.

    First every count of 1 to 4, totals included; then, while a row or a column (its total is one of its numbers) has
    exactly one hidden, the smallest of the others that is not nought, or else a nought. Rule RET-11.
    """
    grid = with_totals(table)
    hidden = {cell for cell, count in cells_of(grid) if count in SMALL}
    while chosen := next(
        (also_hidden(grid, line, hidden) for line in lines_of(grid) if is_exposed(line, hidden)), None
    ):
        hidden.add(chosen)
    shown: Grid = [
        [None if (row, column) in hidden else count for column, count in enumerate(counts)]
        for row, counts in enumerate(grid)
    ]
    *body, bottom = shown
    return [row[:-1] for row in body], [row[-1] for row in body], bottom[:-1], bottom[-1]


def with_totals(table: Sequence[Sequence[int]]) -> list[list[int]]:
    """The table with the sums of its rows as a last column and of its columns as a last row."""
    rows = [[*row, sum(row)] for row in table]
    width = len(rows[0]) if rows else 1
    return [*rows, [sum(row[column] for row in rows) for column in range(width)]]


def cells_of(grid: Sequence[Sequence[int]]) -> Iterator[tuple[Cell, int]]:
    for row, counts in enumerate(grid):
        for column, count in enumerate(counts):
            yield (row, column), count


def lines_of(grid: Sequence[Sequence[int]]) -> Iterator[list[Cell]]:
    """Every row and every column, each with its total: where one number follows from the others."""
    height, width = len(grid), len(grid[0])
    for row in range(height):
        yield [(row, column) for column in range(width)]
    if height > 2:  # with one row the columns repeat it
        for column in range(width):
            yield [(row, column) for row in range(height)]


def is_exposed(line: Sequence[Cell], hidden: set[Cell]) -> bool:
    """Whether exactly one number of a row or column is hidden."""
    return sum(cell in hidden for cell in line) == 1 and len(line) > 1


def also_hidden(grid: Sequence[Sequence[int]], line: Sequence[Cell], hidden: set[Cell]) -> Cell:
    """The smallest other number that is not nought; a nought when there is nothing else."""
    others = [cell for cell in line if cell not in hidden]
    return min(others, key=lambda cell: (grid[cell[0]][cell[1]] == 0, grid[cell[0]][cell[1]], cell))
