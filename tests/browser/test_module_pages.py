"""What only a browser shows of module pages: questions that come and go, where the focus goes, what one press does."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import PHONE, NewPage
from tests.running_app import RunningApp

DNA: dict[str, steps.Answer] = {
    "patient_name": "Nora Field",
    "nhs_number": "999 000 0018",
    "appointment_date": date(2026, 5, 12),
    "specialty": "C_110",
    "appointment_type": "first_outpatient",
    "first_after_referral": "yes",
    "clearly_communicated": "yes",
    "child_or_vulnerable": "no",
    "action": "rebook_contact_awaited",
}


# --- the form --------------------------------------------------------------------------------------------------------


def test_a_question_appears_under_its_cause_and_leaves_with_it(learner: Page) -> None:
    steps.open_new(learner, "cancer-pathways")
    asked = steps.field(learner, "screening_programme")
    expect(asked).to_be_hidden()
    steps.fill_record(learner, {"route": "screening"})
    expect(asked).to_be_visible()
    learner.locator('[data-field="route"] input[type=radio]').first.check()
    expect(asked).to_be_hidden()


def test_problems_take_the_focus_and_belong_to_their_questions(learner: Page) -> None:
    steps.open_new(learner, "dna-management")
    steps.fill_record(learner, {**DNA, "patient_name": "Kept As Typed", "nhs_number": "999 000 0019"})
    steps.press_save(learner)
    summary = steps.problems(learner)
    expect(summary).to_be_visible()
    expect(summary).to_be_focused()
    expect(learner).to_have_title(re.compile(r"^Error: "))
    control = steps.field(learner, "nhs_number").locator("input").first
    expect(control).to_have_attribute("aria-invalid", "true")
    described = [
        learner.locator(f'[id="{one}"]').inner_text() for one in control.get_attribute("aria-describedby").split()
    ]
    assert any("check digit" in words for words in described)
    assert steps.read_field(learner, "patient_name") == "Kept As Typed"
    words = learner.locator("main").inner_text()
    assert words.index("There is a problem") < words.index(learner.locator("h1").inner_text())
    summary.get_by_role("link").first.click()
    expect(control).to_be_focused()


def test_a_double_press_stores_once(learner: Page) -> None:
    name = "Pressed Twice"
    steps.open_new(learner, "dna-management")
    steps.fill_record(learner, {**DNA, "patient_name": name})
    sent: list[str] = []
    learner.on("request", lambda request: sent.append(request.post_data or "") if request.method == "POST" else None)
    learner.get_by_role("button", name="Save", exact=True).dblclick()
    expect(steps.saved_status(learner)).to_be_visible()
    assert len([body for body in sent if "record-save.n_clicks" in body]) == 1
    steps.open_module(learner, "dna-management")
    learner.get_by_label("Find in these missed appointments").fill(name)
    expect(learner.get_by_role("link", name=name)).to_have_count(1)


def test_enter_saves_and_the_status_says_when(learner: Page) -> None:
    steps.open_new(learner, "dna-management")
    steps.fill_record(learner, {**DNA, "patient_name": "Saved By Enter"})
    steps.field(learner, "patient_name").locator("input").press("Enter")
    expect(steps.saved_status(learner)).to_contain_text(re.compile(r"Saved \d\d:\d\d"))
    expect(learner.locator('main [role="status"]')).to_have_count(1)


def test_a_draft_is_taken_up_in_another_browser(new_page: NewPage) -> None:
    here, there = new_page("learner2@example.com"), new_page("learner2@example.com")
    steps.open_new(here, "dna-management")
    steps.fill_record(here, {"patient_name": "Half Entered"})
    expect(here.get_by_text(re.compile(r"^Unsaved changes, draft kept \d\d:\d\d$"))).to_be_visible()
    steps.open_page(there, "/dna-management")
    waiting = there.get_by_text(re.compile("^Half Entered, not saved, kept .* 1 of [0-9]+ questions answered"))
    waiting.get_by_role("link", name="Continue").click()
    expect(steps.field(there, "patient_name").locator("input")).to_have_value("Half Entered")
    steps.open_page(there, "/dna-management/new")
    there.get_by_role("button", name="Discard it").first.click()
    expect(waiting).to_have_count(0)


# --- lists, rules, files ---------------------------------------------------------------------------------------------


def test_the_clock_and_the_days_left_are_seen_without_scrolling(learner: Page) -> None:
    steps.open_module(learner, "cancer-pathways")
    for column in ("ribbon", "days_left"):
        cell = learner.locator(f'.ag-row[row-index="0"] [col-id="{column}"]').first
        expect(cell).to_be_in_viewport(ratio=0.99)


def test_on_a_phone_the_clock_stands_beside_the_name(new_page: NewPage) -> None:
    page = new_page("learner@example.com", size=PHONE)
    steps.open_module(page, "cancer-pathways")
    ribbon = page.locator(".cs-list-card").first.locator(".cs-ribbon-row")
    expect(ribbon).to_be_in_viewport(ratio=0.99)


def test_a_rule_is_reached_from_a_question_of_the_form(learner: Page) -> None:
    steps.open_new(learner, "cancer-pathways")
    link = learner.locator(".cs-rule-link").first
    address = link.get_attribute("href") or ""
    ident = address.partition("#")[2]
    steps.open_page(learner, address)
    rule = learner.locator(f'[id="{ident}"]')
    expect(rule).to_be_in_viewport()
    expect(rule).to_be_focused()


def test_a_number_of_a_chart_leads_to_its_records(learner: Page) -> None:
    steps.open_page(learner, "/cancer-pathways/charts")
    chart = learner.locator('[data-chart="by-stage"]')
    chart.locator(".cs-chart-table summary").click()
    row = chart.get_by_role("row").nth(1)
    number = row.get_by_role("cell").first.inner_text()
    row.get_by_role("link").click()
    expect(learner.locator("#list-count")).to_have_text(re.compile(rf"^{number} of \d+ cancer patients$"))
    expect(learner.locator(".ag-center-cols-container .ag-row")).to_have_count(int(number))


def test_an_import_shows_how_far_it_is_and_what_it_set_aside(learner: Page) -> None:
    heads = "patient_name,nhs_number,appointment_date,specialty,appointment_type,first_after_referral,"
    good = "Nora File,9990000018,2026-05-12,C_110,first_outpatient,yes,yes,no,rebook_contact_awaited"
    text = "\n".join(
        [f"{heads}clearly_communicated,child_or_vulnerable,action", good, good.replace("2026-05", "2026-15")]
    )
    steps.open_page(learner, "/dna-management/import")
    learner.locator("input[type=file]").set_input_files(
        {"name": "cases.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    rows = learner.get_by_role("table", name="All rows")
    expect(rows.get_by_role("row").filter(has_text="Nora File")).to_contain_text("Yes")
    expect(rows.get_by_role("row").filter(has_text="Set aside: Appointment date must be")).to_have_count(1)
    learner.get_by_role("main").get_by_role("button", name="Import").click()
    expect(learner.get_by_text("1 missed appointment imported, 1 set aside.")).to_be_visible()
    expect(learner.get_by_role("row").filter(has_text="Appointment date must be")).to_contain_text("3")


# --- the store is away -----------------------------------------------------------------------------------------------


@pytest.fixture
def own_app(tmp_path: Path) -> Iterator[RunningApp]:
    """An installation of its own, whose store a test may hold."""
    running = RunningApp(tmp_path / "data")
    try:
        yield running.start()
    finally:
        for process in running.find_processes("valkey"):
            process.send_signal(signal.SIGCONT)
        running.stop()
        running.kill_everything()


def test_while_the_store_is_away_nothing_is_said_to_be_saved_and_nothing_typed_is_lost(
    own_app: RunningApp, new_page: NewPage
) -> None:
    page = new_page(address=own_app.address)
    steps.sign_in(page, "learner@example.com")
    steps.open_new(page, "dna-management")
    steps.fill_record(page, {**DNA, "patient_name": "Typed Meanwhile"})
    stores = own_app.find_processes("valkey")
    assert stores
    for process in stores:
        process.send_signal(signal.SIGSTOP)
    steps.press_save(page)
    expect(page.get_by_text(re.compile(r"^Not saved")).first).to_be_visible()
    expect(steps.saved_status(page)).to_have_count(0)
    assert steps.read_field(page, "patient_name") == "Typed Meanwhile"
    for process in stores:
        process.send_signal(signal.SIGCONT)
    steps.save_and_wait(page)
    page.complaints.clear()  # type: ignore[attr-defined]
    steps.open_module(page, "dna-management")
    expect(page.get_by_role("link", name="Typed Meanwhile")).to_have_count(1)
