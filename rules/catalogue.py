"""All the rule books in one place: what the rules pages, the search and the tests over every book read."""

import re
from functools import cache
from importlib import import_module
from pathlib import Path

from words.folding import fold

from .explain import Check, Rule, RuleBook, Table

_FIRST = ("rtt", "calendar", "codes", "standards")
"""Books read first; the others follow by title."""


@cache
def all_books() -> tuple[RuleBook, ...]:
    """Every rule book, the RTT clock first."""
    values = [value for home in _list_homes() for value in vars(import_module(home)).values()]
    books = {value.name: value for value in values if isinstance(value, RuleBook)}
    return tuple(sorted(books.values(), key=_place))


def _list_homes() -> list[str]:
    """The modules that declare a book or checks of one. Only these are loaded: others bring engines made for whole
    countries."""
    here = Path(__file__).parent
    homes = [path for path in sorted(here.rglob("*.py")) if _DECLARES.search(path.read_text(encoding="utf-8"))]
    return [".".join([__package__, *path.relative_to(here).with_suffix("").parts]) for path in homes]


_DECLARES = re.compile(r"^[A-Z_]+ = RuleBook\(|^@(BOOK\.|number_)check\(|= [A-Z]*BOOK\.given\(", re.MULTILINE)


def _place(book: RuleBook) -> tuple[int, str]:
    return (_FIRST.index(book.name) if book.name in _FIRST else len(_FIRST), book.title)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, book by book, in the order people read them."""
    return tuple(rule for book in all_books() for rule in book)


@cache
def all_checks() -> tuple[Check, ...]:
    """Every remark a rule book can make."""
    return tuple(check for book in all_books() for check in book.checks)


@cache
def all_tables() -> tuple[Table, ...]:
    """Every table the books compute with."""
    return tuple(table for book in all_books() for table in book.tables)


def search_tables(text: str) -> list[Table]:
    """Tables whose title or rows hold every word of `text`, with those rows alone unless the title does."""
    words = fold(text).split()
    found = [_narrow(table, words) for table in all_tables()] if words else []
    return [table for table in found if table.rows]


def _narrow(table: Table, words: list[str]) -> Table:
    title = fold(table.title)
    left = [word for word in words if word not in title]
    return table._replace(rows=tuple(row for row in table.rows if _holds(fold(" ".join(row)), left)))


def _holds(text: str, words: list[str]) -> bool:
    return all(word in text for word in words)


def find_book(name: str) -> RuleBook | None:
    """The book of this name, or None."""
    return next((book for book in all_books() if book.name == name), None)


@cache
def _rules_by_ident() -> dict[str, Rule]:
    return {rule.ident.lower(): rule for rule in all_rules()}


def find_rule(ident: str) -> Rule | None:
    """The rule with this ident (ST4, SP13, DNA-1), in either case; None when there is none."""
    return _rules_by_ident().get(ident.strip().lower())


def find_check(code: str) -> Check | None:
    """The remark with this code, or None."""
    return next((check for check in all_checks() if check.code == code), None)


def search(text: str) -> list[Rule]:
    """Rules that hold every word of `text`, those that hold them in ident or title first; [] for no words."""
    words = fold(text).split()
    if not words:
        return []
    found = [(_score(rule, words), place, rule) for place, rule in enumerate(all_rules())]
    return [rule for score, _, rule in sorted(found, key=lambda item: (-item[0], item[1])) if score]


def _score(rule: Rule, words: list[str]) -> int:
    """0 when a word is missing; more for words in the ident or the title."""
    ident, title = fold(rule.ident), fold(rule.title)
    body = fold(f"{ident} {title} {rule.statement} {rule.source}")
    if not all(word in body for word in words):
        return 0
    return 1 + sum(8 * (word in ident.split()) + 3 * (word in title) for word in words)
