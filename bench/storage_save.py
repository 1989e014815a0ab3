"""What one confirmed save costs: the whole atomic step beside a bare HSET, on the same server, each kept on disk.

`python -m bench.storage_save`
"""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from bench.figures import Figure, percentile, print_figures
from storage.connection import connect
from storage.embedded import EmbeddedServer
from storage.record import NewRecord, Trace
from storage.records import RecordStore

ROUNDS = 1_000
PROCESSES = 8
LIST = 5_000
WHO = Trace("BENCH", "trace", "192.0.2.1")
DATA = {
    "appointment_date": "2026-11-23",
    "clinic": "Orthopaedics, fracture clinic, consultant led",
    "outcome": "rebooked",
    "reason": "The letter went to an old address.",
    "offers": [{"date": "2026-12-01", "accepted": True}],
}
Save = Callable[[int], object]


def save_record(url: str, worker: int) -> Save:
    """A save as the app makes it: new record, link, finding code, summary, audit entry, operation id."""
    records = RecordStore(connect(url))

    def save(step: int) -> object:
        name = f"{worker}-{step}"
        return records.put(
            f"P{worker}",
            "dna_cases",
            name,
            DATA,
            op=name,
            seen_rev=0,
            trace=WHO,
            now=datetime.now(UTC),
            links=["p1"],
            codes=["dna-x"],
        )

    return save


def save_bare(url: str, worker: int) -> Save:
    """The floor: the same text into a field, with nothing kept beside it."""
    client, text = connect(url), str(DATA)
    return lambda step: client.hset(f"bare:{worker}", str(step), text)


def time_saves(make: Callable[[str, int], Save], url: str, worker: int) -> list[float]:
    """Seconds for each of `ROUNDS` saves, one after the other."""
    save = make(url, worker)
    taken = []
    for step in range(ROUNDS):
        start = time.perf_counter()
        save(step)
        taken.append(time.perf_counter() - start)
    return taken


def rate_of_many(make: Callable[[str, int], Save], url: str) -> float:
    """Saves a second of `PROCESSES` processes at once."""
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        pool.map(abs, range(PROCESSES))
        start = time.perf_counter()
        pool.map(partial(time_saves, make, url), range(100, 100 + PROCESSES), chunksize=1)
        return PROCESSES * ROUNDS / (time.perf_counter() - start)


def seconds_of(act: Callable[[], Any]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def lists(url: str) -> list[Figure]:
    """Import, read and replace of one long list."""
    records, now = RecordStore(connect(url)), datetime.now(UTC)
    items = [NewRecord(f"r{n}", DATA, f"o{n}") for n in range(LIST)]
    changed = [NewRecord(f"r{n}", {**DATA, "n": n}, "again") for n in range(LIST)]
    acts: list[tuple[str, Callable[[], Any]]] = [
        (f"import {LIST:,} records", lambda: records.put_many("LONG", "dna_cases", items, trace=WHO, now=now)),
        (f"read {LIST:,} records", lambda: records.list("LONG", "dna_cases")),
        (
            f"replace {LIST:,} records",
            lambda: records.replace_all("LONG", "dna_cases", changed, op="again", trace=WHO, now=now),
        ),
        ("history of one among them", lambda: records.history("LONG", "dna_cases", "r7")),
    ]
    return [Figure(what, 1000 * seconds_of(act), "ms") for what, act in acts]


def main() -> None:
    with tempfile.TemporaryDirectory(dir=".") as folder:
        server = EmbeddedServer(Path(folder))
        url = server.start()
        try:
            figures = singles(url) + many(url) + lists(url)
        finally:
            server.stop()
    print_figures("Store: one atomic, confirmed save beside a bare HSET (fsync always)", figures)


def singles(url: str) -> list[Figure]:
    """One client: the middle and the slow end, the bare HSET beside each."""
    time_saves(save_record, url, 0)
    bare, full = time_saves(save_bare, url, 1), time_saves(save_record, url, 1)
    return [
        Figure(
            f"one client, p{round(share * 100)}",
            1000 * percentile(full, share),
            "ms",
            f"HSET {1000 * percentile(bare, share):.2f} ms",
        )
        for share in (0.5, 0.99)
    ]


def many(url: str) -> list[Figure]:
    """Many processes at once."""
    bare, full = rate_of_many(save_bare, url), rate_of_many(save_record, url)
    return [Figure(f"{PROCESSES} processes", full, "saves/s", f"HSET {bare:,.0f}/s, {full / bare:.0%} of it")]


if __name__ == "__main__":
    main()
