"""Work in a practice copy: the browser says which copy its page is of, and every way on and back stays in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from storage import Store, open_copy
from storage.record import NewRecord, Trace
from tests.browser import steps
from tests.browser.looking import check_accessible, check_fits
from tests.browser.test_record_page import count_box, enter
from tests.http.test_across_modules import REFERRED
from tests.running_app import RunningApp

SLUG, ATTEMPT = "patient-tracking-list", "browser1"
SCOPE = f"scope=practice-{ATTEMPT}"
IN_COPY = re.compile(rf"[?&]{SCOPE}")


@pytest.fixture
def copy(app: RunningApp) -> Iterator[tuple[Store, str]]:
    """Three pathways in a copy of the learner's, which is of 14 May 2026."""
    store = app.open_store()
    uid = store.people.get_by_email("learner@example.com").uid
    store.attempts.put(uid, ATTEMPT, {"as_of": "2026-05-14"})
    new = [
        NewRecord(f"copied{n}", {**REFERRED, "patient_name": name}, f"browser-copy-{n}", [f"copied{n}"])
        for n, name in enumerate(("Copied Ada", "Copied Ben", "Copied Cyd"))
    ]
    copy = open_copy(store, ATTEMPT)
    copy.records.put_many(uid, "patients", new, trace=Trace(uid), now=store.people.get(uid).created_at)
    yield copy, uid
    store.client.close()


def test_a_learner_works_in_a_copy_and_stays_in_it(learner: Page, copy: tuple[Store, str]) -> None:
    # Given the list of a copy, narrowed in the address
    steps.open_page(learner, f"/{SLUG}?{SCOPE}")
    expect(learner.get_by_role("main")).to_contain_text("Today is 14 May 2026 here")
    expect(learner.locator("#list-count")).to_have_text("3 pathways")
    learner.get_by_role("searchbox", name="Find in these pathways").fill("copied ben")
    expect(learner.locator("#list-count")).to_have_text("1 of 3 pathways")
    check_fits(learner)
    check_accessible(learner)

    # When the record is opened, an event is tried and added
    learner.get_by_role("link", name="Copied Ben").first.click()
    expect(learner).to_have_url(IN_COPY)
    expect(learner.get_by_role("heading", name="Copied Ben")).to_be_visible()
    expect(learner.locator(".cs-way-place")).to_contain_text("1 of 1")
    enter(learner, "attended an appointment", "4/5/26")
    learner.get_by_role("button", name="Add", exact=True).click()
    expect(learner).to_have_url(re.compile(rf"\?added=2&{SCOPE}$"))
    expect(count_box(learner)).to_have_value("")
    records, uid = copy[0].records, copy[1]
    assert len(records.get(uid, "patients", "copied1").data["events"]) == 1

    # And its form is changed: what is typed is kept as a draft of the copy, and saved there
    steps.edit(learner)
    expect(learner).to_have_url(IN_COPY)
    steps.fill_text(steps.field(learner, "patient_name"), "Copied Benedict")
    expect(learner.locator("#record-form-status")).to_contain_text("draft kept")
    assert list(copy[0].drafts.list(uid)) == [f"{SLUG}/copied1"]
    steps.save_and_wait(learner)
    expect(learner).to_have_url(re.compile(rf"/{SLUG}/copied1\?{SCOPE}$"))
    assert records.get(uid, "patients", "copied1").data["patient_name"] == "Copied Benedict"

    # Then the way back leads to the list as it was left, and the palette finds what is there
    learner.locator("a.cs-back").click()
    expect(learner).to_have_url(IN_COPY)
    expect(learner).to_have_url(re.compile("find=copied"))
    learner.keyboard.press("Control+k")
    learner.get_by_role("combobox").last.fill("Copied Cyd")
    expect(learner.get_by_role("option", name="Copied Cyd")).to_have_attribute("href", IN_COPY)
    learner.keyboard.press("Escape")

    # And the menu leads out of it
    steps.open_page(learner, f"/{SLUG}")
    expect(learner.get_by_role("main")).not_to_contain_text("Copied")
