"""Moving about, in a real browser: the next record in the panel next to a list, the band while an event is tried, and
from one page to the next; each from the key or press on until what was asked for is drawn.

The first of each is not counted: it loads what every later one has. Beside it, in the same run, what the server alone
takes for the same answer, as the browser saw it.

`python -m bench.moving [TIMES]`
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench.figures import Figure, percentile, print_figures
from bench.visitors import run_app
from tests.browser import steps
from tests.browser.conftest import BROWSERS, FLAGS

WHO = "learner@example.com"
LISTS = ("patient-tracking-list", "cancer-pathways", "dna-management")
PEEK_MS, TRY_MS, PAGE_MS = 200, 150, 250
WAIT = """(act, isDone) => new Promise(done => {
  const from = performance.now();
  performance.clearResourceTimings();
  act();
  const look = () => {
    if (!isDone()) return requestAnimationFrame(look);
    const asked = performance.getEntriesByType("resource").filter(one => one.name.includes("_dash-update-component"));
    done([performance.now() - from, Math.max(0, ...asked.map(one => one.responseEnd - one.requestStart))]);
  };
  look();
})"""
MOVE = f"""() => {{
  const press = new KeyboardEvent("keydown", {{ key: "j", bubbles: true, cancelable: true }});
  return ({WAIT})(
    () => document.activeElement.dispatchEvent(press),
    () => !document.getElementById("peek").hasAttribute("aria-busy"));
}}"""
TRY = f"""event => {{
  const band = document.querySelector(".cs-band-tried"), before = band.textContent;
  return ({WAIT})(
    () => document.querySelector(`.cs-composer-quick [data-event="${{event}}"]`).click(),
    () => band.textContent && band.textContent !== before);
}}"""
GO = f"""([address, rows]) => {{
  const heading = () => document.querySelector("#main h1")?.textContent, before = heading();
  return ({WAIT})(
    () => document.querySelector(`nav a[href="${{address}}"]`).click(),
    () => (heading() ?? before) !== before && (!rows || document.querySelector(rows)));
}}"""
ROWS = "#main .ag-row .cs-cell-link"


def peek(page: Page, slug: str, times: int) -> Sequence[Any]:
    steps.open_module(page, slug)
    page.locator('.ag-row[row-index="0"] [role="gridcell"]').nth(1).click()
    page.locator("#peek:not([aria-busy]) [data-peek-of]").wait_for()
    return [page.evaluate(MOVE) for _ in range(times)]


def open_record(page: Page) -> None:
    steps.open_module(page, LISTS[0])
    steps.open_page(page, page.locator(".ag-row a[href]").first.get_attribute("href") or "")


def try_events(page: Page, times: int) -> Sequence[Any]:
    events = ("dna", "treatment_started", "decision_to_admit")
    return [page.evaluate(TRY, events[place % len(events)]) for place in range(times)]


def go_round(page: Page, times: int, rows: str = "") -> Sequence[Any]:
    """Each time from a list that is whole: nobody goes on before the page has come."""
    steps.open_page(page, "/")
    taken = []
    for place in range(times + len(LISTS)):
        taken.append(page.evaluate(GO, [f"/{LISTS[place % len(LISTS)]}", rows]))
        page.locator(ROWS).first.wait_for()
    return taken[len(LISTS) - 1 :]


ADD = f"""() => {{
  const parts = () => document.querySelectorAll("main *").length, before = parts();
  const add = [...document.querySelectorAll("button")].find((one) => one.textContent === "Add an event");
  return ({WAIT})(() => add.click(), () => parts() > before + 300);
}}"""


def add_rows(page: Page) -> Sequence[Any]:
    """One event after another in the form; each has a dozen questions."""
    steps.open_page(page, f"/{LISTS[0]}/new")
    return [page.evaluate(ADD) for _ in range(5)]


def tell(what: str, taken: Sequence[Any], asked: int | None = None) -> Figure:
    seen, server = (percentile([pair[place] for pair in taken[1:]], 0.5) for place in (0, 1))
    figure = Figure(what, seen, "ms", f"the request {server:.0f} ms")
    return replace(figure, bound=f"at most {asked} ms", holds=seen <= asked) if asked else figure


def measure(page: Page, times: int) -> list[Figure]:
    figures = [tell(f"panel: {slug}", peek(page, slug, times), PEEK_MS) for slug in LISTS]
    open_record(page)
    figures.append(tell("band while an event is tried", try_events(page, times), TRY_MS))
    figures.append(tell("page to page", go_round(page, times), PAGE_MS))
    figures.append(tell("page to page, its rows drawn as well", go_round(page, times, ROWS)))
    figures.append(tell("another event in a form", add_rows(page)))
    return figures


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    with run_app(CLOCKSTART_LOG_LEVEL="WARNING") as app, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, BROWSERS))), args=FLAGS
        )
        page = browser.new_page(base_url=app.address)
        steps.sign_in(page, WHO)
        print_figures("Moving about, median", measure(page, times))
        browser.close()


if __name__ == "__main__":
    main()
