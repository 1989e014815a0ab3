"""An administrator's day: invite two people, put them in a cohort, limit modules, deactivate one."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage

CHOSEN = "seven green bicycles"


def invite(admin: Page, name: str, email: str) -> str:
    """Make an account; the link to pass on."""
    admin.goto("/staff/invite")
    admin.get_by_label("Email address").fill(email)
    admin.get_by_label("Name", exact=True).fill(name)
    admin.get_by_role("button", name="Make the account and its link").click()
    expect(admin.get_by_role("heading", name=name, level=1)).to_be_visible()
    return admin.get_by_role("status").locator("code").inner_text()


def set_up(page: Page, link: str) -> None:
    """Take an invitation up, in a browser of their own."""
    page.goto(link)
    page.get_by_label("New password", exact=True).fill(CHOSEN)
    page.get_by_label("New password again").fill(CHOSEN)
    page.get_by_role("button", name="Save and sign in").click()
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()


def test_an_administrators_day(admin: Page, new_page: NewPage) -> None:
    # Two people are invited and set up their accounts.
    people = {"Ivy Ito": "ivy.ito@example.com", "Max Moss": "max.moss@example.com"}
    browsers = {name: new_page() for name in people}
    for name, email in people.items():
        set_up(browsers[name], invite(admin, name, email))

    # They are put into a new cohort.
    admin.goto("/staff/cohorts")
    admin.get_by_label("Name of the new cohort").fill("Winter intake")
    admin.get_by_role("button", name="Make the cohort").click()
    for name, email in people.items():
        admin.get_by_label("Email address of a learner").fill(email)
        admin.get_by_role("button", name="Put in").click()
        expect(admin.get_by_role("status").filter(has_text=f"{name} is in this cohort now")).to_be_visible()

    # One module is closed to the cohort; a learner feels it at once, and it is undone.
    admin.get_by_role("link", name="Modules open to them").click()
    admin.get_by_label("Module", exact=True).select_option(label="DNA management")
    admin.get_by_role("button", name="Save").click()
    expect(admin.get_by_text("because the cohort Winter intake closes it")).to_be_visible()
    ivy = browsers["Ivy Ito"]
    ivy.goto("/dna-management")
    expect(ivy.get_by_role("heading", name="You do not have access to this page")).to_be_visible()
    admin.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(admin.get_by_role("status").filter(has_text="Nothing is set on DNA management")).to_be_visible()
    ivy.goto("/dna-management")
    expect(ivy.get_by_role("heading", name="DNA management")).to_be_visible()

    # One of them is deactivated: the open page is refused with the next click.
    admin.goto("/staff?q=ivy")
    admin.get_by_role("link", name="Ivy Ito").click()
    admin.get_by_role("link", name="Deactivate").click()
    admin.get_by_role("button", name="Deactivate Ivy Ito").click()
    expect(admin.get_by_role("status").filter(has_text="Ivy Ito is deactivated and signed out")).to_be_visible()
    ivy.get_by_role("link", name="Home", exact=True).click()
    expect(ivy.get_by_role("dialog", name="Sign in to carry on")).to_be_visible()
    browsers["Max Moss"].goto("/dna-management")
    expect(browsers["Max Moss"].get_by_role("heading", name="DNA management")).to_be_visible()
