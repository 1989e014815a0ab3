"""Misconceptions about what stops a clock, and when."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from rules.events import Event
from rules.rtt import read_pathway

from ..case import Case
from ..keys import Key
from ..keys.rtt import read_truth
from .facts import STOPS, find_asked, is_asked, list_days, list_events, shift, stop_at
from .malrule import MalRule, Wrong


def _operation_date(case: Case, key: Key) -> Iterator[Wrong]:
    event = is_asked(case, "admission")
    if event is None or key.first("decision") != STOPS:
        return
    days = [day for day in list_days(case, facts=["operat", "surgery", "procedure"]) if day != event.date]
    for day in (*days, event.date + shift(1)):
        yield from _move_stop(key, day)


def _move_stop(key: Key, day: date) -> Iterator[Wrong]:
    """The right decision with the stop on another day."""
    last = key.after.last if key.after else None
    if last is not None and last.stop is not None and day != last.stop and day >= last.start:
        yield {"date": (day,), "days": ((day - last.start).days,)}


def _referral_is_treatment(case: Case, key: Key) -> Iterator[Wrong]:
    for event in list_events(case):
        if _asks_for_therapy(event) or (case.family == "stop-therapy" and event.name in ASKS_FOR_CARE):
            yield from _move_stop(key, event.date)
            if key.first("decision") != STOPS:
                yield from stop_at(key, event.date, "30")


ASKS_FOR_CARE: Final = frozenset(
    {"appointment_attended", "decision_to_treat", "consultant_referral_same_condition"}
    | {"referral_for_diagnostic_or_opinion", "new_treatment_decision"}
)
"""Where therapy may have been asked for in a case about therapy."""


def _asks_for_therapy(event: Event) -> bool:
    details = event.details
    if event.name == "medication_dose_change":
        return details.get("referred_for_therapy") is True
    return details.get("decision") == "referred_for_therapy" or details.get("treatment") in {"referred", "planned"}


def _test_admission_stops(case: Case, key: Key) -> Iterator[Wrong]:
    event = is_asked(case, "admission", "diagnostic_attended", "treatment_not_carried_out")
    if event is None or key.first("decision") == STOPS:
        return
    admitted = [one.date for one in list_events(case) if one.name == "admission"]
    for day in dict.fromkeys((event.date, *admitted)):
        yield from stop_at(key, day, "30")


def _decided_not_told(case: Case, key: Key) -> Iterator[Wrong]:
    asked = find_asked(case)
    decided = list_days(case, facts=["decided"])
    if asked is not None and "communicated" in asked.details:
        decided.append(asked.date)
        details = {name: value for name, value in asked.details.items() if name != "communicated"}
        yield from _read_untold(case, key, asked._replace(details=details))
    for day in decided:
        yield from _move_stop(key, day)


def _read_untold(case: Case, key: Key, event: Event) -> Iterator[Wrong]:
    """What the clock would be if the decision counted from the day it was made."""
    last = read_pathway([*read_truth(case), event], max(case.as_of, event.date)).last
    if last is None or last.stop is None:
        return
    told = {"date": (last.stop,), "code": (last.stop_code,), "days": (last.days,)}
    yield told if key.first("decision") == STOPS else {"decision": (STOPS,), **told}


def _duplicate_34(case: Case, key: Key) -> Iterator[Wrong]:
    event = is_asked(case, "duplicate_closed", "entered_in_error")
    if event is not None and key.before is not None and key.before.last is not None:
        start = key.before.last.start
        yield {
            "decision": (STOPS,),
            "date": (event.date,),
            "code": ("34", "35"),
            "days": ((event.date - start).days,),
        }
    if case.family == "validate-duplicates" and key.first("decision") == "merge":
        yield {"decision": ("stop",), "code": ("34",)}


RULES: Final = (
    MalRule(
        "operation_date",
        "An admission for treatment stops the clock on the day of admission, also when the operation follows the next "
        "day.",
        "SP1",
        "wait_shown_long",
        _operation_date,
    ),
    MalRule(
        "referral_is_treatment",
        "To ask for therapy is not to treat: the clock stops on the day the therapy starts.",
        "SP4",
        "lost_from_list",
        _referral_is_treatment,
    ),
    MalRule(
        "test_admission_stops",
        "An admission in which nothing was treated, for a test or an operation that was not carried out, stops no "
        "clock.",
        "NX1",
        "lost_from_list",
        _test_admission_stops,
    ),
    MalRule(
        "decided_not_told",
        "A decision that ends the wait counts from the day the patient was told of it, not from the day it was made.",
        "NX11",
        "told_wrong",
        _decided_not_told,
    ),
    MalRule(
        "duplicate_34",
        "A duplicate is an error and not an outcome of care: closing it as 34 would report a wait that never was.",
        "E2",
        "reported_wrong",
        _duplicate_34,
    ),
)
