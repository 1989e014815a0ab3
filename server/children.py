"""Processes that this one starts and looks after; and, on the other side, ending with the one that looks after you."""

import logging
import os
import select
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

log = logging.getLogger("clockstart")

FIRST_WAIT, LONGEST_WAIT, STABLE_SECONDS = 0.5, 30.0, 10.0
FINISH_SECONDS, INSIST_SECONDS = 15.0, 5.0
LOOK_EVERY = 0.5
PARENT, LINE = "SUPERVISOR_PID", "SUPERVISOR_LINE"


@dataclass(slots=True)
class Child:
    """A process that is started again when it dies, a little later each time it dies at once. It runs in a session of
    its own, so that Ctrl-C and the end of the terminal reach it through us. `told` is added to its
    environment, `on_end` hears each status it ends with."""

    name: str
    command: Sequence[str]
    pass_fds: tuple[int, ...] = ()
    told: Mapping[str, str] = field(default_factory=dict)
    on_end: Callable[[int], None] = lambda status: None
    process: subprocess.Popen[bytes] | None = None
    ending: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None

    def start(self) -> None:
        """Once: who starts it again changes nothing."""
        if self.thread is not None:
            return
        self.thread = threading.Thread(target=self.look_after, name=f"{self.name} watch", daemon=True)
        self.thread.start()

    def look_after(self) -> None:
        wait = FIRST_WAIT
        while not self.ending.is_set():
            begun = time.monotonic()
            self.process = subprocess.Popen(
                self.command,
                start_new_session=True,
                stdin=subprocess.DEVNULL,
                pass_fds=self.pass_fds,
                env=os.environ | self.told | {PARENT: str(os.getpid())},
            )
            status = self.process.wait()
            if self.ending.is_set():
                return
            self.on_end(status)
            wait = FIRST_WAIT if time.monotonic() - begun > STABLE_SECONDS else min(LONGEST_WAIT, wait * 2)
            log.error("The %s ended with status %s; starting it again in %.1f s.", self.name, status, wait)
            self.ending.wait(wait)

    def stop(self) -> None:
        self.ending.set()
        while self.thread is not None and self.thread.is_alive():
            if self.process is not None and self.process.poll() is None:
                end(self.process)
            self.thread.join(LOOK_EVERY)


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask a child to finish what it does and wait; ask it to leave that, as the job worker understands a second asking;
    end it."""
    for step, seconds in ((process.terminate, FINISH_SECONDS), (process.terminate, INSIST_SECONDS)):
        step()
        try:
            process.wait(seconds)
            return
        except subprocess.TimeoutExpired:
            log.warning("A child does not stop; insisting.")
    process.kill()
    process.wait()


def end_with_parent() -> None:
    """In a child: end when the process that looks after it has died, which then could not say so. Without such a
    process nothing happens. What this child starts in its turn is not told."""
    parent = int(os.environ.pop(PARENT, "0"))
    if parent:
        threading.Thread(target=watch_parent, args=(parent,), name="parent watch", daemon=True).start()


def watch_parent(parent: int) -> None:
    """In the order of `end`."""
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    for sign, seconds in ((signal.SIGTERM, FINISH_SECONDS), (signal.SIGTERM, INSIST_SECONDS), (signal.SIGKILL, 0.0)):
        os.kill(os.getpid(), sign)
        time.sleep(seconds)


class Line:
    """Between this process and the web server: that one says when it has loaded the app, and takes nobody's request
    before this one has let go of the socket that both listen on."""

    def __init__(self) -> None:
        self._here, self.there = socket.socketpair()

    def wait(self, given_up: threading.Event) -> bool:
        """Whether the web server has said so; False once it is given up."""
        while not given_up.is_set():
            if select.select([self._here], [], [], LOOK_EVERY)[0]:
                return True
        return False

    def close(self) -> None:
        self._here.close()


def take_over() -> None:
    """In the web server, once the app is loaded: say so, and wait until the process that looks after it has let go.
    One that is started again later finds that done."""
    number = os.environ.pop(LINE, "")
    if number:
        with socket.socket(fileno=int(number)) as line, suppress(OSError):
            line.send(b"\n")
            line.recv(1)


def is_running(pid: int) -> bool:
    """Whether there is a process of this id."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
