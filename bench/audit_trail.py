"""Pages of a trail of one million entries over two thousand people, beside what the store itself needs for the least.

`python -m bench.audit_trail`. The floor is one request for the newest entry of every trail and one for fifty entries,
without any reading of them; the peer is the plain way, which loads everything and sorts it (scaled from a tenth).
"""

from __future__ import annotations

import random
import resource
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from auth.actor import Actor
from bench.figures import Figure, print_figures
from dashapp.context import EXTENSION, Clockstart
from dashapp.factory import create_app
from dashapp.services.audit.audit_trail import PAGE, TrailFilters, TrailPage, TrailScope, read_page
from dashapp.services.audit.trail_entries import tell_entries
from dashapp.settings import load_settings
from storage import keys, open_store
from storage.audit import read_entry
from storage.connection import connect
from storage.embedded import EmbeddedServer
from storage.record import milliseconds, utc_text

PEOPLE, EACH = 2_000, 500
RARE = 997
ROUNDS = 11
AFTER = (
    '{"id":"r%d","pos":1,"rev":1,"op":"o","schema":1,"created_at":"","updated_at":"","by":"","codes":[],'
    '"rules_version":"","links":[],"data":{"patient_name":"Nora Field","notes":"The letter went to an old address."}}'
)
BEGAN = datetime(2025, 1, 1, tzinfo=UTC)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedServer(Path(folder))
        try:
            run(server.start(), Path(folder))
        finally:
            server.stop()


def run(url: str, folder: Path) -> None:
    store = open_store(connect(url))
    settings = load_settings({"CLOCKSTART_DATA_DIR": str(folder)})
    clockstart: Clockstart = create_app(settings, store).server.extensions[EXTENSION]
    uids = tuple(f"P{number:04}" for number in range(PEOPLE))
    began = perf_counter()
    fill(clockstart, uids)
    print(f"{PEOPLE * EACH:,} entries of {PEOPLE:,} people entered in {perf_counter() - began:.0f} s")
    print_figures("A page of fifty entries", list_figures(clockstart, TrailScope(uids)))


def fill(clockstart: Clockstart, uids: tuple[str, ...]) -> None:
    """Everybody's entries lie scattered over two years; one in a thousand is of a rare act."""
    chance, span = random.Random(1), timedelta(days=730)
    for place, uid in enumerate(uids):
        pipe = clockstart.store.client.pipeline(transaction=False)
        for number, moment in enumerate(sorted(BEGAN + span * chance.random() for _ in range(EACH))):
            act = "restore" if (place * EACH + number) % RARE == 0 else "edit"
            told = {"act": act, "module": "dna_cases", "at": utc_text(moment), "actor": uid, "record": f"r{number}"}
            fields = {**told, "from": "0", "to": "1", "op": "o", "after": AFTER % number}
            pipe.xadd(keys.audit(uid), fields, id=f"{milliseconds(moment)}-*")
        pipe.execute()


def list_figures(clockstart: Clockstart, scope: TrailScope) -> list[Figure]:
    actor = Actor("P0000", "admin")
    floor, plain = time_call(lambda: ask_least(clockstart, scope)), time_plain(clockstart, scope)
    reference = f"{1000 * floor:.0f} ms the least the store is asked; {plain:.0f} s loading all (scaled)"
    middle = TrailFilters(until=date(2025, 11, 3))
    rare = TrailFilters(act="restore")

    def page(filters: TrailFilters, of: TrailScope = scope) -> TrailPage:
        found = read_page(clockstart, of, filters)
        tell_entries(clockstart, actor, found.steps)
        return found

    first = page(TrailFilters())
    assert len(first.steps) == len(page(middle).steps) == PAGE
    older = TrailFilters(older=first.older)
    kept = page(rare)
    return [
        told("first page, everybody", lambda: page(TrailFilters()), reference, 300),
        told("the page after it", lambda: page(older), reference, 300),
        told("page at a date in the middle", lambda: page(middle), reference, 300),
        told(
            f"one act in {RARE}: {kept.looked:,} looked at, {len(kept.steps)} kept", lambda: page(rare), reference, 1000
        ),
        told("first page of one person", lambda: page(TrailFilters(), TrailScope(scope.uids[:1])), "", 50),
        Figure("most memory of this process", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB"),
    ]


def told(what: str, work: Callable[[], object], reference: str, bound: float) -> Figure:
    """Median wall time; the processor's share is said, because other work on the machine does not trouble it."""
    walls, own = [], []
    for _ in range(ROUNDS):
        wall, cpu = perf_counter(), process_time()
        work()
        walls.append(1000 * (perf_counter() - wall))
        own.append(1000 * (process_time() - cpu))
    value = median(walls)
    return Figure(f"{what} ({median(own):.0f} ms of CPU)", value, "ms", reference, f"≤ {bound:.0f} ms", value <= bound)


def time_call(work: Callable[[], object]) -> float:
    return median(timed(work) for _ in range(ROUNDS))


def timed(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def ask_least(clockstart: Clockstart, scope: TrailScope) -> None:
    pipe = clockstart.store.client.pipeline(transaction=False)
    for uid in scope.uids:
        pipe.xrevrange(keys.audit(uid), count=1)
    pipe.xrevrange(keys.audit(scope.uids[0]), count=PAGE)
    pipe.execute()


def time_plain(clockstart: Clockstart, scope: TrailScope) -> float:
    """Everything of a tenth of the people read and sorted, times ten."""

    def load() -> None:
        entries = [
            read_entry(*one)
            for uid in scope.uids[: PEOPLE // 10]
            for one in clockstart.store.client.xrange(keys.audit(uid))
        ]
        entries.sort(key=lambda entry: entry.at, reverse=True)

    return 10 * timed(load)


if __name__ == "__main__":
    main()
