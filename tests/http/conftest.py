"""A bare site with sign-in, one for each test; and the people of a whole site where a file's `site` is one."""

from __future__ import annotations

import pytest

from tests.http.site import Site, make_site
from tests.whole_site import Visitor, WholeSite


@pytest.fixture
def site() -> Site:
    return make_site()


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
