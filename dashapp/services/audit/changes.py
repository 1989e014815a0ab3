"""What changed in a record from one version to the next, field by field, as people read it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from dashapp.declare.module import Module
from dashapp.services.records.checking import number_in_words, value_in_box
from words.phrases import in_words
from words.questions import Question, Repeat


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One answer before and after, as people read it; empty is "not answered"."""

    question: str
    before: str
    after: str


Picked = Mapping[str, str]
"""Records that answers choose, by id, as people call them."""
ANOTHER: Picked = MappingProxyType({})


def list_changes(
    module: Module | None, before: Mapping[str, Any], after: Mapping[str, Any], picked: Picked = ANOTHER
) -> tuple[FieldChange, ...]:
    """Every answer that differs, in the order of the form; without a module by the names that are stored."""
    asked = module.question if module else {}
    names = [name for name in dict.fromkeys([*asked, *before, *after]) if before.get(name) != after.get(name)]
    return tuple(
        change
        for name in names
        for change in changes_of(asked.get(name), name, before.get(name), after.get(name), picked)
    )


def changes_of(question: Question | None, name: str, before: Any, after: Any, picked: Picked) -> Iterator[FieldChange]:
    """The changes of one answer; those of a repeating group row by row."""
    label = question.label if question else name
    rows_before, rows_after = list_rows(before), list_rows(after)
    if question is None or question.kind != "repeat" or rows_before is None or rows_after is None:
        yield FieldChange(label, tell(question, before, picked), tell(question, after, picked))
        return
    for index in range(max(len(rows_before), len(rows_after))):
        was, now = (rows[index] if index < len(rows) else {} for rows in (rows_before, rows_after))
        for part in question.parts:
            if was.get(part.name) != now.get(part.name):
                where = f"{label} {index + 1}: {part.label}"
                told = (tell(part, row.get(part.name), picked) for row in (was, now))
                yield FieldChange(where, *told)


def list_rows(value: Any) -> list[Mapping[str, Any]] | None:
    """The rows of a repeating group; None for what a script has stored in its place."""
    if value is None:
        return []
    is_group = isinstance(value, list) and all(isinstance(row, dict) for row in value)
    return value if is_group else None


def tell(question: Question | None, value: Any, picked: Picked = ANOTHER) -> str:
    """A stored answer as people read it; a record that was chosen by its name, never by its identifier."""
    if value in (None, "", []):
        return ""
    if question is None:
        return str(value)
    if question.kind == "date":
        return date_in_words(str(value))
    if question.kind == "pick":
        return picked.get(str(value), "another record")
    if question.kind == "repeat" and isinstance(value, list):
        return count_members(question, len(value))
    if question.kind in {"number", "whole"}:
        return str(number_in_words(value))
    if question.kind == "nhs_number":
        return value_in_box(question, value)
    if isinstance(value, list):
        return ", ".join(question.choices.get(str(item), str(item)) for item in value)
    return question.choices.get(str(value), str(value))


def count_members(question: Question, count: int) -> str:
    """ "1 offer", "3 priorities"."""
    one = question.ask.one if isinstance(question.ask, Repeat) else question.label.lower()
    many = f"{one[:-1]}ies" if one.endswith("y") else f"{one}s"
    return f"{count:,} {one if count == 1 else many}"


def tell_members(question: Question, rows: Any, picked: Picked = ANOTHER) -> list[str]:
    """Each member of a repeating group in one line: "Scenario: Extra clinic; Amount: 12"."""
    return [
        "; ".join(f"{part.label}: {tell(part, row[part.name], picked)}" for part in question.parts if part.name in row)
        for row in list_rows(rows) or ()
    ]


def date_in_words(stored: str) -> str:
    try:
        return in_words(datetime.fromisoformat(stored).date())
    except ValueError:
        return stored
