"""Bob's other story: he assigns, watches, rules on a questioned mark, and sees who needs help (LEARNING §9)."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import NewPage
from tests.browser.test_assigned import LEARNER, NAME, assign, look_at

SENTENCE = "The letter says that she was told."


def answer_all(page: Page) -> None:
    """The second choice of each of five cases, then everything is handed in."""
    for number in range(1, 6):
        expect(page.get_by_role("heading", name=re.compile(f"^Case {number}, "))).to_be_visible()
        page.keyboard.press("2")
        page.keyboard.press("Enter")
        expect(page.locator(".cs-practice-verdict")).to_be_visible()
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/result$"))


def find_wrong(page: Page, work: str) -> int:
    """The first case that was answered wrong."""
    for number in range(1, 6):
        page.goto(f"{work}?case={number}")
        if "Not this time" in page.locator(".cs-practice-verdict").inner_text():
            return number
    raise AssertionError("all five were right by chance")


def test_a_mark_is_questioned_ruled_on_and_who_needs_help_is_seen(new_page: NewPage) -> None:
    # Given work that is assigned, and watched while it is done
    manager = new_page("manager@example.com")
    assign(manager, "Second week")
    watched = manager.get_by_role("row", name=re.compile(NAME))
    page = new_page(LEARNER)
    page.goto("/assigned")
    page.get_by_role("link", name="Second week").click()
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/work**")
    work = page.url.partition("?")[0]
    answer_all(page)
    expect(watched).to_contain_text("Done")

    # When the learner questions a mark
    number = find_wrong(page, work)
    page.get_by_text("Question this mark").click()
    page.get_by_label("What do you think is right?").fill(SENTENCE)
    look_at(page)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Not looked at yet")).to_be_visible()

    # Then the manager finds it, sees whose score would change, and accepts the answer too
    manager.goto("/assignments/questions")
    look_at(manager)
    manager.get_by_role("row", name=re.compile(SENTENCE)).get_by_role("link").click()
    expect(manager.get_by_role("main")).to_contain_text(SENTENCE)
    look_at(manager)
    manager.get_by_role("link", name="Accept this answer too").click()
    expect(manager.get_by_role("main")).to_contain_text("1 person would be marked again.")
    expect(manager.get_by_role("row", name=re.compile(NAME))).to_contain_text("rises")
    look_at(manager)
    manager.get_by_label("What do you tell them?").fill("Both are right here.")
    manager.get_by_role("button", name="Confirm").click()
    expect(manager.get_by_role("main")).to_contain_text("1 session marked again.")

    # And the learner reads what came of it
    page.goto(f"{work}?case={number}")
    expect(page.get_by_role("main")).to_contain_text("Both are right here.")

    # And the monitor says who needs help
    manager.goto("/student-progress-monitor")
    steps.wait_until_drawn(manager)
    line = manager.get_by_role("table", name=re.compile("how many of their modules")).get_by_role("row", name=NAME)
    expect(line).to_contain_text(re.compile(r"Done.*%"))
    expect(manager.get_by_role("main")).to_contain_text("Common mistakes")
