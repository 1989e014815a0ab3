"""Reading one record as its module does, for the golden cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dashapp.declare.module import Case, Linked, Module
from dashapp.services.records.checking import check_answers
from rules.events import Event

TODAY = date(2026, 6, 15)
PATIENT = {"patient_name": "Rowan Ashdown", "nhs_number": "9996729400"}


def read_case(module: Module, answers: Mapping[str, Any], events: Sequence[Event] = ()) -> Case:
    """The case of accepted answers; an AssertionError names what the module would not accept."""
    checked = check_answers(module, module.completed({**PATIENT, **answers}, "r1"))
    assert checked.record is not None, checked.problems
    return Case(module, "r1", checked.record, TODAY, Linked("p1", "", tuple(events)))


def codes_of(case: Case) -> set[str]:
    return {finding.code for finding in case.findings}
