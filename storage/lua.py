"""The Lua scripts, by name: one script per atomic step, read once from `storage/scripts`."""

from functools import cache
from hashlib import sha1
from importlib.resources import files
from typing import Any

from redis import Redis
from redis.exceptions import NoScriptError

from storage import keys as stored_keys
from storage.errors import NotKnown, StoreUnavailable, store_errors
from storage.replicas import Replicas

ON_THEIR_OWN = frozenset(
    {
        "history",
        "rebuild",
        "session_read",
        "session_touch",
        "session_end",
        "session_keep",
        "limit_take",
        "factor_step",
        "take_out",
        "evidence_add",
        "swap",
    }
)


@cache
def text_of(name: str) -> str:
    """The text of a script, with what the writing scripts share in front of it."""
    folder = files("storage") / "scripts"
    own = (folder / f"{name}.lua").read_text(encoding="utf-8")
    if name in ON_THEIR_OWN:
        return own
    return (folder / "shared.lua").read_text(encoding="utf-8") + own


@cache
def digest_of(name: str) -> str:
    """What the server knows a script by."""
    return sha1(text_of(name).encode(), usedforsecurity=False).hexdigest()


class Scripts:
    """The scripts on one client. A server that does not know a script (it has just been started again) is given its
    text with the same request, so that there is no moment between loading and running."""

    def __init__(self, client: Redis, replicas: Replicas | None = None) -> None:
        self._client = client
        self._replicas = replicas

    def run(self, name: str, keys: list[str], args: list[str]) -> Any:
        """What the script replies. Raises the errors of `storage.errors`; NotKnown where one that changes records may
        have been carried out."""
        try:
            with store_errors():
                return self._run(name, keys, args)
        except StoreUnavailable as problem:
            if name in ON_THEIR_OWN or isinstance(problem, NotKnown):
                raise
            raise NotKnown from problem

    def _run(self, name: str, keys: list[str], args: list[str]) -> Any:
        call = (len(keys), *keys, *args)
        try:
            return self._send(name, keys[0], ("EVALSHA", digest_of(name), *call))
        except NoScriptError:
            return self._send(name, keys[0], ("EVAL", text_of(name), *call))

    def _send(self, name: str, key: str, command: tuple[Any, ...]) -> Any:
        if self._replicas is None or name in ON_THEIR_OWN:
            client: Any = self._client
            return client.execute_command(*command)
        return self._replicas.run(self._client, stored_keys.mark_next_to(key), key, command)
