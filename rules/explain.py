"""How a rule book says what it did: rules declared once, steps and findings that point back to them.

A `Rule` is the text people read on the rules pages; a `Step` is that rule applied to one pathway; a `Finding` is a
rule's remark on a record. Steps and findings keep the rule and the values and make their sentence only when it is
asked for, so thousands of clocks can be computed without writing a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from words.phrases import say


class Confidence(StrEnum):
    """How well a rule is sourced: read in a source, or to be checked against local policy (`[M]` in the rule book)."""

    SOURCED = "sourced"
    CHECK_LOCAL_POLICY = "check_local_policy"


class Severity(StrEnum):
    """How much a finding matters: what is wrong, what to watch, what is worth knowing."""

    BREACH = "breach"
    WATCH = "watch"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as people read it: `ident` as in the rule book (ST4, SP13, A8), its statement and its source."""

    ident: str
    book: str
    title: str
    statement: str
    source: str
    confidence: Confidence = Confidence.SOURCED


class Step(NamedTuple):
    """One rule applied: `says` is a `str.format` template for `values`; dates are written as people write them."""

    rule: Rule
    says: str
    values: Mapping[str, object] = {}

    @property
    def text(self) -> str:
        """The sentence, rendered now."""
        return say(self.says, self.values)

    def as_dict(self) -> dict[str, str]:
        """`{rule, text, source}`, with `confidence` where the rule is to be checked locally."""
        told = {"rule": self.rule.ident, "text": self.text, "source": self.rule.source}
        if self.rule.confidence is not Confidence.SOURCED:
            told["confidence"] = self.rule.confidence.value
        return told


class Table(NamedTuple):
    """A list that a book computes with, as people read it: codes, dated rows. `ident` is unique over all books."""

    ident: str
    book: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str


@dataclass(frozen=True, slots=True)
class Check:
    """A remark a rule book can make, declared once; call it with the values of a record to get the `Finding`.

    `depends_on_today` marks findings that come and go with the calendar (overdue, days left): their codes are not
    stored.
    """

    code: str
    severity: Severity
    rule: Rule
    says: str
    fix: str
    depends_on_today: bool = False

    def __call__(self, field: str | None = None, **values: object) -> Finding:
        return Finding(self, values, field)


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that spoke: what, why, by which rule, how to mend it; `field` names the question it is about.

    `about` says which of several the remark is made of, such as one patient of a meeting; it stands before the text.
    """

    check: Check
    values: Mapping[str, object]
    field: str | None = None
    about: str = ""

    @property
    def code(self) -> str:
        return self.check.code

    @property
    def severity(self) -> Severity:
        return self.check.severity

    @property
    def text(self) -> str:
        text = say(self.check.says, self.values)
        return f"{self.about}: {text}" if self.about else text

    @property
    def fix(self) -> str:
        return say(self.check.fix, self.values)

    @property
    def rule(self) -> Rule:
        return self.check.rule

    @property
    def source(self) -> str:
        return self.check.rule.source

    @property
    def confidence(self) -> Confidence:
        return self.check.rule.confidence

    def as_dict(self) -> dict[str, str]:
        """`{code, severity, text, fix, rule, source, confidence}` as plain strings."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "text": self.text,
            "fix": self.fix,
            "rule": self.rule.ident,
            "source": self.source,
            "confidence": self.confidence.value,
        }


class RuleBook:
    """The rules, checks and tables one book declares, at import, in the order people read them."""

    def __init__(self, name: str, title: str) -> None:
        self.name = name
        self.title = title
        self._rules: dict[str, Rule] = {}
        self._checks: dict[str, Check] = {}
        self._tables: dict[str, Table] = {}

    def declare(
        self,
        ident: str,
        title: str,
        statement: str,
        source: str,
        confidence: Confidence = Confidence.SOURCED,
    ) -> Rule:
        """Add a rule; ValueError when the ident is already taken in this book."""
        if ident in self._rules:
            raise ValueError(f"Rule {ident} is declared twice in {self.name}")
        rule = Rule(ident, self.name, title, statement, source, confidence)
        self._rules[ident] = rule
        return rule

    def check(
        self, code: str, severity: Severity, rule: Rule, says: str, fix: str, *, depends_on_today: bool = False
    ) -> Check:
        """Add a remark under one of the declared rules; ValueError when the code is already taken in this book."""
        if code in self._checks:
            raise ValueError(f"Check {code} is declared twice in {self.name}")
        check = Check(code, severity, rule, says, fix, depends_on_today)
        self._checks[code] = check
        return check

    def tabulate(
        self, ident: str, title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], source: str
    ) -> Table:
        """Add a table made from the values the book computes with; ValueError when the ident is taken or a row odd."""
        table = Table(f"{self.name}-{ident}", self.name, title, tuple(columns), tuple(map(tuple, rows)), source)
        if table.ident in self._tables or any(len(row) != len(table.columns) for row in table.rows):
            raise ValueError(f"Table {ident} of {self.name} is declared twice or has an odd row")
        self._tables[table.ident] = table
        return table

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._rules.values())

    def __getitem__(self, ident: str) -> Rule:
        return self._rules[ident]

    @property
    def checks(self) -> tuple[Check, ...]:
        return tuple(self._checks.values())

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(self._tables.values())
