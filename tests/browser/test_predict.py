"""The composer as a sheet on a phone; and saying what the clock will do before it is told."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import steps
from tests.browser.conftest import DESKTOP, PHONE, NewPage
from tests.browser.looking import check_accessible, check_fits, take_picture
from tests.browser.test_record_page import REFERRED, SLUG, count_box, measure, refer

WHO = "learner2@example.com"
ASKS = re.compile("What will the clock do")


def open_sheet(page: Page) -> Locator:
    page.get_by_role("button", name="Add event").click()
    sheet = page.locator(".cs-composer.cs-sheet")
    expect(sheet).to_be_visible()
    return sheet


def test_on_a_phone_an_event_is_tried_in_a_sheet_under_the_band(new_page: NewPage) -> None:
    # Given a referral on a phone
    page = new_page("learner@example.com", size=PHONE)
    refer(page)
    tall = page.evaluate("document.documentElement.scrollHeight")
    opener = page.get_by_role("button", name="Add event")
    assert measure(page, ".cs-record-acts")["foot"] <= measure(page, ".cs-tabs")["top"] + 1

    # When the composer is opened and closed with Escape, the focus is where it was and nothing has moved
    open_sheet(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator(".cs-sheet")).to_have_count(0)
    expect(opener).to_be_focused()

    # And when an event is tried, the band above the sheet shows what it would do
    sheet = open_sheet(page)
    count_box(page).fill("treatment started")
    count_box(page).press("Enter")
    expect(page.locator(".cs-band-tried")).to_contain_text("Now")
    expect(sheet.locator(".cs-composer-effect")).to_contain_text("The clock stops")
    band, head = measure(page, ".cs-band"), measure(page, ".cs-sheet")
    assert band["top"] >= 0
    assert band["foot"] <= head["top"] + 1
    assert page.evaluate("document.documentElement.scrollHeight") == tall
    check_fits(page)
    check_accessible(page)
    page.emulate_media(color_scheme="dark")
    check_accessible(page)
    page.emulate_media(color_scheme="light")

    # Then Cancel forgets it, and Add saves it, says so where the focus is, and offers to undo it
    sheet.get_by_role("button", name="Cancel").click()
    expect(page.locator(".cs-band-tried")).to_be_empty()
    expect(opener).to_be_focused()
    sheet = open_sheet(page)
    count_box(page).fill("treatment started")
    count_box(page).press("Enter")
    expect(sheet.locator(".cs-composer-effect")).to_be_visible()
    sheet.get_by_role("button", name="Add", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?added=\d+$"))
    expect(page.locator(".cs-sheet")).to_have_count(0)
    expect(count_box(page)).to_have_value("")
    expect(steps.saved_status(page)).to_be_focused()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()


def turn(page: Page, words: str) -> None:
    page.goto("/account")
    page.get_by_role("button", name=words).click()
    expect(page.get_by_text("From now on")).to_be_visible()


@pytest.fixture
def predicting(new_page: NewPage, size: tuple[int, int]) -> Iterator[Page]:
    """A learner who predicts, until the test is over."""
    page = new_page(WHO, size=size)
    turn(page, "Let me predict first")
    yield page
    turn(page, "Tell me at once")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_what_the_clock_will_do_is_said_before_it_is_told(predicting: Page, size: tuple[int, int]) -> None:
    # Given a learner who predicts: a new referral is saved, and the clock waits
    page = predicting
    refer_and_wait(page)
    asked = page.get_by_role("region", name=ASKS)
    expect(page.get_by_text("Findings wait until you have predicted.")).to_be_visible()
    check_accessible(page)

    # When the start and the breach date are predicted, it is told that this is right
    choose(asked, "The clock starts on 2 February 2026", "9 June 2026")
    told = page.locator(".cs-predict-answer")
    expect(told).to_contain_text("Right")
    expect(page.locator(".cs-form-status")).to_be_focused()
    expect(page.locator(".cs-band")).not_to_contain_text("What will the clock do?")

    # And when a first appointment was missed: nothing is told while it is typed, nor before the answer
    if size == PHONE:
        open_sheet(page)
    count_box(page).fill("missed")
    count_box(page).press("Enter")
    page.get_by_role("textbox", name="Date", exact=True).fill("13/4/26")
    page.get_by_role("group", name=re.compile("clearly communicated")).get_by_label("Yes").check()
    expect(page.get_by_role("link", name="Record the details in DNA management")).to_be_visible()
    expect(page.locator(".cs-band-tried")).to_be_empty()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?added=\d+$"))
    expect(asked).to_contain_text("Missed appointment (DNA), 13 April 2026")
    expect(page.get_by_text("Clock nullified")).to_have_count(0)
    check_fits(page)
    take_picture(page, "predict asked")
    page.emulate_media(color_scheme="dark")
    check_accessible(page)

    # Then a wrong answer is told with what is right, and why
    choose(asked, "It runs on", "9 June 2026")
    expect(told).to_contain_text("Not this time")
    expect(told).to_contain_text("It is nullified")
    expect(told.locator(".cs-step-source a").first).to_be_visible()
    expect(page.locator(".cs-band")).to_contain_text("Clock nullified")
    check_accessible(page)
    page.emulate_media(color_scheme="light")
    check_accessible(page)
    take_picture(page, "predict told")


def refer_and_wait(page: Page) -> None:
    steps.open_new(page, SLUG)
    steps.fill_record(page, REFERRED)
    steps.save_and_wait(page)
    expect(page.get_by_role("region", name=ASKS)).to_be_visible()


def choose(asked: Locator, decision: str, breach: str) -> None:
    asked.get_by_role("radio", name=decision, exact=True).check()
    asked.get_by_role("radio", name=breach, exact=True).check()
    asked.get_by_role("button", name="See what happens").click()


def test_what_an_entry_in_the_panel_led_to_is_said_there_and_undone(new_page: NewPage) -> None:
    page = new_page("learner@example.com")
    steps.open_module(page, SLUG)
    page.locator('.ag-row[row-index="0"] [role="gridcell"]').nth(1).click()
    panel = page.get_by_role("complementary", name="The chosen record")
    count_box(page).fill("registered")
    count_box(page).press("Enter")
    panel.get_by_role("button", name="Add", exact=True).click()
    expect(steps.saved_status(page)).to_be_focused()
    expect(count_box(page)).to_have_value("")
    panel.get_by_role("button", name="Undo").click()
    expect(panel.get_by_text("Undone: the record is as it was before.")).to_be_visible()
