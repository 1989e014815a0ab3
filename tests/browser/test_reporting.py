"""A manager reads a month's return, keeps it, and an administrator signs it off."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.conftest import NewPage

BASE = "/commissioner-reporting"


def test_a_return_is_kept_and_signed_off_by_another(new_page: NewPage) -> None:
    # Given a manager who reads March's return and keeps it
    manager = new_page("manager@example.com")
    steps.open_page(manager, f"{BASE}?month=2026-03")
    expect(manager.get_by_role("heading", name="Parts of the return")).to_be_visible()
    manager.get_by_role("link", name="Keep this return").click()
    manager.get_by_label("What should whoever signs it off know?").fill("Nothing out of the ordinary.")
    manager.get_by_role("button", name="Keep this return").click()
    expect(manager.get_by_role("heading", level=1, name="Return for March 2026", exact=True)).to_be_visible()
    kept = re.sub(r"^https?://[^/]+", "", manager.url)

    # When an administrator opens it and signs it off
    admin = new_page("admin@example.com")
    steps.open_page(admin, kept)
    admin.get_by_label("Anything to say with it? (optional)").fill("Compared with the lists.")
    admin.get_by_role("button", name="Sign this return off").click()

    # Then both read who signed it
    expect(admin.get_by_text("Ade Lindqvist (admin)")).to_be_visible()
    steps.open_page(manager, kept)
    expect(manager.get_by_text("Compared with the lists.")).to_be_visible()
