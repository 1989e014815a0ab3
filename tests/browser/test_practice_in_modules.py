"""A set worked in the lists: a case is answered by putting its record right, and what the rules say comes after."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.conftest import NewPage
from tests.browser.test_practice import SLUG, look_at

SESSION = {
    "title": "In the lists",
    "set": "picked",
    "families": ["stop-clinic"],
    "cases": "5",
    "level": "1",
    "feedback": "after_each",
    "seed": "4",
    "where": "entered",
}


def test_a_record_is_put_right_and_marked(new_page: NewPage) -> None:
    # Given a session in the modules that was begun
    page = new_page("learner2@example.com")
    steps.open_new(page, SLUG)
    steps.fill_record(page, SESSION)
    steps.save_and_wait(page)
    page.get_by_role("link", name="Work on the cases").click()
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("table", name="Cases").get_by_role("row")).to_have_count(6)
    look_at(page)

    # When its list and a record of it are opened, no clock is told
    page.get_by_role("link", name="Next case").click()
    expect(page.get_by_role("main")).to_contain_text("Practice: set 4, nothing here counts")
    expect(page.get_by_role("main")).to_contain_text("is told once its case is answered and marked")
    expect(page.get_by_role("region", name="The clock")).to_have_count(0)
    look_at(page)

    # And what it says is marked as it is
    page.get_by_role("button", name="Mark what I have entered").click()
    expect(page.locator(".cs-practice-verdict")).to_be_visible()
    expect(page.get_by_role("region", name="The clock")).to_be_visible()
    look_at(page)

    # Then the next case is there, and the way back leads to the session
    page.get_by_role("link", name="Next case").click()
    expect(page).to_have_url(re.compile("/case2[?]scope=practice-"))
    expect(page.locator(".cs-practice-verdict")).to_have_count(0)
    page.get_by_role("link", name="Back to the session").first.click()
    expect(page).to_have_url(re.compile(f"/{SLUG}/[^/]+/work$"))
    expect(page.get_by_role("main")).to_contain_text("1 of 5 cases answered")
