"""One story: a file is checked by the worker, a pathway is decided, and the next of the same queue is there."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import NewPage
from tests.browser.looking import check_accessible, check_fits, take_picture

SLUG = "waiting-list-validator"
HEAD = "pathway,patient_name,nhs_number,tfc,clock_start,next_event"
ROWS = "\n".join([HEAD, *(f"P{n},Name {n},9990000018,110,2026-01-{1 + n % 28:02},2026-07-01" for n in range(400))])
DECIDED: dict[str, steps.Answer] = {
    "level": "administrative",
    "evidence_place": "clinic_letter",
    "evidence": "Listed for surgery.",
    "decision": "remain",
    "next_step": "Offer a date",
    "next_step_owner": "Admissions",
}


def choose_file(page: Page, text: str) -> None:
    payload = {"name": "overnight.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.locator("input[type=file]").set_input_files(payload)  # type: ignore[arg-type]


def test_a_list_is_checked_worked_and_led_on(new_page: NewPage) -> None:
    page = new_page("learner2@example.com")
    steps.open_page(page, f"/{SLUG}/lists")
    choose_file(page, f"{ROWS}\nP9,Cut")
    expect(page.get_by_text("400 pathways checked, 400 failed a check, 1 line set aside")).to_be_visible()
    page.get_by_role("link", name="Open the list").click()
    expect(page.get_by_text("0 of 400 validated; 400 remain.")).to_be_visible()
    page.get_by_role("link", name="Next page").click()
    expect(page.get_by_text("Page 2 of 8")).to_be_visible()
    queue = page.url
    take_picture(page, "a list at work")
    page.locator(".cs-work-name a").first.click()
    first = page.locator("h1").inner_text()
    steps.fill_record(page, DECIDED)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(re.compile(r"Saved \d\d:\d\d"))).to_be_visible()
    expect(page.get_by_label("Standard comment")).to_have_value(re.compile("Clinic letter.*remains on the list"))
    check_accessible(page)
    check_fits(page)
    page.get_by_role("button", name="Save and go on").click()
    expect(page.locator("h1")).not_to_have_text(first)
    expect(page.locator("h1")).to_have_text(re.compile("^Validate Name"))
    page.get_by_role("link", name="the list", exact=True).click()
    expect(page).to_have_url(queue)
    expect(page.get_by_text("1 of 400 validated; 399 remain.")).to_be_visible()
