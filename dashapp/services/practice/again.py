"""A session that is set up and begun with one press."""

from collections.abc import Mapping
from typing import Any

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.services.practice import answering
from dashapp.services.practice.attempts import Attempt
from dashapp.services.practice.kinds import AFTER_EACH, SESSIONS
from dashapp.services.practice.sets import FAMILY_WORDS, PICKED, SET_WORDS
from dashapp.services.records import records
from practice.case import Case
from storage.errors import NotFound, Refused
from storage.record import Trace

FIVE = {"cases": "5", "feedback": AFTER_EACH}


def can_repeat(case: Case) -> bool:
    """Whether there is a session of cases like this one."""
    return case.family in FAMILY_WORDS


def like_it(attempt: Attempt, number: int) -> dict[str, Any]:
    """Five cases of the same kind at the same level. Raises NotFound where there are none, or what this case is about
    may not be told yet."""
    if number not in attempt.numbers or not attempt.tells(number) or not can_repeat(attempt.cases[number - 1]):
        raise NotFound("There are no cases like this one.")
    case = attempt.cases[number - 1]
    told = {"title": FAMILY_WORDS[case.family], "set": PICKED, "families": [case.family], "level": str(case.level)}
    return {**told, **FIVE}


def of_set(name: str) -> dict[str, Any]:
    """Five first cases of a set. Raises NotFound."""
    if name not in SET_WORDS:
        raise NotFound("There is no such set of cases.")
    return {"title": SET_WORDS[name], "set": name, "level": "1", **FIVE}


def start(clockstart: Clockstart, actor: Actor, record_id: str, told: Mapping[str, Any], trace: Trace) -> str:
    """Save and begin it, once an id; the address of its first case. Raises Refused, Forbidden."""
    saved = records.submit(clockstart, actor, SESSIONS.slug, record_id, f"begin-{record_id}", told, 0, trace=trace)
    if isinstance(saved, records.Held):
        raise Refused("; ".join(problem.sentence for problem in saved.problems))
    answering.begin(clockstart, actor, record_id, trace)
    return f"/{SESSIONS.slug}/{record_id}/work?case=1"
