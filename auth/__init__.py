"""Who you are and what you may do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from argon2 import PasswordHasher
from flask import Flask
from flask_wtf.csrf import CSRFProtect  # type: ignore[import-untyped]

from auth.account import account_pages
from auth.blueprint import sign_in_pages
from auth.context import EXTENSION, Auth, current_auth, current_trace
from auth.devices import name_cookie
from auth.factor_pages import factor_pages
from auth.failures import init_failures
from auth.guard import init_guard
from auth.headers import ScriptHashes, init_headers
from auth.link_pages import link_pages
from auth.passwords import Passwords
from auth.proof_pages import proof_pages
from auth.signing_in import make_login_manager
from auth.strict_json import StrictJson
from auth.turned_away import TurnAway
from auth.viewing_pages import viewing_pages
from auth.words import device, moment

if TYPE_CHECKING:
    from storage import Store

__all__ = ["Auth", "current_auth", "current_trace", "init_app"]


def init_app(
    server: Flask,
    store: Store,
    *,
    secret_key: str,
    https: bool,
    clock: Callable[[], datetime],
    csp_hashes: ScriptHashes = tuple,
    password_hasher: PasswordHasher | None = None,
    theme: Path,
    import_path: str = "/earlier-data",
    knows_callback: Callable[[object], bool] = lambda body: True,
    factor_required: bool = False,
    send_reset: Callable[[str], None] | None = None,
    only_reads: Callable[[str], bool] = lambda output: False,
    on_turned_away: Callable[[str], None] = lambda trace: None,
    make_frame: Callable[[], Any] = lambda: None,
) -> Auth:
    """Put the guard, CSRF protection, headers, error answers and the plain pages on a server. Call it before Dash():
    the guard has to be the first to see a request. `clock` gives the time in UTC, `csp_hashes` the hashes of the
    inline scripts of a page (asked for with each page), `theme` is the stylesheet that holds the tokens of the app,
    `knows_callback` whether a page could send this body to a callback, `factor_required` whether managers and
    administrators need a second factor, `send_reset` has a reset link sent, `only_reads` says which
    callbacks change nothing and `make_frame` makes what is around a page (see `Auth`), `on_turned_away` is told the
    trace id of each sign-in that found the lane full."""
    server.config.update(
        SECRET_KEY=secret_key,
        SESSION_COOKIE_NAME=name_cookie("clockstart_session", https=https),
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
    )
    auth = Auth(
        store,
        clock,
        Passwords(password_hasher),
        https,
        import_path,
        theme,
        knows_callback,
        factor_required,
        send_reset,
        only_reads,
        make_frame,
    )
    server.extensions[EXTENSION] = auth
    server.json = StrictJson(server)
    server.wsgi_app = TurnAway(server.wsgi_app, auth.passwords, on_turned_away)  # type: ignore[assignment,method-assign]
    make_login_manager().init_app(server, add_context_processor=False)
    init_headers(server, https=https, csp_hashes=csp_hashes)
    init_guard(server)
    CSRFProtect(server)
    init_failures(server)
    server.jinja_env.filters.update(moment=moment, device=device)
    server.register_blueprint(sign_in_pages)
    server.register_blueprint(link_pages)
    server.register_blueprint(account_pages)
    server.register_blueprint(proof_pages)
    server.register_blueprint(viewing_pages)
    server.register_blueprint(factor_pages)
    return auth
