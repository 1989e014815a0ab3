"""The real product as a person starts it: `python app.py` in a process of its own, with its store and its worker.

The browser tests, the fault tests and the benches use it. It can be stopped as with Ctrl-C, or killed as a failing
machine kills: every process of it at once, with SIGKILL.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from storage import Store, open_store
from storage.connection import connect
from storage.embedded import EmbeddedServer
from tests.waiting import PATIENCE

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "a-demo-password-for-tests"
TODAY = "2026-06-15"


class DidNotStart(Exception):
    """The app is not ready; the message ends with what it printed."""


@dataclass
class RunningApp:
    """One installation: a data folder, a port and, between `start` and `stop`, its processes."""

    data_dir: Path
    port: int = field(default_factory=lambda: find_free_port())
    settings: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.data_dir.parent / f"{self.data_dir.name}.log"

    def environment(self) -> dict[str, str]:
        """This machine's environment without any Clockstart setting of its own, and ours on top. Compiled code is kept,
        as on a person's machine: without it a third of a start is spent on compiling."""
        plain = {name: value for name, value in os.environ.items() if not name.startswith("CLOCKSTART_")}
        plain.pop("PYTHONDONTWRITEBYTECODE", None)
        ours = {
            "CLOCKSTART_DATA_DIR": str(self.data_dir),
            "CLOCKSTART_PORT": str(self.port),
            "CLOCKSTART_DEMO": "1",
            "CLOCKSTART_DEMO_PASSWORD": PASSWORD,
            "CLOCKSTART_TODAY": TODAY,
        }
        return plain | ours | dict(self.settings) | {"PYTHONUNBUFFERED": "1"}

    def start(self) -> RunningApp:
        """Start it and wait until it is ready. Raises DidNotStart with its last words."""
        self.launch()
        self.wait_until_ready()
        return self

    def launch(self) -> None:
        """Start it and wait for nothing."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "app.py"],
                cwd=ROOT,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=heed_interrupts,
            )

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.process is not None and self.process.poll() is not None:
                break
            if self.answers("/readyz"):
                return
            time.sleep(0.1)
        raise DidNotStart(self.last_words())

    def answers(self, path: str, seconds: float = 5) -> bool:
        """Whether a GET of that path is answered with 200; one that comes early waits before the door."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=30) as reply:
                return bool(reply.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def last_words(self) -> str:
        return self.log.read_text(errors="replace")[-4000:] if self.log.exists() else "it printed nothing"

    def open_store(self) -> Store:
        """Its store, beside the app: for what a test has to arrange or look up behind the app's back."""
        return open_store(connect(EmbeddedServer(self.data_dir).start()))

    def list_processes(self) -> list[psutil.Process]:
        """Every process of this installation: the store, the worker, the web server and what started them."""
        return [process for process in psutil.process_iter() if self.owns(process)]

    def owns(self, process: psutil.Process) -> bool:
        """By its environment, or by the folder it works in: the store writes its own title over its environment."""
        try:
            if process.pid == os.getpid() or process.status() == psutil.STATUS_ZOMBIE:
                return False
            named = process.environ().get("CLOCKSTART_DATA_DIR") == str(self.data_dir)
            return named or self.data_dir in (folder := Path(process.cwd()), *folder.parents)
        except psutil.Error:
            return False

    def list_commands(self) -> list[str]:
        """The command lines of its processes, to tell them apart."""
        return [command for process in self.list_processes() if (command := command_of(process))]

    def find_processes(self, word: str) -> list[psutil.Process]:
        """Those of its processes whose command line holds that word."""
        return [process for process in self.list_processes() if word in command_of(process)]

    def kill_everything(self) -> list[str]:
        """SIGKILL to every process of it at once; the command lines of the killed."""
        killed = self.list_commands()
        processes = self.list_processes()
        for process in processes:
            kill(process)
        psutil.wait_procs(processes, timeout=PATIENCE)
        self.reap()
        return killed

    def stop(self) -> int:
        """Ctrl-C, then wait; its exit status. What is left after that is killed."""
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGINT)
        try:
            status = self.process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            status = -1
        if self.list_processes():
            time.sleep(1)
            self.kill_everything()
        self.process = None
        return status

    def reap(self) -> None:
        if self.process is not None:
            self.process.wait(timeout=PATIENCE)
            self.process = None


def heed_interrupts() -> None:
    """A test run in the background of a shell ignores Ctrl-C, and what it starts would inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def command_of(process: psutil.Process) -> str:
    """Its command line; nothing of one that has ended since it was listed."""
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def kill(process: psutil.Process) -> None:
    """SIGKILL; a process that is gone already is as good as killed."""
    try:
        process.kill()
    except psutil.NoSuchProcess:
        return


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
