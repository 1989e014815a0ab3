"""How cases, answers and marks are said."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from dashapp.services.records.timeline import name_event
from practice.case import Case
from practice.decisions import say_decision
from practice.families import FAMILIES
from rules.events import parse_event, read_date
from rules.rtt import STATUS_CODES
from words.abbreviations import SPELT_SMALL
from words.phrases import in_words, with_capital, without_capital
from words.questions import Choices

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
SURE: Choices = {"guess": "Guess", "fairly": "Fairly", "certain": "Certain"}
FACETS: Mapping[str, str] = {
    "decision": "Decision",
    "date": "Date",
    "breach_date": "Breach date",
    "days": "Days",
    "d31_days": "Days of the 31",
    "d62_days": "Days of the 62",
    "code": "Code",
    "reason": "Reason",
    "rtt_start": "Clock start",
}
CODES: Choices = {code: f"{code} {known.meaning}" for code, known in STATUS_CODES.items()}


def ask_about(case: Case) -> str:
    """The question of a case."""
    if case.kind == "validate":
        return "What do you decide about this row?"
    if "question" in case.asked:
        return str(case.asked["question"])
    event = parse_event(case.asked)
    # Where a date is asked it is not given away.
    on = "" if "date" in case.asked["facets"] else f" on {in_words(event.date)}"
    return f"“{name_event(event)}”{on}: what does it do to the clock?"


def say_value(case: Case, facet: str, value: Any) -> str:
    """An answer or what is right, as a person says it."""
    if value is None or value == "":
        return "Not answered"
    if facet == "decision":
        return say_decision(case, str(value))
    return in_words(value) if isinstance(value, date) else str(value)


def say_name(name: str) -> str:
    """ "new_date" → "New date", "rtt_status" → "RTT status"."""
    return with_capital(SPELT_SMALL.sub(lambda found: found[0].upper(), name.replace("_", " ")))


def say(value: Any) -> str:
    """A value of a question: yes or no, a day or a month, several of them, or words."""
    if value is None or value == "":
        return "None"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list | tuple):
        return ", ".join(map(say, value))
    if isinstance(value, Mapping):
        return ", ".join(f"{say_name(name)}: {say(one)}" for name, one in value.items())
    if isinstance(value, str) and MONTH.fullmatch(value):
        return f"{date.fromisoformat(f'{value}-01'):%B %Y}"
    day = read_date(value) if isinstance(value, str) else None
    return in_words(day) if day else with_capital(str(value).replace("_", " "))


def say_family(case: Case) -> str:
    return FAMILIES[case.family].title if case.family in FAMILIES else without_capital(case.family)
