"""How much of the long tests is run: `make test` runs a short form of each, `make test-full` all of it, and
`make screenshots` takes the pictures of the long form alone."""

from __future__ import annotations

import os

IS_FULL = os.environ.get("TESTS") == "full"
TAKES_PICTURES = os.environ.get("TESTS") in ("full", "pictures")
PART = 4
WALK = "" if IS_FULL else os.environ.get("WALK", "")
"""What an address holds that is visited in a walk over all pages; every address holds nothing."""


def examples(count: int) -> int:
    """How many cases a property is tried with, of `count` in the long form. Every run draws others."""
    return count if IS_FULL else count // PART
