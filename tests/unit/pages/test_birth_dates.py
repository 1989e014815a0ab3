"""Whatever module asks for a date of birth also asks about one that cannot be right."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from dashapp.declare.module import Case, Module
from dashapp.factory import find_pages
from tests.unit.pages.worked import PATIENT, TODAY, check, codes

ASKING = [
    (page.MODULE, question.name)
    for page in find_pages()
    if hasattr(page, "MODULE")
    for question in page.MODULE.questions
    if "birth" in question.name
]


def test_the_modules_that_ask_are_found() -> None:
    assert {"consent-manager", "patient-tracking-list", "transfer-of-care"} <= {module.slug for module, _ in ASKING}


@pytest.mark.parametrize(("module", "name"), ASKING, ids=lambda value: getattr(value, "slug", value))
def test_a_date_of_birth_in_the_future_is_asked_about(module: Module, name: str) -> None:
    assert module.example is not None
    answers = {**module.example(Random(1), PATIENT, TODAY), name: (TODAY + timedelta(days=1)).isoformat()}
    case = Case(module, "abc", check(module, answers).record, TODAY)
    assert "birth-date-questioned" in codes(case)
    assert {finding.field for finding in case.findings if finding.code == "birth-date-questioned"} == {name}
