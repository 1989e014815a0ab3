"""Beginning a server for a data folder. Nothing is imported here that takes longer than the server takes to begin: it
reads its files while this process imports what it needs to talk to it.
"""

import logging
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from storage.append_only import check_whole
from storage.errors import StorageError
from storage.history import find_remembered
from storage.server_binary import Engine, find_engine
from storage.server_files import ServerFiles

log = logging.getLogger("clockstart.store")

ROOM_TO_RUN = 256 * 1024
FLAGS = (
    *("--port", "0", "--unixsocketperm", "700", "--daemonize", "no"),
    *("--appendonly", "yes", "--aof-use-rdb-preamble", "no", "--save", ""),
    *("--maxmemory-policy", "noeviction"),
)
WRITING = ("--appendfsync", "always")
READING_ONLY = ("--appendfsync", "everysec", "--min-replicas-to-write", "1")
URL, BINARY, FOLDER = "CLOCKSTART_REDIS_URL", "CLOCKSTART_REDIS_SERVER", "CLOCKSTART_DATA_DIR"


@dataclass(frozen=True, slots=True)
class Begun:
    """A server that was begun: it may still be reading its files, or have ended. What it logs starts at `log_from`."""

    engine: Engine
    child: subprocess.Popen[bytes]
    socket: Path
    mode: tuple[str, ...]
    log_from: int


@dataclass(frozen=True, slots=True)
class Owned:
    """A server that this process looks after, by the lock it holds."""

    begun: Begun
    owner_lock: int


EARLY: dict[Path, Owned] = {}
"""Servers that were begun before whoever looks after them was imported, by their folder."""


@contextmanager
def begun_early(environment: Mapping[str, str]) -> Iterator[None]:
    """Begin the server of the app's own store, where it has one. What prevents that is found again, and said, by the
    start itself; a server that the start has not taken over is ended with it."""
    if not any(environment.get(f"{URL}{end}") for end in ("", "_FILE")):
        with suppress(StorageError, OSError):
            files = ServerFiles(Path(environment.get(FOLDER) or "data"))
            if owned := begin_owned(files, environment.get(BINARY) or None):
                EARLY[files.folder] = owned
    try:
        yield
    finally:
        while EARLY:
            folder, owned = EARLY.popitem()
            owned.begun.child.terminate()
            owned.begun.child.wait()
            ServerFiles(folder.parent).give_owner_lock_back(owned.owner_lock)


def begin_owned(files: ServerFiles, binary: str | None) -> Owned | None:
    """Begin the server of a folder and own it; None where another server or another owner has it. Raises StorageError
    for files or a program that cannot be used."""
    lock = files.open_server_lock()
    if lock is None:
        return None
    owner_lock = files.take_owner_lock()
    if owner_lock is None:
        os.close(lock)
        return None
    try:
        mode = WRITING if has_room(files, ROOM_TO_RUN) else READING_ONLY
        return Owned(begin(files, binary, lock, mode), owner_lock)
    except StorageError:
        files.give_owner_lock_back(owner_lock)
        raise


def begin(files: ServerFiles, binary: str | None, lock: int, mode: tuple[str, ...]) -> Begun:
    """Begin the server with the lock in its hands."""
    try:
        engine = find_engine(binary)
        check_files(files)
        socket = files.choose_socket()
        log_from = files.log.stat().st_size if files.log.exists() else 0
        command = [
            str(engine.binary),
            *("--unixsocket", str(socket), "--dir", str(files.folder), "--logfile", str(files.log)),
            *FLAGS,
            *mode,
        ]
        child = subprocess.Popen(
            command,
            pass_fds=(lock,),
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    finally:
        os.close(lock)
    return Begun(engine, child, socket, mode, log_from)


def check_files(files: ServerFiles) -> None:
    """Before the server sees them: nothing left over from a rewrite, nothing missing that was there."""
    for name in files.clear_up():
        log.warning("Removed %s, which a rewrite of the append-only file left behind.", name)
    files.bound_log()
    past = files.engine.exists() or find_remembered(files.folder.parent)
    check_whole(files.folder, remembered=bool(past))


def has_room(files: ServerFiles, wanted: int) -> bool:
    """Whether so many bytes are free on the disk of the folder."""
    return shutil.disk_usage(files.folder).free >= wanted
