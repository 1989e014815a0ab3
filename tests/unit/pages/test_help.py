"""Every question of these modules is asked with a help text under it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dashapp.module import Module
from dashapp.questions import Question
from pages import consent_manager, funding_ifr, waiting_list_validator

MODULES = [consent_manager.MODULE, funding_ifr.MODULE, waiting_list_validator.MODULE]


def walk(questions: tuple[Question, ...]) -> Iterator[Question]:
    for question in questions:
        yield question
        yield from walk(question.parts)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.slug)
def test_every_question_has_a_help_text(module: Module) -> None:
    assert [question.name for question in walk(module.questions) if not question.ask.help] == []
