"""A save as a person makes it: the real page's own callback, through web server, guard, rules and store, to disk.

Its request is taken from a browser that fills in the real form; then it is sent again and again, each time as a new
record with an operation of its own. A save counts only when the reply is 2xx **and** says that it is saved. Beside it,
in the same run, a callback that does nothing with the same guard, session and form.

`python -m bench.save_through_callback`
"""

from __future__ import annotations

import asyncio
import json
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Request, sync_playwright
from psutil import Process
from ulid import ULID

from bench.disk import time_syncs
from bench.figures import Figure, percentile, print_figures
from bench.save_parts import time_parts
from bench.visitors import Visitor, run_app, sign_in, sign_in_many
from bench.wire import Reply, Wire, make_request
from dashapp.ui import ids
from tests.browser import steps
from tests.browser.conftest import BROWSERS, FLAGS
from tests.running_app import RunningApp

PATH = "/_dash-update-component"
CLIENTS = 64
ONE_CLIENT_SAVES = 300
SECONDS = 8.0
RUNS = 3
WHO = "learner@example.com"
ANSWERS: dict[str, steps.Answer] = {
    "patient_name": "Rowan Ashdown",
    "nhs_number": "999 000 0018",
    "appointment_date": date(2026, 6, 8),
    "specialty": "C_110",
    "appointment_type": "first_outpatient",
    "first_after_referral": "yes",
    "clearly_communicated": "yes",
    "child_or_vulnerable": "no",
    "action": "rebooked",
}
Body = dict[str, Any]
Make = Callable[[Body], Body]


def capture_save(app: RunningApp) -> tuple[Body, Body]:
    """The bodies that the browser sends when *Save* is pressed on a filled form: the save, and, once that is confirmed,
    the question for the page of the record."""
    with sync_playwright() as playwright:
        executable = next(filter(None, map(shutil.which, BROWSERS)))
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        page = browser.new_page(base_url=app.address)
        steps.sign_in(page, WHO)
        steps.open_new(page, "dna-management")
        fill_known(page)
        with (
            page.expect_request(lambda request: asks_for(read_body(request), ids.FORM_STATUS)) as save,
            page.expect_request(lambda request: asks_for(read_body(request), ids.PAGE)) as after,
        ):
            steps.save_and_wait(page)
        bodies = read_body(save.value), read_body(after.value)
        browser.close()
    return bodies


def read_body(request: Request) -> Body:
    """The body of a callback's request, empty for any other."""
    body: Body = json.loads(request.post_data or "{}") if PATH in request.url else {}
    return body


def asks_for(body: Body, output: str) -> bool:
    return f"{output}." in str(body.get("output"))


def fill_known(page: Any) -> None:
    """Answer what is asked; a list takes its first choice where ours is not among its choices."""
    for name, answer in ANSWERS.items():
        container = steps.field(page, name)
        choices = container.locator("select option").evaluate_all("all => all.map(one => one.value).filter(Boolean)")
        steps.fill_field(container, answer if not choices or answer in choices else choices[0])


def as_new_record(body: Body) -> Body:
    """The same form for a record that is not there yet, with an operation of its own."""
    return with_state(body, {"record_id": str(ULID()), "operation": str(ULID()), "seen_rev": 0})


def with_state(body: Body, changes: dict[str, Any]) -> Body:
    state = [{**slot, "value": {**slot["value"], **changes}} if is_form_state(slot) else slot for slot in body["state"]]
    return {**body, "state": state}


def is_form_state(slot: Any) -> bool:
    return isinstance(slot, dict) and slot.get("id") == ids.FORM_STATE


def as_nothing(body: Body) -> Body:
    """The same form to the callback that does nothing."""
    return {
        **body,
        "output": f"{ids.NOTHING}.children",
        "outputs": {"id": ids.NOTHING, "property": "children"},
        "inputs": [slot for slot in body["inputs"] if slot["id"] == ids.SAVE],
        "state": [slot for slot in body["state"] if isinstance(slot, list) or is_form_state(slot)],
    }


def says_saved(reply: Reply) -> bool:
    return reply.ok and b"Saved " in reply.body


def is_answered(reply: Reply) -> bool:
    return reply.ok and ids.NOTHING.encode() in reply.body


@dataclass
class Load:
    """What one kind of request does under one load: seconds of each good reply, statuses of the others."""

    taken: list[float] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    seconds: float = 0.0
    web_cpu: float = 0.0

    @property
    def cpu_each(self) -> float:
        """Milliseconds of processor that the web server takes for a reply; a busy machine hardly moves it."""
        return 1000 * self.web_cpu / max(1, len(self.taken))

    @property
    def rate(self) -> float:
        return len(self.taken) / self.seconds

    def at(self, share: float) -> float:
        return 1000 * percentile(self.taken, share)


@dataclass(frozen=True)
class Kind:
    """A request to repeat: how its body is made from the captured one, and when its reply counts."""

    make: Make
    counts: Callable[[Reply], bool]


SAVE = Kind(as_new_record, says_saved)
PAGE_AFTER = Kind(lambda body: body, lambda reply: reply.ok)
NOTHING = Kind(lambda body: as_nothing(as_new_record(body)), is_answered)


async def send_until(port: int, visitor: Visitor, body: Body, kind: Kind, load: Load, stop: Iterator[bool]) -> None:
    """One client: a request, its reply, the next, until told to stop."""
    wire = await Wire.open(port)
    for _ in stop:
        request = make_request("POST", PATH, visitor.headers, json.dumps(kind.make(body)).encode())
        start = time.perf_counter()
        reply = await wire.send(request)
        if kind.counts(reply):
            load.taken.append(time.perf_counter() - start)
        else:
            load.refused.append(reply.status)
    await wire.close()


def until(deadline: float) -> Iterator[bool]:
    while time.perf_counter() < deadline:
        yield True


def put_load(app: RunningApp, visitors: Sequence[Visitor], body: Body, kind: Kind, seconds: float) -> Load:
    """All visitors at once for that long."""

    async def run() -> Load:
        load, start, web = Load(), time.perf_counter(), app.find_processes("gunicorn")
        before = cpu_seconds(web)
        clients = (send_until(app.port, one, body, kind, load, until(start + seconds)) for one in visitors)
        await asyncio.gather(*clients)
        load.seconds = time.perf_counter() - start
        load.web_cpu = cpu_seconds(web) - before
        return load

    return asyncio.run(run())


def cpu_seconds(processes: Sequence[Process]) -> float:
    return sum(sum(process.cpu_times()[:2]) for process in processes)


def put_one(app: RunningApp, visitor: Visitor, body: Body, kind: Kind, count: int = ONE_CLIENT_SAVES) -> Load:
    """One visitor, that many requests one after the other."""

    async def run() -> Load:
        load, start = Load(), time.perf_counter()
        await send_until(app.port, visitor, body, kind, load, iter([True] * count))
        load.seconds = time.perf_counter() - start
        return load

    return asyncio.run(run())


def middle(loads: Sequence[Load]) -> Load:
    """The run with the middle rate."""
    return sorted(loads, key=lambda load: load.rate)[len(loads) // 2]


def main() -> None:
    with run_app(CLOCKSTART_BENCH="1", CLOCKSTART_LOG_LEVEL="WARNING") as app:
        body, asked_after = capture_save(app)
        visitors = sign_in_many(app, CLIENTS)
        for kind in (SAVE, NOTHING):
            put_one(app, visitors[0], body, kind, 50)
        sync = 1000 * percentile(time_syncs(Path(app.data_dir)), 0.5)
        one, one_nothing = (put_one(app, visitors[0], body, kind) for kind in (SAVE, NOTHING))
        after_it = put_one(app, sign_in(app, WHO), asked_after, PAGE_AFTER)
        parts = time_parts(app, body)
        pairs = [[put_load(app, visitors, body, kind, SECONDS) for kind in (NOTHING, SAVE)] for _ in range(RUNS)]
    nothing, save = middle([pair[0] for pair in pairs]), middle([pair[1] for pair in pairs])
    every = [one, one_nothing, after_it, *(load for pair in pairs for load in pair)]
    print_figures(
        "Save through the real callback, synced to disk", list_figures(one, one_nothing, save, nothing, every)
    )
    after = Figure("asked for after it: the page of the record", after_it.at(0.5), "ms")
    whole = Figure("the whole save", one.at(0.5), "ms", f"the disk alone {sync:.2f} ms")
    first = Figure("doing nothing: web server, guard, session, form", one_nothing.at(0.5), "ms")
    inside = [Figure(name, 1000 * seconds, "ms") for name, seconds in parts.items()]
    print_figures("Where the time of one save goes (p50, one after the other)", [first, *inside, whole, after])


def list_figures(one: Load, one_nothing: Load, save: Load, nothing: Load, every: Sequence[Load]) -> list[Figure]:
    """Each figure with what doing nothing costs in the same run, and whether what is asked holds."""
    share = save.rate / nothing.rate if nothing.taken else 0.0
    refused = [status for load in every for status in load.refused]
    return [
        Figure("one client, p50", one.at(0.5), "ms", beside(one_nothing, 0.5), "at most 4 ms", one.at(0.5) <= 4),
        Figure("one client, p99", one.at(0.99), "ms", beside(one_nothing, 0.99)),
        Figure(f"{CLIENTS} clients, saves", save.rate, "/s", f"doing nothing {nothing.rate:,.0f} /s"),
        Figure(f"{CLIENTS} clients, p95", save.at(0.95), "ms", beside(nothing, 0.95)),
        Figure("saves to doing nothing", share, "", "1 is no cost at all", "at least 0.5", share >= 0.5),
        Figure("web server's processor for one save", save.cpu_each, "ms", f"doing nothing {nothing.cpu_each:.2f} ms"),
        Figure("replies that do not count", len(refused), "", str(sorted(set(refused))), "none", not refused),
    ]


def beside(nothing: Load, share: float) -> str:
    return f"doing nothing {nothing.at(share):.2f} ms"


if __name__ == "__main__":
    main()
