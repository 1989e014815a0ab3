"""The 17 RTT status codes (DSCN 18/2006; PRN01045 v5.0 Annex D)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from .book import BOOK


class Effect(StrEnum):
    """What an event with this code does to the clock."""

    RUNNING = "running"
    NEW_PERIOD = "new period"
    NEW_PATHWAY = "new pathway"
    STOPS = "stops"
    NULLIFIES = "stops and nullifies"
    OUTSIDE = "not in a period"
    UNKNOWN = "unknown"


class StatusCode(NamedTuple):
    """One status code: what it means and what the *event* that carries it does."""

    code: str
    meaning: str
    effect: Effect
    says: str


_CODES = (
    StatusCode(
        "10", "First activity in an RTT period", Effect.RUNNING, "The referral started the clock; the clock runs."
    ),
    StatusCode(
        "11",
        "First activity of a new period after active monitoring",
        Effect.NEW_PERIOD,
        "A new clock from zero, never a resumed one.",
    ),
    StatusCode(
        "12",
        "First activity of a new period after consultant referral for a separate condition",
        Effect.NEW_PATHWAY,
        "A new pathway; the first pathway gets an outcome of its own.",
    ),
    StatusCode("20", "Subsequent activity, more to come", Effect.RUNNING, "The clock runs."),
    StatusCode(
        "21",
        "Transfer to another provider",
        Effect.RUNNING,
        "The clock runs at the receiver and closes on the sender's list.",
    ),
    StatusCode("30", "Start of first definitive treatment", Effect.STOPS, "The clock stops."),
    StatusCode("31", "Start of active monitoring by the patient", Effect.STOPS, "The clock stops."),
    StatusCode("32", "Start of active monitoring by the care professional", Effect.STOPS, "The clock stops."),
    StatusCode(
        "33", "Failed to attend the first care activity", Effect.NULLIFIES, "The clock stops and does not count."
    ),
    StatusCode("34", "Decision not to treat, or no further contact", Effect.STOPS, "The clock stops."),
    StatusCode("35", "Patient declined offered treatment", Effect.STOPS, "The clock stops."),
    StatusCode("36", "Died before treatment", Effect.STOPS, "The clock stops."),
    StatusCode("90", "After treatment (emergency admission included)", Effect.OUTSIDE, "Not part of an RTT period."),
    StatusCode("91", "Activity during active monitoring", Effect.OUTSIDE, "Not part of an RTT period."),
    StatusCode("92", "Not yet referred, tests arranged by the GP", Effect.OUTSIDE, "Not part of an RTT period."),
    StatusCode("98", "Not applicable to RTT", Effect.OUTSIDE, "Not part of an RTT period."),
    StatusCode("99", "Not yet known", Effect.UNKNOWN, "Find out: the clock cannot be read from this code."),
)

STATUS_CODES: Mapping[str, StatusCode] = {code.code: code for code in _CODES}
STOP_CODES = frozenset(code.code for code in _CODES if code.effect in {Effect.STOPS, Effect.NULLIFIES})
MONITORING_CODES = frozenset({"31", "32"})
RUNNING_CODES = frozenset({"10", "20", "21"})


BOOK.tabulate(
    "status-codes",
    "The 17 RTT status codes",
    ("Code", "Meaning", "An activity with this code", "Effect"),
    ((code.code, code.meaning, code.says, code.effect.value) for code in _CODES),
    "PRN01045 v5.0 Annex D (DSCN 18/2006)",
)


def read_code(value: object) -> str:
    """A status code as text, from "30", 30 or " 30 "; not checked against the table."""
    return value if isinstance(value, str) and len(value) == 2 else str(value).strip()
