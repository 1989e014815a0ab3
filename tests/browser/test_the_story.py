"""The story the product stands for: sign in, add a patient, sign out, everything is killed, and it is still there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import NewPage
from tests.running_app import RunningApp

LEARNER, OTHER_LEARNER = "learner@example.com", "learner2@example.com"
CANCER = "cancer-pathways"
CASES = "/practice-sessions/demo-next/work"
A_PATIENT: dict[str, steps.Answer] = {
    "patient_name": "Rowan Ashdown",
    "nhs_number": "999 000 0018",
    "suspected_type": "lung",
    "route": "urgent_suspected_cancer",
    "referral_received": date(2026, 5, 18),
    "referrer": "gp",
    "urgency_notes": "Haemoptysis for three weeks.",
    "first_seen": date(2026, 5, 27),
}


@pytest.fixture
def own_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """An installation of the test's own, that it may kill."""
    running = RunningApp(tmp_path_factory.mktemp("story") / "data")
    try:
        yield running.start()
    finally:
        running.kill_everything()


def find_in_worklist(page: Page, text: str) -> None:
    """The worklist shows a row with that text."""
    expect(page.locator(f'[data-grid="{CANCER}"]').get_by_text(text).first).to_be_visible()


def answer_case(page: Page, number: int) -> None:
    """It is answered in some way, and told."""
    expect(page.get_by_role("heading", name=re.compile(f"^Case {number}, "))).to_be_visible()
    page.locator(".cs-practice-decision").get_by_role("radio").first.check()
    page.get_by_role("button", name="Answer").click()
    expect(page.locator(".cs-practice-verdict")).to_be_visible()


def test_what_a_learner_added_is_there_after_everything_was_killed(own_app: RunningApp, new_page: NewPage) -> None:
    # Given a learner who has added a cancer patient, answered a case of a session, and signed out
    page = new_page(LEARNER, address=own_app.address)
    steps.open_new(page, CANCER)
    steps.fill_record(page, A_PATIENT)
    steps.save_and_wait(page)
    steps.open_page(page, f"{own_app.address}{CASES}")
    page.get_by_role("button", name="Begin").click()
    answer_case(page, 1)
    steps.open_page(page, own_app.address)
    steps.sign_out(page)

    # When the store, the worker and the app are killed at once, and the app is started again
    killed = own_app.kill_everything()
    assert {kind for kind in ("valkey-server", "worker", "gunicorn") if any(kind in word for word in killed)} == {
        "valkey-server",
        "worker",
        "gunicorn",
    }, killed
    assert own_app.list_processes() == []
    own_app.start()

    # Then the patient is there at the next sign-in, with every answer
    again = new_page(LEARNER, address=own_app.address)
    steps.open_module(again, CANCER)
    find_in_worklist(again, "Rowan Ashdown")
    again.locator(f'[data-grid="{CANCER}"]').get_by_role("link", name=re.compile("Rowan Ashdown")).first.click()
    steps.edit(again)
    assert steps.read_field(again, "urgency_notes") == "Haemoptysis for three weeks."
    assert steps.read_date(again, "referral_received") == ("18", "5", "2026")
    record = again.url

    # And the case that was answered is, and the next one can be
    steps.open_page(again, f"{own_app.address}{CASES}?case=1")
    expect(again.locator(".cs-practice-verdict")).to_be_visible()
    steps.open_page(again, f"{own_app.address}{CASES}?case=2")
    answer_case(again, 2)

    # And another learner does not see it: not in a list, and not at its address
    other = new_page(OTHER_LEARNER, address=own_app.address)
    steps.open_module(other, CANCER)
    expect(other.get_by_text("Rowan Ashdown")).to_have_count(0)
    other.goto(record)
    expect(other.get_by_role("main")).to_contain_text(re.compile("not found|no such", re.IGNORECASE))
    expect(other.get_by_text("Rowan Ashdown")).to_have_count(0)


def test_two_browsers_that_edit_one_record_are_told_of_each_other(new_page: NewPage) -> None:
    # Given one record, open in two browsers of the same person
    first = new_page(LEARNER)
    steps.open_new(first, CANCER)
    steps.fill_record(first, A_PATIENT | {"patient_name": "Sorrel Whitlock"})
    steps.save_and_wait(first)
    steps.edit(first)
    expect(steps.field(first, "urgency_notes")).to_be_visible()
    second = new_page(LEARNER)
    steps.open_page(second, first.url)

    # When both change it
    steps.fill_record(first, {"urgency_notes": "Said by the first."})
    steps.save_and_wait(first)
    steps.fill_record(second, {"urgency_notes": "Said by the second."})
    steps.press_save(second)

    # Then the second is told, sees both versions, and nothing was overwritten silently
    conflict = second.get_by_role("alert").filter(has_text=re.compile("changed|another", re.IGNORECASE)).first
    expect(conflict).to_be_visible()
    expect(second.get_by_role("main")).to_contain_text("Said by the first.")
    assert steps.read_field(second, "urgency_notes") == "Said by the second."
    expect(steps.saved_status(second)).to_have_count(0)
    second.wait_for_timeout(6_000)
    expect(second.locator("#record-form-status")).to_have_text("Changed by someone else: not saved")
    second.get_by_role("link", name="Take the saved version").click()
    expect(steps.field(second, "urgency_notes").locator("textarea")).to_have_value("Said by the first.")


def test_a_session_that_ends_in_the_middle_of_a_form_costs_nothing(app: RunningApp, new_page: NewPage) -> None:
    # Given a learner with a filled form
    page = new_page(LEARNER)
    steps.open_new(page, CANCER)
    steps.fill_record(page, A_PATIENT | {"patient_name": "Bryony Marsh"})

    # When the session ends, and the learner saves
    end_sessions(app, LEARNER)
    steps.press_save(page)
    dialog = page.get_by_role("dialog").filter(has=page.get_by_label("Password"))
    expect(dialog).to_be_visible()
    assert steps.read_field(page, "patient_name") == "Bryony Marsh"

    # Then signing in over the page saves what was typed, once
    steps.fill_sign_in(dialog, LEARNER)
    expect(steps.saved_status(page)).to_be_visible()
    steps.open_module(page, CANCER)
    expect(page.locator(f'[data-grid="{CANCER}"]').get_by_text("Bryony Marsh")).to_have_count(1)


def end_sessions(app: RunningApp, email: str) -> None:
    """All sessions of that person are over for the server; their pages have not noticed."""
    store = app.open_store()
    store.sessions.end_all(store.people.get_by_email(email).uid)


def test_someone_else_who_signs_in_over_the_page_sends_nothing(app: RunningApp, new_page: NewPage) -> None:
    # Given a learner's filled form whose session has ended
    page = new_page(LEARNER)
    steps.open_new(page, CANCER)
    steps.fill_record(page, A_PATIENT | {"patient_name": "Tansy Holloway"})
    end_sessions(app, LEARNER)
    steps.press_save(page)
    dialog = page.get_by_role("dialog").filter(has=page.get_by_label("Password"))
    expect(dialog).to_be_visible()

    # When another person signs in there
    steps.fill_sign_in(dialog, OTHER_LEARNER)
    expect(page.get_by_role("dialog").filter(has=page.get_by_label("Password"))).to_have_count(0)
    page.wait_for_load_state("networkidle")

    # Then the page is theirs and the record is nobody's
    steps.open_module(page, CANCER)
    expect(page.get_by_text("Tansy Holloway")).to_have_count(0)
