"""The embedded store: a server as a child on a private socket, looked after (TECH §1.3, §1.4).

The server holds the lock of its folder itself (the descriptor is passed to it), so a second server cannot start on the
same data, also after this process was killed. A server whose owner died is adopted by the next that starts, and then
stopped by it. When the disk is full the server is started again for reading only, until there is room.
"""

import contextlib
import logging
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from redis import Redis
from redis import exceptions as redis_errors

from storage.append_only import Damaged
from storage.connection import connect
from storage.errors import StorageError, StoreFull, StoreUnavailable
from storage.history import check_history
from storage.launching import EARLY, READING_ONLY, ROOM_TO_RUN, WRITING, Begun, begin, begin_owned, has_room
from storage.loading import Loading, find_loading
from storage.notices import put_notice
from storage.server_binary import Engine
from storage.server_files import ServerFiles, ServerState, find_state
from storage.server_log import find_cuts, find_damage

log = logging.getLogger("clockstart.store")

START_SECONDS = 30.0
STOP_SECONDS = 15.0
LOOK_EVERY = 0.1
FIRST_WAIT, LONGEST_WAIT = 0.1, 5.0
STABLE_SECONDS = 0.5
FULL_SECONDS = 2.0
GIVE_UP_AFTER = 6
ROOM_TO_WRITE = 1024 * 1024
FULL_WORDS = ("No space left", "quota exceeded", "File too large")
SENTENCES = {
    "running": "The store is running.",
    "restarting": "The store stopped and is being started again. Your work is kept on this page until it answers.",
    "storage full": "The disk is full: stored work can be read, but nothing new can be saved until there is room.",
    "failed": "The store stops again and again. Nothing stored is lost; tell your administrator.",
    "stopped": "The store is not running.",
}


class Health(NamedTuple):
    """What the watch knows: when the server was last started, and how often in a row it died at once."""

    started: float
    deaths: int


class EmbeddedServer:
    """One server for one data folder. `start` starts it, joins a running one or adopts an orphan; `stop` stops what
    this process owns; `watch` starts it again when it dies."""

    def __init__(self, data_dir: Path | str, binary: str | None = None) -> None:
        self._files = ServerFiles(Path(data_dir))
        self._binary = binary
        self._engine: Engine | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._owner_lock: int | None = None
        self._url = ""
        self._pid = 0
        self._mode: tuple[str, ...] = WRITING
        self._log_from = 0
        self._stopping = threading.Event()
        self._watcher: threading.Thread | None = None
        self._on_state: Callable[[ServerState], None] | None = None
        self.state = ServerState("stopped", SENTENCES["stopped"])

    @property
    def is_owner(self) -> bool:
        """Whether this process looks after the server (started or adopted it)."""
        return self._owner_lock is not None

    @property
    def url(self) -> str:
        """Where it listens; "" before it was started."""
        return self._url

    def start(self) -> str:
        """The address of the store, once it has read its files. Raises StoreFull or StoreUnavailable with a reason."""
        url = self.launch()
        self.wait_until_loaded()
        return url

    def launch(self) -> str:
        """The address of the store, once it answers at all: it may still be reading its files for a long time."""
        self._stopping.clear()
        owned = EARLY.pop(self._files.folder, None) or begin_owned(self._files, self._binary)
        if owned is None:
            return self._join()
        self._owner_lock = owned.owner_lock
        try:
            self._take(owned.begun)
        except StorageError:
            self._let_go()
            raise
        return self._url

    def wait_until_loaded(self, tell: Callable[[Loading], None] = lambda loading: None) -> None:
        """Wait for as long as the server lives and reads its files; `tell` hears how far it is. Raises as `start`."""
        try:
            self._follow_loading(tell)
        except StorageError:
            self._give_up()
            raise

    def stop(self) -> None:
        """Stop the watch and, when this process owns it, the server: it finishes what it is writing first."""
        self._stopping.set()
        if self._watcher is not None:
            self._watcher.join()
            self._watcher = None
        if self.is_owner:
            self._end_server()
            self._tell("stopped")
            self._let_go()

    def watch(self, on_state: Callable[[ServerState], None] | None = None) -> None:
        """Look after the server from a thread of its own until `stop`; `on_state` is called at every change. A
        process that only joined the server takes it over when its owner dies."""
        self._on_state = on_state
        self._watcher = threading.Thread(target=self._look_after, name="store watch", daemon=True)
        self._watcher.start()

    def _join(self) -> str:
        """Use the server that runs on this folder already; own it when its owner has died."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            self._url = self._find_url()
            self._pid = self._ask_pid()
            if self._pid:
                self._adopt()
                return self._url
            if not self._files.has_server():
                return self.launch()
            time.sleep(LOOK_EVERY)
        raise StoreUnavailable("A store runs on this data folder and does not answer. Stop it, then start again.")

    def _find_url(self) -> str:
        """Where the running server listens: as it was noted, because another session may have another runtime dir."""
        noted = find_state(self._files.folder.parent)
        return noted.url if noted and noted.url else f"unix://{self._files.choose_socket()}"

    def _adopt(self) -> None:
        self._owner_lock = self._files.take_owner_lock()
        if self.is_owner:
            self._tell("running")

    def _take(self, begun: Begun) -> None:
        """Wait until a server that was begun says who it is."""
        self._engine, self._child, self._mode = begun.engine, begun.child, begun.mode
        self._url, self._pid, self._log_from = f"unix://{begun.socket}", begun.child.pid, begun.log_from
        while self._ask_pid() != self._pid:
            if begun.child.poll() is not None:
                raise self._why_it_died()
            time.sleep(0.01)

    def _follow_loading(self, tell: Callable[[Loading], None] = lambda loading: None) -> None:
        while not self._stopping.is_set() and (loading := self._find_loading()):
            tell(loading)
            self._stopping.wait(LOOK_EVERY)
        if self.is_owner and not self._stopping.is_set():
            self._settle()

    def _tell_of_cut(self, client: Redis) -> None:
        """The server takes a file that ends within a command and cuts it off there; somebody has to know."""
        for sentence in find_cuts(self._files, self._log_from):
            log.warning("%s", sentence)
            put_notice(client, sentence, datetime.now(UTC))

    def _bound_log(self) -> None:
        if self._files.bound_log():
            self._log_from = 0

    @property
    def _data_dir(self) -> Path:
        return self._files.folder.parent

    def _find_loading(self) -> Loading | None:
        """How far the server has come; None when it has read everything. Raises when it has ended instead."""
        with connect(self._url) as client:
            try:
                return find_loading(client)
            except StoreUnavailable:
                if not self._is_alive():
                    raise self._why_it_died() from None
                return Loading(None)

    def _settle(self) -> None:
        """The server has read everything: is it what was here before? Note what it is, and say that it runs."""
        if self._mode is WRITING:
            with connect(self._url) as client:
                check_history(client, self._data_dir)
                self._tell_of_cut(client)
            if self._engine:
                self._files.write_engine(self._engine.name, self._engine.version)
        self._tell("running" if self._mode is WRITING else "storage full")

    def _why_it_died(self) -> StorageError:
        if self._is_full():
            return StoreFull(SENTENCES["storage full"])
        damage = find_damage(self._files, self._log_from)
        if damage:
            return Damaged(damage)
        lines = self._files.log_tail(self._log_from).strip().splitlines()
        said = lines[-1] if lines else "nothing"
        return StoreUnavailable(f"The store does not start. It said: {said} (more in {self._files.log})")

    def _ask_pid(self) -> int:
        """The process id of the server that answers on the socket; 0 when none is ready."""
        client = Redis.from_url(self._url, socket_timeout=1, socket_connect_timeout=1, retry=None)
        try:
            return int(client.info("server")["process_id"])
        except (redis_errors.RedisError, OSError):
            return 0
        finally:
            client.close()

    def _is_alive(self) -> bool:
        return self._child.poll() is None if self._child else self._files.has_server()

    def _is_full(self) -> bool:
        """Whether there is no room: on the disk, in the quota, or under the limit for the size of a file."""
        said = self._files.log_tail(self._log_from)
        was_limited = self._child is not None and self._child.returncode == -signal.SIGXFSZ
        return was_limited or not has_room(self._files, ROOM_TO_RUN) or any(words in said for words in FULL_WORDS)

    def _look_after(self) -> None:
        health = Health(time.monotonic(), 0)
        while not self._stopping.wait(LOOK_EVERY):
            if not self.is_owner:
                self._take_over()
                continue
            self._bound_log()
            if not self._is_alive():
                health = self._bring_back(health)
            elif self._may_write_again(time.monotonic() - health.started):
                self._end_server()
                self._log_from = self._files.log.stat().st_size
                health = self._bring_back(Health(0.0, 0))

    def _may_write_again(self, seconds: float) -> bool:
        return self.state.name == "storage full" and seconds > FULL_SECONDS and has_room(self._files, ROOM_TO_WRITE)

    def _take_over(self) -> None:
        """Become the owner when the owner has died, so that the server stays looked after."""
        if self._files.has_server():
            self._adopt()
        else:
            with contextlib.suppress(StorageError):
                self.start()

    def _bring_back(self, health: Health) -> Health:
        """Start the server again, later each time it dies at once; say what is going on."""
        now = time.monotonic()
        deaths = health.deaths + 1 if now - health.started < STABLE_SECONDS else 0
        full = self._is_full()
        self._tell("storage full" if full else "failed" if deaths >= GIVE_UP_AFTER else "restarting")
        if deaths and self._stopping.wait(min(FIRST_WAIT * 2**deaths, LONGEST_WAIT)):
            return health
        lock = self._files.open_server_lock()
        if lock is None:
            return Health(now, deaths)
        self._child = None
        try:
            self._take(begin(self._files, self._binary, lock, READING_ONLY if full else WRITING))
            self._follow_loading()
        except StorageError as problem:
            log.warning("%s", problem.sentence)
            self._end_server()
        return Health(time.monotonic(), deaths)

    def _end_server(self) -> None:
        """Ask the server to stop (to read only, it has nothing to finish), and insist when it does not."""
        polite = signal.SIGKILL if self.state.name == "storage full" else signal.SIGTERM
        for sign, seconds in ((polite, STOP_SECONDS), (signal.SIGKILL, STOP_SECONDS)):
            if not self._is_alive():
                break
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, sign)
            self._wait_for_end(seconds)
        self._child = None

    def _wait_for_end(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while self._is_alive() and time.monotonic() < deadline:
            time.sleep(0.01)

    def _give_up(self) -> None:
        """Leave the folder as it is: a server of ours on it ends without having been used."""
        if self.is_owner:
            self._end_server()
            self._let_go()

    def _let_go(self) -> None:
        if self._owner_lock is not None:
            self._files.give_owner_lock_back(self._owner_lock)
            self._owner_lock = None

    def _tell(self, name: str) -> None:
        """Make the state known: here, to whoever watches, and in the data folder."""
        before = self.state.name
        engine = f"{self._engine.name} {self._engine.version}" if self._engine else ""
        at = datetime.now(UTC).isoformat(timespec="seconds")
        self.state = ServerState(name, SENTENCES[name], at, self._url, self._pid, os.getpid(), engine)
        with contextlib.suppress(OSError):
            self._files.write_state(self.state)
        if self._on_state is not None and name != before:
            self._on_state(self.state)
