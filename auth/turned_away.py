"""Sign-ins that find the lane for passwords full are answered before Flask sees them.

Whoever guesses from many clients is turned away nearly every time. Each of these answers takes a hundredth of what a
save takes, so that there can be any number of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import orjson
from ulid import ULID

from auth.errors import SignInsBusy
from auth.headers import ALWAYS, DATA_POLICY
from auth.lane import COME_BACK
from auth.passwords import Passwords

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

PAGE = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Try again in a moment</title></head>
<body><main><h1>Try again in a moment</h1><p>{sentence}</p><p><a href="/login">Sign in</a></p>
<p><small>{trace}</small></p></main></body></html>"""


class TurnAway:
    """Around a server: a POST of /login is answered 429 while the lane is full. Flask's own hooks see none of it, so
    `note` is told the trace id of each."""

    def __init__(self, app: WSGIApplication, passwords: Passwords, note: Callable[[str], None]) -> None:
        self.app, self.passwords, self.note = app, passwords, note

    def __call__(self, environ: dict[str, Any], start: StartResponse, /) -> Iterable[bytes]:
        if environ.get("PATH_INFO") == "/login" and environ.get("REQUEST_METHOD") == "POST":
            try:
                self.passwords.check_free()
            except SignInsBusy as busy:
                trace = str(ULID())
                self.note(trace)
                return turn_away(environ, start, busy.sentence, trace)
        return self.app(environ, start)


def turn_away(environ: Mapping[str, Any], start: StartResponse, sentence: str, trace: str) -> list[bytes]:
    """As JSON to who sent JSON, else as a page without anything to load."""
    is_json = "json" in str(environ.get("CONTENT_TYPE"))
    told = orjson.dumps({"error": "too_many_attempts", "message": sentence, "trace": trace})
    body = told if is_json else PAGE.format(sentence=sentence, trace=trace).encode()
    headers = {
        **ALWAYS,
        "Content-Type": "application/json" if is_json else "text/html; charset=utf-8",
        "Content-Length": str(len(body)),
        "Content-Security-Policy": DATA_POLICY,
        "Cache-Control": "no-store",
        "Retry-After": str(int(COME_BACK.total_seconds())),
    }
    start("429 TOO MANY REQUESTS", list(headers.items()))
    return [body]
