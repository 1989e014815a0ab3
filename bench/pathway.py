"""Opening a pathway with 200 linked events, a tracking list of 5,000 cold, and finding one pathway of 100,000: on an
embedded server that syncs every write to disk.

`python -m bench.pathway`. Each is the processor time of one request through the whole app (guard, session, callback,
JSON), beside what reading the same records and decoding them takes in the same run.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import orjson
from redis import Redis

from auth.actor import as_actor
from bench.figures import Figure, print_figures
from dashapp.services.records import picks
from dashapp.services.records.records import RULES_VERSION
from server.wsgi import rest_collector
from storage import keys
from storage.connection import connect
from storage.embedded import EmbeddedServer
from storage.record import NewRecord, Trace
from tests.whole_site import NOW, Visitor, WholeSite, make_whole_site
from words.nhs_number import synthetic_nhs_numbers

LINKED, PATHWAYS, MANY, TIMES = 200, 5_000, 100_000, 15
OPEN_MS, COLD_SECONDS = 50, 1.5
START = date(2025, 9, 1)
PATIENTS, DNA = "patients", "dna_cases"


def make_pathways(count: int) -> Iterator[NewRecord]:
    """Referrals of the last 500 days, each with three events."""
    numbers = synthetic_nhs_numbers(4)
    for n in range(count):
        received = date(2026, 6, 10) - timedelta(days=n % 500)
        days = [(received + timedelta(days=gap)).isoformat() for gap in (0, 20, 40)]
        data = {
            "patient_name": f"Patient Number{n:06}",
            "nhs_number": next(numbers),
            "pathway_id": f"PPID{n:016}",
            "treatment_function": "C_110",
            "referral_source": "gp",
            "referral_received": days[0],
            "priority": "routine",
            "events": [
                {"date": days[1], "event": "appointment_attended", "first": "yes", "rtt_code": "20"},
                {"date": days[2], "event": "patient_cancels", "notice_hours": 48, "rtt_code": "20"},
            ],
        }
        yield NewRecord(f"p{n}", data, f"o{n}", (f"p{n}",), rules_version=RULES_VERSION)


def make_missed(count: int) -> Iterator[NewRecord]:
    """Missed follow-ups that all hang on the first pathway: one event each."""
    for n in range(count):
        data = {
            "link": "p0",
            "patient_name": "Patient Number000000",
            "nhs_number": "9990000018",
            "appointment_date": (START + timedelta(days=n)).isoformat(),
            "specialty": "C_110",
            "appointment_type": "follow_up",
            "first_after_referral": "no",
            "clearly_communicated": "yes",
            "child_or_vulnerable": "no",
            "dna_letter_sent": "yes",
            "action": "reminder_set_up",
        }
        yield NewRecord(f"d{n}", data, f"q{n}", ("p0",), rules_version=RULES_VERSION)


def measure(work: Callable[[], Any], times: int = TIMES) -> tuple[float, float]:
    """The median processor time and the median time on the clock of one call, in seconds."""
    cpu, wall = [], []
    for _ in range(times):
        began, started = time.process_time(), time.perf_counter()
        work()
        cpu.append(time.process_time() - began)
        wall.append(time.perf_counter() - started)
    return median(cpu), median(wall)


def read_plainly(client: Redis, uid: str, module: str) -> int:
    """What any page must do at least: read the records and decode them."""
    texts: Any = client.hvals(keys.records(uid, module))
    return len([orjson.loads(text) for text in texts])


def open_address(visitor: Visitor, address: str) -> None:
    answer = visitor.open_page(address)
    assert answer.status_code == 200, answer.status_code


def bench_opening(site: WholeSite, alice: Visitor) -> Iterator[Figure]:
    """A pathway with 200 events entered in another module."""
    uid, store = site.cast.alice.uid, site.clockstart.store
    store.records.put_many(uid, DNA, list(make_missed(LINKED)), trace=Trace(uid), now=NOW)
    plain, _ = measure(lambda: read_plainly(store.client, uid, DNA))
    address = "/patient-tracking-list/p0"
    open_address(alice, address)
    cpu, wall = measure(lambda: open_address(alice, address))
    reference = f"reading and decoding the 200 records {1000 * plain:.1f} ms"
    bound = f"under {OPEN_MS} ms"
    yield Figure("open a pathway with 200 linked events", 1000 * cpu, "ms CPU", reference, bound, 1000 * cpu < OPEN_MS)
    yield Figure("the same, on the clock", 1000 * wall, "ms", reference)


def bench_cold_list(site: WholeSite, alice: Visitor) -> Iterator[Figure]:
    """The tracking list with every clock worked out, nothing kept from before."""
    uid, clockstart = site.cast.alice.uid, site.clockstart
    plain, _ = measure(lambda: read_plainly(clockstart.store.client, uid, PATIENTS), 3)

    def cold() -> None:
        clockstart.kept.clear()
        for name in clockstart.store.client.scan_iter(match=f"*{uid}*:rows:*"):
            clockstart.store.client.delete(name)
        open_address(alice, "/patient-tracking-list")

    cpu, wall = measure(cold, 3)
    reference = f"reading and decoding {PATHWAYS:,} records {plain:.2f} s"
    bound = f"under {COLD_SECONDS} s"
    yield Figure("tracking list of 5,000, cold", cpu, "s CPU", reference, bound, cpu < COLD_SECONDS)
    yield Figure("the same, on the clock", wall, "s", reference)


def bench_finding(site: WholeSite) -> Iterator[Figure]:
    """Finding a pathway by name among 100,000: the first search of a process, and the next."""
    uid, clockstart = site.cast.charlie.uid, site.clockstart
    found = list(make_pathways(MANY))
    for start in range(0, MANY, 500):
        clockstart.store.records.put_many(uid, PATIENTS, found[start : start + 500], trace=Trace(uid), now=NOW)
    plain, _ = measure(lambda: read_plainly(clockstart.store.client, uid, PATIENTS), 1)
    actor = as_actor(site.cast.charlie)
    clockstart.kept.clear()

    def find() -> None:
        assert picks.find(clockstart, actor, "pathway", "number099999").total == 1

    first, _ = measure(find, 1)
    again, _ = measure(find)
    reference = f"reading and decoding {MANY:,} records {plain:.2f} s"
    yield Figure("find one of 100,000, first time", first, "s CPU", reference)
    yield Figure("find one of 100,000, then", 1000 * again, "ms CPU", reference)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedServer(Path(folder))
        try:
            site = make_whole_site(Path(folder), connect(server.start()))
            uid = site.cast.alice.uid
            pathways = list(make_pathways(PATHWAYS))
            for start in range(0, PATHWAYS, 500):
                chunk = pathways[start : start + 500]
                site.clockstart.store.records.put_many(uid, PATIENTS, chunk, trace=Trace(uid), now=NOW)
            alice = site.signed_in("learner")
            rest_collector()  # as every web process does before it serves
            figures = [*bench_cold_list(site, alice), *bench_opening(site, alice), *bench_finding(site)]
        finally:
            server.stop()
    print_figures("One pathway and many", figures)


if __name__ == "__main__":
    main()
