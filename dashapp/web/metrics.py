"""What the web servers do, counted over all their processes, and how store and queue are: `/metrics` for Prometheus.

Each process counts in memory that its brothers can read (`gunicorn.conf.py` makes the folder for it); without that
folder a process counts for itself. Jobs end in the worker, which can be on another machine, so the store counts them.
"""

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from flask import Response, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue

from dashapp.context import Clockstart
from dashapp.services.jobs.queue import QUEUE, open_queue
from dashapp.services.jobs.worker_health import count_workers
from storage.connection import ask_facts, check_ready
from storage.errors import StorageError, as_storage_error

log = logging.getLogger("clockstart")

EXTENSION = "clockstart_metrics"
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The counters of one app in one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        counter = partial(Counter, registry=self.registry)
        self.requests = counter("clockstart_requests", "Requests answered.", ("endpoint", "status"))
        self.refusals = counter("clockstart_refusals", "Requests refused.", ("endpoint", "status"))
        self.saves = counter("clockstart_saves", "Saves asked for, by what became of them.", ("module", "outcome"))
        self.seconds = Histogram(
            "clockstart_request_seconds", "Time to an answer.", ("endpoint",), buckets=SECONDS, registry=self.registry
        )

    def note(self, response: Response, seconds: float) -> None:
        """One request that has been answered."""
        endpoint = request.endpoint or "none"
        self.count(endpoint, response.status_code)
        self.seconds.labels(endpoint).observe(seconds)

    def count(self, endpoint: str, status: int) -> None:
        """An answer, and a refusal where it is one."""
        self.requests.labels(endpoint, str(status)).inc()
        if 400 <= status < 500:
            self.refusals.labels(endpoint, str(status)).inc()


def write_metrics(metrics: Metrics, clockstart: Clockstart) -> bytes:
    """Everything as Prometheus reads it."""
    counted = metrics.registry
    if os.environ.get(SHARED_FOLDER):
        counted = CollectorRegistry()
        MultiProcessCollector(counted)
    outside = CollectorRegistry()
    outside.register(StoreFacts(clockstart))
    return bytes(generate_latest(counted) + generate_latest(outside))


@dataclass(frozen=True, slots=True, eq=False)
class StoreFacts:
    """How store, queue and worker are at the moment of asking; what cannot be asked is left out."""

    clockstart: Clockstart

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        store = self.clockstart.store
        readiness = check_ready(store.client)
        yield gauge("clockstart_store_ready", "1 when the store keeps what it confirms.", readiness.ok)
        try:
            facts = ask_facts(store.client)
            ended = CounterMetricFamily("clockstart_jobs_ended", "Jobs that have ended.", labels=("kind", "state"))
            for (kind, state), count in store.jobs.count_ended().items():
                ended.add_metric((kind, state), count)
            yield ended
            for name, words in FACTS.items():
                if name in facts:
                    yield gauge(f"clockstart_store_{name}", words, float(facts[name]))
            if self.clockstart.settings.redis_url:
                with open_queue(self.clockstart.settings) as client:
                    yield from tell_queue(client)
        except StorageError as problem:
            log.warning("Some figures of the store or the queue are missing from /metrics", exc_info=problem)


FACTS = {
    "used_memory": "Bytes of memory the store uses.",
    "connected_clients": "Connections to the store.",
    "aof_current_size": "Bytes of the append-only file.",
    "loading": "1 while the store reads its files.",
    "aof_delayed_fsync": "Syncs to disk that came late.",
}


def tell_queue(client: Redis) -> Iterator[Metric]:
    """Jobs that wait, run or have failed lately, and the workers. Raises StorageError."""
    queue = Queue(QUEUE, connection=client)
    jobs = GaugeMetricFamily("clockstart_jobs", "Jobs on the queue.", labels=("state",))
    try:
        counts = {
            "waiting": queue.count,
            "running": queue.started_job_registry.count,
            "failed": queue.failed_job_registry.count,
        }
    except RedisError as problem:
        raise as_storage_error(problem) from problem
    for state, count in counts.items():
        jobs.add_metric((state,), count)
    yield jobs
    yield gauge("clockstart_job_workers", "Job workers that have shown themselves lately.", count_workers(client))


def gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(name, words, value)
