"""What a pathway's record says to the rule books: its events, and the facts a validator's checks read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from rules.events import EVENT_KINDS, Event
from rules.explain import Finding
from rules.rtt import Clock
from rules.validation import Appointment, Coded, PathwayFacts, check_list

from .record import Pathway, PathwayEvent

ROUTE_EVENTS = {
    "ers_booked": "ubrn_converted",
    "ers_asi": "asi_worklist",
    "ers_ras": "ras_received",
    "self_referral": "self_referral_received",
}
REFERRED_BY = {"self": "patient", "emergency_department": "emergency_department"}
FLAGS = {"yes": True, "no": False}
RENAMED = {"admitted_for": "for"}
APPOINTMENTS = {
    "appointment_attended": "attended",
    "diagnostic_attended": "attended",
    "dna": "dna",
    "patient_cancels": "cancelled_by_patient",
    "provider_cancels": "cancelled_by_hospital",
}


def list_events(answers: Pathway) -> Iterator[Event]:
    """The referral, the events of the list, and the dates the record holds beside it."""
    yield referral_event(answers)
    for event in answers.events:
        yield Event(event.date, event.event, event_details(event))
    if answers.decision_to_treat:
        yield Event(answers.decision_to_treat, "decision_to_treat")
    if answers.decision_to_admit:
        yield Event(answers.decision_to_admit, "decision_to_admit")


def referral_event(answers: Pathway) -> Event:
    """The referral as its route has it: an eRS booking, a worklist, a self-referral, or the day it was received."""
    name = ROUTE_EVENTS.get(answers.referral_route or "", "referral_received")
    known = EVENT_KINDS[name].attributes
    details: dict[str, Any] = {
        "by": REFERRED_BY.get(answers.referral_source, answers.referral_source),
        "provider": answers.provider,
        "tfc": answers.treatment_function,
        "ubrn": answers.ubrn,
        "locally_agreed": True if name == "self_referral_received" else None,
    }
    return Event(answers.referral_received, name, {k: v for k, v in details.items() if v is not None and k in known})


def event_details(event: PathwayEvent) -> dict[str, Any]:
    """The attributes of an event as the vocabulary names them; yes and no as such."""
    given = event.model_dump(exclude={"date", "event", "note"}, exclude_none=True)
    known = EVENT_KINDS[event.event].attributes
    named = {RENAMED.get(name, name): value for name, value in given.items()}
    return {
        name: FLAGS.get(value, value) if isinstance(value, str) else value
        for name, value in named.items()
        if name in known
    }


def make_facts(record_id: str, answers: Pathway, clock: Clock) -> PathwayFacts:
    """One row of the list as the validator's checks read it."""
    return PathwayFacts(
        pathway=record_id,
        patient=answers.nhs_number,
        nhs_number=answers.nhs_number,
        tfc=answers.treatment_function,
        ppid=answers.pathway_id,
        ppid_issuer=answers.ppid_issuer,
        ubrn=answers.ubrn,
        source=answers.referral_source,
        commissioner=answers.commissioner,
        open=clock.status == "open",
        clock_start=clock.clock_start,
        clock_stop=clock.clock_stop,
        codes=tuple(Coded(event.date, event.rtt_code) for event in answers.events if event.rtt_code),
        appointments=tuple(list_appointments(answers)),
        next_event=answers.next_event_on or answers.tci_date,
        decision_to_admit=answers.decision_to_admit,
        on_admitted_list=answers.list_type == "admitted" if answers.list_type else None,
        tci=answers.tci_date,
        on_monitoring=clock.status == "active_monitoring",
        planned=answers.planned == "yes",
        planned_due=answers.planned_due,
    )


def list_appointments(answers: Pathway) -> Iterator[Appointment]:
    for event in answers.events:
        if event.event in APPOINTMENTS:
            yield Appointment(
                event.date,
                FLAGS.get(event.first or ""),
                APPOINTMENTS[event.event],
                event.rtt_code,
                FLAGS.get(event.clearly_communicated or ""),
            )


def check_row(facts: PathwayFacts, today: date) -> Sequence[Finding]:
    """The validator's checks on one pathway; those that compare pathways need the whole list."""
    return [failure.finding for failure in check_list([facts], today)]
