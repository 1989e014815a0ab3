"""Proving again that it is you: dangerous acts ask for it unless it was done within the last ten minutes.

A route or callback that does something dangerous is marked twice:

    @requires("admin")
    @requires_proof
    def erase(uid: str) -> Response: ...

Signing in counts. A page that is opened without proof leads to `/prove` and comes back; a form that is sent without it
leads there and back to the page the form was on; a callback is answered 403 `not_proven`. A page that shows a form for
such an act does well to carry the mark itself, so that the proof is asked for before anything is typed. Pages inside
the shell ask `is_proven()` and offer a link to `proof_address(back)` where it says no.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import ParamSpec, TypeVar
from urllib.parse import quote

from flask import request

from auth.context import current_auth
from auth.errors import NotProven
from auth.next_page import HOME, address_of_request, find_page_before, safe_next
from auth.signing_in import get_current_user

P = ParamSpec("P")
R = TypeVar("R")
PROOF_LASTS = timedelta(minutes=10)
PROOF_MARK = "needs_proof"


def is_proven() -> bool:
    """Whether whoever is signed in has proved within the last ten minutes that it is them. Raises NotSignedIn."""
    return current_auth().clock() - get_current_user().session.proven_at < PROOF_LASTS


def check_proof() -> None:
    """Raises NotProven, NotSignedIn."""
    if not is_proven():
        raise NotProven


def requires_proof(function: Callable[P, R]) -> Callable[P, R]:
    """For routes and callbacks that do something dangerous, under their `@requires`."""

    @wraps(function)
    def proven(*args: P.args, **kwargs: P.kwargs) -> R:
        check_proof()
        return function(*args, **kwargs)

    setattr(proven, PROOF_MARK, True)
    return proven


def needs_proof(function: Callable[..., object]) -> bool:
    """Whether the route or callback is marked so; `@requires` above it passes the mark on."""
    return bool(getattr(function, PROOF_MARK, False))


def proof_address(back: str) -> str:
    """Where a person proves that it is them, and comes back to the page `back`."""
    return f"/prove?next={quote(safe_next(back), safe='/')}"


def proof_address_of_request() -> str:
    """Where this request has to go first: back to itself when it opens a page, to the page of its form otherwise."""
    if request.method == "GET":
        return proof_address(address_of_request())
    before = find_page_before()
    return proof_address(before._replace(scheme="", netloc="").geturl() if before else HOME)
