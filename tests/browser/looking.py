"""Looking at a page as a reviewer does: an accessibility scan, and pictures kept for the eye."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.length import IS_FULL, TAKES_PICTURES
from tests.running_app import ROOT

SCREENSHOTS = ROOT / "build" / "screenshots"
TALLEST = 12_000
ROWS_SCANNED = 12
AT_REST_MS = 250
AT_REST = """quiet => new Promise(done => {
  setTimeout(done, 40 * quiet);
  let timer = setTimeout(done, quiet);
  new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(done, quiet); })
    .observe(document, { childList: true, subtree: true, attributes: true });
})"""
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}


def check_accessible(page: Page, rules: Any = LEVELS) -> None:
    """AssertionError that names each rule broken and where, if an axe scan finds any (WCAG 2.2 AA, best practice)."""
    page.wait_for_load_state()
    page.evaluate(AT_REST, AT_REST_MS)
    with whole_page_in_view(page), few_rows(page):
        found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]}).response["violations"]
    told = [f"{rule['id']} ({rule['impact']}): {rule['help']} — {name_nodes(rule)}" for rule in found]
    assert not told, f"{page.url}\n" + "\n".join(told)


def check_colours(page: Page) -> None:
    """What another theme changes on a page that was looked at whole; the long form looks at it whole again."""
    check_accessible(page, LEVELS if IS_FULL else COLOURS)


@contextmanager
def whole_page_in_view(page: Page) -> Iterator[None]:
    """A window as tall as the page: what a bar that stays in view covers by chance of scrolling is no finding."""
    size = page.viewport_size
    assert size is not None
    tall = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], min(tall, TALLEST))})
    page.evaluate("window.scrollTo(0, 0)")
    yield
    page.set_viewport_size(size)


@contextmanager
def few_rows(page: Page) -> Iterator[None]:
    """Long tables and lists by their first rows, unless every page is looked at in full: the others are like them."""
    if IS_FULL:
        yield
        return
    rows = f":is(tbody > tr, li, .ag-row):nth-child(n + {ROWS_SCANNED + 1})"
    page.evaluate("rows => document.querySelectorAll(rows).forEach(row => { row.style.display = 'none' })", rows)
    yield
    page.evaluate("rows => document.querySelectorAll(rows).forEach(row => { row.style.display = '' })", rows)


def name_nodes(rule: dict[str, list[dict[str, list[str]]]]) -> str:
    """The first few places where a rule is broken."""
    return "; ".join(" ".join(map(str, node["target"])) for node in rule["nodes"][:4])


def check_fits(page: Page) -> None:
    """AssertionError if the page has to be scrolled sideways (WCAG 1.4.10, reflow)."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px wider than its window"


def take_picture(page: Page, name: str) -> None:
    """In the full form and for `make screenshots`: the whole page, named after the width it was seen at."""
    if not TAKES_PICTURES:
        return
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    width = page.viewport_size["width"] if page.viewport_size else 0
    file_name = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    page.screenshot(path=SCREENSHOTS / f"{file_name}-{width}.png", full_page=True)
