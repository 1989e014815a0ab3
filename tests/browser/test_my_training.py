"""A new learner's first day: start here, five cases, a level gained, and tomorrow's review."""

from __future__ import annotations

import re
from datetime import date

from playwright.sync_api import Page, expect

from dashapp.panels.practice.drawn import DATES
from dashapp.services.practice.answering import draw_cases
from dashapp.services.practice.kinds import SESSIONS, choose_about
from dashapp.services.practice.training import list_rules
from practice.case import Case
from practice.keys import find_key
from practice.options import find_right
from tests.browser import steps
from tests.browser.conftest import PHONE, NewPage
from tests.browser.looking import check_accessible, check_fits
from tests.running_app import TODAY


def look_at(page: Page) -> None:
    """It fits and is accessible, light and dark, on a desk and on a phone."""
    size = page.viewport_size
    for colours in ("dark", "light"):
        page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        check_fits(page)
        check_accessible(page)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    check_fits(page)
    page.set_viewport_size(size)  # type: ignore[arg-type]


def draw_again(page: Page) -> list[Case]:
    """The cases of the session in the address, drawn as they were when it was begun."""
    session = page.url.split("/")[-2]
    first, today = list_rules("start")[0], date.fromisoformat(TODAY)
    chosen = [[*choose_about(first, 1, session, number, today)] for number in range(1, 6)]
    return draw_cases(session, {"chosen": chosen, "drawn_on": TODAY}, SESSIONS)


def answer(page: Page, case: Case, *, right: bool) -> None:
    key = find_key(case)
    told = find_right(key)
    decision = page.locator(".cs-practice-decision").get_by_role("radio")
    if "decision" in told:
        wanted = decision.and_(page.locator(f'[value="{told["decision"]}"]'))
        other = decision.and_(page.locator(f':not([value="{told["decision"]}"])')).first
        (wanted if right else other).check()
    for name, value in told.items():
        box = page.locator(f"#practice-{name}")
        if name in DATES and right and isinstance(value, date):
            box.fill(f"{value.day}/{value.month}/{value.year}")
    if right and key.facets.get("reason"):
        page.locator("#practice-reason").select_option(str(key.facets["reason"][0]))
    page.get_by_role("button", name="Answer").click()
    expect(page.locator(".cs-practice-verdict")).to_be_visible()


def test_a_first_day_from_start_here_to_tomorrows_review(admin: Page, new_page: NewPage) -> None:
    # Given somebody who signs in for the first time
    page = new_page()
    steps.take_up_invitation(admin, page, "tara.first@example.com", "Tara First")
    expect(page.get_by_role("heading", name="Welcome, Tara")).to_be_visible()

    # When they begin with the five first cases that Start here leads to
    first = page.get_by_role("listitem").filter(has_text="Five first cases")
    first.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", name=re.compile("^Case 1, "))).to_be_visible()
    cases = draw_again(page)
    for number, case in enumerate(cases, start=1):
        expect(page.get_by_role("heading", name=re.compile(f"^Case {number}, "))).to_be_visible()
        answer(page, case, right=number < len(cases))
        page.locator(".cs-practice-next").click()

    # Then a level is gained, and the review of tomorrow is told
    expect(page).to_have_url(re.compile("/result$"))
    expect(page.get_by_role("heading", name="Your levels")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"\d levels? gained\. Next review: 16 June 2026\."))
    look_at(page)

    # And their training says so, and chooses a job next
    page.get_by_role("link", name="My training").last.click()
    expect(page.get_by_role("main")).to_contain_text("Nothing is due. Next: 16 June 2026.")
    expect(page.get_by_role("main")).to_contain_text("Choose the job you train for")
    look_at(page)
    page.get_by_role("link", name="Make a plan").click()
    steps.fill_record(page, {"goal": "Start the right clock", "role_profile": "booking_clerk", "hours_per_week": "2"})
    steps.save_and_wait(page)
    steps.open_page(page, "/my-training")
    expect(page.get_by_role("main")).to_contain_text("Booking clerk: Start the right clock")
    look_at(page)

    # And home shows it as well
    steps.open_page(page, "/")
    expect(page.get_by_role("main")).to_contain_text("Next review: 16 June 2026.")
