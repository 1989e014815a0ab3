"""The first requests after a start: 24 at once, of a person who was signed in before, after each of ten starts.

`python -m bench.cold_start`
"""

from __future__ import annotations

import asyncio
import json
import socket
import time
from dataclasses import dataclass, field

from bench.figures import Figure, percentile, print_figures
from bench.visitors import Visitor, run_app, sign_in
from bench.wire import Reply, Wire, make_request
from dashapp.ui import ids
from tests.running_app import RunningApp

STARTS, AT_ONCE = 10, 24
WHO = "learner@example.com"
PAGES = ("/", "/dna-management", "/cancer-pathways", "/dna-management/new")


@dataclass
class Starts:
    """What the starts came to: seconds to the first open port, seconds and statuses of the first requests."""

    opened: list[float] = field(default_factory=list)
    taken: list[float] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)


def list_requests(visitor: Visitor) -> list[bytes]:
    """What a browser asks first: the frame, its layout, its dependencies, and the page itself."""
    plain = {**visitor.headers, "Accept": "text/html"}
    kinds = [
        *(make_request("GET", page, plain) for page in PAGES),
        make_request("GET", "/_dash-layout", visitor.headers),
        make_request("GET", "/_dash-dependencies", visitor.headers),
        *(make_request("POST", "/_dash-update-component", visitor.headers, ask_page(page)) for page in PAGES),
    ]
    return [kinds[place % len(kinds)] for place in range(AT_ONCE)]


def ask_page(path: str) -> bytes:
    """The body of the callback that draws the page at an address."""
    slots = [("pathname", path), ("search", "")]
    body = {
        "output": f"..{ids.PAGE}.children...{ids.PAGE_TITLE}.data...{ids.MENU_COUNTS}.data..",
        "outputs": [
            {"id": ids.PAGE, "property": "children"},
            {"id": ids.PAGE_TITLE, "property": "data"},
            {"id": ids.MENU_COUNTS, "property": "data"},
        ],
        "inputs": [{"id": ids.ADDRESS, "property": name, "value": value} for name, value in slots],
        "changedPropIds": [f"{ids.ADDRESS}.pathname"],
    }
    return json.dumps(body).encode()


def wait_for_port(app: RunningApp) -> None:
    """Until something listens, without sending a request: the first request is to be one of ours."""
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", app.port)) == 0:
                return
        time.sleep(0.01)


async def ask_at_once(app: RunningApp, requests: list[bytes]) -> list[tuple[float, Reply]]:
    """Every request on a connection of its own, all sent together."""

    async def ask(request: bytes) -> tuple[float, Reply]:
        wire = await Wire.open(app.port)
        start = time.perf_counter()
        reply = await wire.send(request)
        taken = time.perf_counter() - start
        await wire.close()
        return taken, reply

    return await asyncio.gather(*(ask(request) for request in requests))


def start_once(app: RunningApp, requests: list[bytes], starts: Starts) -> None:
    """One start, its first requests, and everything stopped again."""
    begun = time.perf_counter()
    app.launch()
    wait_for_port(app)
    starts.opened.append(time.perf_counter() - begun)
    for taken, reply in asyncio.run(ask_at_once(app, requests)):
        (starts.taken.append(taken) if reply.ok else starts.failed.append(reply.status))
    app.stop()


def main() -> None:
    starts = Starts()
    with run_app(CLOCKSTART_LOG_LEVEL="WARNING") as app:
        requests = list_requests(sign_in(app, WHO))
        app.stop()
        for _ in range(STARTS):
            start_once(app, requests, starts)
    good = len(starts.taken)
    print_figures(
        f"{AT_ONCE} first requests at once after each of {STARTS} starts",
        [
            Figure("failed", len(starts.failed), "", f"{good} answered", "none", good == STARTS * AT_ONCE),
            Figure("from start to an open port, p50", percentile(starts.opened, 0.5), "s"),
            Figure("a first request, p50", 1000 * percentile(starts.taken, 0.5), "ms"),
            Figure("the slowest first request", 1000 * max(starts.taken, default=0.0), "ms"),
        ],
    )


if __name__ == "__main__":
    main()
