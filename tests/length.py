"""How much of the long tests is run: `make test` runs a short form of each, `make test-full` all of it."""

from __future__ import annotations

import os

IS_FULL = os.environ.get("TESTS") == "full"
