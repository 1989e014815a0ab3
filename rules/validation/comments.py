"""The standard comment line of a validation: date, position, evidence, decision, next action, owner, in one line.

Source: rule book E ("each validation writes"); MODULES, a validator's day, step 7. The wording is ours.
"""

from collections.abc import Iterator

from rules.event_choices import VALIDATION_DECISIONS
from rules.specialties import SPECIALTIES
from rules.validation.record import PLACES, Validation
from words.phrases import in_words, plural


def write_comment(case: Validation) -> str:
    """One line, its parts set apart by " | ", in the order of the standard comment; what is not known is left out."""
    level = f"{case.level} validation"
    parts = (in_words(case.validated_on), position(case), evidence(case), decision(case), following(case), level)
    return " | ".join(part for part in parts if part)


def position(case: Validation) -> str:
    """ "Cardiology, waiting 24 weeks, RTT 20"."""
    days = (case.validated_on - case.clock_start).days if case.clock_start else -1
    waited = f"waiting {plural(days // 7, 'week')}" if days >= 0 else None
    status = f"RTT {case.last_status}" if case.last_status else None
    return ", ".join(_given(SPECIALTIES.get(case.treatment_function or ""), waited, status))


def evidence(case: Validation) -> str:
    """ "Clinic letter, 2 May 2026: listed for surgery"."""
    on = in_words(case.evidence_on) if case.evidence_on else None
    place = ", ".join(_given(PLACES.get(case.evidence_place or ""), on))
    return ": ".join(_given(place, _on_one_line(case.evidence)))


def decision(case: Validation) -> str:
    words = VALIDATION_DECISIONS.get(case.decision, case.decision)
    if case.decision == "stop" and case.stop_date:
        return f"{words} with {case.stop_code or 'no code'} on {in_words(case.stop_date)}"
    if case.decision == "merge" and case.merge_with:
        return f"{words} with {case.merge_with}"
    return ": ".join(_given(words, _on_one_line(case.correction) if case.decision == "correct" else None))


def following(case: Validation) -> str:
    """ "Next: book the operation, admissions, by 29 June 2026"."""
    review = f"by {in_words(case.next_review_on)}" if case.next_review_on else None
    told = ", ".join(_given(_on_one_line(case.next_step), case.next_step_owner, review))
    return f"Next: {told}" if told else ""


def _given(*parts: str | None) -> Iterator[str]:
    return (part for part in parts if part)


def _on_one_line(text: str | None) -> str:
    return " ".join((text or "").split()).rstrip(".")
