"""Made-up practice sessions."""

from datetime import date
from random import Random
from typing import Any

from dashapp.declare.module import Patient
from dashapp.services.practice.sets import SET_WORDS


def make_session(random: Random) -> dict[str, Any]:
    """Five cases of a set, told after each."""
    chosen, level = random.choice(list(SET_WORDS)), random.choice(("1", "2", "3"))
    return {"title": SET_WORDS[chosen], "set": chosen, "cases": "5", "level": level, "feedback": "after_each"}


def make_example(random: Random, patient: Patient, today: date) -> dict[str, Any]:
    return make_session(random)
