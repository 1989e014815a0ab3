"""A validation as the rule books read it, and what it means in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from dashapp.declare.module import Case, Due, Fact, Meaning
from dashapp.declare.phrases import read_facts
from dashapp.services.ribbons.rtt_ribbons import make_rtt_ribbon
from rules import rtt
from rules.calendar import month_end
from rules.events import Event
from rules.explain import Finding, Step
from rules.rtt import Clock
from rules.specialties import SPECIALTIES
from rules.validation import decisions as validation_decisions
from rules.validation.comments import CommentFacts, write_comment
from rules.validation.decisions import DecisionFacts, find_chase_day, find_contact_due
from rules.validation.whole_list import CHECKS, Coded, PathwayFacts, check_list
from words.phrases import in_words, plural
from words.questions import choices

from .query import Query
from .record import CAUSES, MENDABLE, PLACES, STAYING, Validation

TELL_WITHIN = 7
"""Days within which whoever can mend a cause is told; local."""
QUERY_STATES = choices(none="None", answered="Answered", open="Open", old="To chase")


def make_facts(answers: Validation) -> DecisionFacts:
    """The decision in the rule book's words; of several queries the one that has been open longest."""
    open_query = min(list_open(answers), key=lambda query: query.sent_on, default=None)
    return read_facts(
        DecisionFacts,
        answers,
        reported_through=read_month(answers),
        query_sent_on=open_query.sent_on if open_query else None,
    )


def read_month(answers: Validation) -> date | None:
    """The last day of the last month reported; that of the stop when it is only said that it was reported."""
    if answers.reported_already != "yes":
        return None
    if answers.reported_month:
        return month_end(date.fromisoformat(f"{answers.reported_month}-01"))
    return month_end(answers.stop_date) if answers.stop_date else None


def list_open(answers: Validation) -> list[Query]:
    return [query for query in answers.queries if query.answered_on is None]


def find_findings(case: Case) -> Iterable[Finding]:
    """What was recorded, and contact with the patient that is due."""
    answers: Validation = case.answers
    yield from validation_decisions.list_findings(make_facts(answers), case.today)
    if answers.decision in STAYING and answers.clock_start is not None:
        asked = (answers.clock_start, case.today, answers.contacted_on, answers.contact_schedule)
        yield from validation_decisions.list_contact_findings(*asked)


def list_events(answers: Validation) -> Iterator[Event]:
    """The validation, the contact with the patient, and the stop that was found."""
    if answers.contacted_on:
        yield Event(answers.contacted_on, "patient_contacted", {"outcome": answers.contact_result})
    yield from validation_decisions.list_events(make_facts(answers))


def read_clock(case: Case) -> Clock:
    """The linked pathway's clock; without one, what the list says and what this validation found."""
    if case.linked.record_id:
        return rtt.read_pathway(case.pathway_events, case.today)
    answers: Validation = case.answers
    start = [Event(answers.clock_start, "referral_received")] if answers.clock_start else []
    return rtt.read_pathway([*start, *case.events], case.today)


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


def tell_comment(case: Case) -> str:
    """The standard comment line, made from the answers."""
    answers: Validation = case.answers
    start = answers.clock_start
    made: dict[str, Any] = {
        "on": answers.validated_on,
        "specialty": SPECIALTIES.get(answers.treatment_function or ""),
        "days": (answers.validated_on - start).days if start and start <= answers.validated_on else None,
        "status": answers.last_status,
        "evidence_place": PLACES.get(answers.evidence_place or ""),
        "owner": answers.next_step_owner,
        "review_on": answers.next_review_on,
    }
    return write_comment(read_facts(CommentFacts, answers, **made))


def tell_meaning(case: Case) -> Meaning:
    """The clock, what the checks find, what the decision does to the return, what is owed, and the comment line."""
    clock: Clock = case.clocks
    ribbon = make_rtt_ribbon(clock, case.pathway_events) if not case.linked.record_id else None
    failures = tuple(list_failures(case))
    return Meaning(
        ribbons=(("18 weeks (RTT)", ribbon),) if ribbon else (),
        facts=(*tell_month(case), *tell_queries(case), *tell_cause(case)),
        steps=tuple(filter(None, (validation_decisions.tell_month(make_facts(case.answers)),))),
        options=("What the checks find", failures) if failures else None,
        line=("Standard comment", tell_comment(case)),
    )


def tell_month(case: Case) -> Iterator[Fact]:
    facts = make_facts(case.answers)
    if (step := validation_decisions.tell_month(facts)) is not None:
        closed = validation_decisions.is_month_closed(facts)
        yield Fact("Monthly return", step.text, "watch" if closed else "note")


def find_contact(case: Case) -> date | None:
    """Since when contact with the patient is due, None while it is not or when the pathway has ended."""
    answers: Validation = case.answers
    if answers.decision not in STAYING or answers.clock_start is None:
        return None
    return find_contact_due(answers.clock_start, case.today, answers.contacted_on, answers.contact_schedule)


def tell_queries(case: Case) -> Iterator[Fact]:
    for query in list_open(case.answers):
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
    for query in list_open(answers):
        yield Due(find_chase_day(query.sent_on), f"Chase the query: {query.question}", "breach")
    if is_review_owed(answers) and answers.next_review_on:
        yield Due(answers.next_review_on, f"Validate again: {answers.next_step or 'look at the pathway'}")
    if due := find_contact(case):
        yield Due(due, "Contact the patient about the wait")
    if answers.root_cause in MENDABLE and answers.told_on is None:
        on = date.fromordinal(answers.validated_on.toordinal() + TELL_WITHIN)
        yield Due(on, f"Tell {answers.told_to or 'who can mend it'} of the cause: {CAUSES[answers.root_cause].lower()}")


def is_review_owed(answers: Validation) -> bool:
    """Whether the next review is still to come: the pathway stays open and nobody has looked at it since."""
    if answers.next_review_on is None or answers.decision not in STAYING:
        return False
    return answers.looked_again_on is None or answers.looked_again_on < answers.next_review_on


def tell_query_state(case: Case) -> str:
    """How the queries stand, the worst of them."""
    if not case.answers.queries:
        return "none"
    waiting = list_open(case.answers)
    if any(find_chase_day(query.sent_on) <= case.today for query in waiting):
        return "old"
    return "open" if waiting else "answered"


def tell_is_closed(case: Case) -> bool:
    return validation_decisions.is_month_closed(make_facts(case.answers))


def tell_contact_due(case: Case) -> date | None:
    return find_contact(case)
