"""Addresses and the pages behind them, one map per app.

Dash's own page registry is global to the process and lets query parameters replace path variables, so pages are added
here instead, on Werkzeug's routing, which Flask already brings.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from werkzeug.routing import Map, Rule

from auth.actor import Actor
from auth.policy import check_administer
from dashapp.web.addresses import EncodedSegment


@dataclass(frozen=True, slots=True)
class Visit:
    """One page asked for: who asks, the variables in its path, and the query as name → values."""

    actor: Actor
    path: str
    variables: Mapping[str, str]
    query: Mapping[str, list[str]]

    def first(self, name: str, default: str = "") -> str:
        return next(iter(self.query.get(name, [])), default)


@dataclass(frozen=True, slots=True)
class Page:
    """A page: `title` for the document, `render` for its content, `check` raises when this visit is not allowed.

    The content is a component or a list of them; addresses know no Dash, because services work with addresses.

    `scripts` are addresses of scripts that its content loads by itself, late; the document asks for them at once.
    `writes` marks a page that is there to enter something, `in_copies` one that can be of a practice copy.
    """

    title: str | Callable[[Visit], str]
    render: Callable[[Visit], Any]
    check: Callable[[Visit], None]
    scripts: tuple[str, ...] = ()
    writes: bool = False
    in_copies: bool = False

    def title_for(self, visit: Visit) -> str:
        return self.title(visit) if callable(self.title) else self.title


@dataclass(slots=True)
class Router:
    """The addresses of one app."""

    addresses: Map = field(
        default_factory=lambda: Map(strict_slashes=False, merge_slashes=False, converters={"default": EncodedSegment})
    )
    pages: dict[str, Page] = field(default_factory=dict)

    def add(self, address: str, page: Page) -> None:
        """Add a page at an address such as `/dna-management/<record_id>`; ValueError when it is taken."""
        if address in self.pages:
            raise ValueError(f"{address} is taken")
        self.pages[address] = page
        self.addresses.add(Rule(address, endpoint=address))

    def find(self, path: str) -> tuple[Page, dict[str, Any]]:
        """The page at a path as it was sent, still encoded, and its path variables; werkzeug's NotFound when there is
        none."""
        endpoint, variables = self.addresses.bind("").match(path)
        return self.pages[endpoint], dict(variables)


def read_query(search: str | bytes | None) -> dict[str, list[str]]:
    """`?view=open&site=lung` → name → values; bytes that are no text become marks."""
    text = search.decode(errors="replace") if isinstance(search, bytes) else search or ""
    return parse_qs(text.lstrip("?"), keep_blank_values=False)


def everyone(visit: Visit) -> None:
    """The check of a page that is open to all who are signed in."""


def administrators(visit: Visit) -> None:
    """The check of a page for administrators alone; raises Forbidden for everybody else."""
    check_administer(visit.actor)
