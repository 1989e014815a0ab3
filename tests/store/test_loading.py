"""A store that has much to read is waited for, and says how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.connection import check_ready, connect
from storage.embedded import EmbeddedServer
from storage.errors import StoreLoading
from storage.loading import Loading, find_loading, wait_while_loading
from storage.records import RecordStore
from tests.slow_server import RECORDS, fill, let_it_finish, make_slow_server


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[EmbeddedServer]:
    fill(tmp_path)
    server = EmbeddedServer(tmp_path, str(make_slow_server(tmp_path)))
    yield server
    server.stop()


def test_a_start_waits_until_everything_is_read(slow: EmbeddedServer) -> None:
    url = slow.launch()
    told: list[float] = []

    def hear(loading: Loading) -> None:
        told.append(loading.percent or 0.0)
        let_it_finish(url)

    slow.wait_until_loaded(hear)
    assert told == sorted(told)
    assert told[0] < 100
    assert slow.state.name == "running"
    assert len(RecordStore(connect(url)).list("ALICE", "dna_cases")) == RECORDS


def test_how_far_it_is_can_be_asked_while_it_reads(slow: EmbeddedServer) -> None:
    client = connect(slow.launch())
    loading = find_loading(client)
    assert loading is not None
    assert loading.percent is not None
    assert 0 <= loading.percent < 100
    ready = check_ready(client)
    assert (ready.ok, ready.reason[:18]) == (False, "Loading your data:")
    with pytest.raises(StoreLoading):
        RecordStore(client).list("ALICE", "dna_cases")
    let_it_finish(slow.url)
    wait_while_loading(client, lambda loading: None)
    assert check_ready(client).ok


def test_it_can_be_stopped_while_it_reads(slow: EmbeddedServer) -> None:
    assert find_loading(connect(slow.launch()))
    slow.stop()
    assert slow.state.name == "stopped"
    let_it_finish(slow.launch())
    slow.wait_until_loaded()
    assert len(RecordStore(connect(slow.url)).list("ALICE", "dna_cases")) == RECORDS
