"""Every test here runs twice: on the embedded server, and as the account that the access list of a server gives the app
(deploy/store-commands.txt). What is marked `everywhere` runs on fakeredis and on a cluster of three too. The store is
empty before each test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import fakeredis
import pytest
from redis import Redis

from storage import Store, open_store
from storage.connection import connect
from storage.record import Trace
from tests.guarded_store import GuardedStore, run_guarded_store
from tests.store_cluster import run_cluster

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuardedStore]:
    with run_guarded_store(tmp_path_factory.mktemp("guarded")) as running:
        yield running


@pytest.fixture(scope="session")
def cluster_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with run_cluster(tmp_path_factory.mktemp("cluster")) as url:
        yield url


everywhere = pytest.mark.parametrize("client", ["fakeredis", "server", "account", "cluster"], indirect=True)


@pytest.fixture(params=["server", "account"])
def client(request: pytest.FixtureRequest) -> Iterator[Redis]:
    if request.param == "fakeredis":
        yield fakeredis.FakeRedis(decode_responses=True)
        return
    if request.param == "account":
        guarded: GuardedStore = request.getfixturevalue("guarded")
        connect(guarded.janitor_url).flushall()
        client = connect(guarded.url)
    else:
        client = connect(request.getfixturevalue(f"{request.param}_url"))
        client.flushall()
    yield client
    client.close()


@pytest.fixture
def store(client: Redis) -> Store:
    return open_store(client)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def alice() -> Trace:
    return Trace("ALICE", "trace-1", "192.0.2.1")
