"""Dates of birth that cannot be right, or hardly: asked about, never refused."""

from __future__ import annotations

from collections.abc import Iterator
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
IMPOSSIBLE = BOOK.check(
    "birth-date-questioned",
    Severity.WATCH,
    RULE,
    "The date of birth, {born}, is {why}.",
    "Compare it with the referral: have day and month changed places, or is the century wrong?",
)
OLDEST: Final = 120


def list_findings(born: date | None, referred: date | None, today: date, field: str) -> Iterator[Finding]:
    """The question about a date of birth, if there is one: in the future, after the referral, over 120 years back."""
    if born is None:
        return
    if born > today:
        yield IMPOSSIBLE(field, born=born, why="in the future")
    elif referred is not None and born > referred:
        yield IMPOSSIBLE(field, born=born, why="after the referral")
    elif is_over(born, referred or today):
        yield IMPOSSIBLE(field, born=born, why=f"over {OLDEST} years back")


def is_over(born: date, on: date) -> bool:
    """Whether somebody born then would be older than anybody on a day: over 120 whole years."""
    return (on.year - born.year, (on.month, on.day)) > (OLDEST, (born.month, born.day))
