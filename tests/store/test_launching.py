"""A server that is begun before what looks after it is imported."""

from pathlib import Path

import pytest

from storage.embedded import EmbeddedServer
from storage.launching import EARLY, begun_early
from storage.server_files import ServerFiles


def test_a_server_begun_early_is_taken_over(tmp_path: Path) -> None:
    with begun_early({"CLOCKSTART_DATA_DIR": str(tmp_path)}):
        child = EARLY[ServerFiles(tmp_path).folder].begun.child
        server = EmbeddedServer(tmp_path)
        server.start()
        assert server.state.pid == child.pid
        assert server.is_owner
        server.stop()
    assert child.poll() is not None


def test_one_that_nothing_takes_over_is_ended_with_the_start(tmp_path: Path) -> None:
    with begun_early({"CLOCKSTART_DATA_DIR": str(tmp_path)}):
        child = EARLY[ServerFiles(tmp_path).folder].begun.child
    assert child.poll() is not None
    assert not ServerFiles(tmp_path).has_server()
    with begun_early({"CLOCKSTART_DATA_DIR": str(tmp_path)}):
        assert EARLY, "its locks are free again"


@pytest.mark.parametrize("variable", ["CLOCKSTART_REDIS_URL", "CLOCKSTART_REDIS_URL_FILE"])
def test_none_is_begun_where_the_store_has_an_address(tmp_path: Path, variable: str) -> None:
    with begun_early({"CLOCKSTART_DATA_DIR": str(tmp_path), variable: "redis://elsewhere"}):
        assert not EARLY
        assert not (tmp_path / "store").exists()


def test_a_folder_in_use_is_left_to_its_server(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path)
    server.start()
    with begun_early({"CLOCKSTART_DATA_DIR": str(tmp_path)}):
        assert not EARLY
    assert server.start()
    server.stop()


def test_what_prevents_it_is_said_by_the_start_itself(tmp_path: Path) -> None:
    with begun_early({"CLOCKSTART_DATA_DIR": str(tmp_path), "CLOCKSTART_REDIS_SERVER": "/nowhere/server"}):
        assert not EARLY
