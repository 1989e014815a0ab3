"""What a save costs that waits for a replica: in memory, and on its disk, as a ratio to one that waits for none.

Two servers on this machine, both synced at every write; a network between them adds its round trip to each.
"""

from __future__ import annotations

import statistics
import subprocess
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from storage import open_store
from storage.connection import connect
from storage.record import Trace
from storage.replicas import Replicas
from storage.server_binary import find_engine
from tests.guarded_store import wait_for_port
from tests.running_app import find_free_port

SAVES = 300
WAYS = {"the store alone": None, "a replica, in memory": Replicas(1), "a replica, on disk": Replicas(1, True)}


def start(folder: Path, port: int, *more: str) -> subprocess.Popen[bytes]:
    folder.mkdir()
    flags = ("--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--appendonly", "yes", "--save", "")
    command = [str(find_engine().binary), *flags, "--appendfsync", "always", *more]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    wait_for_port(port)
    return server


def time_saves(url: str, way: str, replicas: Replicas | None) -> float:
    """The median time of a save, in milliseconds."""
    records, now, took = open_store(connect(url), replicas).records, datetime.now(UTC), []
    for number in range(SAVES):
        name = f"{way} {number}"
        begun = time.perf_counter()
        records.put("A", "dna_cases", name, {"a": number}, op=name, seen_rev=None, trace=Trace("A"), now=now)
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took)


def main() -> None:
    port, copy = find_free_port(), find_free_port()
    with tempfile.TemporaryDirectory() as folder:
        servers = [start(Path(folder) / "primary", port)]
        servers.append(start(Path(folder) / "copy", copy, "--replicaof", "127.0.0.1", str(port)))
        while connect(f"redis://127.0.0.1:{copy}/0").info("replication").get("master_link_status") != "up":
            time.sleep(0.1)
        url = f"redis://127.0.0.1:{port}/0"
        alone = time_saves(url, "warm", None)
        for way, replicas in WAYS.items():
            took = time_saves(url, way, replicas)
            alone = took if replicas is None else alone
            print(f"{way:24} {took:6.2f} ms  {took / alone:5.2f} times the store alone")
        for server in servers:
            server.terminate()
            server.wait(30)


if __name__ == "__main__":
    main()
