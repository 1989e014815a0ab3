"""Calling a formula by name with the arguments of a JSON line: which there are, defaults, lists, plain errors."""

import math
from collections.abc import Callable, Mapping, Sequence
from inspect import Parameter, signature
from typing import Any, NamedTuple

from rules.capacity import formulas
from rules.capacity.formulas import factor_for
from rules.capacity.numbers import NOT_KNOWN, NotANumber, Written, is_not_known, read_number, write_number
from words.pasted import quote

Formula = Callable[..., float]


class Call(NamedTuple):
    """A formula of the field, and the corrected figures that stand beside its answer under names of their own."""

    formula: Formula
    beside: Mapping[str, Formula] = {}


CALLS: Mapping[str, Call] = {
    "calc_queue_load": Call(formulas.calc_queue_load),
    "calc_target_mean_wait": Call(formulas.calc_target_mean_wait),
    "calc_target_queue_size": Call(formulas.calc_target_queue_size),
    "calc_relief_capacity": Call(
        formulas.calc_relief_capacity, {"relief_capacity_dimensionless": formulas.relief_capacity_dimensionless}
    ),
    "calc_target_capacity": Call(
        formulas.calc_target_capacity, {"target_capacity_kingman": formulas.target_capacity_kingman}
    ),
    "calc_waiting_list_pressure": Call(formulas.calc_waiting_list_pressure),
}
_TYPE_NOT_CHECKED: Mapping[str, frozenset[str]] = {"calc_relief_capacity": frozenset(("num_referrals", "cv_demand"))}
"""Arguments whose type the field does not check: there true counts as 1 and false as 0."""
_MOST = 100_000
"""The longest list of numbers one line may hold."""


def call_formula(name: str, args: Mapping[str, Any], types: Mapping[str, Any]) -> dict[str, object]:
    """`{out}` and the corrected figures beside it, each a number or, where an argument is a list, a list of numbers.

    Shorter lists are gone through again from their start. `types` may say what the arguments were before they became
    JSON ("numeric", "character", "logical"): only numbers pass. Raises NotANumber with a plain sentence.
    """
    call = CALLS[name]
    given = _with_factor(call.formula, args)
    check_names(name, given, _names(call.formula))
    unchecked = _TYPE_NOT_CHECKED.get(name, frozenset())
    given |= {argument: int(given[argument]) for argument in unchecked if isinstance(given.get(argument), bool)}
    for argument in given:
        if argument not in unchecked:
            _check_type(argument, types)
    columns = {argument: _read_column(argument, value) for argument, value in given.items()}
    if "num_referrals" in columns:
        _check_estimate(columns)
    told: dict[str, object] = {"out": _spread(call.formula, columns, given)}
    told |= {beside: _spread(formula, columns, given) for beside, formula in call.beside.items()}
    return told | _warn_of_lengths(columns)


def check_names(name: str, given: Mapping[str, Any], known: Mapping[str, bool]) -> None:
    """ValueError when an argument is unknown or one that is needed (`known[argument]`) is missing."""
    for argument in given:
        if argument not in known:
            raise ValueError(f"{name} has no argument “{argument}”. It takes {', '.join(known)}.")
    for argument, needed in known.items():
        if needed and argument not in given:
            raise ValueError(f"{name} needs “{argument}”.")


def read_share(value: Any) -> float:
    """A percentage to be seen within target, as a share: 92 → 0.92; ValueError outside 0 to 100."""
    share = read_number("target_percent", value) / 100
    factor_for(share)
    return share


def _with_factor(formula: Formula, args: Mapping[str, Any]) -> dict[str, Any]:
    """`target_percent` may be given in place of `factor`."""
    given = dict(args)
    if "target_percent" in given and "factor" in signature(formula).parameters:
        if "factor" in given:
            raise ValueError("Give “factor” or “target_percent”, not both.")
        given["factor"] = factor_for(read_share(given.pop("target_percent")))
    return given


def _names(formula: Formula) -> dict[str, bool]:
    return {name: one.default is Parameter.empty for name, one in signature(formula).parameters.items()}


def _check_type(argument: str, types: Mapping[str, Any]) -> None:
    kind = types.get(argument, "numeric")
    if kind not in ("numeric", "integer", "double"):
        raise NotANumber(f"“{argument}” must be a number; it is of type {quote(kind)}.")


def _read_column(argument: str, value: Any) -> list[float]:
    if not isinstance(value, list):
        return [read_number(argument, value)]
    if len(value) > _MOST:
        raise NotANumber(f"“{argument}” holds more than {_MOST:,} numbers.")
    return [read_number(argument, one) for one in value]


def _check_estimate(columns: Mapping[str, Sequence[float]]) -> None:
    """Demand estimated from so many referrals is worked out for one service at a time."""
    referrals = columns["num_referrals"]
    if len(referrals) != 1 or math.isnan(referrals[0]):
        raise NotANumber("“num_referrals” must be one number.")
    if referrals[0] > 0:
        for argument in ("demand", "cv_demand"):
            column = columns.get(argument, [0.0])
            if len(column) != 1 or math.isnan(column[0]):
                raise NotANumber(f"“{argument}” must be one number when “num_referrals” is given.")


def _spread(formula: Formula, columns: Mapping[str, Sequence[float]], given: Mapping[str, Any]) -> object:
    """The formula over all columns; an empty column gives an empty list, single numbers give a single number."""
    lengths = [len(column) for column in columns.values()]
    length = 0 if 0 in lengths else max(lengths)
    answers = [
        _apply(formula, {name: (column[row % len(column)], given[name]) for name, column in columns.items()}, row)
        for row in range(length)
    ]
    single = not any(isinstance(value, list) for value in given.values())
    return answers[0] if single else answers


def _apply(formula: Formula, cells: Mapping[str, tuple[float, Any]], row: int) -> Written:
    value = formula(**{name: number for name, (number, _) in cells.items()})
    if math.isnan(value) and any(_came_unknown(raw, row) for _, raw in cells.values()):
        return NOT_KNOWN
    return write_number(value)


def _came_unknown(raw: Any, row: int) -> bool:
    return is_not_known(raw[row % len(raw)] if isinstance(raw, list) else raw)


def _warn_of_lengths(columns: Mapping[str, Sequence[float]]) -> dict[str, object]:
    lengths = {len(column) for column in columns.values()}
    longest = max(lengths)
    if 0 in lengths or all(longest % length == 0 for length in lengths):
        return {}
    return {"warnings": ["The lists are of different lengths; the shorter ones were gone through again."]}
