"""The whole app on the store server of this process: made once for a file, and emptied for each test of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storage.connection import connect
from tests.whole_site import WholeSite, make_whole_site


@pytest.fixture(scope="module")
def site_of_the_file(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeSite]:
    client = connect(server_url)
    client.flushall()
    yield make_whole_site(tmp_path_factory.mktemp("site"), client)
    client.close()


@pytest.fixture
def whole_site(site_of_the_file: WholeSite) -> WholeSite:
    """Nothing is stored but the people."""
    site_of_the_file.empty()
    return site_of_the_file
