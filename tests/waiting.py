"""How long a test waits: until what will never happen is told from what takes its time on a busy machine."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 300.0


def wait_until(is_so: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
