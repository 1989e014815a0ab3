"""From a start to the first page over a grown store, beside what the store itself takes to read its files, and a save.

`python -m bench.starting [RECORDS …]`; without numbers a hundred thousand and a million.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import Figure, percentile, print_figures
from storage.connection import connect
from storage.embedded import EmbeddedServer
from storage.record import NewRecord, Trace
from storage.records import RecordStore
from tests.running_app import RunningApp

SIZES = (100_000, 1_000_000)
PEOPLE, AT_ONCE, SAVES, MOST = 200, 500, 50, 1.5
BROWSER_WAITS = 300.0
MODULE = "dna_cases"


def fill(data_dir: Path, count: int) -> None:
    """So many records of 200 people, each with its entry in the audit trail."""
    server = EmbeddedServer(data_dir)
    records, now = RecordStore(connect(server.start())), datetime.now(UTC)
    for first in range(0, count, AT_ONCE):
        uid = f"P{first // AT_ONCE % PEOPLE}"
        found = [NewRecord(f"r{n}", {"n": n, "text": "x" * 300}, f"o{n}") for n in range(first, first + AT_ONCE)]
        records.put_many(uid, MODULE, found, trace=Trace(uid), now=now)
    server.stop()


def time_store(data_dir: Path) -> float:
    """Seconds that the store alone takes until it has read everything."""
    server = EmbeddedServer(data_dir)
    begun = time.perf_counter()
    server.start()
    taken = time.perf_counter() - begun
    server.stop()
    return taken


def time_start(data_dir: Path) -> tuple[float, float, list[float]]:
    """Seconds from a start to the first page and until every page is loaded, and those of some saves afterwards."""
    app = RunningApp(data_dir, settings={"CLOCKSTART_DEMO": "0", "CLOCKSTART_LOG_LEVEL": "WARNING"})
    begun = time.perf_counter()
    app.launch()
    while not app.answers("/login", BROWSER_WAITS):
        time.sleep(0.05)
    page = time.perf_counter() - begun
    app.wait_until_ready()
    loaded = time.perf_counter() - begun
    records = app.open_store().records
    saves = [time_save(records, number) for number in range(SAVES)]
    app.stop()
    return page, loaded, saves


def time_save(records: RecordStore, number: int) -> float:
    begun = time.perf_counter()
    name = f"bench-{os.getpid()}-{number}"
    records.put("P0", MODULE, name, {"n": 1}, op=name, seen_rev=0, trace=Trace("P0"), now=datetime.now(UTC))
    return time.perf_counter() - begun


def measure(folder: Path, count: int, empty: float) -> None:
    data_dir = folder / str(count)
    fill(data_dir, count)
    store = time_store(data_dir)
    page, loaded, saves = time_start(data_dir)
    times = page / store
    print_figures(
        f"A start over {count:,} records",
        [
            Figure("the store alone has read them", store, "s"),
            Figure("start to first page", page, "s", f"{empty:.1f} s over an empty store"),
            Figure("start to first page, by the store's own time", times, "times", "", "<= 1.5", times <= MOST),
            Figure("start until every page is loaded", loaded, "s"),
            Figure("a save, p50", 1000 * percentile(saves, 0.5), "ms"),
        ],
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        time_start(folder / "empty")  # the first start on a machine compiles the code
        empty, _, _ = time_start(folder / "empty")
        for count in [int(word) for word in sys.argv[1:]] or SIZES:
            measure(folder, count, empty)


if __name__ == "__main__":
    main()
