"""A practice copy in the browser: `?scope=practice-<attempt>` shows it, and every way on from there keeps it.

A page says that it can be of a copy (`in_copies`). What it answers then is gone through once on its way out: addresses
of pages that can be of a copy carry the scope, ways to the other pages of modules are hidden. Callbacks say in a header
which copy the page is of (`assets/session.js`), files and searches in their address.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import orjson
from dash import html
from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from auth.actor import current_actor
from dashapp.context import EXTENSION, Clockstart, plain_clockstart
from dashapp.services.access import scopes
from dashapp.services.access.scopes import PRACTICE
from dashapp.ui.banners import render_banner
from dashapp.ui.forms.posting import render_hidden
from dashapp.ui.writing import write_components
from dashapp.web.router import Page, Visit
from words.phrases import in_words

HEADER = "X-Scope"
LAYOUT = "/_dash-layout"
ADDRESSES = frozenset({"href", "to", "stay", "then", "address", "action", "data", "customdata"})
"""Under what a component or an answer of a callback holds an address."""
LEAVES = "data-leaves"
"""Marks a link that leads out of the copy."""
FILES = re.compile("/(export|lists)/")


def init_copies(server: Flask) -> None:
    server.before_request(enter_copy)
    server.after_request(keep_scope)


def enter_copy() -> None:
    """What this request works on, where it says that it comes from a practice copy. Raises NotFound."""
    key = request.headers.get(HEADER) or request.args.get("scope", "")
    if key.startswith(PRACTICE) and "actor" in g:
        setattr(g, EXTENSION, scopes.enter(plain_clockstart(), current_actor(), key))


def in_copies(clockstart: Clockstart, make: Callable[[Clockstart], Page]) -> Page:
    """A page of one's own records or, with `?scope=practice-<attempt>`, of a practice copy of them."""
    plain = make(clockstart)

    def find(visit: Visit) -> Page:
        key = visit.first("scope", scopes.OWN)
        return plain if key == scopes.OWN else make(scopes.enter(clockstart, visit.actor, key))

    def render(visit: Visit) -> Any:
        if not visit.first("scope").startswith(PRACTICE):
            return plain.render(visit)
        here = scopes.enter(clockstart, visit.actor, visit.first("scope"))
        setattr(g, EXTENSION, here)
        return put_in_copy(here, make(here).render(visit))

    return replace(
        plain,
        title=lambda visit: find(visit).title_for(visit),
        render=render,
        check=lambda visit: find(visit).check(visit),
        in_copies=True,
    )


def put_in_copy(here: Clockstart, content: Any) -> list[Any]:
    """The page, which says of which day it is, with all its ways on."""
    g.pop(EXTENSION)  # what is gone through here is not gone through again on its way out
    written = orjson.loads(orjson.dumps(write_components([render_banner("note", say_where(here)), content])))
    return [orjson.Fragment(orjson.dumps(one)) for one in Rewriting(here).walk(written)]


def say_where(here: Clockstart) -> list[Any]:
    """That this is practice, of which day, and the way back to the session that it belongs to."""
    told, day = here.attempt, f"Today is {in_words(here.today)} here. "
    if "place" not in told:
        return [f"A practice copy, apart from your own records. {day}"]
    read = "It has been handed in: read only. " if here.is_closed else ""
    back = html.A("Back to the session", href=f"/{told['place']}/work", **{LEAVES: "1"})
    return [f"Practice: set {told.get('seed') or told['session']}, nothing here counts. {read}{day}", back]


def keep_scope(response: Response) -> Response:
    """The answer to a callback or a search of a practice copy, with its addresses in the copy. The layout has the menu
    in it, which leads out; the page in it has been gone through."""
    clockstart = g.get(EXTENSION)
    if clockstart and response.is_json and response.status_code == 200 and request.path != LAYOUT:
        told = Rewriting(clockstart).walk(response.get_json())
        response.set_data(orjson.dumps(told))
    return response


class Rewriting:
    """Goes through the plain JSON of a practice copy once."""

    def __init__(self, clockstart: Clockstart) -> None:
        self.router = clockstart.router
        self.here = clockstart.registry
        self.slugs = {module.slug for module in plain_clockstart().registry}
        self.key = clockstart.scope

    def walk(self, told: Any, name: str = "") -> Any:
        """The same with the scope in its addresses; `name` is under what it was found."""
        if isinstance(told, dict):
            kind, props = told.get("type"), told.get("props")
            if isinstance(props, dict) and kind in {"A", "Form"}:
                props |= self.find_change(kind, props)
            return {one: self.walk(value, one) for one, value in told.items()}
        if isinstance(told, list):
            return [self.walk(one, name) for one in told]
        return self.add(told) if name in ADDRESSES and isinstance(told, str) else told

    def find_change(self, kind: str, props: dict[str, Any]) -> dict[str, Any]:
        """A link to what has no copy is hidden; a form whose answers become the address says the scope with them."""
        if kind == "A":
            path = re.split("[?#]", str(props.get("href") or ""))[0]
            leads_on = LEAVES in props or not self.is_of_module(path) or self.is_in_copies(path)
            return {} if leads_on else {"hidden": True}
        if props.get("method") != "get":
            return {}
        scope = [one.to_plotly_json() for one in render_hidden({"scope": self.key})]
        inside = props.get("children")
        return {"children": [*scope, *(inside if isinstance(inside, list) else [inside])]}

    def add(self, address: str) -> str:
        """An address with the scope, if it leads to something that can be of a copy."""
        whole, mark, place = address.partition("#")
        path, asks, _ = whole.partition("?")
        if re.search(r"[?&]scope=", whole) or not self.is_in_copies(path):
            return address
        return f"{whole}{'&' if asks else '?'}scope={self.key}{mark}{place}"

    def is_of_module(self, path: str) -> bool:
        return path.startswith("/") and path.split("/")[1] in self.slugs

    def is_in_copies(self, path: str) -> bool:
        if FILES.match(path):
            return True
        if self.is_of_module(path) and self.here.find(path.split("/")[1]) is None:
            return False
        try:
            return path.startswith("/") and self.router.find(path)[0].in_copies
        except HTTPException:
            return False
