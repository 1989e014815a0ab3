"""Numbers as they come and go in JSON: NA, NaN and infinity have words, and division never fails."""

import math
from collections.abc import Mapping
from typing import Any

Written = float | int | bool | str
NOT_KNOWN = "#NA"
"""What is not known, as against "#NaN": what cannot be computed."""
_WORDS: Mapping[str, float] = {NOT_KNOWN: math.nan, "#NaN": math.nan, "#Inf": math.inf, "#-Inf": -math.inf}


class NotANumber(ValueError):
    """An argument that must be a number and is not; the message is a plain sentence."""


def read_number(name: str, value: Any) -> float:
    """A number, or one of "#NA", "#NaN", "#Inf", "#-Inf"; NotANumber for anything else, true and false included."""
    if isinstance(value, str) and value in _WORDS:
        return _WORDS[value]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotANumber(f"“{name}” must be a number; it is {describe(value)}.")
    try:
        return float(value)
    except OverflowError as problem:
        raise NotANumber(f"“{name}” is too large a number.") from problem


def read_whole(name: str, value: Any, *, least: int = 0, most: int = 1_000_000_000) -> int:
    """A whole number between `least` and `most`; NotANumber otherwise."""
    number = read_number(name, value)
    if not number.is_integer() or not least <= number <= most:
        raise NotANumber(f"“{name}” must be a whole number from {least:,} to {most:,}; it is {describe(value)}.")
    return int(number)


def is_not_known(value: Any) -> bool:
    """Whether the value came in as "#NA"."""
    return isinstance(value, str) and value == NOT_KNOWN


def write_number(value: float) -> Written:
    """A finite number as it is; the others as "#NaN", "#Inf", "#-Inf"."""
    if math.isfinite(value):
        return value
    return "#NaN" if math.isnan(value) else "#Inf" if value > 0 else "#-Inf"


def divide(above: float, below: float) -> float:
    """`above` ÷ `below` as floating point does it: x ÷ 0 is infinite with the sign of both, 0 ÷ 0 is NaN."""
    if below:
        return above / below
    if math.isnan(above) or above == 0:
        return math.nan
    return math.copysign(math.inf, above) * math.copysign(1.0, below)


def describe(value: Any) -> str:
    """What was given, in a few words."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"the text “{value[:40]}”"
    if isinstance(value, int | float):
        return str(value)[:40]
    return "a list" if isinstance(value, list | tuple) else "an object"
