"""Every page that each role can reach, looked at: an accessibility scan, no sideways scrolling.

The pages are found as a person finds them, by following links from home. Of the many records one per module is opened.
`make test` looks at every page with a shape of its own and at the pages of a few modules, at the size of a desk and of
a phone; `make screenshots` looks at every page of every module as every role, and takes its picture.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from werkzeug.exceptions import NotFound

from dashapp.context import Clockstart
from dashapp.web.router import Router
from tests.browser import steps
from tests.browser.conftest import DESKTOP, PHONE, NewPage
from tests.browser.looking import IN_FULL, check_accessible, check_fits, take_picture
from tests.whole_site import make_whole_site

ROLES = ("learner", "manager", "admin")
NO_PAGES = re.compile(r"^/(?:logout|assets|_dash|account/data|.*\.(?:csv|xlsx|pdf|json)$)|/(?:csv|excel|export)\b")
# Module pages come from one factory and differ by their declaration alone, so a few stand for all in `make test`; the
# planner and reporting have pages of their own.
LOOKED_AT_CLOSELY = {
    "learner": {"dna-management", "cancer-pathways", "capacity-planner"},
    "manager": {"cancer-pathways", "commissioner-reporting"},
    "admin": {"dna-management"},
}
# What is the same for every role is looked at once, as the first of them that meets it.
AS_A_LEARNER = r"/(?:account|rules|import-earlier-data|login)\b.*|/[^/]+/(?:new|import)"
AS_A_MANAGER = r"/student-progress-monitor/.*"
LOOKED_AT_ELSEWHERE = {
    "learner": re.compile(r"(?!)"),
    "manager": re.compile(AS_A_LEARNER),
    "admin": re.compile(f"{AS_A_LEARNER}|{AS_A_MANAGER}"),
}


def list_links(page: Page) -> Iterator[str]:
    """The paths of this site that the page links to, without query and fragment."""
    hrefs: list[str] = page.evaluate("[...document.querySelectorAll('a[href]')].map(link => link.href)")
    here = urlsplit(page.url)
    for href in hrefs:
        there = urlsplit(href)
        if there.netloc == here.netloc and not NO_PAGES.search(there.path):
            yield there.path or "/"


def walk(page: Page, router: Router, is_wanted: Callable[[str], bool]) -> Iterator[str]:
    """Open every wanted page that can be reached from home, one of each address; yields it while it is open."""
    waiting, seen = ["/"], {"/"}
    while waiting:
        path = waiting.pop(0)
        steps.open_page(page, path)
        yield find_address(router, path)
        for link in dict.fromkeys(list_links(page)):
            if (address := find_address(router, link)) not in seen:
                seen.add(address)
                waiting += [link] if is_wanted(address) else []


def find_address(router: Router, path: str) -> str:
    """`/dna-management/<record_id>` for the record's own path; a path that Flask serves is its own address."""
    try:
        return str(router.addresses.bind("").match(path)[0])
    except NotFound:
        return path


def is_looked_at(address: str, role: str, slugs: set[str]) -> bool:
    """Whether `make test` looks at this page too: every page with a shape of its own, and a few modules' pages."""
    if IN_FULL:
        return True
    named = slugs & set(address.split("/"))
    is_met = not named or bool(named & LOOKED_AT_CLOSELY[role])
    return is_met and not LOOKED_AT_ELSEWHERE[role].fullmatch(address)


@pytest.fixture(scope="module")
def declared(tmp_path_factory: pytest.TempPathFactory) -> Clockstart:
    """What the running app is made of: its addresses and its modules."""
    return make_whole_site(tmp_path_factory.mktemp("declared")).clockstart


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_accessible_and_fits(
    new_page: NewPage, declared: Clockstart, role: str, size: tuple[int, int]
) -> None:
    page = new_page(f"{role}@example.com", size=size)
    slugs = {module.slug for module in declared.registry}
    problems, reached = [], set()
    for address in walk(page, declared.router, lambda address: is_looked_at(address, role, slugs)):
        reached.add(address)
        take_picture(page, f"{role} {address}")
        problems += [problem for check in (check_accessible, check_fits) if (problem := find_problem(page, check))]
    assert not problems, "\n\n".join(problems)
    assert reached >= {"/actions", *(f"/{slug}" for slug in LOOKED_AT_CLOSELY[role])}


def find_problem(page: Page, check: Callable[[Page], None]) -> str:
    """What a check says against the page, or nothing."""
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
