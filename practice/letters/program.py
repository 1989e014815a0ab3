"""The answers of `python -m practice read-letter`: a line in, a line out (CONTRACTS §6)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from practice.letters.reader import LetterError, read_letter
from rules.event_values import read_values
from rules.events import parse_event


def answer_read_letter(line: Mapping[str, Any]) -> dict[str, Any]:
    """`{history, letter_date, text}` → the same with `codes, decision, date, deciding, why`; ValueError, with a
    sentence, for a line that is no letter."""
    history = line.get("history", [])
    if not isinstance(history, list):
        raise LetterError("The history is a list of events.")
    try:
        day = date.fromisoformat(str(line.get("letter_date")))
    except ValueError:
        raise LetterError("letter_date is a day, such as 2026-03-11.") from None
    events = read_values([parse_event(one) for one in history])[0]
    read = read_letter(events, day, line.get("text"))  # type: ignore[arg-type]
    told = {"codes": [*read.codes], "decision": read.decision, "date": read.day and read.day.isoformat()}
    return {**line, **told, "deciding": [*read.deciding], "why": read.why}
