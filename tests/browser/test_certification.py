"""The certificate's story: a rehearsal, a paper gone on with elsewhere, its result, a number that is checked."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, NewPage
from tests.browser.looking import check_accessible, check_fits

LEARNER = "learner@example.com"


def look_at(page: Page) -> None:
    size = page.viewport_size
    for width, height in (PHONE, (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})
        for colours in ("light", "dark"):
            page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
            check_fits(page)
            check_accessible(page)
    page.set_viewport_size(size)  # type: ignore[arg-type]


def answer_first(page: Page) -> None:
    page.locator(".cs-practice-decision").get_by_role("radio").first.check(force=True)
    page.get_by_role("button", name=re.compile("^Answer")).click()
    expect(page.get_by_role("heading", name=re.compile("^Case 2, "))).to_be_visible()


def hand_in(page: Page) -> None:
    page.get_by_role("button", name="Hand in", exact=True).click()
    page.get_by_role("button", name="Hand in as it is").click()
    expect(page.get_by_role("heading", name="By section")).to_be_visible()


def test_rehearsal_paper_result_and_a_number_that_is_checked(new_page: NewPage) -> None:
    # Given a rehearsal, of which everything is told at once
    page = new_page(LEARNER)
    page.goto("/certification/papers")
    look_at(page)
    page.get_by_role("button", name="Rehearse").first.click()
    expect(page.get_by_role("heading", name=re.compile("^Case 1, "))).to_be_visible()
    hand_in(page)
    expect(page.get_by_role("main")).to_contain_text("This would not be enough yet")
    look_at(page)

    # When a paper is begun, left in the middle and gone on with in another browser
    page.goto("/certification/papers")
    page.get_by_role("button", name="Begin a paper").first.click()
    expect(page.get_by_role("heading", name=re.compile("^Case 1, "))).to_be_visible()
    paper = page.url
    answer_first(page)
    page.context.close()
    page = new_page(LEARNER)
    expect(page.get_by_role("heading", name="Your exam paper is open")).to_be_visible()
    look_at(page)
    page.get_by_role("link", name="Go to the paper").click()
    expect(page).to_have_url(paper)
    expect(page.get_by_text("1 of 40 cases answered")).to_be_visible()
    look_at(page)
    hand_in(page)

    # Then it says why it is not passed, and not yet what was right
    expect(page.get_by_role("main")).to_contain_text("Not passed")
    expect(page.get_by_role("main")).to_contain_text("What was right in each item is told from")
    look_at(page)
    page.goto("/certification")
    expect(page.get_by_text("Not passed").first).to_be_visible()


def test_anybody_checks_a_number(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/verify?number=CS-2026-000000001")
    expect(page.get_by_role("status").last).to_contain_text("its check character is wrong")
    look_at(page)
    page.get_by_label("Certificate number").fill("CS-2026-OOOOOOOO0")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("status").last).to_contain_text("This number is not known.")
