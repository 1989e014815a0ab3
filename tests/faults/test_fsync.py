"""No answer leaves before the disk has been asked to keep what it confirms: read from the system calls themselves.

Killing a process proves nothing about the disk, because the kernel keeps what was written. So the server runs under
strace, with the flags the embedded store has. In CI strace is installed (`make strace`) and a machine that cannot
trace fails the test. Elsewhere, where strace is missing or tracing is not permitted, a warning says so and only the
setting the server runs with is checked.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import threading
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from storage.connection import check_ready, connect
from storage.launching import FLAGS, WRITING
from storage.record import Trace
from storage.records import RecordStore
from storage.server_binary import find_engine
from tests.waiting import PATIENCE, wait_until

CALLS = "read,recvfrom,write,writev,sendto,sendmsg,fdatasync,fsync,openat,close,accept,accept4"
LINE = re.compile(r"(?:\[pid +)?(?P<pid>\d+)\]? +(?P<call>\w+)\((?P<rest>.*)")
RESULT = re.compile(r"= (-?\d+)")
WRITERS, EACH = 8, 40


@dataclass
class Seen:
    """What one pass over a trace finds. `synced` counts the times the file was kept; `asked` is that count when each
    connection sent its request."""

    files: set[str] = field(default_factory=set)
    asked: dict[str, int] = field(default_factory=dict)
    unkept: bool = False
    synced: int = 0
    confirmed: int = 0
    too_early: list[str] = field(default_factory=list)

    def follow(self, call: str, rest: str) -> None:
        """One system call. A request is one that runs a script; a confirmation is an answer that says `stored`."""
        what, result = rest.split(",", 1)[0].rstrip(") "), RESULT.findall(rest)
        if call == "openat" and ".incr.aof" in rest and result:
            self.files.add(result[-1])
        elif call in {"read", "recvfrom"} and "EVAL" in rest:
            self.asked[what] = self.synced
        elif call in {"fdatasync", "fsync"} and what.split(")")[0] in self.files:
            self.unkept = False
            self.synced += 1
        elif call in {"write", "writev", "sendto", "sendmsg"}:
            self.follow_write(what, rest)

    def follow_write(self, what: str, rest: str) -> None:
        if what in self.files:
            self.unkept = True
        elif "stored" in rest and what in self.asked:
            self.confirmed += 1
            if self.unkept or self.synced <= self.asked[what]:
                self.too_early.append(rest)


def follow(lines: Iterable[str]) -> Seen:
    seen = Seen()
    for line in lines:
        if match := LINE.match(line):
            seen.follow(match["call"], match["rest"])
    return seen


def can_trace() -> bool:
    """Whether strace is there and may trace a child here."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0


@contextmanager
def running(folder: Path, prefix: list[str]) -> Iterator[str]:
    """The server with the flags of the embedded store, under another program."""
    socket = folder / "s"
    command = [*prefix, str(find_engine().binary), "--unixsocket", str(socket), "--dir", str(folder), *FLAGS, *WRITING]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: check_ready(connect(f"unix://{socket}")).ok)
        yield f"unix://{socket}"
        pid = int(connect(f"unix://{socket}").info("server")["process_id"])
        os.kill(pid, signal.SIGTERM)
        server.wait(timeout=PATIENCE)
    finally:
        server.kill()
        server.wait()


def save_from_many(url: str) -> None:
    def save(number: int) -> None:
        records = RecordStore(connect(url))
        for step in range(EACH):
            now = datetime.now(UTC)
            op = f"{number}-{step}"
            records.put(f"P{number}", "notes", op, {"n": step}, op=op, seen_rev=0, trace=Trace("A"), now=now)

    threads = [threading.Thread(target=save, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_no_answer_leaves_before_its_fsync(tmp_path: Path) -> None:
    traced = can_trace()
    if not traced:
        told = "System calls cannot be traced here, so the order of fsync and answers was not checked."
        assert not os.environ.get("CI"), f"{told} Install strace and allow ptrace."
        warnings.warn(told, stacklevel=1)
    trace = tmp_path / "trace"
    prefix = ["strace", "-f", "-e", f"trace={CALLS}", "-s", "400", "-o", str(trace)] if traced else []
    with running(tmp_path, prefix) as url:
        assert check_ready(connect(url)).fsync == "always"
        save_from_many(url)
    if traced:
        seen = follow(trace.read_text(errors="replace").splitlines())
        assert seen.confirmed >= WRITERS * EACH
        assert seen.synced > EACH
        assert seen.too_early == []


def test_the_reading_of_a_trace_finds_an_answer_that_is_too_early() -> None:
    opened = '7 openat(AT_FDCWD, "appendonlydir/appendonly.aof.1.incr.aof", O_WRONLY|O_APPEND) = 9'
    asked = '7 read(11, "*5\\r\\n$7\\r\\nEVALSHA\\r\\n", 16384) = 90'
    written, kept = '7 write(9, "*3\\r\\n", 90) = 90', "7 fdatasync(9) = 0"
    answered = '7 write(11, "*2\\r\\n$6\\r\\nstored\\r\\n", 40) = 40'
    assert follow([opened, asked, written, kept, answered]).too_early == []
    assert len(follow([opened, asked, written, answered, kept]).too_early) == 1
    assert len(follow([opened, asked, answered, written, kept]).too_early) == 1
