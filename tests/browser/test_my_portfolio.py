"""The portfolio's story: cite work, submit, change the work; the sealed copy stays; a tutor signs it off."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, NewPage
from tests.browser.looking import check_accessible, check_fits

LEARNER, NAME = "learner@example.com", "Leah Marsh"
STATEMENT = "I can say what a missed first appointment does to the clock, and whom to tell."


def look_at(page: Page) -> None:
    size = page.viewport_size
    for colours in ("light", "dark"):
        page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        check_fits(page)
        check_accessible(page)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    check_fits(page)
    check_accessible(page)
    page.set_viewport_size(size)  # type: ignore[arg-type]


def fill(page: Page) -> str:
    """A portfolio with one piece of work; what the work is called."""
    page.goto("/my-portfolio/new")
    page.get_by_label("What is this portfolio called?").fill("Spring at the desk")
    page.get_by_label("For which job?").select_option(label="Validator")
    page.get_by_label("Missed and cancelled").first.check()
    for legend, year in (("From when is the work?", "2026"), ("Until when is the work?", "2026")):
        group = page.get_by_role("group", name=legend)
        month = "2" if legend.startswith("From") else "6"
        for box, text in (("Day", "1"), ("Month", month), ("Year", year)):
            group.get_by_label(box).fill(text)
    page.get_by_label("What have you learned").fill(STATEMENT)
    page.get_by_label("Yes, all of it is my own").check()
    page.get_by_role("button", name="Add a piece of work").click()
    page.get_by_label("A record of mine").check()
    work = page.get_by_label("Which one?")
    name = work.locator("option", has_text="DNA management:").first.inner_text()
    work.select_option(label=name)
    page.get_by_label("What does it show?").select_option(label="Missed and cancelled")
    page.get_by_label("Why does it show that?").fill("The clock is nullified, and it says why.")
    look_at(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status").get_by_text("Saved").first).to_be_visible()
    return name.removeprefix("DNA management: ")


def test_work_is_cited_sealed_and_signed_off(new_page: NewPage) -> None:
    # Given a portfolio that cites a missed appointment
    page = new_page(LEARNER)
    work = fill(page)
    page.goto("/my-portfolio")
    page.get_by_role("link", name="Spring at the desk").first.click()
    page.get_by_role("link", name="Submit, or see the sealed copy").click()
    expect(page.get_by_role("main")).to_contain_text(work)
    look_at(page)

    # When it is submitted
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("status").get_by_text("Your tutor can see the sealed copy.")).to_be_visible()
    expect(page.get_by_text("Digest (SHA-256)")).to_be_visible()
    look_at(page)
    place = page.url[page.url.index("/my-portfolio") :]

    # Then the tutor reads the same copy, and signs it off
    manager = new_page("manager@example.com")
    manager.goto("/student-progress-monitor")
    uid = manager.get_by_role("link", name=NAME).first.get_attribute("href")
    assert uid is not None
    manager.goto(f"/people/{uid.rpartition('/')[2]}{place}")
    expect(manager.get_by_role("main")).to_contain_text(work)
    look_at(manager)
    manager.get_by_label("Missed and cancelled").check()
    manager.get_by_role("button", name="Decide").click()
    expect(manager.get_by_role("status").get_by_text("Signed off.")).to_be_visible()
    page.goto("/my-portfolio/map")
    expect(page.get_by_role("row", name="Missed and cancelled")).to_contain_text("Signed off by")
    look_at(page)
