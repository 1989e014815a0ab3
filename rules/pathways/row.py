"""What a pathway's record says to the rule books: its events, and the facts a validator's checks read."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from rules.closed_sets import CHOICE_REASONS
from rules.event_groups import APPOINTMENTS
from rules.events import EVENT_KINDS, Event
from rules.pathways.events import PathwayEvent
from rules.pathways.record import Pathway
from rules.rtt import Clock
from rules.validation.whole_list import Appointment, Coded, PathwayFacts

ROUTE_EVENTS = {
    "ers_booked": "ubrn_converted",
    "ers_asi": "asi_worklist",
    "ers_ras": "ras_received",
    "self_referral": "self_referral_received",
}
REFERRED_BY = {"self": "patient", "emergency_department": "emergency_department"}
FLAGS = {"yes": True, "no": False}
WORKLISTS = frozenset({"ers_asi", "ers_ras"})
PRIORITY_NAMES = {f"p{name}": f"P{name}" for name in ("1a", "1b", "2", "3", "4", "5", "6")}
OUTCOMES_OF_TCI = frozenset(
    {"admission", "treatment_started", "treatment_not_carried_out", "dna", "patient_cancels", "provider_cancels"}
)
RENAMED = {"admitted_for": "for", "told_on": "communicated", "treated_by": "by", "duplicate_of": "of"}


def list_events(answers: Pathway) -> Iterator[Event]:
    """The referral, the events of the list, and the dates the record holds beside it."""
    yield referral_event(answers)
    for event in answers.events:
        details = event_details(event)
        if event.event == "planned_list_added" and answers.planned_due:
            details["due"] = answers.planned_due
        yield Event(event.date, event.event, details)
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
    renamed = {**RENAMED, "to": "from"} if event.event == "transfer_in" else RENAMED
    named = {renamed.get(name, name): value for name, value in given.items()}
    return {
        name: FLAGS.get(value, value) if isinstance(value, str) else value
        for name, value in named.items()
        if name in known
    }


def read_row(record_id: str, answers: Pathway, clock: Clock) -> PathwayFacts:
    """One row of the list as the validator's checks read it."""
    return PathwayFacts(
        pathway=answers.pathway_id or record_id,
        patient=answers.nhs_number,
        nhs_number=answers.nhs_number,
        tfc=answers.treatment_function,
        ppid=answers.pathway_id,
        ppid_issuer=answers.ppid_issuer,
        ubrn=answers.ubrn,
        source=answers.referral_source,
        commissioner=answers.commissioner,
        provider=(clock.last.reported_by if clock.last else None) or answers.provider,
        open=clock.status == "open",
        clock_start=clock.clock_start,
        clock_stop=clock.clock_stop,
        codes=tuple(Coded(event.date, event.rtt_code) for event in answers.events if event.rtt_code),
        appointments=tuple(list_appointments(answers)),
        last_attended=answers.last_attended_on,
        next_event=answers.next_event_on or find_tci(answers),
        **read_from_events(answers, clock),
        on_admitted_list=answers.list_type == "admitted" if answers.list_type else None,
        tci=find_tci(answers),
        tci_outcome=find_tci_outcome(answers),
        died_on=next((event.date for event in answers.events if event.event == "death"), None),
        **read_monitoring(answers, clock),
        planned=answers.planned == "yes",
        planned_due=answers.planned_due,
        transferred_in=answers.transfer_state == "received" or None,
        transfer_form_start=clock.clock_start if answers.transfer_state == "received" else None,
        transferred_out_on=find_last(answers, "transfer_out"),
        worklist=is_on_worklist(answers),
        lcad=answers.latest_clinically_appropriate_date,
        priority=PRIORITY_NAMES.get(answers.clinical_priority or ""),
        priority_reviewed_on=answers.priority_reviewed_on,
        patient_cancellations=sum(event.event == "patient_cancels" for event in answers.events),
        validated_on=answers.last_validated_on,
    )


def read_from_events(answers: Pathway, clock: Clock) -> dict[str, Any]:
    """What a box and the timeline can both say, read off the timeline, on which the box is an event too. The box alone
    counts where no clock was started."""
    return {"decision_to_admit": clock.decided_to_admit if clock.periods else answers.decision_to_admit}


def find_tci(answers: Pathway) -> date | None:
    """For when admission is booked: as the box has it, or else the last date offered that was not declined."""
    offered = [event for event in answers.events if event.event == "tci_offered" and event.tci]
    accepted = [event for event in offered if event.declined != "yes"]
    last = max(accepted, key=lambda event: event.date, default=None)
    return answers.tci_date or (last.tci if last else None)


def find_tci_outcome(answers: Pathway) -> str | None:
    """What came of the admission that was booked, where the timeline tells it; None while it does not."""
    tci = find_tci(answers)
    after = [event for event in answers.events if tci and event.date >= tci and event.event in OUTCOMES_OF_TCI]
    return after[0].event if after else None


def is_on_worklist(answers: Pathway) -> bool:
    """Whether the referral still waits on the ASI or RAS worklist: nothing was booked or attended yet."""
    if answers.list_type == "asi_ras":
        return True
    booked = answers.next_event_on or any(event.event in APPOINTMENTS for event in answers.events)
    return answers.referral_route in WORKLISTS and not booked


def read_monitoring(answers: Pathway, clock: Clock) -> dict[str, Any]:
    """Since when the patient is monitored, why, and when the review is due."""
    if clock.status != "active_monitoring":
        return {"on_monitoring": False}
    started = [event for event in answers.events if event.event == "active_monitoring_start"]
    last = max(started, key=lambda event: event.date, default=None)
    reason = last.reason if last else None
    return {
        "on_monitoring": True,
        "monitoring_since": clock.clock_stop,
        "monitoring_reason": "delay" if reason in CHOICE_REASONS else reason,
        "monitoring_review_due": last.review_due if last else None,
    }


def find_last(answers: Pathway, name: str) -> date | None:
    """The day of the last event of a kind."""
    return max((event.date for event in answers.events if event.event == name), default=None)


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
