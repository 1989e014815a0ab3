"""Every question of these modules is asked with a help text under it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dashapp.declare.module import Module
from pages import (
    clinical_exceptions,
    communications_tracker,
    consent_manager,
    funding_ifr,
    transfer_of_care,
    waiting_list_validator,
)
from words.questions import Question

PAGES = (
    clinical_exceptions,
    communications_tracker,
    consent_manager,
    funding_ifr,
    transfer_of_care,
    waiting_list_validator,
)
MODULES = [page.MODULE for page in PAGES]


def walk(questions: tuple[Question, ...]) -> Iterator[Question]:
    for question in questions:
        yield question
        yield from walk(question.parts)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.slug)
def test_every_question_has_a_help_text(module: Module) -> None:
    assert [question.name for question in walk(module.questions) if not question.ask.help] == []
