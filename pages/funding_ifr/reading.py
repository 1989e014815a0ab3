"""The record as the rule book on funding reads it, and what it means in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from dashapp.module import Case, Due, Fact, Meaning
from dashapp.reading import read_facts
from rules import funding
from rules.calendar import add_working_days
from rules.events import Event
from rules.explain import Finding, Step, in_words, plural
from rules.funding import FundingFacts

from .record import STATUSES, FundingRequest

ANSWER_WITHIN, TELL_WITHIN = 7, 7
"""Days to answer a question of the ICB, and to tell the patient of a decision; local policies differ."""


def make_facts(answers: FundingRequest) -> FundingFacts:
    """The record in the rule book's words."""
    return read_facts(
        FundingFacts,
        answers,
        evidence=tuple(item.description for item in answers.evidence),
        moves=tuple(move.to for move in answers.moves),
    )


def find_findings(case: Case) -> Iterable[Finding]:
    return funding.list_findings(make_facts(case.answers), case.today)


def read_effect(case: Case) -> Step:
    return funding.calc_effect(make_facts(case.answers))


def list_events(answers: FundingRequest) -> tuple[Event, ...]:
    """What goes on the pathway's timeline: the decision not to treat, once the patient is told."""
    return funding.list_events(make_facts(answers))


def tell_meaning(case: Case) -> Meaning:
    """The effect on the clock, what may come next, and the wait at each step."""
    effect: Step = case.clocks
    answers: FundingRequest = case.answers
    moves = funding.MOVES.get(answers.status, ())
    facts = (
        Fact("18 weeks (RTT)", effect.text, "watch" if answers.status == "declined" else "note"),
        Fact("May go to", ", ".join(STATUSES[to] for to in moves) or "Nothing more: the request has ended"),
        *(
            Fact(f"Waited when {step}", f"{plural(days // 7, 'week')} {plural(days % 7, 'day')}")
            for step, days in funding.list_waits(make_facts(answers))
            if days >= 0
        ),
    )
    return Meaning(facts=facts, steps=(effect,))


def find_decision_due(answers: FundingRequest) -> date | None:
    """The day a decision is due by; None before the request is submitted and once it is decided."""
    if answers.submitted_on is None or answers.decided_on or answers.status in funding.DECIDED:
        return None
    lane = "urgent" if answers.urgent == "yes" else "routine"
    return add_working_days(answers.submitted_on, funding.DECISION_WORKING_DAYS[lane])


def list_due(case: Case) -> Iterator[Due]:
    """The decision, the answer to the ICB's question, the patient to tell, the way on after a decline."""
    answers: FundingRequest = case.answers
    if (due := find_decision_due(answers)) is not None:
        yield Due(due, f"Decision on the funding due by {in_words(due)}")
    asked = next((move.on for move in reversed(answers.moves) if move.to == "more_information" and move.on), None)
    if answers.status == "more_information" and (asked or answers.submitted_on):
        yield Due(
            (asked or answers.submitted_on or case.today) + timedelta(days=ANSWER_WITHIN), "Send what the ICB asks"
        )
    if answers.decided_on and not answers.patient_told_on:
        ends = answers.status == "declined" and answers.other_treatment == "no"
        what = "Tell the patient: declined, and no other treatment, so the clock stops that day (34)"
        tell = what if ends else "Tell the patient of the decision"
        yield Due(answers.decided_on + timedelta(days=TELL_WITHIN), tell, "breach")
    if answers.status == "declined" and answers.other_treatment != "no" and answers.decided_on:
        what = "Agree the other treatment" if answers.other_treatment == "yes" else "Ask if there is another treatment"
        yield Due(answers.decided_on + timedelta(days=ANSWER_WITHIN), what)


def say_where_it_stands(answers: FundingRequest) -> str:
    return STATUSES[answers.status]


def tell_decision_due(case: Case) -> date | None:
    return find_decision_due(case.answers)


def tell_days_to_decision(case: Case) -> int | None:
    """Days from submission to the decision."""
    answers: FundingRequest = case.answers
    if answers.submitted_on is None or answers.decided_on is None or answers.decided_on < answers.submitted_on:
        return None
    return (answers.decided_on - answers.submitted_on).days
