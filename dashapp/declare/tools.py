"""A tool: one's own answer first, then what the rule books say next to it, saved together (LEARNING §8, rows 8 to 14).

A tool is a module with a `compare`, which says for each thing that was asked what the person answered and what is
right. Whoever answers nothing sees what is right at once: such a record is aided.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from dashapp.declare.meaning import Fact
from dashapp.declare.module import Case, Chart, Column, Derived, Measure, Module, Row, Sealed, View
from words.phrases import in_words

RIGHT, WRONG, AIDED = "right", "wrong", "aided"
RESULT, TOLD = "result_now", "told_before"
RESULTS = {RIGHT: "Right", WRONG: "Not right", AIDED: "Looked at first"}


class Beside(NamedTuple):
    """One thing that was asked: the answer given (None: none), what is right (several: any of them), and how a value is
    said."""

    label: str
    mine: Any
    right: Sequence[Any]
    say: Callable[[Any], str] = str

    @property
    def is_right(self) -> bool:
        return self.mine in self.right if self.right else self.mine is None

    @property
    def says(self) -> str:
        """What is right, in words."""
        return " or ".join(say_value(one, self.say) for one in self.right) or "None"


def say_value(value: Any, say: Callable[[Any], str]) -> str:
    if value is None or value == "":
        return "none"
    return str(in_words(value)) if isinstance(value, date) else say(value)


Compare = Callable[[Case], Sequence[Beside]]


def note_told(clockstart: Any, actor: Any, values: Mapping[str, Any], known: Any) -> dict[str, Any]:
    """The answers; those that are saved once more were given after it was told what is right."""
    return {**values, TOLD: "yes"} if known else dict(values)


def find_result(case: Case, compare: Compare) -> str:
    """What came of the first answers: of those that were changed afterwards nothing is right or wrong."""
    return AIDED if getattr(case.answers, TOLD, None) else judge(compare(case))


def judge(compared: Sequence[Beside]) -> str:
    """Right where every answer is; aided where there is none."""
    if all(one.mine is None for one in compared):
        return AIDED
    return RIGHT if all(one.is_right for one in compared) else WRONG


def list_facts(compared: Sequence[Beside]) -> Iterable[Fact]:
    """What is right, and next to it what was answered otherwise."""
    was_asked = judge(compared) != AIDED
    for one in compared:
        if not was_asked:
            yield Fact(one.label, one.says)
        elif one.is_right:
            yield Fact(one.label, f"{one.says}, as you said", "fine")
        else:
            yield Fact(one.label, f"{one.says}; you said {say_value(one.mine, one.say)}", "watch")


def is_result(result: str) -> Callable[[Row], bool]:
    return lambda row: row.get(RESULT) == result


def is_tool(module: Module) -> bool:
    return RESULT in module.derived_by_name


def tool_words(compare: Compare, columns: Sequence[Column], *, dated: str) -> dict[str, Any]:
    """What every tool says of its list: the result, its views, and how often answers were right, by month."""
    month: Callable[[Row], Any] = lambda row: str(row[dated])[:7] if row.get(dated) else None  # noqa: E731
    return {
        "derived": (Derived(RESULT, "Result", lambda case: find_result(case, compare), choices=RESULTS),),
        "columns": (*columns, Column(RESULT), Column(dated)),
        "dated": dated,
        "views": (
            View(RIGHT, "Right", "Every answer was right.", is_result(RIGHT), "fine"),
            View(
                WRONG,
                "Not right",
                "Something was answered otherwise than the rule books say.",
                is_result(WRONG),
                "watch",
            ),
            View(
                AIDED,
                "Looked at first",
                "No answer was given before it was told what is right, or it was changed afterwards.",
                is_result(AIDED),
            ),
        ),
        "charts": (
            Chart(
                "by-month",
                "Answers by month",
                "All that was read, by month and by whether every answer was right.",
                by=month,
                category="Month",
                measures=(*(Measure(words, is_result(result)) for result, words in RESULTS.items()),),
            ),
        ),
        "in_practice": False,
        "gather": note_told,
        "sealed": {TOLD: Sealed("Changed after it was told")},
    }
