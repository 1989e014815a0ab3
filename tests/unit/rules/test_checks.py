"""A check as a rule book declares it: its words, its predicate, what it answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from rules.explain import NOTE, WATCH, At, Check, Finding, RuleBook, Verdict

TODAY = date(2026, 6, 15)


@pytest.fixture
def book() -> RuleBook:
    book = RuleBook("sample", "Sample")
    book.declare("S1", "A rule", "It says so.", "Nobody")
    return book


def declare(book: RuleBook, verdict: Verdict, code: str = "sample-check") -> Check:
    @book.check(code, WATCH, book["S1"], "days")
    def asks(case: object) -> Verdict:
        """It took {days} days,
        which is long.

        Wait.
        """
        return verdict

    return asks


def told(findings: Iterator[Finding]) -> list[tuple[str | None, str]]:
    return [(finding.field, finding.text) for finding in findings]


def test_the_docstring_is_the_remark_and_how_to_mend_it(book: RuleBook) -> None:
    (finding,) = declare(book, {"days": 3}).find(None, TODAY)
    assert (finding.text, finding.fix) == ("It took 3 days, which is long.", "Wait.")


def test_a_verdict_is_nothing_the_values_another_question_or_several(book: RuleBook) -> None:
    assert told(declare(book, False, "a").find(None, TODAY)) == []
    assert told(declare(book, None, "b").find(None, TODAY)) == []
    assert told(declare(book, At("weeks", {"days": 2}), "c").find(None, TODAY)) == [
        ("weeks", "It took 2 days, which is long.")
    ]
    several = iter([At("a", {"days": 1}), At("b", {"days": 2})])
    assert [field for field, _ in told(declare(book, several, "d").find(None, TODAY))] == ["a", "b"]


def test_one_that_takes_today_depends_on_it_and_one_that_is_not_given_is_not_asked(book: RuleBook) -> None:
    given = book.given(lambda case: case == "asked")

    @given("sample-today", NOTE, book["S1"], "day")
    def is_past(case: str, today: date) -> Verdict:
        """Today is {day}.

        Hurry.
        """
        return {"day": today}

    assert is_past.depends_on_today
    assert not declare(book, {"days": 1}).depends_on_today
    assert told(book.find("asked", TODAY))[0] == ("day", "Today is 15 June 2026.")
    assert [finding.code for finding in book.find("not asked", TODAY)] == ["sample-check"]


def test_a_lasting_one_takes_today_and_does_not_depend_on_it(book: RuleBook) -> None:
    @book.check("sample-lasting", NOTE, book["S1"], "day", lasting=True)
    def has_come(case: date, today: date) -> Verdict:
        """It came.

        Nod.
        """
        return case <= today

    assert not has_come.depends_on_today
    assert told(has_come.find(TODAY, TODAY)) == [("day", "It came.")]
    assert told(has_come.find(date.max, TODAY)) == []


def test_words_that_are_not_two_paragraphs_and_codes_declared_twice_are_refused(book: RuleBook) -> None:
    with pytest.raises(ValueError, match="second paragraph"):

        @book.check("sample-words", NOTE, book["S1"], "day")
        def is_odd(case: object) -> Verdict:
            """One paragraph only."""
            return True

    declare(book, True)
    with pytest.raises(ValueError, match="declared twice"):
        declare(book, True)
