"""Forecasts: nobody is lost or treated early, the closed form and theory agree, seeds repeat, bands hold."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from math import sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.capacity.back_test import Week, back_test
from rules.capacity.schedule import assign_slots, even_slots
from rules.capacity.simulator import simulate_list
from rules.capacity.waiting_list import NEVER, Window
from rules.simulation import Priority, Scenario, Session, Waiting, simulate, spread_over_week
from rules.simulation.arrivals import draw_arrivals, starting_list
from rules.simulation.engine import THRESHOLDS, Engine, Weeks, thresholds_of
from rules.simulation.fitting import fit_scenario, simulated_model
from rules.simulation.runs import run_batch
from rules.simulation.sessions import draw_slots, list_sessions, planned_slots

START = date(2026, 1, 5)  # a Monday
PRIORITIES = (Priority("Cancer", 0.1), Priority("P2", 0.2), Priority("P3", 0.3), Priority("P4", 0.4))
shares = st.sampled_from([0.0, 0.05, 0.3])


def backlog(count: int, days: int = 200) -> tuple[Waiting, ...]:
    return tuple(Waiting(START - timedelta(days=(7 * place) % days), priority=place % 4) for place in range(count))


def scenario(**changes: Any) -> Scenario:
    assumed: dict[str, Any] = {"start": START, "weeks": 30, "demand": 10.0, "sessions": spread_over_week(10)}
    return Scenario(**{**assumed, **changes})


scenarios = st.builds(
    scenario,
    weeks=st.integers(1, 12),
    demand=st.floats(0, 20),
    sessions=st.integers(0, 25).map(spread_over_week),
    waiting=st.integers(0, 60).map(backlog),
    priorities=st.just(PRIORITIES),
    by_priority=st.booleans(),
    missed=shares,
    missed_rebooked=st.sampled_from([0.0, 0.5, 1.0]),
    patient_cancels=shares,
    patient_cancels_rebooked=st.sampled_from([0.5, 1.0]),
    hospital_cancels=shares,
    refilled=st.sampled_from([0.0, 0.5, 1.0]),
    rebook_weeks=st.integers(1, 4),
    sessions_cancelled=shares,
    removed_weekly=shares,
    dispersion=st.sampled_from([1.0, 2.0]),
    demand_error=st.sampled_from([0.0, 1.0]),
)


@settings(max_examples=60)
@given(scenarios, st.integers(0, 99))
def test_arrivals_are_treated_or_removed_or_still_wait(assumed: Scenario, seed: int) -> None:
    told = run_batch(assumed, 5, np.random.default_rng(seed))
    size = told.waiting.sum(axis=2)
    assert np.array_equal(np.diff(size, axis=1), told.referred - told.treated - told.removed)
    assert np.all(size[:, 0] == len(assumed.waiting))
    assert np.all(told.waiting >= 0)
    assert np.all(np.diff(told.over[:, :, :-1], axis=2) <= 0)
    assert np.all(told.over[:, :, 0] <= size)
    assert np.array_equal(told.bands.sum(axis=1), size.sum(axis=0))
    for place, weeks in enumerate(thresholds_of(assumed)):
        assert np.array_equal(told.bands[:, weeks:].sum(axis=1), told.over[:, :, place].sum(axis=0))


@settings(max_examples=60)
@given(scenarios, st.integers(0, 99))
def test_no_more_is_done_than_there_are_slots(assumed: Scenario, seed: int) -> None:
    told = run_batch(assumed, 5, np.random.default_rng(seed))
    assert np.all(told.treated <= told.slots)


@settings(max_examples=60)
@given(st.integers(0, 200), st.integers(0, 15), st.integers(0, 120), st.integers(0, 99))
def test_with_everything_at_100_percent_the_days_are_the_closed_form(
    demand: int, slots: int, waiting: int, seed: int
) -> None:
    assumed = scenario(weeks=12, demand=demand / 10, sessions=spread_over_week(slots), waiting=backlog(waiting))
    random = np.random.default_rng(seed)
    arrivals, held = draw_arrivals(random, assumed, 1), draw_slots(random, assumed, 1)
    told = Engine(random, assumed, starting_list(assumed), arrivals, held).run()
    referral = sorted(-(7 * place) % -200 for place in range(waiting))
    referral += np.repeat(np.arange(1, 85), arrivals[0, :, 0]).tolist()
    days = np.repeat(np.arange(1, 85), held[0])
    check_against_schedule(told, np.array(referral, dtype=np.int64), days)


def check_against_schedule(told: Weeks, referral: np.ndarray[Any, Any], days: np.ndarray[Any, Any]) -> None:
    places = assign_slots(referral, days)
    removal = np.append(days, NEVER)[np.minimum(places, len(days))]
    for week in range(1, 13):
        census = 7 * week
        waits = census - referral[(referral <= census) & (removal > census)]
        assert told.waiting[0, week].sum() == len(waits)
        assert told.treated[0, week - 1] == np.count_nonzero((removal > census - 7) & (removal <= census))
        assert told.over[0, week, :-1].tolist() == [np.count_nonzero(waits > 7 * weeks) for weeks in THRESHOLDS]


def test_the_same_seed_gives_the_same_forecast() -> None:
    assumed = scenario(missed=0.1, removed_weekly=0.01, waiting=backlog(50))
    first, again, other = (simulate(assumed, 130, seed) for seed in (7, 7, 8))
    assert first == again
    assert first.list_size != other.list_size


def test_a_forecast_can_be_kept_as_json() -> None:
    told = simulate(scenario(weeks=4, waiting=backlog(9), priorities=PRIORITIES, by_priority=True), 20).as_dict()
    kept = json.loads(json.dumps(told, allow_nan=False))
    assert kept["dates"] == ["2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26", "2026-02-02"]
    assert kept["list_size"]["p50"][0] == 9
    assert set(kept["over"]) == {"18", "26", "40", "52", "65", "78"}
    assert len(kept["activity"]["mean"]) == 4


def test_progress_is_told_batch_by_batch() -> None:
    told: list[tuple[int, int]] = []
    simulate(scenario(weeks=2), 300, on_progress=lambda done, runs: told.append((done, runs)))
    assert told == [(125, 300), (250, 300), (300, 300)]


def test_sessions_keep_bank_holidays_closed_weeks_and_alternate_weeks() -> None:
    assumed = scenario(
        start=date(2026, 3, 30), weeks=3, sessions=(Session(4, 6), Session(0, 5), Session(2, 3, every_weeks=2))
    )
    held = {(assumed.start + timedelta(days=one.day)).isoformat(): one.slots for one in list_sessions(assumed)}
    # Good Friday and Easter Monday 2026 are 3 and 6 April
    assert held == {
        "2026-04-10": 6,
        "2026-04-17": 6,
        "2026-04-13": 5,
        "2026-04-20": 5,
        "2026-04-01": 3,
        "2026-04-15": 3,
    }
    assert len(list_sessions(replace(assumed, bank_holidays_worked=True))) == 8
    away = replace(assumed, closed=((date(2026, 4, 9), date(2026, 4, 16)),))
    assert [one.day for one in list_sessions(away)] == [2, 18, 21]


def test_fractions_of_slots_add_up() -> None:
    assert planned_slots(scenario(weeks=10, sessions=(Session(1, 2.3),))).sum() == 23
    assert sum(one.slots for one in spread_over_week(10.5)) == 10.5
    extra = Session(1, 4, first=START + timedelta(days=14), last=START + timedelta(days=27))
    assert planned_slots(scenario(weeks=10, sessions=(extra,))).sum() == 8


def test_demand_follows_season_and_weekday() -> None:
    weekdays = (1, 1, 1, 1, 1, 0, 0)
    assumed = scenario(weeks=52, demand=70, seasons=(2.0, *([1.0] * 11)), referral_weekdays=weekdays)
    arrivals = draw_arrivals(np.random.default_rng(1), assumed, 400).mean(axis=(0, 2)).reshape(52, 7)
    assert np.all(arrivals[:, 4:6] == 0)  # weeks begin on the Tuesday after the start
    assert arrivals[:3].sum() / arrivals[10:13].sum() == pytest.approx(2, rel=0.05)


def test_cancer_is_seen_first_and_routine_waits() -> None:
    assumed = scenario(
        weeks=52, demand=20, sessions=spread_over_week(18), waiting=backlog(80), priorities=PRIORITIES, by_priority=True
    )
    told = simulate(assumed, 100, 3)
    ends = [told.list_by_priority[one.name][-1] for one in PRIORITIES]
    assert ends[0] < 5 < ends[3]
    in_turn = simulate(replace(assumed, by_priority=False), 100, 3)
    assert in_turn.list_by_priority.keys() == {"All"}
    assert in_turn.over[18].mean[-1] < told.over[18].mean[-1]


def test_removals_other_than_treatment_leave_and_are_never_treated() -> None:
    told = simulate(scenario(weeks=20, demand=0, sessions=(), waiting=backlog(1000), removed_weekly=0.05), 50, 1)
    assert told.list_size.mean[-1] == pytest.approx(1000 * 0.95**20, rel=0.02)
    assert sum(told.activity.mean) == 0


def test_attendance_takes_its_share_of_slots() -> None:
    assumed = scenario(weeks=20, demand=0, waiting=backlog(5000), sessions=spread_over_week(100))
    slots = planned_slots(assumed).sum()
    told = simulate(replace(assumed, missed=0.1, patient_cancels=0.1, hospital_cancels=0.1), 50, 1)
    assert sum(told.activity.mean) == pytest.approx(0.7 * slots, rel=0.01)
    filled = simulate(replace(assumed, patient_cancels=0.2, refilled=0.5), 50, 1)
    assert sum(filled.activity.mean) == pytest.approx(0.9 * slots, rel=0.01)
    discharged = simulate(replace(assumed, missed=0.2, missed_rebooked=0.25), 50, 1)
    assert sum(discharged.removals.mean) == pytest.approx(0.15 * slots, rel=0.02)
    cancelled = simulate(replace(assumed, sessions_cancelled=0.25), 100, 1)
    assert sum(cancelled.activity.mean) == pytest.approx(0.75 * slots, rel=0.01)


def test_waits_agree_with_the_queue_of_one_server_with_fixed_service() -> None:
    """One slot a day, load 0.8: M/D/1 with mean wait ρ ÷ 2(1 − ρ) services, plus the wait for the next slot."""
    load, weeks = 0.8, 300
    every_day = tuple(Session(day, 1) for day in range(7))
    told = run_batch(
        scenario(weeks=weeks, demand=7 * load, sessions=every_day, bank_holidays_worked=True),
        300,
        np.random.default_rng(5),
    )
    settled = told.waiting.sum(axis=2)[:, 50:]
    queue_mean = load + load * load / (2 * (1 - load))  # number in an M/D/1 system, seen once a service
    runs = settled.mean(axis=1)
    assert abs(runs.mean() - queue_mean) < 4 * runs.std() / sqrt(len(runs))


def test_lists_agree_with_the_plain_simulator() -> None:
    """The same service drawn as single lists: mean and spread of the list and of what was treated."""
    weeks, demand, capacity, draws = 20, 21.0, 14.0, 400
    window = Window(START.toordinal(), START.toordinal() + 7 * weeks)
    random = np.random.default_rng(11)
    sizes = []
    for _ in range(draws):
        drawn = simulate_list(random, window, demand, capacity)
        sizes.append(np.count_nonzero(drawn.removal == NEVER))
    every_day = tuple(Session(day, capacity / 7) for day in range(7))
    told = run_batch(
        scenario(weeks=weeks, demand=demand, sessions=every_day, bank_holidays_worked=True),
        400,
        np.random.default_rng(12),
    )
    ends = told.waiting.sum(axis=2)[:, -1]
    error = sqrt(np.var(sizes) / draws + ends.var() / len(ends))
    assert abs(np.mean(sizes) - ends.mean()) < 4 * error + 2  # the plain one has one day fewer of slots
    assert np.std(sizes) == pytest.approx(ends.std(), rel=0.2)


def test_the_plain_simulator_keeps_its_numbers() -> None:
    random, window = np.random.default_rng(2), Window(START.toordinal(), START.toordinal() + 364)
    drawn = simulate_list(random, window, 30, 25, withdrawal=0.01)
    treated, left = drawn.removal != NEVER, drawn.withdrawal != NEVER
    assert not np.any(treated & left)
    assert np.all(drawn.removal[treated] > drawn.referral[treated])
    assert np.all(drawn.withdrawal[left] > drawn.referral[left])
    assert len(np.unique(drawn.removal[treated], return_counts=True)[1]) <= 364
    assert treated.sum() <= len(even_slots(364, window.start, 25 / 7))
    assert abs(len(drawn.referral) - 30 * 52) < 4 * sqrt(30 * 52)
    counts = [len(simulate_list(random, window, 30, 0).referral) for _ in range(200)]
    assert np.var(counts) == pytest.approx(np.mean(counts), rel=0.4)


def test_prediction_bands_hold_the_share_of_runs_they_name() -> None:
    assumed = scenario(weeks=26, demand=20, sessions=spread_over_week(20), waiting=backlog(300), demand_error=1)
    told = simulate(assumed, 500, 1)
    low, high = told.list_size.band(80)
    fresh = run_batch(assumed, 500, np.random.default_rng(99)).waiting.sum(axis=2)[:, -1]
    inside = np.mean((fresh >= low[-1]) & (fresh <= high[-1]))
    assert inside == pytest.approx(0.8, abs=0.06)
    wide = told.list_size.band(95)
    assert wide[0][-1] <= low[-1] <= told.list_size.median[-1] <= high[-1] <= wide[1][-1]


def test_the_chance_that_the_standard_is_met() -> None:
    # 600 referred evenly over 200 days: more than a third over 18 weeks at the start
    told = simulate(scenario(weeks=60, demand=20, sessions=spread_over_week(26), waiting=backlog(600)), 200, 1)
    assert told.chance_met[0] == 0
    assert told.chance_met[-1] > 0.9
    assert all(by >= at for by, at in zip(told.chance_met_by, told.chance_met, strict=True))
    assert told.chance_met_by == sorted(told.chance_met_by)
    met = told.find_date_met()
    assert met is not None
    assert told.dates[0] < met < told.dates[-1]
    never = simulate(scenario(weeks=10, sessions=(), waiting=backlog(600)), 20, 1)
    assert never.find_date_met() is None
    assert never.within.mean[0] == told.within.mean[0]


def test_the_standard_is_tested_at_its_own_weeks() -> None:
    # 600 referred evenly over 200 days: nobody has waited 30 weeks, many 18
    short, long = (
        simulate(scenario(weeks=4, sessions=(), waiting=backlog(600), standard_weeks=weeks), 20, 1)
        for weeks in (18, 52)
    )
    assert (short.chance_met[0], long.chance_met[0]) == (0, 1)
    assert short.within.mean[0] < 70
    assert long.within.mean[0] == 100
    assert short.over[18].mean == long.over[18].mean


def test_a_fitted_forecast_is_held_against_the_weeks_after() -> None:
    random = np.random.default_rng(4)
    weeks, waiting = [], 400.0
    for _ in range(52):
        referrals, treated = float(random.poisson(30)), float(random.poisson(28))
        waiting += referrals - treated - 1
        weeks.append(Week(referrals, treated, 1.0, waiting))
    fitted = fit_scenario(weeks[:26], START, 26)
    assert fitted.demand == pytest.approx(30, abs=4)
    told = back_test(weeks, simulated_model(START, runs=200))
    assert told.mape is not None
    assert told.mape < 15
    assert told.coverage_95 > 0.7


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"weeks": 0}, "1 to 520 weeks"),
        ({"demand": -1.0}, "Demand"),
        ({"demand": float("nan")}, "Demand must be a number"),
        ({"missed": 1.2}, "Missed must lie"),
        ({"missed": 0.6, "hospital_cancels": 0.6}, "more than 100%"),
        ({"seasons": (1.0,)}, "twelve"),
        ({"referral_weekdays": (0.0,) * 7}, "seven weights"),
        ({"priorities": (Priority("P2", 0.5),)}, "add up"),
        ({"waiting": (Waiting(START + timedelta(days=1)),)}, "after the forecast starts"),
        ({"waiting": (Waiting(START, 1, 4),), "by_priority": True}, "a priority there is not"),
        ({"closed": ((START, START - timedelta(days=1)),)}, "ends before"),
        ({"start": date(9999, 12, 1)}, "end of the calendar"),
        ({"rebook_weeks": 0}, "Rebooking"),
    ],
)
def test_a_scenario_that_cannot_be_is_told_plainly(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        scenario(**changes)


def test_runs_and_sessions_that_cannot_be_are_told_plainly() -> None:
    with pytest.raises(ValueError, match="20,000"):
        simulate(scenario(), 0)
    with pytest.raises(ValueError, match="weekday"):
        Session(7, 1)
    with pytest.raises(ValueError, match="below zero"):
        Session(1, -1)


def test_describing_a_scenario_needs_no_numpy() -> None:
    code = "import sys, rules.simulation; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
