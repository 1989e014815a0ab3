"""Reading a pathway: one pass over its events, each handed to the rule that knows its kind."""

from collections.abc import Sequence
from datetime import date

from ..closed_sets import read_closed_sets
from ..events import FIRST_DATE, LAST_DATE, Event, label_of, merge_events, read_date
from . import (
    attendance,
    decisions,
    delays,
    discharge,
    electronic,
    endings,
    monitoring,
    offers,
    outside,
    remarks,
    remarks_starts,
    remarks_stops,
    starts,
    stops,
    transfers,
    triage,
)
from .clock import Clock
from .pathway import Handler, Pathway
from .sequence import check_before_referral, check_code, check_has_start

HANDLERS: dict[str, Handler] = {
    **starts.HANDLERS,
    **electronic.HANDLERS,
    **outside.HANDLERS,
    **stops.HANDLERS,
    **attendance.HANDLERS,
    **discharge.HANDLERS,
    **monitoring.HANDLERS,
    **offers.HANDLERS,
    **delays.HANDLERS,
    **decisions.HANDLERS,
    **transfers.HANDLERS,
    **triage.HANDLERS,
    **endings.HANDLERS,
}
"""Every kind of event that the RTT rules read; all others change nothing."""


CARE = frozenset(
    {"appointment_attended", "interface_assessment", "diagnostic_attended", "admission", "treatment_not_carried_out"}
    | {"decision_to_admit", "decision_to_treat", "treatment_started", "therapy_started", "transplant_listed"}
    | {"active_monitoring_start", "decision_not_to_treat", "new_treatment_decision", "referral_triaged"}
)
"""What can be the first care activity of a period: the patient is seen or a clinician decides. Its day is kept."""

COUNTS_WHEN_TOLD = frozenset(
    {"decision_not_to_treat", "discharge_to_gp", "active_monitoring_start", "transplant_listed", "decision_to_treat"}
    | {"decision_to_admit", "new_treatment_decision", "patient_wishes_to_proceed", "patient_declines_treatment"}
    | {"referral_triaged", "advice_given", "treated_elsewhere", "moved_away"}
)


SEEN = frozenset({"appointment_attended", "interface_assessment"})
ENDS_WHEN_TOLD = frozenset({"decision_not_to_treat", "discharge_to_gp"})
"""Decisions about a visit that the patient may be told of on a later day."""


def read_pathway(events: Sequence[Event], as_of: date) -> Clock:
    """The clocks of one pathway on `as_of`, from its events in any order. Never raises for odd events: it says so.

    RULEBOOK A1-A9 with P1 (PRN01045 v5.0). Events later than `as_of` are left out. Where two modules entered the same
    fact it counts once.
    """
    pathway = Pathway(as_of)
    events = read_closed_sets(events, pathway.findings)
    if any("communicated" in event[2] for event in events):
        events = [_when_told(event) for event in events]
    ordered, twice = merge_events(events)
    pathway.findings += twice
    ordered = pathway.events = _leave_out(pathway, ordered)
    for event in ordered:
        handler = HANDLERS.get(event[1])
        if handler is None:
            continue
        was_monitoring, was_closed = pathway.monitoring, len(pathway.periods)
        handler(pathway, event)
        if event[1] in CARE and pathway.start is not None:
            pathway.marks.setdefault("first_activity", event[0])
        if event[2].get("rtt_code") is not None:
            check_code(pathway, event, was_monitoring, was_closed)
    return _conclude(pathway, ordered)


def _when_told(event: Event) -> Event:
    """A decision communicated later counts from that date (rule 5): it is read on the day the patient was told."""
    told = read_date(event.details.get("communicated"))
    if told is None or told <= event.date or not _counts_when_told(event):
        return event
    return event._replace(date=told, details={**event.details, stops.DECIDED_ON: event.date})


def _counts_when_told(event: Event) -> bool:
    ends = event.details.get("decision") in ENDS_WHEN_TOLD and event.name in SEEN
    return ends or event.name in COUNTS_WHEN_TOLD or event.details.get("outcome") == "returned_with_advice"


def _leave_out(pathway: Pathway, ordered: list[Event]) -> list[Event]:
    """Events that may be read: dated, possible, and not after the day asked for."""
    if not ordered or (ordered[-1].date <= pathway.as_of <= LAST_DATE and ordered[0].date >= FIRST_DATE):
        return ordered
    kept = []
    for event in ordered:
        if not FIRST_DATE <= event.date <= LAST_DATE:
            pathway.note(remarks.BAD_DATE(event=label_of(event.name), date=event.date))
        elif event.date > pathway.as_of:
            pathway.note(remarks.IN_FUTURE(date=event.date, as_of=pathway.as_of))
        else:
            kept.append(event)
    return kept


def _conclude(pathway: Pathway, ordered: list[Event]) -> Clock:
    check_before_referral(pathway, ordered)
    _remark_waiting(pathway, ordered)
    running = pathway.open_period()
    closed = pathway.periods
    periods = (*closed, running) if running else tuple(closed)
    is_named_later = pathway.provider is not None and not pathway.handovers
    if periods and running is None and closed[-1].reported_by is None and is_named_later:
        periods = (*periods[:-1], periods[-1]._replace(reported_by=pathway.provider))
    return Clock(
        pathway.as_of,
        _status(pathway),
        periods,
        tuple(pathway.additional),
        pathway.provider,
        {**pathway.extras, **pathway.marks},
        tuple(pathway.steps),
        tuple(pathway.findings),
    )


def _status(pathway: Pathway) -> str:
    if pathway.is_open:
        return "open"
    if not pathway.periods:
        return "not_rtt" if pathway.outside else "no_clock"
    if pathway.periods[-1].nullified:
        return "nullified"
    return "active_monitoring" if pathway.monitoring else "stopped"


def _remark_waiting(pathway: Pathway, ordered: list[Event]) -> None:
    """What is still to be done on the day asked for."""
    if not pathway.periods and not pathway.is_open:
        check_has_start(pathway, ordered)
    if pathway.referrals.awaiting_approval is not None and not pathway.is_open:
        pathway.note(remarks_starts.NOT_RATIFIED_YET(date=pathway.referrals.awaiting_approval.date))
    if pathway.extras.get("rejected") and pathway.is_open:
        pathway.note(remarks_starts.REJECTED())
    if ordered and pathway.is_open and ordered[-1].name == "thinking_time_agreed":
        since = ordered[-1].date
        if (pathway.as_of - since).days > delays.SHORT_THINKING_DAYS:
            pathway.note(remarks_stops.THINKING_TOO_LONG(date=since))
    due = pathway.marks.get("clinical_review_due")
    if due and pathway.monitoring and due < pathway.as_of:
        pathway.note(remarks_stops.REVIEW_OVERDUE(due=due))
