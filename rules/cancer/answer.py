"""The cancer rule book as a program: one JSON line in, one out (CONTRACTS §6)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ..event_values import read_values
from ..events import Event, EventError, parse_date, parse_event
from ..explain import Step
from .allocation import Allocation, Method, Share
from .clock import Clock
from .reading import CancerClocks, read_pathway


def answer_line(line: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to `{id, as_of?, events: [{date, event, …}]}`; raises EventError with a sentence for people."""
    parsed, as_of = parse_line(line)
    events, unreadable = read_values(parsed)
    told = describe(read_pathway(events, as_of))
    told["findings"] += [finding.as_dict() for finding in unreadable]
    return {"id": line.get("id"), **told}


def parse_line(line: Mapping[str, Any]) -> tuple[list[Event], date | None]:
    """The events and the date of reading in a line; raises EventError naming what cannot be read."""
    if not isinstance(line, Mapping):
        raise EventError("A line is an object with “events”.")
    events = line.get("events")
    if not isinstance(events, Sequence) or isinstance(events, (str, bytes)):
        raise EventError("“events” is missing or is not a list.")
    as_of = line.get("as_of")
    return [_parse_one(event) for event in events], None if as_of is None else parse_date(as_of, "as_of")


def _parse_one(event: object) -> Event:
    if not isinstance(event, Mapping):
        raise EventError("An event is an object with “date” and “event”.")
    return parse_event(event)


def describe(clocks: CancerClocks) -> dict[str, Any]:
    """Plain values of a reading, in the field names of CONTRACTS §6; a clock that is not counted is null."""
    told: dict[str, Any] = {
        "fds": describe_fds(clocks.fds),
        "d31": describe_31(clocks.d31),
        "d62": describe_62(clocks.d62),
        "adjustment_first_seen": clocks.adjustment_first_seen,
        "adjustment_treatment": clocks.adjustment_treatment,
        "in_31_day_standard": clocks.in_31_day_standard,
        "in_62_day_standard": clocks.in_62_day_standard,
    }
    for name, clock in (("fds", clocks.fds), ("d31", clocks.d31), ("d62", clocks.d62)):
        told[f"{name}_last_compliant_date"] = clock.last_compliant_date.isoformat() if clock else None
    if clocks.d31_subsequent:
        told["d31_subsequent"] = [describe_31(clock) for clock in clocks.d31_subsequent]
    if clocks.allocation is not None:
        told["allocation"] = describe_allocation(clocks.allocation)
        told["allocation_providers"] = {
            "investigating": clocks.allocation.investigating_provider,
            "treating": clocks.allocation.treating_provider,
        }
    if clocks.fds is not None and clocks.fds.accept_reporting_month:
        told["accept_reporting_month"] = list(clocks.fds.accept_reporting_month)
    beside = {clock.measure.name: _beside(clock) for clock in clocks.clocks if clock.is_counted and _beside(clock)}
    if beside:
        told["check_local_policy"] = beside
    told["explanation"] = [describe_step(step) for step in clocks.steps]
    told["findings"] = [finding.as_dict() for finding in clocks.findings]
    return told


def describe_fds(clock: Clock | None) -> dict[str, Any] | None:
    """The faster diagnosis clock; None when there is none or it is not counted."""
    if clock is None or not clock.is_counted:
        return None
    return {**_dates(clock), "adjustment_days": clock.adjustment_days, **_result(clock)}


def describe_31(clock: Clock | None) -> dict[str, Any] | None:
    """A 31-day clock with the kind of treatment; None when there is none or it is not counted."""
    if clock is None or not clock.is_counted:
        return None
    return {**_dates(clock), "treatment": clock.treatment, "adjustment_days": clock.adjustment_days, **_result(clock)}


def describe_62(clock: Clock | None) -> dict[str, Any] | None:
    """The 62-day clock with its route; None when there is none or it is not counted."""
    if clock is None or not clock.is_counted:
        return None
    return {
        "route": clock.route,
        **_dates(clock),
        "adjustment_first_seen": clock.adjusted.first_seen,
        "adjustment_treatment": clock.adjusted.treatment,
        **_result(clock),
        "over_104": clock.over_104,
    }


def describe_allocation(allocation: Allocation) -> dict[str, Any]:
    """The shares; scenario and days either side of the transfer only where the six scenarios apply."""
    shares = {"investigating": _share(allocation.investigating), "treating": _share(allocation.treating)}
    told: dict[str, Any] = {"method": allocation.method.value, "days_total": allocation.days_total, **shares}
    if allocation.method is Method.SOLO:
        return {**told, **_share(allocation.treating)}
    if allocation.method is Method.SIX_SCENARIOS:
        told["scenario"] = allocation.scenario
        told["days_to_transfer"] = allocation.days_to_transfer
        told["days_transfer_to_treatment"] = allocation.days_transfer_to_treatment
    return told


def describe_step(step: Step) -> dict[str, Any]:
    """`{rule, text, source}`, and for an adjustment to be checked locally the figure without it."""
    told: dict[str, Any] = step.as_dict()
    if "days_without_adjustment" in step.values:
        told["days_without_adjustment"] = step.values["days_without_adjustment"]
    return told


def _dates(clock: Clock) -> dict[str, Any]:
    return {
        "clock_start": clock.clock_start.isoformat(),
        "clock_stop": clock.clock_stop.isoformat() if clock.clock_stop else None,
    }


def _result(clock: Clock) -> dict[str, Any]:
    return {
        "days": clock.days,
        "met": clock.met,
        "band": clock.band,
        "last_compliant_date": clock.last_compliant_date.isoformat(),
        "reporting_month": clock.reporting_month,
    }


def _share(share: Share) -> dict[str, float]:
    return {"within": share.within, "total": share.total}


def _beside(clock: Clock) -> dict[str, int | None]:
    """Figures to read beside the answer, where an adjustment is made or withheld by a rule to be checked locally."""
    if not clock.adjustment_days and not clock.adjusted.non_admitted:
        return {}
    told = {"days": clock.days, "days_without_adjustment": clock.days_without_adjustment}
    if clock.adjusted.non_admitted:
        told["days_if_non_admitted_adjusted"] = clock.days_if_widened
    return told
