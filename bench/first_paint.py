"""A worklist of 5,000 own records, and of 100,000: until it can be used, and the bytes that takes, in a real browser.

Cold is a browser that has never been here, warm the same one again. Bytes are those on the wire, compressed. The page
beside it, in the same run, is the account page: the same shell without Dash.

`python -m bench.first_paint [RECORDS …]`
"""

from __future__ import annotations

import re
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from random import Random
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.figures import Figure, percentile, print_figures
from bench.visitors import run_app
from dashapp.declare.module import Module, Patient
from pages import dna_management
from storage.record import NewRecord, Trace
from tests.browser import steps
from tests.browser.conftest import BROWSERS, FLAGS
from tests.running_app import TODAY, RunningApp

WHO = "learner2@example.com"
ROUNDS = 3
CHUNK = 5_000
MODULE: Module = dna_management.MODULE
DATA = re.compile("_dash-(?:layout|update)")
KILOBYTE, MEGABYTE = 1_000, 1_000_000


@dataclass
class Visit:
    """One opening of a page: seconds until it can be used, bytes on the wire by kind of resource."""

    seconds: float = 0.0
    script: int = 0
    data: int = 0
    kinds: dict[str, str] = field(default_factory=dict)


def fill(app: RunningApp, count: int) -> None:
    """Bring that person's list to `count` records."""
    store = app.open_store()
    person = store.people.get_by_email(WHO)
    there = store.records.summary(person.uid).get(MODULE.store_key)
    have = there.count if there else 0
    made = make_records(have, count)
    while chunk := [record for _, record in zip(range(CHUNK), made, strict=False)]:
        store.records.put_many(person.uid, MODULE.store_key, chunk, trace=Trace(person.uid), now=datetime.now(UTC))


def make_records(have: int, count: int) -> Iterator[NewRecord]:
    assert MODULE.example is not None
    random, today = Random(5), date.fromisoformat(TODAY)
    for number in range(have, count):
        patient = Patient(f"Patient {number:06}", "9990000018", date(1961, 4, 2))
        yield NewRecord(f"bench{number:06}", MODULE.example(random, patient, today), op=f"bench-{number}")


def visit(page: Page, path: str, usable: str) -> Visit:
    """Open a page and wait for what makes it usable; a second's rest lets late bytes arrive."""
    seen, session = Visit(), page.context.new_cdp_session(page)
    session.on("Network.responseReceived", lambda event: note_kind(seen, event))
    session.on("Network.loadingFinished", lambda event: note_bytes(seen, event))
    session.send("Network.enable")
    start = time.perf_counter()
    page.goto(path, wait_until="commit")
    page.locator(usable).first.wait_for(state="visible")
    seen.seconds = time.perf_counter() - start
    page.wait_for_timeout(1_000)
    session.detach()
    return seen


def note_kind(seen: Visit, event: dict[str, Any]) -> None:
    seen.kinds[event["requestId"]] = "data" if DATA.search(event["response"]["url"]) else event["type"].lower()


def note_bytes(seen: Visit, event: dict[str, Any]) -> None:
    kind = seen.kinds.get(event["requestId"])
    if kind == "script":
        seen.script += event["encodedDataLength"]
    elif kind == "data":
        seen.data += event["encodedDataLength"]


def open_browser(browser: Browser, app: RunningApp, cookies: list[Any]) -> BrowserContext:
    context = browser.new_context(base_url=app.address, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(240_000)  # the rows behind charts of a long list are worked out first
    context.add_cookies(cookies)
    return context


def visit_twice(browser: Browser, app: RunningApp, cookies: list[Any], path: str, usable: str) -> tuple[Visit, Visit]:
    """Cold, then warm."""
    with open_browser(browser, app, cookies) as context:
        page = context.new_page()
        return visit(page, path, usable), visit(page, path, usable)


def median(values: list[float]) -> float:
    return percentile(values, 0.5)


def measure(browser: Browser, app: RunningApp, cookies: list[Any]) -> list[Figure]:
    grid, chart = ".ag-row", ".js-plotly-plot .main-svg"
    lists = [visit_twice(browser, app, cookies, MODULE.address, grid) for _ in range(ROUNDS)]
    shells = [visit_twice(browser, app, cookies, "/account", "h1") for _ in range(ROUNDS)]
    charts = [visit_twice(browser, app, cookies, f"{MODULE.address}/charts", chart)]
    cold, warm = (median([pair[place].seconds for pair in lists]) for place in (0, 1))
    plain_cold, plain_warm = (median([pair[place].seconds for pair in shells]) for place in (0, 1))
    data, script = lists[0][0].data / KILOBYTE, lists[0][0].script / MEGABYTE
    chart_script = charts[0][0].script / MEGABYTE
    beside_cold, beside_warm = f"account page {plain_cold:.2f} s", f"account page {plain_warm:.2f} s"
    wire = "compressed, on the wire"
    return [
        Figure("cold, until usable", cold, "s", beside_cold, "at most 1.5 s", cold <= 1.5),
        Figure("warm, until usable", warm, "s", beside_warm, "at most 0.6 s", warm <= 0.6),
        Figure("data", data, "kB", wire, "at most 300 kB", data <= 300),
        Figure("scripts", script, "MB", wire, "at most 1.0 MB", script <= 1.0),
        Figure("its charts, cold", charts[0][0].seconds, "s", beside_cold),
        Figure("scripts with charts", chart_script, "MB", wire, "at most 1.5 MB", chart_script <= 1.5),
    ]


def main() -> None:
    counts = [int(word) for word in sys.argv[1:]] or [5_000, 100_000]
    with run_app(CLOCKSTART_LOG_LEVEL="WARNING") as app, sync_playwright() as playwright:
        executable = next(filter(None, map(shutil.which, BROWSERS)))
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        page = browser.new_page(base_url=app.address)
        steps.sign_in(page, WHO)
        cookies: list[Any] = list(page.context.cookies())
        for count in counts:
            fill(app, count)
            print_figures(f"First sight of a worklist of {count:,} records", measure(browser, app, cookies))
        browser.close()


if __name__ == "__main__":
    main()
