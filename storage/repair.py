"""Mending the files of the embedded store: what would go is shown first, the originals are copied aside, the result is
read by the server and compared with the audit trails."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage import open_store
from storage.append_only import (
    MANIFEST,
    Damaged,
    IsKnown,
    Part,
    Reading,
    Vanished,
    list_parts,
    read_manifest,
    read_through,
    write_without,
)
from storage.connection import connect
from storage.embedded import EmbeddedServer
from storage.errors import Refused
from storage.history import FILE
from storage.server_files import ServerFiles
from storage.trail import find_differences


@dataclass(frozen=True, slots=True)
class Plan:
    """What is wrong with the files of a store: the list of them, if it has to be made again, and the damaged ones."""

    folder: Path
    parts: tuple[Part, ...]
    manifest: str
    damaged: tuple[Reading, ...]

    @property
    def is_needed(self) -> bool:
        return bool(self.manifest or self.damaged)

    @property
    def sentences(self) -> list[str]:
        """What would be done, and what would go."""
        said = [f"{self.manifest} It is made again from the files that are there."] if self.manifest else []
        said += [sentence for reading in self.damaged for sentence in reading.sentences]
        lost = sum(reading.lost for reading in self.damaged)
        return [*said, f"{lost:,} bytes would go; everything before and after them stays."] if lost else said


@dataclass(frozen=True, slots=True)
class Repaired:
    """Where the originals are, how many people the store has, and where records and audit trail differ."""

    aside: Path
    people: int
    differences: tuple[str, ...]


@contextmanager
def holding(data_dir: Path) -> Iterator[ServerFiles]:
    """The folder for ourselves. Raises Refused while a server uses it."""
    files = ServerFiles(data_dir)
    lock = files.open_server_lock()
    if lock is None:
        raise Refused(f"A store runs on {files.folder}. Stop Clockstart first.")
    try:
        yield files
    finally:
        os.close(lock)


def make_plan(data_dir: Path, binary: str | None) -> Plan:
    """Read every file of the store. Raises Vanished when what is missing cannot be made up for."""
    folder = data_dir.absolute() / "store" / "appendonlydir"
    there, manifest = list_parts(folder), ""
    if not there:
        raise Vanished(
            f"There are no files of a store in {folder}. Put them back from a copy, or run: flask start-anew"
        )
    try:
        parts = read_manifest(folder)
        missing = [part.name for part in parts if not (folder / part.name).exists()]
        if missing:
            manifest = f"{', '.join(missing)} is missing; what it held is lost."
            parts = [part for part in parts if part.name not in missing]
    except (FileNotFoundError, Damaged):
        parts, manifest = there, f"{folder / MANIFEST}, the list of the store's files, is missing or cannot be read."
    if not any(part.kind == "base" for part in parts):
        raise Vanished(
            f"The base of the store is missing from {folder}. Restore a backup: flask start-anew, then restore."
        )
    is_known = ask_commands(binary)
    readings = [read_through(folder / part.name, is_known) for part in parts]
    return Plan(folder, tuple(parts), manifest, tuple(reading for reading in readings if reading.gaps))


def ask_commands(binary: str | None) -> IsKnown:
    """Which commands the server knows, and with how many words, asked of one on an empty folder."""
    with tempfile.TemporaryDirectory() as empty:
        server = EmbeddedServer(empty, binary)
        try:
            told = connect(server.start()).command()
        finally:
            server.stop()
    words = {str(name).upper(): int(one["arity"]) for name, one in told.items()}

    def is_known(name: str, count: int) -> bool:
        wanted = words.get(name, 0)
        return count == wanted if wanted > 0 else wanted < 0 and count >= -wanted

    return is_known


def carry_out(plan: Plan, data_dir: Path, binary: str | None, now: datetime) -> Repaired:
    """Copy aside, mend, read again, compare. Raises StorageError when the result cannot be read either."""
    with holding(data_dir) as files:
        aside = files.folder / f"set-aside-{now:%Y%m%dT%H%M%SZ}"
        shutil.copytree(plan.folder, aside)
        for reading in plan.damaged:
            write_without(reading)
        if plan.manifest:
            new = plan.folder / f"temp-{MANIFEST}"
            new.write_text("".join(part.as_line() for part in plan.parts), encoding="ascii")
            new.replace(plan.folder / MANIFEST)
    return verify(data_dir, binary, aside)


def verify(data_dir: Path, binary: str | None, aside: Path) -> Repaired:
    """Start a server on the mended files and compare every person's records with their trail."""
    server = EmbeddedServer(data_dir, binary)
    try:
        store = open_store(connect(server.start()))
        people = store.people.list()
        found = tuple(
            f"{person.email}: {sentence}"
            for person in people
            for sentence in find_differences(store.client, person.uid)
        )
        return Repaired(aside, len(people), found)
    finally:
        server.stop()


def start_anew(data_dir: Path, now: datetime, *, is_embedded: bool = True) -> list[Path]:
    """Set aside what is left of a store and what the folder remembers of it; where that is now. Nothing is erased. Of a
    store at an address only the memory is set aside: it is emptied where it runs."""
    with holding(data_dir) as files:
        aside = data_dir.absolute() / f"store-set-aside-{now:%Y%m%dT%H%M%SZ}"
        aside.mkdir()
        own = (files.folder / "appendonlydir", files.engine) if is_embedded else ()
        named = (*own, data_dir / FILE)
        moved = [(path, aside / path.name) for path in named if path.exists()]
        for path, place in moved:
            path.rename(place)
    return [place for _, place in moved]
