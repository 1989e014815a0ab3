"""Dates of birth that cannot be right, or hardly: asked about, never refused."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from rules.explain import Finding, RuleBook, Severity

BOOK = RuleBook("birth", "Dates of birth")
RULE = BOOK.declare(
    "BIR-1",
    "A date of birth that cannot be right",
    "Nobody is referred before they are born or born after today, and nobody has been known to live much over 120 "
    "years. Such a date is asked about: day and month may have changed places, or a year a digit.",
    "Our own check; the oldest person on record lived 122 years",
)
IMPOSSIBLE = BOOK.remark(
    "birth-date-questioned",
    Severity.WATCH,
    RULE,
    "The date of birth, {born}, is {why}.",
    "Compare it with the referral: have day and month changed places, or is the century wrong?",
)
OLDEST: Final = 120


def list_findings(born: date | None, known: Mapping[str, date | None], today: date, field: str) -> Iterator[Finding]:
    """The question about a date of birth, if there is one: in the future, after a day on which the patient was known to
    the record ("the referral" and its date), or over 120 years before the first of these days."""
    if born is None:
        return
    days = {what: day for what, day in known.items() if day is not None}
    later = next((what for what, day in days.items() if born > day), None)
    if born > today:
        yield IMPOSSIBLE(field, born=born, why="in the future")
    elif later:
        yield IMPOSSIBLE(field, born=born, why=f"after {later}")
    elif is_over(born, min(days.values(), default=today)):
        yield IMPOSSIBLE(field, born=born, why=f"over {OLDEST} years back")


def is_over(born: date, on: date) -> bool:
    """Whether somebody born then would be older than anybody on a day: over 120 whole years."""
    return (on.year - born.year, (on.month, on.day)) > (OLDEST, (born.month, born.day))
