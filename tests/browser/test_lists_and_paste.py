"""Lists that can be copied, passed by and printed; dates as people paste them; long names."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import DESKTOP, PHONE, NewPage
from tests.browser.looking import check_fits
from tests.browser.test_module_pages import DNA

SLUG = "dna-management"
LONG = "Wolfeschlegelsteinhausenbergerdorff" * 5 + "\u202e" + "\u05e9\u05e8\u05d4" * 6
A4_WIDTH = 700


def paste(page: Page, box: str, text: str) -> None:
    """As Ctrl+V does it: the text arrives whole."""
    control = steps.field(page, "appointment_date").get_by_label(box, exact=True)
    control.focus()
    control.evaluate("(_, text) => document.execCommand('insertText', false, text)", text)
    control.blur()


@pytest.mark.parametrize(
    "text", ["14 Sept 2026", "14-Sep-26", "14.9.26", "14\u00a0September\u00a02026", "14\u20119\u20112026"]
)
def test_a_date_pasted_into_day_goes_into_its_boxes(learner: Page, text: str) -> None:
    steps.open_new(learner, SLUG)
    paste(learner, "Day", text)
    expect(steps.field(learner, "appointment_date").get_by_label("Year", exact=True)).to_have_value("2026")
    assert steps.read_date(learner, "appointment_date") == ("14", "9", "2026")


def test_only_the_box_that_is_wrong_is_marked(learner: Page) -> None:
    steps.open_new(learner, SLUG)
    steps.fill_record(learner, DNA)
    steps.fill_date(steps.field(learner, "appointment_date"), "12", "13", "2026")
    steps.press_save(learner)
    group = steps.field(learner, "appointment_date")
    month = group.get_by_label("Month", exact=True)
    expect(month).to_have_attribute("aria-invalid", "true")
    for box in ("Day", "Year"):
        expect(group.get_by_label(box, exact=True)).not_to_have_attribute("aria-invalid", "true")
        expect(group.get_by_label(box, exact=True)).not_to_have_attribute("aria-describedby", "")
    described = month.get_attribute("aria-describedby") or ""
    expect(learner.locator(f'[id="{described}"]')).to_contain_text("Appointment date")
    steps.problems(learner).get_by_role("link").first.click()
    expect(month).to_be_focused()


def test_the_text_of_a_list_can_be_selected(learner: Page) -> None:
    learner.set_viewport_size({"width": 1920, "height": 900})
    steps.open_module(learner, SLUG)
    cell = learner.locator('.ag-row[row-index="0"] [col-id="nhs_number"]')
    expect(cell).to_be_visible()
    cell.click(click_count=3)
    assert learner.evaluate("getSelection().toString().trim()") == cell.inner_text().strip()


def tab_to(page: Page, words: str) -> None:
    """Go on with the Tab key to the link with these words, past at most ten other things."""
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == words:
            return
    raise AssertionError(f"{words} is not reached from there")


def test_a_list_is_passed_by_with_one_link(learner: Page) -> None:
    steps.open_module(learner, SLUG)
    expect(learner.locator(".ag-row").first).to_be_visible()
    learner.get_by_label("Find in these missed appointments").focus()
    tab_to(learner, "Skip this list")
    learner.keyboard.press("Enter")
    learner.keyboard.press("Tab")
    assert learner.evaluate("!document.activeElement.closest('[data-grid]')")
    follows = "document.querySelector('[data-grid]').compareDocumentPosition(document.activeElement) & 4"
    assert learner.evaluate(follows)


def test_printing_gives_the_whole_list_within_the_paper(learner: Page) -> None:
    steps.open_module(learner, "patient-tracking-list")
    expect(learner.locator(".ag-row").first).to_be_visible()
    said = learner.locator("#list-count").inner_text()
    learner.set_viewport_size({"width": A4_WIDTH, "height": 1000})
    learner.emulate_media(media="print")
    learner.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    table = learner.locator(".cs-print-list")
    expect(table).to_be_visible()
    expect(learner.locator(".ag-root-wrapper")).to_be_hidden()
    assert said == f"{table.locator('tbody tr').count()} pathways"
    assert table.evaluate("table => table.getBoundingClientRect().right") <= A4_WIDTH
    learner.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(table).to_have_count(0)


@pytest.mark.parametrize("presses", [1, 2])
def test_empty_cells_come_last_in_either_direction(learner: Page, presses: int) -> None:
    steps.open_module(learner, "cancer-pathways")
    head = learner.locator('.ag-header-cell[col-id="next_action_due"]')
    for _ in range(presses):
        head.locator(".ag-header-cell-label").click()
    expect(head).to_have_attribute("aria-sort", "ascending" if presses == 1 else "descending")
    shown = learner.locator('.ag-center-cols-container .ag-row [col-id="next_action_due"]').all_inner_texts()
    filled = [text.strip() not in {"", "\u2013"} for text in shown]
    assert any(filled)
    assert filled == sorted(filled, reverse=True)


def test_icons_are_seen_in_forced_colours(learner: Page) -> None:
    steps.open_module(learner, "cancer-pathways")
    learner.emulate_media(forced_colors="active")
    for icon in ("main .cs-icon", ".ag-header .ag-icon"):
        seen = learner.locator(icon).first
        expect(seen).to_be_attached()
        colours = seen.evaluate(
            "one => [getComputedStyle(one), getComputedStyle(one, '::before')].map(s => s.backgroundColor + s.color)"
        )
        paper = learner.evaluate("getComputedStyle(document.body).backgroundColor")
        assert any(colour.replace(paper, "") not in {"", "rgba(0, 0, 0, 0)"} for colour in colours), (icon, colours)


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_a_long_name_with_a_change_of_direction_stays_in_its_place(new_page: NewPage, size: tuple[int, int]) -> None:
    page = new_page("learner2@example.com", size=size)
    steps.open_new(page, SLUG)
    steps.fill_record(page, {**DNA, "patient_name": LONG[:200]})
    steps.save_and_wait(page)
    expect(page).to_have_url(re.compile(rf"/{SLUG}/\w{{10}}$"))
    record = page.url
    for path in (f"{record}/edit", record, f"/{SLUG}", f"/{SLUG}/charts", f"/search?q={LONG[:20]}"):
        steps.open_page(page, path)
        check_fits(page)
    steps.open_page(page, record)
    steps.press_remove(page)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert dialog.evaluate("one => one.scrollWidth - one.clientWidth") <= 0
    dialog.get_by_role("button", name="Remove", exact=True).click()
    expect(page).to_have_url(re.compile("removed="))
    steps.wait_until_drawn(page)
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    check_fits(page)
