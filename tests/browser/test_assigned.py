"""Bob's story: practice is assigned, done by keyboard, seen on the monitor (LEARNING §13, row 11)."""

from __future__ import annotations

import re

from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import PHONE, NewPage
from tests.browser.looking import check_accessible, check_fits

LEARNER, NAME = "learner2@example.com", "Tomas Reed"
COHORT = "Booking office, spring"


def assign(page: Page, title: str) -> None:
    """Five cases for the cohort, due on 22 June 2026."""
    page.goto("/assignments/new")
    page.get_by_label("What is it called?").fill(title)
    page.get_by_label("Which cases?").select_option(label="Missed and cancelled")
    page.get_by_label("For which cohort?").select_option(label=COHORT)
    due = page.get_by_role("group", name="By which day is it due?")
    for box, text in (("Day", "22"), ("Month", "6"), ("Year", "2026")):
        due.get_by_label(box).fill(text)
    page.get_by_role("button", name="Assign").click()
    expect(page.get_by_text(f"{title} is assigned, due 22 June 2026.")).to_be_visible()


def look_at(page: Page) -> None:
    for colours in ("light", "dark"):
        page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        check_fits(page)
        check_accessible(page)


def test_what_is_assigned_is_done_and_seen(new_page: NewPage) -> None:
    # Given a manager who assigns First week
    manager = new_page("manager@example.com")
    assign(manager, "First week")
    look_at(manager)
    watched = manager.get_by_role("row", name=re.compile(NAME))
    expect(watched).to_contain_text("Not started")

    # Then the learner has it on their home and in a calendar
    page = new_page(LEARNER)
    page.goto("/")
    expect(page.get_by_role("main")).to_contain_text("5 cases, due 22 June 2026.")
    page.goto("/assigned")
    page.get_by_role("button", name=re.compile("^Make an")).click()
    address = page.locator(".cs-copy").inner_text()
    told = Calendar.from_ical(page.request.get(address).body())
    due = {str(event["summary"]): event["dtstart"].dt.isoformat() for event in told.walk("VEVENT")}
    assert due["First week"] == "2026-06-22"
    look_at(page)

    # When its five cases are answered by keyboard and handed in
    page.get_by_role("link", name="First week").click()
    page.get_by_role("button", name="Begin").click()
    for number in range(1, 6):
        expect(page.get_by_role("heading", name=re.compile(f"^Case {number}, "))).to_be_visible()
        page.keyboard.press("2")
        page.keyboard.press("Enter")
        expect(page.locator(".cs-practice-verdict")).to_be_visible()
        if number == 1:
            expect(watched).to_contain_text("1 answered")
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/result$"))
    steps.wait_until_drawn(page)
    expect(page.get_by_role("main")).to_contain_text("lost from the list")

    # Then the manager's list says so by itself, and the monitor as soon as it is opened
    expect(watched).to_contain_text("Done")
    manager.goto("/student-progress-monitor")
    line = manager.get_by_role("table", name=re.compile("how many of their modules")).get_by_role("row", name=NAME)
    expect(line).to_contain_text("handed in")
    expect(line).to_contain_text("Done")


def test_on_a_phone_it_fits(new_page: NewPage) -> None:
    page = new_page("manager@example.com", size=PHONE)
    assign(page, "On a phone")
    look_at(page)
    for path in ("/assignments", "/assignments/new"):
        page.goto(path)
        steps.wait_until_drawn(page)
        look_at(page)
