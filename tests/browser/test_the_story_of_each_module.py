"""One story in a browser, for one module of each kind and in the full form for all: what is wrong is said and mended;
what was saved is there after signing in again, can be edited, has a history, can be removed and brought back, and comes
into another account as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from dashapp.declare.module import Module
from dashapp.services.records.checking import flatten
from storage import Store
from storage.record import NewRecord, Trace
from tests.browser import steps
from tests.browser.conftest import listen, open_blank
from tests.browser.record_form import TYPED, fill_answers, read_boxes
from tests.cast import PASSWORD, STARTED, Cast, make_cast
from tests.length import IS_FULL
from tests.module_story import (
    EDITED,
    MODULES,
    NO_SUCH_DATE,
    NO_SUCH_NUMBER,
    ONE_OF_EACH_KIND,
    find_required,
    free_text,
    list_numbers,
    list_spoiled_dates,
    make_answers,
    read_stored,
)
from tests.running_app import TODAY, RunningApp

PATHWAYS = next(module for module in MODULES if module.slug == "patient-tracking-list")
TOLD = [module for module in MODULES if IS_FULL or module.slug in ONE_OF_EACH_KIND]
ROWS_AT_MOST = 2
PATHWAY = "pathwayofthestories"


@dataclass(frozen=True)
class Accounts:
    """Two people who share nothing, each in a browser of their own that stays open from story to story."""

    store: Store
    cast: Cast
    alice: Page
    charlie: Page


@pytest.fixture
def accounts(opened: Accounts) -> Iterator[Accounts]:
    """Both of them; what their pages complain of during a story fails it."""
    heard: list[list[str]] = [page.complaints for page in (opened.alice, opened.charlie)]  # type: ignore[attr-defined]
    for one in heard:
        one.clear()
    yield opened
    assert heard == [[], []]


@pytest.fixture(scope="module")
def opened(browser: Browser, app: RunningApp) -> Iterator[Accounts]:
    """Alice has one pathway to choose in the forms; Charlie has nothing."""
    store = app.open_store()
    cast = make_cast(store)
    pathway = NewRecord(PATHWAY, make_answers(PATHWAYS, date.fromisoformat(TODAY)), "op", links=[PATHWAY])
    trace = Trace(cast.alice.uid)
    store.records.put_many(cast.alice.uid, PATHWAYS.store_key, [pathway], trace=trace, now=STARTED)
    pages = open_blank(browser, app.address), open_blank(browser, app.address)
    for page, person in zip(pages, (cast.alice, cast.charlie), strict=True):
        listen(page)
        steps.sign_in(page, person.email, PASSWORD)
    yield Accounts(store, cast, *pages)
    for page in pages:
        page.context.close()


def choose_answers(module: Module) -> dict[str, Any]:
    """The example's answers, two rows of each group, and the pathway wherever the form lets one be chosen."""
    answers = shorten(make_answers(module, date.fromisoformat(TODAY)))
    return {**answers, **{question.name: PATHWAY for question in module.questions if question.kind == "pick"}}


def shorten(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with no more than two rows of a group; a third is filled as the second is."""
    return {name: answer[:ROWS_AT_MOST] if is_group(answer) else answer for name, answer in answers.items()}


def is_group(answer: Any) -> bool:
    return isinstance(answer, list) and all(isinstance(row, Mapping) for row in answer)


def fill_with_problems(page: Page, module: Module, answers: Mapping[str, Any]) -> list[str]:
    """Fill the form but for the first required question, with a date that does not exist and a wrong number; the
    questions that are wrong."""
    dates, numbers = ([one.name for one in found] for found in (list_spoiled_dates(module), list_numbers(module)))
    wrong = [find_required(module).name, *dates, *numbers]
    fill_answers(page, module.questions, {name: answer for name, answer in answers.items() if name not in wrong})
    if find_required(module).kind in TYPED:  # a chosen pathway may have answered it
        steps.fill_text(steps.field(page, wrong[0]), "")
    for name in dates:
        steps.fill_date(steps.field(page, name), *NO_SUCH_DATE)
    for name in numbers:
        steps.fill_text(steps.field(page, name), NO_SUCH_NUMBER)
    return wrong


def mend(page: Page, module: Module, answers: Mapping[str, Any], wrong: Sequence[str]) -> None:
    """Answer what was wrong as the example does; a date that it leaves out is emptied."""
    fill_answers(page, module.questions, {name: answers[name] for name in wrong if name in answers})
    for name in wrong:
        if name not in answers:
            steps.fill_date(steps.field(page, name), "", "", "")


def open_listed(page: Page, module: Module, record_id: str) -> None:
    """From the worklist into the record."""
    page.locator(f'main a[href$="{module.address}/{record_id}"]').first.click()
    expect(page.get_by_role("main").get_by_role("link", name="Edit", exact=True)).to_be_visible()


def export(page: Page, folder: Path) -> Path:
    """The list as the export menu gives it."""
    page.get_by_role("main").get_by_text("Export", exact=True).first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV everything").first.click()
    download.value.save_as(folder / "records.csv")
    return folder / "records.csv"


def remove(page: Page) -> None:
    """The dialog names what would go, and Escape keeps it."""
    dialog, name = page.get_by_role("dialog"), page.locator("main h1").inner_text()
    steps.press_remove(page)
    expect(dialog).to_contain_text(f"Remove {name}")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    steps.press_remove(page)
    dialog.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()


@pytest.mark.parametrize("module", TOLD, ids=lambda module: module.slug)
def test_the_story_of_a_record(accounts: Accounts, module: Module, tmp_path: Path) -> None:
    alice, charlie, store = accounts.alice, accounts.charlie, accounts.store
    uid, other = accounts.cast.alice.uid, accounts.cast.charlie.uid
    before = read_stored(store, module, uid)
    answers = choose_answers(module)

    def read_new() -> Mapping[str, Mapping[str, Any]]:
        return {key: data for key, data in read_stored(store, module, uid).items() if key not in before}

    # What is wrong is said beside each question, and nothing is stored
    steps.open_new(alice, module.slug)
    wrong = fill_with_problems(alice, module, answers)
    steps.press_save(alice)
    expect(steps.problems(alice)).to_be_visible()
    for name in wrong:
        expect(steps.field(alice, name).locator(".cs-problem").first).to_be_visible()
    assert read_new() == {}

    # Mended, it is saved
    mend(alice, module, answers, wrong)
    steps.save_and_wait(alice)
    ((record_id, stored),) = read_new().items()
    assert stored.items() >= {name: answer for name, answer in answers.items() if answer != []}.items()

    # Signed out there is nothing to see; signed in again everything is there, box by box
    steps.sign_out(alice)
    alice.goto(module.address)
    steps.fill_sign_in(alice.locator("body"), accounts.cast.alice.email, PASSWORD)
    open_listed(alice, module, record_id)
    steps.edit(alice)
    assert read_boxes(alice) == flatten(module.questions, stored)

    # It is edited, and its history tells both
    name = free_text(module)
    steps.fill_record(alice, {name: EDITED})
    steps.save_and_wait(alice)
    edited = read_new()[record_id]
    assert edited == {**stored, name: EDITED}
    steps.open_page(alice, f"{module.address}/{record_id}")
    history = alice.locator("#record-history")
    history.get_by_text("History", exact=True).click()
    expect(history).to_contain_text("Added")
    expect(history).to_contain_text("Changed")

    # Removed, it is nowhere; brought back, it is as it was
    remove(alice)
    assert read_new() == {}
    expect(alice.locator(f'main a[href$="{record_id}"]')).to_have_count(0)
    alice.get_by_role("button", name="Undo").click()
    expect(alice.get_by_text("Brought back.")).to_be_visible()
    assert read_new()[record_id] == edited

    # The file goes into another account and is the same there
    exported = export(alice, tmp_path)
    steps.open_page(charlie, f"{module.address}/import")
    charlie.locator("input[type=file]").set_input_files(exported)
    charlie.get_by_role("main").get_by_role("button", name="Import").click()
    brought_in = rf"^{len(before) + 1} (?:{module.one}|{module.many}) imported\.$"
    expect(charlie.get_by_text(re.compile(brought_in))).to_be_visible()
    charlie.get_by_role("main").get_by_role("link", name=f"Go to {module.title}").click()
    open_listed(charlie, module, record_id)
    steps.edit(charlie)
    assert read_stored(store, module, other)[record_id] == edited
    assert read_boxes(charlie) == flatten(module.questions, edited)
