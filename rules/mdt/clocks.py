"""What a meeting puts on the timeline of a patient's pathway.

Sources: rule book I, B3, B7 and amendment C5; the event vocabulary of `rules/events.py`.
"""

from collections.abc import Iterator

from rules.events import Event
from rules.mdt.record import Meeting, MeetingCase

OUTCOME_TOLD = {
    "ruled_out": "cancer_ruled_out",
    "treat_here": "cancer_diagnosed",
    "refer": "cancer_diagnosed",
    "palliative": "cancer_diagnosed",
    "active_monitoring": "cancer_diagnosed",
}
"""Outcomes that end the 28-day clock once the patient is told, and what is told."""


def list_milestones(meeting: Meeting, patient: MeetingCase) -> Iterator[Event]:
    """What the meeting adds to a patient's pathway; a deferred patient was not discussed."""
    if patient.upgraded_on and patient.route in {None, "routine", "consultant_upgrade"}:
        yield Event(patient.upgraded_on, "consultant_upgrade")
    outcome = patient.outcome
    if meeting.status != "held" or not outcome or outcome == "deferred":
        return
    yield Event(meeting.date, "mdt_discussion", {"outcome": outcome})
    if patient.decision_to_treat:
        yield Event(patient.decision_to_treat, "decision_to_treat")
    if outcome == "refer" and patient.transferred_on:
        to = {"to": patient.treating_provider} if patient.treating_provider else {}
        yield Event(patient.transferred_on, "transfer_to_treating_provider", to)
    if patient.told_on and outcome in OUTCOME_TOLD:
        yield Event(patient.told_on, "patient_told", {"outcome": OUTCOME_TOLD[outcome]})
