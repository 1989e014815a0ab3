"""A Clockstart over a store in memory, one for each file and emptied for each test, with the people of every access
test."""

from __future__ import annotations

from datetime import UTC, date, datetime

import fakeredis
import pytest

from dashapp.context import EXTENSION, Clockstart, PracticeClock
from dashapp.settings import load_settings
from storage import open_store
from tests.cast import Cast, empty, make_app, make_cast

TODAY = date(2026, 6, 15)
NOW = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def clockstart_of_the_file(tmp_path_factory: pytest.TempPathFactory) -> Clockstart:
    store = open_store(fakeredis.FakeRedis(decode_responses=True))
    settings = load_settings({"CLOCKSTART_DATA_DIR": str(tmp_path_factory.mktemp("data"))})
    app = make_app(settings, store, PracticeClock(TODAY, lambda: NOW))
    made: Clockstart = app.server.extensions[EXTENSION]
    return made


@pytest.fixture
def clockstart(clockstart_of_the_file: Clockstart) -> Clockstart:
    empty(clockstart_of_the_file)
    return clockstart_of_the_file


@pytest.fixture
def cast(clockstart: Clockstart) -> Cast:
    return make_cast(clockstart.store)
