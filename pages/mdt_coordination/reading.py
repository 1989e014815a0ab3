"""The meeting as the rule book on MDT meetings reads it: facts, findings, events, and what is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from dashapp.declare.module import Case, Due, OnPathway
from dashapp.declare.phrases import read_facts
from rules.events import Event
from rules.explain import Finding
from rules.mdt import checks as mdt
from rules.mdt.checks import Action, CaseFacts, MeetingFacts
from rules.mdt.record import Meeting, MeetingCase
from words.phrases import plural

PREPARE_DAYS = 3
"""Days before a meeting by which its list should be ready; local policies differ."""
OUTCOME_TOLD = {
    "ruled_out": "cancer_ruled_out",
    "treat_here": "cancer_diagnosed",
    "refer": "cancer_diagnosed",
    "palliative": "cancer_diagnosed",
    "active_monitoring": "cancer_diagnosed",
}


def read_meeting(answers: Meeting) -> MeetingFacts:
    """The meeting in the rule book's words; a held meeting without a single tick has no attendance recorded."""
    roles = tuple(answers.core_roles) or tuple(mdt.CORE_ROLES)
    present = dict.fromkeys(answers.present, True)
    return read_facts(MeetingFacts, answers, held_on=answers.date, present=present, core_roles=roles)


def read_patient(case: MeetingCase) -> CaseFacts:
    """One patient of the meeting in the rule book's words."""
    status = case.performance_status
    return read_facts(
        CaseFacts,
        case,
        performance_status=None if status is None else int(status),
        actions=tuple(read_facts(Action, action) for action in case.actions),
    )


def in_order(cases: list[MeetingCase]) -> list[MeetingCase]:
    """The list as it is worked through: by its order, then the earliest breach date."""
    return sorted(cases, key=lambda case: (case.order or 999, case.breach_date or date.max))


def find_findings(case: Case) -> Iterator[Finding]:
    """What is to be said of the meeting, then of each patient, who is named."""
    answers: Meeting = case.answers
    meeting = read_meeting(answers)
    yield from mdt.list_meeting_findings(meeting, case.today)
    for index, patient in enumerate(answers.cases):
        for finding in mdt.list_case_findings(read_patient(patient), meeting, case.today):
            yield replace(finding, field=f"cases.{index}.{finding.field}", about=patient.patient_name)


def list_events(answers: Meeting) -> Iterator[OnPathway]:
    """The milestones of each patient whose case belongs to a pathway, for that pathway alone."""
    for patient in answers.cases:
        if patient.link:
            for event in list_milestones(answers, patient):
                yield OnPathway(patient.link, event)


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


def list_missing(patient: MeetingCase) -> list[str]:
    """What a patient still lacks before the meeting; empty when ready."""
    return mdt.list_not_ready(read_patient(patient))


def list_due(case: Case) -> Iterator[Due]:
    """The list to prepare, the outcomes to record, patients to be told, actions."""
    answers: Meeting = case.answers
    unready = [patient for patient in answers.cases if list_missing(patient)]
    if answers.status == "planned" and answers.date < case.today:
        yield Due(answers.date, "Record whether the meeting was held, and the outcomes", "breach")
    elif answers.status == "planned" and unready:
        what = f"Prepare the meeting: {len(unready)} of {plural(len(answers.cases), 'patient')} not ready"
        yield Due(answers.date - timedelta(days=PREPARE_DAYS), what)
    for patient in answers.cases:
        yield from list_patient_due(answers, patient)


def list_patient_due(meeting: Meeting, patient: MeetingCase) -> Iterator[Due]:
    told = patient.told_on is not None or meeting.status != "held" or not patient.outcome
    if patient.tell_by and not told:
        yield Due(patient.tell_by, f"Tell {patient.patient_name} the outcome")
    for action in patient.actions:
        if action.done_on is None and action.due is not None:
            owner = f" ({action.owner})" if action.owner else ""
            yield Due(action.due, f"{patient.patient_name}: {action.what}{owner}")
