"""The rule books as pages: rules and tables by book, those that fit a search, and the findings made under each rule."""

from collections.abc import Sequence
from dataclasses import dataclass

from rules.catalogue import all_books, find_book, find_rule, search, search_tables
from rules.explain import Check, Rule, RuleBook, Table


@dataclass(frozen=True, slots=True)
class RulePage:
    """A book and those of its rules and tables that are shown; a table may be narrowed to some of its rows."""

    name: str
    title: str
    rules: tuple[Rule, ...]
    checks: tuple[Check, ...]
    tables: tuple[Table, ...] = ()

    def list_checks(self, rule: Rule) -> Sequence[Check]:
        """The remarks that are made under a rule."""
        return [check for check in self.checks if check.rule is rule]


def rule_address(rule: Rule) -> str:
    """Where a rule is read: its place on its book's page."""
    return f"/rules/{rule.book}#{rule.ident}"


def table_address(table: Table) -> str:
    """Where a table is read: its place on its book's page."""
    return f"/rules/{table.book}#{table.ident}"


def ident_address(ident: str) -> str:
    """The same for a rule known by its ident alone; the index of the books when no book has it."""
    rule = find_rule(ident)
    return rule_address(rule) if rule else "/rules"


def title_of(ident: str) -> str:
    """What a rule known by its ident alone is called; the ident when no book has it."""
    rule = find_rule(ident)
    return rule.title if rule else ident


def find_page(name: str) -> RulePage | None:
    """A whole book, or None when there is no book of that name."""
    book = find_book(name)
    return make_page(book, None, book.tables) if book else None


def find_rules(words: str) -> Sequence[RulePage]:
    """Every book in the order people read them, or only what holds all the words."""
    chosen = {rule.ident for rule in search(words)} if words.strip() else None
    tables = search_tables(words)
    pages = [make_page(book, chosen, tables if words.strip() else book.tables) for book in all_books()]
    return [page for page in pages if page.rules or page.tables]


def make_page(book: RuleBook, chosen: set[str] | None, tables: Sequence[Table]) -> RulePage:
    rules = tuple(rule for rule in book if chosen is None or rule.ident in chosen)
    own = tuple(table for table in tables if table.book == book.name)
    return RulePage(book.name, book.title, rules, book.checks, own)
