"""A cluster of three on this machine, made of the packaged server, for what a cluster alone shows."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from redis import Redis

from storage.server_binary import find_engine
from tests.guarded_store import wait_for_port
from tests.running_app import find_free_port
from tests.waiting import PATIENCE, wait_until

SLOTS = 16_384
NODES = 3


@contextmanager
def run_cluster(folder: Path) -> Iterator[str]:
    """Three primaries that share the slots; yields their address as CLOCKSTART_REDIS_URL takes it."""
    ports = [find_free_cluster_port() for _ in range(NODES)]
    servers = [start_node(folder / str(port), port) for port in ports]
    try:
        for port in ports:
            wait_for_port(port)
        join(ports)
        yield "redis+cluster://" + ",".join(f"127.0.0.1:{port}" for port in ports)
    finally:
        for server in servers:
            server.terminate()
        for server in servers:
            server.wait(PATIENCE)


def find_free_cluster_port() -> int:
    """A free port that leaves room for the cluster's own port, 10,000 above it."""
    while (port := find_free_port()) > 55_000:
        continue
    return port


def start_node(folder: Path, port: int) -> subprocess.Popen[bytes]:
    folder.mkdir(parents=True)
    flags = ("--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--appendonly", "yes", "--save", "")
    cluster = ("--appendfsync", "always", "--cluster-enabled", "yes", "--cluster-node-timeout", "2000")
    return subprocess.Popen([str(find_engine().binary), *flags, *cluster], stdout=subprocess.DEVNULL)


def join(ports: Sequence[int]) -> None:
    """Give every node its share of the slots, introduce them, and wait until each knows of all."""
    nodes = [Redis(port=port, decode_responses=True) for port in ports]
    share = SLOTS // len(ports)
    for place, node in enumerate(nodes):
        last = SLOTS - 1 if node is nodes[-1] else (place + 1) * share - 1
        node.execute_command("CLUSTER", "ADDSLOTSRANGE", place * share, last)
        node.execute_command("CLUSTER", "MEET", "127.0.0.1", ports[0])
    wait_until(lambda: all(is_whole(node) for node in nodes))


def is_whole(node: Redis) -> bool:
    told = str(node.execute_command("CLUSTER", "INFO"))
    return "cluster_state:ok" in told and f"cluster_known_nodes:{NODES}" in told
