"""The plain pages: they work without JavaScript, at both widths and in both themes, and pass an accessibility scan."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from auth.context import EXTENSION
from auth.invitations import invite
from tests.browser.looking import check_colours
from tests.cast import PASSWORD
from tests.http.site import Site, make_site, serve

NEW = "seven green bicycles"
OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def site() -> Site:
    return make_site()


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    with serve(site) as address:
        yield address


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[OpenPage]:
    contexts = []

    def open_one(**options: object) -> Page:
        contexts.append(browser.new_context(base_url=address, reduced_motion="reduce", **options))  # type: ignore[arg-type]
        return contexts[-1].new_page()

    yield open_one
    for context in contexts:
        context.close()


def link_for(site: Site) -> str:
    person = site.store.people.find_by_email("ivy@example.com") or site.store.people.create(
        "ivy@example.com", "Ivy", "learner", now=site.clock()
    )
    with site.server.test_request_context():
        return invite(site.server.extensions[EXTENSION], person, made_by=site.cast.ada.uid)


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.goto("/login?next=/account")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def check_page(page: Page, name: str) -> None:
    page.wait_for_load_state()  # after a form has been sent, the stylesheets of its answer
    results = Axe().run(page)
    assert results.violations_count == 0, f"{name}: {results.generate_report()}"
    page.emulate_media(color_scheme="dark")
    check_colours(page)
    page.emulate_media(color_scheme="light")
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow == 0, f"{name} is {overflow} px too wide"


@pytest.mark.parametrize("width", [1280, 390])
def test_every_plain_page_passes_axe_in_both_themes(open_page: OpenPage, site: Site, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 844}, color_scheme="light")
    link = link_for(site)
    for path in ("/login", link, "/invite/gone"):
        page.goto(path)
        check_page(page, path)
    page.goto(link)
    page.get_by_role("button", name="Save and sign in").click()
    check_page(page, "invitation with problems")
    sign_in(page, "alice@example.com", "wrong")
    check_page(page, "login with a problem")
    sign_in(page, "alice@example.com")
    sign_in(open_page(), "alice@example.com")
    for path in ("/account", "/admin-only", "/breaks"):
        page.goto(path)
        check_page(page, path)


def test_the_journey_without_javascript(open_page: OpenPage, site: Site) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(link_for(site))
    page.get_by_label("Your name").fill("Ivy Ito")
    page.get_by_label("New password", exact=True).fill(NEW)
    page.get_by_label("New password again").fill(NEW)
    page.get_by_role("button", name="Save and sign in").click()
    page.goto("/account")
    page.get_by_label("Your name").fill("Ivy Itō")
    page.get_by_role("button", name="Save name").click()
    expect(page.get_by_role("status")).to_have_text("Your name has been changed.")
    page.get_by_label("Current password").fill(NEW)
    page.get_by_label("New password", exact=True).fill(NEW + " again")
    page.get_by_label("New password again").fill(NEW + " again")
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_role("status")).to_contain_text("Your password has been changed.")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download my data").click()
    assert download.value.suggested_filename == "clockstart-my-data.json"
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_title("Sign in – Clockstart")
    sign_in(page, "ivy@example.com", NEW + " again")
    expect(page.get_by_role("heading", name="My account")).to_be_visible()


def test_a_problem_is_focused_and_leads_to_its_field(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/login")
    page.get_by_role("button", name="Sign in").click()
    alert = page.get_by_role("alert")
    expect(alert).to_be_focused()
    expect(page).to_have_title("Error: Sign in – Clockstart")
    alert.get_by_role("link", name="Enter your password").click()
    expect(page.get_by_label("Password")).to_be_focused()
