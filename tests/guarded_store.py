"""The store as docker-compose.yml runs it: its exact flags and its access list, on the packaged server."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from storage.server_binary import find_engine
from tests.running_app import ROOT, find_free_port
from tests.waiting import wait_until

SECRETS_SCRIPT = ROOT / "deploy" / "make-secrets.sh"
JANITOR = "user janitor on nopass ~* -@all +flushall +acl|log +client|setname +client|setinfo\n"


@dataclass(frozen=True)
class GuardedStore:
    """`url` signs in as the app does; `janitor_url` may empty the store between tests and read what was refused."""

    url: str
    janitor_url: str
    secrets: Path


def read_compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return loaded


def read_flags(store: dict[str, Any]) -> dict[str, str]:
    """The store's flags, name → value."""
    _binary, *rest = store["command"]
    return dict(zip(rest[::2], rest[1::2], strict=True))


def make_secrets(folder: Path) -> None:
    subprocess.run(["bash", str(SECRETS_SCRIPT), str(folder)], check=True, capture_output=True)


@contextmanager
def run_guarded_store(folder: Path) -> Iterator[GuardedStore]:
    """Start it on a free port with its files under `folder`; stopped at the end."""
    secrets, data, port = folder / "secrets", folder / "data", find_free_port()
    make_secrets(secrets)
    data.mkdir()
    access = folder / "access-with-janitor"
    access.write_text((secrets / "store.acl").read_text() + JANITOR)
    flags = read_flags(read_compose()["services"]["store"])
    flags |= {"--dir": str(data), "--aclfile": str(access), "--port": str(port), "--bind": "127.0.0.1"}
    command = [str(find_engine().binary), *(word for pair in flags.items() for word in pair)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        wait_for_port(port)
        url = (secrets / "store-url").read_text().replace("@store:6379", f"@127.0.0.1:{port}")
        yield GuardedStore(url, f"redis://janitor:any@127.0.0.1:{port}/0", secrets)
        server.terminate()


def wait_for_port(port: int) -> None:
    wait_until(lambda: listens(port))


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
