"""One whole app for the tests that walk over all of it."""

from __future__ import annotations

import pytest

from tests.whole_site import WholeSite, make_whole_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> WholeSite:
    return make_whole_site(tmp_path_factory.mktemp("site"))
