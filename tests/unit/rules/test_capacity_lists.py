"""Lists of patients: the census against brute force, the order of rows, windows, schedules, and what cannot be read."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.capacity import answer_line
from rules.capacity.queue import queue_sizes, waiting_on
from rules.capacity.schedule import assign_in_given_order, assign_slots, even_slots, fill_slots
from rules.capacity.statistics import list_stats
from rules.capacity.waiting_list import NEVER, WaitingList, Window, sort_list

FIRST = date(2024, 1, 1).toordinal()
Row = tuple[int, int | None]
rows = st.lists(st.tuples(st.integers(0, 60), st.none() | st.integers(0, 40)), min_size=1, max_size=40).map(
    lambda pairs: [(day, None if wait is None else day + wait) for day, wait in pairs]
)
windows = st.tuples(st.integers(-10, 80), st.integers(0, 60)).map(lambda pair: (pair[0], pair[0] + pair[1]))


def make_list(pairs: list[Row]) -> WaitingList:
    return sort_list(
        np.array([FIRST + day for day, _ in pairs]),
        np.array([NEVER if end is None else FIRST + end for _, end in pairs]),
    )


def iso(day: int | None) -> str | None:
    return None if day is None else (date(2024, 1, 1) + timedelta(days=day)).isoformat()


def ask(fn: str, pairs: list[Row], **args: Any) -> dict[str, Any]:
    told = answer_line(
        {
            "fn": fn,
            "args": {"referral": [iso(day) for day, _ in pairs], "removal": [iso(end) for _, end in pairs], **args},
        }
    )["out"]
    assert isinstance(told, dict)
    return told


def count_waiting(pairs: list[Row], day: int) -> list[int]:
    """Waits in days of those referred by then and not removed by then."""
    return [day - start for start, end in pairs if start <= day and (end is None or end > day)]


@given(rows, windows)
def test_the_census_is_brute_force(pairs: list[Row], window: tuple[int, int]) -> None:
    start, end = window
    told = ask("wl_queue_size", pairs, start_date=iso(start), end_date=iso(end))
    assert told["queue_size"] == [len(count_waiting(pairs, day)) for day in range(start, end + 1)]
    assert (told["first"], told["n"]) == (iso(start), end - start + 1)
    waits = count_waiting(pairs, end)
    stats = ask("wl_stats", pairs, start_date=iso(start), end_date=iso(end))
    assert stats["queue_size"] == len(waits)
    assert stats["max_wait_days"] == max(waits, default="#NA")
    assert stats["mean_wait"] == (pytest.approx(sum(waits) / len(waits)) if waits else "#NaN")


@given(rows, windows, st.randoms(use_true_random=False))
def test_statistics_do_not_know_the_order_of_rows(
    pairs: list[Row], window: tuple[int, int], shuffler: random.Random
) -> None:
    mixed = list(pairs)
    shuffler.shuffle(mixed)
    for fn in ("wl_stats", "wl_referral_stats", "wl_removal_stats", "wl_queue_size"):
        args = {"start_date": iso(window[0]), "end_date": iso(window[1])}
        assert ask(fn, mixed, **args) == ask(fn, pairs, **args)


@given(rows, windows)
def test_removals_and_referrals_outside_the_window_are_not_counted(pairs: list[Row], window: tuple[int, int]) -> None:
    args = {"start_date": iso(window[0]), "end_date": iso(window[1])}
    inside = [start for start, _ in pairs if window[0] <= start <= window[1]]
    removed = [end for _, end in pairs if end is not None and window[0] <= end <= window[1]]
    assert ask("wl_removal_stats", pairs, **args)["removal_count"] == len(removed)
    demand = ask("wl_referral_stats", pairs, **args)
    assert (demand["referral_count"], demand["demand_count"]) == (len(inside), len(inside) + 1)
    if window[1] > window[0]:
        assert demand["demand_weekly_unbiased"] == pytest.approx(7 * len(inside) / (window[1] - window[0]))


@given(rows, st.lists(st.integers(-5, 90), max_size=40))
def test_the_schedule_never_treats_before_referral_and_uses_each_slot_once(pairs: list[Row], slots: list[int]) -> None:
    given_slots = np.array([FIRST + slot for slot in slots], dtype=np.int64)
    before = make_list(pairs)
    filled, used = fill_slots(before, given_slots)
    new = np.isin(filled.row, before.row[before.removal == NEVER]) & (filled.removal != NEVER)
    assert np.all(filled.removal[new] > filled.referral[new])
    assert sorted(filled.removal[new]) == sorted(given_slots[used])
    assert sorted(filled.row) == list(range(1, len(pairs) + 1))
    assert np.all(np.diff(filled.referral) >= 0)


@given(rows, st.lists(st.integers(-5, 90), max_size=40).map(sorted))
def test_the_closed_form_is_the_walk(pairs: list[Row], slots: list[int]) -> None:
    referral, given_slots = make_list(pairs).referral, np.array([FIRST + slot for slot in slots], dtype=np.int64)
    closed = assign_slots(referral, given_slots)
    assert np.array_equal(np.minimum(closed, len(slots)), assign_in_given_order(referral, given_slots))


def test_a_window_after_the_first_referral_forgets_those_already_treated() -> None:
    stats = ask("wl_stats", [(0, 3), (1, 4), (10, None), (20, None)], start_date=iso(8))
    assert stats["queue_size"] == 2
    assert stats["mean_wait"] == 5


def test_a_window_before_the_last_referral_is_a_view_of_a_past_day() -> None:
    stats = ask("wl_stats", [(0, 30), (5, None), (20, 60), (40, None)], end_date=iso(25))
    assert stats["queue_size"] == 3
    assert stats["mean_wait"] == pytest.approx((25 + 20 + 5) / 3)
    assert stats["mean_wait_weeks"] == pytest.approx(50 / 21)
    assert stats["pressure"] == pytest.approx(7 * stats["pressure_one_unit"])


def test_a_removal_booked_for_later_is_not_yet_capacity() -> None:
    told = ask("wl_removal_stats", [(0, 7), (1, 14), (2, 90), (20, None)])
    assert (told["removal_count"], told["capacity_weekly"]) == (2, 1)


def test_idle_days_with_nobody_waiting_are_not_lost_capacity() -> None:
    told = ask("wl_removal_stats", [(0, 4), (30, 34), (60, None)])
    assert told["removal_count"] == 2
    assert told["capacity_weekly_unbiased"] == pytest.approx(7 * 2 / 11)


def test_a_shuffled_list_is_scheduled_in_turn() -> None:
    told = ask("wl_schedule", [(15, None), (0, None), (9, None)], schedule=[iso(20), iso(21)])
    assert told["row"] == [2, 3, 1]
    assert told["removal"] == [iso(20), iso(21), None]


def test_a_list_over_twice_its_target_gets_relief_capacity_and_one_near_it_target_capacity() -> None:
    crowded = ask("wl_stats", [(day, None) for day in range(29)], target_wait=1)
    assert crowded["queue_too_big"] is True
    assert crowded["target_capacity"] == "#NA"
    excess = 29 - crowded["target_queue_size"]
    assert crowded["relief_capacity"] == pytest.approx(crowded["mean_demand"] + excess / 26)
    calm = ask("wl_stats", [(day, day + 2) for day in range(29)], target_wait=18)
    assert calm["queue_too_big"] is False
    assert calm["relief_capacity"] == "#NA"
    assert isinstance(calm["target_capacity"], float)


def test_the_factor_comes_from_the_target_percentage() -> None:
    pairs: list[Row] = [(day, None) for day in range(0, 29, 2)]
    told = ask("wl_stats", pairs, target_wait=18, target_percent=92)
    assert told["factor"] == pytest.approx(2.526, abs=5e-4)
    assert told["target_percent"] == pytest.approx(92)
    assert told["target_queue_size"] == pytest.approx(told["mean_demand"] * 18 / told["factor"])


def test_rows_without_a_referral_date_are_left_out_and_named() -> None:
    told = answer_line({"fn": "wl_queue_size", "args": {"referral": [iso(0), None, iso(2)], "removal": [None] * 3}})[
        "out"
    ]
    assert told == {
        "first": "2024-01-01",
        "n": 3,
        "queue_size": [1, 1, 2],
        "left_out": [{"row": 2, "reason": "no referral date"}],
    }


def test_additions_and_joins_are_in_order_of_referral() -> None:
    added = ask("wl_insert", [(0, 3), (9, None)], additions=[iso(12), iso(0)])
    assert added["referral"] == [iso(0), iso(0), iso(9), iso(12)]
    assert added["row"] == [1, "#NA", 2, "#NA"]
    joined = ask("wl_join", [(0, 3), (9, None)], other_referral=[iso(4)], other_removal=[iso(5)])
    assert joined == {
        "referral": [iso(0), iso(4), iso(9)],
        "removal": [iso(3), iso(5), None],
        "row": [1, 2, 3],
    }


def test_evenly_spread_slots() -> None:
    assert (even_slots(10, FIRST, 1) - FIRST).tolist() == list(range(10))
    assert (even_slots(8, FIRST, 0.5) - FIRST).tolist() == [0, 2, 4, 6]
    assert (even_slots(3, FIRST, 3) - FIRST).tolist() == [0, 1, 1, 1, 2, 2, 2]
    assert len(even_slots(31, FIRST, 11 / 7)) == 48


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ({"referral": []}, "no rows"),
        ({"referral": [None, None], "removal": [None, None]}, "No row"),
        ({"referral": ["2024-01-01"], "removal": []}, "1 rows and “removal” 0"),
        ({"referral": ["2024-01-01", "2024-02-30"], "removal": [None, None]}, "Row 2 of “referral”, 2024-02-30"),
        ({"referral": ["today"], "removal": [None]}, "Row 1 of “referral” is not a date"),
        ({"referral": [5], "removal": [None]}, "Row 1"),
        ({"referral": "2024-01-01"}, "must be a list"),
        ({"referral": ["2024-01-01"], "start_date": "2024-02-01", "end_date": "2024-01-01"}, "after it ends"),
        ({"referral": ["2024-01-01"], "colour": 1}, "no argument “colour”"),
        ({"removal": []}, "needs “referral”"),
    ],
)
def test_a_list_that_cannot_be_used_is_told_plainly(args: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        answer_line({"fn": "wl_queue_size", "args": args})


def test_statistics_on_arrays_need_no_dates() -> None:
    waiting_list = make_list([(0, 7), (3, None), (9, None), (15, None)])
    stats = list_stats(waiting_list, Window(int(waiting_list.referral[0]), int(waiting_list.referral[-1])))
    assert stats.pressure_one_unit == pytest.approx(0.43, abs=0.005)
    assert queue_sizes(waiting_list, Window(FIRST, FIRST + 3)).tolist() == [1, 1, 1, 2]
    assert waiting_on(waiting_list, FIRST + 9).tolist() == [False, True, True, False]


def plain_gaps(pairs: list[Row], start: int, end: int) -> list[int]:
    """Gaps before the removals of a window as the field defines them, day by day."""
    first, last = min(day for day, _ in pairs), max(day for day, _ in pairs)
    idle = [(day, 0) for day in range(max(start, first), min(end, last) + 1) if not count_waiting(pairs, day)]
    removed = [(gone, 1) for _, gone in pairs if gone is not None and start <= gone <= end]
    before, gaps = start, []
    for day, kind in sorted(idle + removed):
        if kind:
            gaps.append(day - before)
        before = day
    return gaps


@given(rows, windows | st.none())
def test_gaps_between_removals_are_those_counted_day_by_day(pairs: list[Row], window: tuple[int, int] | None) -> None:
    start, end = window or (min(day for day, _ in pairs), max(day for day, _ in pairs))
    gaps = plain_gaps(pairs, start, end)
    told = ask("wl_removal_stats", pairs, **({"start_date": iso(start), "end_date": iso(end)} if window else {}))
    assert told["removal_count"] == len(gaps)
    if not gaps:
        assert told["capacity_weekly"] == told["capacity_cov"] == "#NaN"
    elif not sum(gaps):
        assert (told["capacity_weekly"], told["capacity_cov"]) == ("#Inf", "#NaN")
    else:
        mean = sum(gaps) / len(gaps)
        spread = (sum((gap - mean) ** 2 for gap in gaps) / max(len(gaps) - 1, 1)) ** 0.5 if len(gaps) > 1 else 0
        assert told["capacity_weekly"] == pytest.approx(7 / mean)
        assert told["capacity_daily"] == pytest.approx(1 / mean)
        assert told["capacity_cov"] == pytest.approx(spread / mean)


@given(rows, windows | st.none())
def test_gaps_between_referrals_are_those_counted_row_by_row(pairs: list[Row], window: tuple[int, int] | None) -> None:
    starts = sorted(day for day, _ in pairs)
    start, end = window or (starts[0], starts[-1])
    edges = [start, *(day for day in starts if start <= day <= end), end]
    gaps = [after - before for before, after in pairwise(edges)]
    told = ask("wl_referral_stats", pairs, **({"start_date": iso(start), "end_date": iso(end)} if window else {}))
    assert told["demand_count"] == len(gaps)
    if end == start:
        assert (told["demand_weekly"], told["demand_daily"]) == ("#Inf", "#Inf")
    else:
        mean = sum(gaps) / len(gaps)
        assert told["demand_weekly"] == pytest.approx(7 / mean)
        if len(gaps) == 1:
            assert told["demand_cov"] == "#NA"
        else:
            spread = (sum((gap - mean) ** 2 for gap in gaps) / (len(gaps) - 1)) ** 0.5
            assert told["demand_cov"] == pytest.approx(spread / mean)


@given(rows, windows | st.none(), st.sampled_from([0.5, 4, 18, 52]))
def test_all_of_the_statistics_are_those_of_a_plain_count(
    pairs: list[Row], window: tuple[int, int] | None, target: float
) -> None:
    """Every field, from the definitions alone: gaps, a census of the last day, and the formulas."""
    start, end = window or (min(day for day, _ in pairs), max(day for day, _ in pairs))
    dates = {"start_date": iso(start), "end_date": iso(end)} if window else {}
    told = ask("wl_stats", pairs, target_wait=target, **dates)
    demand, removal = (ask(fn, pairs, **dates) for fn in ("wl_referral_stats", "wl_removal_stats"))
    named = {"mean_demand": "demand_weekly", "cv_arrival": "demand_cov", "count_demand": "demand_count"}
    assert {name: told[name] for name in named} == {name: demand[field] for name, field in named.items()}
    named = {"mean_capacity": "capacity_weekly", "cv_removal": "capacity_cov"}
    assert {name: told[name] for name in named} == {name: removal[field] for name, field in named.items()}
    waits = count_waiting(pairs, end)
    if end == start:
        return
    rate, goal = told["mean_demand"], told["mean_demand"] * target / 4
    assert told["target_queue_size"] == pytest.approx(goal)
    assert told["queue_too_big"] is (len(waits) > 2 * goal)
    if told["queue_too_big"]:
        assert told["relief_capacity"] == pytest.approx(rate + (len(waits) - goal) / 26)
        assert told["target_capacity"] == "#NA"
    else:
        assert told["relief_capacity"] == "#NA"
    if isinstance(told["target_capacity"], float):
        swing = (told["cv_arrival"] ** 2 + told["cv_removal"] ** 2) / 2
        assert told["target_capacity"] == pytest.approx(rate + swing * 4 / target)
    if isinstance(told["mean_capacity"], float):
        assert told["load"] == pytest.approx(rate / told["mean_capacity"])
        assert told["load_too_big"] is (rate >= told["mean_capacity"])
    if waits:
        assert told["pressure"] == pytest.approx(2 * sum(waits) / len(waits) / target)
        assert told["pressure_one_unit"] == pytest.approx(2 * sum(waits) / len(waits) / 7 / target)


def test_rows_removed_before_their_referral_never_wait_and_are_named() -> None:
    told = ask("wl_queue_size", [(0, None), (9, 4), (12, None)])
    assert told["queue_size"][9] == 1
    assert told["doubtful"] == [{"row": 2, "reason": "removed before the referral"}]
