"""How the 28-day faster diagnosis clock is read from a pathway (rule book B2, B3, P2 C3, C4)."""

from dataclasses import replace
from datetime import date

from ..events import Event
from . import checks
from .adjustments import FirstSeen, find_adjusted
from .book import FDS_CODES, FDS_END, MONTH
from .clock import Clock, State
from .measures import FDS
from .notes import Notes
from .pathway import Pathway
from .tables import EXCLUSION_THAT_CAN_BREACH, read_code


def read_fds(pathway: Pathway, first_seen: FirstSeen | None, notes: Notes) -> Clock | None:
    """The faster diagnosis clock, or None when the referral is not on an urgent route."""
    if pathway.referral is None or not pathway.is_urgent:
        return None
    start = pathway.referral.date
    adjusted = find_adjusted(start, pathway.until, first_seen, ())
    running = Clock(FDS, State.RUNNING, start, None, pathway.as_of, adjusted)
    told = pathway.first("patient_told", since=start)
    decided = pathway.first("decision_to_treat", since=start)
    if told is not None and is_excluded(told) and not (decided and decided.date <= told.date):
        return _excluded(running, told, notes)
    told = next((e for e in pathway.all("patient_told") if e.date >= start and not is_excluded(e)), None)
    ends = [event.date for event in (told, decided) if event is not None]
    if not ends:
        return _ended_by_death(running, pathway, notes)
    _say_end(told, decided, notes)
    return replace(
        running, state=State.STOPPED, clock_stop=min(ends), also_reported=_other_month(told, min(ends), notes)
    )


def is_excluded(told: Event) -> bool:
    """Whether the FDS end is an exclusion (end reason 03) rather than news for the patient."""
    outcome, reason = told.details.get("outcome"), told.details.get("end_reason")
    named = outcome == "excluded" or "03" in (read_code(outcome), read_code(reason))
    return named or told.details.get("exclusion_reason") is not None


def _excluded(running: Clock, told: Event, notes: Notes) -> Clock:
    stopped = replace(running, state=State.STOPPED, clock_stop=told.date)
    reason = read_code(told.details.get("exclusion_reason"))
    if reason == EXCLUSION_THAT_CAN_BREACH and stopped.met is False:
        notes.step(
            FDS_CODES,
            "Excluded on {date} with reason 01, but the wait was already over 28 days: it is counted, as a breach.",
            date=told.date,
        )
        return stopped
    notes.step(
        FDS_CODES,
        "Excluded from the faster diagnosis standard on {date} (reason {reason}): the wait is not counted.",
        date=told.date,
        reason=reason or "not recorded",
    )
    return replace(stopped, state=State.NOT_COUNTED, why_not="the patient is excluded from the standard")


def _ended_by_death(running: Clock, pathway: Pathway, notes: Notes) -> Clock:
    death = pathway.first("death")
    if death is None:
        return running
    notes.step(
        FDS_CODES,
        "The patient died on {date} before being told: an exclusion, to be recorded with its coded reason.",
        date=death.date,
    )
    return replace(running, state=State.NOT_COUNTED, why_not="the patient died before being told")


def _say_end(told: Event | None, decided: Event | None, notes: Notes) -> None:
    if told is None and decided is not None:
        notes.step(FDS_END, "The decision to treat of {date} ends the faster diagnosis wait.", date=decided.date)
        notes.find(checks.FDS_NOT_CLOSED, "patient_told", date=decided.date)
    elif told is not None and decided is not None and decided.date < told.date:
        notes.step(
            FDS_END,
            "The decision to treat of {decided} ends the faster diagnosis wait, before the patient was told on {told}.",
            decided=decided.date,
            told=told.date,
        )
    elif told is not None:
        notes.step(FDS_END, "The patient was told on {date}: the faster diagnosis wait ends.", date=told.date)


def _other_month(told: Event | None, stop: date, notes: Notes) -> tuple[str, ...]:
    """The month of the FDS end record, where a decision to treat ended the wait in an earlier month."""
    if told is None or f"{told.date:%Y-%m}" == f"{stop:%Y-%m}":
        return ()
    notes.step(
        MONTH,
        "Days are counted to {stop}, but the month reported is that of the recorded FDS end date: {later} if the date "
        "told is recorded, {earlier} if the decision to treat is.",
        stop=stop,
        later=f"{told.date:%B %Y}",
        earlier=f"{stop:%B %Y}",
    )
    return (f"{told.date:%Y-%m}",)
