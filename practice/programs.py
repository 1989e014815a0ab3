"""The learning engine as programs: JSON Lines in, JSON Lines out (CONTRACTS §6)."""

from collections.abc import Mapping
from typing import Any, Final

from rules.programs import Command

from .case import read_case
from .keys import find_key
from .marking import describe_mark, explain, mark, plain

COMMANDS: Final[Mapping[str, Command]] = {
    "families": Command("every family of cases", "practice.commands.families", takes_lines=False),
    "make": Command("cases of a family, from a seed", "practice.commands.make", takes_lines=False),
    "key": Command("what is right for a case, by the rule books", "practice.programs", answers="answer_key"),
    "mark": Command("an answer to a case, marked", "practice.programs", answers="answer_mark"),
    "check": Command("whether every family holds what it declares", "practice.commands.check", takes_lines=False),
}


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
