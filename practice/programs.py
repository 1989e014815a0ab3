"""The learning engine as programs: JSON Lines in, JSON Lines out (CONTRACTS §6). A command loads what it needs."""

from collections.abc import Mapping
from typing import Final

from rules.programs import Command

COMMANDS: Final[Mapping[str, Command]] = {
    "families": Command("every family of cases", "practice.commands", takes_lines=False, main="run_families"),
    "make": Command("cases of a family, from a seed", "practice.commands", takes_lines=False, main="run_make"),
    "key": Command("what is right for a case, by the rule books", "practice.answers", answers="answer_key"),
    "mark": Command("an answer to a case, marked", "practice.answers", answers="answer_mark"),
    "read-letter": Command(
        "what a clinic letter says about the clock", "practice.letters.program", answers="answer_read_letter"
    ),
    "check": Command(
        "whether every family holds what it declares", "practice.commands", takes_lines=False, main="run_check"
    ),
}
