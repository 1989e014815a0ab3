"""The job worker: takes long work out of the web threads. Started by `python app.py` and by compose."""

from __future__ import annotations

import os

from redis import Redis
from rq import Worker

from app import create_app
from dashapp.context import EXTENSION, Clockstart
from dashapp.logs import configure_logging
from dashapp.services.jobs import QUEUE, queue_url
from dashapp.settings import load_settings


def main() -> None:
    """Work until asked to stop. Every job runs in a process of its own, so one that dies takes nobody along."""
    settings = load_settings(os.environ)
    configure_logging(settings.log_level)
    app = create_app(settings)
    clockstart: Clockstart = app.server.extensions[EXTENSION]
    client = Redis.from_url(queue_url(clockstart.settings))
    with app.server.app_context():
        Worker([QUEUE], connection=client).work(logging_level="WARNING")


if __name__ == "__main__":
    main()
