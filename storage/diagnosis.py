"""Why the store at an address cannot be used, in the words of whoever runs it: asked once, without repeating.

The place is named, never the password. Loading is no fault: the store is there, and it takes its time.
"""

import errno
import socket
import ssl
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from redis import Redis
from redis import exceptions as redis_errors
from redis.backoff import NoBackoff
from redis.retry import Retry

from storage.connection import CLUSTER, SCHEMES, read_cluster
from storage.errors import Refused

PATIENCE = 3.0


@dataclass(frozen=True, slots=True)
class Fault:
    """`code` for scripts, `sentence` for people: what is wrong, where, and what to do."""

    code: str
    sentence: str

    @property
    def may_pass(self) -> bool:
        """Whether the store may merely be on its way, as after a machine has started."""
        return self.code in {"nothing_there", "unreachable", "unknown_host", "silent"}


def find_fault(url: str) -> Fault | None:
    """What is wrong with the store at an address, or None."""
    if not url.startswith(SCHEMES):
        scheme = url.split("://")[0] if "://" in url else url[:12]
        return Fault("scheme", f"The address of the store begins with {scheme}; use one of {', '.join(SCHEMES)}.")
    if url.startswith(CLUSTER):
        return find_fault_of_cluster(url)
    try:
        client = Redis.from_url(url, **once())
    except ValueError as problem:
        return Fault("address", f"The address of the store cannot be read: {problem}.")
    with client:
        return reach(url) or ask(client, place_of(url), in_cluster=False)


def find_fault_of_cluster(url: str) -> Fault | None:
    """What is wrong with the first of its machines that can be reached, or with the last that cannot."""
    try:
        nodes, credentials = read_cluster(url)
    except Refused as problem:
        return Fault("address", problem.sentence)
    fault: Fault | None = None
    for node in nodes:
        place = f"{node.host}:{node.port}"
        fault = reach(f"redis://{place}")
        if fault is None:
            with Redis(host=node.host, port=int(node.port), **credentials, **once()) as client:
                return ask(client, place, in_cluster=True)
    return fault


def once() -> dict[str, Any]:
    """A connection that gives up soon and repeats nothing."""
    return {
        "decode_responses": True,
        "socket_timeout": PATIENCE,
        "socket_connect_timeout": PATIENCE,
        "retry": Retry(NoBackoff(), 0),
    }


def place_of(url: str) -> str:
    """Where it is, without name and password."""
    parts = urlsplit(url)
    return parts.path if parts.scheme == "unix" else f"{parts.hostname}:{parts.port or 6379}"


def reach(url: str) -> Fault | None:
    """Whether anything listens there."""
    parts, place = urlsplit(url), place_of(url)
    try:
        if parts.scheme == "unix":
            with socket.socket(socket.AF_UNIX) as probe:
                probe.settimeout(PATIENCE)
                probe.connect(parts.path)
        else:
            socket.create_connection((parts.hostname or "localhost", parts.port or 6379), PATIENCE).close()
    except socket.gaierror:
        return Fault("unknown_host", f"There is no machine called {parts.hostname}, where the store should be.")
    except TimeoutError:
        return Fault("unreachable", f"{place} cannot be reached: no answer in {PATIENCE:.0f} s. Is a firewall between?")
    except OSError as problem:
        return Fault("nothing_there", tell_not_there(place, problem))
    return None


def tell_not_there(place: str, problem: OSError) -> str:
    if problem.errno == errno.EACCES:
        return f"The store's socket {place} may not be opened by this account."
    why = "no such socket" if problem.errno == errno.ENOENT else "connection refused"
    if problem.errno not in {errno.ENOENT, errno.ECONNREFUSED}:
        why = problem.strerror or "no connection"
    return f"No store is at {place} ({why}). Start it, or correct its address."


def ask(client: Redis, place: str, *, in_cluster: bool) -> Fault | None:
    """Whether a store answers there, and to us."""
    try:
        client.ping()
        told: dict[str, Any] = client.info("cluster")
    except redis_errors.BusyLoadingError:
        return None
    except redis_errors.RedisError as problem:
        has_password = bool(client.connection_pool.connection_kwargs.get("password"))
        return tell_refusal(problem, place, has_password=has_password)
    is_one = str(told.get("cluster_enabled", "0")) == "1"
    if is_one != in_cluster:
        should = f"{CLUSTER}host:port,host:port" if is_one else "redis://host:port"
        return Fault("kind", f"{place} is {'part of a' if is_one else 'no'} cluster: its address should be {should}.")
    return None


def tell_refusal(problem: redis_errors.RedisError, place: str, *, has_password: bool) -> Fault | None:
    """The fault behind an error of redis-py; None where the store merely does not tell everything."""
    text = str(problem)
    if isinstance(problem, redis_errors.AuthenticationError) or text.startswith(("WRONGPASS", "NOAUTH")):
        if not has_password:
            return Fault("password_missing", f"The store at {place} asks for a password, and its address has none.")
        return Fault("password_wrong", f"The store at {place} refuses the name or the password in its address.")
    if isinstance(problem, redis_errors.NoPermissionError):
        return Fault("not_allowed", f"The store at {place} refuses this account what it needs ({text}).")
    if isinstance(problem, redis_errors.TimeoutError):
        return Fault(
            "silent",
            f"{place} takes connections and does not answer in {PATIENCE:.0f} s. Is it stalled, or does it want TLS?",
        )
    if isinstance(problem.__cause__ or problem.__context__, ssl.SSLError):
        return Fault("tls", f"{place} cannot be reached over TLS: {problem.__cause__ or problem.__context__}.")
    if isinstance(problem, redis_errors.ConnectionError | redis_errors.InvalidResponse):
        return Fault("not_a_store", f"What listens at {place} does not speak as a store does. Is the port right?")
    return None
