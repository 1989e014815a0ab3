"""The append-only files of the embedded store, read without a server: which there should be, and where one is damaged.

A file is a row of commands, `*3 $3 SET …`; those of one save are between MULTI and EXEC. There is no checksum: what is
found is a command that cannot be read, not a value that was changed.
"""

import mmap
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from storage.errors import StorageError

MANIFEST = "appendonly.aof.manifest"
LINE = re.compile(r"file (?P<name>\S+) seq (?P<seq>\d+) type (?P<kind>[bhi])\b")
NAME = re.compile(r"appendonly\.aof\.(?P<seq>\d+)\.(?P<kind>base|incr)\.aof")
COUNT, LENGTH = re.compile(rb"\*(\d{1,9})\r\n"), re.compile(rb"\$(\d{1,10})\r\n")
MULTI, EXEC = b"*1\r\n$5\r\nMULTI\r\n", b"*1\r\n$4\r\nEXEC\r\n"
BEGINNING = re.compile(rb"\*\d{1,9}\r\n\$\d{1,3}\r\n[A-Za-z]")
MOMENT = re.compile(rb"\r\n(\d{13})-\d+\r\n")
"""The identifier of an entry in an audit trail begins with the milliseconds of its save."""
NEAR = 1 << 16
WHAT_TO_DO = (
    "Nothing was changed. Put the files back from a copy; or run: flask repair-store; or, to begin with an empty store "
    "on purpose (and then restore a backup into it), run: flask start-anew"
)
IsKnown = Callable[[str, int], bool]


class Vanished(StorageError):
    """Data that was here is missing, or other data is in its place."""


class Damaged(StorageError):
    """The store's own files cannot be read."""


class Part(NamedTuple):
    """One file of the store, `base` or `incr`, and its number."""

    name: str
    seq: int
    kind: str

    def as_line(self) -> str:
        return f"file {self.name} seq {self.seq} type {self.kind[0]}\n"


@dataclass(frozen=True, slots=True)
class Gap:
    """Bytes of a file that cannot be read, and the moments of the saves next to them, where there are any."""

    start: int
    end: int
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a whole file found."""

    path: Path
    size: int
    written: datetime
    gaps: tuple[Gap, ...]

    @property
    def lost(self) -> int:
        return sum(gap.end - gap.start for gap in self.gaps)

    @property
    def sentences(self) -> list[str]:
        return [f"{self.path}: {tell_gap(gap, self)}" for gap in self.gaps]


def tell_gap(gap: Gap, reading: Reading) -> str:
    """Where, how much, and how many seconds of work it may be."""
    where = f"bytes {gap.start:,} to {gap.end:,} of {reading.size:,} cannot be read ({gap.end - gap.start:,} bytes)"
    if gap.before is None:
        return f"{where}. When that was written is not known."
    until = gap.after or max(reading.written, gap.before)
    seconds = max(1, round((until - gap.before).total_seconds()))
    return f"{where}. The last save before it is of {gap.before:%d %B %Y %H:%M:%S} UTC; up to {seconds:,} s of work."


def read_manifest(folder: Path) -> list[Part]:
    """The files that the store consists of. Raises Damaged when the list of them cannot be read."""
    text = (folder / MANIFEST).read_bytes().decode(errors="replace")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    found = [LINE.match(line) for line in lines]
    if not found or not all(found):
        raise Damaged(f"{folder / MANIFEST}, the list of the store's files, cannot be read. Run: flask repair-store")
    kinds = {"b": "base", "i": "incr"}
    return [Part(one["name"], int(one["seq"]), kinds[one["kind"]]) for one in found if one and one["kind"] in kinds]


def list_parts(folder: Path) -> list[Part]:
    """The files that are there: the newest base, and what was added from its number on."""
    named = [match for path in sorted(folder.glob("appendonly.aof.*")) if (match := NAME.fullmatch(path.name))]
    parts = sorted((Part(one[0], int(one["seq"]), one["kind"]) for one in named), key=lambda part: part.seq)
    bases = [part for part in parts if part.kind == "base"][-1:]
    first = bases[0].seq if bases else 0
    return [*bases, *(part for part in parts if part.kind == "incr" and part.seq >= first)]


def check_whole(store: Path, *, remembered: bool) -> None:
    """Refuse to go on where files are missing that were there: a server would begin with nothing, and add to what is
    left. Raises Vanished, naming them, or Damaged."""
    folder = store / "appendonlydir"
    if not (folder / MANIFEST).exists():
        left = [part.name for part in list_parts(folder) if (folder / part.name).stat().st_size]
        if left:
            raise Vanished(
                f"{folder / MANIFEST}, the list of the store's files, is missing, and {', '.join(left)} are there. "
                "Nothing was changed. Run: flask repair-store"
            )
        if remembered:
            raise Vanished(f"{folder} is missing or empty, and this data folder has held data before. {WHAT_TO_DO}")
        return
    missing = [part.name for part in read_manifest(folder) if not (folder / part.name).exists()]
    if missing:
        raise Vanished(f"{', '.join(missing)} is missing from {folder}. {WHAT_TO_DO}")


def read_through(path: Path, is_known: IsKnown = lambda name, count: True) -> Reading:
    """Read a whole file for commands that cannot be read."""
    facts = path.stat()
    written = datetime.fromtimestamp(facts.st_mtime, UTC)
    if not facts.st_size:
        return Reading(path, 0, written, ())
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        gaps = [Gap(a, b, find_before(data, a), find_after(data, b)) for a, b in find_gaps(data, is_known)]
        return Reading(path, facts.st_size, written, tuple(gaps))


def find_gaps(data: mmap.mmap, is_known: IsKnown) -> Iterator[tuple[int, int]]:
    """Where whole saves cannot be read: from the beginning of one to the beginning of the next that can."""
    at = begun = 0
    inside = False
    while at < len(data):
        if data[at : at + 1] == b"#":
            at = data.find(b"\n", at) + 1 or len(data)
            begun = at if not inside else begun
            continue
        name, end = read_command(data, at, is_known)
        if not name:
            at = find_next(data, at + 1, is_known, inside=inside)
            yield begun, at
            begun, inside = at, False
            continue
        inside = name == "MULTI" or (inside and name != "EXEC")
        begun = at if name == "MULTI" else begun
        at = end
        begun = begun if inside else at
    if inside:
        yield begun, len(data)


def read_command(data: mmap.mmap, at: int, is_known: IsKnown) -> tuple[str, int]:
    """The name of the command at a place, and where it ends; no name where none can be read."""
    counted = COUNT.match(data, at)
    if not counted or not int(counted[1]):
        return "", at
    name, place = b"", counted.end()
    for number in range(int(counted[1])):
        measured = LENGTH.match(data, place)
        if not measured:
            return "", at
        place = measured.end() + int(measured[1]) + 2
        if data[place - 2 : place] != b"\r\n":
            return "", at
        name = name or (data[measured.end() : place - 2] if number == 0 else b"")
    told = name.decode(errors="replace").upper()
    return (told, place) if is_known(told, int(counted[1])) else ("", at)


def find_next(data: mmap.mmap, at: int, is_known: IsKnown, *, inside: bool) -> int:
    """Where the next whole save or command begins; never in the middle of one."""
    multi, end = (data.find(word, at) % (len(data) + 1) for word in (MULTI, EXEC))
    if end < multi:
        return end + len(EXEC)
    for one in () if inside else BEGINNING.finditer(data, at, min(multi, len(data))):
        if read_command(data, one.start(), is_known)[0]:
            return one.start()
    return multi


def find_before(data: mmap.mmap, at: int) -> datetime | None:
    found = MOMENT.findall(data[max(0, at - NEAR) : at])
    return as_moment(found[-1]) if found else None


def find_after(data: mmap.mmap, at: int) -> datetime | None:
    found = MOMENT.search(data[at : at + NEAR])
    return as_moment(found[1]) if found else None


def as_moment(milliseconds: bytes) -> datetime:
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC)


def write_without(reading: Reading) -> None:
    """The file again without what cannot be read; the new one takes the place of the old one in one step."""
    new = reading.path.with_name(f"temp-repair-{reading.path.name}")
    with reading.path.open("rb") as old, new.open("wb") as file:
        for start, end in zip(
            [0, *(gap.end for gap in reading.gaps)], [*(gap.start for gap in reading.gaps), None], strict=True
        ):
            old.seek(start)
            left = (reading.size if end is None else end) - start
            while left > 0:
                some = old.read(min(left, 1 << 20))
                file.write(some)
                left -= len(some)
        file.flush()
        os.fsync(file.fileno())
    new.replace(reading.path)
