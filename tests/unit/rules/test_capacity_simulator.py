"""The plain simulator against one written row by row, and the exact schedule it is made of."""

from __future__ import annotations

import math
import random
from datetime import date, timedelta
from math import sqrt
from statistics import fmean, pvariance
from typing import Any, NamedTuple

import pytest

from rules.capacity import answer_line

START = date(2026, 1, 5)
DRAWS = 250


class Outcome(NamedTuple):
    """One draw: patients referred, treated, gone untreated, still waiting, and the mean wait of the treated in days."""

    referred: float
    treated: float
    left: float
    waiting: float
    wait: float


def draw_plainly(rng: random.Random, days: int, demand: float, capacity: float, chance: float, backlog: int) -> Outcome:
    """Patients one by one, slots one by one: referrals on any day alike, the oldest who still waits gets the slot."""
    count = poisson(rng, demand * days / 7)
    referred = sorted([0] * backlog + [rng.randint(0, days) for _ in range(count)])
    leaves = [math.inf if place < backlog else leave(rng, day, days, chance) for place, day in enumerate(referred)]
    slots, place = [], 0
    while place * 7 / capacity <= days - 1 + 1e-9:
        slots.append(math.ceil(place * 7 / capacity - 1e-9))
        place += 1
    waiting, waits, left = list(range(len(referred))), [], 0
    for slot in slots:
        while waiting and leaves[waiting[0]] <= slot and referred[waiting[0]] < slot:
            waiting.pop(0)
            left += 1
        if waiting and referred[waiting[0]] < slot:
            waits.append(slot - referred[waiting.pop(0)])
    left += sum(leaves[patient] <= days for patient in waiting)
    still = sum(leaves[patient] > days for patient in waiting)
    return Outcome(len(referred), len(waits), left, still, fmean(waits) if waits else 0.0)


def leave(rng: random.Random, day: int, days: int, chance: float) -> float:
    if not chance:
        return math.inf
    gone = day + 1
    while rng.random() >= chance:
        gone += 1
    return gone if gone <= days else math.inf


def poisson(rng: random.Random, mean: float) -> int:
    count, product = 0, rng.random()
    while product > math.exp(-mean):
        product *= rng.random()
        count += 1
    return count


def draw_by_program(seed: int, days: int, demand: float, capacity: float, chance: float, backlog: int) -> Outcome:
    args: dict[str, Any] = {"start_date": START.isoformat(), "end_date": (START + timedelta(days=days)).isoformat()}
    args |= {"demand": demand, "capacity": capacity, "withdrawal_prob": chance or "#NA", "seed": seed}
    if backlog:
        args["waiting_list"] = {"Referral": [START.isoformat()] * backlog, "Removal": [None] * backlog}
    told = answer_line({"fn": "wl_simulator", "args": args})["out"]
    assert isinstance(told, dict)
    rows = list(zip(told["referral"], told["removal"], told["withdrawal"], strict=True))
    waits = [(date.fromisoformat(end) - date.fromisoformat(begin)).days for begin, end, _ in rows if end]
    left = sum(gone is not None for _, _, gone in rows)
    still = sum(end is None and gone is None for _, end, gone in rows)
    return Outcome(len(rows), len(waits), left, still, fmean(waits) if waits else 0.0)


@pytest.mark.parametrize(
    ("days", "demand", "capacity", "chance", "backlog"),
    [(91, 12, 8, 0, 0), (91, 12, 16, 0, 0), (91, 20, 14, 0.02, 0), (60, 10, 11, 0.05, 40)],
)
def test_draws_agree_with_a_simulation_row_by_row(
    days: int, demand: float, capacity: float, chance: float, backlog: int
) -> None:
    rng = random.Random(days * demand)
    plain = [draw_plainly(rng, days, demand, capacity, chance, backlog) for _ in range(DRAWS)]
    drawn = [draw_by_program(seed, days, demand, capacity, chance, backlog) for seed in range(DRAWS)]
    for name, ours, theirs in zip(Outcome._fields, zip(*drawn, strict=True), zip(*plain, strict=True), strict=True):
        error = sqrt((pvariance(ours) + pvariance(theirs)) / DRAWS)
        assert abs(fmean(ours) - fmean(theirs)) <= 4 * error + 1e-9, name
        if name in ("referred", "waiting"):
            assert sqrt(pvariance(ours)) == pytest.approx(sqrt(pvariance(theirs)), rel=0.3), name


def test_no_capacity_treats_nobody_and_no_demand_is_an_empty_list() -> None:
    assert draw_by_program(1, 60, 10, 0, 0, 5).treated == 0
    assert draw_by_program(1, 60, 0, 10, 0, 0).referred == 0
    with pytest.raises(ValueError, match="below zero"):
        draw_by_program(1, 60, -1, 10, 0, 0)
    with pytest.raises(ValueError, match="after it ends"):
        draw_by_program(1, -1, 10, 10, 0, 0)
