"""A key: what is accepted for each facet, and what it rests on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from rules.explain import Confidence, Rule, Step
from rules.rtt import Clock

FIGURES = ("breach_date", "days", "d31_days", "d62_days", "rtt_start")
"""Facets that share the weight of the date (CONTRACTS §6)."""


class NoKey(ValueError):
    """A case that the rule books give no answer to; the message is a plain sentence."""


class Wait(NamedTuple):
    """A wait in days against a limit, other than RTT. `facet` is where its days are asked, `whole` its days without
    adjustment, `within` and `over` what is decided either side of `limit`, the last number of days that is within."""

    facet: str
    start: date
    end: date
    days: int
    whole: int
    limit: int
    within: tuple[str, ...]
    over: tuple[str, ...]

    def is_over(self, days: int) -> bool:
        return days > self.limit

    def decide(self, days: int) -> tuple[str, ...]:
        return self.over if self.is_over(days) else self.within


@dataclass(frozen=True, slots=True)
class Key:
    """What is right for a case. `facets` holds the accepted values of each facet that is asked, dates as dates; None
    among them: leaving it out is right. `policy` names the facets that rest on a rule to be checked against local
    policy: they are discussed and not scored. `before` and `after` are the RTT clocks, where there are any; `waits` the
    other waits that the decision is about. `is_void`: the case was ruled to count for nothing.
    """

    facets: Mapping[str, tuple[Any, ...]]
    policy: frozenset[str] = frozenset()
    steps: tuple[Step, ...] = ()
    before: Clock | None = None
    after: Clock | None = None
    waits: tuple[Wait, ...] = ()
    is_void: bool = False

    def first(self, facet: str) -> Any:
        """The first value accepted, or None."""
        return next(iter(self.facets.get(facet, ())), None)


def is_local(rule: Rule) -> bool:
    return rule.confidence is not Confidence.SOURCED


def rests_on_policy(rules: Iterable[Rule]) -> bool:
    """Whether every one of these rules, and at least one, is to be checked against local policy."""
    told = list(rules)
    return bool(told) and all(is_local(rule) for rule in told)


def ask_given(facets: Mapping[str, Iterable[Any]], asked: Mapping[str, Any]) -> dict[str, tuple[Any, ...]]:
    """Facets that have an answer, only those named where the case names what it asks (`asked["facets"]`)."""
    names = asked.get("facets")
    if names is not None and not isinstance(names, list | tuple):
        raise NoKey("“facets” must list the names of what is asked.")
    told = {name: tuple(values) for name, values in facets.items()}
    return {name: values for name, values in told.items() if values and (names is None or name in names)}


def list_reasons(steps: Iterable[Step], related: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The rules of the steps, each followed by the rules of other books that say the same."""
    idents = [step.rule.ident for step in steps]
    return tuple(dict.fromkeys([*idents, *(also for ident in idents for also in related.get(ident, ()))]))
