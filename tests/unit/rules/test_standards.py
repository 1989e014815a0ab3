"""The dated table of standards and targets."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest

from rules.standards import STANDARDS, Kind, Measure, Standard, rows_on, standard_on, target_on


@pytest.mark.parametrize(
    ("measure", "on", "value"),
    [
        (Measure.RTT_18_WEEKS, date(2026, 1, 31), 0.92),
        ("rtt_18_weeks", date(2026, 11, 23), 0.92),
        (Measure.DM01_OVER_6_WEEKS, date(2026, 5, 1), 0.01),
        (Measure.CANCER_FDS_28_DAYS, date(2023, 10, 1), 0.75),
        (Measure.CANCER_FDS_28_DAYS, date(2021, 10, 1), 0.75),
        (Measure.CANCER_FDS_28_DAYS, date(2023, 9, 30), 0.75),
        (Measure.CANCER_FDS_28_DAYS, date(2026, 2, 28), 0.75),
        (Measure.CANCER_FDS_28_DAYS, date(2026, 3, 1), 0.80),
        (Measure.CANCER_FDS_28_DAYS, date(2026, 4, 1), 0.80),
        (Measure.CANCER_31_DAYS, date(2026, 4, 1), 0.96),
        (Measure.CANCER_62_DAYS, date(2026, 4, 1), 0.85),
    ],
)
def test_standards_in_force(measure: str, on: date, value: float) -> None:
    standard = standard_on(measure, on)
    assert standard is not None
    assert standard.value == value


@pytest.mark.parametrize(
    ("measure", "on", "level", "value"),
    [
        (Measure.RTT_18_WEEKS, date(2025, 4, 1), "national", 0.65),
        (Measure.RTT_18_WEEKS, date(2026, 3, 31), "national", 0.65),
        (Measure.RTT_18_WEEKS, date(2026, 4, 1), "national", 0.70),
        (Measure.RTT_18_WEEKS, date(2026, 3, 31), "trust", 0.60),
        (Measure.RTT_18_WEEKS, date(2027, 3, 31), "trust", 0.65),
        (Measure.RTT_18_WEEKS, date(2028, 6, 1), "national", 0.92),
        (Measure.RTT_FIRST_APPOINTMENT_18_WEEKS, date(2026, 1, 1), "national", 0.72),
        (Measure.RTT_FIRST_APPOINTMENT_18_WEEKS, date(2026, 1, 1), "trust", 0.67),
        (Measure.RTT_OVER_52_WEEKS, date(2026, 1, 1), "national", 0.01),
        (Measure.DM01_OVER_6_WEEKS, date(2026, 4, 1), "national", 0.14),
        (Measure.DM01_OVER_6_WEEKS, date(2026, 4, 1), "system", 0.20),
        (Measure.CANCER_31_DAYS, date(2026, 6, 1), "trust", 0.94),
        (Measure.CANCER_FDS_28_DAYS, date(2024, 4, 1), "national", 0.77),
        (Measure.CANCER_FDS_28_DAYS, date(2025, 3, 31), "national", 0.77),
        (Measure.CANCER_FDS_28_DAYS, date(2025, 4, 1), "national", 0.80),
        (Measure.CANCER_62_DAYS, date(2025, 3, 31), "national", 0.70),
        (Measure.CANCER_62_DAYS, date(2026, 3, 31), "national", 0.75),
        (Measure.CANCER_62_DAYS, date(2026, 4, 1), "trust", 0.80),
        (Measure.COMMUNITY_18_WEEKS, date(2026, 4, 1), "national", 0.78),
    ],
)
def test_planning_targets(measure: str, on: date, level: str, value: float) -> None:
    target = target_on(measure, on, level)
    assert target is not None
    assert target.value == value


def test_what_no_source_says_is_not_filled_in() -> None:
    assert target_on(Measure.RTT_FIRST_APPOINTMENT_18_WEEKS, date(2026, 6, 1)) is None
    assert target_on(Measure.RTT_OVER_52_WEEKS, date(2026, 6, 1)) is None
    assert target_on(Measure.RTT_18_WEEKS, date(2027, 6, 1)) is None
    assert standard_on(Measure.CANCER_FDS_28_DAYS, date(2021, 9, 30)) is None
    assert standard_on(Measure.CANCER_62_DAYS, date(2023, 9, 30)) is None
    assert target_on(Measure.CANCER_62_DAYS, date(2024, 3, 31)) is None
    assert standard_on(Measure.RTT_OVER_52_WEEKS, date(2026, 1, 1)) is None
    assert standard_on("no_such_measure", date(2026, 1, 1)) is None


def test_the_greater_demand_of_floor_and_improvement() -> None:
    trust = target_on(Measure.RTT_18_WEEKS, date(2026, 6, 1), "trust")
    system = target_on(Measure.DM01_OVER_6_WEEKS, date(2026, 6, 1), "system")
    assert trust is not None
    assert system is not None
    assert trust.goal() == 0.65
    assert trust.goal(0.55) == 0.65
    assert trust.goal(0.62) == pytest.approx(0.69)
    assert trust.is_met(0.66, baseline=0.55)
    assert not trust.is_met(0.66, baseline=0.62)
    assert system.goal(0.30) == 0.20
    assert system.goal(0.18) == pytest.approx(0.15)
    assert system.is_met(0.20)
    assert not system.is_met(0.2001)


def test_fewer_than_one_per_cent_is_not_one_per_cent() -> None:
    diagnostics = standard_on(Measure.DM01_OVER_6_WEEKS, date(2026, 6, 1))
    assert diagnostics is not None
    assert diagnostics.is_met(0.0099)
    assert not diagnostics.is_met(0.01)


def _overlap(one: Standard, other: Standard) -> bool:
    same = (one.measure, one.level, one.kind) == (other.measure, other.level, other.kind)
    return same and (one.is_in_force(other.effective_from) or other.is_in_force(one.effective_from))


def test_never_two_answers_for_one_day() -> None:
    assert not [pair for pair in combinations(STANDARDS, 2) if _overlap(*pair)]


def test_every_row_names_its_source_and_is_a_share() -> None:
    assert all(row.source and 0 < row.value < 1 for row in STANDARDS)
    assert {row.level for row in STANDARDS} == {"national", "trust", "system"}
    assert all((row.improvement is None) == (not row.baseline) for row in STANDARDS)
    in_january = {(row.kind, row.level) for row in rows_on(Measure.RTT_18_WEEKS, date(2026, 1, 31))}
    assert in_january == {(Kind.STANDARD, "national"), (Kind.TARGET, "national"), (Kind.TARGET, "trust")}
