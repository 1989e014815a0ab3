"""Homes: a new learner's ten minutes from one press to the moved clock, and each role's home on a desk and a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import NewPage
from tests.browser.looking import check_accessible, check_fits

PHONE, DESK = (390, 844), (1280, 800)


@pytest.fixture
def newcomer(admin: Page, new_page: NewPage) -> Page:
    """Somebody who has just set up their account."""
    page = new_page()
    steps.take_up_invitation(admin, page, "nia.new@example.com", "Nia New")
    return page


def test_a_new_learner_moves_a_clock_in_the_first_minutes(newcomer: Page) -> None:
    page = newcomer
    expect(page.get_by_role("heading", name="Welcome, Nia")).to_be_visible()
    check_accessible(page)
    page.get_by_role("button", name="Make the example, Jo Example, and begin").click()
    expect(page.get_by_text("Step 2 of 5")).to_be_visible()
    check_accessible(page)
    page.get_by_role("link", name="Open the missed appointment").click()
    steps.choose(steps.field(page, "clearly_communicated"), "yes")
    steps.save_and_wait(page)
    steps.open_page(page, "/")
    expect(page.get_by_text("Step 3 of 5")).to_be_visible()
    page.get_by_role("button", name="Remove Jo Example").click()
    expect(page.get_by_role("button", name="Make the example, Jo Example, and begin")).to_be_visible()


@pytest.mark.parametrize("who", ["learner", "manager", "admin"])
def test_a_home_fits_and_is_read_by_everybody(new_page: NewPage, who: str) -> None:
    page = new_page(f"{who}@example.com")
    for size in (DESK, PHONE):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for path in ("/", "/actions"):
            steps.open_page(page, path)
            expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Good|To do"))
            check_fits(page)
            check_accessible(page)
