"""What a callback is given has the shape its signature names: a browser can send anything in the place of anything."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from inspect import signature, unwrap
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from storage.errors import Refused

OUT_OF_DATE = "This page is out of date. Reload it; a draft of what you typed has been kept."
PLAIN = (int, str, bool, float)
LARGEST = 2**53


def check_shapes(function: Callable[..., Any], given: Sequence[Any]) -> None:
    """Raises Refused when a value is not what the function's signature says. A control that is not on the page sends
    None, which passes for numbers and words."""
    if not all(fits(value, hint) for value, hint in zip(given, hints_of(function), strict=False)):
        raise Refused(OUT_OF_DATE)


@cache
def hints_of(function: Callable[..., Any]) -> tuple[Any, ...]:
    """What a marked function expects, parameter by parameter."""
    own = unwrap(function)
    hints = get_type_hints(own)
    return tuple(hints.get(name, Any) for name in signature(own).parameters)


def fits(value: Any, hint: Any) -> bool:
    """Whether a value from JSON is what a hint says: words, numbers, lists of them, objects."""
    kind = get_origin(hint) or hint
    if hint is Any or (value is None and hint in {*PLAIN, NoneType}):
        return True
    if kind in {Sequence, list}:
        inner = (*get_args(hint), Any)[0]
        return isinstance(value, list) and all(fits(one, inner) for one in value)
    if kind in {Mapping, dict}:
        return isinstance(value, dict)
    if isinstance(kind, type) and not get_args(hint):
        return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
    return any(fits(value, one) for one in get_args(hint))


def read_whole(told: Mapping[str, Any], name: str) -> int:
    """A whole number in an object from the browser, 0 where there is none. Raises Refused for anything else, and for
    more than the store can tell apart."""
    value = told.get(name) or 0
    if not isinstance(value, int) or abs(value) > LARGEST:
        raise Refused(OUT_OF_DATE)
    return value


def read_pressed(pressed: Any, *names: str) -> tuple[str, ...]:
    """The named parts of the id of the button that was pressed. Raises Refused when it is no such button."""
    if not isinstance(pressed, dict) or not all(isinstance(pressed.get(name), str) for name in names):
        raise Refused(OUT_OF_DATE)
    return tuple(pressed[name] for name in names)
