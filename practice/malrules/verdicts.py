"""Misconceptions that show in a verdict or a validation."""

from collections.abc import Iterator
from typing import Final

from ..case import Case
from ..keys import Key
from .facts import list_events
from .malrule import MalRule, Wrong


def _42_is_fine(case: Case, key: Key) -> Iterator[Wrong]:
    for wait in key.waits:
        if case.family.startswith("dm01") and wait.days == wait.limit + 1:
            yield {"decision": wait.within}


def _silence_stops(case: Case, key: Key) -> Iterator[Wrong]:
    if case.family != "validate-contact" or key.first("decision") == "stop":
        return
    days = [event.date for event in list_events(case) if event.name in {"patient_contacted", "letter_sent"}]
    yield {"decision": ("stop",), "code": ("34", "35"), "date": (*reversed(days), case.as_of)}


RULES: Final = (
    MalRule(
        "42_is_fine",
        "For tests the edge is the other way: 42 days are already six weeks and a breach, where RTT counts only what "
        "is over.",
        "DM01-EDGE",
        "reported_wrong",
        _42_is_fine,
    ),
    MalRule(
        "silence_stops",
        "A patient who does not answer has not said that they need no care: no reply never stops a clock.",
        "VAL-2",
        "lost_from_list",
        _silence_stops,
    ),
)
