"""A real browser and the real product, started once for all browser tests."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Response,
    StorageState,
    expect,
    sync_playwright,
)

from tests.browser import steps
from tests.running_app import RunningApp

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--no-first-run",
]
DESKTOP, PHONE = (1280, 900), (390, 844)

NewPage = Callable[..., Page]

PATIENCE_MS, KEPT_FOR = 60_000, 300
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser is a machine of its own that now and then ends or stalls: what fails runs once more, and is listed."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1))


def find_browser() -> str:
    """The Chromium on the PATH. Without one the tests fail where CI is set and are skipped anywhere else."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        message = "no Chromium on the PATH: apt-get install chromium fonts-liberation"
        if os.environ.get("CI"):
            pytest.fail(message, pytrace=False)
        pytest.skip(message)
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = find_browser()
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """The product with its demo people, shared by the tests that leave it running."""
    running = RunningApp(tmp_path_factory.mktemp("clockstart") / "data")
    try:
        yield running.start()
    finally:
        running.stop()
        running.kill_everything()


@pytest.fixture(scope="session")
def kept() -> dict[str, KeptSession]:
    """By e-mail address."""
    return {}


@pytest.fixture
def new_page(browser: Browser, app: RunningApp, kept: dict[str, KeptSession]) -> Iterator[NewPage]:
    """`new_page()` opens a page in a browser of its own; `new_page("learner@example.com")` signs in first. The first
    browser that a test opens for somebody carries on with their session of an earlier test, if it is still good.

    Whatever a page complains of while the test runs (an error in its scripts, something the content policy refused,
    an answer of 500) fails the test at its end, unless the test has taken it out of `page.complaints`.
    """
    opened: list[tuple[BrowserContext, list[str]]] = []
    people: set[str] = set()

    def open_page(email: str = "", size: tuple[int, int] = DESKTOP, address: str = app.address) -> Page:
        page = open_blank(browser, address, size)
        opened.append((page.context, listen(page)))
        if email and (address != app.address or email in people or not carry_on(page, kept.get(email))):
            steps.sign_in(page, email)
            if address == app.address:
                kept[email] = KeptSession.of(page)
        people.add(email)
        return page

    yield open_page
    complaints = [complaint for _, heard in opened for complaint in heard]
    for context, _ in opened:
        context.close()
    assert complaints == []


def open_blank(browser: Browser, address: str, size: tuple[int, int] = DESKTOP) -> Page:
    """A page in a browser of its own, at no address yet."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": size[0], "height": size[1]},
        locale="en-GB",
        timezone_id="Europe/London",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MS)
    return context.new_page()


@dataclass(frozen=True)
class KeptSession:
    """A session of the shared app that a later test may carry on with."""

    state: StorageState
    since: float

    @classmethod
    def of(cls, page: Page) -> KeptSession:
        return cls(page.context.storage_state(), time.monotonic())


def carry_on(page: Page, kept: KeptSession | None) -> bool:
    """Whether the page's browser is signed in with that session. An old one no longer proves who somebody is."""
    if kept is None or time.monotonic() - kept.since > KEPT_FOR:
        return False
    page.context.add_cookies(kept.state["cookies"])  # type: ignore[arg-type]
    return page.request.get("/session", max_redirects=0).ok


def listen(page: Page) -> list[str]:
    """Collect what the page complains of, in a list that the page also carries as `complaints`."""
    heard: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            heard.append(f"{page.url}: {message.text}")

    def on_response(response: Response) -> None:
        if response.status >= 500:
            heard.append(f"{response.request.method} {response.url}: {response.status}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: heard.append(f"{page.url}: {error}"))
    page.on("response", on_response)
    page.complaints = heard  # type: ignore[attr-defined]
    return heard


@pytest.fixture
def learner(new_page: NewPage) -> Page:
    return new_page("learner@example.com")


@pytest.fixture
def manager(new_page: NewPage) -> Page:
    return new_page("manager@example.com")


@pytest.fixture
def admin(new_page: NewPage) -> Page:
    return new_page("admin@example.com")
