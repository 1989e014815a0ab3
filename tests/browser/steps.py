"""What people do, in their own words. The tests are written in these; they know labels and names, never markup."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from playwright.sync_api import Locator, Page, expect

from tests.running_app import PASSWORD

Answer = str | date | Sequence[str]
SAVED = re.compile(r"\bSaved\b")


# --- arriving and leaving ----------------------------------------------------------------------------------------


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Sign in on the sign-in page and arrive where that leads."""
    page.goto("/login")
    fill_sign_in(page.locator("body"), email, password)
    expect(page.get_by_role("button", name="Sign out").first).to_be_attached()


def fill_sign_in(place: Locator, email: str, password: str = PASSWORD) -> None:
    """Fill the sign-in form that is in that place and send it."""
    place.get_by_label("Email address").fill(email)
    place.get_by_label("Password", exact=True).fill(password)
    place.get_by_role("button", name="Sign in").click()


def take_up_invitation(admin: Page, page: Page, email: str, name: str, password: str = "nine purple kettles") -> None:
    """An administrator invites somebody, who sets up the account and is signed in for the first time."""
    admin.goto("/staff/invite")
    admin.get_by_label("Email address").fill(email)
    admin.get_by_label("Name", exact=True).fill(name)
    admin.get_by_role("button", name="Make the account and its link").click()
    page.goto(admin.get_by_role("status").locator("code").inner_text())
    page.get_by_label("New password", exact=True).fill(password)
    page.get_by_label("New password again").fill(password)
    page.get_by_role("button", name="Save and sign in").click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"/login"))


def open_page(page: Page, path: str) -> None:
    """Go to an address and wait until the page has drawn itself."""
    page.goto(path)
    wait_until_drawn(page)


def wait_until_drawn(page: Page) -> None:
    """The page has its heading and is waiting neither for an answer of the server nor for a job before it is drawn."""
    expect(page.locator("main h1").first).to_be_visible()
    expect(page.locator("#waiting-progress")).to_have_count(0)
    expect(page.locator("main h1").first).to_be_visible()  # what was waited for opens as a new document
    expect(page.locator("[data-dash-is-loading=true]")).to_have_count(0)


def open_module(page: Page, slug: str) -> None:
    open_page(page, f"/{slug}")


def open_new(page: Page, slug: str) -> None:
    """From the worklist to an empty form, as the *Add …* link leads."""
    open_module(page, slug)
    page.get_by_role("main").get_by_role("link", name=re.compile(r"^Add ")).or_(
        page.get_by_role("main").get_by_role("button", name=re.compile(r"^Add "))
    ).first.click()
    expect(page.locator("[data-field]").first).to_be_visible()


def edit(page: Page) -> None:
    """From a record to its form."""
    page.get_by_role("main").get_by_role("link", name="Edit", exact=True).click()
    expect(page.locator("[data-field]").first).to_be_visible()


def press_remove(page: Page) -> None:
    """In the menu of a record for what is done less often."""
    page.locator("details.cs-more > summary").click()
    page.get_by_role("button", name="Remove", exact=True).first.click()


# --- filling in --------------------------------------------------------------------------------------------------


def field(page: Page, name: str) -> Locator:
    """The container of one question."""
    return page.locator(f'[data-field="{name}"]')


def fill_record(page: Page, answers: Mapping[str, Answer]) -> None:
    """Answer each question, whatever control it has."""
    for name, answer in answers.items():
        fill_field(field(page, name), answer)


def open_more(container: Locator) -> None:
    """Open what a question is behind, such as "More about the referral"; a press could close what a chosen pathway has
    just opened."""
    closed = container.locator("xpath=ancestor::details[not(@open)]")
    closed.evaluate_all("all => all.forEach(one => { one.open = true; })")


def fill_field(container: Locator, answer: Answer) -> None:
    open_more(container)
    expect(container).to_be_visible()
    if isinstance(answer, date):
        fill_date(container, str(answer.day), str(answer.month), str(answer.year))
    elif not isinstance(answer, str):
        tick(container, answer)
    elif container.locator("input[type=radio]").count():
        choose(container, answer)
    elif container.locator("select").count():
        container.locator("select").select_option(answer)
    else:
        fill_text(container, answer)


def fill_text(container: Locator, text: str) -> None:
    open_more(container)
    control = container.locator("input, textarea").first
    control.fill(text)
    control.blur()


def fill_date(container: Locator, day: str, month: str, year: str) -> None:
    """Three boxes; anything may be typed into them."""
    open_more(container)
    for label, text in (("Day", day), ("Month", month), ("Year", year)):
        container.get_by_label(label, exact=True).fill(text)
    container.get_by_label("Year", exact=True).blur()


def choose(container: Locator, value: str) -> None:
    container.locator(f'input[type=radio][value="{value}"]').check()


def tick(container: Locator, values: Sequence[str]) -> None:
    for value in values:
        container.locator(f'input[type=checkbox][value="{value}"]').check()


def read_field(page: Page, name: str) -> str:
    """What stands in a question's text box, number box or list."""
    return field(page, name).locator("input, textarea, select").first.input_value()


def read_date(page: Page, name: str) -> tuple[str, str, str]:
    """What stands in the three boxes: day, month, year."""
    boxes = [field(page, name).get_by_label(label, exact=True).input_value() for label in ("Day", "Month", "Year")]
    return boxes[0], boxes[1], boxes[2]


# --- saving ------------------------------------------------------------------------------------------------------


def press_save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def saved_status(page: Page) -> Locator:
    return page.locator('[role="status"]').filter(has_text=SAVED).first


def save_and_wait(page: Page) -> None:
    """Save, and wait until the page says that the store has confirmed it."""
    press_save(page)
    expect(saved_status(page)).to_be_visible()


def problems(page: Page) -> Locator:
    """The summary of what stands in the way of saving."""
    return page.locator('[role="alert"]').filter(has_text=re.compile("problem", re.IGNORECASE)).first
