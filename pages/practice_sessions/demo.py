"""Practice of the demo cohort: each of the first learners has handed in one session and has another before them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any

from auth.actor import Actor, as_actor
from dashapp.context import Clockstart
from dashapp.services.practice import attempts
from dashapp.services.practice.attempts import Attempt
from dashapp.services.practice.kinds import SESSIONS
from practice.decisions import list_decisions
from practice.keys import find_key
from practice.options import find_right
from storage.accounts import Person
from storage.record import Trace

from .examples import make_session

LEARNERS, KNOWS = 12, 0.7
"""How many practise, and how often one of them is right."""


def fill_demo(clockstart: Clockstart, people: Sequence[Person]) -> None:
    """Of those who have worked, at the moment of the last thing they did."""
    learners = [person for person in people if person.role == "learner"][:LEARNERS]
    for person in learners:
        worked = [one.last_change for one in clockstart.store.records.summary(person.uid).values() if one.last_change]
        if worked:
            at = datetime.fromisoformat(max(worked))
            fill(replace(clockstart, clock=replace(clockstart.clock, now=lambda at=at: at)), person)


def fill(clockstart: Clockstart, person: Person) -> None:
    random, trace = Random(f"practice {person.email}"), Trace(person.uid)
    for name in ("demo-done", "demo-next"):
        clockstart.store.records.append(
            person.uid, SESSIONS.store_key, name, make_session(random), op=name, trace=trace, now=clockstart.now
        )
    practise(clockstart, as_actor(person), random, trace)


def practise(clockstart: Clockstart, actor: Actor, random: Random, trace: Trace) -> None:
    attempt = attempts.begin(clockstart, actor, "demo-done", trace)
    for number in attempt.numbers:
        told = draw_answer(attempt, number, random)
        attempts.answer(
            clockstart, actor, "demo-done", number, told, op=f"demo-answer-{number}", seen_rev=0, trace=trace
        )
    attempts.submit(clockstart, actor, "demo-done", trace)


def draw_answer(attempt: Attempt, number: int, random: Random) -> dict[str, Any]:
    """Right in everything but the reason, or another decision."""
    case = attempt.cases[number - 1]
    right = find_right(find_key(case))
    if random.random() > KNOWS:
        return {"decision": random.choice([one for one in list_decisions(case) if one != right.get("decision")])}
    return {
        name: value if isinstance(value, str | int) else value.isoformat() for name, value in right.items() if value
    }
