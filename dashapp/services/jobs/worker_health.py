"""Is a job worker there? Asked by `/readyz`, by `flask check`, and by the container of the worker about itself:
`python -m dashapp.services.jobs.worker_health` ends with 0 when the worker of this machine has shown itself lately."""

import os
import socket
import sys
from datetime import UTC, datetime, timedelta

from redis import Redis
from redis.exceptions import RedisError
from rq import Worker

from dashapp.services.jobs.queue import open_queue
from dashapp.settings import Settings, SettingsError, load_settings
from storage.errors import StorageError, as_storage_error

WORKER_TTL = 60
"""A worker without work shows itself every 45 seconds, 15 before rq takes it for gone."""
SILENT_AFTER = timedelta(seconds=90)
NO_WORKER = "No job worker has shown itself lately. Records are saved; imports, exports and long lists wait for one."


def count_workers(client: Redis, machine: str = "") -> int:
    """How many workers have shown themselves lately, on all machines or on this. Raises StorageError."""
    since = datetime.now(UTC) - SILENT_AFTER
    try:
        workers = [worker for worker in Worker.all(connection=client) if not machine or worker.hostname == machine]
    except RedisError as problem:
        raise as_storage_error(problem) from problem
    beats = [worker.last_heartbeat for worker in workers]
    return sum(beat is not None and beat.replace(tzinfo=UTC) > since for beat in beats)


def find_silence(settings: Settings) -> str:
    """What there is to say when no worker has shown itself lately, or the queue cannot be asked; "" when one has."""
    try:
        with open_queue(settings) as client:
            return "" if count_workers(client) else NO_WORKER
    except StorageError as problem:
        return f"The job queue: {problem.sentence}"


def main() -> None:
    """For the health check of a container."""
    try:
        with open_queue(load_settings(os.environ)) as client:
            found = count_workers(client, socket.gethostname())
    except (SettingsError, StorageError) as problem:
        sys.exit(str(getattr(problem, "sentence", problem)))
    sys.exit(0 if found else "No job worker of this machine has shown itself lately.")


if __name__ == "__main__":
    main()
