"""How the tests of a module's page work a case: from answers to what the rules say, as saving a record would."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

from dashapp.declare.module import Case, Linked, Module, Patient
from dashapp.services.records.checking import Checked, check_answers
from dashapp.services.records.pathways import PTL
from storage.record import Record

TODAY = date(2026, 11, 23)
ALONE = Linked()
PATIENT = Patient("Ivy Marchetti", "9996729400", date(1961, 5, 4))


def check(module: Module, answers: Mapping[str, Any]) -> Checked:
    about = {"patient_name": PATIENT.name, "nhs_number": PATIENT.nhs_number}
    return check_answers(module, module.completed({**about, **answers}, "abc"))


def work(module: Module, answers: Mapping[str, Any], linked: Linked = ALONE, today: date = TODAY) -> Case:
    """The case of a record with these answers; they must be accepted."""
    checked = check(module, answers)
    assert checked.problems == ()
    return Case(module, "abc", checked.record, today, linked)


def make_record(record_id: str, data: Mapping[str, Any], module: str = PTL) -> Record:
    """A stored record, a tracking list's unless it says otherwise, as the rest of a pathway holds it."""
    return Record(record_id, module, 0, 1, "made", 1, "", "", "", (), "", dict(data), (record_id,))


def codes(case: Case) -> set[str]:
    return {finding.code for finding in case.findings}


def derive(case: Case) -> dict[str, Any]:
    return {derived.name: derived.of(case) for derived in case.module.derived}


def say(case: Case) -> dict[str, str]:
    """The facts of "What this means", label → text."""
    assert case.module.meaning is not None
    return {fact.label: fact.text for fact in case.module.meaning(case).facts}


def list_due(case: Case) -> list[str]:
    assert case.module.due is not None
    return [due.what for due in case.module.due(case)]


def is_example_accepted(module: Module, seed: int) -> bool:
    """Whether a made-up record is accepted, and everything the module says of it can be said."""
    assert module.example is not None
    case = work(module, module.example(Random(seed), PATIENT, TODAY))
    derive(case), say(case), list_due(case)
    texts = [finding.text + finding.fix for finding in case.findings]
    return bool(module.name_of(case.answers)) and all(texts)
