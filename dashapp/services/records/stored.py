"""A stored record as its module reads it, whoever asks."""

from collections.abc import Mapping
from typing import Any

from dashapp.declare.module import Module
from dashapp.services.records.checking import Checked, Problem, check_answers, list_numbers
from rules import RULES_VERSION
from storage.record import Record
from words.pasted import close_directions
from words.questions import Answers


def read_answers(module: Module, record: Record) -> tuple[Answers | None, tuple[Problem, ...]]:
    """A stored record's answers, or what its module would not accept. Answers that this version's own check let in are
    not checked again; those written by scripts and earlier versions are."""
    if record.rules_version == RULES_VERSION:
        return module.read_trusted(record.data), ()
    checked = check_stored(module, record.data)
    return checked.record, checked.problems


def check_stored(module: Module, data: Mapping[str, Any]) -> Checked:
    """What the module says of stored answers; a number once confirmed is not questioned again."""
    numbers = frozenset(path for path, _ in list_numbers(module.questions, data))
    return check_answers(module, data, confirmed=numbers)


def name_record(module: Module, record: Record) -> str:
    """What this record is called, also when its module would not accept it."""
    answers, _ = read_answers(module, record)
    if answers is None:
        return close_directions(str(record.data.get("patient_name") or module.one.capitalize()))
    return close_directions(module.name_of(answers))
