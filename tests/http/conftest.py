"""A bare site with sign-in, one for each test; a whole site, one for each file; and its people where a file's `site`
is a whole one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storage.connection import connect
from tests.http.site import Site, make_site
from tests.whole_site import Visitor, WholeSite, make_whole_site


@pytest.fixture
def site() -> Site:
    return make_site()


@pytest.fixture(scope="module")
def site_of_the_file(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeSite]:
    client = connect(server_url)
    client.flushall()
    yield make_whole_site(tmp_path_factory.mktemp("site"), client)
    client.close()


@pytest.fixture
def whole_site(site_of_the_file: WholeSite) -> WholeSite:
    """The whole app over a store with nothing in it but the people."""
    site_of_the_file.empty()
    return site_of_the_file


@pytest.fixture
def alice(site: WholeSite) -> Visitor:
    """The learner, signed in."""
    return site.signed_in("learner")


@pytest.fixture
def bob(site: WholeSite) -> Visitor:
    """The manager who looks after Alice, signed in."""
    return site.signed_in("manager")


@pytest.fixture
def ada(site: WholeSite) -> Visitor:
    """The administrator, signed in."""
    return site.signed_in("admin")
