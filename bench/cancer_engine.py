"""How long one cancer pathway takes to read, with and without its sentences.

Run: `python bench/cancer_engine.py`. The reference is the same three subtractions written out by hand, in the same run.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter_ns

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from rules.cancer import describe, read_pathway  # noqa: E402
from rules.events import Event, parse_event  # noqa: E402

ROUNDS = 3000
DAYS = (date(2025, 3, 3), date(2025, 4, 12), date(2025, 4, 8), date(2025, 5, 8))


def typical_pathway() -> list[Event]:
    """Eight events: a missed first appointment, told, decision, declined admission, treated."""
    return [
        Event(date(2025, 3, 3), "referral_received", {"route": "urgent_suspected_cancer", "provider": "A"}),
        Event(date(2025, 3, 12), "dna", {"first": True}),
        Event(date(2025, 3, 17), "patient_rebooks"),
        Event(date(2025, 3, 24), "first_seen", {"provider": "A"}),
        Event(date(2025, 4, 8), "decision_to_treat"),
        Event(date(2025, 4, 22), "tci_declined", {"reasonable": True, "care_setting": "admitted"}),
        Event(date(2025, 5, 6), "patient_available"),
        Event(date(2025, 5, 8), "treatment_start", {"event_type": "01", "modality": "23", "provider": "A"}),
    ]


def by_hand() -> tuple[int, int, int]:
    """The arithmetic alone: the floor under any engine that reads events."""
    referred, told, decided, treated = DAYS
    return (min(told, decided) - referred).days - 14, (treated - decided).days - 14, (treated - referred).days - 28


def microseconds(work: Callable[[], object]) -> float:
    """Median microseconds of one call."""
    times = []
    for _ in range(ROUNDS):
        start = perf_counter_ns()
        work()
        times.append(perf_counter_ns() - start)
    return median(times) / 1000


def main() -> None:
    events = typical_pathway()
    cases = (ROOT / "tests/data/cancer_own_cases.jsonl").read_text(encoding="utf-8").splitlines()
    lists = [[parse_event(event) for event in json.loads(line)["events"]] for line in cases]
    print(f"by hand, three subtractions          {microseconds(by_hand):8.1f} µs")
    print(f"one pathway of 8 events, no sentences {microseconds(lambda: read_pathway(events)):7.1f} µs")
    print(f"the same with every sentence rendered {microseconds(lambda: describe(read_pathway(events))):7.1f} µs")
    start = perf_counter_ns()
    for each in lists:
        read_pathway(each)
    print(f"{len(lists)} worked cases, mean            {(perf_counter_ns() - start) / len(lists) / 1000:10.1f} µs")


if __name__ == "__main__":
    main()
