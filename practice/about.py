"""A case about one rule, for the review of that rule: many families are decided by another of their rules each time."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from .case import Case
from .dials import Dials
from .entries import PRACTICE, list_entries
from .making import make
from .marking import mark

TRIES: Final = 100
"""About a quarter of a second; the rarest rules decide one case in forty of their family."""


def is_about(case: Case, rule: str) -> bool:
    """Whether an answer to the case says something of the rule."""
    found = list_entries(case, mark(case, {}), setting=PRACTICE, on=case.as_of, source="")
    return any(one.rule == rule for one in found)


def find_about(
    rule: str, templates: Sequence[str], seed: str, number: int, dials: Dials, today: date
) -> tuple[str, str]:
    """The first of these templates, and what to put after the seed, with which case `number` of a set is about the
    rule. Each template is tried as often; where no try is about it, the last one."""
    template, ending = "", ""
    for place in range(TRIES):
        template, ending = templates[place * len(templates) // TRIES], f".{place}"
        if is_about(make(template, f"{seed}{ending}#{number}", dials, today), rule):
            break
    return template, ending
