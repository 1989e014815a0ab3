"""Worked cases of the cancer rule book: those given with it, and our own for every row of sections B and P2."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rules.cancer import answer_line

DATA = Path(__file__).resolve().parents[2] / "data"


def read_cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines() if line]


def pick(found: Any, wanted: Any) -> Any:
    """Of an object, the fields that the case says something about."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        return {name: found.get(name) for name in wanted}
    return found


GIVEN = [*read_cases("cancer_clock.jsonl"), *read_cases("cancer_clock_2.jsonl")]


@pytest.mark.parametrize("case", GIVEN, ids=[case["id"] for case in GIVEN])
def test_given_case(case: dict[str, Any]) -> None:
    answer = answer_line(case)
    assert {name: pick(answer[name], wanted) for name, wanted in case["expected"].items()} == case["expected"]


OWN = read_cases("cancer_own_cases.jsonl")


@pytest.mark.parametrize("case", OWN, ids=[f"{case['id']} {case['description']}" for case in OWN])
def test_own_case(case: dict[str, Any]) -> None:
    answer = answer_line(case)
    assert {name: answer[name] for name in case["expected"]} == case["expected"]
    codes = {finding["code"] for finding in answer["findings"]}
    assert set(case.get("findings", ())) <= codes
