"""The edges of the remarks that engines make of a whole pathway: the last right one and the first wrong one of each.

Days are counted from the referral on day 0; `on` is the day of reading. Checks of records are in `test_edges.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest

from rules import birth, cancer, rtt
from rules.diagnostics.facts import DiagnosticFacts, FallenThrough, RefusedDate, Who
from rules.diagnostics.wait import read_wait
from rules.events import FIRST_DATE, Event
from rules.explain import Finding

START = date(2026, 1, 5)
LATER = 400


def day(number: int) -> date:
    return START + timedelta(days=number)


Told = tuple[int, str, dict[str, Any]]
Make = Callable[[Any], Sequence[Told]]


class Edge(NamedTuple):
    """What moves from the last right value to the first wrong one; `make` gives the events and the day of reading."""

    code: str
    right: Any
    wrong: Any
    make: Callable[[Any], tuple[Sequence[Told], int]]


REFERRED = (0, "referral_received", {})
TWO_DECLINED = (
    (10, "tci_offered", {"tci": day(31).isoformat(), "declined": True}),
    (11, "tci_offered", {"tci": day(40).isoformat(), "declined": True}),
)
BY_DELAY = {"initiated_by": "care_professional", "reason": "patient_delay"}


def rtt_edge(
    code: str, right: Any, wrong: Any, make: Callable[[Any], Sequence[tuple[int, str, dict[str, Any]]]]
) -> Edge:
    """An edge read long after the last event."""
    return Edge(code, right, wrong, lambda value: ((REFERRED, *make(value)), LATER))


RTT = [
    Edge("rtt-in-future", 10, 11, lambda on: ([REFERRED, (on, "appointment_attended", {})], 10)),
    rtt_edge("rtt-before-referral", 0, -1, lambda on: [(on, "appointment_attended", {})]),
    rtt_edge("rtt-long-delay", 6, 7, lambda weeks: [(20, "patient_requests_delay", {"weeks": weeks})]),
    rtt_edge(
        "rtt-long-delay",
        62,
        63,
        lambda to: [(20, "patient_unavailable", {"from": day(20).isoformat(), "to": day(to).isoformat()})],
    ),
    rtt_edge("rtt-long-thinking", 2, 3, lambda weeks: [(20, "thinking_time_agreed", {"weeks": weeks})]),
    Edge("rtt-thinking-too-long", 34, 35, lambda on: ([REFERRED, (20, "thinking_time_agreed", {})], on)),
    Edge(
        "rtt-review-overdue",
        50,
        51,
        lambda on: (
            [
                REFERRED,
                (20, "active_monitoring_start", {"initiated_by": "patient", "review_due": day(50).isoformat()}),
            ],
            on,
        ),
    ),
    rtt_edge(
        "rtt-same-stay",
        21,
        22,
        lambda on: [(20, "admission", {"for": "diagnostic_only"}), (on, "treatment_started", {})],
    ),
    rtt_edge(
        "rtt-long-stay",
        34,
        35,
        lambda on: [(20, "admission", {"for": "diagnostic_only"}), (on, "treatment_started", {"admitted": True})],
    ),
    rtt_edge(
        "rtt-repeated-cancellations",
        1,
        2,
        lambda count: [(20 + each, "patient_cancels", {}) for each in range(count)],
    ),
    rtt_edge(
        "rtt-stop-found-late",
        date(2026, 1, 31),
        date(2026, 2, 1),
        lambda found: [(10, "treatment_started", {"found_on": found.isoformat()})],
    ),
    rtt_edge("rtt-subcontract-long-wait", 126, 127, lambda on: [(on, "subcontracted", {"reported_by": "RXB"})]),
    rtt_edge(
        "rtt-moved-late",
        300,
        301,
        lambda on: [
            (10, "treatment_started", {}),
            (100, "planned_list_added", {"due": day(300).isoformat()}),
            (on, "planned_due_date_passed", {"kind": "treatment", "moved_to_active_list": True}),
        ],
    ),
    rtt_edge(
        "rtt-monitoring-not-allowed",
        10,
        11,
        lambda made: [
            (made, "tci_offered", {"tci": day(31).isoformat(), "declined": True}),
            (19, "tci_offered", {"tci": day(40).isoformat(), "declined": True}),
            (45, "active_monitoring_start", BY_DELAY),
        ],
    ),
    rtt_edge(
        "rtt-offers-far-apart",
        73,
        74,
        lambda second: [
            TWO_DECLINED[0],
            (11, "tci_offered", {"tci": day(second).isoformat(), "declined": True}),
            (80, "active_monitoring_start", BY_DELAY),
        ],
    ),
]
URGENT = (0, "referral_received", {"route": "urgent_suspected_cancer", "provider": "RXA"})
SEEN = (10, "first_seen", {})
TOLD = (20, "patient_told", {"outcome": "cancer_diagnosed"})
DECIDED = (30, "decision_to_treat", {})
ROUTINE = (0, "referral_received", {"route": "routine"})


def treated(on: int) -> Told:
    return (on, "treatment_start", {"event_type": "01", "modality": "23"})


def cancer_edge(
    code: str, right: Any, wrong: Any, make: Callable[[Any], Sequence[tuple[int, str, dict[str, Any]]]]
) -> Edge:
    return Edge(code, right, wrong, lambda value: ((URGENT, *make(value)), LATER))


CANCER = [
    Edge("cancer-past-day-28", 28, 29, lambda on: ([URGENT, SEEN], on)),
    Edge("cancer-past-day-31", 61, 62, lambda on: ([URGENT, SEEN, TOLD, DECIDED], on)),
    Edge("cancer-past-day-62", 62, 63, lambda on: ([URGENT, SEEN, TOLD], on)),
    Edge("cancer-past-day-104", 104, 105, lambda on: ([URGENT, SEEN, TOLD], on)),
    Edge("cancer-day-38-without-transfer", 38, 39, lambda on: ([URGENT, SEEN, TOLD], on)),
    Edge("cancer-event-in-future", 20, 21, lambda on: ([URGENT, SEEN, (on, TOLD[1], TOLD[2])], 20)),
    cancer_edge("cancer-treated-after-day-104", 104, 105, lambda on: [SEEN, TOLD, DECIDED, treated(on)]),
    cancer_edge("cancer-before-referral", 0, -1, lambda on: [(on, "first_seen", {})]),
    cancer_edge("cancer-seen-after-treatment", 40, 41, lambda on: [TOLD, DECIDED, (on, "first_seen", {}), treated(40)]),
    cancer_edge("cancer-dtt-after-treatment", 40, 41, lambda on: [SEEN, (on, "decision_to_treat", {}), treated(40)]),
    cancer_edge("cancer-dna-after-seen", 10, 11, lambda on: [SEEN, (on, "dna", {"first": True})]),
    Edge("cancer-upgrade-after-decision", 30, 31, lambda on: ([ROUTINE, DECIDED, (on, "consultant_upgrade", {})], 60)),
]


def read_rtt(events: Sequence[Event], on: date) -> Sequence[Finding]:
    return rtt.read_pathway(events, on).findings


def read_cancer(events: Sequence[Event], on: date) -> Sequence[Finding]:
    return cancer.read_pathway(events, on).findings


def codes(read: Callable[[Sequence[Event], date], Sequence[Finding]], edge: Edge, value: Any) -> set[str]:
    events, on = edge.make(value)
    return {finding.code for finding in read([Event(day(at), name, details) for at, name, details in events], day(on))}


@pytest.mark.parametrize(
    ("read", "edge"),
    [*((read_rtt, edge) for edge in RTT), *((read_cancer, edge) for edge in CANCER)],
    ids=lambda value: getattr(value, "code", None),
)
def test_the_last_right_pathway_is_silent_and_the_first_wrong_one_is_not(
    read: Callable[[Sequence[Event], date], Sequence[Finding]], edge: Edge
) -> None:
    assert edge.code not in codes(read, edge, edge.right)
    assert edge.code in codes(read, edge, edge.wrong)


def test_the_first_possible_day_is_read_and_the_day_before_is_not() -> None:
    for on, impossible in ((FIRST_DATE, False), (FIRST_DATE - timedelta(days=1), True)):
        found = rtt.read_pathway([Event(on, "referral_received", {})], day(0)).findings
        assert ("rtt-impossible-date" in {finding.code for finding in found}) is impossible


def asked(**facts: Any) -> DiagnosticFacts:
    return DiagnosticFacts(requested_on=day(0), **facts)


def missed(on: int) -> dict[str, Any]:
    return {"fallen_through": (FallenThrough(day(on), Who.DNA),)}


def refused(first: int) -> dict[str, Any]:
    return {"refused": (RefusedDate(day(first), day(0)), RefusedDate(day(30), day(0)))}


@pytest.mark.parametrize(
    ("code", "right", "wrong"),
    [
        ("diagnostics-over-six-weeks", (asked(), 41), (asked(), 42)),
        ("diagnostics-over-thirteen-weeks", (asked(), 90), (asked(), 91)),
        ("diagnostics-received-before-request", (asked(received_on=day(0)), 5), (asked(received_on=day(-1)), 5)),
        ("diagnostics-tested-before-request", (asked(tested_on=day(0)), 5), (asked(tested_on=day(-1)), 5)),
        ("diagnostics-appointment-outside-wait", (asked(**missed(0)), 5), (asked(**missed(-1)), 5)),
        ("diagnostics-long-since-request", (asked(**missed(20)), 41), (asked(**missed(20)), 42)),
        ("diagnostics-may-reset-after-refusals", (asked(**refused(20)), 40), (asked(**refused(21)), 40)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_last_right_wait_for_a_test_is_silent_and_the_first_wrong_one_is_not(
    code: str, right: tuple[DiagnosticFacts, int], wrong: tuple[DiagnosticFacts, int]
) -> None:
    for (facts, on), speaks in ((right, False), (wrong, True)):
        assert (code in {finding.code for finding in read_wait(facts, day(on)).findings}) is speaks


@pytest.mark.parametrize(
    ("born", "odd"),
    [(START, False), (day(1), True), (date(1906, 1, 5), False), (date(1906, 1, 4), True)],
)
def test_a_birth_date_is_asked_about_after_the_referral_and_over_120_years_before(born: date, odd: bool) -> None:
    found = birth.list_findings(born, {"the referral": START}, day(LATER), "date_of_birth")
    assert any(found) is odd
