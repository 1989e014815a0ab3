"""Which history the stored data is of: an identifier in the store, remembered in the data folder beside it.

A store that has lost its data looks like one that never had any. Where the folder remembers an identifier that the
store does not have, nothing is written and the start is refused.
"""

from __future__ import annotations

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import orjson

from storage import keys
from storage.append_only import Vanished
from storage.errors import store_errors

if TYPE_CHECKING:
    from redis import Redis

log = logging.getLogger("clockstart.store")

FILE = "history.json"
EMBEDDED = "embedded"
UNREADABLE = "unreadable"


def place_of(url: str) -> str:
    """The address of a store without name and password: what its history is remembered under."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def find_remembered(data_dir: Path, place: str = EMBEDDED) -> str:
    """The history that the data folder remembers of a store: "" when it knows none, UNREADABLE when its file is
    spoilt, which still says that there was one."""
    try:
        return read_memory(data_dir / FILE).get(place, "")
    except ValueError as problem:
        log.warning("%s is spoilt and will be written again: %s", data_dir / FILE, problem)
        return UNREADABLE


def check_history(client: Redis, data_dir: Path, place: str = EMBEDDED) -> None:
    """Compare the store with what the folder remembers, and remember it the first time. Raises Vanished."""
    remembered = find_remembered(data_dir, place)
    with store_errors():
        found = cast("str | None", client.get(keys.HISTORY))
        if remembered and (found is None or remembered not in (found, UNREADABLE)):
            raise Vanished(tell_other(data_dir, place, found))
        if found is None:
            from ulid import ULID

            client.set(keys.HISTORY, str(ULID()), nx=True)
            found = cast(str, client.get(keys.HISTORY))
    if remembered != found:
        remember(data_dir, place, found)


def tell_other(data_dir: Path, place: str, found: str | None) -> str:
    which = "The store of this data folder" if place == EMBEDDED else f"The store at {place}"
    what = "has lost the data it held before" if found is None else "holds data of another history than before"
    return (
        f"{which} {what} (see {data_dir / FILE}). Nothing was changed. Put its files back from a copy; or, to go on "
        "with it as it is on purpose (and restore a backup into it), run: flask start-anew"
    )


def remember(data_dir: Path, place: str, history: str) -> None:
    """Write it so that a crash leaves the old file or the new one."""
    path = data_dir / FILE
    try:
        write_memory(path, place, history)
    except OSError as problem:
        log.warning("%s cannot be written, so a loss of the store would not be noticed: %s", path, problem)


def write_memory(path: Path, place: str, history: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with hold(path.parent):
        try:
            known = read_memory(path)
        except ValueError:
            known = {}
        new = path.with_name(f".{FILE}")
        new.write_bytes(orjson.dumps(known | {place: history}))
        new.replace(path)


def read_memory(path: Path) -> dict[str, str]:
    """Histories by place. Raises ValueError for a spoilt file."""
    return dict(orjson.loads(path.read_bytes())) if path.exists() else {}


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """One at a time: while an installation starts, its threads and processes all come to remember."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
