"""The body of a callback, held to the callback it names before Dash reads it, because Dash takes any for its own."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import orjson

DEEPEST = 40
"""Levels of lists and objects in a body. Pages of ours send a dozen at most; what writes JSON gives up at 254."""

Slot = Mapping[str, str]


def is_of_a_page(callbacks: Mapping[str, Mapping[str, Any]], body: object) -> bool:
    """Whether a page could have sent this: a callback that runs on the server, with its own outputs, inputs and states,
    each with its id and its property. What the values are is asked by the callback itself (`auth.shapes`)."""
    if not isinstance(body, dict) or not isinstance(body.get("output"), str) or not is_shallow(body):
        return False
    known = callbacks.get(body["output"], {})
    return (
        "callback" in known
        and fits_all(list_outputs(known["output"]), list_given(body.get("outputs"), known["output"]))
        and fits_all(known["inputs"], body.get("inputs"))
        and fits_all(known["state"], body.get("state", []))
        and fits_changed(known["inputs"], body.get("changedPropIds", []))
    )


def is_shallow(value: object) -> bool:
    """Looked through level by level: a body can be deeper than Python can follow."""
    level = [value]
    for _ in range(DEEPEST):
        level = [inner for one in level for inner in list_inner(one)]
        if not level:
            return True
    return False


def list_inner(value: object) -> Sequence[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else ()


def list_outputs(declared: Any) -> list[Slot]:
    several = declared if isinstance(declared, (list, tuple)) else [declared]
    return [{"id": one.component_id_str(), "property": one.component_property} for one in several]


def list_given(outputs: Any, declared: Any) -> Any:
    """The outputs as a list, also where there is one; a single output over a pattern is a list already inside it."""
    return outputs if isinstance(declared, (list, tuple)) else [outputs]


def fits_all(slots: Sequence[Slot], given: Any) -> bool:
    return isinstance(given, list) and len(given) == len(slots) and all(map(fits_slot, slots, given))


def fits_slot(slot: Slot, given: Any) -> bool:
    """One component, or for a pattern over many a list of them."""
    if ["ALL"] not in list_inner(read_id(slot["id"])):
        return fits_one(slot, given)
    return isinstance(given, list) and all(fits_one(slot, one) for one in given)


def fits_one(slot: Slot, given: Any) -> bool:
    if not isinstance(given, dict) or not isinstance(given.get("property"), str):
        return False
    return without_mark(given["property"]) == without_mark(slot["property"]) and fits_id(slot, given.get("id"))


def without_mark(name: str) -> str:
    """Several callbacks may share an output; Dash tells them apart by a mark after the property."""
    return name.partition("@")[0]


def fits_id(slot: Slot, given: object) -> bool:
    """The same name, or an object that fits the pattern: any word or number where it has a wildcard."""
    known = read_id(slot["id"])
    if not isinstance(known, dict) or not isinstance(given, dict):
        return known == given
    return known.keys() == given.keys() and all(
        isinstance(given[key], (str, int, float)) if isinstance(value, list) else given[key] == value
        for key, value in known.items()
    )


def fits_changed(slots: Sequence[Slot], told: Any) -> bool:
    """Whether each of these is a property of one of the inputs, as `id.property`."""
    return isinstance(told, list) and all(isinstance(one, str) and is_input(slots, one) for one in told)


def is_input(slots: Sequence[Slot], told: str) -> bool:
    identifier, _, name = told.rpartition(".")
    try:
        given = orjson.loads(identifier) if identifier.startswith("{") else identifier
    except orjson.JSONDecodeError:
        return False
    return any(slot["property"] == name and fits_id(slot, given) for slot in slots)


@cache
def read_id(identifier: str) -> Any:
    """An id as it is declared: a name, or a pattern as an object."""
    return orjson.loads(identifier) if identifier.startswith("{") else identifier
