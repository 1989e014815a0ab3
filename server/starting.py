"""Until the store can be worked with, a visitor is told what is being waited for instead of getting an error.

The web server starts beside the store, not after it, so that a browser that comes early is answered. This is a door in
front of the whole app: it also closes when gunicorn alone is started against a store that is still loading.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from html import escape
from typing import TYPE_CHECKING

from redis import Redis
from werkzeug.wrappers import Request, Response

from dashapp.settings import Settings
from dashapp.ui.bundle import ASSETS
from storage.demo_making import find_making
from storage.errors import StorageError, StoreFull, StoreUnavailable
from storage.history import check_history, place_of
from storage.loading import find_loading
from storage.migrations import check_version

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

AGAIN_SECONDS = 2
ALWAYS_OPEN = frozenset({"/healthz"})
PAGE = """<!doctype html>
<html lang="en-GB">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="{seconds}">
<title>Clockstart is starting</title>
<style>
{tokens}
body {{ margin: 0; padding: 2rem max(1rem, (100vw - 34rem) / 2); background: var(--cs-paper); color: var(--cs-ink);
  font: 0.875rem/1.43 var(--cs-font) }}
h1 {{ margin-top: 3rem }}
.brand {{ display: flex; align-items: center; gap: 9px; font-size: 1.25rem; font-weight: 650 }}
.brand svg {{ width: 32px; height: 32px }}
</style>
<div class="brand">{mark}Clockstart</div>
<main>
<h1>Clockstart is starting</h1>
<p role="status">{sentence}</p>
<p>This page looks again by itself every {seconds} seconds.</p>
</main>
</html>
"""


class StartingDoor:
    """A WSGI app around the app. `find_wait` gives the sentence on what is being waited for, "" once there is nothing;
    from then on every request goes straight through."""

    def __init__(self, app: WSGIApplication, find_wait: Callable[[], str]) -> None:
        self._app = app
        self._find_wait = find_wait
        self._is_open = False

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not self._is_open and environ.get("PATH_INFO") not in ALWAYS_OPEN:
            try:
                sentence = self._find_wait()
            except StoreUnavailable:
                # what the app says of a store that does not answer is better than anything known here
                return self._app(environ, start_response)
            if sentence:
                return answer(Request(environ), sentence)(environ, start_response)
            self._is_open = True
        return self._app(environ, start_response)


def answer(request: Request, sentence: str) -> Response:
    """503: a small page that loads itself again, or JSON for whoever does not ask for a page."""
    if request.accept_mimetypes.accept_html and request.path != "/readyz":
        response = Response(render_page(sentence), 503, mimetype="text/html")
    else:
        body = json.dumps({"ready": False, "reason": sentence})
        response = Response(body, 503, mimetype="application/json")
    response.headers["Retry-After"] = str(AGAIN_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response


def render_page(sentence: str) -> str:
    """The mark and the tokens are those of every other page; here they are part of the page, which loads nothing."""
    tokens, mark = ((ASSETS / name).read_text() for name in ("theme.css", "favicon.svg"))
    return PAGE.format(sentence=escape(sentence), seconds=AGAIN_SECONDS, tokens=tokens, mark=mark)


def find_wait(client: Redis, settings: Settings) -> str:
    """What has to be waited for before anybody can work here. Raises StoreUnavailable when the store is away."""
    loading = find_loading(client)
    if loading:
        return loading.sentence
    try:
        check_memory(client, settings)
        check_version(client)
    except StoreUnavailable:
        raise
    except StoreFull:
        return ""
    except StorageError as problem:
        return problem.sentence
    making = find_making(client)
    return making.sentence if making else ""


def check_memory(client: Redis, settings: Settings) -> None:
    """Refuse a store at an address that has lost what this data folder remembers of it; a store of our own looks for
    itself. Raises Vanished."""
    if settings.redis_url:
        check_history(client, settings.data_dir, place_of(settings.redis_url))
