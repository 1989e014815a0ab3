"""Every page that each role can reach, looked at: an accessibility scan, no sideways scrolling.

The pages are found as a person finds them, by following links from home. Of the many records one per module is opened.
`make test` looks at the pages of one module in every state (at the size of a desk and of a phone, light and dark) and
at every other page once; `make test-full` looks at every page as every role in every state, and takes its picture;
`make screenshots` takes the pictures and sees that the pages fit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import product
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from werkzeug.exceptions import NotFound

from dashapp.context import Clockstart
from dashapp.web.router import Router
from storage.accounts import Person
from storage.record import Trace
from tests.browser import steps
from tests.browser.conftest import DESKTOP, PHONE, NewPage
from tests.browser.looking import check_accessible, check_colours, check_fits, take_picture
from tests.browser.test_module_pages import DNA
from tests.browser.test_record_page import count_box
from tests.length import IS_FULL, TAKES_PICTURES
from tests.running_app import RunningApp
from tests.whole_site import make_whole_site

ROLES = ("learner", "manager", "admin")
NO_PAGES = re.compile(r"^/(?:logout|assets|_dash|account/data|.*\.(?:csv|xlsx|pdf|json)$)|/(?:csv|excel|export)\b")
SIZES = {"desk": DESKTOP, "phone": PHONE}
Theme = Literal["light", "dark"]
THEMES: Sequence[Theme] = ("light", "dark")
LOOKS = (check_accessible, check_colours)
# Module pages come from one factory and differ by their declaration alone, so one module is enough in `make test`;
# the planner and reporting have pages of their own, and are scanned with every page that belongs to no module.
ONE_OF_ALL = "dna-management"
WITH_PAGES_OF_THEIR_OWN = {"capacity-planner", "commissioner-reporting"}
ONCE = (("learner", "desk", ["light"]), ("manager", "phone", ["light"]), ("admin", "desk", ["dark"]))
EVERY_TIME = tuple((role, size, THEMES) for role in ROLES for size in SIZES)
# What is the same for every role is looked at once, as the first of them that meets it.
AS_A_LEARNER = r"/(?:account|rules|import-earlier-data|login)\b.*|/[^/]+/(?:new|import)"
AS_A_MANAGER = r"/student-progress-monitor/.*"
LOOKED_AT_ELSEWHERE = {
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


def name_modules(address: str, slugs: set[str]) -> set[str]:
    return slugs & set(address.split("/"))


def is_looked_at(address: str, role: str, slugs: set[str]) -> bool:
    """Whether this role looks at the page in `make test`: a learner at every module's, the others at one module's."""
    if TAKES_PICTURES:
        return True
    named = name_modules(address, slugs)
    if role == "learner":
        return ONE_OF_ALL not in named
    is_met = not named or bool(named & {ONE_OF_ALL, *WITH_PAGES_OF_THEIR_OWN})
    return is_met and not LOOKED_AT_ELSEWHERE[role].fullmatch(address)


def choose_checks(address: str, slugs: set[str]) -> Sequence[Callable[[Page], None]]:
    """Of pages that differ by their declaration alone, `make test` scans those of one module."""
    if TAKES_PICTURES and not IS_FULL:
        return (check_fits,)
    named = name_modules(address, slugs)
    is_like_another = named and not named & {ONE_OF_ALL, *WITH_PAGES_OF_THEIR_OWN}
    return (check_fits,) if is_like_another and not IS_FULL else (check_accessible, check_fits)


@pytest.fixture(scope="module")
def declared(tmp_path_factory: pytest.TempPathFactory) -> Clockstart:
    """What the running app is made of: its addresses and its modules."""
    return make_whole_site(tmp_path_factory.mktemp("declared")).clockstart


@pytest.mark.parametrize(("role", "size", "themes"), EVERY_TIME if TAKES_PICTURES else ONCE)
def test_every_page_is_accessible_and_fits(
    new_page: NewPage, declared: Clockstart, role: str, size: str, themes: Sequence[Theme]
) -> None:
    page = new_page(f"{role}@example.com", size=SIZES[size])
    slugs = {module.slug for module in declared.registry}
    problems: list[str] = []
    reached: set[str] = set()
    for address in walk(page, declared.router, lambda address: is_looked_at(address, role, slugs)):
        reached.add(address)
        for theme in themes:
            page.emulate_media(color_scheme=theme)
            take_picture(page, f"{theme} {role} {address}")
            problems += find_problems(page, choose_checks(address, slugs))
    assert not problems, "\n\n".join(problems)
    assert reached >= {"/actions", *(f"/{slug}" for slug in slugs if is_looked_at(f"/{slug}", role, slugs))}


@pytest.mark.skipif(TAKES_PICTURES, reason="every page is looked at in every state")
@pytest.mark.parametrize("size", SIZES)
def test_one_page_of_each_kind_is_accessible_and_fits_in_every_state(
    new_page: NewPage, declared: Clockstart, size: str
) -> None:
    page = new_page("learner@example.com", size=SIZES[size])
    problems, kinds = [], set()
    for address in walk(page, declared.router, lambda address: f"/{ONE_OF_ALL}" in address):
        kinds.add(address)
        for theme, look in zip(THEMES, LOOKS, strict=True):
            page.emulate_media(color_scheme=theme)
            problems += [f"{theme}: {problem}" for problem in find_problems(page, (look, check_fits))]
    assert not problems, "\n\n".join(problems)
    assert {kind.removeprefix(f"/{ONE_OF_ALL}") for kind in kinds} >= {"", "/new", "/<record_id>", "/charts"}


def find_problems(page: Page, checks: Sequence[Callable[[Page], None]]) -> Iterator[str]:
    """What the checks say against the page."""
    for check in checks:
        try:
            check(page)
        except AssertionError as problem:
            yield str(problem)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_the_way_in_is_accessible_and_fits(new_page: NewPage, size: tuple[int, int]) -> None:
    page = new_page(size=size)
    page.goto("/login")
    take_picture(page, "sign in")
    check_accessible(page)
    check_fits(page)


def test_lists_forms_and_records_are_accessible_in_states_that_no_link_leads_to(
    new_page: NewPage, app: RunningApp
) -> None:
    """Empty, with problems, in conflict, without a connection: each is brought about once, then seen at both widths."""
    newcomer = find_newcomer(app)
    page, problems = new_page(newcomer.email), list[str]()
    for state in show_states(page, app, newcomer):
        for (size, box), (theme, look) in product(SIZES.items(), zip(THEMES, LOOKS, strict=True)):
            page.set_viewport_size({"width": box[0], "height": box[1]})
            page.emulate_media(color_scheme=theme)
            take_picture(page, f"{theme} {state}")
            problems += [f"{state}, {size}, {theme}: {told}" for told in find_problems(page, (look, check_fits))]
        page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    page.complaints.clear()  # type: ignore[attr-defined]
    assert not problems, "\n\n".join(problems)


def find_newcomer(app: RunningApp) -> Person:
    """A learner of the demo who has entered nothing."""
    store = app.open_store()
    learners = (person for person in store.people.list() if person.role == "learner")
    return next(person for person in learners if not store.records.summary(person.uid))


def show_states(page: Page, app: RunningApp, person: Person) -> Iterator[str]:
    """Brings the page into one state after the other; yields its name while it is there."""
    banner = page.locator("#connection-banner")
    steps.open_module(page, ONE_OF_ALL)
    yield "an empty list"
    page.context.set_offline(True)
    expect(banner).to_be_visible()
    yield "a list without a connection"
    page.context.set_offline(False)
    steps.open_new(page, ONE_OF_ALL)
    steps.press_save(page)
    steps.problems(page).wait_for()
    yield "a form with problems"
    page.context.set_offline(True)
    steps.fill_record(page, DNA)
    expect(page.get_by_text("Unsaved changes, kept in this browser until the connection is back")).to_be_visible()
    yield "a form without a connection"
    page.context.set_offline(False)
    steps.save_and_wait(page)
    expect(count_box(page)).to_be_visible()
    page.context.set_offline(True)
    count_box(page).fill("letter date")
    count_box(page).press("Enter")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("Not saved: no connection, trying again")).to_be_visible()
    yield "a composer without a connection"
    page.context.set_offline(False)
    expect(steps.saved_status(page)).to_be_visible()
    steps.edit(page)
    change_elsewhere(app, person)
    steps.fill_record(page, {"notes": "Mine."})
    steps.press_save(page)
    expect(page.get_by_text("Changed by someone else: not saved")).to_be_visible()
    yield "a form in conflict"
    steps.open_page(page, f"/{ONE_OF_ALL}/wrong")
    yield "a record that has problems"


def change_elsewhere(app: RunningApp, person: Person) -> None:
    """Another window saves the record, and a script one that its module would not accept."""
    records = app.open_store().records
    (record,) = records.list(person.uid, "dna_cases")
    told, trace, now = {**record.data, "notes": "Theirs."}, Trace(person.uid), datetime.now(UTC)
    records.put(person.uid, "dna_cases", record.id, told, op="theirs", seen_rev=record.rev, trace=trace, now=now)
    wrong = {"patient_name": "Never Checked"}
    records.put(person.uid, "dna_cases", "wrong", wrong, op="wrong", seen_rev=0, trace=trace, now=now)
