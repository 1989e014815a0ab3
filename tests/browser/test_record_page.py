"""A record is read in the first screen, and a whole pathway is entered on its page in a few words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser import steps
from tests.browser.conftest import PHONE, NewPage
from tests.browser.looking import check_accessible, check_fits
from tests.browser.test_the_story import A_PATIENT

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


def test_what_is_typed_and_not_added_is_there_again_after_another_page(learner: Page) -> None:
    # Given an event found by the beginning of its words, with its day and an answer
    refer(learner)
    address = learner.url
    count_box(learner).fill("attended")
    count_box(learner).press("Enter")
    expect(count_box(learner)).to_have_value("Attended an appointment")
    learner.get_by_role("textbox", name="Date", exact=True).fill("4/5/26")
    first = learner.get_by_role("group", name=re.compile("first")).get_by_label("No", exact=True)
    first.check()
    expect(learner.locator(".cs-band-tried")).not_to_be_empty()

    # When another page is opened and left again
    learner.get_by_role("navigation").get_by_role("link", name=re.compile("^Home")).first.click()
    expect(learner.get_by_role("heading", level=1)).not_to_contain_text(REFERRED["patient_name"])
    learner.go_back()

    # Then it is all there, is tried as before, and Enter in the day adds it
    expect(learner).to_have_url(address)
    expect(count_box(learner)).to_have_value("Attended an appointment")
    day = learner.get_by_role("textbox", name="Date", exact=True)
    expect(day).to_have_value("4/5/26")
    expect(first).to_be_checked()
    expect(learner.locator(".cs-band-tried")).not_to_be_empty()
    day.press("Enter")
    expect(learner).to_have_url(re.compile(r"\?added=2$"))
    expect(count_box(learner)).to_have_value("")


# --- a section changed where it is read -------------------------------------------------------------------------------


def open_section(page: Page, title: str) -> Locator:
    page.get_by_role("link", name=f"Change {title}").click()
    form = page.locator(".cs-in-place")
    expect(form.get_by_role("heading", name=title)).to_be_visible()
    return form


def test_a_section_is_changed_alone_on_the_page_it_is_read_on(learner: Page) -> None:
    # Given a record, of which one section is opened: only its questions, the first with the focus
    refer(learner)
    address, waited = learner.url, learner.locator(".cs-band-wait").inner_text()
    form = open_section(learner, "The referral")
    expect(learner).to_have_url(address)
    expect(form.locator("[data-field=treatment_function] select")).to_be_focused()
    expect(steps.field(learner, "patient_name")).to_have_count(0)
    check_accessible(learner)
    check_fits(learner)

    # When the day of the referral is changed and saved
    steps.fill_record(learner, {"referral_received": date(2026, 3, 2), "consultant": "Miss Okafor"})
    expect(learner.locator("#record-form-status")).to_contain_text("Unsaved changes")
    form.get_by_role("button", name="Save", exact=True).click()

    # Then the section says so, with the focus, and the page shows what follows
    status = learner.get_by_role("status").filter(has_text=re.compile(r"^Saved \d\d:\d\d"))
    expect(status).to_be_focused()
    expect(status).to_be_in_viewport()
    expect(learner.locator("section", has=status).last.get_by_text("Miss Okafor")).to_be_visible()
    expect(form).to_have_count(0)
    expect(learner.locator(".cs-band-wait")).not_to_have_text(waited)
    expect(learner.locator(".cs-event")).to_contain_text("2 Mar 2026")

    # And it can be changed again, from the version that it has now
    open_section(learner, "The referral")
    steps.fill_record(learner, {"consultant": "Mr Adeyemi"})
    form.get_by_role("button", name="Save", exact=True).click()
    expect(learner).to_have_url(re.compile(r"changed=3"))
    expect(learner.locator(".cs-details").get_by_text("Mr Adeyemi")).to_be_visible()


def test_cancel_forgets_what_was_typed_and_gives_the_focus_back(learner: Page) -> None:
    refer(learner)
    form = open_section(learner, "The referral")
    steps.fill_record(learner, {"consultant": "Nobody"})
    expect(learner.locator("#record-form-status")).to_contain_text("draft kept")
    form.get_by_role("button", name="Cancel").click()
    expect(form).to_have_count(0)
    expect(learner.get_by_role("link", name="Change The referral")).to_be_focused()
    learner.reload()
    steps.wait_until_drawn(learner)
    expect(learner.get_by_text("not saved yet")).to_have_count(0)
    expect(learner.get_by_text("Nobody")).to_have_count(0)


def test_a_problem_stays_with_its_question_and_with_what_was_typed(learner: Page) -> None:
    refer(learner)
    form = open_section(learner, "The referral")
    steps.fill_date(steps.field(learner, "referral_received"), "31", "2", "2026")
    form.get_by_role("button", name="Save", exact=True).click()
    expect(steps.field(learner, "referral_received").locator(".cs-problem")).to_be_visible()
    expect(learner.locator(".cs-in-place [role=alert]")).to_be_focused()
    expect(learner.locator("#record-form-status")).to_have_text("Not saved: there is a problem")


def cut_off_the_details(route: Route) -> None:
    if "record-details" in (route.request.post_data or ""):
        route.abort()
    else:
        route.fallback()


def test_without_an_answer_of_the_server_change_leads_to_the_form(learner: Page) -> None:
    refer(learner)
    learner.route("**/_dash-update-component**", cut_off_the_details)
    link = learner.get_by_role("link", name="Change The referral")
    link.click()
    expect(link).not_to_have_attribute("data-change", re.compile("."))
    link.click()
    expect(learner).to_have_url(re.compile(r"/edit#field-treatment_function$"))
    expect(steps.field(learner, "treatment_function")).to_be_visible()
    # The request that was cut off is told of in the console, as it should be.
    learner.complaints.clear()  # type: ignore[attr-defined]


# --- several clocks on a phone ------------------------------------------------------------------------------------

OVER_NAMES = """() => {
  const today = document.querySelector('.cs-clocks-under .cs-clock-today').getBoundingClientRect();
  const at = today.left + today.width / 2;
  const names = [...document.querySelectorAll('.cs-clocks-words > *')];
  return names.map(name => [name, name.getBoundingClientRect()])
    .filter(([, box]) => box.left < at && at < box.right)
    .map(([name, box]) => name.contains(document.elementFromPoint(at, box.top + box.height / 2)));
}"""


def test_the_line_of_today_goes_behind_the_names_of_the_clocks(new_page: NewPage) -> None:
    page = new_page("learner@example.com", size=PHONE)
    steps.open_new(page, "cancer-pathways")
    steps.fill_record(page, A_PATIENT)
    steps.save_and_wait(page)
    expect(page.locator(".cs-clocks-words").first).to_be_visible()
    crossed = page.evaluate(OVER_NAMES)
    assert crossed
    assert all(crossed)
