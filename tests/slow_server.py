"""A server that takes its time to read its files, however fast the machine is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from storage.connection import connect
from storage.embedded import EmbeddedServer
from storage.record import NewRecord, Trace
from storage.records import RecordStore
from storage.server_binary import find_engine

RECORDS = 200
PADDING, COMMANDS = b"*3\r\n$3\r\nSET\r\n$7\r\npadding\r\n$1\r\n1\r\n", 500_000


def make_slow_server(folder: Path, microseconds: int = 50) -> Path:
    """A program that waits before each command it reads, so that what `fill` makes takes the better part of a minute;
    it answers after each 1,024 of them. `let_it_finish` ends the waiting."""
    program = folder / "slow-server"
    slow = f"--key-load-delay {microseconds}"
    program.write_text(
        f'#!/bin/sh\n[ "$1" = --version ] && slow= || slow="{slow}"\nexec {find_engine().binary} "$@" $slow\n'
    )
    program.chmod(0o755)
    return program


def let_it_finish(url: str) -> None:
    connect(url).config_set("key-load-delay", 0)


def fill(data_dir: Path) -> None:
    """A store at rest with some records in it, and much else to read."""
    server = EmbeddedServer(data_dir)
    records = RecordStore(connect(server.start()))
    items = [NewRecord(f"r{number}", {"n": number}, f"op{number}") for number in range(RECORDS)]
    records.put_many("ALICE", "dna_cases", items, trace=Trace("ALICE"), now=datetime.now(UTC))
    server.stop()
    (path,) = (data_dir / "store" / "appendonlydir").glob("*.incr.aof")
    with path.open("ab") as file:
        file.write(PADDING * COMMANDS)
