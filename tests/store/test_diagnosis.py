"""Why a store cannot be used, told apart: each fault is made on a real server and has a sentence of its own."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from storage.connection import check_ready, connect
from storage.diagnosis import find_fault
from storage.server_binary import find_engine
from tests import store_cluster
from tests.guarded_store import wait_for_port
from tests.waiting import wait_until

Run = Callable[..., tuple[int, subprocess.Popen[bytes]]]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """Starts a server with these flags; its port and its process."""
    with ExitStack() as running:

        def start(*flags: str) -> tuple[int, subprocess.Popen[bytes]]:
            port = store_cluster.find_free_cluster_port()
            command = [str(find_engine().binary), "--port", str(port), "--dir", str(tmp_path), "--save", "", *flags]
            server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            running.callback(server.wait)
            running.callback(server.kill)
            wait_for_port(port)
            return port, server

        yield start


def code_of(url: str) -> str:
    fault = find_fault(url)
    assert fault is None or "secret" not in fault.sentence, "a password has no place in a sentence"
    return fault.code if fault else ""


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://x", "scheme"),
        ("redis//x", "scheme"),
        ("redis://host:port", "address"),
        ("redis+cluster://x", "address"),
        ("redis://127.0.0.1:1", "nothing_there"),
        ("redis+cluster://127.0.0.1:1,127.0.0.1:2", "nothing_there"),
        ("unix:///nowhere.sock", "nothing_there"),
        ("redis://no-such-machine.invalid:6379", "unknown_host"),
    ],
)
def test_an_address_that_leads_nowhere(url: str, code: str) -> None:
    assert code_of(url) == code


def test_a_password_that_is_missing_or_wrong(run: Run) -> None:
    port, _ = run("--requirepass", "secret")
    assert code_of(f"redis://127.0.0.1:{port}") == "password_missing"
    assert code_of(f"redis://:secrets@127.0.0.1:{port}") == "password_wrong"
    assert code_of(f"redis://somebody:secret@127.0.0.1:{port}") == "password_wrong"
    assert code_of(f"redis://:secret@127.0.0.1:{port}") == ""


def test_an_account_that_may_not_ask(run: Run) -> None:
    port, _ = run()
    with connect(f"redis://127.0.0.1:{port}") as admin:
        admin.acl_setuser("app", enabled=True, nopass=True, commands=["+auth", "+hello", "-ping"])
    assert code_of(f"redis://app:secret@127.0.0.1:{port}") == "not_allowed"


def test_something_else_or_something_silent_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert code_of(f"redis://127.0.0.1:{silent.getsockname()[1]}") == "silent"


def test_a_cluster_and_a_single_server_are_not_mistaken_for_each_other(run: Run) -> None:
    single, _ = run()
    member, _ = run("--cluster-enabled", "yes")
    assert code_of(f"redis+cluster://127.0.0.1:{single}") == "kind"
    assert code_of(f"redis://127.0.0.1:{member}") == "kind"
    assert code_of(f"redis+cluster://127.0.0.1:{member}") == ""


def test_a_cluster_may_ask_for_a_password(run: Run) -> None:
    port, _ = run("--cluster-enabled", "yes", "--requirepass", "secret")
    assert code_of(f"redis+cluster://127.0.0.1:{port}") == "password_missing"
    assert code_of(f"redis+cluster://:secret@127.0.0.1:1,127.0.0.1:{port}") == ""
    with connect(f"redis://:secret@127.0.0.1:{port}") as node:
        node.execute_command("CLUSTER", "ADDSLOTSRANGE", 0, 16_383)
    url = f"redis+cluster://:secret@127.0.0.1:{port}"
    wait_until(lambda: ask_cluster(port, "cluster_state") == "ok")
    with connect(url) as client:
        client.set("cs:any", "1")


def ask_cluster(port: int, name: str) -> str:
    with connect(f"redis://:secret@127.0.0.1:{port}") as node:
        told = str(node.execute_command("CLUSTER", "INFO"))
    return dict(line.split(":") for line in told.split() if ":" in line)[name]


def test_a_cluster_with_a_part_down_is_not_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nodes: list[subprocess.Popen[bytes]] = []
    start_node = store_cluster.start_node

    def note_node(folder: Path, port: int) -> subprocess.Popen[bytes]:
        nodes.append(start_node(folder, port))
        return nodes[-1]

    monkeypatch.setattr(store_cluster, "start_node", note_node)
    with store_cluster.run_cluster(tmp_path) as url, connect(url) as client:
        assert check_ready(client).ok
        nodes[1].kill()
        nodes[1].wait()
        for known in (client, connect(url)):
            assert "of the cluster" in check_ready(known).reason


def test_a_cluster_with_slots_that_nobody_serves_is_not_ready(tmp_path: Path) -> None:
    with store_cluster.run_cluster(tmp_path) as url, connect(url) as client:
        for port in url.rpartition("//")[2].replace("127.0.0.1:", "").split(","):
            with connect(f"redis://127.0.0.1:{port}") as node:
                node.execute_command("CLUSTER", "FLUSHSLOTS")
        wait_until(lambda: "slots of the cluster are down" in check_ready(client).reason)
