"""What a draft takes from the pathway where its own record says nothing: the day it tells of, whom and where."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from dashapp.declare.module import Case
from dashapp.services.records.pathways import PTL
from rules.events import Event, read_date
from rules.letters.pathway import TELLS_OF
from rules.letters.record import Communication

CANCER = "cancer_patients"
OFFERED_IN: Mapping[str, str] = {"appointment": "next_event_on", "tci": "tci_date"}
"""The question of the tracking list that holds the date such a letter offers."""
NAMES = {
    "event_date": "the day it tells of",
    "date_offered": "the date offered",
    "first_missed": "whether it was first",
}


def fill_gaps(case: Case) -> Communication:
    """The answers with what the pathway knows, where they say nothing."""
    answers: Communication = case.answers
    return answers.but(**find_known(case))


def find_known(case: Case) -> dict[str, Any]:
    """What the pathway knows of the questions this record leaves open, by the question's name."""
    known = dict(list_known(case.answers, case))
    return {name: value for name, value in known.items() if value and getattr(case.answers, name) is None}


def list_known(answers: Communication, case: Case) -> Iterator[tuple[str, Any]]:
    listed = next((dict(other.data) for other in case.linked.others if other.module == PTL), {})
    yield "specialty", listed.get("treatment_function")
    yield "clinician", listed.get("consultant")
    yield "site", listed.get("site")
    yield "date_offered", read_date(listed.get(OFFERED_IN.get(answers.type, "")))
    told = find_told(case, answers.type, answers.date_sent)
    if told is not None:
        yield "event_date", told.date
        first = told.details.get("first")
        yield "first_missed", {True: "yes", False: "no"}.get(first, first)
        yield "clinician", told.details.get("to") or listed.get("consultant")


def with_cancer(case: Case) -> Communication:
    """The answers; who is on a cancer pathway is told so by the pathway, unless the record says otherwise."""
    answers: Communication = case.answers
    tracked = any(other.module == CANCER for other in case.linked.others)
    return answers.but(cancer_pathway="yes") if tracked and answers.cancer_pathway is None else answers


def find_told(case: Case, kind: str, sent: date) -> Event | None:
    """The last event before the letter of the kind that it tells of."""
    told = [event for event in case.linked.events if TELLS_OF.get(event.name) == kind and event.date <= sent]
    return max(told, key=lambda event: event.date, default=None)


def name_filled(case: Case) -> list[str]:
    """What the draft has from the pathway, in words."""
    questions = case.module.question
    return [NAMES.get(name, questions[name].label.lower()) for name in find_known(case)]
