"""The store that code without an app in its hands works on: the one in use, or the one the environment names."""

import atexit
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from storage import Store, open_store
from storage.connection import connect
from storage.embedded import EmbeddedServer
from storage.replicas import Replicas

_in_process: list[Store] = []
_in_context: ContextVar[Store | None] = ContextVar("store", default=None)


def use_store(store: Store | None) -> None:
    """Make this the store of the process; None goes back to the one the environment names."""
    _in_process[:] = [store] if store is not None else []


@contextmanager
def using_store(store: Store) -> Iterator[Store]:
    """Make this the store inside the `with`, whatever the rest of the process uses."""
    before = _in_context.set(store)
    try:
        yield store
    finally:
        _in_context.reset(before)


def current_store() -> Store:
    """The store of this context, else of the process, else of the environment. Raises StorageError when there is
    none to be had."""
    chosen = _in_context.get()
    if chosen is not None:
        return chosen
    return _in_process[0] if _in_process else store_of_environment()


@cache
def store_of_environment() -> Store:
    """For scripts: the store at CLOCKSTART_REDIS_URL, or the embedded one of CLOCKSTART_DATA_DIR (a running one is
    joined; one started here is stopped when the script ends)."""
    url = os.environ.get("CLOCKSTART_REDIS_URL", "")
    if not url:
        server = EmbeddedServer(
            os.environ.get("CLOCKSTART_DATA_DIR", "./data"), os.environ.get("CLOCKSTART_REDIS_SERVER")
        )
        url = server.start()
        atexit.register(server.stop)
    count = int(os.environ.get("CLOCKSTART_SAVE_REPLICAS") or 0)
    on_disk = os.environ.get("CLOCKSTART_SAVE_REPLICAS_ON_DISK") == "1"
    return open_store(connect(url), Replicas.asked_for(count, on_disk))
