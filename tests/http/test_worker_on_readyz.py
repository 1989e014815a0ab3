"""A job worker that is not there is told on /readyz, and takes nothing away from it: saving does not need one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from redis import Redis
from rq import Worker

from dashapp.factory import create_app
from dashapp.services.jobs.queue import QUEUE
from dashapp.services.jobs.worker_health import NO_WORKER, SILENT_AFTER, WORKER_TTL
from dashapp.settings import load_settings
from storage.embedded import EmbeddedServer


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedServer]:
    server = EmbeddedServer(tmp_path)
    server.start()
    yield server
    server.stop()


def ask(client: FlaskClient) -> tuple[int, bool]:
    """The status, and whether the missing worker is told."""
    reply = client.get("/readyz")
    assert reply.json is not None
    return reply.status_code, NO_WORKER in reply.json["warnings"]


def test_a_worker_that_is_silent_is_told(tmp_path: Path, store: EmbeddedServer) -> None:
    settings = load_settings({"CLOCKSTART_DATA_DIR": str(tmp_path), "CLOCKSTART_REDIS_URL": store.url})
    client = create_app(settings).server.test_client()
    assert ask(client) == (200, True)
    queue = Redis.from_url(store.url)
    worker = Worker([QUEUE], connection=queue, worker_ttl=WORKER_TTL)
    worker.register_birth()
    assert ask(client) == (200, False)
    long_ago = (datetime.now(UTC) - 2 * SILENT_AFTER).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    queue.hset(worker.key, "last_heartbeat", long_ago)
    assert ask(client) == (200, True)
