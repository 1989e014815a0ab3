"""What sign-in works with, kept with the server: the store, the clock, passwords, signed device cookies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from flask import current_app, g, request

from auth.actor import find_actor
from auth.passwords import Passwords
from storage.record import Trace

if TYPE_CHECKING:
    from storage import Store

EXTENSION = "clockstart.auth"


@dataclass(frozen=True, slots=True)
class Auth:
    """`import_path` is the page where earlier data is brought in, `theme` the stylesheet with the tokens of the app;
    `https` makes cookies Secure; `knows_callback` says whether a page could send this body; `factor_required`
    whether managers and administrators need a second factor; `send_reset` has a link sent to an address if somebody has
    it, and is None where no e-mail can be sent; `only_reads` whether the callback with this output changes nothing;
    `make_frame` makes what is around every page of the app for who is signed in, for the plain pages."""

    store: Store
    clock: Callable[[], datetime]
    passwords: Passwords
    https: bool
    import_path: str
    theme: Path
    knows_callback: Callable[[object], bool]
    factor_required: bool = False
    send_reset: Callable[[str], None] | None = None
    only_reads: Callable[[str], bool] = lambda output: False
    make_frame: Callable[[], Any] = lambda: None


def current_auth() -> Auth:
    """The Auth of the server that answers this request."""
    return cast(Auth, current_app.extensions[EXTENSION])


def current_trace() -> Trace:
    """Who does it, in which request, from where: for the audit trail."""
    actor = find_actor()
    return Trace(actor=actor.by if actor else "", trace=g.get("trace", ""), ip=request.remote_addr or "")
