"""A bare site with sign-in, one for each test; a whole site, one for each file; and its people where a file's `site`
is a whole one."""

from __future__ import annotations

import pytest

from tests.http.site import Site, make_site
from tests.site_of_a_file import site_of_the_file, whole_site
from tests.whole_site import Visitor, WholeSite

__all__ = ["site_of_the_file", "whole_site"]


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
