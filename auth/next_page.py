"""Where to go after signing in: a page of this site, or home."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

HOME = "/"
OWN_PATH = re.compile(r"/(?!/)[^\\\x00-\x20\x7f]*")


def safe_next(target: str | None) -> str:
    """The target when it is a path on this site, otherwise home. Browsers read `//x`, `/\\x` and control characters in
    ways that lead elsewhere, so all of them count as elsewhere."""
    if not target or not OWN_PATH.fullmatch(target):
        return HOME
    parts = urlsplit(target)
    return HOME if parts.scheme or parts.netloc or parts.path.startswith(("/login", "/logout")) else target
