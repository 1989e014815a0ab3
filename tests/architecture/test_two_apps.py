"""Two apps in one process share nothing: neither callbacks, nor addresses, nor data."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.whole_site import WholeSite, make_whole_site


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[WholeSite, WholeSite]:
    folder: Path = tmp_path_factory.mktemp("two")
    return make_whole_site(folder / "one"), make_whole_site(folder / "two")


def test_both_have_every_callback(both: tuple[WholeSite, WholeSite]) -> None:
    one, two = both
    assert one.app.callback_map.keys() == two.app.callback_map.keys()
    assert len(one.app.callback_map) > 3


def test_both_have_every_address(both: tuple[WholeSite, WholeSite]) -> None:
    one, two = both
    assert one.clockstart.router.pages.keys() == two.clockstart.router.pages.keys()
    assert one.clockstart.router is not two.clockstart.router


def test_a_session_of_one_is_nothing_to_the_other(both: tuple[WholeSite, WholeSite]) -> None:
    one, two = both
    visitor = one.signed_in("learner")
    cookies = visitor.client._cookies
    stranger = two.visitor()
    stranger.client._cookies = cookies
    assert visitor.get("/").status_code == 200
    assert stranger.get("/").status_code == 302


def test_each_draws_its_home_for_its_own_people(both: tuple[WholeSite, WholeSite]) -> None:
    for site in both:
        assert site.signed_in("learner").open_page("/").status_code == 200


def test_a_fresh_process_serves_the_files_of_a_page_that_another_process_drew(
    both: tuple[WholeSite, WholeSite],
) -> None:
    """Behind two web server processes, one draws the page and the other is asked for its scripts."""
    for site in both:
        assert {"dash", "dash_ag_grid", "dash_bootstrap_components"} <= set(site.app.registered_paths)
