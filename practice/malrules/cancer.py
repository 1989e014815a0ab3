"""Misconceptions about cancer waits."""

from collections.abc import Iterator
from typing import Final

from rules.events import read_date

from ..case import Case
from ..keys import Key
from .facts import list_events
from .malrule import MalRule, Wrong

NOTICE: Final = 21


def _day_62_breach(case: Case, key: Key) -> Iterator[Wrong]:
    if case.family.startswith("cancer-") and any(wait.days == wait.limit for wait in key.waits):
        yield {"decision": ("breach",)}


def _31_from_referral(case: Case, key: Key) -> Iterator[Wrong]:
    received = [event.date for event in list_events(case) if event.name == "referral_received"]
    for wait in key.waits:
        if wait.facet == "d31_days" and received and received[0] < wait.start:
            days = (wait.end - received[0]).days
            yield {"d31_days": (days,), "decision": wait.decide(days)}


def _three_weeks_cancer(case: Case, key: Key) -> Iterator[Wrong]:
    """A declined date with less notice than RTT asks for, taken to be unreasonable: no adjustment."""
    declined = [event for event in list_events(case) if event.name == "tci_declined"]
    offers = [(event.date, read_date(event.details.get("tci"))) for event in declined]
    if not any(tci is None or (tci - made).days < NOTICE for made, tci in offers):
        return
    for wait in key.waits:
        if wait.whole != wait.days:
            yield {wait.facet: (wait.whole,), "decision": wait.decide(wait.whole)}


RULES: Final = (
    MalRule(
        "day_62_breach",
        "The standard is at most so many days and the first day is day 0: the last day itself still meets it.",
        "CWT-DAYS",
        "reported_wrong",
        _day_62_breach,
    ),
    MalRule(
        "31_from_referral",
        "The 31 days count from the decision to treat or the earliest clinically appropriate date, not from the "
        "referral: that wait has the 62 days.",
        "CWT-DTT",
        "reported_wrong",
        _31_from_referral,
    ),
    MalRule(
        "three_weeks_cancer",
        "Three weeks' notice is the rule of RTT: for cancer treatment an offer may be reasonable at shorter notice.",
        "CWT-REASONABLE",
        "wait_shown_long",
        _three_weeks_cancer,
    ),
)
