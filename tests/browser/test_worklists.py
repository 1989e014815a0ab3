"""A list shows its rows in the first screen, and what is cut in it can be read whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from dashapp.factory import find_registry
from dashapp.services.jobs.prepared import WHOLE_AT_MOST
from storage.accounts import Person
from storage.erasure import erase_user
from storage.record import NewRecord, Trace
from tests.browser import steps
from tests.browser.conftest import PHONE, NewPage
from tests.browser.looking import check_accessible, check_fits
from tests.running_app import RunningApp

LAPTOP = (1280, 800)
TRACKING = "patient-tracking-list"
FIRST_ROW, ROWS = 280, 10
ROW = ".cs-worklist .ag-center-cols-container .ag-row"


@pytest.fixture
def laptop(new_page: NewPage) -> Page:
    return new_page("learner@example.com", LAPTOP)


def open_list(page: Page, slug: str, query: str = "") -> None:
    steps.open_page(page, f"/{slug}{query}")
    expect(page.locator(ROW).first).to_be_visible()


LISTS = [one.slug for one in find_registry() if "" not in one.own_pages and one.made_by == "person"]
"""Every list that people add to by hand: of the others not everybody in the demo has a record."""


@pytest.mark.parametrize("slug", LISTS)
def test_the_first_row_is_in_the_first_screen_of_every_list(laptop: Page, slug: str) -> None:
    steps.open_page(laptop, f"/{slug}")
    row = laptop.locator('.ag-row[row-index="0"]').first
    expect(row).to_be_visible()
    # Drafts that other tests have left are over the rows.
    laptop.evaluate("document.querySelectorAll('main .cs-banner').forEach(banner => banner.remove())")
    box = row.bounding_box()
    assert box is not None
    assert (box["y"] <= FIRST_ROW, box["height"]) == (True, 44), box


def test_ten_rows_of_the_tracking_list_are_in_the_first_screen(laptop: Page) -> None:
    open_list(laptop, TRACKING)
    whole = f"[...document.querySelectorAll('{ROW}')].filter(row => row.getBoundingClientRect().bottom <= innerHeight)"
    assert laptop.evaluate(f"{whole}.length") >= ROWS
    check_fits(laptop)


def test_limits_stand_under_each_other_below_the_mark_in_the_head(laptop: Page) -> None:
    open_list(laptop, TRACKING)
    places = "nodes => [...new Set(nodes.map(node => Math.round(node.getBoundingClientRect().left)))]"
    lines = laptop.locator(f"{ROW} .cs-line-target").evaluate_all(places)
    assert len(lines) == 1
    head = laptop.locator(".cs-tick-limit").bounding_box()
    assert head is not None
    assert abs(head["x"] + head["width"] / 2 - lines[0]) <= 3


def test_what_is_cut_in_a_cell_is_shown_whole_with_the_focus(laptop: Page) -> None:
    open_list(laptop, "cancer-pathways")
    cut = ".cs-worklist .cs-cell-second, .cs-worklist .cs-cell-words"
    find = "nodes => nodes.findIndex(n => n.scrollWidth > n.clientWidth + 1 || n.scrollHeight > n.clientHeight + 2)"
    place = laptop.locator(cut).evaluate_all(find)
    assert place >= 0
    part = laptop.locator(cut).nth(place)
    part.hover()
    expect(laptop.locator(".cs-whole")).to_contain_text(part.text_content() or "")
    laptop.mouse.move(5, 5)
    expect(laptop.locator(".cs-whole")).to_have_count(0)
    part.locator("xpath=ancestor::div[@role='gridcell']").evaluate("cell => cell.focus()")
    expect(laptop.locator(".cs-whole")).to_contain_text(part.text_content() or "")


def test_the_key_slash_finds_and_the_address_keeps_what_was_found_and_sorted(laptop: Page) -> None:
    open_list(laptop, TRACKING)
    name = laptop.locator(f"{ROW.replace('center', 'pinned-left')} .cs-cell-link").nth(3).inner_text()
    laptop.keyboard.press("/")
    expect(laptop.get_by_label("Find in these pathways")).to_be_focused()
    laptop.keyboard.type(name.upper())
    expect(laptop.locator("#list-count")).to_have_text(re.compile(r" of \d+ pathways$"))
    laptop.locator('.ag-header-cell[col-id="patient_name"]').click()
    expect(laptop).to_have_url(re.compile(r"find=.*sort=patient_name"))
    address, told = laptop.url, laptop.locator("#list-count").inner_text()
    laptop.reload()
    expect(laptop.locator("#list-count")).to_have_text(told)
    expect(laptop.locator('.ag-header-cell[col-id="patient_name"]')).to_have_attribute("aria-sort", "ascending")
    laptop.get_by_role("link", name=name).first.click()
    expect(laptop.locator("main .cs-back")).to_be_visible()
    laptop.locator("main .cs-back").click()
    expect(laptop).to_have_url(address)
    expect(laptop.locator("#list-count")).to_have_text(told)


def test_views_are_tabs_and_empty_ones_are_in_the_menu(laptop: Page) -> None:
    open_list(laptop, TRACKING)
    views = laptop.get_by_role("navigation", name="Views")
    numbers = [int(text) for text in views.locator(".cs-view-tabs .cs-tab-number").all_inner_texts()]
    assert 1 < len(numbers) <= 6
    assert 0 not in numbers
    views.get_by_text("More views").click()
    expect(views.locator(".cs-menu-empty").first).to_be_visible()
    check_accessible(laptop)
    laptop.keyboard.press("Escape")
    expect(views.locator(".cs-menu-empty").first).to_be_hidden()
    told = choose_view(laptop)
    expect(laptop.locator("#list-count")).to_have_text(re.compile(rf"^{max(numbers[1:])} of {numbers[0]} pathways$"))
    assert told != "All"


def choose_view(page: Page) -> str:
    """A view that is not the whole list, the one with most in it; what it is called."""
    tabs = page.locator(".cs-view-tabs a").all()[1:]
    tab = max(tabs, key=lambda one: int(one.locator(".cs-tab-number").inner_text().replace(",", "")))
    words = (tab.text_content() or "").rstrip("0123456789,")
    tab.click()
    expect(page.locator(".cs-view-tabs [aria-current]")).to_contain_text(words)
    expect(page.locator(ROW).first).to_be_visible()
    return words


# --- the panel next to the list ---------------------------------------------------------------------------------------


def open_panel(page: Page, row: int) -> str:
    """Chooses a row by a click in it; the name of its patient."""
    name = page.locator(f'.ag-row[row-index="{row}"] .cs-cell-link').inner_text()
    page.locator(f'.ag-row[row-index="{row}"] [col-id="days_left"]').click()
    expect(panel(page).get_by_role("heading", name=name)).to_be_visible()
    return name


def panel(page: Page) -> Locator:
    return page.get_by_role("complementary", name="The chosen record")


def test_a_list_is_worked_through_with_the_keyboard_without_leaving_it(laptop: Page) -> None:
    open_list(laptop, TRACKING)
    names = laptop.locator(".ag-pinned-left-cols-container .cs-cell-link").all_inner_texts()
    assert open_panel(laptop, 2) in names
    expect(panel(laptop).locator(".cs-band")).to_be_visible()
    expect(panel(laptop).get_by_text("Needs attention")).to_be_visible()
    check_accessible(laptop)
    for key, row in (("j", 3), ("ArrowDown", 4), ("k", 3)):
        name = laptop.locator(f'.ag-row[row-index="{row}"] .cs-cell-link').inner_text()
        laptop.keyboard.press(key)
        expect(panel(laptop).get_by_role("heading", name=name)).to_be_visible()
        expect(laptop.locator(".ag-row-selected").first).to_have_attribute("row-index", str(row))
    laptop.keyboard.press("Escape")
    expect(panel(laptop)).to_be_hidden()
    focused = "document.activeElement.closest('.ag-row')?.getAttribute('row-index')"
    assert laptop.evaluate(focused) == "3"
    laptop.keyboard.press("Space")
    expect(panel(laptop)).to_be_visible()
    laptop.keyboard.press("Enter")
    expect(laptop).to_have_url(re.compile(rf"/{TRACKING}/[^?/]+$"))


def test_the_way_back_opens_the_panel_again_that_was_open(laptop: Page) -> None:
    open_list(laptop, TRACKING)
    choose_view(laptop)
    name = open_panel(laptop, 0)
    address = laptop.url
    assert re.search(r"view=.*open=", address)
    panel(laptop).get_by_role("link", name="Open", exact=True).click()
    expect(laptop.locator("main h1")).to_have_text(name)
    laptop.locator("main .cs-back").first.click()
    expect(laptop).to_have_url(address)
    expect(panel(laptop).get_by_role("heading", name=name)).to_be_visible()
    panel(laptop).get_by_role("button", name="Close").click()
    expect(laptop).not_to_have_url(re.compile("open="))


def test_a_record_says_its_place_in_the_list_and_leads_to_its_neighbours(laptop: Page) -> None:
    # Given a view of a list, as it was sorted
    open_list(laptop, TRACKING)
    view = choose_view(laptop)
    laptop.locator('.ag-header-cell[col-id="patient_name"]').click()
    expect(laptop).to_have_url(re.compile(r"sort=patient_name"))
    address, whole = laptop.url, laptop.locator(".cs-view-tabs [aria-current] .cs-tab-number").inner_text()
    drawn = laptop.locator(".ag-pinned-left-cols-container .cs-cell-link")
    expect(drawn).to_have_count(int(whole))
    names = drawn.all_inner_texts()
    assert len(names) > 2

    # When its first record is opened, it says so and leads on, by link and by key
    laptop.get_by_role("link", name=names[0], exact=True).click()
    place = laptop.get_by_role("navigation", name="Place in the list")
    expect(place).to_have_text(re.compile(rf"^{re.escape(view)}, 1 of {whole}"))
    expect(place.get_by_role("link", name="Previous record")).to_have_count(0)
    check_accessible(laptop)
    place.get_by_role("link", name="Next record").click()
    expect(laptop.locator("main h1")).to_have_text(names[1])
    for key, number in (("j", 3), ("k", 2)):
        laptop.keyboard.press(key)
        expect(laptop.locator("main h1")).to_have_text(names[number - 1])
        expect(laptop.locator("main h1")).to_be_focused()
        expect(place).to_have_text(re.compile(rf"^{re.escape(view)}, {number} of {whole}"))

    # Then the way back leads to the list as it was left
    laptop.locator("main .cs-back").click()
    expect(laptop).to_have_url(address)
    expect(laptop.locator('.ag-header-cell[col-id="patient_name"]')).to_have_attribute("aria-sort", "ascending")


def test_the_link_on_a_name_leads_to_the_record_and_opens_no_panel(laptop: Page) -> None:
    open_list(laptop, TRACKING)
    link = laptop.locator('.ag-row[row-index="0"] .cs-cell-link')
    href = link.get_attribute("href") or ""
    link.click()
    expect(laptop).to_have_url(re.compile(re.escape(href) + "$"))


def test_a_phone_has_cards_and_the_panel_as_a_sheet(new_page: NewPage) -> None:
    phone = new_page("learner@example.com", PHONE)
    steps.open_page(phone, f"/{TRACKING}")
    cards = phone.locator(f'[data-grid="{TRACKING}"] .cs-list-card')
    expect(cards.first).to_be_visible()
    expect(phone.locator(".ag-root-wrapper")).to_be_hidden()
    check_fits(phone)
    check_accessible(phone)
    name = cards.nth(1).get_by_role("link").inner_text()
    cards.nth(1).locator(".cs-list-card-foot").click()
    expect(panel(phone).get_by_role("heading", name=name)).to_be_visible()
    panel(phone).get_by_role("button", name="Next").click()
    following = cards.nth(2).get_by_role("link").inner_text()
    expect(panel(phone).get_by_role("heading", name=following)).to_be_visible()
    panel(phone).get_by_role("button", name="Close").click()
    expect(cards.nth(2).get_by_role("link")).to_be_focused()
    phone.get_by_label("Find in these pathways").fill(following)
    expect(cards).to_have_count(1)


def test_a_view_is_saved_under_a_name_and_removed_again(laptop: Page) -> None:
    open_list(laptop, TRACKING)
    choose_view(laptop)
    search = laptop.url.partition("?")[2]
    views = laptop.get_by_role("navigation", name="Views")
    views.get_by_text("More views").click()
    views.get_by_label("Save this view as").fill("My long waits")
    views.get_by_role("button", name="Save view").click()
    expect(views.locator(".cs-view-tabs [aria-current]")).to_have_text("My long waits")
    open_list(laptop, TRACKING)
    views.get_by_role("link", name="My long waits").click()
    expect(laptop).to_have_url(re.compile(re.escape(search) + "$"))
    views.get_by_role("button", name="Remove the view My long waits").click()
    expect(views.get_by_role("link", name="My long waits")).to_have_count(0)
    expect(laptop).to_have_url(re.compile(rf"/{TRACKING}$"))


# --- a list that is sent page by page -------------------------------------------------------------------------------


@pytest.fixture
def clerk(app: RunningApp, request: pytest.FixtureRequest) -> Iterator[Person]:
    """Somebody with so many missed appointments, or more than are sent at once, until the test is over."""
    count = getattr(request, "param", WHOLE_AT_MOST + 1)
    store, now = app.open_store(), datetime.now(UTC)
    secret = store.people.get_by_email("learner@example.com").password_hash
    person = store.people.create("busy@example.com", "Busy Clerk", "learner", now=now, password_hash=secret)
    trace = Trace(person.uid)
    cases = [NewRecord(f"case-{at}", {"patient_name": f"Case {at}"}, f"case-{at}") for at in range(count)]
    store.records.put_many(person.uid, "dna_cases", cases, trace=trace, now=now)
    yield person
    erase_user(store.client, person.uid, trace=trace, now=datetime.now(UTC))


def test_of_a_list_that_comes_page_by_page_the_server_counts_what_is_found(new_page: NewPage, clerk: Person) -> None:
    page = new_page(clerk.email)
    open_list(page, "dna-management")
    expect(page.locator("#list-count")).to_have_text("5,001 missed appointments")
    page.locator("#worklist-find").fill("Case 42")
    expect(page.locator("#list-count")).to_have_text("199 of 5,001 missed appointments")
    page.locator('.ag-row[row-index="1"]').get_by_role("link").first.click()
    expect(page.locator(".cs-way-place > span").first).to_have_text("2 of 199")


@pytest.mark.parametrize("clerk", [600], indirect=True)
def test_a_long_list_is_found_in_opened_and_come_back_to_beyond_its_first_page(
    new_page: NewPage, clerk: Person
) -> None:
    page = new_page(clerk.email)
    open_list(page, "dna-management", "?open=case-432")
    expect(page.locator("#peek h2").first).to_have_text("Case 432")
    page.locator("#worklist-find").fill("Case 599")
    expect(page.locator("#list-count")).to_have_text("1 of 600 missed appointments")
    open_list(page, "dna-management")
    expect(page.locator(".ag-paging-panel")).to_contain_text("of 600")
    page.get_by_role("button", name="Last Page").click()
    page.locator('.ag-row[row-index="500"]').get_by_role("link").first.click()
    expect(page.locator(".cs-way-place > span").first).to_have_text("All, 501 of 600")
    page.locator("[data-way-back] a").first.click()
    expect(page.locator('.ag-row[row-index="500"]').first).to_be_visible()
