"""The menu: what each person pins is theirs alone, its numbers are those of now, and the plain pages have it too."""

from __future__ import annotations

import pytest

from dashapp.services.access import menu
from dashapp.services.records.records import RULES_VERSION
from dashapp.ui import ids
from storage.record import Trace
from tests.whole_site import Visitor, WholeSite

PAGE = "/consent-manager"


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    return whole_site


def post(visitor: Visitor, act: str, page: str) -> int:
    return visitor.client.post(f"/modules/{act}", data={"csrf_token": visitor.token, "page": page}).status_code


def pinned(site: WholeSite, visitor: Visitor) -> str:
    """What the layout says under *Pinned*, as JSON; "" where nothing is."""
    layout = visitor.get("/_dash-layout").get_data(as_text=True)
    return layout.partition('"Pinned"')[2].partition('"All modules"')[0].replace("\\u002f", "/")


def test_what_is_pinned_stays_and_is_nobody_elses(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    assert post(alice, "pin", PAGE) == 303
    assert PAGE in pinned(site, alice)
    assert PAGE in pinned(site, site.signed_in("learner"))
    assert pinned(site, bob) == ""
    assert post(alice, "unpin", PAGE) == 303
    assert pinned(site, alice) == ""


def test_a_page_that_is_not_in_the_menu_cannot_be_pinned(site: WholeSite, alice: Visitor) -> None:
    assert post(alice, "pin", "/staff") == 404
    assert post(alice, "pin", "//elsewhere.example") == 404
    assert pinned(site, alice) == ""


def test_the_numbers_in_the_menu_come_with_each_page(site: WholeSite, alice: Visitor) -> None:
    uid, store = site.cast.alice.uid, site.clockstart.store

    def count() -> int:
        counts: dict[str, int] = alice.open_page("/").get_json()["response"][ids.MENU_COUNTS]["data"]
        return counts[PAGE]

    assert count() == 0
    store.records.append(
        uid, "consent_records", "r1", {"patient_name": "Ann"}, op="op", trace=Trace(uid), now=site.clockstart.now
    )
    assert count() == 1


@pytest.mark.parametrize(("path", "status"), [("/account", 200), ("/nothing-here", 404)])
def test_plain_pages_have_the_frame_of_the_person(site: WholeSite, alice: Visitor, path: str, status: int) -> None:
    answer = alice.get(path)
    assert answer.status_code == status
    page = answer.get_data(as_text=True)
    assert f'<a href="{PAGE}">' in page
    assert '<a href="/staff">' not in page
    assert ">Sign out</button>" in page
    assert '<span class="cs-person-name">Alice Adams</span>' in page
    assert f'<time datetime="{site.clockstart.today}">' in page
    assert f"rules {RULES_VERSION}</p>" in page
    assert ("Demonstration</summary>" in page) is site.clockstart.settings.demo
    assert '<kbd aria-hidden="true">Ctrl K</kbd>' in page


def test_an_error_is_told_also_when_the_menu_cannot_be_made(alice: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(menu, "list_pages", fail)
    answer = alice.get("/nothing-here")
    assert answer.status_code == 404
    assert "Page not found" in answer.get_data(as_text=True)


def test_who_is_not_signed_in_sees_no_menu(site: WholeSite) -> None:
    page = site.app.server.test_client().get("/login").get_data(as_text=True)
    assert "cs-nav" not in page
    assert "Every entry shows what the clock does" in page
