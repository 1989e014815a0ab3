"""Practice of the demo cohort: each of the first learners has handed in one session and has another before them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from auth.actor import Actor, as_actor
from dashapp.context import Clockstart
from dashapp.demo.worked import find_last_work
from dashapp.services.practice import answering
from dashapp.services.practice.attempts import Attempt
from dashapp.services.practice.kinds import AFTER_EACH, SESSIONS
from practice.decisions import list_decisions
from practice.keys import find_key
from practice.options import find_right
from storage.accounts import Person
from storage.record import Trace

from .examples import make_session

LEARNERS, KNOWS = 12, 0.9
"""How many practise, and how often one of them is right."""
BUSY, DAYS = 2, (24, 17, 10, 3)
"""How many have handed in several sessions, and how many days before the last thing they did."""


def fill_demo(clockstart: Clockstart, people: Sequence[Person]) -> None:
    """Of those who have worked, up to the moment of the last thing they did."""
    learners = [person for person in people if person.role == "learner"][:LEARNERS]
    for place, person in enumerate(learners):
        last = find_last_work(clockstart, person.uid)
        if last:
            fill(clockstart, person, last, DAYS if place < BUSY else DAYS[-1:])


def fill(clockstart: Clockstart, person: Person, last: datetime, days: Sequence[int]) -> None:
    random, trace = Random(f"practice {person.email}"), Trace(person.uid)
    whole = {"title": "Missed and cancelled", "set": "missed", "cases": "10", "level": "1", "feedback": AFTER_EACH}
    told = whole if len(days) > 1 else make_session(random)
    for place, before in enumerate(days):
        then, name = go_back(clockstart, last, before), f"demo-done-{place}"
        put_session(then, person, name, told, trace)
        practise(then, as_actor(person), name, random, trace)
    put_session(go_back(clockstart, last, 0), person, "demo-next", make_session(random), trace)


def go_back(clockstart: Clockstart, last: datetime, days: int) -> Clockstart:
    """As it was some days before the last thing that was done, by the clock on the wall and by that of the rules."""
    at = last - timedelta(days=days)
    today = clockstart.today - (clockstart.now.date() - at.date())
    return replace(clockstart, clock=replace(clockstart.clock, now=lambda: at, fixed_today=today))


def put_session(clockstart: Clockstart, person: Person, name: str, told: dict[str, Any], trace: Trace) -> None:
    records, store_key = clockstart.store.records, SESSIONS.store_key
    records.append(person.uid, store_key, name, told, op=name, trace=trace, now=clockstart.now)


def practise(clockstart: Clockstart, actor: Actor, name: str, random: Random, trace: Trace) -> None:
    attempt = answering.begin(clockstart, actor, name, trace)
    for number in attempt.numbers:
        told = draw_answer(attempt, number, random)
        answering.answer(clockstart, actor, name, number, told, op=f"{name}-{number}", seen_rev=0, trace=trace)
    answering.submit(clockstart, actor, name, trace)


def draw_answer(attempt: Attempt, number: int, random: Random) -> dict[str, Any]:
    """Right in everything, or another decision."""
    case = attempt.cases[number - 1]
    key = find_key(case)
    right = {**find_right(key), "reason": next(iter(key.facets.get("reason", ())), None)}
    if random.random() > KNOWS:
        return {"decision": random.choice([one for one in list_decisions(case) if one != right.get("decision")])}
    return {
        name: value if isinstance(value, str | int) else value.isoformat() for name, value in right.items() if value
    }
