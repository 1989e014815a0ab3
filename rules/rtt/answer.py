"""One line of `python -m rules rtt`: plain values in, plain values out (CONTRACTS §6)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ..calendar import LAST_DAY_WITHIN_18_WEEKS, band_label, week_band
from ..codes import find_return_line
from ..diagnostics import describe_test, read_tests
from ..event_values import read_values
from ..events import Event, EventError, check_attributes, merge_events, parse_date, parse_event
from ..explain import Confidence
from .clock import Clock
from .engine import read_pathway
from .pathway import AdditionalPathway, Period

_WHERE_THEY_APPLY = (
    "rtt_code_referring_pas",
    "rtt_code_iptamds",
    "active_monitoring_allowed",
    "clinical_review_due",
    "clinical_review_required",
    "prior_wait_days_for_list_position",
    "reasonable_offers",
    "second_offer_within_6_weeks",
    "dm01_clock_start",
    "planned_list_allowed",
)


def answer_line(values: Mapping[str, Any]) -> dict[str, Any]:
    """`{id, as_of, events}` → the clock as plain values; ValueError, with the sentence, for an unreadable line."""
    as_of = parse_date(values.get("as_of"), "as_of")
    listed = values.get("events")
    if not isinstance(listed, list) or not all(isinstance(item, Mapping) for item in listed):
        raise EventError("“events” must be a list of events, each with a date and an event name.")
    events, unreadable = read_values(parse_event(item) for item in listed)
    clock = read_pathway(events, as_of)
    findings = [*clock.findings, *unreadable, *check_attributes(events)]
    return {
        "id": values.get("id"),
        **describe_clock(clock),
        **_describe_tests(events, as_of),
        "findings": [finding.as_dict() for finding in findings],
    }


def _describe_tests(events: Sequence[Event], as_of: date) -> dict[str, Any]:
    """The DM01 wait of every test that was requested; `dm01_clock_start` as well where only one was."""
    tests = read_tests(merge_events(events)[0], as_of)
    if not tests:
        return {}
    described = [describe_test(told) for told in tests]
    alone = {"dm01_clock_start": described[0]["dm01_clock_start"]} if len(tests) == 1 else {}
    return {**alone, "dm01_waits": described}


def describe_clock(clock: Clock) -> dict[str, Any]:
    """The clock as plain values; dates are "YYYY-MM-DD"."""
    wait = clock.wait
    told = {
        "status": clock.status,
        "periods": [describe_period(period) for period in clock.periods],
        "clock_start": _text(clock.clock_start),
        "clock_stop": _text(clock.clock_stop),
        "breach_date": _text(clock.breach_date),
        "last_day_within_18w": _text(clock.last_day_within_18w),
        "weeks_waited_on": wait.as_dict() if wait else None,
        **_describe_return(clock),
        **{name: _text(clock.extras[name]) for name in _WHERE_THEY_APPLY if name in clock.extras},
    }
    if clock.needs_validation:
        told["validation_flag"] = True
    if clock.additional_pathways:
        told["additional_pathways"] = [_describe_additional(pathway) for pathway in clock.additional_pathways]
    if clock.confidence is not Confidence.SOURCED:
        told["confidence"] = clock.confidence.value
    told["explanation"] = clock.explanation()
    return told


def describe_period(period: Period) -> dict[str, Any]:
    """One period; `days`, `weeks`, `band` and `within_18_weeks` once it has a stop that counts."""
    told: dict[str, Any] = {
        "clock_start": _text(period.start),
        "start_reason": period.start_reason,
        "start_rule": period.start_rule.ident,
        "clock_stop": _text(period.stop),
        "stop_code": period.stop_code,
        "stop_reason": period.stop_reason,
        "stop_rule": period.stop_rule.ident if period.stop_rule else None,
        "pathway_type": period.pathway_type,
        "nullified": period.nullified,
        "reported_by": period.reported_by,
        "last_day_within_18w": _text(period.last_day_within_18w),
        "breach_date": _text(period.breach_date),
    }
    days = period.days
    if days is not None and not period.nullified:
        told |= {
            "days": days,
            "weeks": days // 7,
            "band": band_label(week_band(days)),
            "within_18_weeks": days <= LAST_DAY_WITHIN_18_WEEKS,
        }
    return told


def _describe_return(clock: Clock) -> dict[str, Any]:
    """Where the last period is counted in the monthly return, and by whom."""
    last = clock.last
    if last is None:
        return {"in_rtt_return": False, "return_parts": []}
    told: dict[str, Any] = {
        "in_rtt_return": clock.extras.get("in_rtt_return", True) and not last.nullified,
        "return_parts": list_return_parts(clock),
        "reporting_month": f"{last.stop or clock.as_of:%Y-%m}",
    }
    if last.tfc:
        told["return_tfc"] = find_return_function(last.tfc)
    if last.reported_by or clock.provider:
        told["reported_by"] = last.reported_by or clock.provider
    return told


def list_return_parts(clock: Clock) -> list[str]:
    """The parts of the return of `reporting_month` that count the last period (PRN01045 v5.0 §10.1.1.2).

    None for a stop found in a later month: that month's return is closed and the later one may not count it (§10.1.5).
    A clock carried over by a transfer is not a new period of the receiver (our decision, R27).
    """
    last = clock.last
    if last is None or last.nullified or clock.extras.get("in_rtt_return") is False or "found_on" in clock.extras:
        return []
    if last.stop is None:
        parts = ["Part_2", "Part_2A"] if last.decided_to_admit else ["Part_2"]
    else:
        parts = ["Part_1A" if last.pathway_type == "admitted" else "Part_1B"]
    month = last.stop or clock.as_of
    starts_now = (last.start.year, last.start.month) == (month.year, month.month)
    return [*parts, "Part_3"] if starts_now and "carried_over" not in clock.extras else parts


def find_return_function(tfc: str) -> str:
    """The treatment function or "other" line a code is returned under: "108" → "110", "306" → "X02"."""
    line = find_return_line(tfc)
    return line.removeprefix("C_") if line else tfc


def _describe_additional(pathway: AdditionalPathway) -> dict[str, Any]:
    return {
        "specialty": pathway.specialty,
        "clock_start": _text(pathway.clock_start),
        "breach_date": _text(pathway.breach_date),
    }


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
