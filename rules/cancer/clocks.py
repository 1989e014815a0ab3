"""How the FDS, 31-day and 62-day clocks are read from a pathway (rule book B2, B3, B5, P2)."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ..events import Event
from . import checks
from .adjustments import Declined, FirstSeen, find_adjusted, first_seen_for_upgrade
from .book import COHORT_62, DTT, DTT_ORDER, ECAD
from .clock import Clock, State
from .cohorts import Cohort, read_cohort
from .measures import D31, D62
from .notes import Notes
from .pathway import Pathway
from .tables import ALL_TREATMENT_DECLINED, read_code


class Treatment(NamedTuple):
    """A treatment event with its cohort and the treatment before it on the pathway, if any."""

    event: Event
    cohort: Cohort
    previous: date | None


def list_treatments(pathway: Pathway, notes: Notes) -> list[Treatment]:
    """Treatments and declined treatments in order, each with the standards it belongs to."""
    found: list[Treatment] = []
    previous: date | None = None
    for event in pathway.any_of("treatment_start", "treatment_declined"):
        found.append(Treatment(event, read_cohort(event, previous is not None, notes), previous))
        if event.name == "treatment_start":
            previous = event.date
    return found


def is_all_declined(event: Event) -> bool:
    """Whether the event says that the patient declined all treatment (modality 98, or no modality given)."""
    modality = read_code(event.details.get("modality"))
    return modality == ALL_TREATMENT_DECLINED or (event.name == "treatment_declined" and modality is None)


def read_62(
    pathway: Pathway,
    treatments: Sequence[Treatment],
    first_seen: FirstSeen | None,
    declined: Sequence[Declined],
    notes: Notes,
) -> Clock | None:
    """The 62-day clock, or None when neither an urgent referral nor a permitted upgrade starts one."""
    start, route, first_seen = _start_62(pathway, first_seen, notes)
    if start is None:
        return None
    stop, why_not = _end_62(pathway, treatments, start, notes)
    state = State.NOT_COUNTED if why_not else State.STOPPED if stop else State.RUNNING
    adjusted = find_adjusted(start, stop or pathway.until, first_seen, declined)
    return Clock(D62, state, start, stop, pathway.as_of, adjusted, route=route, why_not=why_not)


def _start_62(
    pathway: Pathway, first_seen: FirstSeen | None, notes: Notes
) -> tuple[date | None, str | None, FirstSeen | None]:
    """The start of the clock, its route, and the first-seen adjustment it may use."""
    if pathway.upgrade is not None:
        usable = first_seen_for_upgrade(pathway, pathway.upgrade, first_seen, notes)
        return pathway.upgrade.date, "consultant_upgrade", usable
    if pathway.referral is not None and pathway.is_urgent:
        return pathway.referral.date, pathway.route, first_seen
    return None, None, None


def _end_62(
    pathway: Pathway, treatments: Sequence[Treatment], start: date, notes: Notes
) -> tuple[date | None, str | None]:
    """The day of first treatment, and why the wait is not counted where it ended without one."""
    firsts = [each.event.date for each in treatments if each.cohort.in_62]
    after = [day for day in firsts if day >= start]
    for early in (day for day in firsts if day < start):
        notes.find(checks.TREATED_BEFORE_START, "treatment_start", treated=early, start=start)
    if len(after) > 1:
        notes.find(checks.TWO_FIRST_TREATMENTS, "event_type", used=after[0])
    if after:
        return after[0], None
    why_not = _why_not_62(pathway, treatments, firsts, notes)
    if why_not:
        notes.step(COHORT_62, "The 62-day wait is not counted: {why}.", why=why_not)
    return None, why_not


def _why_not_62(pathway: Pathway, treatments: Sequence[Treatment], firsts: Sequence[date], notes: Notes) -> str | None:
    if firsts:
        return "treatment is dated before the clock started"
    if _has_declined(pathway, treatments):
        return "all treatment was declined"
    started = [each for each in treatments if each.event.name == "treatment_start"]
    if started:
        if started[0].cohort.treatment == "subsequent":
            notes.find(checks.NO_FIRST_TREATMENT, "event_type", treated=started[0].event.date)
        return "no treatment that belongs to the 62-day standard is recorded"
    if pathway.first("death"):
        return "the patient died before treatment"
    told = pathway.last("patient_told")
    if told is not None and is_ruled_out(told):
        return "cancer was ruled out"
    return None


def is_ruled_out(told: Event) -> bool:
    """Whether the patient was told that it is not cancer."""
    return str(told.details.get("outcome") or told.details.get("end_reason")) in {"cancer_ruled_out", "ruled_out", "02"}


def read_31(
    pathway: Pathway, treatments: Sequence[Treatment], declined: Sequence[Declined], notes: Notes
) -> list[Clock]:
    """A 31-day clock for each treatment that belongs to the standard, then one that is still running, in order.

    When treatments are recorded but none counts, one clock that is not counted says why.
    """
    counted = [each for each in treatments if each.cohort.in_31]
    clocks = [clock for each in counted if (clock := _stopped_31(pathway, each, declined, notes))]
    open_clock = _open_31(pathway, treatments, declined)
    if open_clock is None or any(clock.clock_start == open_clock.clock_start for clock in clocks):
        return clocks
    return [*clocks, open_clock]


def _stopped_31(pathway: Pathway, treatment: Treatment, declined: Sequence[Declined], notes: Notes) -> Clock | None:
    start = _start_31(pathway, treatment, notes)
    if start is None:
        return None
    stop = treatment.event.date
    adjusted = find_adjusted(start, stop, None, declined)
    return Clock(D31, State.STOPPED, start, stop, pathway.as_of, adjusted, treatment=treatment.cohort.treatment)


def _start_31(pathway: Pathway, treatment: Treatment, notes: Notes) -> date | None:
    treated, previous = treatment.event.date, treatment.previous
    decision = _find_decision(pathway, treated, previous, notes)
    ecad = _find_ecad(pathway, treatment, notes)
    if ecad is not None:
        return _later_of(decision or _last_decision(pathway, treated), ecad, notes)
    if decision is None:
        if not _was_decided_late(pathway, treated):
            notes.find(checks.NO_DTT, "decision_to_treat", treated=treated)
        return None
    notes.step(DTT, "The decision to treat of {date} starts the 31-day clock.", date=decision)
    return decision


def set_late_decision_aside(pathway: Pathway, treatments: Sequence[Treatment], notes: Notes) -> Pathway:
    """The pathway without a decision dated after the treatment it led to: a finding, and it starts and ends nothing.

    It is the first decision after the last treatment, where that treatment has none of its own.
    """
    last = treatments[-1] if treatments else None
    if last is None or not last.cohort.in_31 or _has_decision(pathway, last):
        return pathway
    treated = last.event.date
    late = pathway.first_after("decision_to_treat", treated)
    if late is None:
        return pathway
    notes.find(checks.DTT_AFTER_TREATMENT, "decision_to_treat", decided=late.date, treated=treated)
    notes.step(
        DTT_ORDER,
        "The decision to treat of {decided} is later than the treatment of {treated}: a recording error, which starts "
        "no wait and ends none.",
        decided=late.date,
        treated=treated,
    )
    return pathway.without(late)


def _has_decision(pathway: Pathway, treatment: Treatment) -> bool:
    """Whether a decision can have led to this treatment: one since the treatment before, or with an ECAD any before."""
    previous = None if _is_timed_by_ecad(pathway, treatment) else treatment.previous
    decided = pathway.first_after("decision_to_treat", previous)
    return decided is not None and decided.date <= treatment.event.date


def _is_timed_by_ecad(pathway: Pathway, treatment: Treatment) -> bool:
    ecad = pathway.first_after("earliest_clinically_appropriate_date", treatment.previous)
    is_subsequent = treatment.cohort.treatment == "subsequent"
    return is_subsequent and ecad is not None and ecad.date <= treatment.event.date


def _was_decided_late(pathway: Pathway, treated: date) -> bool:
    last = pathway.last("treatment_start")
    return pathway.late_decision is not None and last is not None and last.date == treated


def _find_decision(pathway: Pathway, treated: date, previous: date | None, notes: Notes) -> date | None:
    """The earliest decision since the previous treatment; a later one never shortens a wait."""
    between = [
        event.date
        for event in pathway.all("decision_to_treat")
        if event.date <= treated and (previous is None or event.date > previous)
    ]
    if len(between) > 1:
        notes.find(checks.SEVERAL_DECISIONS, "decision_to_treat", treated=treated, used=between[0])
    return between[0] if between else None


def _last_decision(pathway: Pathway, treated: date) -> date | None:
    before = [event.date for event in pathway.all("decision_to_treat") if event.date <= treated]
    return before[-1] if before else None


def _find_ecad(pathway: Pathway, treatment: Treatment, notes: Notes) -> date | None:
    """The ECAD of a subsequent treatment: the earliest since the treatment before it."""
    treated, previous = treatment.event.date, treatment.previous
    since = [
        event.date
        for event in pathway.all("earliest_clinically_appropriate_date")
        if previous is None or event.date > previous
    ]
    between = [day for day in since if day <= treated]
    if between and treatment.cohort.treatment == "first":
        notes.find(checks.ECAD_ON_FIRST, "earliest_clinically_appropriate_date", date=between[0])
        return None
    if not between and since and treatment.cohort.treatment == "subsequent":
        notes.find(checks.ECAD_AFTER_TREATMENT, "earliest_clinically_appropriate_date", date=since[0], treated=treated)
    if len(between) > 1:
        notes.find(checks.SEVERAL_ECADS, "earliest_clinically_appropriate_date", treated=treated, used=between[0])
    return between[0] if between else None


def _later_of(decision: date | None, ecad: date, notes: Notes) -> date:
    if decision is not None and decision >= ecad:
        notes.step(
            ECAD,
            "The decision to treat of {decision} is not before the earliest clinically appropriate date {ecad}: the "
            "31-day clock starts at the decision.",
            decision=decision,
            ecad=ecad,
        )
        return decision
    notes.step(
        ECAD,
        "The treatment was not clinically appropriate before {ecad}: the 31-day clock of a subsequent treatment starts "
        "that day, not at the decision to treat.",
        ecad=ecad,
    )
    return ecad


def _open_31(pathway: Pathway, treatments: Sequence[Treatment], declined: Sequence[Declined]) -> Clock | None:
    """The clock of a decision to treat that no treatment has followed yet, or that ended without one."""
    closed = [each.event.date for each in treatments if each.event.name == "treatment_start"]
    last = max([*closed, *_reopened(pathway, treatments)], default=None)
    decision = pathway.first_after("decision_to_treat", last)
    if decision is None:
        return None
    ecad = pathway.first_after("earliest_clinically_appropriate_date", last)
    is_later = bool(closed) or (ecad is not None and pathway.referral is None and pathway.upgrade is None)
    start = max(decision.date, ecad.date) if is_later and ecad else decision.date
    why_not = _why_not_31(pathway, treatments)
    return Clock(
        D31,
        State.NOT_COUNTED if why_not else State.RUNNING,
        start,
        None,
        pathway.as_of,
        find_adjusted(start, pathway.until, None, declined),
        treatment="subsequent" if is_later else "first",
        why_not=why_not,
    )


def _reopened(pathway: Pathway, treatments: Sequence[Treatment]) -> list[date]:
    """Days on which all treatment was declined by a patient who later agreed to treatment after all."""
    declines = [each.event.date for each in treatments if is_all_declined(each.event)]
    return [day for day in declines if pathway.first_after("decision_to_treat", day)]


def _has_declined(pathway: Pathway, treatments: Sequence[Treatment]) -> bool:
    """Whether declining all treatment is the last word on this pathway."""
    return bool(
        treatments
        and is_all_declined(treatments[-1].event)
        and not pathway.first_after("decision_to_treat", treatments[-1].event.date)
    )


def _why_not_31(pathway: Pathway, treatments: Sequence[Treatment]) -> str | None:
    if _has_declined(pathway, treatments):
        return "all treatment was declined"
    return "the patient died before treatment" if pathway.first("death") else None
