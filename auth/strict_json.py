"""JSON as it arrives: too deep, NaN, halves of characters and the like are no JSON, and never reach what reads it."""

from typing import Any

import orjson
from flask.json.provider import DefaultJSONProvider


class StrictJson(DefaultJSONProvider):
    """Flask's own for what is sent. What is received is read by orjson, which raises ValueError where Python's reader
    runs out of stack or lets through what cannot be written again."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        return orjson.loads(s)
