"""Records of the earlier platform that wait for their owner's account."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

import orjson
from redis import Redis

from storage import keys
from storage.errors import store_errors
from storage.record import write_data


class EarlierStore:
    """Waiting records by e-mail address: `<module>/<record id>` → a JSON object."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    def put(self, email: str, waiting: Mapping[str, Mapping[str, Any]]) -> None:
        """Keep these, in one step."""
        texts: Any = {name: write_data(item) for name, item in waiting.items()}
        with store_errors():
            self._client.hset(keys.earlier(email), mapping=texts)

    def list(self, email: str) -> dict[str, dict[str, Any]]:
        """What waits for an address, by name."""
        with store_errors():
            texts = cast("dict[str, str]", self._client.hgetall(keys.earlier(email)))
        return {name: orjson.loads(text) for name, text in sorted(texts.items())}

    def remove(self, email: str, names: Iterable[str]) -> None:
        """These have reached their owner."""
        gone = list(names)
        if gone:
            with store_errors():
                self._client.hdel(keys.earlier(email), *gone)
