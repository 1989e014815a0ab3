"""Small numbers: what is hidden stays hidden, whatever is added or subtracted."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.returns.suppression import SMALL, suppress, with_totals

TABLES = st.integers(2, 3).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 9), min_size=width, max_size=width), min_size=2, max_size=3)
)


def shown_grid(table: list[list[int]]) -> list[list[int | None]]:
    cells, rows, columns, whole = suppress(table)
    return [*([*row, total] for row, total in zip(cells, rows, strict=True)), [*columns, whole]]


def test_a_table_is_looked_at_both_ways() -> None:
    cells, rows, columns, whole = suppress([[3, 20, 30], [10, 11, 12], [40, 50, 60]])
    hidden = {(row, column) for row in range(3) for column in range(3) if cells[row][column] is None}
    assert hidden == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert (rows, columns, whole) == ([53, 33, 150], [53, 81, 102], 236)


@given(TABLES)
def test_nothing_small_is_shown_and_no_line_has_one_hidden_alone(table: list[list[int]]) -> None:
    shown, grid = shown_grid(table), with_totals(table)
    for row, counts in enumerate(grid):
        for column, count in enumerate(counts):
            assert shown[row][column] in ({None} if count in SMALL else {None, count})
    for line in (*shown, *zip(*shown, strict=True)):
        assert list(line).count(None) != 1


@settings(max_examples=20)
@given(st.lists(st.lists(st.integers(0, 6), min_size=2, max_size=2), min_size=2, max_size=2))
def test_small_counts_cannot_be_worked_out(table: list[list[int]]) -> None:
    """Every table that could be meant is tried: where a small count is hidden, more than one value remains."""
    shown = shown_grid(table)
    fitting = [
        [[a, b], [c, d]] for a, b, c, d in product(range(9), repeat=4) if fits(with_totals([[a, b], [c, d]]), shown)
    ]
    for row, column in product(range(2), range(2)):
        if table[row][column] in SMALL:
            assert len({one[row][column] for one in fitting}) > 1


def fits(grid: list[list[int]], shown: list[list[int | None]]) -> bool:
    return all(
        there is None or there == count
        for counts, row in zip(grid, shown, strict=True)
        for count, there in zip(counts, row, strict=True)
    )
