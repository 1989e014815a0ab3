"""The panel next to a list: from the key that moves on until the next record stands in it, in a real browser.

The first row is not counted: it loads what every later one has. Beside it, in the same run, what the server alone takes
for the same answer, as the browser saw it.

`python -m bench.peek [ROWS]`
"""

from __future__ import annotations

import shutil
import sys
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench.figures import Figure, percentile, print_figures
from bench.visitors import run_app
from tests.browser import steps
from tests.browser.conftest import BROWSERS, FLAGS

WHO = "learner@example.com"
LISTS = ("patient-tracking-list", "cancer-pathways", "dna-management")
ASKED_MS = 200
MOVE = """() => new Promise(done => {
  const panel = document.getElementById("peek"), from = performance.now();
  performance.clearResourceTimings();
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true, cancelable: true }));
  const look = () => {
    if (panel.hasAttribute("aria-busy")) return requestAnimationFrame(look);
    const asked = performance.getEntriesByType("resource").filter(one => one.name.includes("_dash-update-component"));
    done([performance.now() - from, Math.max(0, ...asked.map(one => one.responseEnd - one.requestStart))]);
  };
  look();
})"""


def measure(page: Page, slug: str, rows: int) -> list[Figure]:
    steps.open_module(page, slug)
    page.locator('.ag-row[row-index="0"] [role="gridcell"]').nth(1).click()
    page.locator("#peek:not([aria-busy]) [data-peek-of]").wait_for()
    taken: list[Any] = [page.evaluate(MOVE) for _ in range(rows)]
    seen = percentile([one for one, _ in taken[1:]], 0.5)
    server = percentile([one for _, one in taken[1:]], 0.5)
    reference = f"the request {server:.0f} ms"
    return [Figure(slug, seen, "ms", reference, f"at most {ASKED_MS} ms", seen <= ASKED_MS)]


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    with run_app(CLOCKSTART_LOG_LEVEL="WARNING") as app, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, BROWSERS))), args=FLAGS
        )
        page = browser.new_page(base_url=app.address)
        steps.sign_in(page, WHO)
        figures = [figure for slug in LISTS for figure in measure(page, slug, rows)]
        print_figures("The next record in the panel next to a list, median", figures)
        browser.close()


if __name__ == "__main__":
    main()
