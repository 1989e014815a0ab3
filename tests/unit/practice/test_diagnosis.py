"""Simulated learners are told apart: a small version of `python -m bench.diagnosis`."""

from __future__ import annotations

from random import Random

import pytest

from dashapp.services.practice.standing import PRACTISED
from practice.malrules import MAL_RULES
from practice.mastery import FAMILIAR, LEVELS, PROFICIENT
from tests.unit.practice.learners import BELIEVERS, Learner, draw, guess, know, name_believer, practise_rule

ORDER = list(LEVELS)


@pytest.mark.parametrize("name", BELIEVERS)
def test_a_misconception_is_named_within_ten_cases(name: str) -> None:
    assert name_believer(name, f"{name} 1").since


def test_every_misconception_is_shown_by_some_family() -> None:
    assert set(BELIEVERS) == set(MAL_RULES)


def test_who_guesses_reaches_nothing_above_familiar() -> None:
    learner = Learner(guess, Random("guesses"))
    families = sorted({family for families in PRACTISED.values() for family in families})
    for case, key in draw(families, "guesses"):
        learner.answer(case, key)
    assert learner.cases > 50
    assert all(ORDER.index(level) <= ORDER.index(FAMILIAR) for level in learner.folded.levels.values())


@pytest.mark.parametrize("rule", ["SP13", "ST4", "SP1", "NX5"])
def test_who_is_right_is_proficient_in_five_cases_on_two_days(rule: str) -> None:
    learner, _ = practise_rule(know, rule, "knows", 4)
    assert learner.level(rule) == FAMILIAR
    learner, _ = practise_rule(know, rule, "knows", 5)
    assert (learner.cases, learner.level(rule)) == (5, PROFICIENT)
