"""The rule books as pages: rules by book, those that fit a search, and the findings made under each rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.catalogue import all_books, search
from rules.explain import Check, Rule, RuleBook


@dataclass(frozen=True, slots=True)
class RulePage:
    """A book and those of its rules that are shown."""

    name: str
    title: str
    rules: tuple[Rule, ...]
    checks: tuple[Check, ...]

    def list_checks(self, rule: Rule) -> Sequence[Check]:
        """The remarks that are made under a rule."""
        return [check for check in self.checks if check.rule is rule]


def find_rules(words: str) -> Sequence[RulePage]:
    """Every book in the order people read them, or only what holds all the words."""
    chosen = {rule.ident for rule in search(words)} if words.strip() else None
    pages = [make_page(book, chosen) for book in all_books()]
    return [page for page in pages if page.rules]


def make_page(book: RuleBook, chosen: set[str] | None) -> RulePage:
    rules = tuple(rule for rule in book if chosen is None or rule.ident in chosen)
    return RulePage(book.name, book.title, rules, book.checks)
