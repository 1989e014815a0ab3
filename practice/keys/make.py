"""A key made of facets, steps and rules, with the RTT clock of what happened next to it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from rules.explain import Step
from rules.rtt import Clock

from ..case import Case
from .key import Key, Wait, ask_given
from .rtt import OTHER_BOOKS, read_clock, rule_of


def make_key(
    case: Case,
    facets: Mapping[str, Iterable[Any]],
    steps: Sequence[Step],
    *rules: str,
    waits: tuple[Wait, ...] = (),
    is_policy: bool = False,
) -> Key:
    """A key with the rules of the steps and these as reasons, and the RTT clock, where there is one."""
    clock = read_clock(case)
    idents = [*(step.rule.ident for step in steps), *rules]
    also = [other for ident in idents for other in OTHER_BOOKS.get(ident, ())]
    asked = ask_given({**facets, "reason": dict.fromkeys([*idents, *also])}, case.asked)
    told = tuple(steps) or tuple(Step(rule_of(ident), rule_of(ident).statement) for ident in rules)
    policy = frozenset(asked) if is_policy else frozenset()
    return Key(asked, policy, told, None, clock if clock.periods else None, waits)


def find_start(clock: Clock) -> tuple[date | None, ...]:
    """The start of the RTT clock, which may be left out: it is not what the verdict is about."""
    return (clock.clock_start, None) if clock.clock_start else ()
