"""`python app.py`: takes the port, starts store, web server and job worker as children, and looks after them.

Ctrl-C, the end of the terminal and SIGTERM stop everything in the other order. A child that dies is started again.
When this process itself is killed, web server and worker end by themselves (`children`), and the next start adopts the
store.
"""

from __future__ import annotations

import errno
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dashapp.demo import demo_people
from dashapp.settings import Settings, SettingsError, load_settings, tell
from server.children import LINE, Child, Line, is_running
from storage import open_store
from storage.connection import CLUSTER, check_ready, connect
from storage.diagnosis import find_fault
from storage.embedded import EmbeddedServer
from storage.errors import StorageError
from storage.loading import Loading, wait_while_loading
from storage.migrations import check_version
from storage.server_files import find_state

if TYPE_CHECKING:
    from server.porch import Porch

log = logging.getLogger("clockstart")

CONFIG = Path(__file__).parents[1] / "gunicorn.conf.py"
WAITING_CONNECTIONS = 2048
LEFTOVER_SECONDS = 12.0
HEAD_START = 2.0
"""Seconds in which the web server, which takes a whole processor to load the app, leaves them to the store."""
CANNOT_LOAD = (3, 4)
"""What gunicorn ends with when the app cannot be loaded, which trying again does not mend."""


class CannotStart(Exception):
    """Something that an operator has to do first; the message says what."""


def serve() -> None:
    """Start everything and serve until told to stop. Leaves with a sentence when that cannot be."""
    try:
        with ExitStack() as running:
            start(load_settings(os.environ), running)
    except (SettingsError, StorageError, CannotStart, OSError) as problem:
        sys.exit(f"Clockstart cannot start: {tell(problem)}")
    except KeyboardInterrupt:
        log.info("Stopped.")


def ignore_signals() -> None:
    """Stopping is not interrupted: what was not stopped would be left behind."""
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.SIG_IGN)


def start(settings: Settings, running: ExitStack) -> None:
    """Everything in its order, each put where it is stopped again. The web server comes up while a store reads its
    files for long; who comes early is told so (see `starting`, `porch`). Returns only by an exception."""
    check_addresses(settings)
    servers: list[EmbeddedServer] = []
    given_up = threading.Event()
    door = running.enter_context(closing(take_port(settings)))
    line = running.enter_context(closing(Line()))
    web = Child(
        "web server",
        web_command(door),
        (door.fileno(), line.there.fileno()),
        {LINE: str(line.there.fileno())},
        lambda status: give_up(status, given_up),
    )
    worker = Child("job worker", [sys.executable, "-m", "server.worker"])
    running.callback(stop_servers, servers)
    running.callback(worker.stop)
    running.callback(web.stop)
    running.callback(ignore_signals)
    start_servers(settings, servers)
    porch = running.enter_context(closing(open_porch(door)))
    wait_for_stores(settings, servers, LoadingLines(web.start, time.monotonic() + HEAD_START))
    web.start()
    first_link = prepare(load_settings(os.environ))
    if line.wait(given_up):
        porch.close()
        line.close()
        worker.start()  # only now: it would have taken the processor from the web server
        announce(settings, first_link)
    given_up.wait()
    raise CannotStart("the web server cannot load the app; it has said why above.")


def check_addresses(settings: Settings) -> None:
    """Raises CannotStart for a store or a queue of somebody else's that cannot be used."""
    for url in filter(None, (settings.redis_url, settings.queue_url)):
        if fault := find_fault(url):
            raise CannotStart(fault.sentence)


def give_up(status: int, given_up: threading.Event) -> None:
    if status in CANNOT_LOAD:
        given_up.set()


def stop_servers(servers: list[EmbeddedServer]) -> None:
    """They finish what they are writing."""
    for server in servers:
        server.stop()


def take_port(settings: Settings) -> socket.socket:
    """The socket that people reach, held by this process whatever becomes of the web server. One that the leftovers of
    a killed start of the same folder hold is waited for. Raises CannotStart."""
    deadline = time.monotonic() + LEFTOVER_SECONDS
    while True:
        try:
            family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
            return socket.create_server((settings.host, settings.port), family=family, backlog=WAITING_CONNECTIONS)
        except OSError as problem:
            owner = find_owner(settings)
            if problem.errno != errno.EADDRINUSE or not owner or is_running(owner) or time.monotonic() > deadline:
                raise CannotStart(tell_port(settings, problem, owner)) from problem
        time.sleep(0.2)


def find_owner(settings: Settings) -> int:
    """The process that looked after the store of this folder last; 0 when there was none."""
    state = find_state(settings.data_dir)
    return state.owner if state else 0


def tell_port(settings: Settings, problem: OSError, owner: int) -> str:
    """Why the port cannot be had, and what to do."""
    place = f"{settings.host}:{settings.port}"
    if problem.errno == errno.EADDRINUSE and owner and is_running(owner):
        return f"{place} is taken. Clockstart runs on this data folder already; to end it: kill {owner}"
    if problem.errno == errno.EADDRINUSE:
        return f"{place} is taken by another program. End that, or choose another port in CLOCKSTART_PORT."
    return f"{place} cannot be listened on: {problem.strerror}. See CLOCKSTART_HOST and CLOCKSTART_PORT."


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


def open_porch(door: socket.socket) -> Porch:
    """The sign-in page for who comes early. What it needs is imported while the store reads its files."""
    from server.porch import Porch

    settings = load_settings(os.environ)
    porch = Porch(door, settings, open_store(connect(settings.redis_url)))
    porch.open()
    return porch


def wait_for_stores(settings: Settings, servers: list[EmbeddedServer], tell: Callable[[Loading], None]) -> None:
    """Wait until the stores have read their files, however long that takes; then look after our own."""
    for server in servers:
        server.wait_until_loaded(tell)
        server.watch(lambda state: log.warning("%s", state.sentence))
    if settings.redis_url and not settings.redis_url.startswith(CLUSTER):
        with connect(settings.redis_url) as client:
            wait_while_loading(client, tell)


@dataclass(slots=True)
class LoadingLines:
    """How far loading has come, on the terminal: a line when there is something new to say, at most one a second. A
    store that takes longer than `start_at` is not waited for with `start`."""

    start: Callable[[], None]
    start_at: float
    said: str = ""
    next_at: float = 0.0

    def __call__(self, loading: Loading) -> None:
        now = time.monotonic()
        if now >= self.start_at:
            self.start()
        if now >= self.next_at and loading.sentence != self.said:
            print(loading.sentence, flush=True)  # noqa: T201
            self.said, self.next_at = loading.sentence, now + 1.0


def prepare(settings: Settings) -> str:
    """Bring stored data to this version, and make the demo cohort the first time. With nobody to sign in, the path that
    makes the first administrator, else nothing."""
    from server.starting import check_memory

    store = open_store(connect(settings.redis_url), settings.replicas)
    check_memory(store.client, settings)
    check_version(store.client)
    readiness = check_ready(store.client)
    if not readiness.ok:
        log.warning("%s", readiness.reason)
    if settings.demo and demo_people.is_wanted(store):
        make_demo(settings)
    if not store.people.is_empty():
        return ""
    from auth.invitations import invite_first

    return invite_first(store, made_by="start", now=datetime.now(UTC))


def make_demo(settings: Settings) -> None:
    """The only step of a start that needs the whole app in this process, and so the only one that imports it."""
    from dashapp.context import EXTENSION
    from dashapp.demo import demo
    from dashapp.factory import create_app

    demo.make_when_empty(create_app(settings).server.extensions[EXTENSION])


def announce(settings: Settings, first_link: str = "") -> None:
    """The address, for a demo who can sign in, and for an empty store how the first account is made."""
    lines = [f"Clockstart is at {settings.address}"]
    if first_link:
        lines += ["  Nobody has an account yet. This link makes the first, once:", f"  {settings.address}{first_link}"]
    if settings.demo:
        lines += [f"  {person.email} ({person.role})" for person in demo_people.DEMO_PEOPLE]
        lines.append(f"  password: {settings.demo_password}")
    print("\n".join(lines), flush=True)  # noqa: T201


def web_command(door: socket.socket) -> list[str]:
    """How the web server is started, on the socket that this process holds; gunicorn.conf.py says the rest."""
    place = f"--bind=fd://{door.fileno()}"
    return [sys.executable, "-m", "gunicorn", f"--config={CONFIG}", place, "server.wsgi:make_server()"]
