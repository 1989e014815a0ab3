"""How long answers to each template take: the last ones of everybody, without saying of whom."""

from collections.abc import Collection, Mapping, Sequence
from statistics import median_low
from typing import Any, cast

from redis import Redis

from storage import keys
from storage.errors import store_errors
from storage.worked_out import if_there_is_room

MOST, FEWEST = 99, 10
"""How many are kept of a template, and how many say something."""


class ItemTimes:
    """By template, in seconds. Of two that are added at the same moment one may be lost: nothing rests on each."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    def add(self, seconds: Mapping[str, Sequence[int]]) -> None:
        """Where there is room."""
        known = self._list([*seconds])
        told: dict[Any, Any] = {name: " ".join(map(str, [*known[name], *new][-MOST:])) for name, new in seconds.items()}
        if told:
            with if_there_is_room():
                self._client.hset(keys.ITEM_TIMES, mapping=told)

    def medians(self, templates: Collection[str]) -> dict[str, int]:
        """Of those that were answered often enough."""
        return {name: median_low(times) for name, times in self._list([*templates]).items() if len(times) >= FEWEST}

    def _list(self, templates: Sequence[str]) -> dict[str, list[int]]:
        with store_errors():
            texts = cast("list[str | None]", self._client.hmget(keys.ITEM_TIMES, [*templates])) if templates else []
        return {name: [*map(int, (text or "").split())] for name, text in zip(templates, texts, strict=True)}
