"""What the planner reckons besides: percentiles, clearance, control limits, allowances, sessions, curves, services."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.capacity.allowances import Allowances, allowances_waterfall, completed_share, slots_for
from rules.capacity.back_test import Prediction, Week, back_test, judge
from rules.capacity.clearance import (
    clear_backlog,
    clearance_weeks,
    date_reached,
    slots_to_reach,
    slots_to_reach_by,
    weeks_to_reach,
)
from rules.capacity.kingman import carve_out_wait, hockey_stick, mean_wait
from rules.capacity.percentiles import eighty_percent_rule, list_choices, percentile
from rules.capacity.steady_state import Service, steady_state
from rules.capacity.templates import Template, beds_needed, fit_session, touch_utilisation

WEEKS = [20.0, 22, 25, 30, 28, 24, 26, 21, 23, 27, 40]
shares = st.floats(0, 1)


def test_capacity_by_percentile_and_the_80_percent_rule() -> None:
    choices = {one.rule: one for one in list_choices(WEEKS)}
    assert choices["50th percentile"].capacity == 25
    assert choices["80% rule"].capacity == eighty_percent_rule(WEEKS) == 36
    assert choices["95th percentile"].capacity == 35
    assert choices["85th percentile"].weeks_covered == pytest.approx(9 / 11)
    assert choices["50th percentile"].short_slots > choices["95th percentile"].short_slots
    assert percentile([7], 85) == 7
    with pytest.raises(ValueError, match="no week"):
        list_choices([])


@given(st.lists(st.integers(0, 200), min_size=1, max_size=60))
def test_more_capacity_covers_more_weeks(weeks: list[int]) -> None:
    choices = list_choices([float(week) for week in weeks])[:-1]
    for less, more in pairwise(choices):
        assert less.capacity <= more.capacity
        assert less.weeks_covered <= more.weeks_covered
        assert less.spare_slots <= more.spare_slots


def test_clearance() -> None:
    assert clearance_weeks(1200, 27) == pytest.approx(44.4, abs=0.05)
    assert clearance_weeks(1200, 0) is None
    assert clearance_weeks(0, 0) == 0
    assert weeks_to_reach(1200, 390, 30, 61.153846153846153) == 26
    assert weeks_to_reach(1200, 390, 30, 30) is None
    assert weeks_to_reach(300, 390, 30, 10) == 0
    assert slots_to_reach(1200, 390, 30, 26) == pytest.approx(61.1538, abs=1e-4)
    assert slots_to_reach_by(1200, 390, 30, date(2026, 1, 5), date(2026, 7, 6)) == pytest.approx(61.1538, abs=1e-4)
    assert date_reached(date(2026, 1, 5), 26) == date(2026, 7, 6)
    assert date_reached(date(2026, 1, 5), None) is None
    assert date_reached(date(2026, 1, 5), 10**9) is None
    with pytest.raises(ValueError, match="at least a week"):
        slots_to_reach_by(1200, 390, 30, date(2026, 1, 5), date(2026, 1, 6))


def test_relief_then_maintenance_capacity() -> None:
    told = clear_backlog(1200, 30, 52, relief=61.15384615384615, maintenance=30.08, weeks=52)
    assert told.target == 390
    assert told.crossing == 26
    assert told.sizes[26] == pytest.approx(390)
    assert told.sizes[52] == pytest.approx(390 - 26 * 0.08)
    assert clear_backlog(1200, 30, 52, 29, 30, 52).crossing is None
    assert clear_backlog(100, 30, 52, 29, 30, 4).crossing == 0


@given(st.floats(0, 5000), st.floats(1, 500), st.floats(0, 200), st.integers(1, 104))
def test_the_slots_solved_for_clear_in_the_weeks_given(queue: float, target: float, demand: float, weeks: int) -> None:
    slots = slots_to_reach(queue, target, demand, weeks)
    reached = weeks_to_reach(queue, target, demand, slots + 1e-6)
    assert reached is not None
    assert reached <= weeks


def test_from_job_plan_to_completed_activity() -> None:
    told = Allowances(weeks_worked=42, missed=0.1, patient_cancels=0.1, refilled=0.5, followups_per_new=1)
    steps = allowances_waterfall(52, told)
    assert steps[0].left == 52
    assert steps[1].left == 42
    assert steps[-1].left == pytest.approx(42 * 0.95 * 0.9 / 2)
    assert slots_for(completed_share(told) * 10, told) == pytest.approx(10)
    assert slots_for(1, Allowances(missed=1)) is None
    with pytest.raises(ValueError, match="Missed"):
        Allowances(missed=1.2)
    with pytest.raises(ValueError, match="Weeks"):
        Allowances(weeks_worked=53)


@given(st.floats(0, 1000), shares, shares, shares, st.floats(0, 5))
def test_the_bars_add_up(slots: float, missed: float, cancelled: float, refilled: float, followups: float) -> None:
    told = Allowances(missed=missed, patient_cancels=cancelled, refilled=refilled, followups_per_new=followups)
    steps = allowances_waterfall(slots, told)
    assert sum(step.change for step in steps[:-1]) == pytest.approx(steps[-1].left, abs=1e-6)
    assert all(step.left >= -1e-9 for step in steps)


def test_sessions_and_theatre_lists() -> None:
    hips = Template("Hip replacement", case_minutes=90, turnaround_minutes=15)
    fit = fit_session(hips)
    assert fit.cases == pytest.approx(240 * 0.85 / 105)
    assert (fit.whole_cases, fit.touch_utilisation, fit.minutes_left) == (2, 0.75, 45)
    clinic = Template("Clinic", session_minutes=210, case_minutes=20, utilisation=1)
    assert fit_session(clinic).whole_cases == 10
    assert touch_utilisation(204, 240) == 0.85
    assert touch_utilisation(260, 240) == 1
    assert touch_utilisation(10, 0) is None
    assert beds_needed(70, 3, 1) == 30
    with pytest.raises(ValueError, match="Utilisation"):
        Template("", utilisation=0)


def test_the_hockey_stick() -> None:
    assert mean_wait(0.5, 10) == pytest.approx(0.1)
    assert mean_wait(0.9, 10) == pytest.approx(0.9)
    assert mean_wait(0.95, 10) == pytest.approx(1.9)
    assert mean_wait(1, 10) is None
    points = hockey_stick(10)
    assert all(before.weeks < after.weeks for before, after in pairwise(points))
    assert hockey_stick(10, 0, 0)[-1].weeks == 0
    alone = mean_wait(0.9, 30)
    assert alone is not None
    assert carve_out_wait(0.9, 30, 3) == pytest.approx(3 * alone)
    with pytest.raises(ValueError, match="above zero"):
        hockey_stick(0)


def test_healthy_lists_of_services() -> None:
    told = steady_state(Service(name="Ears", demand=30, capacity=29, queue=400), 18, 0.92)
    assert told.queue == pytest.approx(30 * 18 / 2.5257, abs=0.05)
    assert told.capacity > 30
    assert told.gap > 1
    assert told.load == pytest.approx(30 / 29)
    assert told.pressure is None
    leaving = steady_state(Service(name="Ears", demand=30, capacity=29, queue=400, leaves_untreated=0.1, mean_wait=9))
    assert leaving.capacity < told.capacity
    assert (leaving.untreated, leaving.pressure) == (pytest.approx(3), 1)
    with pytest.raises(ValueError, match="Ears"):
        Service(name="Ears", demand=-1, capacity=1, queue=1)


def test_a_forecast_held_against_what_happened() -> None:
    weeks = [Week(30, 28, 1, 400 + step) for step in range(1, 21)]
    told = back_test(weeks)
    assert told.fitted_weeks == 10
    assert told.mae == pytest.approx(0, abs=1e-9)
    assert told.mape == pytest.approx(0, abs=1e-9)
    assert told.coverage_80 == told.coverage_95 == 1
    flat = Prediction([10.0, 10], [9.0, 9], [11.0, 11], [8.0, 8], [12.0, 12])
    held = judge([10, 11.5], flat)
    assert (held.mae, held.coverage_80, held.coverage_95) == (0.75, 0.5, 1)
    assert held.mape == pytest.approx(100 * (1.5 / 11.5) / 2)
    assert judge([10, 0], flat).mape is None
    with pytest.raises(ValueError, match="8 weeks"):
        back_test(weeks[:7])
