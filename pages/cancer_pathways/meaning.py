"""The record as the cancer rule book reads it: findings and events."""

from collections.abc import Iterator, Mapping

from dashapp.declare.module import Case, Milestone
from rules.cancer import BOOK, CancerCase, CancerClocks
from rules.cancer.record import CancerPatient
from rules.events import Event
from rules.explain import Finding

MILESTONES = (
    Milestone("first_seen", ("first_seen_organisation",), "attended"),
    Milestone("told_on", ("told_outcome", "told_by"), "stop"),
    Milestone("mdt_discussion", shape="decision"),
    Milestone("decision_to_treat", shape="decision"),
    Milestone("treatment_start", ("event_type", "modality"), "stop"),
    Milestone("first_dna_on", shape="missed"),
    Milestone("rebook_contact_on"),
    Milestone("diagnostic_test_on", shape="attended"),
    Milestone("transferred_on", ("treating_provider",), "letter"),
    Milestone("booked_treatment_on", shape="offer"),
    Milestone("earliest_clinically_appropriate_date", shape="decision"),
    Milestone("offer_declined_on", ("care_setting",), "missed"),
    Milestone("available_again_on"),
    Milestone("no_treatment_decided_on", ("no_treatment_reason",), "stop"),
    Milestone("upgraded_on", shape="decision"),
    Milestone("last_tracked_on"),
)
"""What is entered most often first."""


def find_findings(case: Case) -> Iterator[Finding]:
    """What the clocks were read with, then what the checks say of the record on its pathway."""
    clocks: CancerClocks = case.clocks
    linked = [event for event in case.linked.events if event.date <= case.today]
    yield from clocks.findings
    yield from BOOK.find(CancerCase(case.answers, linked, clocks), case.today)


def list_events(answers: CancerPatient) -> Iterator[Event]:
    """The dated facts of the pathway, each in the words of the one vocabulary."""
    yield Event(answers.referral_received, "referral_received", referral_details(answers))
    if answers.upgraded_on and answers.route == "consultant_upgrade":
        yield Event(answers.upgraded_on, "consultant_upgrade")
    if answers.first_dna_on:
        yield Event(answers.first_dna_on, "dna", {"first": True})
    if answers.rebook_contact_on:
        yield Event(answers.rebook_contact_on, "patient_rebooks")
    if answers.told_on:
        told = {
            "outcome": answers.told_outcome,
            "end_reason": answers.fds_end_reason,
            "exclusion_reason": answers.fds_exclusion_reason,
        }
        yield Event(answers.told_on, "patient_told", given(told))
    for name in ("first_seen", "mdt_discussion", "decision_to_treat", "earliest_clinically_appropriate_date"):
        day = getattr(answers, name)
        if day:
            yield Event(day, name)
    yield from list_treatment_events(answers)


def list_treatment_events(answers: CancerPatient) -> Iterator[Event]:
    if answers.offer_declined_on:
        declined = {"reasonable": True, "care_setting": answers.care_setting}
        yield Event(answers.offer_declined_on, "tci_declined", given(declined))
    if answers.available_again_on:
        yield Event(answers.available_again_on, "patient_available")
    if answers.transferred_on:
        between = {"from": answers.investigating_provider, "to": answers.treating_provider}
        yield Event(answers.transferred_on, "transfer_to_treating_provider", given(between))
    treatment = {"event_type": answers.event_type, "modality": answers.modality, "provider": answers.treating_provider}
    if answers.treatment_start:
        yield Event(answers.treatment_start, "treatment_start", given(treatment))
    elif answers.no_treatment_reason == "01" and answers.no_treatment_decided_on:
        yield Event(answers.no_treatment_decided_on, "treatment_declined", given(treatment))


def referral_details(answers: CancerPatient) -> dict[str, object]:
    """A pathway that was upgraded began with a routine referral."""
    return given(
        {
            "route": "routine" if answers.route == "consultant_upgrade" else answers.route,
            "programme": answers.screening_programme,
            "source_of_referral": answers.source_of_referral,
            "priority": answers.referral_priority,
            "cancer_referral_type": answers.cancer_referral_type,
            "provider": answers.investigating_provider or answers.first_seen_organisation,
        }
    )


def given(details: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in details.items() if value is not None}
