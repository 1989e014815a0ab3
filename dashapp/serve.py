"""`python app.py`: the store as a child, the job worker, then the web server; Ctrl-C stops them in the other order."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from dashapp.settings import Settings, SettingsError, load_settings
from storage.connection import CLUSTER
from storage.embedded import EmbeddedServer
from storage.errors import StorageError
from storage.migrations import check_version

log = logging.getLogger("clockstart")

CONFIG = Path(__file__).parents[1] / "gunicorn.conf.py"
FIRST_WAIT, LONGEST_WAIT, STABLE_SECONDS = 0.5, 30.0, 10.0


@dataclass(slots=True)
class WorkerWatch:
    """The job worker, started again when it dies, in a session of its own so that Ctrl-C reaches it through us."""

    process: subprocess.Popen[bytes] | None = None
    ending: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None

    def start(self) -> None:
        self.thread = threading.Thread(target=self.look_after, name="worker watch", daemon=True)
        self.thread.start()

    def look_after(self) -> None:
        """Keep one running; one that dies at once is given a little longer each time."""
        wait = FIRST_WAIT
        while not self.ending.is_set():
            begun = time.monotonic()
            self.process = subprocess.Popen([sys.executable, "-m", "dashapp.worker"], start_new_session=True)
            self.process.wait()
            lived = time.monotonic() - begun
            wait = FIRST_WAIT if lived > STABLE_SECONDS else min(LONGEST_WAIT, wait * 2)
            self.ending.wait(wait)

    def stop(self) -> None:
        self.ending.set()
        if self.process is not None:
            end(self.process)
        if self.thread is not None:
            self.thread.join()


@dataclass(slots=True)
class Running:
    """What was started and must be stopped."""

    servers: list[EmbeddedServer]
    worker: WorkerWatch | None = None


def serve() -> None:
    """Start everything and serve until interrupted. Leaves with a sentence when a setting or the store is wrong."""
    try:
        settings = load_settings(os.environ)
        running = Running(start_servers(settings))
    except (SettingsError, StorageError) as error:
        sys.exit(f"Clockstart cannot start: {getattr(error, 'sentence', error)}")
    signal.signal(signal.SIGTERM, raise_exit)
    try:
        first_link = prepare(settings)
        running.worker = WorkerWatch()
        running.worker.start()
        announce(settings, first_link)
        run_web()
    except KeyboardInterrupt:
        log.info("Stopping.")
    finally:
        stop(running)


def raise_exit(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def start_servers(settings: Settings) -> list[EmbeddedServer]:
    """The app's own store, unless an address was given, and beside a cluster a small server for the job queue; their
    addresses go into the environment for every child."""
    os.environ["CLOCKSTART_DATA_DIR"] = str(Path(settings.data_dir).resolve())
    if not settings.redis_url:
        return [start_server(settings, settings.data_dir, "CLOCKSTART_REDIS_URL")]
    if settings.redis_url.startswith(CLUSTER) and not settings.queue_url:
        return [start_server(settings, settings.data_dir / "queue", "CLOCKSTART_QUEUE_URL")]
    return []


def start_server(settings: Settings, folder: Path, variable: str) -> EmbeddedServer:
    """A server of our own with its files in `folder`, looked after, its address in `variable`."""
    server = EmbeddedServer(folder, settings.redis_server or None)
    os.environ[variable] = server.start()
    server.watch(lambda state: log.warning("%s", state.sentence))
    return server


def prepare(settings: Settings) -> str:
    """Bring stored data to this version, and make the demo cohort the first time. With nobody to sign in, the path that
    makes the first administrator, else nothing."""

    from app import create_app
    from dashapp.context import EXTENSION
    from dashapp.services import demo

    clockstart = create_app().server.extensions[EXTENSION]
    check_version(clockstart.store.client)

    if settings.demo:
        demo.make_when_empty(clockstart)
    if not clockstart.store.people.is_empty():
        return ""
    token = clockstart.store.invitations.create("", made_by="start", purpose="first", now=clockstart.now)
    return f"/set-up/{token}"


def announce(settings: Settings, first_link: str = "") -> None:
    """The address, for a demo who can sign in, and for an empty store how the first account is made."""
    address = settings.public_address.rstrip("/") or f"http://{settings.host}:{settings.port}"
    lines = [f"Clockstart is at {address}"]
    if first_link:
        lines += ["  Nobody has an account yet. This link makes the first, once:", f"  {address}{first_link}"]
    if settings.demo:
        from dashapp.services.demo import DEMO_PEOPLE

        lines += [f"  {person.email} ({person.role})" for person in DEMO_PEOPLE]
        lines.append(f"  password: {settings.demo_password}")
    print("\n".join(lines), flush=True)  # noqa: T201


def run_web() -> None:
    """gunicorn; returns when it has stopped."""
    web = subprocess.Popen(web_command(), start_new_session=True)
    try:
        code = web.wait()
    except BaseException:
        end(web)
        raise
    if code:
        sys.exit(f"The web server stopped with status {code}.")


def web_command() -> list[str]:
    """How the web server is started; gunicorn.conf.py says the rest."""
    return [sys.executable, "-m", "gunicorn", f"--config={CONFIG}", "dashapp.wsgi:make_server()"]


def stop(running: Running) -> None:
    """The worker first, then the servers, which finish what they are writing."""
    if running.worker is not None:
        running.worker.stop()
    for server in running.servers:
        server.stop()


def end(process: subprocess.Popen[bytes], seconds: float = 15) -> None:
    """Ask a child to stop and wait; end it when it does not."""
    steps: tuple[Callable[[], None], ...] = (process.terminate, process.kill)
    for step in steps:
        step()
        try:
            process.wait(seconds)
            return
        except subprocess.TimeoutExpired:
            log.warning("A child does not stop; ending it.")
