"""A notice about the store: to administrators at home and on /readyz, until one of them has read it."""

from __future__ import annotations

import pytest

from storage.notices import list_notices, put_notice
from tests.whole_site import NOW, WholeSite

WORDS = "The end of a file was cut off."


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    put_notice(whole_site.clockstart.store.client, WORDS, NOW)
    return whole_site


def test_an_administrator_is_told_until_it_is_read(site: WholeSite) -> None:
    admin, learner = site.signed_in("admin"), site.signed_in("learner")
    assert WORDS in admin.open_page("/").get_data(as_text=True)
    assert WORDS not in learner.open_page("/").get_data(as_text=True)
    (notice,) = list_notices(site.clockstart.store.client)
    for visitor, status, left in ((learner, 403, [notice]), (admin, 303, [])):
        form = {"at": notice.at, "csrf_token": visitor.token}
        assert visitor.client.post("/store-notices/read", data=form).status_code == status
        assert list_notices(site.clockstart.store.client) == left
    assert WORDS not in admin.open_page("/").get_data(as_text=True)
