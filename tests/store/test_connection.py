"""From an address to a client, and what a store says about itself."""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import fakeredis
import pytest
from redis import Redis
from redis import exceptions as redis_errors

from storage import open_store
from storage.connection import check_ready, cluster_node, connect, find_reason
from storage.errors import (
    NotKnown,
    Refused,
    StorageError,
    StoreFull,
    StoreLoading,
    StoreUnavailable,
    as_storage_error,
    store_errors,
)
from storage.record import Trace
from storage.server_binary import find_engine
from tests.waiting import wait_until


@pytest.fixture
def plain_server(tmp_path: Path) -> Iterator[Path]:
    """A server as it comes: nothing is kept on disk."""
    path = tmp_path / "plain.sock"
    command = [
        str(find_engine().binary),
        "--port",
        "0",
        "--unixsocket",
        str(path),
        "--save",
        "",
        "--dir",
        str(tmp_path),
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    wait_until(path.exists)
    yield path
    server.kill()
    server.wait()


def test_a_store_that_cannot_write_its_disk_is_read_also_by_a_connection_that_was_idle(tmp_path: Path) -> None:
    """It answers MISCONF to every write, and to PING."""
    path, data = tmp_path / "full.sock", tmp_path / "data"
    data.mkdir()
    flags = ["--port", "0", "--unixsocket", str(path), "--save", "900 1", "--dir", str(data)]
    server = subprocess.Popen([str(find_engine().binary), *flags], stdout=subprocess.DEVNULL)
    try:
        wait_until(path.exists)
        client = connect(f"unix://{path}")
        client.set("a", "1")
        shutil.rmtree(data)
        client.bgsave()
        wait_until(lambda: client.info()["rdb_last_bgsave_status"] == "err")
        for connection in client.connection_pool._available_connections:  # type: ignore[attr-defined]
            connection.next_health_check = 0
        assert client.get("a") == "1"
        with pytest.raises(StoreFull), store_errors():
            client.set("a", "2")
    finally:
        server.kill()
        server.wait()


@pytest.fixture
def frozen_server() -> Iterator[int]:
    """A listener that accepts and never answers."""
    listener = socket.create_server(("127.0.0.1", 0))
    yield listener.getsockname()[1]
    listener.close()


def test_every_connection_gives_up_soon_and_repeats_twice() -> None:
    for url in ("redis://localhost:1", "rediss://localhost:1", "unix:///nowhere.sock"):
        client = connect(url)
        kwargs = client.connection_pool.connection_kwargs
        assert kwargs["retry"].get_retries() == 2
        assert (kwargs["socket_timeout"], kwargs["socket_connect_timeout"]) == (5.0, 1.0)


def test_tls_is_used_where_it_is_asked_for() -> None:
    assert connect("rediss://localhost").connection_pool.connection_class.__name__ == "SSLConnection"


@pytest.mark.parametrize("url", ["", "http://x", "redis//x", "memory:", "redis://host:port"])
def test_another_address_is_refused(url: str) -> None:
    with pytest.raises(Refused):
        connect(url)


@pytest.mark.parametrize("place", ["", "host", ":6379", "host:x"])
def test_a_cluster_is_hosts_and_ports(place: str) -> None:
    with pytest.raises(Refused):
        cluster_node(place)
    assert cluster_node("10.0.0.1:6379").port == 6379


def test_a_cluster_that_is_not_there_is_unavailable() -> None:
    with pytest.raises(StoreUnavailable):
        connect("redis+cluster://127.0.0.1:1,127.0.0.1:2")


def test_a_store_that_is_not_there_is_unavailable_and_not_ready() -> None:
    client = connect("unix:///nowhere.sock")
    with pytest.raises(StoreUnavailable, match="has not been saved"), store_errors():
        client.get("a")
    ready = check_ready(client)
    assert (ready.ok, ready.engine) == (False, "unknown")


def test_a_store_that_never_answers_is_unavailable(frozen_server: int) -> None:
    client = connect(f"redis://127.0.0.1:{frozen_server}")
    client.connection_pool.connection_kwargs["socket_timeout"] = 0.05
    with pytest.raises(StoreUnavailable), store_errors():
        client.get("a")


def test_a_silent_store_is_asked_once_and_a_save_is_not_known() -> None:
    """Whether a write arrived cannot be known when its answer did not; a read that fails has stored nothing."""
    taken: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(0)
        client = connect(f"redis://127.0.0.1:{silent.getsockname()[1]}")
        client.connection_pool.connection_kwargs["socket_timeout"] = 0.05
        store = open_store(client)
        with pytest.raises(NotKnown, match="not known whether"):
            store.records.put(
                "A", "notes", "r", {}, op="o", seen_rev=0, trace=Trace("A"), now=datetime(2026, 11, 23, tzinfo=UTC)
            )
        with pytest.raises(StoreUnavailable, match="has not been saved"):
            store.records.list("A", "notes")
        with suppress(BlockingIOError):
            while True:
                taken.append(silent.accept()[0])
    assert len(taken) == 2, "each was asked once"
    for connection in taken:
        connection.close()


def test_a_store_that_keeps_nothing_on_disk_is_not_ready(plain_server: Path) -> None:
    client = connect(f"unix://{plain_server}")
    assert "append-only file is off" in check_ready(client).reason
    client.config_set("appendonly", "yes")
    client.config_set("appendfsync", "everysec")
    assert (check_ready(client).ok, check_ready(client).fsync) == (True, "everysec")
    client.config_set("appendfsync", "no")
    assert "appendfsync" in check_ready(client).reason
    client.config_set("appendfsync", "always")
    client.config_set("maxmemory-policy", "allkeys-lru")
    assert "noeviction" in check_ready(client).reason


def test_where_config_is_refused_the_facts_decide_and_fsync_is_unknown(plain_server: Path) -> None:
    admin = connect(f"unix://{plain_server}")
    admin.config_set("appendonly", "yes")
    admin.acl_setuser("app", enabled=True, nopass=True, keys=["*"], commands=["+@all", "-config"])
    ready = check_ready(connect(f"unix://app:x@{plain_server}"))
    assert (ready.ok, ready.fsync) == (True, "fsync unknown")
    admin.acl_setuser("app", commands=["-info"])
    ready = check_ready(connect(f"unix://app:x@{plain_server}"))
    assert (ready.ok, ready.engine) == (False, "unknown")


def test_a_failed_write_of_the_append_only_file_is_not_ready() -> None:
    assert find_reason({"appendonly": "yes"}, {"aof_last_write_status": "err"})
    assert find_reason({"appendonly": "yes", "min-replicas-to-write": "1"}, {"connected_slaves": "0"})
    assert not find_reason({"appendonly": "yes", "min-replicas-to-write": "1"}, {"connected_slaves": "1"})


@pytest.mark.parametrize(
    ("problem", "becomes"),
    [
        (redis_errors.ConnectionError("Connection refused"), StoreUnavailable),
        (redis_errors.TimeoutError("Timeout reading"), StoreUnavailable),
        (redis_errors.BusyLoadingError("LOADING"), StoreLoading),
        (redis_errors.ReadOnlyError("READONLY"), StoreUnavailable),
        (redis_errors.OutOfMemoryError("OOM command not allowed"), StoreFull),
        (redis_errors.ResponseError("MISCONF Errors writing to the AOF file: No space left on device"), StoreFull),
        (redis_errors.ResponseError("NOREPLICAS Not enough good replicas to write."), StoreFull),
        (redis_errors.ResponseError("WRONGTYPE"), StorageError),
    ],
)
def test_each_failure_has_its_error_with_a_sentence(
    problem: redis_errors.RedisError, becomes: type[StorageError]
) -> None:
    found = as_storage_error(problem)
    assert type(found) is becomes
    assert found.sentence.startswith(("Your work has not been saved", "The data store is still loading"))


def test_many_threads_share_one_client(server_url: str) -> None:
    client = connect(server_url)
    client.flushall()
    threads = [threading.Thread(target=lambda: [client.incr("n") for _ in range(50)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert client.get("n") == "400"


def test_fakeredis_is_not_mistaken_for_a_store_that_keeps(monkeypatch: pytest.MonkeyPatch) -> None:
    client: Redis = fakeredis.FakeRedis(decode_responses=True)
    assert not check_ready(client).ok
