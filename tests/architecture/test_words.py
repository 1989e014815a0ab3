"""What pages say is said as people at a desk say it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from math import inf
from pathlib import Path

import pytest

from pages.capacity_planner.service.figures import say_share
from rules.explain import cite
from tests.running_app import ROOT

ROOMS = ("auth", "dashapp", "pages", "rules", "words")
SAID_BY_NOBODY = re.compile(
    r"\b(?:beside|besides|(?<!-)anew|thereof|mend(?:ed)?|as this computer|all there are|tak(?:e|en) away"
    r"|br(?:ing|ought) in(?! earlier data)|stands? in the system)\b",
    re.IGNORECASE,
)
SECTIONS = re.compile(r"\b(?:RULEBOOK|rule book) [A-Z]\d?\b")


def list_sentences(path: Path) -> Iterator[tuple[int, str]]:
    """Every text of more than one word in a file, but for docstrings; that of a check is what the page says."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    blocks = (node for node in ast.walk(tree) if isinstance(getattr(node, "body", None), list) and not is_check(node))
    unsaid = {id(line.value) for block in blocks for line in block.body if isinstance(line, ast.Expr)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in unsaid
        if is_text and " " in node.value.strip():
            yield node.lineno, " ".join(node.value.split())


def is_check(node: ast.AST) -> bool:
    marks = node.decorator_list if isinstance(node, ast.FunctionDef) else []
    return any("check" in ast.unparse(mark) or "edge" in ast.unparse(mark) for mark in marks)


def find_said(pattern: re.Pattern[str], rooms: tuple[str, ...] = ROOMS) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{line}: {said}"
        for room in rooms
        for path in sorted((ROOT / room).rglob("*.py"))
        for line, said in list_sentences(path)
        if pattern.search(said)
    ]


def test_nothing_is_said_that_nobody_says() -> None:
    assert find_said(SAID_BY_NOBODY) == []


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("PRN01045 v5.0 §5.2; rule book C, P3 D5", "PRN01045 v5.0 §5.2"),
        ("Public code; rule book B2; arithmetic of an adjustment", "Public code; arithmetic of an adjustment"),
        ("Rule book E1 (our own check)", "Clockstart's own rule"),
    ],
)
def test_a_source_is_cited_without_sections_of_our_own(source: str, said: str) -> None:
    assert cite(source) == said


@pytest.mark.parametrize(
    ("load", "said"),
    [(1.15, "Demand is 15% more than capacity"), (0.92, "Demand is 92% of capacity"), (inf, "There is no capacity")],
)
def test_a_load_is_said_with_its_meaning(load: float, said: str) -> None:
    assert say_share(load) == said


def test_pages_name_guidance_and_not_sections_of_our_own_rule_book() -> None:
    assert find_said(SECTIONS, ("auth", "dashapp", "words")) == []
