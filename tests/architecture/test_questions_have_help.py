"""A question somebody could be unsure of has a hint or a rule; those that need neither are named in a list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dashapp.declare.module import Module
from dashapp.factory import find_pages
from words.questions import Ask, Question

PLAIN = frozenset((Path(__file__).parents[1] / "data" / "plain_questions.txt").read_text(encoding="utf-8").split())
"""Questions whose words say all, by module and path. A new one needs a hint, a rule, or a place there."""

MODULES: tuple[Module, ...] = tuple(page.MODULE for page in find_pages() if hasattr(page, "MODULE"))


def walk(questions: tuple[Question, ...], before: str) -> Iterator[tuple[str, Question]]:
    for question in questions:
        path = f"{before}{question.name}"
        yield path, question
        yield from walk(question.parts, f"{path}.")


def test_every_question_has_a_hint_or_a_rule_or_is_plain() -> None:
    bare = {
        path
        for module in MODULES
        for path, question in walk(module.questions, f"{module.slug}:")
        if not question.ask.help and not (isinstance(question.ask, Ask) and question.ask.rule)
    }
    assert bare == PLAIN
