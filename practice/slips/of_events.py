"""Slips in what was entered on the timeline: a day, a code, an entry that is not there."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Final

from practice.records import Edit, Record, read_clock
from practice.slips.slip import Slip
from rules.events import Event
from rules.rtt import Clock
from rules.rtt.codes import MONITORING_CODES

WAITING = ("10", "20")


def enter_start_late(record: Record, random: Random, today: date) -> list[Edit]:
    """The referral is entered under the day it was registered."""
    clock = read_clock(record, today)
    places = [place for place, event in _list_events(record) if event.date == clock.clock_start]
    if len(clock.periods) != 1 or not places:
        return []
    start = clock.periods[0].start
    room = min((later.date for _, later in _list_events(record) if later.date > start), default=today)
    days = (room - start).days
    return _move_event(record, places[0], random.randint(1, min(days, 9))) if days > 0 else []


def code_a_stop(record: Record, random: Random, today: date) -> list[Edit]:
    """An attendance with more to come is coded as if something had ended, or lay outside."""
    clock = read_clock(record, today)
    places = [place for place, event in _list_events(record) if event.details.get("rtt_code") in WAITING]
    if clock.status != "open" or not places or not _is_visit(record.events[places[-1]]):
        return []
    codes = ["34"] if any(period.stop_code in MONITORING_CODES for period in clock.periods) else ["34", "11"]
    is_latest = not any("rtt_code" in event.details for place, event in _list_events(record) if place > places[-1])
    return _recode(record, places[-1], random.choice([*codes, "98"] if is_latest else codes))


def forget_stop(record: Record, random: Random, today: date) -> list[Edit]:
    """What stopped the clock was never entered."""
    return [Edit("events", place, event, None) for place, event in _list_stops(record, today)][-1:]


def enter_stop_late(record: Record, random: Random, today: date) -> list[Edit]:
    """What stopped the clock is entered under a later day, such as that of the letter."""
    stops = [(place, event) for place, event in _list_stops(record, today) if event.date < today]
    if not stops:
        return []
    place, event = stops[-1]
    return _move_event(record, place, random.randint(1, min(10, (today - event.date).days)))


def code_missed_as_running(record: Record, random: Random, today: date) -> list[Edit]:
    """The first appointment was missed and is coded as if the wait went on."""
    missed = [place for place, event in _list_events(record) if event.details.get("rtt_code") == "33"]
    return _recode(record, missed[-1], "20") if missed else []


def forget_new_start(record: Record, random: Random, today: date) -> list[Edit]:
    """What started the clock again after a stop was never entered."""
    clock = read_clock(record, today)
    if len(clock.periods) < 2 or clock.status != "open":
        return []
    starts = [(place, event) for place, event in _list_events(record) if event.date == clock.clock_start]
    return [Edit("events", place, event, None) for place, event in starts][:1]


def _list_events(record: Record) -> Iterator[tuple[int, Event]]:
    return ((place, event) for place, event in enumerate(record.events) if event is not None)


def _list_stops(record: Record, today: date) -> list[tuple[int, Event]]:
    """The events of the day on which the clock that was read last stopped."""
    clock: Clock = read_clock(record, today)
    if clock.status not in {"stopped", "active_monitoring", "nullified"}:
        return []
    return [(place, event) for place, event in _list_events(record) if event.date == clock.clock_stop]


def _is_visit(event: Event | None) -> bool:
    return event is not None and event.name in {"appointment_attended", "diagnostic_attended"}


def _move_event(record: Record, place: int, days: int) -> list[Edit]:
    event = record.events[place]
    return [Edit("events", place, event, event._replace(date=event.date + timedelta(days=days)))] if event else []


def _recode(record: Record, place: int, code: str) -> list[Edit]:
    event = record.events[place]
    return [Edit("events", place, event, event._replace(details={**event.details, "rtt_code": code}))] if event else []


SLIPS: Final = (
    Slip("wrong_start", "The clock start is the day of registration.", enter_start_late, moves=True),
    Slip("wrong_code", "An attendance carries a code that does not fit it.", code_a_stop, (1, 9, 20), moves=True),
    Slip("missing_stop", "What stopped the clock was not entered.", forget_stop, moves=True),
    Slip("wrong_stop_date", "The stop is entered under a later day.", enter_stop_late, moves=True),
    Slip("dna_not_33", "The missed first appointment is not coded 33.", code_missed_as_running, (6,)),
    Slip("missing_new_start", "What started the clock again was not entered.", forget_new_start, moves=True),
)
