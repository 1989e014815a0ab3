"""The edge of every check: the last answers it lets pass and the first it does not."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from datetime import date, timedelta
from functools import reduce
from inspect import getsource, signature
from operator import or_
from textwrap import dedent
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from rules.catalogue import all_checks
from rules.explain import Check
from words.questions import Answers

TODAY = date(2026, 6, 15)
CHECKS = [check for check in all_checks() if check.asks is not None]
WITH_EDGES = [check for check in CHECKS if check.asks.wrong]
COMPARED = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def hints_of(kind: Any) -> dict[str, Any]:
    """The types of what a case is made of, and of the records it holds: a patient of a meeting holds both."""
    hints = get_type_hints(kind)
    held = [hint for hint in hints.values() if isinstance(hint, type) and issubclass(hint, Answers)]
    return reduce(or_, map(hints_of, held), hints)


def in_days(kind: Any, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers, dates made of days from today, in the groups they hold as well."""
    hints = hints_of(kind)
    return {name: read_days(hints.get(name), given) for name, given in answers.items()}


def read_days(hint: Any, given: Any) -> Any:
    kinds = get_args(hint) or (hint,)
    if date in kinds and isinstance(given, int):
        return TODAY + timedelta(days=given)
    if get_origin(hint) is list and issubclass(kinds[0], Answers):
        return [kinds[0].of(**in_days(kinds[0], one)) for one in given]
    if get_origin(hint) is tuple and hasattr(kinds[0], "_fields"):
        nothing = dict.fromkeys(kinds[0]._fields)
        return tuple(kinds[0](**nothing | in_days(kinds[0], one)) for one in given)
    return given


def case_of(check: Check) -> Any:
    """What the check is asked of: a record, or a class that holds one as `record`."""
    assert check.asks is not None
    predicate = check.asks.predicate
    return get_type_hints(predicate)[next(iter(signature(predicate).parameters))]


def record_of(case: Any) -> Any:
    return get_type_hints(case).get("record", case) if not issubclass(case, Answers) else case


def speaks(check: Check, answers: Mapping[str, Any]) -> bool:
    case = case_of(check)
    return any(check.find(case.of(**in_days(case, answers)), TODAY))


@pytest.mark.parametrize("check", WITH_EDGES, ids=lambda check: check.code)
def test_the_last_right_case_passes_and_the_first_wrong_one_does_not(check: Check) -> None:
    assert check.asks is not None
    assert not speaks(check, check.asks.right)
    assert speaks(check, check.asks.wrong)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_a_check_that_compares_has_an_edge(check: Check) -> None:
    assert check.asks is not None
    tree = ast.parse(dedent(getsource(check.asks.predicate)))
    compares = any(
        isinstance(op, COMPARED) for node in ast.walk(tree) if isinstance(node, ast.Compare) for op in node.ops
    )
    assert check.asks.wrong or not compares


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_a_check_is_about_a_question_of_its_record(check: Check) -> None:
    record = record_of(case_of(check))
    assert not issubclass(record, Answers) or check.field in record.model_fields
