"""A validation as the rule books read it, and what it means in words."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from dashapp.declare.meaning import Due, Fact, Meaning
from dashapp.declare.module import Case
from dashapp.services.ribbons.rtt_ribbons import make_rtt_ribbon
from rules import rtt
from rules.events import Event
from rules.explain import Step
from rules.rtt import Clock
from rules.validation import decisions
from rules.validation.comments import write_comment
from rules.validation.decisions import find_chase_day, find_contact, is_review_owed
from rules.validation.record import CAUSES, MENDABLE, Validation
from rules.validation.whole_list import CHECKS, Coded, PathwayFacts, check_list
from words.phrases import in_words, plural
from words.questions import choices

TELL_WITHIN = 7
"""Days within which whoever can mend a cause is told; local."""
QUERY_STATES = choices(none="None", answered="Answered", open="Open", old="To chase")


def read_clock(case: Case) -> Clock:
    """The linked pathway's clock; without one, what the list says and what this validation found."""
    return rtt.read_pathway(list_clock_events(case), case.today)


def list_clock_events(case: Case) -> Sequence[Event]:
    if case.linked.record_id:
        return case.pathway_events
    answers: Validation = case.answers
    start = [Event(answers.clock_start, "referral_received")] if answers.clock_start else []
    return [*start, *case.events]


def read_row(case: Case) -> PathwayFacts:
    """What the list says, as the checks of a row read it."""
    answers: Validation = case.answers
    coded = answers.last_status and answers.last_status_on
    return PathwayFacts(
        pathway=answers.pathway or case.record_id,
        patient=answers.nhs_number,
        nhs_number=answers.nhs_number,
        tfc=answers.treatment_function,
        open=True,
        clock_start=answers.clock_start,
        codes=(Coded(answers.last_status_on, answers.last_status),) if coded else (),  # type: ignore[arg-type]
        next_event=answers.next_event_on,
        decision_to_admit=answers.decision_to_admit,
        validated_on=answers.validated_on,
    )


def list_numbers(checks: str | None) -> list[int]:
    """The check numbers in "4, 31", those that exist, each once."""
    found = (int(number) for number in re.findall(r"\d+", checks or ""))
    return list(dict.fromkeys(number for number in found if number in CHECKS))


def list_failures(case: Case) -> Sequence[Step]:
    """What the checks say of the pathway: of the numbers that came with a list, or of what was typed."""
    if numbers := list_numbers(case.answers.checks):
        rules = (CHECKS[number].rule for number in numbers)
        return [Step(rule, "{statement}", {"statement": rule.statement}) for rule in rules]
    failures = check_list([read_row(case)], case.today)
    return [Step(failure.finding.check.rule, "{text}", {"text": failure.evidence}) for failure in failures]


def tell_meaning(case: Case) -> Meaning:
    """The clock, what the checks find, what the decision does to the return, what is owed, and the comment line."""
    clock: Clock = case.clocks
    ribbon = make_rtt_ribbon(clock, list_clock_events(case)) if not case.linked.record_id else None
    failures = tuple(list_failures(case))
    return Meaning(
        ribbons=(("18 weeks (RTT)", ribbon),) if ribbon else (),
        facts=(*tell_month(case), *tell_queries(case), *tell_cause(case)),
        steps=tuple(filter(None, (decisions.tell_month(case.answers),))),
        options=("What the checks find", failures) if failures else None,
        line=("Standard comment", write_comment(case.answers)),
    )


def tell_month(case: Case) -> Iterator[Fact]:
    if (step := decisions.tell_month(case.answers)) is not None:
        yield Fact("Monthly return", step.text, "watch" if decisions.is_month_closed(case.answers) else "note")


def tell_queries(case: Case) -> Iterator[Fact]:
    for query in case.answers.open_queries:
        chase = find_chase_day(query.sent_on) <= case.today
        open_for = plural((case.today - query.sent_on).days, "day")
        yield Fact("Query", f"Open for {open_for}{': chase it' if chase else ''}", "breach" if chase else "note")


def tell_cause(case: Case) -> Iterator[Fact]:
    answers: Validation = case.answers
    if answers.root_cause in MENDABLE:
        told = f"told to {answers.told_to or 'somebody'} on {in_words(answers.told_on)}" if answers.told_on else ""
        words = CAUSES[answers.root_cause]
        yield Fact("Root cause", f"{words}, {told or 'nobody has been told'}", "fine" if told else "watch")


def list_due(case: Case) -> Iterator[Due]:
    """Queries to chase, the next review, contact with the patient, telling who can mend the cause."""
    answers: Validation = case.answers
    for query in answers.open_queries:
        yield Due(find_chase_day(query.sent_on), f"Chase the query: {query.question}", "breach", matter="answer")
    if is_review_owed(answers) and answers.next_review_on:
        yield Due(
            answers.next_review_on, f"Validate again: {answers.next_step or 'look at the pathway'}", matter="validation"
        )
    if due := find_contact(answers, case.today):
        yield Due(due, "Contact the patient about the wait", matter="contact")
    if answers.root_cause in MENDABLE and answers.told_on is None:
        on = date.fromordinal(answers.validated_on.toordinal() + TELL_WITHIN)
        yield Due(
            on, f"Tell {answers.told_to or 'who can put it right'} of the cause: {CAUSES[answers.root_cause].lower()}"
        )


def tell_query_state(case: Case) -> str:
    """How the queries stand, the worst of them."""
    if not case.answers.queries:
        return "none"
    waiting = case.answers.open_queries
    if any(find_chase_day(query.sent_on) <= case.today for query in waiting):
        return "old"
    return "open" if waiting else "answered"
