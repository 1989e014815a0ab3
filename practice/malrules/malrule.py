"""A mal-rule: a misconception as code, that turns the facts of a case into the wrong answer it would give."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..case import Case
from ..keys import Key

Wrong = Mapping[str, tuple[Any, ...]]
"""Facet → the values that this misconception could give, the likeliest first."""
Find = Callable[[Case, Key], Iterator[Wrong]]


@dataclass(frozen=True, slots=True)
class MalRule:
    """`says` is one sentence for a learner: what it takes to be so and why it is not; `rule` is the rule that says so,
    `harm` what it does to the patient where that cannot be read from the answer."""

    name: str
    says: str
    rule: str
    harm: str
    find: Find

    def list_wrong(self, case: Case, key: Key) -> list[Wrong]:
        """The wrong answers it would give, likeliest first; empty where it does not apply to these facts."""
        told = (_leave_out_right(wrong, key) for wrong in self.find(case, key))
        return [wrong for wrong in told if wrong]

    def answer(self, case: Case, key: Key) -> Mapping[str, Any] | None:
        """The facets that it gets wrong, to be laid over the right answer; None where it does not apply."""
        wrong = next(iter(self.list_wrong(case, key)), None)
        return None if wrong is None else {facet: values[0] for facet, values in wrong.items()}


def _leave_out_right(wrong: Wrong, key: Key) -> Wrong:
    """The answer, or nothing when it is right in all that is asked."""
    is_wrong = any(facet in key.facets and key.facets[facet].count(values[0]) == 0 for facet, values in wrong.items())
    return wrong if is_wrong else {}
