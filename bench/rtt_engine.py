"""How long the RTT engine takes for one pathway of eight parsed events, sentences left unrendered.

`python -m bench.rtt_engine` prints the median of many batches in microseconds, beside a bare loop over the same events
that only sorts them and subtracts dates, measured in the same run. The aim is 60 µs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from statistics import median
from time import perf_counter

from rules.events import Event, parse_event
from rules.rtt import read_pathway

AIM_MICROSECONDS = 60
BATCHES = 2000
BATCH = 10
"""Short batches, so that most of them run without being interrupted by other work on the machine."""
AS_OF = date(2025, 9, 30)

PATHWAY = [
    {"date": "2025-01-06", "event": "referral_received", "provider": "RXX", "tfc": "110"},
    {"date": "2025-02-10", "event": "appointment_attended", "first": True, "rtt_code": "10"},
    {"date": "2025-02-24", "event": "diagnostic_attended", "rtt_code": "20"},
    {"date": "2025-03-03", "event": "decision_to_admit", "rtt_code": "20"},
    {"date": "2025-04-01", "event": "tci_offered", "tci": "2025-04-28", "declined": True},
    {"date": "2025-04-03", "event": "tci_offered", "tci": "2025-05-27", "declined": True},
    {
        "date": "2025-04-10",
        "event": "active_monitoring_start",
        "initiated_by": "care_professional",
        "reason": "two_reasonable_offers_declined",
        "clinical_conversation": True,
        "patient_agreed": True,
        "rtt_code": "32",
    },
    {"date": "2025-07-07", "event": "patient_wishes_to_proceed", "rtt_code": "11"},
]


def read_bare(events: Sequence[Event], as_of: date) -> tuple[int, date]:
    """The least any reading must do: sort, and count from the first event."""
    ordered = sorted(events, key=lambda event: event.date)
    start, days = ordered[0].date, 0
    for event in ordered:
        if event.name != "note":
            days = (as_of - event.date).days
    return days, start + timedelta(days=127)


def time_batches(work: Callable[[Sequence[Event], date], object], events: Sequence[Event]) -> float:
    """Median over the batches of the microseconds one call takes."""
    taken = []
    for _ in range(BATCHES):
        began = perf_counter()
        for _ in range(BATCH):
            work(events, AS_OF)
        taken.append((perf_counter() - began) / BATCH * 1_000_000)
    return median(taken)


def main() -> None:
    events = [parse_event(values) for values in PATHWAY]
    engine, bare = time_batches(read_pathway, events), time_batches(read_bare, events)
    verdict = "within" if engine <= AIM_MICROSECONDS else "over"
    print(f"rtt engine, {len(events)} events: median {engine:.1f} µs ({verdict} the aim of {AIM_MICROSECONDS} µs)")
    print(f"bare sort and subtraction:    median {bare:.1f} µs ({engine / bare:.1f} times)")


if __name__ == "__main__":
    main()
