"""What every test run has: its folders in memory, one store server for each process, and properties judged by what they
find, never by how busy the machine was."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from storage.embedded import EmbeddedServer
from tests.length import examples

# What is compiled is kept, as on a person's machine: every program that a test starts would compile all of it again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

MEMORY = Path("/dev/shm")
ROOM = 4 << 30

settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=examples(100)
)
settings.load_profile("untimed")


def has_room_in_memory() -> bool:
    """Whether a run fits there, the programs that tests write included. In a small container it does not."""
    if not MEMORY.is_dir():
        return False
    return shutil.disk_usage(MEMORY).free > ROOM and not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC


# A server asks the disk to keep every write, which takes ten times as long as the write. What a disk is asked for
# is looked at in tests/faults/test_fsync.py.
if has_room_in_memory():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@pytest.fixture(scope="session")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Its address. Whoever uses it empties it first."""
    server = EmbeddedServer(tmp_path_factory.mktemp("server"))
    yield server.start()
    server.stop()
