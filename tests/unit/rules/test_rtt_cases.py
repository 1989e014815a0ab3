"""The RTT engine on worked cases: those of the guidance, and our own for every rule."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from rules.catalogue import find_rule
from rules.rtt import answer_line

DATA = Path(__file__).parents[2] / "data"
WORDS = {"start_reason", "stop_reason"}


def read_cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


GUIDANCE = read_cases("rtt_clock.jsonl")
MORE = read_cases("rtt_clock_2.jsonl")
OWN = [*read_cases("rtt_own_cases.jsonl"), *read_cases("rtt_own_cases_2.jsonl")]


def list_differences(expected: Mapping[str, Any], told: Mapping[str, Any], path: str = "") -> list[str]:
    """Where `told` differs from what is expected; other fields and reasons in words may be what they like."""
    found: list[str] = []
    for name, value in expected.items():
        if name in WORDS or name.startswith("accept_"):
            continue
        found += compare(value, told.get(name, "absent"), f"{path}.{name}", expected.get(f"accept_{name}", ()))
    return found


def compare(value: Any, got: Any, path: str, accepted: Any) -> list[str]:
    if isinstance(value, dict) and isinstance(got, dict):
        return list_differences(value, got, path)
    if isinstance(value, list) and isinstance(got, list) and value and isinstance(value[0], dict):
        if len(value) != len(got):
            return [f"{path}: {len(got)} instead of {len(value)}"]
        pairs = enumerate(zip(value, got, strict=True))
        return [line for place, (left, right) in pairs for line in list_differences(left, right, f"{path}[{place}]")]
    return [] if value == got or got in accepted else [f"{path}: {got!r} instead of {value!r}"]


@pytest.mark.parametrize("case", GUIDANCE + MORE, ids=lambda case: case["id"])
def test_case_of_the_guidance(case: dict[str, Any]) -> None:
    assert list_differences(case["expected"], answer_line(case)) == []


@pytest.mark.parametrize("case", OWN, ids=lambda case: case["id"])
def test_own_case(case: dict[str, Any]) -> None:
    assert list_differences(case["expected"], answer_line(case)) == []


@pytest.mark.parametrize("case", OWN, ids=lambda case: case["id"])
def test_own_case_names_a_rule_that_exists(case: dict[str, Any]) -> None:
    assert find_rule(case["rule"]) is not None


def test_the_comparison_notices_a_difference() -> None:
    case = GUIDANCE[0]
    wrong = {**case["expected"], "clock_start": "2025-01-28", "periods": []}
    found = list_differences(wrong, {**answer_line(case), "periods": [{}]})
    assert any("clock_start" in line for line in found)


@pytest.mark.parametrize("case", GUIDANCE + MORE + OWN, ids=lambda case: case["id"])
def test_every_answer_explains_itself(case: dict[str, Any]) -> None:
    told = answer_line(case)
    assert bool(told["explanation"]) or not case["events"] or told["findings"] or told["status"] == "no_clock"
    for step in told["explanation"]:
        assert step["text"].endswith(".")
        assert "{" not in step["text"]
        assert "None" not in step["text"]
        assert step["source"]
    for finding in told["findings"]:
        assert "{" not in finding["text"] + finding["fix"]
        assert "None" not in finding["text"]
