"""Every page that each role can reach, looked at: an accessibility scan, no sideways scrolling, a picture.

The pages are found as a person finds them, by following links from home. Of the many records one per module is opened.
`make test` looks at every page in the size of a desk, and at one page of each kind in the size of a phone;
`make screenshots` looks at all of them in both.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser import steps
from tests.browser.conftest import DESKTOP, PHONE, NewPage
from tests.browser.looking import check_accessible, check_fits, take_picture

ROLES = ("learner", "manager", "admin")
IDENTIFIER = re.compile(r"(?<=/)(?:[0-9A-HJKMNP-TV-Z]{26}|[0-9a-f-]{32,36})(?=/|$)")
NO_PAGES = re.compile(r"^/(?:logout|assets|_dash|account/data|.*\.(?:csv|xlsx|pdf|json)$)|/(?:csv|excel|export)\b")
IN_FULL = os.environ.get("EVERY_PAGE") == "full"
LOOKED_AT_CLOSELY = {"dna-management", "cancer-pathways"}


def list_links(page: Page) -> Iterator[str]:
    """The paths of this site that the page links to, without query and fragment."""
    hrefs: list[str] = page.evaluate("[...document.querySelectorAll('a[href]')].map(link => link.href)")
    here = urlsplit(page.url)
    for href in hrefs:
        there = urlsplit(href)
        if there.netloc == here.netloc and not NO_PAGES.search(there.path):
            yield there.path or "/"


def shape(path: str) -> str:
    """The address with whatever names one record or person taken out."""
    return IDENTIFIER.sub("…", path)


def walk(page: Page) -> Iterator[str]:
    """Open every page that can be reached from home, one of each shape; yields its shape while it is open."""
    waiting, seen = ["/"], {"/"}
    while waiting:
        path = waiting.pop(0)
        steps.open_page(page, path)
        yield shape(path)
        for link in dict.fromkeys(list_links(page)):
            if shape(link) not in seen:
                seen.add(shape(link))
                waiting.append(link)


def is_one_of_its_kind(path: str) -> bool:
    """Whether this page shows what only it shows; module pages come from one factory, so two modules stand for all."""
    parts = path.strip("/").split("/")
    return len(parts) == 1 or any(slug in parts for slug in LOOKED_AT_CLOSELY)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_accessible_and_fits(new_page: NewPage, role: str, size: tuple[int, int]) -> None:
    page = new_page(f"{role}@example.com", size=size)
    problems, looked_at = [], []
    for path in walk(page):
        looked_at.append(path)
        if not (IN_FULL or is_one_of_its_kind(path)):
            continue
        take_picture(page, f"{role} {path}")
        problems += [problem for check in (check_accessible, check_fits) if (problem := find_problem(page, check))]
    assert not problems, "\n\n".join(problems)
    assert f"/{min(LOOKED_AT_CLOSELY)}" in looked_at
    assert "/account" in looked_at


def find_problem(page: Page, check: object) -> str:
    """What a check says against the page, or nothing."""
    assert callable(check)
    try:
        check(page)
    except AssertionError as problem:
        return str(problem)
    return ""


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_the_way_in_is_accessible_and_fits(new_page: NewPage, size: tuple[int, int]) -> None:
    page = new_page(size=size)
    page.goto("/login")
    take_picture(page, "sign in")
    check_accessible(page)
    check_fits(page)


def test_problems_and_findings_are_accessible(learner: Page) -> None:
    """The states that a walk along links does not meet: a form sent back, and a record just saved."""
    steps.open_new(learner, "dna-management")
    steps.press_save(learner)
    steps.problems(learner).wait_for()
    take_picture(learner, "a form sent back")
    check_accessible(learner)
    check_fits(learner)
