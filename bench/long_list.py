"""A trust's list of 60,000 pathways: brought in by a manager, then reported on, while somebody else saves.

The file is brought in through the real page's callback and the worker; the reports are asked for through the callback
that draws every page. Beside each figure, in the same run: what a page of the shell alone takes, and what a save takes
while nothing else happens.

`python -m bench.long_list [PATHWAYS]`
"""

from __future__ import annotations

import base64
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import requests

from bench.figures import Figure, percentile, print_figures
from bench.save_through_callback import SAVE, Body, Load, capture_save, put_one
from bench.trust_list import PATHWAYS, write_list
from bench.visitors import Visitor, run_app, sign_in
from dashapp.ui import ids
from tests.running_app import TODAY, RunningApp
from tests.whole_site import name_outputs, read_id

PATH = "/_dash-update-component"
SECONDS, SAVE_MS = 2.0, 20.0
REPORTS = {
    "monthly return": "/commissioner-reporting",
    "charts": "/commissioner-reporting/charts",
    "measures, 13 months": "/commissioner-reporting/measures",
}
ROUNDS = 5


def main() -> None:
    pathways = int(sys.argv[1]) if len(sys.argv) > 1 else PATHWAYS
    text = write_list(date.fromisoformat(TODAY), pathways).encode()
    with run_app(CLOCKSTART_BENCH="1", CLOCKSTART_LOG_LEVEL="WARNING") as app:
        body, _ = capture_save(app)
        learner, manager = sign_in(app, "learner@example.com"), sign_in(app, "manager@example.com")
        put_one(app, learner, body, SAVE, 30)
        alone = put_one(app, learner, body, SAVE, 200)
        with saving(app, learner, body) as during_import:
            seconds, memory = bring_in(app, manager, text, pathways)
        shell = [ask(app, manager, "/commissioner-reporting/keep", "?whose=own") for _ in range(ROUNDS)]
        taken: dict[str, list[float]] = {}
        with saving(app, learner, body) as during_reports:
            for _ in range(ROUNDS):
                for name, path in REPORTS.items():
                    taken.setdefault(name, []).append(ask(app, manager, path, "?whose=own"))
    reference = f"a page without figures {percentile(shell, 0.5):.2f} s"
    print_figures(
        f"A list of {pathways:,} pathways, brought in and reported on",
        [
            Figure("brought in and worked out", seconds, "s", f"{pathways / seconds:,.0f} pathways a second"),
            Figure("worker's memory at its peak", memory, "MB"),
            *(
                Figure(f"{name}, the first time", times[0], "s", reference, f"under {SECONDS:g} s", times[0] < SECONDS)
                for name, times in taken.items()
            ),
            *(Figure(f"{name}, again", percentile(times[1:], 0.5), "s", reference) for name, times in taken.items()),
            figure_of("another's save, median, while it is brought in", during_import, alone),
            figure_of("another's save, median, while it is reported on", during_reports, alone),
        ],
    )


def figure_of(what: str, load: Load, alone: Load) -> Figure:
    beside = f"alone {alone.at(0.5):.1f} ms; 95 in 100 within {load.at(0.95):.0f} ms, alone {alone.at(0.95):.0f} ms"
    return Figure(what, load.at(0.5), "ms", beside, f"under {SAVE_MS:g} ms", load.at(0.5) < SAVE_MS)


@contextmanager
def saving(app: RunningApp, visitor: Visitor, body: Body) -> Iterator[Load]:
    """Saves of somebody else, one after the other, for as long as the block runs."""
    load, stop = Load(), threading.Event()

    def save() -> None:
        while not stop.is_set():
            some = put_one(app, visitor, body, SAVE, 10)
            load.taken += some.taken
            load.refused += some.refused

    thread = threading.Thread(target=save)
    thread.start()
    try:
        yield load
    finally:
        stop.set()
        thread.join()


def call(app: RunningApp, visitor: Visitor, wanted: Callable[[str], bool], values: dict[str, Any]) -> Any:
    """A callback, found among those the app declares, with `values` by `id.property`."""
    declared = requests.get(f"{app.address}/_dash-dependencies", headers=dict(visitor.headers), timeout=30).json()
    one = next(item for item in declared if wanted(item["output"]) and not item.get("clientside_function"))
    fill = lambda slot: {  # noqa: E731
        "id": read_id(slot["id"]),
        "property": slot["property"],
        "value": values.get(f"{slot['id']}.{slot['property']}"),
    }
    body = {
        "output": one["output"],
        "outputs": name_outputs(one["output"]),
        "inputs": [fill(slot) for slot in one["inputs"]],
        "state": [fill(slot) for slot in one["state"]],
        "changedPropIds": [f"{slot['id']}.{slot['property']}" for slot in one["inputs"][:1]],
    }
    start = time.perf_counter()
    reply = requests.post(app.address + PATH, data=json.dumps(body), headers=dict(visitor.headers), timeout=600)
    reply.raise_for_status()
    return time.perf_counter() - start, reply.json() if reply.content else {}


def ask(app: RunningApp, visitor: Visitor, path: str, query: str) -> float:
    """Seconds until a page has come."""
    values = {f"{ids.ADDRESS}.pathname": path, f"{ids.ADDRESS}.search": query}
    seconds, reply = call(app, visitor, lambda output: output.startswith(f"..{ids.PAGE}.children"), values)
    if "have to be worked out" in json.dumps(reply):
        raise SystemExit("The clocks were not there: the import should have worked them out.")
    return float(seconds)


def bring_in(app: RunningApp, visitor: Visitor, text: bytes, pathways: int) -> tuple[float, float]:
    """Seconds until the file is brought in and its clocks worked out, and the worker's peak memory in MB."""
    state = {"slug": "patient-tracking-list", "job": ""}
    values = {
        f"{ids.IMPORT_FILE}.contents": f"data:text/csv;base64,{base64.b64encode(text).decode()}",
        f"{ids.IMPORT_FILE}.filename": "trust.csv",
        f"{ids.IMPORT_STATE}.data": state,
    }
    start = time.perf_counter()
    _, reply = call(app, visitor, lambda output: f"{ids.IMPORT_STATE}.data" in output, values)
    job_id = reply["response"][ids.IMPORT_STATE]["data"]["job"]
    store = app.open_store()
    uid = next(person.uid for person in store.people.list() if person.email == visitor.email)
    peak = 0.0
    while not (job := store.jobs.get(uid, job_id)).has_ended:
        rss = [process.memory_info().rss for process in app.find_processes("server.worker")]
        peak = max([peak, *(one / 1e6 for one in rss)])
        time.sleep(0.2)
    seconds = time.perf_counter() - start
    if job.state != "done" or job.result["new"] != pathways:
        raise SystemExit(f"The import ended otherwise: {job.state}, {job.sentence} {job.result}")
    return seconds, peak


if __name__ == "__main__":
    main()
