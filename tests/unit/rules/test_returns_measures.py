"""What is read off the bands: shares, percentiles, clearance, change; worked values and properties."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.returns.measures import (
    clearance_weeks,
    figures_of,
    net_change,
    over_weeks,
    percentile_weeks,
    share_within,
    unexplained_change,
    within_weeks,
)

BANDS = st.lists(st.integers(0, 500), min_size=105, max_size=105)


def bands(**counts: int) -> list[int]:
    """`b17=3` → three in the band of more than 17 to 18 weeks."""
    return [counts.get(f"b{band}", 0) for band in range(105)]


def test_published_percentiles_have_this_form() -> None:
    """General Surgery of R1H, March 2026: N = 4,918, median 15 + 7/128, 92nd percentile 41 + 33.56/56."""
    median = bands(b0=2_452, b15=128, b20=2_338)
    assert percentile_weeks(median, 0.5) == pytest.approx(15.0546875)
    upper = bands(b0=4_491, b41=56, b50=371)
    assert percentile_weeks(upper, 0.92) == pytest.approx(41.5992857, abs=1e-7)


def test_the_edges_of_within_and_over() -> None:
    found = figures_of(bands(b17=1, b18=1, b51=1, b52=1, b64=1, b65=1, b77=1, b78=1, b103=1, b104=1))
    assert (found.total, found.within_18, found.over_18) == (10, 1, 9)
    assert (found.over_52, found.over_65, found.over_78, found.over_104) == (7, 5, 3, 1)
    assert found.share_within_18 == 0.1


def test_nobody_waiting_has_no_share_and_no_percentile() -> None:
    empty = figures_of(bands())
    assert (empty.total, empty.share_within_18, empty.median_weeks, empty.p92_weeks) == (0, None, None, None)


def test_percentiles_skip_empty_bands_and_reach_the_last() -> None:
    assert percentile_weeks(bands(b3=1), 0.5) == 3.5
    assert percentile_weeks(bands(b3=1, b9=1), 0.5) == 4
    assert percentile_weeks(bands(b104=10), 0.92) == pytest.approx(104.92)
    assert percentile_weeks(bands(b0=10), 1) == 1


@given(BANDS)
def test_figures_agree_with_each_other(counts: list[int]) -> None:
    found = figures_of(counts)
    assert found.total == found.within_18 + found.over_18 == sum(counts)
    assert found.over_18 >= found.over_52 >= found.over_65 >= found.over_78 >= found.over_104
    assert all(within_weeks(counts, weeks) + over_weeks(counts, weeks) == found.total for weeks in range(105))
    if found.total:
        assert found.share_within_18 == found.within_18 / found.total
        assert found.median_weeks is not None
        assert found.p92_weeks is not None
        assert found.median_weeks <= found.p92_weeks


@given(BANDS, st.floats(0.01, 1))
def test_a_percentile_lies_where_its_share_is_passed(counts: list[int], share: float) -> None:
    value = percentile_weeks(counts, share)
    total = sum(counts)
    if value is None:
        assert total == 0
        return
    passed = [0, *accumulate(counts)]
    assert passed[int(value)] <= share * total + 1e-6
    assert passed[min(105, int(value) + 1)] >= share * total - 1e-6


@given(BANDS, st.integers(2, 9))
def test_percentiles_and_shares_do_not_depend_on_the_size_of_the_list(counts: list[int], times: int) -> None:
    more = [count * times for count in counts]
    assert share_within(more) == pytest.approx(share_within(counts))
    assert percentile_weeks(more, 0.92) == pytest.approx(percentile_weeks(counts, 0.92))


@given(BANDS, BANDS)
def test_lists_add_up(one: list[int], other: list[int]) -> None:
    both = figures_of([a + b for a, b in zip(one, other, strict=True)])
    assert both.over_52 == figures_of(one).over_52 + figures_of(other).over_52
    assert both.within_18 == figures_of(one).within_18 + figures_of(other).within_18


def test_clearance_and_change() -> None:
    assert clearance_weeks(1_240, 310, 31) == pytest.approx(1_240 / 70)
    assert clearance_weeks(1_240, 0, 31) is None
    assert net_change(1_240, 1_300) == -60
    assert unexplained_change(1_240, 1_300, new_periods=200, completed=250) == -10
