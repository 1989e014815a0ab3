"""The Lua scripts, by name: one script per atomic step, read once from `storage/scripts`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from redis import Redis
from redis.commands.core import Script

from storage.errors import store_errors

ON_THEIR_OWN = frozenset({"history", "rebuild", "session_touch", "limit_take"})


@cache
def text_of(name: str) -> str:
    """The text of a script, with what the writing scripts share in front of it."""
    folder = files("storage") / "scripts"
    own = (folder / f"{name}.lua").read_text(encoding="utf-8")
    if name in ON_THEIR_OWN:
        return own
    return (folder / "shared.lua").read_text(encoding="utf-8") + own


class Scripts:
    """The scripts on one client; `run` loads a script again when the server has forgotten it."""

    def __init__(self, client: Redis) -> None:
        self._client = client
        self._scripts: dict[str, Script] = {}

    def run(self, name: str, keys: list[str], args: list[str]) -> Any:
        """What the script replies. Raises the errors of `storage.errors`."""
        script = self._scripts.get(name) or self._scripts.setdefault(name, self._client.register_script(text_of(name)))
        with store_errors():
            return script(keys=keys, args=args)
