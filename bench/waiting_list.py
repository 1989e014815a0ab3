"""A waiting list of 20,000 rows through the worker: a CSV read, checked, queued and kept, beside reading and keeping it
plainly; then pages of its queues. Each on an embedded server that syncs every write to disk.

`python -m bench.waiting_list`
"""

from __future__ import annotations

import csv
import io
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import orjson
from redis import Redis

from auth.actor import Actor
from bench.figures import Figure, percentile, print_figures
from dashapp.context import EXTENSION, Clockstart, PracticeClock
from dashapp.factory import create_app
from dashapp.services.jobs import jobs
from dashapp.settings import load_settings
from pages.waiting_list_validator.service import validation, waiting_lists
from pages.waiting_list_validator.service.waiting_lists import Wanted
from rules.validation.whole_list import check_list
from storage import open_store
from storage.connection import connect
from storage.embedded import EmbeddedServer
from storage.record import NewRecord, Trace
from words.nhs_number import synthetic_nhs_numbers

ROWS, PAGES, DECISIONS = 20_000, 200, 2_000
TODAY = date(2026, 6, 15)
COLUMNS = (
    *("pathway", "patient_name", "nhs_number", "tfc", "commissioner", "clock_start", "codes", "appointments"),
    *("next_event", "decision_to_admit", "tci", "priority", "priority_reviewed_on", "validated_on", "worklist"),
)
LIST = "bench-list"


def make_file() -> bytes:
    """A plausible list: about two rows in three fail something, one in fifty is there twice."""
    random, numbers = Random(18), synthetic_nhs_numbers(18)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    number = next(numbers)
    for n in range(ROWS):
        number = number if n % 50 == 0 else next(numbers)
        writer.writerow(make_row(random, n, number))
    return text.getvalue().encode()


def make_row(random: Random, n: int, number: str) -> tuple[Any, ...]:
    start = TODAY - timedelta(days=random.randint(1, 500))
    seen = start + timedelta(days=random.randint(20, 90))
    codes = f"10 {seen}; {random.choice(('20', '20', '20', '34'))} {seen + timedelta(days=30)}"
    outcome = random.choice(("attended 10", "attended 10", "attended", "dna"))
    ahead = TODAY + timedelta(days=random.randint(1, 120))
    admitted = random.random() < 0.3
    return (
        f"RXX{n:017}",
        f"Patient {n}",
        number,
        random.choice(("100", "101", "110", "120", "130", "301", "502")),
        random.choice(("15N", "93C", "13T")),
        start,
        codes if seen < TODAY else "",
        f"{seen} first told {outcome}" if seen < TODAY else f"{seen} first",
        ahead if random.random() < 0.6 else "",
        seen if admitted and seen < TODAY else "",
        ahead if admitted and random.random() < 0.5 else "",
        random.choice(("P2", "P3", "P4")) if admitted else "",
        seen if admitted else "",
        TODAY - timedelta(days=random.randint(1, 200)) if random.random() < 0.5 else "",
        "yes" if n % 97 == 0 else "no",
    )


def time_cpu(act: Callable[[], Any]) -> tuple[float, float]:
    """Seconds by the clock and seconds of this process's own work."""
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - wall, time.process_time() - cpu


def keep_plainly(client: Redis, data: bytes) -> None:
    """The floor: the same file read by `csv` and each row kept as JSON, with nothing checked."""
    rows = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
    for start in range(0, len(rows), 500):
        some = {str(n): orjson.dumps(row).decode() for n, row in enumerate(rows[start : start + 500], start)}
        client.hset("plain", mapping=some)  # type: ignore[arg-type]


def check_through_job(clockstart: Clockstart, uid: str, data: bytes) -> None:
    """What the worker does, its reports of progress included."""
    clockstart.store.jobs.create(uid, LIST, "check-file", now=clockstart.now)
    watch = jobs.Watch(clockstart, uid, LIST)
    validation.check_file(clockstart, watch, LIST, "list.csv", data)


def decide(clockstart: Clockstart, uid: str) -> None:
    """Validations of every tenth row, as a list has them after a while."""
    data = {"patient_name": "x", "level": "administrative", "validated_on": "2026-06-15", "decision": "remain"}
    items = [NewRecord(f"{LIST}-{n * 10 + 1}", data, f"o{n}") for n in range(DECISIONS)]
    clockstart.store.records.put_many(uid, "waiting_list", items, trace=Trace(uid), now=clockstart.now)


def time_pages(clockstart: Clockstart, actor: Actor) -> dict[str, float]:
    """The 95th percentile of reading a page, in milliseconds, by what is asked."""
    asked = {
        "A page of all": lambda n: Wanted(page=1 + n),
        "A page of what remains": lambda n: Wanted(page=1 + n, left="1"),
        "A page found by name": lambda n: Wanted(find=f"patient {n}"),
        "A page of contact due": None,
    }
    figures = {}
    for words, make in asked.items():
        taken = []
        for n in range(PAGES):
            start = time.perf_counter()
            if make is None:
                waiting_lists.read_contacts(clockstart, actor, LIST, "every_12_weeks", 1 + n % 20)
            else:
                waiting_lists.read_page(clockstart, actor, LIST, make(n))
            taken.append(1000 * (time.perf_counter() - start))
        figures[words] = percentile(taken, 0.95)
    return figures


def time_plain_page(client: Redis) -> float:
    taken = []
    for n in range(PAGES):
        start = time.perf_counter()
        texts = client.hmget("plain", [str(n * 50 + place) for place in range(50)])
        [orjson.loads(text) for text in texts if text]  # type: ignore[union-attr]
        taken.append(1000 * (time.perf_counter() - start))
    return percentile(taken, 0.95)


def measure(folder: Path, url: str) -> list[Figure]:
    client = connect(url)
    settings = load_settings({"CLOCKSTART_DATA_DIR": str(folder), "CLOCKSTART_TODAY": TODAY.isoformat()})
    app = create_app(settings, open_store(client), PracticeClock(TODAY))
    clockstart: Clockstart = app.server.extensions[EXTENSION]
    person = clockstart.store.people.create("bench@example.com", "Bench", "learner", now=clockstart.now)
    actor, data = Actor(person.uid, "learner"), make_file()
    plain, plain_cpu = time_cpu(lambda: keep_plainly(client, data))
    wall, cpu = time_cpu(lambda: check_through_job(clockstart, person.uid, data))
    rows = clockstart.store.lists.rows(person.uid, LIST, range(1, ROWS + 1))
    facts = [validation.read_facts(row["facts"]) for row in rows]
    rules, rules_cpu = time_cpu(lambda: check_list(facts, TODAY))
    size = sum(client.memory_usage(key, samples=0) or 0 for key in client.scan_iter(f"*{LIST}*"))
    decide(clockstart, person.uid)
    page = time_plain_page(client)
    failing = clockstart.store.lists.get(person.uid, LIST)["failed"]
    return [
        Figure(
            f"CSV of {ROWS:,} rows, {len(data) / 1e6:.1f} MB, {failing:,} failing: wall",
            wall,
            "s",
            f"read and kept plainly {plain:.2f} s: {wall / plain:.1f} times",
        ),
        Figure("the same, this process's own work", cpu, "s CPU", f"plainly {plain_cpu:.2f} s: {cpu / plain_cpu:.1f}×"),
        Figure("of it the checks E1, E2", rules_cpu, "s CPU", f"wall {rules:.2f} s"),
        Figure("Kept, per row", size / ROWS, "bytes", f"the file's own {len(data) / ROWS:.0f} bytes"),
        *(
            Figure(f"{words}, 95th percentile, {DECISIONS:,} validated", taken, "ms", f"50 plain rows {page:.2f} ms")
            for words, taken in time_pages(clockstart, actor).items()
        ),
    ]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedServer(Path(folder))
        url = server.start()
        try:
            figures = measure(Path(folder), url)
        finally:
            server.stop()
    print_figures("A waiting list through the worker", figures)


if __name__ == "__main__":
    main()
