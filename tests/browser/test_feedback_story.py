"""A tutor's round: watch the cohort, open one learner's work, say something about it, and the learner reads it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from dashapp.ui import ids
from tests.browser import steps
from tests.browser.conftest import PHONE, NewPage
from tests.browser.looking import check_accessible, check_fits

WHO = "Leah Marsh"
WORDS = "Say where the letter is filed, so that a second reader need not ask."


def open_first_record(page: Page) -> str:
    """From the monitor's grid to one learner, to a module, to a record; its address."""
    steps.open_page(page, "/student-progress-monitor")
    page.locator('[data-grid="student-progress-monitor"]').get_by_role("link", name=WHO, exact=True).click()
    expect(page.locator("main h1")).to_have_text(WHO)
    page.get_by_role("main").get_by_role("link", name="DNA management", exact=True).first.click()
    steps.wait_until_drawn(page)
    page.locator('[data-grid="dna-management"] .cs-cell-link').first.click()
    expect(page.get_by_label("What is good, what to improve and how")).to_be_visible()
    return page.url


def test_a_tutor_gives_feedback_and_the_learner_reads_it_once_it_is_released(new_page: NewPage) -> None:
    tutor, learner = new_page("manager@example.com"), new_page("learner@example.com")
    record = open_first_record(tutor)
    tutor.get_by_role("button", name="Release").click()
    expect(tutor.get_by_role("alert")).to_contain_text("There is a problem")
    tutor.get_by_label("What is good, what to improve and how").fill(WORDS)
    tutor.get_by_label("Needs improvement").check()
    tutor.get_by_role("button", name="Keep as a draft").click()
    expect(tutor.locator(f"#{ids.REVIEW_STATUS}")).to_contain_text("as a draft")

    own = re.sub(r".*/people/[^/]+", "", record)
    steps.open_page(learner, own)
    expect(learner.locator("main")).not_to_contain_text(WORDS)
    tutor.get_by_role("button", name="Release").click()
    expect(tutor.locator(f"#{ids.REVIEW_STATUS}")).to_contain_text("released")

    steps.open_page(learner, "/")
    news = learner.get_by_role("link", name="Correct it")
    expect(news).to_be_visible()
    news.click()
    expect(learner.locator("main")).to_contain_text(WORDS)
    check_accessible(learner)


def test_on_a_phone_the_monitor_is_a_list(new_page: NewPage) -> None:
    page = new_page("manager@example.com", PHONE)
    steps.open_page(page, "/student-progress-monitor")
    expect(page.locator('[data-grid="student-progress-monitor"]')).to_be_hidden()
    expect(page.get_by_role("rowheader", name=WHO)).to_be_visible()
    check_fits(page)


def test_the_monitor_is_one_stop_of_the_tab_key_walked_by_the_arrow_keys(manager: Page) -> None:
    steps.open_page(manager, "/student-progress-monitor")
    grid = manager.locator('[data-grid="student-progress-monitor"]')
    assert grid.locator("[tabindex='0']").count() == 1
    first = grid.locator("tbody tr").first
    first.get_by_role("rowheader").get_by_role("link").focus()
    for _ in range(2):
        manager.keyboard.press("ArrowRight")
    cell = manager.evaluate_handle("() => document.activeElement.closest('td')").as_element()
    assert cell is not None
    assert cell.evaluate("cell => [cell.cellIndex, cell.parentElement.rowIndex]") == [2, 2]
    box = cell.bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == (24, 28)
    said = manager.evaluate("document.activeElement.ariaLabel")
    expect(manager.locator(".cs-whole")).to_have_text(said)
    manager.keyboard.press("ArrowUp")
    expect(grid.locator("thead tr").nth(1).locator("th").nth(2).get_by_role("link")).to_be_focused()
    manager.keyboard.press("Tab")
    assert manager.evaluate("!document.activeElement.closest('[data-grid]')")
    manager.keyboard.press("Shift+Tab")
    expect(grid.locator("thead tr").nth(1).locator("th").nth(2).get_by_role("link")).to_be_focused()
    left = first.get_by_role("rowheader").bounding_box()
    grid.evaluate("frame => { frame.style.width = '360px'; frame.scrollLeft = 200 }")
    assert first.get_by_role("rowheader").bounding_box() == left
