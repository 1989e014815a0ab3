"""What a request for funding means in words: the clock, the wait at each step, what is to be done."""

from collections.abc import Iterator
from datetime import date, timedelta

from dashapp.declare.meaning import Due, Fact, Meaning
from dashapp.declare.module import Case
from rules import rtt
from rules.calendar import add_working_days
from rules.explain import Step
from rules.funding.clocks import find_decision_due, is_refused, list_waits
from rules.funding.record import STATUSES, FundingRequest
from rules.funding.rules import DECISION_WORKING_DAYS, MOVES, REFUSED
from words.phrases import in_words, plural

ANSWER_WITHIN, TELL_WITHIN = 7, 7
"""Days to answer a question of the ICB, and to tell the patient of a decision; local policies differ."""


def tell_meaning(case: Case) -> Meaning:
    """The effect on the clock, what may come next, and the wait at each step."""
    effect: Step = case.clocks
    answers: FundingRequest = case.answers
    moves = MOVES.get(answers.status, ())
    facts = (
        Fact("18 weeks (RTT)", effect.text, "watch" if answers.status == "declined" else "note"),
        Fact("May go to", ", ".join(STATUSES[to] for to in moves) or "Nothing more: the request has ended"),
        *(
            Fact(f"Waited when {step}", f"{plural(days // 7, 'week')} {plural(days % 7, 'day')}")
            for step, days in list_waits(answers, find_clock_start(case))
            if days >= 0
        ),
    )
    return Meaning(facts=facts, steps=(effect,))


def find_clock_start(case: Case) -> date | None:
    """When the clock started: as recorded, else that of the pathway the request belongs to."""
    answers: FundingRequest = case.answers
    if answers.clock_start or not case.linked.record_id:
        return answers.clock_start
    return rtt.read_pathway(case.pathway_events, case.today).clock_start


def list_due(case: Case) -> Iterator[Due]:
    """The decision, the answer to the ICB's question, the patient to tell, the way on after a decline, the review."""
    answers: FundingRequest = case.answers
    if (due := find_decision_due(answers)) is not None:
        yield Due(due, f"Decision on the funding due by {in_words(due)}", matter="answer")
    if answers.status == "more_information":
        yield Due(
            find_moved(answers, case.today) + timedelta(days=ANSWER_WITHIN), "Send what the ICB asks", matter="answer"
        )
    if answers.status in {"approved", *REFUSED} and not answers.patient_told_on:
        yield Due(
            find_decided(answers, case.today) + timedelta(days=TELL_WITHIN),
            say_tell(answers),
            "breach",
            matter="letter",
        )
    if answers.status in REFUSED:
        yield from list_ways_on(answers, case.today)
    if answers.status == "review":
        due = add_working_days(find_moved(answers, case.today), DECISION_WORKING_DAYS["routine"])
        yield Due(due, "Ask for the outcome of the review", matter="answer")


def list_ways_on(answers: FundingRequest, today: date) -> Iterator[Due]:
    """What a refusal leaves to be done: another treatment, or the decision not to treat to be recorded."""
    told = answers.patient_told_on
    if answers.other_treatment != "no":
        what = "Agree the other treatment" if answers.other_treatment == "yes" else "Ask if there is another treatment"
        yield Due(find_decided(answers, today) + timedelta(days=ANSWER_WITHIN), what)
    elif told is not None and answers.clock_stop is None:
        what = f"Declined, and no other treatment: record 34 with {in_words(told)}, and write to the GP"
        yield Due(told + timedelta(days=TELL_WITHIN), what, "breach", matter="letter")


def say_tell(answers: FundingRequest) -> str:
    if is_refused(answers):
        return "Tell the patient: declined, and no other treatment, so the clock stops that day (34)"
    return "Tell the patient of the decision"


def find_moved(answers: FundingRequest, today: date) -> date:
    """When the request went where it is now, as far as that is recorded."""
    last = next((move.on for move in reversed(answers.moves) if move.to == answers.status and move.on), None)
    return last or answers.decided_on or answers.submitted_on or today


def find_decided(answers: FundingRequest, today: date) -> date:
    """When it was decided, as far as that is recorded."""
    return answers.decided_on or find_moved(answers, today)


def tell_days(case: Case) -> int | None:
    """Days on the RTT clock until the decision, or until today while there is none."""
    answers: FundingRequest = case.answers
    start = find_clock_start(case)
    until = answers.decided_on or case.today
    return (until - start).days if start and start <= until else None


def tell_weeks(case: Case) -> int | None:
    """The same in whole weeks, to be read; never to be tested against a limit (A8)."""
    days = tell_days(case)
    return None if days is None else days // 7


def say_where_it_stands(answers: FundingRequest) -> str:
    return STATUSES[answers.status]


def tell_days_to_decision(case: Case) -> int | None:
    """Days from submission to the decision."""
    answers: FundingRequest = case.answers
    if answers.submitted_on is None or answers.decided_on is None or answers.decided_on < answers.submitted_on:
        return None
    return (answers.decided_on - answers.submitted_on).days
