"""A paper of the demo cohort that was passed, by a learner who has worked, so that there is a certificate to check."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from auth.actor import as_actor
from dashapp.context import Clockstart
from dashapp.demo.worked import find_last_work
from dashapp.services.practice import answering, papers
from dashapp.services.practice.kinds import EXAM, PAPER
from practice.keys import find_key
from practice.options import find_right
from storage.accounts import Person
from storage.record import Trace

PASSED = "demo-paper"
FIRST = 2
"""The first two learners are those who look around: their papers are theirs to begin."""


def fill_demo(clockstart: Clockstart, people: Sequence[Person]) -> None:
    for person in [one for one in people if one.role == "learner"][FIRST:]:
        if last := find_last_work(clockstart, person.uid):
            pass_paper(clockstart, person, last)
            return


def pass_paper(clockstart: Clockstart, person: Person, at: datetime) -> None:
    """Everything is right but for the reasons, which are not said; as of the last thing they did."""
    actor, trace, today = as_actor(person), Trace(person.uid), clockstart.today - (clockstart.now.date() - at.date())
    then = replace(clockstart, clock=replace(clockstart.clock, now=lambda: at, fixed_today=today))
    papers.put_record(then, person.uid, "booking_clerk", PAPER, PASSED, trace)
    attempt = answering.begin(then, actor, PASSED, trace, EXAM)
    for number, case in enumerate(attempt.cases, start=1):
        told = {name: str(value) for name, value in find_right(find_key(case)).items() if value is not None}
        op = f"{PASSED}-{number}"
        answering.answer(then, actor, PASSED, number, told, op=op, seen_rev=0, trace=trace, kind=EXAM)
    answering.submit(then, actor, PASSED, trace, EXAM)
