"""Misconceptions about delays: time away, offers of dates, active monitoring and time to think."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from rules.events import Event, read_date
from rules.rtt import read_effect

from ..case import Case
from ..keys import Key
from .facts import CARE_CODES, RUNS, STOPS, is_asked, list_days, list_events, shift, stop_at
from .malrule import MalRule, Wrong

ENDS: Final = {
    "patient_unfit": ("patient_available", "appointment_attended", "admission", "decision_to_admit"),
    "medically_unfit": ("patient_available", "treatment_start"),
    "funding_requested": ("funding_decided",),
    "tci_declined": ("patient_available",),
    "patient_cancels": ("patient_rebooks", "first_seen", "appointment_attended", "appointment_booked"),
}
"""What ends a time that somebody takes off a wait."""
FIT_AGAIN: Final = ("fit_again", "fit_on", "fit_from", "recovered", "available_again")
MONITORING: Final = ("32", "31")
ENOUGH: Final = 2
"""Declined reasonable dates that allow active monitoring."""


def _pause(case: Case, key: Key) -> Iterator[Wrong]:
    spans = [span for event in list_events(case) if (span := _find_span(case, key, event))]
    spans += _list_told_spans(case)
    for chosen in [spans, *([span] for span in spans)] if spans else []:
        yield from _take_off(key, sum((until - since).days for since, until in chosen), len(chosen))


def _find_span(case: Case, key: Key, event: Event) -> tuple[date, date] | None:
    """The days that somebody would take off for an event: first and last."""
    details = event.details
    if event.name == "patient_unavailable":
        since, until = read_date(details.get("from")) or event.date, read_date(details.get("to"))
    elif event.name in {"tci_offered", "alternative_provider_offer_declined"}:
        declined = details.get("declined") is True or event.name != "tci_offered"
        since, until = event.date, read_date(details.get("tci")) if declined else None
    elif event.name in {"patient_requests_delay", "thinking_time_agreed"}:
        since, until = event.date, _add_length(event)
    elif event.name in ENDS:
        told = read_date(details.get("to")) or _add_length(event) or next(iter(list_days(case, facts=FIT_AGAIN)), None)
        since, until = event.date, told or _find_end(case, key, event)
    else:
        return None
    return (since, until) if until is not None and until > since else None


def _list_told_spans(case: Case) -> list[tuple[date, date]]:
    """Times told as facts: `away_from` with `away_to`."""
    facts = case.truth.facts
    pairs = [(value, facts.get(f"{name[:-5]}_to")) for name, value in facts.items() if name.endswith("_from")]
    days = [(read_date(since), read_date(until)) for since, until in pairs]
    return [(since, until) for since, until in days if since and until and until > since]


def _add_length(event: Event) -> date | None:
    days = event.details.get("days") or (event.details.get("weeks") or 0) * 7
    return event.date + shift(int(days)) if days else None


def _find_end(case: Case, key: Key, event: Event) -> date:
    last = key.after.last if key.after else None
    end = (last.stop if last else None) or case.as_of
    later = [one.date for one in list_events(case) if one.date > event.date and one.name in ENDS[event.name]]
    return min([*later, end])


def _take_off(key: Key, days: int, spans: int) -> Iterator[Wrong]:
    """The wait less these days, whether the first and the last of each span are both counted or not."""
    last = key.after.last if key.after else None
    for less in (days, days + spans):
        if last is not None and last.stop is None:
            told: dict[str, tuple[Any, ...]] = {"breach_date": (last.breach_date + shift(less),)}
            yield told if key.first("decision") == RUNS else {"decision": (RUNS,), **told}
        elif last is not None and not last.nullified:
            yield {"days": ((last.days or 0) - less,)}
        for wait in key.waits:
            fewer = max(0, wait.days - less)
            yield {wait.facet: (fewer,), "decision": wait.decide(fewer)}


def _stops_refused(case: Case, key: Key, rules: Sequence[str]) -> Iterator[Wrong]:
    """Active monitoring that the rules did not allow, taken to have stopped the clock."""
    event = is_asked(case, "active_monitoring_start")
    if event is None or key.after is None or key.after.status != "open":
        return
    if any(step.rule.ident in rules for step in key.steps):
        yield from stop_at(key, event.date, *MONITORING)


def _list_declined(case: Case) -> list[tuple[Event, date | None]]:
    events = [event for event in list_events(case) if event.name in _DECLINES]
    return [
        (event, read_date(event.details.get("tci")))
        for event in events
        if event.details.get("declined") is True or event.name == "alternative_provider_offer_declined"
    ]


_DECLINES: Final = {"tci_offered", "alternative_provider_offered", "alternative_provider_offer_declined"}


def _one_offer(case: Case, key: Key) -> Iterator[Wrong]:
    if len(_list_declined(case)) < ENOUGH:
        yield from _stops_refused(case, key, ("AM4", "AM6", "AM7"))
        asked = is_asked(case, *_DECLINES, "patient_requests_delay", "patient_unavailable")
        if asked is not None:
            yield from stop_at(key, asked.date, *MONITORING)


def _any_notice(case: Case, key: Key) -> Iterator[Wrong]:
    if len(_list_declined(case)) >= ENOUGH:
        yield from _stops_refused(case, key, ("AM4", "AM6"))
    if case.family == "choice-reasonable" and key.first("decision") == "not_reasonable":
        yield {"decision": ("reasonable",)}


def _swap_31(case: Case, key: Key) -> Iterator[Wrong]:
    if key.first("code") == "32":
        yield {"code": ("31",)}


def _thinking_stops(case: Case, key: Key) -> Iterator[Wrong]:
    event = is_asked(case, "thinking_time_agreed")
    if event is not None:
        yield from stop_at(key, event.date, *MONITORING, "34")
    if case.family == "choice-thinking" and case.kind != "effect" and key.first("decision") == RUNS:
        yield {"decision": (STOPS,)}


def _planned_parks(case: Case, key: Key) -> Iterator[Wrong]:
    if case.family == "validate-planned" and "remain" not in key.facets.get("decision", ()):
        yield {"decision": ("remain",)}
    event = is_asked(case, "patient_unfit", "planned_list_added", "medically_unfit")
    if event is None or key.before is None or key.after is None or key.after.status != "open":
        return
    if read_effect(key.before, key.after).decision == RUNS:
        yield from stop_at(key, event.date, *MONITORING, *CARE_CODES)
        yield {"decision": ("outside_rtt", "no_clock"), "code": CARE_CODES}


RULES: Final = (
    MalRule(
        "pause",
        "There is no pause: days away, unfit, waiting for funding or after a declined date all count, because the "
        "tolerance of the standard is there for them.",
        "CHO-1",
        "wait_shown_short",
        _pause,
    ),
    MalRule(
        "one_offer",
        "One declined date changes nothing: only after two reasonable dates may the hospital start active monitoring, "
        "so a second date is offered.",
        "AM4",
        "lost_from_list",
        _one_offer,
    ),
    MalRule(
        "any_notice",
        "A date is reasonable only with at least three weeks' notice: short notice declined does not count against "
        "the patient.",
        "CHO-2",
        "lost_from_list",
        _any_notice,
    ),
    MalRule(
        "31_for_32",
        "After declined offers it is the care professional who starts active monitoring: 32. 31 is for a patient who "
        "asks to see how they cope.",
        "SP9",
        "reported_wrong",
        _swap_31,
    ),
    MalRule(
        "thinking_stops",
        "Some days to think are part of the wait: the clock runs on while the patient decides.",
        "NX3",
        "lost_from_list",
        _thinking_stops,
    ),
    MalRule(
        "planned_parks",
        "A patient who is unfit for now still waits: the planned list is for care that is due at a certain time, and "
        "never a place to park.",
        "EXC-2",
        "lost_from_list",
        _planned_parks,
    ),
)
