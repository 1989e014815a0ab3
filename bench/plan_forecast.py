"""A plan over a trust's list of 60,000 pathways: opened from kept clocks, its figures and charts, its forecast; beside
counting the same weeks row by row.

`python -m bench.plan_forecast`. The list is stored and its clocks worked out first, which takes a minute and is told.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from redis import Redis

from auth.actor import Actor
from bench.figures import Figure, print_figures
from bench.trust_list import write_list
from dashapp.context import EXTENSION, Clockstart, PracticeClock
from dashapp.declare.module import Module
from dashapp.factory import create_app
from dashapp.services.derived.clocks import ClocksProjection
from dashapp.services.records.pathways import PTL
from dashapp.services.records.records import RULES_VERSION
from dashapp.settings import load_settings
from pages.capacity_planner.service import forecasts
from pages.capacity_planner.service.charts import PARTS, list_charts
from pages.capacity_planner.service.many_services import list_service_charts, measure_services
from pages.capacity_planner.service.opened import STORE_KEY, OpenedPlan, open_plan
from pages.capacity_planner.service.pathway_clocks import read_pathway_clocks
from pages.capacity_planner.service.scenarios import make_scenario
from rules.simulation import simulate
from storage import open_store
from storage.connection import connect
from storage.embedded import EmbeddedServer
from storage.record import NewRecord, Trace

TODAY = date(2026, 6, 15)
UID, PLAN = "bench-planner", "bench-plan"
ACTOR = Actor(UID, "manager")
ASKED = 2.0
ANSWERS = {"name": "Every service", "service": "all", "source": "pathways", "people": "own", "slots": 700, "missed": 7}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedServer(Path(folder) / "data")
        clockstart = make_clockstart(Path(folder), connect(server.start()))
        try:
            rows = store_list(clockstart)
            print_figures("A plan over a trust's list", measure(clockstart, rows))
        finally:
            server.stop()


def make_clockstart(folder: Path, client: Redis) -> Clockstart:
    settings = load_settings({"CLOCKSTART_DATA_DIR": str(folder / "app"), "CLOCKSTART_TODAY": TODAY.isoformat()})
    app = create_app(settings, open_store(client), PracticeClock(TODAY))
    made: Clockstart = app.server.extensions[EXTENSION]
    return made


def store_list(clockstart: Clockstart) -> list[dict[str, Any]]:
    """The list and the plan among the records of one person; the rows as they were stored."""
    rows = [{**row, "events": json.loads(row["events"] or "[]")} for row in read_rows()]
    items = [NewRecord(row["id"], without_blanks(row), op=row["id"], rules_version=RULES_VERSION) for row in rows]
    trace = Trace(UID)
    clockstart.store.records.put_many(UID, PTL, items, trace=trace, now=clockstart.now)
    plan = NewRecord(PLAN, dict(ANSWERS), op=PLAN, rules_version=RULES_VERSION)
    clockstart.store.records.put_many(UID, STORE_KEY, [plan], trace=trace, now=clockstart.now)
    return rows


def read_rows() -> csv.DictReader[str]:
    return csv.DictReader(io.StringIO(write_list(TODAY), newline=""))


def without_blanks(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value and name != "id"}


def measure(clockstart: Clockstart, rows: list[dict[str, Any]]) -> list[Figure]:
    module = clockstart.registry.find_by_store_key(PTL)
    assert module is not None
    worked_out = time_call(lambda: work_out(clockstart, module))
    cold = time_call(lambda: open_cold(clockstart))
    opened = open_cold(clockstart)
    plain = time_call(lambda: count_plainly(rows))
    scenario = make_scenario(opened.plan, opened.history, TODAY)
    base = time_call(lambda: simulate(scenario, opened.plan.runs, opened.plan.seed))
    result = forecasts.work_out(opened, lambda done, total, words: None)
    whole = time_call(lambda: forecasts.work_out(opened, lambda done, total, words: None))
    drawn = time_call(lambda: [list_charts(opened, part, result) for part in PARTS])
    listed = read_pathway_clocks(clockstart, [UID])
    services = time_call(lambda: list(list_service_charts(measure_services(listed, TODAY))))
    return [
        Figure("clocks worked out, once", worked_out, "s"),
        asked("plan opened from kept clocks", cold, f"{plain:.2f} s row by row, the weeks alone"),
        asked("forecast of doing nothing", base, f"{opened.plan.runs:,} runs"),
        asked("forecast with what it hangs on and back-test", whole, ""),
        asked("every chart of the plan", drawn, ""),
        asked("every service measured", services, f"{len(rows):,} pathways"),
    ]


def asked(what: str, seconds: float, reference: str) -> Figure:
    return Figure(what, seconds, "s", reference, f"< {ASKED:g} s", seconds < ASKED)


def work_out(clockstart: Clockstart, module: Module) -> None:
    """As the job does, stored."""
    ClocksProjection(module).make(clockstart, UID, clockstart.store.records.summary(UID), lambda _done: None)


def open_cold(clockstart: Clockstart) -> OpenedPlan:
    """As in a process that has not seen this list yet."""
    clockstart.kept.clear()
    return open_plan(clockstart, ACTOR, UID, PLAN, {})


def count_plainly(rows: list[dict[str, Any]]) -> list[tuple[int, int, int]]:
    """Referrals, treatments and the list of 52 weeks, each row looked at for each week."""
    days = [(date.fromisoformat(row["referral_received"]), stop_of(row)) for row in rows]
    weeks = []
    for back in range(51, -1, -1):
        last = TODAY - timedelta(weeks=back)
        first = last - timedelta(weeks=1)
        came = sum(first < start <= last for start, _ in days)
        treated = sum(stop is not None and first < stop <= last for _, stop in days)
        waiting = sum(start <= last and (stop is None or stop > last) for start, stop in days)
        weeks.append((came, treated, waiting))
    return weeks


def stop_of(row: dict[str, Any]) -> date | None:
    return date.fromisoformat(row["events"][0]["date"]) if row["events"] else None


def time_call(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
