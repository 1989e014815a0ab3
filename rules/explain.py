"""How a rule book says what it did: rules declared once, steps and findings that point back to them.

A `Rule` is the text people read on the rules pages; a `Step` is that rule applied to one pathway; a `Finding` is a
rule's remark on a record. Steps and findings keep the rule and the values and make their sentence only when it is
asked for, so thousands of clocks can be computed without writing a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from inspect import getdoc, signature
from typing import Any, Final, Literal, NamedTuple

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


def cite(source: str) -> str:
    """A source as a page says it: the guidance and its paragraph, without the sections of our own rule book."""
    parts = [part for part in source.split("; ") if not part.lower().startswith("rule book")]
    return "; ".join(parts) or "Clockstart's own rule"


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


BREACH: Final = Severity.BREACH
WATCH: Final = Severity.WATCH
NOTE: Final = Severity.NOTE


class At(NamedTuple):
    """A finding about a question of its own, with the values of its sentence."""

    field: str
    values: Mapping[str, object] = {}


Verdict = bool | None | Mapping[str, object] | At | Iterator[At]
"""What the predicate of a check answers: nothing to say (False, None), or a finding: True, the values of its sentence,
the question it is about with them, or several of these."""
Predicate = Callable[..., Verdict]
Condition = Callable[[Any], bool]
Blames = Literal["entry", "practice"]
"""What a remark finds wrong: how the record was entered, or what it tells of, which may be somebody else's mistake."""


class Edged(NamedTuple):
    """A predicate with the last answers it lets pass and the first it does not; dates are days from today."""

    predicate: Predicate
    right: Mapping[str, Any] = {}
    wrong: Mapping[str, Any] = {}


def edge(*, right: Mapping[str, Any], wrong: Mapping[str, Any], **both: Any) -> Callable[[Predicate], Edged]:
    """Give a predicate the cases on both sides of its edge, and what is the same in `both`; one test holds them all."""
    return lambda predicate: Edged(predicate, {**both, **right}, {**both, **wrong})


def read_words(predicate: Predicate) -> list[str]:
    """The paragraphs of a docstring, each as one line; ValueError when they are not two: what, and how to mend it."""
    words = [" ".join(paragraph.split()) for paragraph in (getdoc(predicate) or "").split("\n\n")]
    if len(words) != 2:
        raise ValueError(
            f"The docstring of {predicate.__name__} says what is wrong, and in a second paragraph what to do"
        )
    return words


@dataclass(frozen=True, slots=True)
class Check:
    """A remark a rule book can make, declared once; call it with the values of a record to get the `Finding`.

    `field` is the question it is about, `asks` the predicate that makes it of a case for which `given` holds; a remark
    that an engine makes has none of these. `depends_on_today` marks findings that come and go with the calendar
    (overdue, days left): their codes are not stored. One that `takes_today` only to leave out what has not come yet
    does not depend on it.
    """

    code: str
    severity: Severity
    rule: Rule
    says: str
    fix: str
    depends_on_today: bool = False
    field: str | None = None
    asks: Edged | None = None
    given: Condition | None = None
    takes_today: bool = False
    blames: Blames = "practice"

    def __call__(self, field: str | None = None, **values: object) -> Finding:
        return Finding(self, values, field)

    def find(self, case: Any, today: date) -> Iterator[Finding]:
        """What it says of a case: a record, or a record with what is known around it."""
        if self.asks is None or (self.given and not self.given(case)):
            return
        yield from self.tell(self.asks.predicate(case, today) if self.takes_today else self.asks.predicate(case))

    def tell(self, verdict: Verdict) -> Iterator[Finding]:
        """What its predicate answered, as findings."""
        if isinstance(verdict, Iterator):
            yield from (Finding(self, values, field) for field, values in verdict)
        elif isinstance(verdict, At):
            yield Finding(self, verdict.values, verdict.field)
        elif verdict:
            yield Finding(self, {} if verdict is True else verdict, self.field)


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
        self, ident: str, title: str, statement: str, source: str, confidence: Confidence = Confidence.SOURCED
    ) -> Rule:
        """Add a rule; ValueError when the ident is already taken in this book."""
        if ident in self._rules:
            raise ValueError(f"Rule {ident} is declared twice in {self.name}")
        rule = Rule(ident, self.name, title, statement, source, confidence)
        self._rules[ident] = rule
        return rule

    def remark(
        self,
        code: str,
        severity: Severity,
        rule: Rule,
        says: str,
        fix: str,
        *,
        depends_on_today: bool = False,
        blames: Blames = "practice",
    ) -> Check:
        """Add a remark that an engine makes; ValueError when the code is already taken in this book."""
        return self._add(Check(code, severity, rule, says, fix, depends_on_today, blames=blames))

    def check(
        self,
        code: str,
        severity: Severity,
        rule: Rule,
        field: str,
        given: Condition | None = None,
        lasting: bool = False,
        blames: Blames = "practice",
    ) -> Callable[[Predicate | Edged], Check]:
        """Add a check: a predicate that says whether a remark is made of a case, and in its docstring the remark.

            @BOOK.check("dna-33-not-first", BREACH, FIRST, "rtt_code", given=is_later)
            @edge(right={…}, wrong={…})
            def is_33_not_first(case: DnaCase) -> Verdict:
                \"""Status 33 is recorded, but this was not the first appointment.

                Record 20, or 34 if the patient was discharged and all four tests are met.
                \"""
                return case.rtt_code == "33"

        The first paragraph says what, the second how to mend it. It `blames` the entry where no true record can hold
        what it finds: a date that cannot be, a code that contradicts the rest. A predicate that takes today, too,
        depends on it. It is asked only of cases for which `given` holds, and is `lasting` when it takes today only to
        leave out what has not come yet. ValueError when there are not two paragraphs.
        """

        def add(asked: Predicate | Edged) -> Check:
            edged = asked if isinstance(asked, Edged) else Edged(asked)
            takes_today = len(signature(edged.predicate).parameters) == 2
            says, fix = read_words(edged.predicate)
            depends = takes_today and not lasting
            return self._add(Check(code, severity, rule, says, fix, depends, field, edged, given, takes_today, blames))

        return add

    def given(self, condition: Condition) -> Callable[..., Callable[[Predicate | Edged], Check]]:
        """The same as `check`, for checks that are made only of cases for which the condition holds."""
        return partial(self.check, given=condition)

    def _add(self, check: Check) -> Check:
        if check.code in self._checks:
            raise ValueError(f"Check {check.code} is declared twice in {self.name}")
        self._checks[check.code] = check
        return check

    def find(self, case: Any, today: date) -> Iterator[Finding]:
        """What the checks with a predicate say of a case, in the order they are declared."""
        for check in self._checks.values():
            yield from check.find(case, today)

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
