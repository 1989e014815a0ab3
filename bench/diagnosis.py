"""Simulated learners: is a misconception named within ten cases, does a guesser stay low, is who knows proficient?

Not a figure of speed: it measures whether what the product tells of people is so. `python -m bench.diagnosis [RUNS]`
"""

from __future__ import annotations

import sys
from collections import Counter
from random import Random

from bench.figures import Figure, print_figures
from dashapp.services.practice.sets import OFFERED_FAMILIES
from dashapp.services.practice.standing import PRACTISED
from practice.families import FAMILIES
from practice.keys.key import is_local
from practice.keys.rtt import rule_of
from practice.malrules import MAL_RULES
from practice.mastery import FAMILIAR, LEVELS, PROFICIENT
from tests.unit.practice.learners import (
    BELIEVERS,
    Learner,
    draw,
    guess,
    know,
    list_showing,
    name_believer,
    practise_rule,
)

RUNS, ASKED = 20, 0.9
GUESSES = 60
RULES = [
    rule
    for rule, families in sorted(PRACTISED.items())
    if not is_local(rule_of(rule)) and not all(FAMILIES[family].local for family in families)
]
"""Those that count without a policy that was adopted."""


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    print_figures("Learners who believe a misconception, named within ten cases", [measure(n, runs) for n in BELIEVERS])
    print(f"No family shows: {', '.join(sorted(MAL_RULES.keys() - set(BELIEVERS)))}")
    print_figures("Learners who guess, and who know", [*list_guessers(runs), *list_knowers()])


def measure(name: str, runs: int) -> Figure:
    found = [name_believer(name, f"{name} {run}") for run in range(runs)]
    share = sum(one.since is not None for one in found) / runs
    latest = max((one.since for one in found if one.since), default=0)
    alone = sum(one.alone for one in found)
    where = "" if set(list_showing(name)) <= set(OFFERED_FAMILIES) else ", no family offered"
    return Figure(
        name,
        100 * share,
        "%",
        f"from case {latest} at the latest, alone in {alone} of {runs}{where}",
        "≥ 90 %",
        share >= ASKED,
    )


def list_guessers(runs: int) -> list[Figure]:
    """The highest level that any rule of a guesser reaches."""
    reached, order = Counter[str](), list(LEVELS)
    families = sorted({family for families in PRACTISED.values() for family in families})
    for run in range(runs):
        learner = Learner(guess, Random(f"guesses {run}"))
        for case, key in draw(families, f"guesses {run}"):
            learner.answer(case, key)
        reached.update(learner.folded.levels.values())
    above = sum(count for level, count in reached.items() if order.index(level) > order.index(FAMILIAR))
    told = ", ".join(f"{LEVELS[level].lower()} {reached[level]}" for level in order if reached[level])
    return [Figure(f"guesser: rules above familiar, {runs} × {GUESSES} cases", above, "", told, "0", above == 0)]


def list_knowers() -> list[Figure]:
    """Each rule that can be practised: five cases that it decides, on two days."""
    slow, never, drawn = list[str](), list[str](), list[int]()
    for rule in RULES:
        learner, needed = practise_rule(know, rule, "knows", 5)
        drawn.append(needed)
        if learner.cases < 5:
            never.append(rule)
        elif learner.level(rule) != PROFICIENT:
            slow.append(rule)
    met, told = len(RULES) - len(never), "after five cases that it decides"
    many = met - len(slow)
    return [
        Figure(f"knows: rules proficient {told}", many, "rules", f"of {met}", "all", not slow),
        Figure("knows: not proficient", len(slow), "rules", " ".join(slow)),
        Figure("left out: rules that decide fewer than five of sixty cases", len(never), "rules", " ".join(never)),
        Figure(
            "cases drawn for five that a rule decides", sorted(drawn)[len(drawn) // 2], "cases", f"{max(drawn)} at most"
        ),
    ]


if __name__ == "__main__":
    main()
