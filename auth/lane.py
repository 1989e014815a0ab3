"""A lane of their own for passwords: hashing one takes a tenth of a second of a core, and anybody can ask for it.

In each process one thread does it, at low priority where the system allows that for a thread, so that a save goes
first. A few requests may wait for it; more are refused at once and told to come back, because each that waits holds a
thread of the web server.
"""

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TypeVar

from auth.errors import SignInsBusy

T = TypeVar("T")
PLACES = 5
"""One at work and four that wait, of the eight threads that a process of the web server has."""
COME_BACK = timedelta(seconds=2)
NICE = 19
"""The lowest: argon2 works with four threads in each process, which at a middling priority weigh together as much
as one that saves."""


class Lane:
    """Work of one kind, one at a time."""

    def __init__(self, places: int = PLACES) -> None:
        self._places = threading.BoundedSemaphore(places)
        self._thread: ThreadPoolExecutor | None = None
        self._pid = 0

    def run(self, work: Callable[[], T]) -> T:
        """What the work gives, in its turn. Raises SignInsBusy when too many are waiting."""
        if not self._places.acquire(blocking=False):
            raise SignInsBusy(COME_BACK)
        try:
            return self._find_thread().submit(work).result()
        finally:
            self._places.release()

    def check_free(self) -> None:
        """Raises SignInsBusy when too many are waiting."""
        if not self.is_free():
            raise SignInsBusy(COME_BACK)

    def is_free(self) -> bool:
        """Whether there is a place."""
        if not self._places.acquire(blocking=False):
            return False
        self._places.release()
        return True

    def _find_thread(self) -> ThreadPoolExecutor:
        """A process that was forked has none of its parent's threads."""
        if self._thread is None or self._pid != os.getpid():
            self._thread, self._pid = ThreadPoolExecutor(1, "passwords", give_way), os.getpid()
        return self._thread


def give_way() -> None:
    """Let other threads go first; on Linux a priority is a thread's own, elsewhere the whole process's."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
