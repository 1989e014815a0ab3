"""While somebody has an exam paper open, only the paper answers them, in every session (LEARNING §11).

Each request asks for it once. What is not let through here is closed; of pages the paper's own are open, of callbacks
those marked `in_papers`, which answer for the paper alone.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, g, request

from auth.guard import CALLBACK
from auth.signing_in import find_current_user
from dashapp.context import plain_clockstart
from dashapp.services.practice import papers
from dashapp.services.practice.papers import OpenPaper

F = TypeVar("F", bound=Callable[..., Any])
STATIC = ("/assets/", "/auth/", "/_dash-component-suites/", "/_favicon.ico", "/manifest.webmanifest", "/sw.js")
OPEN = ("/login", "/logout", "/healthz", "/readyz", "/metrics", "/session")
"""`/session` says how long the session lasts, and makes it last longer."""
DASH = ("/_dash-layout", "/_dash-dependencies")
MARK = "in_papers"


def in_papers(function: F) -> F:
    """For callbacks of the page of a paper: they ask `check_place` for the place they were told."""
    setattr(function, MARK, True)
    return function


def init_open_paper(server: Flask) -> None:
    server.before_request(check_open_paper)


def check_open_paper() -> None:
    """Raises PaperOpen."""
    path = request.path
    if path.startswith(STATIC) or is_one_of(path, OPEN):
        return
    found = find_open_paper()
    if found and not (path in DASH or is_callback_of_papers() or (is_document() and found.holds(path))):
        raise found.problem


def is_one_of(path: str, addresses: tuple[str, ...]) -> bool:
    return any(path == one or path.startswith(f"{one}/") for one in addresses)


def is_document() -> bool:
    return request.method == "GET" and request.endpoint in {"/", "/<path:path>"}


def is_callback_of_papers() -> bool:
    if request.path != CALLBACK:
        return False
    body = request.get_json(silent=True)
    output = body.get("output") if isinstance(body, dict) else None
    callbacks = current_app.extensions["clockstart.dash"].callback_map
    known = callbacks.get(output, {}).get("callback") if isinstance(output, str) else None
    return bool(getattr(known, MARK, False))


def find_open_paper() -> OpenPaper | None:
    """Of whoever sends this request; asked once."""
    if "open_paper" not in g:
        user = find_current_user()
        g.open_paper = papers.find_open(plain_clockstart(), user.person.uid) if user else None
    found: OpenPaper | None = g.open_paper
    return found


def check_page(path: str) -> None:
    """Raises PaperOpen for a page that is not one of the open paper's own."""
    found = find_open_paper()
    if found and not found.holds(path):
        raise found.problem


def check_place(place: str) -> None:
    """Raises PaperOpen where a callback is about something else than the open paper."""
    found = find_open_paper()
    if found and found.place != place:
        raise found.problem
