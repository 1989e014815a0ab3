"""The palette and the keys: found and opened by keyboard alone, the focus is returned, and typing sets nothing off."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import steps
from tests.browser.conftest import DESKTOP, PHONE, NewPage
from tests.browser.looking import check_accessible, check_fits

LEARNER = "learner@example.com"


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Search patients, pages, rules")


def chosen(page: Page) -> Locator:
    return page.get_by_role("option", selected=True)


def test_a_page_is_found_and_opened_by_keyboard(learner: Page) -> None:
    steps.open_page(learner, "/")
    learner.evaluate("window.stillHere = true")
    learner.keyboard.press("Control+k")
    expect(box(learner)).to_be_focused()
    expect(chosen(learner)).to_have_text("Home")
    learner.keyboard.type("cancer path")
    expect(learner.get_by_role("option", name="Cancer pathways: charts")).to_be_visible()
    titles = learner.get_by_role("option").all_inner_texts()
    place = next(place for place, title in enumerate(titles) if title.startswith("Cancer pathways: charts"))
    for _ in range(place):
        learner.keyboard.press("ArrowDown")
    named = chosen(learner)
    expect(named).to_contain_text("Cancer pathways: charts")
    assert box(learner).get_attribute("aria-activedescendant") == named.get_attribute("id")
    learner.keyboard.press("Enter")
    expect(learner).to_have_url(re.compile("/cancer-pathways/charts$"))
    expect(box(learner)).to_have_count(0)
    assert learner.evaluate("window.stillHere") is True


def test_escape_gives_the_focus_back(learner: Page) -> None:
    steps.open_page(learner, "/dna-management")
    learner.locator(".cs-find").focus()
    learner.keyboard.press("Enter")
    expect(box(learner)).to_be_focused()
    learner.keyboard.press("Escape")
    expect(learner.locator(".cs-find")).to_be_focused()


def test_a_word_nothing_fits_is_said_and_nothing_is_opened(learner: Page) -> None:
    steps.open_page(learner, "/rules")
    learner.keyboard.press("Control+k")
    learner.keyboard.type("xyzzy plugh")
    expect(learner.get_by_role("status").filter(has_text="Nothing fits")).to_be_visible()
    learner.keyboard.press("Enter")
    expect(box(learner)).to_be_focused()


def test_keys_find_and_tell_themselves_and_can_be_switched_off(learner: Page) -> None:
    steps.open_page(learner, "/audit-trail")
    learner.keyboard.press("?")
    keys = learner.get_by_role("dialog", name="Keys")
    expect(keys).to_be_visible()
    keys.get_by_label("Switch off").check()
    learner.keyboard.press("Escape")
    expect(keys).to_have_count(0)
    learner.keyboard.press("?")
    learner.keyboard.press("/")
    expect(learner.get_by_role("dialog")).to_have_count(0)
    learner.evaluate("localStorage.removeItem('clockstart-keys')")
    learner.keyboard.press("/")
    expect(box(learner)).to_be_focused()


def test_keys_do_nothing_while_something_is_typed(learner: Page) -> None:
    steps.open_new(learner, "dna-management")
    learner.locator("[data-field=patient_name] input").fill("")
    learner.locator("[data-field=patient_name] input").press_sequentially("and/or?")
    expect(learner.locator("[data-field=patient_name] input")).to_have_value("and/or?")
    expect(learner.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_palette_is_accessible_and_fits(new_page: NewPage, size: tuple[int, int]) -> None:
    page = new_page(LEARNER, size)
    steps.open_page(page, "/")
    page.locator(".cs-find").click()
    box(page).fill("dna")
    expect(page.get_by_role("option", name="Add a missed appointment")).to_be_visible()
    check_accessible(page)
    check_fits(page)
