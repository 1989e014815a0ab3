"""A record is read in the first screen, and a whole pathway is entered on its page in a few words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import steps
from tests.browser.conftest import NewPage

SLUG = "patient-tracking-list"
REFERRED: Mapping[str, steps.Answer] = {
    "patient_name": "Harriet Leach",
    "nhs_number": "999 000 0018",
    "treatment_function": "C_110",
    "referral_source": "gp",
    "priority": "routine",
    "referral_received": date(2026, 2, 2),
}
MOST_INPUTS = 16
SIX: Sequence[tuple[str, str]] = (
    ("registered", "4/2/26"),
    ("appointment booked", "9/3/26"),
    ("provider cancels", "25/3/26"),
    ("appointment booked", "30/3/26"),
    ("attended an appointment", "20/4/26"),
)


def count_box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="What happened?")


def enter(page: Page, words: str, day: str) -> None:
    """Found by typing, with its day; the record's page then says what the clock did."""
    count_box(page).fill(words)
    count_box(page).press("Enter")
    page.get_by_role("textbox", name="Date", exact=True).fill(day)
    expect(page.locator(".cs-band-tried .cs-clock-mark.cs-tried")).to_be_attached()


def add(page: Page) -> Locator:
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?added=\d+$"))
    expect(count_box(page)).to_have_value("")
    return steps.saved_status(page)


def refer(page: Page) -> None:
    steps.open_new(page, SLUG)
    steps.fill_record(page, REFERRED)
    steps.save_and_wait(page)
    expect(page).to_have_url(re.compile(rf"/{SLUG}/\w{{10}}$"))
    expect(count_box(page)).to_be_visible()


def test_a_pathway_is_entered_in_sixteen_inputs_each_telling_what_the_clock_did(learner: Page) -> None:
    # Given a referral on the tracking list: an input for each question of the form that has to be answered
    refer(learner)
    inputs = len(REFERRED)

    # When a first appointment is missed, which was clearly communicated: what, when, and that it can be shown
    enter(learner, "missed", "13/4/26")
    learner.get_by_role("group", name=re.compile("clearly communicated")).get_by_label("Yes").check()
    inputs += 3
    expect(learner.locator(".cs-composer-effect")).to_contain_text("The clock is nullified on 13 April 2026")
    expect(learner.locator(".cs-band-tried")).to_contain_text("Clock nullified, no breach date")
    expect(add(learner)).to_contain_text("The clock is nullified on 13 April 2026")

    # And the patient rings to rebook, is seen, goes on active monitoring and is listed, with what and when each
    told = (
        ("contact to rebook", "20/4/26", "A new clock starts on 20 April 2026"),
        ("attended an appointment", "4/5/26", "Nothing moves: the clock is as it was"),
        ("active monitoring", "11/5/26", "The clock stops on 11 May 2026 with code 32"),
    )
    for words, day, moved in told:
        enter(learner, words, day)
        inputs += 2
        expect(add(learner)).to_contain_text(moved)

    # Then the decision to admit, today, starts the clock again
    learner.locator(".cs-composer-chip", has_text="Listed").click()
    inputs += 1
    expect(learner.locator(".cs-composer-effect")).to_contain_text("A new clock starts on")
    expect(add(learner)).to_contain_text("A new clock starts on")
    listed = learner.locator(".cs-event-title", has_text="Decision to admit")
    expect(listed).to_be_visible()
    assert inputs <= MOST_INPUTS

    # And the last entry can be taken back
    learner.get_by_role("button", name="Undo").click()
    expect(learner.get_by_text("Undone: the record is as it was before.")).to_be_visible()
    expect(listed).to_have_count(0)


def measure(page: Page, look: str) -> Mapping[str, float]:
    box = page.locator(look).first.bounding_box()
    assert box is not None
    return {"top": box["y"], "foot": box["y"] + box["height"], "height": box["height"]}


@pytest.mark.parametrize("size", [(1280, 800)], ids=["desk"])
def test_the_first_screen_has_the_clock_the_next_step_and_the_first_finding(
    new_page: NewPage, size: tuple[int, int]
) -> None:
    page = new_page("learner@example.com", size=size)
    refer(page)
    for words, day in SIX:
        enter(page, words, day)
        add(page)
    steps.open_page(page, page.url.partition("?")[0])
    expect(page.locator(".cs-event")).to_have_count(len(SIX) + 1)
    band, finding = measure(page, ".cs-band"), measure(page, ".cs-finding")
    assert band["height"] <= (200 if size[0] > 400 else 300)
    assert band["foot"] <= size[1]
    assert finding["top"] + 60 <= size[1]
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    if size[0] > 400:
        assert page.evaluate("document.documentElement.scrollHeight") <= 2_200
        page.evaluate("window.scrollTo(0, 400)")
        expect(page.locator(".cs-record-head.cs-stuck")).to_be_visible()
        assert measure(page, ".cs-record-head")["height"] <= 60


def test_what_cannot_be_entered_keeps_what_was_typed(learner: Page) -> None:
    refer(learner)
    count_box(learner).fill("missed")
    count_box(learner).press("Enter")
    day = learner.get_by_role("textbox", name="Date", exact=True)
    day.fill("31/2/26")
    learner.get_by_role("button", name="Add", exact=True).click()
    expect(learner.locator(".cs-composer-said")).to_contain_text("is not a real date")
    expect(day).to_have_value("31/2/26")
    expect(count_box(learner)).to_have_value("Missed appointment (DNA)")
    learner.get_by_role("button", name="Clear").click()
    expect(count_box(learner)).to_have_value("")
    expect(learner.locator(".cs-band-tried")).to_be_empty()
