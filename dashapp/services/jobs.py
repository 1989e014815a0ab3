"""Long work: asked for in a web thread, done by the worker, watched by the page."""

from __future__ import annotations

QUEUE = "clockstart"


def queue_url(url: str) -> str:
    """The address as the queue's library takes it."""
    return url
