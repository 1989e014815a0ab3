"""A worklist of 5,000 own records, and of 100,000: until it can be used, and the bytes that takes, in a real browser.

Cold is a browser that has never been here, warm the same one again; both are told as a share of what a stock Dash page
with an empty grid takes in the same run (`bench.stock_dash`). Bytes are those on the wire, compressed.

`python -m bench.first_paint [RECORDS …]`
"""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
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
from tests.running_app import TODAY, RunningApp, find_free_port
from tests.waiting import wait_until

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


def visit(page: Page, address: str, usable: str) -> Visit:
    """Open a page and wait for what makes it usable; a second's rest lets late bytes arrive."""
    seen, session = Visit(), page.context.new_cdp_session(page)
    session.on("Network.responseReceived", lambda event: note_kind(seen, event))
    session.on("Network.loadingFinished", lambda event: note_bytes(seen, event))
    session.send("Network.enable")
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
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


def is_served(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def open_browser(browser: Browser, cookies: list[Any]) -> BrowserContext:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(240_000)  # the rows behind charts of a long list are worked out first
    context.add_cookies(cookies)
    return context


def visit_twice(browser: Browser, address: str, cookies: list[Any], usable: str) -> tuple[Visit, Visit]:
    """Cold, then warm."""
    with open_browser(browser, cookies) as context:
        page = context.new_page()
        return visit(page, address, usable), visit(page, address, usable)


@contextmanager
def run_stock() -> Iterator[str]:
    """The peer's address, while it is served."""
    port = find_free_port()
    with subprocess.Popen([sys.executable, "-m", "bench.stock_dash", str(port)], stderr=subprocess.DEVNULL) as served:
        wait_until(lambda: is_served(port))
        yield f"http://127.0.0.1:{port}/"
        served.terminate()


def measure(browser: Browser, app: RunningApp, stock: str, cookies: list[Any]) -> list[Figure]:
    address = f"{app.address}{MODULE.address}"
    stocks, lists = [], []
    for _ in range(ROUNDS):  # in turn, so that a busy moment meets both
        stocks.append(visit_twice(browser, stock, [], ".ag-header-cell"))
        lists.append(visit_twice(browser, address, cookies, ".ag-row"))
    charts = visit_twice(browser, f"{address}/charts", cookies, ".js-plotly-plot .main-svg")
    data, script = lists[0][0].data / KILOBYTE, lists[0][0].script / MEGABYTE
    wire = "compressed, on the wire"
    return [
        *compare("cold", 1.3, [pair[0] for pair in lists], [pair[0] for pair in stocks]),
        *compare("warm", 0.6, [pair[1] for pair in lists], [pair[1] for pair in stocks]),
        Figure("data", data, "kB", wire, "at most 300 kB", data <= 300),
        Figure("scripts", script, "MB", wire, "at most 0.9 MB", script <= 0.9),
        Figure("its charts, cold", charts[0].seconds, "s"),
        Figure("scripts with charts", charts[0].script / MEGABYTE, "MB", wire),
    ]


def compare(how: str, bound: float, ours: list[Visit], stock: list[Visit]) -> Iterator[Figure]:
    """Seconds until usable, and their share of the stock page's."""
    taken, peer = (percentile([one.seconds for one in visits], 0.5) for visits in (ours, stock))
    yield Figure(f"{how}, until usable", taken, "s", f"stock Dash, empty grid {peer:.2f} s")
    yield Figure(f"{how}, share of it", taken / peer, "×", "", f"at most {bound} ×", taken <= bound * peer)


def main() -> None:
    counts = [int(word) for word in sys.argv[1:]] or [5_000, 100_000]
    with run_app(CLOCKSTART_LOG_LEVEL="WARNING") as app, run_stock() as stock, sync_playwright() as playwright:
        executable = next(filter(None, map(shutil.which, BROWSERS)))
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        page = browser.new_page(base_url=app.address)
        steps.sign_in(page, WHO)
        cookies: list[Any] = list(page.context.cookies())
        for count in counts:
            fill(app, count)
            print_figures(f"First sight of a worklist of {count:,} records", measure(browser, app, stock, cookies))
        browser.close()


if __name__ == "__main__":
    main()
