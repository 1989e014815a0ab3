"""The answers of `python -m practice key` and `mark`: a line in, a line out (CONTRACTS §6)."""

from collections.abc import Mapping
from typing import Any

from practice.case import read_case
from practice.keys import find_key
from practice.marking import describe_mark, explain, mark, plain


def answer_key(line: Mapping[str, Any]) -> dict[str, Any]:
    """A case → the same with `key`, lists of what is accepted; ValueError, with a sentence, where there is none."""
    key = find_key(read_case(line))
    return {
        **line,
        "key": {name: [plain(value) for value in values] for name, values in key.facets.items()},
        "rests_on_policy": sorted(key.policy),
        "explanation": [explain(step) for step in key.steps],
    }


def answer_mark(line: Mapping[str, Any]) -> dict[str, Any]:
    """A case with its `answer` (and `adopted`, where the practice access policy counts) → the same with its marks."""
    marked = mark(read_case(line), line.get("answer") or {}, adopted=line.get("adopted") is True)
    return {**line, **describe_mark(marked)}
