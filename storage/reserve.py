"""A small file that takes up its room from the beginning: what has to be noted on a full disk is written in place.

Every process of one data folder shares it. Where it cannot be made or written, `add` says so and nothing is noted.
"""

import fcntl
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

log = logging.getLogger("clockstart.store")

EMPTY = b"\n"


class Reserve:
    """Lines in a file of a fixed size; with None for a path there is no room at all."""

    def __init__(self, path: Path | None, size: int) -> None:
        self._path = path
        self._size = size

    def make(self) -> None:
        """Take up the room now, while there is some."""
        try:
            with self._opened() as file:
                self._write(file, self._read(file))
        except OSError as problem:
            log.warning("No room could be reserved for notes on a full disk", exc_info=problem)

    def lines(self) -> list[str]:
        """What has been noted and not taken out yet, oldest first."""
        try:
            with self._opened(fcntl.LOCK_SH) as file:
                return [] if os.pread(file, 1, 0) in {b"", EMPTY} else self._read(file)
        except OSError:  # neither there nor to be made, so nothing was ever noted in it
            return []

    def add(self, line: str) -> bool:
        """Note one more; whether that could be done."""
        return self.change(lambda lines: [*lines, line])

    def change(self, make: Callable[[list[str]], list[str]]) -> bool:
        """Put other lines in the place of those there, in one step; whether that could be done."""
        try:
            with self._opened() as file:
                return self._write(file, make(self._read(file)))
        except OSError as problem:
            log.warning("Nothing can be noted on the full disk", exc_info=problem)
            return False

    def take_out(self, take: Callable[[str], None]) -> None:
        """Hand each line to `take`, oldest first, and forget it; one that raises stays, with those after it."""
        with self._opened() as file:
            lines = self._read(file)
            while lines:
                take(lines[0])
                lines = lines[1:]
                self._write(file, lines)

    @contextmanager
    def _opened(self, lock: int = fcntl.LOCK_EX) -> Iterator[int]:
        if self._path is None:
            raise FileNotFoundError("There is no folder for notes on a full disk.")
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, lock)
            yield file
        finally:
            os.close(file)

    def _read(self, file: int) -> list[str]:
        return [line.decode() for line in os.pread(file, self._size, 0).split(EMPTY) if line]

    def _write(self, file: int, lines: list[str]) -> bool:
        text = b"".join(line.encode() + EMPTY for line in lines)
        if len(text) > self._size:
            return False
        written = os.pwrite(file, text.ljust(self._size, EMPTY), 0)
        os.fsync(file)
        return written >= len(text)


NO_RESERVE = Reserve(None, 0)
