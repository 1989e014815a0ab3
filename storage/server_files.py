"""The files around an embedded server: its folder, its locks, its private socket and the state others may read."""

import fcntl
import os
import stat
import sys
import tempfile
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

import orjson

from storage.errors import StorageError

STATE_SIZE = 2048
LONGEST_LOG = 4 * 1024 * 1024
LONGEST_SOCKET_PATH = 103 if sys.platform == "darwin" else 107

OWNED: dict[Path, int] = {}


@dataclass(frozen=True, slots=True)
class ServerState:
    """How the embedded server does: running, restarting, storage full, failed or stopped, and a sentence on it."""

    name: str
    sentence: str
    at: str = ""
    url: str = ""
    pid: int = 0
    owner: int = 0
    engine: str = ""


class ServerFiles:
    """Where things are for one data folder; the folder is made, for this account alone."""

    def __init__(self, data_dir: Path) -> None:
        self.folder = data_dir.absolute() / "store"
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.log = self.folder / "server.log"
        self.state = self.folder / "state.json"
        self.engine = self.folder / "engine.json"

    def clear_up(self) -> list[str]:
        """Remove what a rewrite of the append-only file or a repair left behind when it was cut off; the names."""
        left = [path for folder in (self.folder, self.folder / "appendonlydir") for path in folder.glob("temp-*")]
        for path in left:
            path.unlink(missing_ok=True)
        return [path.name for path in left]

    def bound_log(self) -> bool:
        """Put a log that has become long aside as `server.log.1`, over the one before; whether it was. The server opens
        its log for each line, so it goes on with a new one."""
        if not self.log.exists() or self.log.stat().st_size < LONGEST_LOG:
            return False
        self.log.replace(self.log.with_name(f"{self.log.name}.1"))
        return True

    def open_server_lock(self) -> int | None:
        """The lock that says a server uses this folder, as a descriptor to pass to the server, which then holds it
        for as long as it lives; None when another server does."""
        descriptor = os.open(self.folder / "server.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor

    def has_server(self) -> bool:
        """Whether a server holds the folder."""
        descriptor = self.open_server_lock()
        if descriptor is None:
            return True
        os.close(descriptor)
        return False

    def take_owner_lock(self) -> int | None:
        """The lock of the process that looks after the server; None when it is taken. It is a POSIX lock: children do
        not inherit it, so it ends with its process whatever that has forked. Within one process it would be given
        twice, and closing any descriptor would end it, hence `OWNED`."""
        path = self.folder.resolve() / "owner.lock"
        if OWNED.get(path) == os.getpid():
            return None
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            os.close(descriptor)
            return None
        OWNED[path] = os.getpid()
        return descriptor

    def give_owner_lock_back(self, descriptor: int) -> None:
        os.close(descriptor)
        OWNED.pop(self.folder.resolve() / "owner.lock", None)

    def choose_socket(self) -> Path:
        """The private socket, named by a hash of the folder, because the path of a socket must be short."""
        name = sha256(os.fsencode(self.folder.resolve())).hexdigest()[:16] + ".sock"
        for runtime in (os.environ.get("XDG_RUNTIME_DIR", ""), tempfile.gettempdir(), "/tmp"):
            socket = Path(runtime, f"clockstart-{os.getuid()}", name)
            if runtime and os.access(runtime, os.W_OK) and len(os.fsencode(socket)) <= LONGEST_SOCKET_PATH:
                make_private(socket.parent)
                return socket
        raise StorageError("There is no folder with a short enough path for the socket of the store.")

    def write_state(self, state: ServerState) -> None:
        """Write the state over the old one, in place and always of one size, so that it also works on a full disk."""
        text = orjson.dumps(asdict(state)).ljust(STATE_SIZE)
        descriptor = os.open(self.state, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            os.pwrite(descriptor, text, 0)
        finally:
            os.close(descriptor)

    def write_engine(self, name: str, version: str) -> None:
        """Note which engine wrote the folder, for whoever has to move it or mend it."""
        self.engine.write_bytes(
            orjson.dumps({"engine": name, "version": version, "format": "append-only, no preamble"})
        )

    def log_tail(self, since: int) -> str:
        """What the server has logged from byte `since` on, at most the last 4,000 bytes."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(max(since, self.log.stat().st_size - 4000))
            return log.read().decode(errors="replace")


def find_state(data_dir: Path) -> ServerState | None:
    """The state of the embedded server of a data folder, for other processes; None when there never was one."""
    path = data_dir.absolute() / "store" / "state.json"
    if not path.exists():
        return None
    return ServerState(**orjson.loads(path.read_bytes()))


def make_private(folder: Path) -> None:
    """A folder for this account alone; StorageError when somebody else made it first."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise StorageError(f"{folder} is not private to this account; remove it or set XDG_RUNTIME_DIR.")
