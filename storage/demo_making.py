"""A demo cohort that is being made: noted before its first person, forgotten after its last step, so that one that was
cut off is known by it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import cast

import orjson
from redis import Redis

from storage import keys
from storage.errors import store_errors


@dataclass(frozen=True, slots=True)
class Making:
    """The addresses of the people that are made, and how many of them have their records."""

    emails: Sequence[str]
    done: int = 0

    @property
    def sentence(self) -> str:
        return f"Making the practice data: {self.done} of {len(self.emails)} people."


def put_making(client: Redis, making: Making) -> None:
    with store_errors():
        client.set(keys.DEMO_MAKING, orjson.dumps(asdict(making)).decode())


def find_making(client: Redis) -> Making | None:
    """The demo that was begun and not brought to its end; None when there is none."""
    with store_errors():
        found = cast("str | None", client.get(keys.DEMO_MAKING))
    return Making(**orjson.loads(found)) if found else None


def remove_making(client: Redis) -> None:
    """It is whole."""
    with store_errors():
        client.delete(keys.DEMO_MAKING)
