"""A record form as it comes from the browser: nothing in it is trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from auth.shapes import OUT_OF_DATE, read_whole
from dashapp.declare.module import Module
from storage.errors import Refused
from words.questions import Section


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it came from the browser: nothing in it is trusted. `then` is that of its `Way`, `section` the number
    of the one it is about alone."""

    slug: str
    record_id: str
    operation: str
    seen_rev: int
    typed: Mapping[str, Any]
    has_draft: bool = True
    then: str = ""
    section: int | None = None

    @classmethod
    def read(cls, state: Mapping[str, Any] | None, typed: Mapping[str, Any] | None) -> Form:
        """Raises Refused when the page's state is not one of ours."""
        try:
            assert state is not None
            return cls(
                str(state["slug"]),
                str(state["record_id"]),
                str(state["operation"]),
                read_whole(state, "seen_rev"),
                dict(typed or {}),
                bool(state.get("draft", True)),
                own_address(state.get("then")),
                None if state.get("section") is None else read_whole(state, "section"),
            )
        except (AssertionError, KeyError, TypeError, ValueError):
            raise Refused(OUT_OF_DATE) from None

    @property
    def confirmed(self) -> frozenset[str]:
        """The questions whose unlikely answer the person says is meant so."""
        ticked = (path for path, value in self.typed.items() if path.endswith(".confirm") and value)
        return frozenset(path.removesuffix(".confirm") for path in ticked)


def section_of(module: Module, number: int) -> Section:
    """Raises Refused for a number that no section has."""
    if not 0 <= number < len(module.sections):
        raise Refused(OUT_OF_DATE)
    return module.sections[number]


def own_address(told: Any) -> str:
    """An address of this site as it was given; empty for anything else, such as another site's."""
    is_own = isinstance(told, str) and told.startswith("/") and not told.startswith(("//", "/\\"))
    return str(told)[:1_000] if is_own else ""
