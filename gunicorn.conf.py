"""How gunicorn serves Clockstart, whoever starts it from this folder: `python app.py`, docker-compose.yml or
`gunicorn 'server.wsgi:make_server()'` by itself. Options on its command line come before what is said here."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from dashapp.settings import SettingsError, load_settings
from server.children import end_with_parent, take_over
from server.logs import make_config
from storage.connection import CLUSTER
from storage.diagnosis import find_fault

try:
    settings = load_settings(os.environ)
except SettingsError as problem:
    sys.exit(f"Clockstart cannot start: {problem}")

# Before the app is loaded: an address that waiting does not mend is told once, by the process that then ends.
end_with_parent()
fault = find_fault(settings.redis_url) if settings.redis_url else None
if fault and (not fault.may_pass or settings.redis_url.startswith(CLUSTER)):
    sys.exit(f"Clockstart cannot start: {fault.sentence}")

bind = f"[{settings.host}]:{settings.port}" if ":" in settings.host else f"{settings.host}:{settings.port}"
workers = settings.workers
threads = settings.threads
logconfig_dict = make_config(settings.log_level)
preload_app = True  # once, by the process that the workers are copies of
worker_class = "server.web_worker.HealthFirstWorker"
control_socket_disable = True
keepalive = 30
graceful_timeout = 10

# gunicorn touches a file each time it looks for work. On the store's disk that touch waits for the store's syncs, and
# every request with it; so the file goes into memory where there is such a folder.
MEMORY = Path("/dev/shm")
if os.access(MEMORY, os.W_OK):
    worker_tmp_dir = str(MEMORY)

# The processes count into files that each can read, in memory: on a full disk such a file ends the process.
if settings.metrics:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(
        prefix="clockstart-metrics-", dir=MEMORY if os.access(MEMORY, os.W_OK) else None
    )


def on_exit(server):
    if settings.metrics:
        shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)


def on_starting(server):
    if fault:
        server.log.warning("%s", fault.sentence)


def when_ready(server):
    take_over()
