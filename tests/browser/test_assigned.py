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
    page.goto("/assignments/new")
    assign_here(page, title)


def assign_here(page: Page, title: str) -> None:
    """Five cases for the cohort, due on 22 June 2026."""
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


def test_a_try_is_closed_while_its_page_is_open(new_page: NewPage) -> None:
    # Given a try with a time limit that is open on the learner's page
    manager = new_page("manager@example.com")
    manager.goto("/assignments/new")
    manager.get_by_label("How many minutes for each try? (optional)").fill("20")
    assign_here(manager, "Against the clock")
    address = manager.url.replace("/assignments/", "/assigned/")
    page = new_page(LEARNER)
    page.goto(address)
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("20 minutes left, until")).to_be_visible()
    look_at(page)
    page.get_by_label("Certain").check()

    # When the manager gives more time, then closes it
    manager.get_by_role("link", name=NAME).click()
    manager.get_by_label(f"More time for {NAME}").select_option(label="5 minutes")
    manager.get_by_role("button", name="Add time").click()
    expect(manager.get_by_text(f"{NAME} has until")).to_be_visible()
    look_at(manager)
    expect(page.get_by_text("25 minutes left, until")).to_be_visible()
    manager.get_by_role("button", name=f"Close {NAME}’s try").click()
    expect(manager.get_by_text("is closed, with what was answered")).to_be_visible()

    # Then the learner's page says why, and what was chosen is still there
    expect(page.get_by_text("everything saved by then counts")).to_be_visible()
    expect(page.get_by_label("Certain")).to_be_checked()

    # And a reason makes it void for both
    manager.get_by_label(f"Why is {NAME}’s try void?").fill("The wrong cases were given.")
    manager.get_by_role("button", name=f"Make {NAME}’s try void").click()
    expect(manager.get_by_text("It counts nowhere.")).to_be_visible()
    page.goto(address)
    expect(page.get_by_text("The wrong cases were given.")).to_be_visible()
    look_at(page)
