"""A bare site with sign-in, one for each test."""

from __future__ import annotations

import pytest

from tests.http.site import Site, make_site


@pytest.fixture
def site() -> Site:
    return make_site()
