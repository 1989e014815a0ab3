"""Practice by keyboard: a session is set up, five cases are answered, told, and handed in."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser import steps
from tests.browser.conftest import PHONE, NewPage
from tests.browser.looking import check_accessible, check_fits

SLUG, SEED = "practice-sessions", "4"
SESSION = {
    "title": "Before the clinic",
    "set": "missed",
    "cases": "5",
    "level": "1",
    "feedback": "after_each",
    "seed": SEED,
}


def set_up(page: Page) -> None:
    """A saved session, begun, with its first case in view."""
    steps.open_new(page, SLUG)
    steps.fill_record(page, SESSION)
    steps.save_and_wait(page)
    page.get_by_role("link", name="Work on the cases").click()
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", name=re.compile("^Case 1, "))).to_be_visible()


def decisions(page: Page) -> Locator:
    return page.locator(".cs-practice-decision").get_by_role("radio")


def look_at(page: Page) -> None:
    """It fits and is accessible, light and dark."""
    for colours in ("light", "dark"):
        page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        check_fits(page)
        check_accessible(page)


def test_five_cases_by_keyboard(new_page: NewPage) -> None:
    # Given a session of five cases that was begun
    page = new_page("learner2@example.com")
    set_up(page)
    look_at(page)

    # When keys are turned off, figures do nothing; a case is flagged by F, and a hint is taken by H
    page.get_by_role("button", name="Keys are on").click()
    page.keyboard.press("2")
    expect(decisions(page).nth(1)).not_to_be_checked()
    page.get_by_role("button", name="Keys are off").click()
    page.keyboard.press("f")
    expect(page.get_by_role("button", name="Flagged")).to_be_visible()
    page.keyboard.press("h")
    expect(page.locator("#practice-hints li")).to_have_count(1)
    look_at(page)

    # When Answer is pressed with nothing decided, it says so and stays
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Say first what you decide.")

    # When a date cannot be read, what was typed stays
    page.keyboard.press("2")
    dated = page.get_by_label("Breach date")
    dated.fill("31/2/2026")
    dated.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("is not a real date")
    expect(dated).to_have_value("31/2/2026")
    dated.fill("")
    dated.blur()

    # Then each case is told after its answer, and Enter goes on
    for number in range(1, 6):
        expect(page.get_by_role("heading", name=re.compile(f"^Case {number}, "))).to_be_visible()
        page.keyboard.press("2")
        expect(decisions(page).nth(1)).to_be_checked()
        page.keyboard.press("Enter")
        expect(page.locator(".cs-practice-verdict")).to_be_visible()
        if number == 1:
            look_at(page)
        page.keyboard.press("Enter")

    # And the result says first who would be lost
    expect(page).to_have_url(re.compile("/result$"))
    steps.wait_until_drawn(page)
    expect(page.get_by_role("main")).to_contain_text("lost from the list")
    expect(page.get_by_role("table", name="Cases").get_by_role("row")).to_have_count(6)
    look_at(page)

    # And it can be looked at again, and is in the list with its score
    page.get_by_role("table", name="Cases").get_by_role("link").first.click()
    expect(page.locator(".cs-practice-verdict")).to_be_visible()
    page.get_by_role("link", name="Leave").click()
    expect(page.get_by_role("heading", name=SESSION["title"])).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Patients lost from the list")


def test_on_a_phone_a_case_is_read_and_answered(new_page: NewPage) -> None:
    page = new_page("learner2@example.com", size=PHONE)
    set_up(page)
    look_at(page)
    decisions(page).nth(1).check()
    page.get_by_role("button", name="Answer").click()
    expect(page.locator(".cs-practice-verdict")).to_be_visible()
    look_at(page)
    page.reload()
    expect(page.locator(".cs-practice-verdict")).to_be_visible()
