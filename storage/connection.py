"""From an address to a client, and whether the store behind it keeps what it confirms (TECH §1.5).

The client library repeats a write up to ten times by default, for seconds. Here a request gives up quickly, and every
write says which operation it is, so that a repetition is stored once.
"""

from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import unquote

from redis import Redis, RedisCluster
from redis import exceptions as redis_errors
from redis.backoff import ExponentialWithJitterBackoff
from redis.cluster import ClusterNode
from redis.retry import Retry

from storage.errors import Refused, StorageError, StoreUnavailable, as_storage_error
from storage.loading import find_loading

CONNECT_SECONDS = 1.0
ANSWER_SECONDS = 5.0
CLUSTER = "redis+cluster://"
SLOTS = 16_384
NOT_THERE = "The data store cannot be reached, or does not answer."
NO_ROOM = "The store has no room and takes nothing new; what is stored can be read and is not lost."
SCHEMES = ("unix://", "redis://", "rediss://", CLUSTER)


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether work can be confirmed. `reason` is a sentence, empty when ok; `fsync` is always, everysec, no or
    "fsync unknown"; `engine` is a name and a version."""

    ok: bool
    reason: str
    fsync: str
    engine: str
    warnings: tuple[str, ...] = ()
    """Sentences on what does not stop anybody's work."""


def connect(url: str) -> Redis:
    """A client for `unix://`, `redis://`, `rediss://` or `redis+cluster://host:port,host:port`.

    Nothing is sent for a single server; a cluster is asked for its slots, so StoreUnavailable may be raised.
    Raises Refused for an address of another kind.
    """
    if not url.startswith(SCHEMES):
        raise Refused(f"The address of the store must begin with one of {', '.join(SCHEMES)}.")
    if url.startswith(CLUSTER):
        return connect_cluster(url)
    try:
        return Redis.from_url(url, retry=retries(), **options())
    except ValueError as problem:
        raise Refused(f"The address of the store cannot be read: {problem}.") from problem


def connect_cluster(url: str) -> Redis:
    """A client of a cluster; it offers the same methods as far as this package uses them."""
    nodes, credentials = read_cluster(url)
    try:
        cluster: Any = RedisCluster(startup_nodes=nodes, retry=retries(), **credentials, **options())
    except (redis_errors.RedisError, redis_errors.RedisClusterException) as problem:
        raise StoreUnavailable from problem
    return cast(Redis, cluster)


def read_cluster(url: str) -> tuple[list[ClusterNode], dict[str, Any]]:
    """The machines that `redis+cluster://name:password@host:port,host:port` names, and what to sign in to each with.
    Raises Refused."""
    who, _, places = url.removeprefix(CLUSTER).split("/")[0].rpartition("@")
    name, _, password = (unquote(word) for word in who.partition(":"))
    given: dict[str, Any] = {"username": name, "password": password}
    return [cluster_node(place) for place in places.split(",")], {key: word for key, word in given.items() if word}


def cluster_node(place: str) -> ClusterNode:
    """`host:port` as a node; Refused when it is not that."""
    host, _, port = place.rpartition(":")
    if not host or not port.isdigit():
        raise Refused(f"A cluster is given as host:port,host:port; “{place}” is not.")
    return ClusterNode(host, int(port))  # type: ignore[no-untyped-call]


def retries() -> Retry:
    """Two more tries within about a quarter of a second where a connection breaks. A store that is silent is not asked
    again: each time would let somebody wait for as long as the first."""
    return Retry(ExponentialWithJitterBackoff(base=0.02, cap=0.2), 2, (redis_errors.ConnectionError,))


def options() -> dict[str, Any]:
    """What every connection is made with. None is asked for a sign of life before it is used: a store with a full disk
    refuses PING like a write, and reading would fail with it. One that was closed is opened again as it is used."""
    return {"decode_responses": True, "socket_connect_timeout": CONNECT_SECONDS, "socket_timeout": ANSWER_SECONDS}


def check_ready(client: Redis) -> Readiness:
    """Ask the store whether it can be reached, keeps an append-only file, and could write it last time."""
    try:
        loading = find_loading(client)
    except StorageError as problem:
        reason = NOT_THERE if isinstance(problem, StoreUnavailable) else problem.sentence
        return Readiness(False, reason, "fsync unknown", "unknown")
    if loading:
        return Readiness(False, loading.sentence, "fsync unknown", engine_of(ask_facts(client)))
    settings = ask_settings(client)
    facts = ask_facts(client)
    reason = find_reason(settings, facts) or find_lost_slots(client)
    fsync = settings.get("appendfsync", "fsync unknown")
    return Readiness(not reason, reason, fsync, engine_of(facts), find_warnings(facts))


def find_warnings(facts: dict[str, str]) -> tuple[str, ...]:
    """What does not stop anybody's work yet, as sentences."""
    if facts.get("aof_last_bgrewrite_status", "ok") == "ok":
        return ()
    return (
        "The last rewrite of the append-only file failed, so it goes on growing; nothing is lost. Is there room on the "
        "disk and in memory? The store's log says more.",
    )


def ask_settings(client: Redis) -> dict[str, str]:
    """The settings that decide about persistence; empty where CONFIG is refused (hosted stores)."""
    settings: dict[str, str] = {}
    try:
        for name in ("appendonly", "appendfsync", "maxmemory-policy", "min-replicas-to-write"):
            settings |= cast("dict[str, str]", client.config_get(name))
    except redis_errors.ResponseError:
        return {}
    except redis_errors.RedisError as problem:
        raise as_storage_error(problem) from problem
    return settings


def ask_facts(client: Redis) -> dict[str, str]:
    """INFO as text; of a cluster, the facts of each node after each other with the worst write status kept."""
    try:
        told: dict[str, Any] = client.info()
    except redis_errors.ResponseError:
        return {}
    except redis_errors.RedisError as problem:
        raise as_storage_error(problem) from problem
    nodes = [node for node in told.values() if isinstance(node, dict) and "redis_version" in node] or [told]
    facts = {name: str(value) for node in nodes for name, value in node.items()}
    for name, good in (("aof_enabled", "1"), ("aof_last_write_status", "ok"), ("aof_last_bgrewrite_status", "ok")):
        worse = [str(node[name]) for node in nodes if str(node.get(name, good)) != good]
        if worse:
            facts[name] = worse[0]
    return facts


def find_reason(settings: dict[str, str], facts: dict[str, str]) -> str:
    """Why work cannot be confirmed, as a sentence; empty when it can."""
    enabled = settings.get("appendonly") or {"1": "yes", "0": "no"}.get(facts.get("aof_enabled", ""))
    if enabled == "no":
        return "The store keeps nothing on disk: its append-only file is off. Work entered now could be lost."
    if enabled is None:
        return "The store does not say whether it keeps data on disk; allow CONFIG GET or INFO to this account."
    if settings.get("appendfsync") == "no":
        return "The store never asks the disk to keep what it writes (appendfsync no). Work entered now could be lost."
    lacks_replicas = int(settings.get("min-replicas-to-write", "0")) > int(facts.get("connected_slaves", "0"))
    if lacks_replicas or facts.get("aof_last_write_status", "ok") != "ok" or is_memory_full(facts):
        return NO_ROOM
    if settings.get("maxmemory-policy", facts.get("maxmemory_policy", "noeviction")) != "noeviction":
        return "The store may drop data when its memory is full: set maxmemory-policy to noeviction."
    return ""


def is_memory_full(facts: dict[str, str]) -> bool:
    """Whether the store has used up the memory it may use."""
    used = int(facts.get("used_memory", "0")) - int(facts.get("mem_not_counted_for_evict", "0"))
    return 0 < int(facts.get("maxmemory", "0")) < used


def find_lost_slots(client: Redis) -> str:
    """Of a cluster, whether every part of it answers, as a sentence; empty when it does, and for a single server."""
    if not isinstance(client, RedisCluster):
        return ""
    try:
        client.ping(target_nodes=RedisCluster.PRIMARIES)
        told = cast("dict[str, str]", client.cluster_info())
    except redis_errors.NoPermissionError:
        return ""
    except (redis_errors.RedisError, redis_errors.RedisClusterException):
        return "A server of the cluster does not answer: what some people stored can be neither read nor added to."
    lost = SLOTS - int(told.get("cluster_slots_ok", SLOTS))
    if not lost and told.get("cluster_state", "ok") == "ok":
        return ""
    return f"{lost:,} of the {SLOTS:,} slots of the cluster are down: what some people stored cannot be reached."


def engine_of(facts: dict[str, str]) -> str:
    """ "valkey 9.1.2", "redis 7.0.15"; "unknown" where INFO is refused."""
    if "valkey_version" in facts:
        return f"valkey {facts['valkey_version']}"
    return f"redis {facts['redis_version']}" if "redis_version" in facts else "unknown"
