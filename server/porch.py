"""Who comes while the app is being loaded gets the sign-in page already, from the process that starts the others.

Loading the app takes longer than reading a store of a hundred thousand records; the sign-in page needs only `auth`. So
it is answered here until the web server takes over: its page, its stylesheets, and the way to it from the home page.
Everything else waits, and is then sent to the same address again, which the web server answers.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Flask, jsonify
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

import auth
from auth.blueprint import SHEETS, TYPEFACE
from auth.next_page import OWN_PATH
from auth.requires import public
from dashapp.settings import Settings
from dashapp.ui.bundle import ASSETS
from server.starting import StartingDoor, answer, find_wait
from storage import Store

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

LOOKS = {f"/auth/{name}" for name in (*(f"{sheet}.css" for sheet in SHEETS), "favicon.svg", TYPEFACE)}
OPEN = frozenset({"/login", "/healthz", *LOOKS})
LOADING = "The pages are being loaded."
WAIT_AT_MOST, LARGEST_BODY = 32, 64 * 1024
READ_SECONDS = 10
LOOK_EVERY = 0.05
SIGN_IN = ("auth/base.html", "auth/login.html")
AGAIN = 307  # with the same method and the same answers


class Porch:
    """A small web server on the socket that the web server will listen on. `close` hands over to that."""

    def __init__(self, door: socket.socket, settings: Settings, store: Store) -> None:
        self._closed = threading.Event()
        self._count = threading.Lock()
        self.waiting = 0
        self._app = make_sign_in(settings, store)
        inside = StartingDoor(self.let_in, lambda: find_wait(store.client, settings))
        host, port = door.getsockname()[:2]
        self._server = make_server(host, port, inside, threaded=True, request_handler=QuietHandler, fd=door.fileno())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(LOOK_EVERY,), name="porch")

    def open(self) -> None:
        """Answer from now on. The sign-in page is read while the store reads its files, not by its first visitor."""
        self._thread.start()
        for name in SIGN_IN:
            self._app.jinja_env.get_template(name)

    def close(self) -> None:
        """Take no more visitors, and send those who wait to the web server."""
        if self._closed.is_set():
            return
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._closed.set()

    def let_in(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        if self.may_enter(request):
            return self._app(environ, start_response)
        return self.keep_waiting(request)(environ, start_response)

    def may_enter(self, request: Request) -> bool:
        """Only to sign in. Who has a cookie may be signed in already, and wants the page itself."""
        if request.method not in {"GET", "HEAD"}:
            return False
        is_newcomer = self._app.config["SESSION_COOKIE_NAME"] not in request.cookies
        return request.path in OPEN or (request.path == "/" and is_newcomer)

    def keep_waiting(self, request: Request) -> Response:
        """To the same address again once the web server is there. A probe, a large body and who comes after many is
        told at once to come again."""
        is_large = (request.content_length or 0) > LARGEST_BODY
        if request.path == "/readyz" or is_large or self.waiting >= WAIT_AT_MOST:
            return answer(request, LOADING)
        with self.counted():
            request.get_data(cache=False)
            self._closed.wait()
        sent = str(request.environ.get("RAW_URI", ""))
        return redirect(sent if OWN_PATH.fullmatch(sent) else "/", AGAIN)

    @contextmanager
    def counted(self) -> Iterator[None]:
        with self._count:
            self.waiting += 1
        try:
            yield
        finally:
            with self._count:
                self.waiting -= 1


def make_sign_in(settings: Settings, store: Store) -> Flask:
    """The plain pages of `auth`, as the app has them, over the same store and with the same key."""
    server = Flask("clockstart")
    auth.init_app(
        server,
        store,
        secret_key=settings.secret_key,
        https=settings.https,
        clock=lambda: datetime.now(UTC),
        theme=ASSETS / "theme.css",
    )
    server.add_url_rule("/healthz", "healthz", public(lambda: jsonify(status="up")))
    return server


class QuietHandler(WSGIRequestHandler):
    """One request a connection, without a line for each; the log of requests is the web server's."""

    protocol_version = "HTTP/1.0"
    timeout = READ_SECONDS

    def log(self, type: str, message: str, *args: object) -> None:
        pass

    def version_string(self) -> str:
        return "Clockstart"
