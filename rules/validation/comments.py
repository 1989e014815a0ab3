"""The standard comment line of a validation: date, position, evidence, decision, next action, owner, in one line.

Source: rule book E ("each validation writes"); MODULES, a validator's day, step 7. The wording is ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rules.event_choices import VALIDATION_DECISIONS
from words.phrases import in_words, plural


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentFacts:
    """What a comment line is made of; None is left out, never guessed. `days` is how long the clock has run."""

    on: date
    decision: str
    specialty: str | None = None
    days: int | None = None
    status: str | None = None
    evidence: str | None = None
    evidence_place: str | None = None
    evidence_on: date | None = None
    correction: str | None = None
    stop_code: str | None = None
    stop_date: date | None = None
    merge_with: str | None = None
    next_step: str | None = None
    owner: str | None = None
    review_on: date | None = None
    level: str | None = None
    by: str | None = None


def write_comment(facts: CommentFacts) -> str:
    """One line, its parts set apart by " | ", in the order of the standard comment."""
    parts = (in_words(facts.on), position(facts), evidence(facts), decision(facts), following(facts), signed(facts))
    return " | ".join(part for part in parts if part)


def position(facts: CommentFacts) -> str:
    waited = f"waiting {plural(facts.days // 7, 'week')}" if facts.days is not None else ""
    status = f"RTT {facts.status}" if facts.status else ""
    return ", ".join(part for part in (facts.specialty or "", waited, status) if part)


def evidence(facts: CommentFacts) -> str:
    """ "Clinic letter, 2 May 2026: listed for surgery"."""
    place = ", ".join(_given(facts.evidence_place, in_words(facts.evidence_on) if facts.evidence_on else None))
    return ": ".join(_given(place, _on_one_line(facts.evidence)))


def decision(facts: CommentFacts) -> str:
    words = VALIDATION_DECISIONS.get(facts.decision, facts.decision)
    if facts.decision == "stop" and facts.stop_date:
        return f"{words} with {facts.stop_code or 'no code'} on {in_words(facts.stop_date)}"
    if facts.decision == "merge" and facts.merge_with:
        return f"{words} with {facts.merge_with}"
    return ": ".join(_given(words, _on_one_line(facts.correction) if facts.decision == "correct" else None))


def following(facts: CommentFacts) -> str:
    """ "Next: book the operation, admissions, by 29 June 2026"."""
    review = f"by {in_words(facts.review_on)}" if facts.review_on else None
    told = ", ".join(_given(_on_one_line(facts.next_step), facts.owner, review))
    return f"Next: {told}" if told else ""


def signed(facts: CommentFacts) -> str:
    return ", ".join(_given(facts.by, f"{facts.level} validation" if facts.level else None))


def _given(*parts: str | None) -> Iterator[str]:
    return (part for part in parts if part)


def _on_one_line(text: str | None) -> str:
    return " ".join((text or "").split()).rstrip(".")
