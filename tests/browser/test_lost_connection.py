"""The connection is lost and comes back: nothing typed is lost, nothing untrue is said, the page recovers by itself."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, Request, Response, Route, expect

from storage.record import Record
from tests.browser import steps
from tests.browser.conftest import PATIENCE_MS, NewPage
from tests.browser.test_module_pages import DNA
from tests.running_app import RunningApp

LEARNER, OTHER = "learner@example.com", "learner2@example.com"
SLUG = "dna-management"
DRAFT_KEPT = re.compile(r"^Unsaved changes, draft kept \d\d:\d\d$")
COPIES = "() => Object.keys(localStorage).filter(name => name.startsWith('clockstart:typed:'))"


PASS_MIDNIGHT = """() => {
    document.querySelector(".cs-today").dataset.movesOn = "1";
    document.dispatchEvent(new Event("visibilitychange"));
}"""
"""The day of the tests is fixed: let the page take it for a real one that has passed."""


def is_page(response: Response) -> bool:
    return "page.children" in (response.request.post_data or "")


def status(page: Page) -> Locator:
    return page.locator("#record-form-status")


def is_save(request: Request) -> bool:
    return "record-save.n_clicks" in (request.post_data or "")


def hold_saves(page: Page) -> None:
    """Saves find no connection until `let_go`."""
    page.route(
        "**/_dash-update-component**", lambda route: route.abort() if is_save(route.request) else route.continue_()
    )


def let_go(page: Page) -> None:
    page.unroute_all(behavior="ignoreErrors")
    page.evaluate("() => window.dispatchEvent(new Event('online'))")


def wait_for_copies(page: Page, count: int) -> None:
    """Until this browser keeps so many copies of what was typed."""
    for _ in range(PATIENCE_MS // 100):
        if len(page.evaluate(COPIES)) == count:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{page.evaluate(COPIES)} are kept, not {count}")


def list_saves(page: Page) -> list[str]:
    """The operation of each save that is sent from now on."""
    sent: list[str] = []

    def note(request: object) -> None:
        body = getattr(request, "post_data", None) or ""
        if "record-save.n_clicks" in body:
            sent.extend(re.findall(r'"operation":"(\w+)"', body)[:1])

    page.on("request", note)
    return sent


def open_filled(page: Page, name: str) -> None:
    steps.open_new(page, SLUG)
    steps.fill_record(page, {**DNA, "patient_name": name})


def test_a_save_that_finds_no_connection_is_sent_again_by_itself(learner: Page, app: RunningApp) -> None:
    open_filled(learner, "Sent Again")
    sent = list_saves(learner)
    learner.context.set_offline(True)
    steps.press_save(learner)
    expect(status(learner)).to_have_text("Not saved: no connection, trying again")
    expect(learner.get_by_role("button", name="Save", exact=True)).to_be_enabled()
    expect(learner.locator("#connection-banner")).to_be_hidden()
    expect(steps.saved_status(learner)).to_have_count(0)
    learner.context.set_offline(False)
    expect(steps.saved_status(learner)).to_be_visible()
    expect(learner.locator("#connection-banner")).to_be_hidden()
    assert len(sent) > 1
    assert len(set(sent)) == 1
    (record,) = list_stored(app, "Sent Again")
    assert record.rev == 1
    store = app.open_store()
    uid = store.people.get_by_email(LEARNER).uid
    assert [entry.act for entry in store.records.history(uid, record.module, record.id)] == ["add"]


def test_a_save_is_sent_again_by_a_button_and_nothing_is_typed_again(learner: Page, app: RunningApp) -> None:
    open_filled(learner, "Sent By Hand")
    sent = list_saves(learner)
    hold_saves(learner)
    steps.press_save(learner)
    expect(status(learner)).to_have_text("Not saved: no connection, trying again")
    expect(learner.locator("#connection-banner")).to_be_hidden()
    learner.unroute_all(behavior="ignoreErrors")
    learner.get_by_role("button", name="Try again").click()
    expect(steps.saved_status(learner)).to_be_visible()
    assert len(set(sent)) == 1
    (record,) = list_stored(app, "Sent By Hand")
    assert record.rev == 1
    assert record.data["specialty"] == DNA["specialty"]


def test_after_a_save_the_page_is_the_record_and_the_focus_is_on_what_is_said_of_it(learner: Page) -> None:
    open_filled(learner, "Read After")
    steps.save_and_wait(learner)
    expect(learner).to_have_url(re.compile(rf"/{SLUG}/\w{{10}}$"))
    expect(learner.locator("h1")).to_contain_text("Read After")
    expect(status(learner)).to_have_text(re.compile(r"^Saved \d\d:\d\d"))
    expect(status(learner)).to_be_focused()
    steps.edit(learner)
    steps.fill_record(learner, {"notes": "Once more."})
    steps.save_and_wait(learner)
    expect(learner).to_have_url(re.compile(rf"/{SLUG}/\w{{10}}$"))
    expect(learner.get_by_role("main")).to_contain_text("Once more.")
    learner.wait_for_timeout(2_500)
    expect(status(learner)).to_be_focused()


def test_the_form_of_the_next_record_says_that_the_last_one_is_saved(learner: Page) -> None:
    open_filled(learner, "And Another")
    learner.get_by_role("button", name="Save and add another").click()
    expect(status(learner)).to_have_text(re.compile(r"^Saved \d\d:\d\d: And Another"))
    expect(status(learner)).to_be_focused()
    assert steps.read_field(learner, "patient_name") == ""
    steps.fill_record(learner, {"patient_name": "The Next"})
    expect(status(learner)).to_have_text(re.compile("^Unsaved changes"))


def list_stored(app: RunningApp, name: str) -> list[Record]:
    """The learner's records of that patient."""
    store = app.open_store()
    kept = store.records.list(store.people.get_by_email(LEARNER).uid, "dna_cases")
    return [record for record in kept if record.data.get("patient_name") == name]


def test_a_save_whose_answer_was_lost_takes_what_was_typed_since(learner: Page) -> None:
    open_filled(learner, "First Try")
    arrived: list[int] = []

    def lose_answer(route: Route) -> None:
        if "record-save.n_clicks" in (route.request.post_data or "") and not arrived:
            arrived.append(route.fetch().status)
        route.abort()

    learner.route("**/_dash-update-component**", lose_answer)
    steps.press_save(learner)
    expect(status(learner)).to_have_text("Not saved: no connection, trying again")
    assert arrived == [200]
    steps.fill_record(learner, {"patient_name": "Second Try"})
    steps.press_save(learner)
    learner.unroute("**/_dash-update-component**")
    expect(steps.saved_status(learner)).to_be_visible()
    steps.edit(learner)
    assert steps.read_field(learner, "patient_name") == "Second Try"


def test_a_press_that_cannot_be_sent_again_leaves_its_button_free(new_page: NewPage) -> None:
    page = new_page("learner@example.com")
    steps.open_page(page, f"/{SLUG}/import")
    page.context.set_offline(True)
    page.locator("input[type=file]").set_input_files(
        {"name": "cases.csv", "mimeType": "text/csv", "buffer": b"patient_name\nNora"}
    )
    expect(page.locator("#connection-banner")).to_contain_text("Clockstart cannot be reached")
    expect(page.locator("main :disabled")).to_have_count(0)
    page.context.set_offline(False)
    page.complaints.clear()  # type: ignore[attr-defined]


def test_what_is_typed_without_a_connection_becomes_a_draft(learner: Page) -> None:
    steps.open_new(learner, SLUG)
    learner.context.set_offline(True)
    steps.fill_record(learner, {"patient_name": "Typed Offline"})
    wait_for_copies(learner, 1)
    expect(status(learner)).to_have_text("Unsaved changes, kept in this browser until the connection is back")
    expect(learner.locator("#connection-banner")).to_be_hidden()
    learner.context.set_offline(False)
    expect(status(learner)).to_have_text(DRAFT_KEPT)
    wait_for_copies(learner, 0)


def test_a_page_that_is_closed_without_a_connection_has_its_draft_at_the_next_opening(learner: Page) -> None:
    steps.open_new(learner, SLUG)
    learner.context.set_offline(True)
    steps.fill_record(learner, {"patient_name": "Closed Offline"})
    wait_for_copies(learner, 1)
    learner.close()
    learner.context.set_offline(False)
    again = learner.context.new_page()
    steps.open_page(again, "/")
    wait_for_copies(again, 0)
    steps.open_page(again, f"/{SLUG}/new")
    again.get_by_role("main").get_by_role("link", name="Continue", exact=True).first.click()
    expect(steps.field(again, "patient_name").locator("input")).to_have_value("Closed Offline")


def test_what_one_person_typed_is_never_another_ones(new_page: NewPage) -> None:
    page = new_page(OTHER)
    steps.open_new(page, SLUG)
    page.context.set_offline(True)
    steps.fill_record(page, {"patient_name": "Of The First"})
    wait_for_copies(page, 1)
    page.close()
    page.context.clear_cookies()
    page.context.set_offline(False)
    theirs = page.context.new_page()
    steps.sign_in(theirs, "manager@example.com")
    steps.open_page(theirs, f"/{SLUG}/new")
    expect(theirs.get_by_text("not saved, kept")).to_have_count(0)
    assert len(theirs.evaluate(COPIES)) == 1
    steps.sign_out(theirs)
    steps.sign_in(theirs, OTHER)
    wait_for_copies(theirs, 0)
    steps.open_page(theirs, f"/{SLUG}/new")
    expect(theirs.get_by_text(re.compile("^Of The First, not saved, kept"))).to_be_visible()


def test_signing_out_leaves_nothing_in_the_browser_and_loses_nothing(new_page: NewPage) -> None:
    page = new_page(OTHER)
    steps.open_new(page, SLUG)
    page.context.set_offline(True)
    steps.fill_record(page, {"patient_name": "Before Signing Out"})
    wait_for_copies(page, 1)
    page.context.set_offline(False)
    steps.sign_out(page)
    assert page.evaluate(COPIES) == []
    steps.sign_in(page, OTHER)
    steps.open_page(page, "/")
    expect(page.get_by_role("link", name="Before Signing Out").first).to_be_visible()


def test_signing_out_on_a_page_without_the_app_leaves_nothing_of_oneself(new_page: NewPage) -> None:
    page = new_page(OTHER)
    with page.expect_response("**/session"):
        page.goto("/account")
    uid = page.evaluate("() => fetch('/session').then(response => response.json()).then(session => session.uid)")
    copies = [f"clockstart:typed:{uid}:a/b", "clockstart:typed:somebody-else:a/b"]
    page.evaluate("names => names.forEach(name => localStorage.setItem(name, '{}'))", copies)
    steps.sign_out(page)
    assert page.evaluate(COPIES) == copies[1:]


def test_a_server_that_hangs_is_told_while_it_is_waited_for(learner: Page) -> None:
    open_filled(learner, "Told Early")
    learner.route("**/_dash-update-component**", lambda _: None)
    steps.press_save(learner)
    expect(status(learner)).to_have_text("Not saved yet: Clockstart is not answering")
    expect(learner.locator("#connection-banner")).to_be_hidden()
    expect(learner.get_by_role("button", name="Save", exact=True)).not_to_have_attribute("aria-disabled", "true")
    learner.unroute_all(behavior="ignoreErrors")
    expect(steps.saved_status(learner)).to_be_visible()


def test_what_is_typed_after_a_save_is_not_said_to_be_saved(learner: Page) -> None:
    open_filled(learner, "Typed After")
    with learner.expect_request(is_save) as held:
        hold_saves(learner)
        steps.press_save(learner)
    steps.fill_record(learner, {"notes": "A word more."})
    let_go(learner)
    assert held.value
    expect(learner).to_have_url(re.compile(rf"/{SLUG}/\w+/edit$"))
    expect(status(learner)).to_have_text(re.compile("^Unsaved changes"))
    expect(status(learner)).to_have_text(DRAFT_KEPT)
    steps.save_and_wait(learner)
    steps.edit(learner)
    assert steps.read_field(learner, "notes") == "A word more."
    expect(status(learner)).to_have_text("")


def test_what_is_typed_during_a_save_is_not_said_to_be_saved(learner: Page) -> None:
    open_filled(learner, "Typed During")
    learner.context.set_offline(True)
    steps.press_save(learner)
    expect(status(learner)).to_have_text("Not saved: no connection, trying again")
    steps.fill_record(learner, {"notes": "Typed while it was away."})
    learner.context.set_offline(False)
    expect(status(learner)).to_have_text(re.compile("^Unsaved changes"))
    steps.save_and_wait(learner)
    steps.edit(learner)
    assert steps.read_field(learner, "notes") == "Typed while it was away."


def test_what_is_stored_is_no_draft(learner: Page) -> None:
    open_filled(learner, "No Draft")
    steps.save_and_wait(learner)
    steps.edit(learner)
    steps.fill_record(learner, {"patient_name": "No Draf"})
    expect(status(learner)).to_have_text(DRAFT_KEPT)
    steps.fill_record(learner, {"patient_name": "No Draft"})
    expect(status(learner)).to_have_text("")
    expect(learner.locator("[data-dirty]")).to_have_count(0)
    steps.open_page(learner, learner.url)
    expect(learner.get_by_text("are not saved yet")).to_have_count(0)


def test_a_link_pressed_without_a_connection_is_followed_when_it_is_back(learner: Page) -> None:
    steps.open_page(learner, "/")
    learner.context.set_offline(True)
    link = learner.locator(".cs-nav a[data-in-app][href='/cancer-pathways']").first
    link.evaluate("link => link.click()")
    expect(learner).to_have_url(re.compile("/cancer-pathways$"))
    expect(learner.locator("#connection-words")).to_contain_text("opens by itself when it is back")
    learner.context.set_offline(False)
    heading = learner.get_by_role("heading", level=1, name="Cancer pathways")
    expect(heading).to_be_visible()
    expect(heading).to_be_focused()
    expect(learner).to_have_title(re.compile("^Cancer pathways"))
    expect(learner.locator("#connection-banner")).to_be_hidden()


def test_a_page_that_is_gone_is_said_to_be_gone(learner: Page) -> None:
    steps.open_page(learner, "/")
    learner.evaluate(
        """() => {
            const link = document.createElement("a");
            Object.assign(link, { href: "/dna-management/not-there", textContent: "A record that is gone" });
            link.dataset.inApp = "1";
            document.querySelector("main").prepend(link);
        }"""
    )
    learner.get_by_role("link", name="A record that is gone").click()
    expect(learner.get_by_role("heading", name="Page not found")).to_be_visible()
    learner.wait_for_load_state("networkidle")
    learner.complaints.clear()  # type: ignore[attr-defined]


def test_today_moves_on_without_a_reload_and_the_page_is_asked_for_again(learner: Page) -> None:
    steps.open_page(learner, "/")
    shown = learner.locator(".cs-today time")
    expect(shown).to_have_text("Mon 15 June 2026")
    with learner.expect_response(is_page):
        learner.evaluate(PASS_MIDNIGHT)
    today = datetime.now(ZoneInfo("Europe/London"))
    expect(shown).to_have_text(f"{today:%a} {today.day} {today:%B %Y}")


def test_a_form_nobody_has_typed_into_is_asked_for_again_at_midnight(learner: Page) -> None:
    steps.open_new(learner, SLUG)
    steps.wait_until_drawn(learner)
    with learner.expect_response(is_page):
        learner.evaluate(PASS_MIDNIGHT)
    expect(learner.locator("#new-day")).to_be_hidden()


def test_a_form_that_is_being_filled_in_offers_the_new_day_and_goes_on_from_a_draft(learner: Page) -> None:
    open_filled(learner, "Past Midnight")
    learner.evaluate(PASS_MIDNIGHT)
    expect(learner.locator("#new-day")).to_contain_text("A new day has begun")
    assert steps.read_field(learner, "patient_name") == "Past Midnight"
    learner.get_by_role("button", name="Update the page").click()
    learner.wait_for_url(re.compile(r"[?&]draft="))
    steps.wait_until_drawn(learner)
    assert steps.read_field(learner, "patient_name") == "Past Midnight"
    expect(learner.locator(".cs-today time")).to_have_text("Mon 15 June 2026")


def test_another_page_with_something_typed_opens_next_to_it_at_midnight(learner: Page) -> None:
    steps.open_page(learner, "/rules")
    learner.evaluate(
        """() => {
            const box = document.createElement("textarea");
            document.querySelector("main").append(box);
            box.value = "Half a sentence";
            box.dispatchEvent(new Event("input", { bubbles: true }));
        }"""
    )
    learner.evaluate(PASS_MIDNIGHT)
    with learner.context.expect_page() as opened:
        learner.get_by_role("button", name="Update the page").click()
    expect(opened.value).to_have_url(re.compile("/rules$"))
    expect(learner.locator("main textarea").last).to_have_value("Half a sentence")


def test_a_save_leaves_the_focus_to_whoever_types_on(learner: Page) -> None:
    open_filled(learner, "Focus Stays")
    hold_saves(learner)
    steps.press_save(learner)
    steps.open_more(steps.field(learner, "notes"))
    box = steps.field(learner, "notes").locator("textarea")
    box.press_sequentially("Typing on")
    let_go(learner)
    expect(status(learner)).to_have_text(re.compile("^Unsaved changes"))
    expect(learner.locator("[data-dash-is-loading=true]")).to_have_count(0)
    learner.wait_for_timeout(2_500)
    expect(box).to_be_focused()
