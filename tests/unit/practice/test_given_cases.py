"""Keys and marks on cases that were worked by hand by others: `practice_keys.jsonl`."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from practice.case import FACETS, read_case
from practice.keys import FIGURES, find_key
from practice.marking import describe_mark, mark, plain

DATA = Path(__file__).parents[2] / "data"
CASES = [json.loads(line) for line in (DATA / "practice_keys.jsonl").read_text(encoding="utf-8").splitlines()]


def list_expected(line: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What is accepted for each facet of a line; None: it is not asked."""
    expected, also = line["expected"], line["expected"]["also"]
    facets = {name: expected[name]["accept"] for name in FACETS if name in expected}
    return {**facets, **{name: [also[name]] for name in FIGURES if name in also}}


WRONG = [pytest.param(line, wrong, id=f"{line['id']}-{wrong['mal_rule']}") for line in CASES for wrong in line["wrong"]]


@pytest.mark.parametrize("line", CASES, ids=lambda line: line["id"])
def test_the_key_holds_what_is_expected(line: dict[str, Any]) -> None:
    key = find_key(read_case(line))
    told = {name: {plain(value) for value in values} for name, values in key.facets.items()}
    for facet, accepted in list_expected(line).items():
        assert told.get(facet, {None}) & set(accepted), facet


@pytest.mark.parametrize("line", CASES, ids=lambda line: line["id"])
def test_the_expected_answer_is_all_right(line: dict[str, Any]) -> None:
    answer = {name: accepted[0] for name, accepted in list_expected(line).items()}
    marked = mark(read_case(line), answer, adopted=True)
    assert [name for name in answer if name in marked.facets and not marked.facets[name].right] == []
    assert (marked.mal_rules, marked.harm) == ((), "none")


@pytest.mark.parametrize(("line", "wrong"), WRONG)
def test_a_wrong_answer_is_wrong_and_named(line: dict[str, Any], wrong: dict[str, Any]) -> None:
    right = {name: accepted[0] for name, accepted in list_expected(line).items()}
    told = describe_mark(mark(read_case(line), right | wrong["answer"], adopted=True))
    changed = [name for name, value in wrong["answer"].items() if value not in list_expected(line).get(name, ())]
    assert [name for name in changed if name in told["facets"] and told["facets"][name]["right"]] == []
    assert wrong["mal_rule"] in (told["mal_rule"] if isinstance(told["mal_rule"], list) else [told["mal_rule"]])
    assert told["harm"] in wrong["harm"]
    assert told["percent"] < 100
