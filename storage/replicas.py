"""How many replicas must have a write before it is called saved, on a replicated server or a cluster.

A primary answers before its replicas have the write, so a fail-over can lose the last moment of confirmed work. Asking
for replicas closes that window as far as they go: in memory with WAIT, on their disks with WAITAOF.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from redis import RedisCluster
from redis.exceptions import MovedError

from storage.errors import NotKnown

WAIT_MS = 2000
NOT_COPIED = (
    "Your work is stored, but {have} of {count} copies have it so far, so it could be lost if the server failed now. "
    "Save again in a moment; nothing is ever stored twice."
)


@dataclass(frozen=True, slots=True)
class Replicas:
    """`count` replicas; `on_disk` when each must have synced the write to its append-only file."""

    count: int
    on_disk: bool = False

    @classmethod
    def asked_for(cls, count: int, on_disk: bool) -> Replicas | None:
        """None where a save rests on the store alone."""
        return cls(count, on_disk) if count else None

    def __str__(self) -> str:
        place = "on disk" if self.on_disk else "in memory"
        return f"the store and {self.count} {'replica' if self.count == 1 else 'replicas'}, {place}"

    def run(self, client: Any, mark: str, key: str, command: Sequence[Any]) -> Any:
        """The reply of a command on `key`, once the replicas have what it wrote. Raises NotKnown where they do not.

        `mark` is a key in the same slot: setting it gives the replicas something to confirm also where a repeated
        operation writes nothing itself.
        """
        try:
            reply, reached = self._ask(client, mark, key, command)
        except MovedError:
            client.nodes_manager.initialize()  # the slot has a new primary
            reply, reached = self._ask(client, mark, key, command)
        have = reached[1] if self.on_disk else reached
        if have < self.count:
            raise NotKnown(NOT_COPIED.format(have=have, count=self.count))
        return reply

    def _ask(self, client: Any, mark: str, key: str, command: Sequence[Any]) -> list[Any]:
        """Command, mark and question go to one server as one request: the answer is about this connection's writes."""
        request = find_primary(client, key).pipeline(transaction=False)
        request.execute_command(*command)
        request.set(mark, "1", ex=1)
        if self.on_disk:
            request.execute_command("WAITAOF", 1, self.count, WAIT_MS)
        else:
            request.execute_command("WAIT", self.count, WAIT_MS)
        reply, _, reached = request.execute()
        return [reply, reached]


def find_primary(client: Any, key: str) -> Any:
    """The server that takes writes for a key."""
    if not isinstance(client, RedisCluster):
        return client
    cluster: Any = client
    return cluster.get_redis_connection(cluster.get_node_from_key(key))
