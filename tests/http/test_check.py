"""`flask check` and the other commands where something is wrong: each fault has its words, and none a traceback."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from storage.connection import connect
from storage.embedded import EmbeddedServer
from storage.keys import HISTORY
from storage.migrations import VERSION
from tests.commands import run_flask
from tests.running_app import ROOT, find_free_port
from tests.waiting import PATIENCE


def flask(data_dir: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("CLOCKSTART_")}
    ours = {f"CLOCKSTART_{name.upper()}": value for name, value in settings.items()}
    return run_flask(arguments, plain | {"CLOCKSTART_DATA_DIR": str(data_dir)} | ours)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("redis://127.0.0.1:1", "No store is at 127.0.0.1:1"),
        ("redis+cluster://127.0.0.1:1", "No store is at 127.0.0.1:1"),
        ("http://127.0.0.1", "redis://"),
    ],
)
def test_a_store_that_cannot_be_used_is_told_in_a_sentence(tmp_path: Path, url: str, words: str) -> None:
    found = flask(tmp_path, "check", redis_url=url)
    assert found.returncode == 1
    assert words in found.stdout
    assert "Traceback" not in found.stdout + found.stderr
    refused = flask(tmp_path, "create-cohort", "Any", redis_url=url)
    assert refused.returncode == 1
    assert "Traceback" not in refused.stdout + refused.stderr


def test_a_folder_that_cannot_be_written_to_and_an_unknown_setting(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for found, words in (
        (flask(tmp_path / "file" / "data", "check"), "CLOCKSTART_DATA_DIR must name a folder"),
        (flask(tmp_path, "check", prot="1"), "Did you mean CLOCKSTART_PORT?"),
    ):
        assert found.returncode == 1
        assert words in found.stdout
        assert "Traceback" not in found.stdout + found.stderr


def test_a_port_that_another_program_has_is_told_and_all_comes_as_json(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.listen()
        found = flask(tmp_path, "check", "--json", port=str(other.getsockname()[1]))
    told = json.loads(found.stdout)
    assert [one["what"] for one in told["checks"]][:3] == ["Settings", "Data folder", "Store"]
    assert (found.returncode, told["ok"]) == (1, False)
    assert [one["code"] for one in told["checks"] if one["code"]] == ["port"]


def test_data_of_a_newer_program_is_looked_at_and_left_alone(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path)
    with connect(server.start()) as client:
        client.set("cs:schema", VERSION + 1)
        found = flask(tmp_path, "check", redis_url=server.state.url)
        refused = flask(tmp_path, "create-cohort", "Any", redis_url=server.state.url)
        assert set(client.keys("cs:*")) == {"cs:schema", HISTORY}
    server.stop()
    assert (found.returncode, refused.returncode) == (1, 1)
    assert f"version {VERSION + 1} of {VERSION}" in found.stdout
    assert "Install the newer program again" in refused.stderr


def test_a_store_that_evicts_or_keeps_nothing_is_not_in_order(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path)
    with connect(server.start()) as client:
        client.config_set("maxmemory-policy", "allkeys-lru")
        evicts = flask(tmp_path, "check", redis_url=server.state.url)
        client.config_set("appendonly", "no")
        keeps_nothing = flask(tmp_path, "check", redis_url=server.state.url)
    server.stop()
    assert (evicts.returncode, keeps_nothing.returncode) == (1, 1)
    assert "noeviction" in evicts.stdout
    assert "append-only file is off" in keeps_nothing.stdout


@pytest.mark.parametrize(
    ("url", "words"), [("http://x", "begins with http"), ("redis+cluster://127.0.0.1:1", "No store")]
)
def test_gunicorn_by_itself_leaves_with_a_sentence(tmp_path: Path, url: str, words: str) -> None:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("CLOCKSTART_")}
    ours = {"CLOCKSTART_DATA_DIR": str(tmp_path), "CLOCKSTART_REDIS_URL": url, "CLOCKSTART_PORT": str(find_free_port())}
    command = [sys.executable, "-m", "gunicorn", "server.wsgi:make_server()"]
    left = subprocess.run(
        command, cwd=ROOT, env=plain | ours, capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert left.returncode != 0
    assert words in left.stderr
    assert "Traceback" not in left.stderr
