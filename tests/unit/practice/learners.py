"""Simulated learners: one who believes a misconception, one who guesses, one who knows. They answer cases as the
product draws and marks them, and what is told of them is what the product would tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from dashapp.services.practice.sets import OFFERED_FAMILIES
from dashapp.services.practice.standing import PRACTISED, Folded
from practice.case import Case
from practice.decisions import list_decisions
from practice.dials import LEVELS, set_dials
from practice.entries import PRACTICE, list_entries, list_rules
from practice.families import FAMILIES
from practice.keys import Key, find_key
from practice.making import make
from practice.malrules import MAL_RULES
from practice.marking import mark
from practice.mastery import NOT_STARTED
from practice.options import find_right, list_options

TODAY = date(2026, 6, 15)
TRIES = 60
"""So many cases are drawn at most to find those that a learner wants."""
Answer = Mapping[str, Any]
Answerer = Callable[[Case, Key, Random], Answer]


@dataclass
class Learner:
    """Who answers by `answers`; `folded` is what the product knows of them, `cases` how many they have answered."""

    answers: Answerer
    random: Random
    today: date = TODAY
    folded: Folded = field(default_factory=Folded)
    cases: int = 0

    def answer(self, case: Case, key: Key) -> None:
        self.cases += 1
        marked = mark(case, self.answers(case, key, self.random), key=key)
        entries = list_entries(case, marked, setting=PRACTICE, on=self.today, source=f"case {self.cases}")
        for entry in entries:
            self.folded.add(entry)

    def level(self, rule: str) -> str:
        return self.folded.levels.get(rule, NOT_STARTED)


def know(case: Case, key: Key, random: Random) -> Answer:
    reason = {"reason": key.first("reason")} if "reason" in key.facets else {}
    return {**find_right(key), **reason}


def guess(case: Case, key: Key, random: Random) -> Answer:
    """One of the decisions, then of the dates, codes and figures among the options, and of the family's rules."""
    options = [option.answer for option in list_options(case, key)]
    offered = {name: [one[name] for one in options if name in one] for name in key.facets if name != "reason"}
    offered["decision"] = list(list_decisions(case))
    told = {name: random.choice(values) for name, values in offered.items() if values and name in key.facets}
    return {**told, "reason": random.choice(FAMILIES[case.family].rules)}


def believe(name: str) -> Answerer:
    """Right but for what the misconception says."""
    return lambda case, key, random: {**know(case, key, random), **(MAL_RULES[name].answer(case, key) or {})}


def draw(families: Sequence[str], seed: str) -> Iterator[tuple[Case, Key]]:
    """Cases of these families in turn, of every level."""
    for number in range(TRIES):
        level = 1 + number // len(families) % len(LEVELS)
        case = make(families[number % len(families)], f"{seed}#{number}", set_dials(level), TODAY)
        yield case, find_key(case)


def list_showing(name: str) -> list[str]:
    """The families in which a misconception can show: of those that are offered, where there are any."""
    able = [family.name for family in FAMILIES.values() if name in family.wrong]
    return [family for family in able if family in OFFERED_FAMILIES] or able


BELIEVERS = tuple(name for name in MAL_RULES if list_showing(name))
"""The misconceptions that some family can show."""


def can_show(name: str, case: Case, key: Key) -> bool:
    told = MAL_RULES[name].answer(case, key)
    return told is not None and told.get("decision", next(iter(list_decisions(case)))) in list_decisions(case)


class Named(NamedTuple):
    """From which case on, of at most ten, a misconception was told most often, None if it never was to the end; and
    whether it was alone: others may give the same answers to all these cases."""

    since: int | None
    alone: bool


def name_believer(name: str, seed: str, most: int = 10) -> Named:
    """What the product tells of who believes it, over the cases in which it can show."""
    learner, since, first = Learner(believe(name), Random(seed)), None, list[str]()
    for case, key in draw(list_showing(name), seed):
        if not can_show(name, case, key):
            continue
        learner.answer(case, key)
        first = list_first(learner.folded)
        since = (since or learner.cases) if name in first else None
        if learner.cases == most:
            break
    return Named(since, first == [name])


def list_first(folded: Folded) -> list[str]:
    """The misconceptions told most often."""
    told = Counter[str]()
    for (name, _), count in folded.mistakes.items():
        told[name] += count
    return [name for name, count in told.items() if count == max(told.values())]


def practise_rule(answers: Answerer, rule: str, seed: str, cases: int) -> tuple[Learner, int]:
    """A learner who has answered so many cases that a rule decides, not all of one kind where there are several, and
    half of them on another day; and how many cases had to be drawn for that."""
    learner, kinds, drawn = Learner(answers, Random(seed)), set[str](), 0
    for case, key in draw(PRACTISED[rule], seed):
        drawn += 1
        is_wanted = learner.cases < cases - 1 or {case.family} != kinds or len(PRACTISED[rule]) == 1
        if rule not in list_rules(key) or not is_wanted:
            continue
        kinds.add(case.family)
        learner.answer(case, key)
        learner.today = TODAY + timedelta(days=2 * learner.cases // cases)
        if learner.cases == cases:
            break
    return learner, drawn
