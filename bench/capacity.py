"""Waiting list statistics, schedules and forecasts, each beside a plain row-by-row Python version in the same run.

`python -m bench.capacity`. Medians; both versions give the same answer, which is checked before anything is timed.
"""

from __future__ import annotations

import random as plain_random
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from statistics import mean, median, stdev
from time import perf_counter

import numpy as np

from bench.figures import Figure, print_figures
from rules.capacity.queue import queue_sizes
from rules.capacity.schedule import assign_slots, even_slots, fill_slots
from rules.capacity.simulator import simulate_list
from rules.capacity.statistics import list_stats
from rules.capacity.waiting_list import NEVER, Days, WaitingList, Window, sort_list, whole_window
from rules.simulation import Priority, Scenario, Waiting, simulate, spread_over_week

PATIENTS = 10_000
DAYS = 1000
START = date(2026, 1, 5)
RUNS, WEEKS, DEMAND = 1000, 104, 30
PLAIN_RUNS = 20
ROUNDS = 41


def main() -> None:
    waiting_list, slots = make_list()
    window = whole_window(waiting_list)
    rows = [(int(start), None if end == NEVER else int(end)) for start, end in zip(*arrays(waiting_list), strict=True)]
    check_same(waiting_list, slots, rows, window)
    print_figures(f"A list of {PATIENTS:,} patients", list_figures(waiting_list, slots, rows, window))
    print_figures(f"{RUNS:,} runs of {DEMAND} a week over {WEEKS} weeks", forecast_figures())


def make_list() -> tuple[WaitingList, Days]:
    """Patients referred over a thousand days, most of them treated in turn; and slots for those who wait."""
    random = np.random.default_rng(1)
    referral = np.sort(random.integers(0, DAYS, PATIENTS)) + START.toordinal()
    slots = even_slots(DAYS, START.toordinal(), 9.0)
    places = assign_slots(referral, slots)
    removal = np.append(slots, NEVER)[np.minimum(places, len(slots))]
    return sort_list(referral, removal), slots


def arrays(waiting_list: WaitingList) -> tuple[list[int], list[int]]:
    return waiting_list.referral.tolist(), waiting_list.removal.tolist()


def list_figures(
    waiting_list: WaitingList, slots: Days, rows: list[tuple[int, int | None]], window: Window
) -> list[Figure]:
    """Each of the three asked for, and the queue of every day."""
    unscheduled = WaitingList(waiting_list.referral, np.full(PATIENTS, NEVER), waiting_list.row)
    starts, days = waiting_list.referral.tolist(), slots.tolist()
    random, plain = np.random.default_rng(2), plain_random.Random(2)
    demand = PATIENTS / DAYS * 7
    whole = Window(START.toordinal(), START.toordinal() + DAYS)
    return [
        beside("schedule", 1.4, lambda: fill_slots(unscheduled, slots), lambda: plain_schedule(starts, days)),
        beside("all statistics", 2.0, lambda: list_stats(waiting_list, window), lambda: plain_statistics(rows, window)),
        beside(
            "simulate",
            5.0,
            lambda: simulate_list(random, whole, demand, 63.0),
            lambda: plain_simulate(plain, DAYS, demand, 63.0),
        ),
        beside(
            "queue of every day", None, lambda: queue_sizes(waiting_list, window), lambda: plain_queue(rows, window)
        ),
    ]


def beside(what: str, bound: float | None, ours: Callable[[], object], plain: Callable[[], object]) -> Figure:
    """Medians in milliseconds, taken in turn so that a busy machine troubles both alike."""
    taken = [(time_call(ours), time_call(plain)) for _ in range(ROUNDS)]
    mine, theirs = (1000 * median(column) for column in zip(*taken, strict=True))
    asked = "" if bound is None else f"≤ {bound} ms"
    holds = None if bound is None else mine <= bound
    return Figure(what, mine, "ms", f"{theirs:.1f} ms row by row ({theirs / mine:.0f} times)", asked, holds)


def forecast_figures() -> list[Figure]:
    """In turn with every slot used, and with everything a plan can hold; the plain version runs fewer and is scaled."""
    waiting = tuple(Waiting(START - timedelta(days=day), 3, day % 4) for day in range(140))
    simple = Scenario(start=START, weeks=WEEKS, demand=DEMAND, sessions=spread_over_week(31), waiting=waiting)
    full = Scenario(
        start=START,
        weeks=WEEKS,
        demand=DEMAND,
        demand_error=1.0,
        sessions=spread_over_week(38),
        waiting=waiting,
        priorities=(Priority("Cancer", 0.1), Priority("P2", 0.2), Priority("P3", 0.3), Priority("P4", 0.4)),
        by_priority=True,
        missed=0.07,
        missed_rebooked=0.6,
        patient_cancels=0.06,
        hospital_cancels=0.03,
        refilled=0.3,
        sessions_cancelled=0.03,
        removed_weekly=0.003,
    )
    told: list[tuple[int, int]] = []
    plain = plain_random.Random(3)
    began = perf_counter()
    for _ in range(PLAIN_RUNS):
        plain_simulate(plain, 7 * WEEKS, DEMAND, 31)
    scaled = (perf_counter() - began) * RUNS / PLAIN_RUNS
    in_turn = median(time_call(lambda: simulate(simple, RUNS, 1)) for _ in range(5))
    all_of_it = median(time_call(lambda: simulate(full, RUNS, 1, lambda *done: told.append(done))) for _ in range(5))
    reference = f"{scaled:.1f} s row by row, in turn ({PLAIN_RUNS} runs, scaled)"
    return [
        Figure("in turn", in_turn, "s", reference, "< 1 s", in_turn < 1),
        Figure("sessions, priorities, attendance, removals", all_of_it, "s", reference, "≤ 3 s", all_of_it <= 3),
        Figure("progress told", len(told) / 5, "times a forecast"),
    ]


def time_call(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def plain_schedule(starts: list[int], slots: list[int]) -> list[int | None]:
    """Each slot offered to the head of the list."""
    removals: list[int | None] = [None] * len(starts)
    head = 0
    for slot in slots:
        if head < len(starts) and slot > starts[head]:
            removals[head] = slot
            head += 1
    return removals


def plain_queue(rows: list[tuple[int, int | None]], window: Window) -> list[int]:
    """Changes of each day, added up."""
    changes = dict.fromkeys(range(window.start, window.end + 1), 0)
    for start, end in rows:
        if start <= window.end:
            changes[max(start, window.start)] += 1
        if end is not None and end <= window.end:
            changes[max(end, window.start)] -= 1
    sizes, waiting = [], 0
    for change in changes.values():
        waiting += change
        sizes.append(waiting)
    return sizes


def plain_statistics(rows: list[tuple[int, int | None]], window: Window) -> tuple[float, float, int, float]:
    """Demand, capacity, queue and mean wait, with their variation, row by row."""
    starts = sorted(start for start, _ in rows if window.start <= start <= window.end)
    edges = [window.start, *starts, window.end]
    gaps = [after - before for before, after in pairwise(edges)]
    sizes = plain_queue(rows, window)
    entries = [(window.start + day, 0) for day, size in enumerate(sizes) if not size]
    entries += [(end, 1) for _, end in rows if end is not None and window.start <= end <= window.end]
    before, removals = window.start, []
    for day, kind in sorted(entries):
        if kind:
            removals.append(day - before)
        before = day
    waits = [window.end - start for start, end in rows if start <= window.end and (end is None or end > window.end)]
    assert stdev(gaps) >= 0
    assert stdev(removals) >= 0
    return 7 / mean(gaps), 7 / mean(removals), sizes[-1], mean(waits)


def plain_simulate(random: plain_random.Random, days: int, demand: float, capacity: float) -> list[int | None]:
    """Exponential gaps between referrals, evenly spread slots, the head of the list first."""
    starts: list[int] = []
    at = random.expovariate(demand / 7)
    while at < days:
        starts.append(int(at))
        at += random.expovariate(demand / 7)
    slots = [-int(-step * 7 / capacity // 1) for step in range(int(days * capacity / 7))]
    return plain_schedule(starts, slots)


def check_same(waiting_list: WaitingList, slots: Days, rows: list[tuple[int, int | None]], window: Window) -> None:
    stats = list_stats(waiting_list, window)
    ours = (stats.mean_demand, stats.mean_capacity, stats.queue_size, stats.mean_wait)
    if not np.allclose(ours, plain_statistics(rows, window)):
        raise SystemExit("The two ways of reckoning statistics do not agree.")
    plain = plain_schedule(waiting_list.referral.tolist(), slots.tolist())
    if waiting_list.removal.tolist() != [NEVER if end is None else end for end in plain]:
        raise SystemExit("The two ways of filling slots do not agree.")


if __name__ == "__main__":
    main()
