"""The levels of 500 people in 400 rules, and where somebody with 10,000 entries of evidence stands, on an embedded
server that syncs every write to disk. Beside each, reading and decoding the same fields.

`python -m bench.mastery`
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import orjson

from bench.figures import Figure, print_figures
from dashapp.services.practice.standing import PRACTISED, VERSION, read_levels, read_standing
from practice.entries import PRACTICE, Entry, describe_entry
from practice.mastery import LEVELS
from storage import keys
from storage.connection import connect
from storage.embedded import EmbeddedServer
from tests.whole_site import WholeSite, make_whole_site

PEOPLE, RULES, ENTRIES, TIMES = 500, 400, 10_000, 9
MANY_MS, ONE_MS = 300, 200


def main() -> None:
    with tempfile.TemporaryDirectory(dir=".", prefix=".bench-") as folder:
        server = EmbeddedServer(Path(folder).resolve() / "data")
        try:
            site = make_whole_site(Path(folder), connect(server.start()))
            print_figures("Levels, and where somebody stands", [*list_many(site), *list_one(site)])
        finally:
            server.stop()


def list_many(site: WholeSite) -> list[Figure]:
    random, store, order = Random(1), site.clockstart.store, list(LEVELS)
    uids = [f"P{number}" for number in range(PEOPLE)]
    for uid in uids:
        store.evidence.add(uid, [{"source": "a/1", "rule": "SP13", "setting": PRACTICE}])
        ((last, _),) = store.evidence.walk(uid)
        levels = {f"RULE-{number}": random.choice(order) for number in range(RULES)}
        store.evidence.put_states(uid, last, VERSION, {}, levels=levels)

    def read_bare() -> object:
        pipe = store.client.pipeline(transaction=False)
        for uid in uids:
            pipe.hget(keys.mastery(uid), "levels")
        return [orjson.loads(text) for text in pipe.execute()]

    took, bare = take(lambda: read_levels(site.clockstart, uids)), take(read_bare)
    what = f"levels of {PEOPLE} people in {RULES} rules, warm"
    return [Figure(what, took, "ms", f"{bare:.0f} ms to read and decode", f"≤ {MANY_MS} ms", took <= MANY_MS)]


def list_one(site: WholeSite) -> list[Figure]:
    """Somebody with many entries: all folded, nothing new, a new one; and the page that shows it."""
    clockstart, uid = site.clockstart, site.cast.alice.uid
    random, rules = Random(2), sorted(PRACTISED)
    for start in range(0, ENTRIES, 100):
        clockstart.store.evidence.add(uid, [make_entry(site, random, rules, start + at) for at in range(100)])
    whole = take(lambda: read_standing(clockstart, uid), 1)
    warm = take(lambda: read_standing(clockstart, uid))
    numbers = iter(range(ENTRIES, ENTRIES + TIMES))
    fresh = take(lambda: add_and_read(site, make_entry(site, random, rules, next(numbers))))
    bare = take(lambda: orjson.loads(str(clockstart.store.client.hget(keys.mastery(uid), "states"))))
    visitor = site.signed_in("learner")
    page = take(lambda: visitor.open_page("/my-training"))
    asked, read = f"≤ {ONE_MS} ms", f"{bare:.1f} ms to read and decode"
    return [
        Figure(f"{ENTRIES:,} entries folded for the first time", whole, "ms"),
        Figure("standing, nothing new", warm, "ms", read, asked, warm <= ONE_MS),
        Figure("standing, one entry later", fresh, "ms", read, asked, fresh <= ONE_MS),
        Figure("My training, the page", page, "ms", read, asked, page <= ONE_MS),
    ]


def add_and_read(site: WholeSite, entry: dict[str, Any]) -> object:
    site.clockstart.store.evidence.add(site.cast.alice.uid, [entry])
    return read_standing(site.clockstart, site.cast.alice.uid)


def make_entry(site: WholeSite, random: Random, rules: list[str], number: int) -> dict[str, Any]:
    right, rule = random.random() < 0.8, random.choice(rules)
    on = site.clockstart.today - timedelta(days=400 - 400 * min(number, ENTRIES) // ENTRIES)
    rating = "good" if right else "again"
    entry = Entry(rule, right, PRACTICE, on, random.choice(["a@1", "b@1"]), f"a/{number}", level=2, rating=rating)
    return describe_entry(entry)


def take(act: Callable[[], object], times: int = TIMES) -> float:
    """Milliseconds, the middle of several."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        taken.append(1000 * (time.perf_counter() - start))
    return median(taken)


if __name__ == "__main__":
    main()
