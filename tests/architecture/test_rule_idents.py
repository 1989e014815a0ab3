"""Every rule that a question or a module points to is in the rule books."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dashapp.declare.module import Module
from dashapp.factory import find_pages
from rules.catalogue import find_rule
from words.questions import Ask, Question

MODULES = [page.MODULE for page in find_pages() if hasattr(page, "MODULE")]


def list_idents(questions: tuple[Question, ...]) -> Iterator[str]:
    for question in questions:
        if isinstance(question.ask, Ask) and question.ask.rule:
            yield question.ask.rule
        yield from list_idents(question.parts)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.slug)
def test_the_rules_a_module_names_are_in_the_books(module: Module) -> None:
    named = {*module.rules, *list_idents(module.questions)}
    assert {ident for ident in named if find_rule(ident) is None} == set()
