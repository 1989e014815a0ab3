"""The job worker: takes long work out of the web threads. Started by `python app.py` and by compose."""

import logging
import os
import sys
import threading
import time

from dash import Dash
from redis import Redis
from rq import Queue, Worker
from rq.job import Job

from dashapp.context import EXTENSION, Clockstart
from dashapp.factory import create_app
from dashapp.services.jobs.jobs import say_killed
from dashapp.services.jobs.queue import QUEUE, queue_url
from dashapp.services.jobs.worker_health import WORKER_TTL
from dashapp.services.practice import closing
from dashapp.settings import Settings, SettingsError, load_settings
from server.children import end_with_parent
from server.logs import configure_logging
from storage.diagnosis import find_fault
from storage.errors import StorageError, StoreUnavailable
from storage.migrations import check_version

log = logging.getLogger("clockstart.worker")

ASK_EVERY = 1.0
LOOK_EVERY = 5.0
"""Seconds between two looks for sessions the time of which is over."""
LOOKING = threading.Lock()
"""Held during a look, and while the process of a job is made, which would inherit half of it."""


class JobWorker(Worker):
    def fork_work_horse(self, job: Job, queue: Queue) -> None:
        with LOOKING:
            super().fork_work_horse(job, queue)


def main() -> None:
    """Work until asked to stop. Every job runs in a process of its own, so one that dies takes nobody along. Leaves
    with a sentence when the store cannot be used."""
    end_with_parent()
    try:
        settings = load_settings(os.environ)
        configure_logging(settings.log_level)
        app = prepare(settings)
    except (SettingsError, StorageError) as problem:
        sys.exit(f"The job worker cannot start: {getattr(problem, 'sentence', problem)}")
    with app.server.app_context(), Redis.from_url(queue_url(settings)) as client:
        log.info("The job worker is ready")
        threading.Thread(target=watch_clock, args=(app,), name="exam clock", daemon=True).start()
        worker = JobWorker([QUEUE], connection=client, worker_ttl=WORKER_TTL, work_horse_killed_handler=say_killed)
        worker.work(logging_level="WARNING")


def watch_clock(app: Dash) -> None:
    """As long as this process lives."""
    while True:
        look(app)
        time.sleep(LOOK_EVERY)


def look(app: Dash) -> None:
    """Close what is over. What goes wrong is logged, and tried at the next look."""
    with LOOKING, app.server.app_context():
        try:
            closing.close_overdue(app.server.extensions[EXTENSION])
        except Exception:
            log.exception("Sessions with a time limit could not be looked for")


def prepare(settings: Settings) -> Dash:
    """The app, once its store has loaded data of this version. Raises StorageError."""
    for url in filter(None, (settings.redis_url, settings.queue_url)):
        if fault := find_fault(url):
            raise StoreUnavailable(fault.sentence)
    app = create_app(settings)
    clockstart: Clockstart = app.server.extensions[EXTENSION]
    while True:
        try:
            check_version(clockstart.store.client)
            return app
        except StoreUnavailable:
            time.sleep(ASK_EVERY)


if __name__ == "__main__":
    main()
