"""A bare server with nothing but sign-in and a small Dash app on it, for tests of the door itself."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import dash
import fakeredis
from dash import Input, Output, dcc, html
from flask import Flask, jsonify
from flask.testing import FlaskClient
from werkzeug.serving import make_server

import auth
from auth.actor import current_actor
from auth.requires import public, requires
from dashapp.ui.session_dialog import render_session_dialog
from dashapp.web.envelope import is_of_a_page
from storage import Store, open_store
from storage.owner import owner
from tests.cast import Cast, cheap_hasher, make_cast, sign_in

WAYS_IN = {
    "auth.mark",
    "auth.stylesheet",
    "auth.typeface",
    "auth.login",
    "auth.login_now",
    "auth.code_page",
    "auth.code_now",
    "auth.logout",
    "links.invitation",
    "links.accept_invitation",
    "links.first_admin",
    "links.make_first_admin",
    "links.forgotten",
    "links.ask_for_reset",
}
"""The endpoints that answer somebody who is not signed in."""
THEME = Path(__file__).parents[2] / "dashapp" / "assets" / "theme.css"


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass
class Site:
    server: Flask
    dash_app: dash.Dash
    store: Store
    cast: Cast
    clock: Clock

    def client(self, address: str = "10.0.0.1") -> FlaskClient:
        """A browser that nobody is signed in from."""
        client = self.server.test_client()
        client.environ_base["REMOTE_ADDR"] = address
        return client

    def signed_in(self, person: Any, address: str = "10.0.0.1") -> tuple[FlaskClient, str]:
        """A browser that this person has just signed in from, and its CSRF token."""
        client = self.client(address)
        return client, sign_in(client, person)


def make_site(
    *,
    https: bool = False,
    client: Any = None,
    more: Callable[[Flask], None] = lambda server: None,
    factor_required: bool = False,
    send_reset: Callable[[str], None] | None = None,
) -> Site:
    """Everything the tests need, on a store in memory; `more` adds routes of a test's own."""
    store = open_store(client or fakeredis.FakeRedis(decode_responses=True))
    clock = Clock(datetime(2026, 6, 12, 9, 0, tzinfo=UTC))
    server = Flask("site")
    dash_apps: list[dash.Dash] = []
    auth.init_app(
        server,
        store,
        secret_key="a secret of these tests",
        https=https,
        clock=clock,
        csp_hashes=lambda: dash_apps[0].csp_hashes(),
        password_hasher=cheap_hasher(),
        theme=THEME,
        factor_required=factor_required,
        send_reset=send_reset,
        knows_callback=lambda body: is_of_a_page(dash_apps[0].callback_map, body),
    )
    add_routes(server)
    more(server)
    dash_apps.append(make_dash_app(server))
    site = Site(server, dash_apps[0], store, make_cast(store), clock)
    site.client().get("/healthz")
    return site


def add_routes(server: Flask) -> None:
    @server.get("/healthz")
    @public
    def healthz() -> str:
        return "ok"

    @server.get("/whose")
    @requires()
    def whose() -> Any:
        return jsonify(owner=owner.get(), uid=current_actor().uid, role=current_actor().role)

    @server.get("/admin-only")
    @requires("admin")
    def admin_only() -> str:
        return "the whole cohort"

    @server.get("/breaks")
    @requires()
    def breaks() -> str:
        raise ZeroDivisionError("a surprise")


def make_dash_app(server: Flask) -> dash.Dash:
    app = dash.Dash(
        "site",
        server=server,
        pages_folder="",
        assets_folder=str(THEME.parent),
        suppress_callback_exceptions=True,
        enable_mcp=False,
    )

    @requires()
    def render_layout() -> html.Div:
        actor = current_actor()
        return html.Div(
            [
                html.Main(
                    [html.H1("A page"), html.Label("Your name", htmlFor="name"), dcc.Input(id="name", debounce=True)]
                ),
                html.Div(id="greeting"),
                html.Div(id="secret"),
                dcc.Interval(id="poll", disabled=True),
                render_session_dialog(actor.uid, actor.email),
            ]
        )

    app.layout = render_layout

    @app.callback(Output("greeting", "children"), Input("name", "value"), prevent_initial_call=True)
    @requires()
    def on_name(name: str) -> str:
        return f"Hello {name} from {current_actor().name}"

    @app.callback(Output("secret", "children"), Input("secret", "n_clicks"), prevent_initial_call=True)
    @requires("admin")
    def on_secret(_: int) -> str:
        return "SECRET COHORT DATA"

    @app.callback(
        Output("poll", "disabled"), Input("poll", "n_intervals"), Input("name", "n_submit"), prevent_initial_call=True
    )
    @requires()
    def on_poll_or_name(_: int, __: int) -> bool:
        return False

    @app.callback(Output("poll", "max_intervals"), Input("poll", "n_intervals"), prevent_initial_call=True)
    @requires()
    def on_poll(_: int) -> int:
        return 100

    return app


@contextmanager
def serve(site: Site) -> Iterator[str]:
    """The site on a port of this machine, for a browser; gives its address."""
    server = make_server("127.0.0.1", 0, site.server, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


def callback_body(output: str, prop: str, value: Any, *, changed: str = "name.value") -> dict[str, Any]:
    """The body the renderer posts for a callback with one input."""
    input_id, _, input_prop = changed.partition(".")
    return {
        "output": f"{output}.{prop}",
        "outputs": {"id": output, "property": prop},
        "inputs": [{"id": input_id, "property": input_prop, "value": value}],
        "changedPropIds": [changed],
    }
