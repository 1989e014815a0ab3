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
from storage.connection import CLUSTER, connect
from storage.embedded import EmbeddedServer
from storage.errors import StorageError
from storage.loading import Loading, wait_while_loading
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

    servers: list[EmbeddedServer] = field(default_factory=list)
    web: subprocess.Popen[bytes] | None = None
    worker: WorkerWatch | None = None


def serve() -> None:
    """Start everything and serve until interrupted. Leaves with a sentence when a setting or the store is wrong.

    The web server comes up while the store reads its files, and says so to who comes early (see `starting`).
    """
    signal.signal(signal.SIGTERM, raise_exit)
    running = Running()
    try:
        settings = load_settings(os.environ)
        start_servers(settings, running.servers)
        running.web = start_web()
        wait_for_stores(settings, running.servers)
        first_link = prepare(settings)
        running.worker = WorkerWatch()
        running.worker.start()
        announce(settings, first_link)
        wait_for_web(running.web)
    except (SettingsError, StorageError) as error:
        sys.exit(f"Clockstart cannot start: {getattr(error, 'sentence', error)}")
    except KeyboardInterrupt:
        log.info("Stopping.")
    finally:
        stop(running)


def raise_exit(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def start_servers(settings: Settings, servers: list[EmbeddedServer]) -> None:
    """The app's own store, unless an address was given, and beside a cluster a small server for the job queue; their
    addresses go into the environment for every child. They may still be reading their files."""
    os.environ["CLOCKSTART_DATA_DIR"] = str(Path(settings.data_dir).resolve())
    if not settings.redis_url:
        start_server(settings, settings.data_dir, "CLOCKSTART_REDIS_URL", servers)
    elif settings.redis_url.startswith(CLUSTER) and not settings.queue_url:
        start_server(settings, settings.data_dir / "queue", "CLOCKSTART_QUEUE_URL", servers)


def start_server(settings: Settings, folder: Path, variable: str, servers: list[EmbeddedServer]) -> None:
    """A server of our own with its files in `folder`, its address in `variable`; among `servers` before it starts, so
    that it is stopped whatever happens next."""
    server = EmbeddedServer(folder, settings.redis_server or None)
    servers.append(server)
    os.environ[variable] = server.launch()


def wait_for_stores(settings: Settings, servers: list[EmbeddedServer]) -> None:
    """Wait until the stores have read their files, however long that takes; then look after our own."""
    for server in servers:
        server.wait_until_loaded(tell_loading)
        server.watch(lambda state: log.warning("%s", state.sentence))
    if settings.redis_url and not settings.redis_url.startswith(CLUSTER):
        with connect(settings.redis_url) as client:
            wait_while_loading(client, tell_loading)


@dataclass(slots=True)
class LoadingLines:
    """How far loading has come, on the terminal: a line when there is something new to say, at most one a second."""

    said: str = ""
    next_at: float = 0.0

    def __call__(self, loading: Loading) -> None:
        now = time.monotonic()
        if now >= self.next_at and loading.sentence != self.said:
            print(loading.sentence, flush=True)  # noqa: T201
            self.said, self.next_at = loading.sentence, now + 1.0


tell_loading = LoadingLines()


def prepare(settings: Settings) -> str:
    """Bring stored data to this version, and make the demo cohort the first time. With nobody to sign in, the path that
    makes the first administrator, else nothing."""

    from app import create_app
    from dashapp.context import EXTENSION
    from dashapp.services import demo
    from dashapp.starting import check_memory

    clockstart = create_app().server.extensions[EXTENSION]
    check_memory(clockstart.store.client, clockstart.settings)
    check_version(clockstart.store.client)

    if settings.demo:
        demo.make_when_empty(clockstart)
    if not clockstart.store.people.is_empty():
        return ""
    token = clockstart.store.invitations.create("", made_by="start", purpose="first", now=clockstart.now)
    return f"/set-up/{token}"


def announce(settings: Settings, first_link: str = "") -> None:
    """The address, for a demo who can sign in, and for an empty store how the first account is made."""
    lines = [f"Clockstart is at {settings.address}"]
    if first_link:
        lines += ["  Nobody has an account yet. This link makes the first, once:", f"  {settings.address}{first_link}"]
    if settings.demo:
        from dashapp.services.demo import DEMO_PEOPLE

        lines += [f"  {person.email} ({person.role})" for person in DEMO_PEOPLE]
        lines.append(f"  password: {settings.demo_password}")
    print("\n".join(lines), flush=True)  # noqa: T201


def start_web() -> subprocess.Popen[bytes]:
    """gunicorn, which answers for itself while the store is read."""
    return subprocess.Popen(web_command(), start_new_session=True)


def wait_for_web(web: subprocess.Popen[bytes]) -> None:
    """Returns when the web server has stopped."""
    if code := web.wait():
        sys.exit(f"The web server stopped with status {code}.")


def web_command() -> list[str]:
    """How the web server is started; gunicorn.conf.py says the rest."""
    return [sys.executable, "-m", "gunicorn", f"--config={CONFIG}", "dashapp.wsgi:make_server()"]


def stop(running: Running) -> None:
    """The web server and the worker first, then the stores, which finish what they are writing."""
    if running.web is not None:
        end(running.web)
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
