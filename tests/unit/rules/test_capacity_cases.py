"""The given cases of the capacity formulas and list statistics, and the brute-force census beside them."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from rules.capacity import answer_line

DATA = Path(__file__).parents[2] / "data"


def read_cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


FORMULAS = read_cases("capacity_formulas.jsonl")
LISTS = read_cases("waiting_list_stats.jsonl")
FUNCTIONS = ("wl_stats", "wl_queue_size", "wl_referral_stats", "wl_removal_stats", "wl_schedule", "wl_insert")
LIST_CASES = [
    pytest.param(case, fn, id=f"{case['id']}-{case['tag']}-{fn}") for case in LISTS for fn in FUNCTIONS if fn in case
]


@pytest.mark.parametrize("case", FORMULAS, ids=lambda case: f"{case['id']}-{case['fn']}")
def test_formula(case: dict[str, Any]) -> None:
    told = answer_line({"fn": case["fn"], "args": case["args"], "types": case["types"]})
    assert told["out"] == about(case["out"])


@pytest.mark.parametrize(("case", "fn"), LIST_CASES)
def test_list(case: dict[str, Any], fn: str) -> None:
    args = {"referral": case["referral"], "removal": case["removal"], **case["args"]}
    wanted = case[fn]
    if fn == "wl_schedule":
        args["schedule"], wanted = wanted["schedule"], wanted["unscheduled_true"]
    if fn == "wl_insert":
        args["additions"] = wanted["additions"]
    if not case["referral"]:
        with pytest.raises(ValueError, match="no rows"):
            answer_line({"fn": fn, "args": args})
        return
    told = answer_line({"fn": fn, "args": args})["out"]
    assert isinstance(told, dict)
    if wanted["ok"]:  # other names of columns are an error to the peer alone
        for name, value in wanted["out"].items():
            assert told[name] == about(plain(value, fn)), name


@pytest.mark.parametrize("case", [case for case in LISTS if "truth" in case], ids=lambda case: case["tag"])
def test_census(case: dict[str, Any]) -> None:
    args = {"referral": case["referral"], "removal": case["removal"], **case["args"]}
    truth = case["truth"]
    queue, stats = (answer_line({"fn": fn, "args": args})["out"] for fn in ("wl_queue_size", "wl_stats"))
    assert isinstance(queue, dict)
    assert isinstance(stats, dict)
    assert queue["queue_size"] == truth["queue"]
    assert stats["queue_size"] == truth["waiting"]
    assert stats["max_wait_days"] == truth["max_wait_days"]
    if truth["waiting"]:
        assert math.isclose(stats["mean_wait"], truth["mean_wait_days"])
        assert math.isclose(stats["mean_wait_weeks"], truth["mean_wait_days"] / 7)


def plain(value: Any, fn: str) -> Any:
    return value[0] if isinstance(value, list) and fn.endswith("stats") else value


def about(value: Any) -> Any:
    return pytest.approx(value, rel=1e-12) if isinstance(value, float) else value
