"""Series over time: the published values of NHSRplotthedots, worked cases of each signal, properties, and bad input."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.spc import Options, Point, Spc, answer_line, find_runs, find_trends, read_series

DAY = date(2026, 1, 5)
CASES = [json.loads(line) for line in (Path(__file__).parents[2] / "data" / "spc.jsonl").read_text().splitlines()]
SEED = (
    -0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621, -1.26506123, -0.68685285,
    -0.44566197, 1.2240818, 0.35981383, 0.40077145, 0.11068272, -0.55584113, 1.78691314, 0.49785048, -1.96661716,
    0.70135590, -0.47279141,
)  # fmt: skip
"""`set.seed(123); rnorm(20)` of R, the series of the peer's own test."""
VIGNETTE = (1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1)


def read(*values: float, **options: Any) -> Spc:
    points = [Point(DAY + timedelta(days=7 * place), value) for place, value in enumerate(values)]
    return read_series(points, Options(**options))


def signals(*values: float, **options: Any) -> list[str | None]:
    return list(read(*values, **options).signals)


def with_tolerance(group: dict[str, Any]) -> dict[str, Any]:
    return {name: pytest.approx(one, rel=1e-6) if isinstance(one, float) else one for name, one in group.items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_cases_given(case: dict[str, Any]) -> None:
    told, expected = answer_line(case), case["expected"]
    for name in ("signals", "point_types", "variation", "assurance", "limits_shown"):
        assert told[name] == expected[name], name
    assert told["groups"] == [with_tolerance(group) for group in expected["groups"]]


@pytest.mark.parametrize(
    ("values", "screened", "mean", "lower", "upper"),
    [
        (SEED, True, 0.1416238, -3.01138, 3.294627),
        ((*SEED[:14], 10, *SEED[15:]), True, 0.6694159, -2.383666, 3.722497),
        ((*SEED[:14], 10, *SEED[15:]), False, 0.6694159, -4.596625, 5.935457),
        (VIGNETTE, True, 35 / 18, -0.72, 4.60),
        (VIGNETTE, False, 35 / 18, -3.06, 6.95),
    ],
)
def test_the_published_limits(
    values: tuple[float, ...], screened: bool, mean: float, lower: float, upper: float
) -> None:
    group = read(*values, screen_outliers=screened).groups[0]
    assert group.limits is not None
    assert (group.mean, *group.limits) == (
        pytest.approx(mean, rel=1e-6),
        pytest.approx(lower, abs=0.006 if values is VIGNETTE else 1e-5),
        pytest.approx(upper, abs=0.006 if values is VIGNETTE else 1e-5),
    )


LEVEL = (10.0, 11.0, 9.0, 10.5, 9.5, 10.0, 11.0, 9.0)


def test_a_run_of_seven_is_a_signal_and_one_of_six_is_none() -> None:
    assert "trend" not in signals(*LEVEL, 7, 8, 9, 10, 11, 12, 10, 9)
    assert signals(*LEVEL, 7, 8, 9, 10, 11, 12, 13, 9)[8:15] == ["trend"] * 7
    assert find_trends([1, 2, 3, 3, 4, 5, 6], 7) == [0] * 7, "a tie breaks a trend"
    assert find_trends([1, 2, 3, 4, 5, 6, 7], 7) == [1] * 7
    assert find_runs([-1, 1, 1, 1, 1, 1, 1, -1], 7) == [0] * 8
    assert find_runs([-1, 1, 1, 1, 1, 1, 1, -1], 6) == [0, 1, 1, 1, 1, 1, 1, 0]
    wide = (*(4, 16) * 5, *(9, 9.5) * 3, 9)
    assert signals(*wide)[-7:] == ["shift"] * 7
    assert "shift" not in signals(*wide[:-1], 11)


def test_two_of_three_need_all_three_on_one_side() -> None:
    calm = (10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 10, 11)
    assert signals(*calm, 12.7, 12.7, 10.9)[-3:] == ["two_of_three", "two_of_three", None]
    assert signals(*calm, 12.7, 8.3, 12.7)[-3:] == [None, None, None]


def test_a_peak_shared_by_a_rise_and_a_fall_belongs_to_the_fall() -> None:
    assert find_trends([*range(1, 8), *range(6, 0, -1)], 7) == [1] * 6 + [-1] * 7


def test_a_new_group_has_limits_of_its_own_and_the_last_one_judges_the_target() -> None:
    begun = DAY + timedelta(days=7 * 13)
    told = read(*([10, 12] * 6), 11, *([50, 52] * 7), rebase=(begun,), target=40, improvement_direction="increase")
    assert [(len(group.points), group.points[0].day) for group in told.groups] == [(13, DAY), (14, begun)]
    assert set(told.signals) == {None}
    assert told.assurance == "consistent_pass"


@pytest.mark.parametrize(("count", "shown"), [(4, "none"), (5, "trial"), (12, "trial"), (13, "full")])
def test_few_points_have_no_limits_and_no_icons(count: int, shown: str) -> None:
    told = read(*(LEVEL * 2)[:count], target=10, improvement_direction="increase")
    assert told.limits_shown == shown
    assert (told.variation, told.assurance) == (("common_cause", "hit_or_miss") if shown == "full" else (None, None))


@pytest.mark.parametrize(
    ("direction", "target", "verdict"),
    [
        ("increase", 100, "consistent_fail"),
        ("increase", 0, "consistent_pass"),
        ("decrease", 100, "consistent_pass"),
        ("decrease", 0, "consistent_fail"),
        ("decrease", 10, "hit_or_miss"),
        ("neutral", 10, None),
    ],
)
def test_what_to_expect_of_a_target(direction: Any, target: float, verdict: str | None) -> None:
    assert read(*LEVEL, *LEVEL, target=target, improvement_direction=direction).assurance == verdict


@given(st.lists(st.floats(-1000, 1000), min_size=1, max_size=60), st.sampled_from(["increase", "decrease", "neutral"]))
def test_any_series_is_read_and_its_mirror_image_says_the_opposite(values: list[float], direction: Any) -> None:
    told = read(*values, improvement_direction=direction)
    mirrored = read(*(-value for value in values), improvement_direction=direction)
    assert told.signals == mirrored.signals
    pairs = [("improvement", "concern"), ("neutral_high", "neutral_low")]
    opposite = {one: other for pair in pairs for one, other in (pair, pair[::-1])}
    assert mirrored.point_types == tuple(opposite.get(kind, kind) for kind in told.point_types)
    assert len(told.signals) == len(values)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ({}, "no series"),
        ({"series": []}, "no points"),
        ({"series": [3]}, "Point 1 is not"),
        ({"series": [{"date": "yesterday", "value": 3}]}, "The date of point 1"),
        ({"series": [{"date": "2026-01-05", "value": "3"}]}, "value of point 1"),
        ({"series": [{"date": "2026-01-05", "value": True}]}, "value of point 1"),
        ({"series": [{"date": "2026-01-05", "value": 3}], "options": {"run_length": 5}}, "6, 7 or 8"),
        ({"series": [{"date": "2026-01-05", "value": 3}], "options": {"direction": "up"}}, "The options are"),
        ({"series": [{"date": "2026-01-05", "value": 3}], "options": {"improvement_direction": "up"}}, "direction"),
        ({"series": [{"date": "2026-01-05", "value": 3}], "options": {"rebase": "2026"}}, "rebasing"),
        ({"series": [{"date": "2026-01-05", "value": 3}], "options": {"fix_after_n": 0}}, "one point or more"),
        ({"series": [{"date": "2026-01-05", "value": 3}], "options": {"target": "x"}}, "target"),
    ],
)
def test_what_cannot_be_read_is_said(line: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        answer_line(line)


def test_a_point_without_a_value_is_left_out_and_the_answer_is_json() -> None:
    line = {"id": "A", "series": [{"date": "2026-01-05", "value": 3}, {"date": "2026-01-12", "value": None}]}
    told = answer_line(line)
    assert told["groups"][0]["n"] == 1
    assert json.loads(json.dumps(told))["limits_shown"] == "none"
