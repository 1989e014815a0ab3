"""Opening the student progress monitor over 2,000 learners, 55 modules and 1.1 million records.

Server time of the page with its first 50 people, in one process: cold (nothing read yet), warm, and
right after a learner's save. Beside it, in the same run, what the store alone takes for the same reads.

`python -m bench.progress_monitor`; the records are written straight into their hashes, so that they are cheap to make.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from types import ModuleType

import orjson
from redis import Redis
from ulid import ULID

from bench.figures import Figure, print_figures
from dashapp import factory as product
from dashapp.context import EXTENSION, Clockstart
from dashapp.declare.module import Module
from dashapp.settings import load_settings
from pages.student_progress_monitor.monitor import PAGE as PAGE_OF_PEOPLE
from storage import keys, open_store
from storage.connection import connect
from storage.embedded import EmbeddedServer
from storage.person import Person, as_fields
from storage.record import Trace
from tests.cast import Cast, make_cast, sign_in
from tests.whole_site import Visitor, WholeSite

LEARNERS, MODULES, RECORDS = 2_000, 55, 10
LOOKS = 15
COHORTS = 20
NOW = datetime.now(UTC)
PAGE = "/student-progress-monitor"
CODES = ("dna-evidence-missing", "dna-nullified", "rtt-start-missing")


def main() -> None:
    with tempfile.TemporaryDirectory(dir=".", prefix=".bench-") as folder:
        server = EmbeddedServer(Path(folder).resolve() / "data")
        try:
            measure(server.start(), Path(folder))
        finally:
            server.stop()


def measure(url: str, folder: Path) -> None:
    client = connect(url)
    cast = make_cast(open_store(client))
    modules = add_modules()
    began = time.perf_counter()
    people = fill(client, cast, modules)
    records = count_records(client, people, modules)
    took = time.perf_counter() - began
    print(f"{len(people):,} learners × {len(modules)} modules, {records:,} records, made in {took:.0f} s")
    print_figures("The student progress monitor, server time", list_figures(url, folder, client, cast, people))


def add_modules() -> list[Module]:
    """The product's own modules, and copies of one of them under other names until there are 55."""
    pages = product.find_pages()
    own = [page.MODULE for page in pages if hasattr(page, "MODULE")]
    model = next(module for module in own if module.store_key == "dna_cases")
    added = []
    for number in range(MODULES - len(own)):
        page = ModuleType(f"synthetic_{number}")
        page.MODULE = replace(  # type: ignore[attr-defined]
            model, slug=f"synthetic-{number}", store_key=f"synthetic_{number}", title=f"Synthetic module {number}"
        )
        added.append(page)
    product.find_pages = lambda: [*pages, *added]
    return [*own, *(page.MODULE for page in added)]


def fill(client: Redis, cast: Cast, modules: list[Module]) -> list[str]:
    """Learners with ten records in every module: hashes, summary, and an entry in the trail."""
    client.config_set("appendfsync", "no")
    people = [fill_one(client, number, cast, modules) for number in range(LEARNERS)]
    client.config_set("appendfsync", "always")
    return people


def fill_one(client: Redis, number: int, cast: Cast, modules: list[Module]) -> str:
    uid, moment = str(ULID()), NOW - timedelta(days=number % 40, minutes=number)
    cohort = (cast.cohort if number % COHORTS == 0 else cast.other_cohort).id
    person = Person(uid, f"l{number}@example.com", f"Learner {number:05}", "learner", NOW, (cohort,))
    pipe, at = client.pipeline(transaction=False), moment.isoformat(timespec="milliseconds")
    pipe.hset(keys.account(uid), mapping=as_fields(person))
    pipe.sadd(keys.USERS, uid)
    pipe.sadd(keys.cohort_members(cohort), uid)
    summary: dict[str, str] = {}
    for place, module in enumerate(modules):
        pipe.hset(keys.records(uid, module.store_key), mapping=make_records(uid, at))
        facts = {"count": str(RECORDS), "rev": str(RECORDS), "last": at, "pos": str(RECORDS), "rules": "2026-11"}
        facts |= {f"code:{code}": "3" for code in CODES[: (number + place) % 4]}
        facts |= {"submitted": at} if (number + place) % 7 == 0 else {}
        summary |= {f"{module.store_key}:{name}": value for name, value in facts.items()}
    pipe.hset(keys.summary(uid), mapping=summary)
    pipe.xadd(keys.audit(uid), {"act": "add", "at": at, "actor": uid})
    pipe.execute()
    return uid


def make_records(uid: str, at: str) -> dict[str, str]:
    data = {"patient_name": "Rowan Ashdown", "nhs_number": "9990000018", "appointment_date": "2026-06-08"}
    return {
        f"r{n}": orjson.dumps(
            {
                "id": f"r{n}",
                "pos": n,
                "rev": 1,
                "op": f"o{n}",
                "schema": 1,
                "created_at": at,
                "updated_at": at,
                "by": uid,
            }
            | {"codes": [], "rules_version": "", "links": [], "data": data, "audit": "1-1"}
        ).decode()
        for n in range(1, RECORDS + 1)
    }


def count_records(client: Redis, people: list[str], modules: list[Module]) -> int:
    pipe = client.pipeline(transaction=False)
    for uid in people:
        for module in modules:
            pipe.hlen(keys.records(uid, module.store_key))
    return sum(pipe.execute())


def open_app(url: str, folder: Path, cast: Cast) -> tuple[WholeSite, Visitor]:
    """A process as it is just after its start, with the administrator signed in."""
    environment = {"DATA_DIR": str(folder / "app"), "REDIS_URL": url, "SECOND_FACTOR": "0"}
    settings = load_settings({f"CLOCKSTART_{name}": value for name, value in environment.items()})
    dash_app = product.create_app(settings, open_store(connect(url)))
    clockstart: Clockstart = dash_app.server.extensions[EXTENSION]
    site = WholeSite(dash_app, clockstart, cast)
    visitor = site.visitor()
    visitor.token = sign_in(visitor.client, cast.ada)
    return site, visitor


def look(visitor: Visitor, query: str = "?sort=last") -> str:
    """Open the page; its grid with the first people."""
    page = visitor.open_page(PAGE, query)
    assert page.status_code == 200, page.status_code
    return page.text


def list_figures(url: str, folder: Path, client: Redis, cast: Cast, people: list[str]) -> list[Figure]:
    site, visitor = open_app(url, folder, cast)
    visitor.open_page("/rules")  # the first request of a process loads what every page needs
    cold, cold_cpu = take(lambda: look(visitor))
    warm = [take(lambda: look(visitor)) for _ in range(LOOKS)]
    after = [take_after_save(site, visitor, people[place]) for place in range(LOOKS)]
    store = open_store(client)
    summaries = median(take(lambda: store.records.summaries(people))[0] for _ in range(3))
    lengths = median(take(lambda: store.audit.lengths(people))[0] for _ in range(LOOKS))
    accounts = median(take(lambda: store.people.list())[0] for _ in range(5))
    seconds = median(one for one, _ in warm)
    cpu = median(one for _, one in warm)
    return [
        Figure(
            "cold: page and first 50 people", cold, "s", f"{summaries:.2f} s to read all summaries", "< 3 s", cold < 3
        ),
        Figure("cold, processor time of this process", cold_cpu, "s"),
        Figure(
            "warm: page and first 50 people",
            1000 * seconds,
            "ms",
            f"{1000 * lengths:.0f} ms lengths of trails, {1000 * accounts:.0f} ms accounts",
            "< 300 ms",
            seconds < 0.3,
        ),
        Figure("warm, processor time of this process", 1000 * cpu, "ms"),
        Figure(
            "from a learner's save to its showing", 1000 * median(after), "ms", "the next look", "< 5 s", max(after) < 5
        ),
    ]


def take(call: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    clock, cpu = time.perf_counter(), time.process_time()
    call()
    return time.perf_counter() - clock, time.process_time() - cpu


def take_after_save(site: WholeSite, visitor: Visitor, uid: str) -> float:
    """Seconds from a save until the monitor shows it; raises AssertionError when the next look does not."""
    before = count_records_shown(site, visitor, uid)
    began = time.perf_counter()
    store = site.clockstart.store
    store.records.put(uid, "dna_cases", "new", {}, op=str(ULID()), seen_rev=0, trace=Trace(uid), now=datetime.now(UTC))
    after = count_records_shown(site, visitor, uid)
    assert after == before + 1, (before, after)
    return time.perf_counter() - began


def count_records_shown(site: WholeSite, visitor: Visitor, uid: str) -> int:
    """What a person's cell says, wherever the person is in the grid."""
    name = re.escape(site.clockstart.store.people.get(uid).name)
    for page in range(1, LEARNERS // PAGE_OF_PEOPLE + 2):
        found = re.search(rf"{name}, DNA management: [a-z ]+, (\d+) ", look(visitor, f"?page={page}"))
        if found:
            return int(found[1])
    raise AssertionError(uid)


if __name__ == "__main__":
    main()
