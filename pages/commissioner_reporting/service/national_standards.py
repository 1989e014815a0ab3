"""The other national standards of a month: cancer by site and route, diagnostics by test, last-minute cancellations.

They are read from the records of everyone in scope, as their own modules work them out. These measures look at each
record: where there are more than a page can wait for, the worker works them out first (`check_worked_out`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dashapp.context import Clockstart
from dashapp.declare.module import Module, Row
from dashapp.services.derived import rows
from dashapp.services.records.pathways import PTL
from pages.commissioner_reporting.service.report_query import ReportAsked
from rules.cancer.measures import MEASURES
from rules.cancer.measures import Measure as CancerMeasure
from rules.diagnostics import FallenThrough, Snapshot, Who, sum_snapshot
from rules.diagnostics.pathway import REQUESTS, name_of, read_tests
from rules.events import Event, merge_events
from rules.returns.pathways import Month
from rules.standards import Standard, plan_on, standard_on

CANCER, CANCELLATIONS, MISSED = "cancer_patients", "cancellations", "dna_cases"
COUNTED = (CANCER, PTL, CANCELLATIONS, MISSED)
SITE, ROUTE = "suspected_type", "route"
IN_SCOPE = ("running", "kept", "breached", "not_counted")
CANCELLED_BY = {"patient": Who.PATIENT, "hospital_non_clinical": Who.PROVIDER, "hospital_clinical": Who.PROVIDER}


@dataclass(frozen=True, slots=True)
class CancerLine:
    """How many pathways of a standard ended in the month, and how many of them in time; `name` is a site, a route, or
    "" for all."""

    name: str
    counted: int
    within: int


@dataclass(frozen=True, slots=True)
class CancerStandard:
    """One of the three standards in a month, with what was asked then."""

    measure: CancerMeasure
    whole: CancerLine
    sites: Sequence[CancerLine]
    routes: Sequence[CancerLine]
    standard: Standard | None
    target: Standard | None


@dataclass(frozen=True, slots=True)
class LastMinute:
    """Elective operations cancelled at the last minute for other than clinical reasons, planned for the month; and the
    28-day guarantees whose last day was passed in it."""

    cancelled: int
    breached: int
    running: int
    kept: int
    not_counted: int


def check_worked_out(clockstart: Clockstart, asked: ReportAsked) -> None:
    """Raises MustWait when more rows than a page can wait for have to be worked out first."""
    modules = [module for key in COUNTED if (module := clockstart.registry.find_by_store_key(key))]
    rows.check_worked_out(clockstart, modules, asked.scope.uids)


def read_rows(
    clockstart: Clockstart, asked: ReportAsked, store_key: str, wanted: Callable[[Row], bool] = lambda row: True
) -> list[Row]:
    """The rows of everyone in scope that their module accepts and that are wanted, each with `uid`; nothing when the
    module is not here."""
    module = clockstart.registry.find_by_store_key(store_key)
    if module is None:
        return []
    return [
        {**row, "uid": uid}
        for uid in asked.scope.uids
        for row in rows.list_rows(clockstart, uid, module)
        if not row["problems"] and wanted(row)
    ]


def read_cancer(clockstart: Clockstart, asked: ReportAsked) -> list[CancerStandard]:
    """The three standards of the month."""
    module, found = clockstart.registry.find_by_store_key(CANCER), read_rows(clockstart, asked, CANCER)
    return [make_standard(module, measure, found, asked.month) for measure in MEASURES]


def make_standard(module: Module | None, measure: CancerMeasure, found: Sequence[Row], month: Month) -> CancerStandard:
    """One standard: pathways whose clock ended in the month and is counted nationally."""
    wanted = f"{month.first:%Y-%m}"
    counted = [row for row in found if row[f"{measure.name}_month"] == wanted and row[f"{measure.name}_met"]]
    return CancerStandard(
        measure,
        make_line("", measure, counted),
        list_lines(module, measure, counted, SITE),
        list_lines(module, measure, counted, ROUTE),
        standard_on(measure.standard, month.last),
        plan_on(measure.standard, month.last),
    )


def make_line(name: str, measure: CancerMeasure, counted: Sequence[Row]) -> CancerLine:
    return CancerLine(name, len(counted), sum(row[f"{measure.name}_met"] == "met" for row in counted))


def list_lines(module: Module | None, measure: CancerMeasure, counted: Sequence[Row], by: str) -> list[CancerLine]:
    """The standard by site or by route, the most first."""
    labels = module.choices_of(by) if module else {}
    groups: dict[str, list[Row]] = {}
    for row in counted:
        groups.setdefault(str(row.get(by) or ""), []).append(row)
    lines = [make_line(labels.get(name, name) or "Not given", measure, group) for name, group in groups.items()]
    return sorted(lines, key=lambda line: (-line.counted, line.name))


def read_diagnostics(clockstart: Clockstart, asked: ReportAsked) -> list[Snapshot]:
    """The waiting list by test on the last day of the month (DM01).

    Each test that a pathway names counts, in its list's question or among its events; appointments for tests that were
    missed or cancelled come from the modules that record them as well.
    """
    found = read_rows(clockstart, asked, PTL, lambda row: any(list_requests(row)))
    fallen = read_fallen_through(clockstart, asked)
    events = [list_test_events(row, fallen.get((str(row["uid"]), str(row["id"])), ())) for row in found]
    return sum_snapshot(told.wait for one in events for told in read_tests(one, asked.month.last))


def list_requests(row: Row) -> list[Event]:
    """The tests a pathway's record asks for by name. The one of its question is another request than those among the
    events when it has a day of its own, or when none of them names that test."""
    asked = [event for event in list_own_events(row) if event.name in REQUESTS and name_of(event)]
    test, on = row.get("diagnostic_test"), row.get("test_requested_on")
    if test and (on or test not in map(name_of, asked)):
        asked.append(Event(date.fromisoformat(str(on or row["referral_received"])), REQUESTS[0], {"test": test}))
    return asked


def list_own_events(row: Row) -> list[Event]:
    """The events of the record itself, with the test each is about."""
    return [Event(date_of(one, "date"), one["event"], {"test": one.get("test")}) for one in row.get("events") or ()]


def list_test_events(row: Row, fallen: Sequence[FallenThrough]) -> list[Event]:
    """Requests and what became of them, each fact once. Other modules do not say which test an appointment was for:
    where a pathway waits for several it is left out."""
    requests = list_requests(row)
    became = [event for event in list_own_events(row) if event.name not in REQUESTS]
    tests = {name_of(event) for event in requests}
    if len(tests) == 1:
        became += [Event(one.appointment_on, one.who.value, {"test": next(iter(tests))}) for one in fallen]
    return merge_events([*requests, *became])[0]


def read_fallen_through(clockstart: Clockstart, asked: ReportAsked) -> Mapping[tuple[str, str], list[FallenThrough]]:
    """Appointments for tests that did not happen by the month's end, by owner and pathway."""
    found: dict[tuple[str, str], list[FallenThrough]] = {}
    for uid, link, fallen in list_fallen_through(clockstart, asked):
        if fallen.appointment_on <= asked.month.last:
            found.setdefault((uid, link), []).append(fallen)
    return found


def list_fallen_through(clockstart: Clockstart, asked: ReportAsked) -> Iterator[tuple[str, str, FallenThrough]]:
    for row in read_rows(clockstart, asked, MISSED):
        if row.get("appointment_type") == "diagnostic" and row.get("link"):
            yield str(row["uid"]), str(row["link"]), FallenThrough(date_of(row, "appointment_date"), Who.DNA)
    for row in read_rows(clockstart, asked, CANCELLATIONS):
        if row.get("type") == "diagnostic" and row.get("link"):
            who = CANCELLED_BY[str(row["cancelled_by"])]
            yield str(row["uid"]), str(row["link"]), FallenThrough(date_of(row, "appointment_date"), who)


def date_of(row: Row, name: str) -> date:
    return date.fromisoformat(str(row[name]))


def read_last_minute(clockstart: Clockstart, asked: ReportAsked) -> LastMinute:
    """The month's last-minute cancellations (QMCO, rule book D1). A breach counts in the month in which day 28
    passed."""
    scope = read_rows(clockstart, asked, CANCELLATIONS, lambda row: row["guarantee"] in IN_SCOPE)
    planned = [row for row in scope if asked.month.holds(date_of(row, "appointment_date"))]
    state: dict[Any, int] = {}
    for row in planned:
        state[row["guarantee"]] = state.get(row["guarantee"], 0) + 1
    breached = [
        row
        for row in scope
        if row["guarantee"] == "breached" and asked.month.holds(date_of(row, "deadline") + timedelta(days=1))
    ]
    return LastMinute(
        len(planned), len(breached), state.get("running", 0), state.get("kept", 0), state.get("not_counted", 0)
    )
