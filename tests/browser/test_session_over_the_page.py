"""The session of an open page: it ends, somebody signs in over the page, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from storage.people import Person
from tests.cast import PASSWORD
from tests.http.site import Site, make_site, serve


@pytest.fixture
def site() -> Site:
    return make_site()


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    with serve(site) as address:
        yield address


@pytest.fixture
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=address, reduced_motion="reduce")
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, site: Site) -> Page:
    """Alice's page."""
    page = context.new_page()
    sign_in(page, site.cast.alice)
    expect(page.get_by_label("Your name")).to_be_visible()
    return page


def sign_in(page: Page, person: Person) -> None:
    page.goto("/login")
    page.get_by_label("Email address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def enter_name(page: Page, name: str) -> None:
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your name").press("Enter")


def sign_in_over(page: Page, email: str, password: str = PASSWORD) -> None:
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Email address").fill(email)
    dialog.get_by_label("Password").fill(password)
    dialog.get_by_role("button", name="Sign in").click()


def test_a_callback_reaches_the_server_with_its_token(page: Page) -> None:
    enter_name(page, "Zoe")
    expect(page.locator("#greeting")).to_have_text("Hello Zoe from Alice Adams")


def test_signing_in_over_the_page_sends_what_was_held(page: Page, site: Site) -> None:
    site.clock.forward(minutes=31)
    enter_name(page, "Zoe")
    expect(page.get_by_role("dialog", name="Sign in to carry on")).to_be_visible()
    expect(page.locator("#greeting")).to_have_text("")
    sign_in_over(page, site.cast.alice.email)
    expect(page.locator("#greeting")).to_have_text("Hello Zoe from Alice Adams")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.get_by_label("Your name").input_value() == "Zoe"


def test_a_wrong_password_is_said_in_the_dialog(page: Page, site: Site) -> None:
    site.clock.forward(minutes=31)
    enter_name(page, "Zoe")
    sign_in_over(page, site.cast.alice.email, "not the password")
    expect(page.get_by_role("alert").filter(has_text="is not right")).to_be_visible()
    sign_in_over(page, site.cast.alice.email)
    expect(page.locator("#greeting")).to_have_text("Hello Zoe from Alice Adams")


def test_a_second_factor_is_asked_for_in_the_dialog(page: Page, site: Site) -> None:
    secret = pyotp.random_base32()
    site.store.factors.confirm(site.cast.alice.uid, secret, 0, [], now=site.clock())
    site.clock.forward(minutes=31)
    enter_name(page, "Zoe")
    sign_in_over(page, site.cast.alice.email)
    code = page.get_by_label("Code from your authenticator app")
    expect(code).to_be_focused()
    code.fill(pyotp.TOTP(secret).at(site.clock()))
    page.get_by_role("dialog").get_by_role("button", name="Sign in").click()
    expect(page.locator("#greeting")).to_have_text("Hello Zoe from Alice Adams")


def test_a_held_request_is_sent_exactly_once_more(page: Page, site: Site) -> None:
    """On a busy machine the name is told twice, as it is typed and on Enter: two requests are held then."""
    site.clock.forward(minutes=31)
    sent: list[int] = []
    page.on("response", lambda got: sent.append(got.status) if "_dash-update" in got.url else None)
    enter_name(page, "Zoe")
    sign_in_over(page, site.cast.alice.email)
    expect(page.locator("#greeting")).to_have_text("Hello Zoe from Alice Adams")
    assert sent in ([401, 200], [401, 401, 200, 200])


def test_somebody_else_gets_a_fresh_page_and_nothing_is_sent(page: Page, site: Site) -> None:
    site.clock.forward(minutes=31)
    enter_name(page, "Zoe")
    sign_in_over(page, site.cast.charlie.email)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_label("Your name")).to_have_value("")
    expect(page.locator("#greeting")).to_have_text("")
    enter_name(page, "Zoe")
    expect(page.locator("#greeting")).to_have_text("Hello Zoe from Charlie Clark")


def test_a_page_of_one_person_sends_nothing_in_the_session_of_another(
    page: Page, context: BrowserContext, site: Site
) -> None:
    other = context.new_page()
    other.goto("/account")
    other.get_by_role("button", name="Sign out").click()
    sign_in(other, site.cast.charlie)
    expect(other.get_by_label("Your name")).to_be_visible()
    enter_name(page, "Zoe")
    expect(page.get_by_label("Your name")).to_have_value("")
    expect(page.locator("#greeting")).to_have_text("")


def test_closing_the_dialog_keeps_the_request_and_offers_it_again(page: Page, site: Site) -> None:
    site.clock.forward(minutes=31)
    enter_name(page, "Zoe")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    bar = page.locator("#connection-banner")
    expect(bar).to_contain_text("Not saved: you are signed out")
    bar.get_by_role("button", name="Sign in").click()
    sign_in_over(page, site.cast.alice.email)
    expect(page.locator("#greeting")).to_have_text("Hello Zoe from Alice Adams")
    expect(bar).to_be_hidden()


def test_signing_in_once_releases_every_tab(page: Page, context: BrowserContext, site: Site) -> None:
    other = context.new_page()
    other.goto("/")
    expect(other.get_by_label("Your name")).to_be_visible()
    site.clock.forward(minutes=31)
    for tab, name in ((page, "Zoe"), (other, "Yan")):
        enter_name(tab, name)
        expect(tab.get_by_role("dialog")).to_be_visible()
    sign_in_over(page, site.cast.alice.email)
    expect(page.locator("#greeting")).to_have_text("Hello Zoe from Alice Adams")
    expect(other.locator("#greeting")).to_have_text("Hello Yan from Alice Adams")


def test_the_warning_can_be_answered_and_extends_the_session(page: Page, site: Site) -> None:
    site.clock.forward(minutes=26)
    page.evaluate("() => fetch('/_dash-dependencies', {headers: {'X-Background': '1'}})")
    warning = page.get_by_role("alertdialog", name="Are you still there?")
    expect(warning).to_be_visible()
    expect(warning).to_contain_text("4 minutes")
    assert Axe().run(page).violations_count == 0
    with page.expect_response("**/session/extend"):
        warning.get_by_role("button", name="Stay signed in").click()
    expect(warning).to_be_hidden()
    (session,) = site.store.sessions.list(site.cast.alice.uid, now=site.clock())
    assert session.active_at == site.clock()


def test_a_server_that_fails_is_said_and_taken_back(page: Page) -> None:
    page.route(
        "**/_dash-update-component**", lambda route: route.fulfill(status=503, json={"message": "the store is away."})
    )
    enter_name(page, "Zoe")
    bar = page.locator("#connection-banner")
    expect(bar).to_contain_text("Not saved: the store is away.")
    page.unroute("**/_dash-update-component**")
    page.route("**/_dash-update-component**", lambda route: route.abort())
    enter_name(page, "Zoe two")
    expect(bar).to_contain_text("Not saved: Clockstart cannot be reached")
    page.unroute("**/_dash-update-component**")
    enter_name(page, "Zoe three")
    expect(page.locator("#greeting")).to_have_text("Hello Zoe three from Alice Adams")
    expect(bar).to_be_hidden()


def test_the_open_dialog_passes_axe(page: Page, site: Site) -> None:
    site.clock.forward(minutes=31)
    enter_name(page, "Zoe")
    expect(page.get_by_role("dialog")).to_be_visible()
    results = Axe().run(page, context="#session-dialog")
    assert results.violations_count == 0, results.generate_report()
