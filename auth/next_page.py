"""Where to go after signing in: a page of this site, or home."""

import re
from urllib.parse import SplitResult, quote, unquote, urlsplit

from flask import request

HOME = "/"
OWN_PATH = re.compile(r"/(?!/)[^\\\x00-\x20\x7f]*")


def safe_next(target: str | None) -> str:
    """The target when it is a path on this site, otherwise home. Browsers read `//x`, `/\\x` and control characters in
    ways that lead elsewhere, so all of them count as elsewhere."""
    if not target or not OWN_PATH.fullmatch(target):
        return HOME
    parts = urlsplit(target)
    return HOME if parts.scheme or parts.netloc or parts.path.startswith(("/login", "/logout")) else target


def address_of_request() -> str:
    """The path as it was sent and the query; bytes that are no text become marks."""
    query = request.query_string.decode(errors="replace")
    return f"{path_as_sent()}?{query}" if query else path_as_sent()


def path_as_sent() -> str:
    """The path with its percent-encoding, as the server passes it on beside the decoded one: only there a `/` that
    belongs to an identifier is told from one that divides."""
    raw = str(request.environ.get("RAW_URI", "")).partition("?")[0]
    sent = quote(raw, safe="/%:@!$&'()*+,;=~")
    return sent if unquote(sent, errors="replace") == request.path else quote(request.path)


def find_page_before() -> SplitResult | None:
    """The page of this site that the request came from, or None: what a browser says of it may be anything."""
    try:
        opened = urlsplit(request.referrer or "")
    except ValueError:
        return None
    return opened if opened.netloc == request.host else None
