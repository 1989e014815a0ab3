"""Stored data: Redis and nothing else about the app (DESIGN §3).

The client of the store takes longer to import than a server takes to begin. So `Store` and what opens one are imported
when they are first asked for, and `storage.launching` can begin a server before that.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from storage.store import Store, open_copy, open_store

__all__ = ["Store", "open_copy", "open_store"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("storage.store"), name)
