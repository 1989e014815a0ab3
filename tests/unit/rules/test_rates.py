"""A rate from twenty on, and always of how many."""

from __future__ import annotations

import pytest

from rules.rates import calc_percent, say_percent, say_rate
from rules.returns.measures import figures_of


@pytest.mark.parametrize(
    ("count", "of", "percent", "said", "in_a_column"),
    [
        (10, 20, 50.0, "50.0% (10 of 20)", "50.0%"),
        (10, 19, None, "10 of 19", "10 of 19"),
        (0, 0, None, "–", "–"),
        (1204, 2000, 60.2, "60.2% (1,204 of 2,000)", "60.2%"),
        (10.5, 20.5, 51.2, "51.2% (10.5 of 20.5)", "51.2%"),
    ],
)
def test_a_rate(count: float, of: float, percent: float | None, said: str, in_a_column: str) -> None:
    assert calc_percent(count, of) == percent
    assert say_rate(count, of) == said
    assert say_percent(count, of, "%") == in_a_column


def test_the_share_of_a_short_list_is_counted_and_not_shown() -> None:
    short = figures_of([*[1] * 19, *[0] * 86])
    assert short.share_within_18 is not None
    assert short.rate_within_18 is None
    assert figures_of([*[1] * 20, *[0] * 85]).rate_within_18 == 0.9
