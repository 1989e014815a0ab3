"""The tests of one pathway, from its events: each request with a DM01 wait of its own (rule book C, P3)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from ..events import Event, read_date
from .facts import Counted, DiagnosticFacts, FallenThrough, Who
from .wait import DiagnosticWait, is_breach, read_wait

REQUESTS = ("diagnostic_requested", "direct_access_diagnostic_request")
_FELL_THROUGH: Mapping[str, Who] = {who.value: who for who in Who}


class RequestedTest(NamedTuple):
    """One request for a test: what was asked for, when, and its wait."""

    name: str | None
    requested_on: date
    wait: DiagnosticWait


def read_tests(events: Sequence[Event], as_of: date) -> list[RequestedTest]:
    """The wait of every test requested on a pathway, in the order they were requested.

    What happened to a test names it by `test`; without a name it belongs to the only test that is waiting, and where
    several wait it is left out: it cannot be said which.
    """
    ordered = sorted((event for event in events if event.date <= as_of), key=lambda event: event.date)
    requests = [event for event in ordered if event.name in REQUESTS]
    return [_read_one(request, requests, ordered, as_of) for request in requests]


def _read_one(request: Event, requests: Sequence[Event], events: Iterable[Event], as_of: date) -> RequestedTest:
    details = request.details
    facts = DiagnosticFacts(
        test=name_of(request),
        test_list=Counted.PLANNED if details.get("planned") is True else Counted.WAITING,
        requested_on=request.date,
        received_on=read_date(details.get("received")),
        due_on=read_date(details.get("due")),
    )
    for event in events:
        if event.date >= request.date and facts.tested_on is None and _is_about(event, request, requests):
            facts = _with_event(facts, event)
    return RequestedTest(facts.test, request.date, read_wait(facts, as_of))


def name_of(event: Event) -> str | None:
    """The test an event names, or None."""
    name = event.details.get("test")
    return str(name) if name else None


def _is_about(event: Event, request: Event, requests: Sequence[Event]) -> bool:
    if event.name != "diagnostic_attended" and (event.name not in _FELL_THROUGH or name_of(event) is None):
        return False
    named = name_of(event)
    if named is None:
        return len(requests) == 1
    same = [other for other in requests if name_of(other) == named and other.date <= event.date]
    return bool(same) and same[-1] is request


def _with_event(facts: DiagnosticFacts, event: Event) -> DiagnosticFacts:
    if event.name == "diagnostic_attended":
        return replace(facts, tested_on=event.date)
    fallen = FallenThrough(event.date, _FELL_THROUGH[event.name])
    return replace(facts, fallen_through=(*facts.fallen_through, fallen))


def describe_test(told: RequestedTest) -> dict[str, Any]:
    """One test as plain values, dates as "YYYY-MM-DD"."""
    wait = told.wait
    return {
        "test": told.name,
        "requested_on": told.requested_on.isoformat(),
        "dm01_clock_start": _text(wait.clock_start),
        "dm01_clock_stop": _text(wait.clock_stop),
        "days": wait.days,
        "weeks": wait.weeks,
        "band": wait.band,
        "within_6_weeks": None if wait.days is None else not is_breach(wait.days),
        "days_since_request": wait.days_since_request,
        "last_day_within_6_weeks": _text(wait.last_day_within_six_weeks),
        "on_waiting_list": wait.on_waiting_list,
    }


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
