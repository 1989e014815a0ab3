"""Reading a component tree as a person or a screen reader would."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dash.development.base_component import Component


def walk(node: Any) -> Iterator[Any]:
    """Every component and every word, in document order."""
    if isinstance(node, (list, tuple)):
        for child in node:
            yield from walk(child)
        return
    if node is None:
        return
    yield node
    if isinstance(node, Component):
        yield from walk(getattr(node, "children", None))


def words(node: Any) -> str:
    """The text of a tree, pieces separated by one space."""
    pieces = (str(part) for part in walk(node) if not isinstance(part, Component))
    return " ".join(" ".join(pieces).split())


def find_all(node: Any, kind: str | None = None, **props: Any) -> list[Component]:
    """Components of a type ("A", "Li") whose properties have these values; `look` is one of its classes."""
    look = props.pop("look", None)
    return [
        part
        for part in walk(node)
        if isinstance(part, Component)
        and (kind is None or type(part).__name__ == kind)
        and (look is None or look in str(getattr(part, "className", "")).split())
        and all(attribute(part, name) == value for name, value in props.items())
    ]


def attribute(component: Component, name: str) -> Any:
    return component.to_plotly_json()["props"].get(name)
