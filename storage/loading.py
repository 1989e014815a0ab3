"""While the store reads its files into memory it answers nothing but how far it has come."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from redis import Redis
from redis import exceptions as redis_errors

from storage.errors import store_errors

LOOK_EVERY = 0.25


@dataclass(frozen=True, slots=True)
class Loading:
    """How far the store has come with reading its files, in per cent; None where it does not say."""

    percent: float | None

    @property
    def sentence(self) -> str:
        return "Loading your data." if self.percent is None else f"Loading your data: {int(self.percent)} %"


def find_loading(client: Redis) -> Loading | None:
    """How far the store has come; None when it has read everything. Raises StoreUnavailable when it does not answer."""
    with store_errors():
        try:
            client.ping()
        except redis_errors.BusyLoadingError:
            return Loading(ask_percent(client))
    return None


def wait_while_loading(client: Redis, tell: Callable[[Loading], None]) -> None:
    """Wait, however long it takes, until a store that somebody else runs has read its files; `tell` hears how far it
    is. Raises StoreUnavailable when it does not answer."""
    while loading := find_loading(client):
        tell(loading)
        time.sleep(LOOK_EVERY)


def ask_percent(client: Redis) -> float | None:
    """The percentage in INFO, of a cluster the least; None where an account may not ask."""
    try:
        told: dict[str, Any] = client.info("persistence")
    except redis_errors.ResponseError:
        return None
    nodes = [node for node in told.values() if isinstance(node, dict)] or [told]
    known = [float(node["loading_loaded_perc"]) for node in nodes if "loading_loaded_perc" in node]
    return min(known, default=None)
