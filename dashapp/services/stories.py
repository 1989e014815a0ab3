"""Whole pathways told across modules: one patient, several records that hang on one pathway, in the order of events.

Each story is a list of (store key, answers); the first is the pathway itself. Dates are days before today.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from dashapp.context import Clockstart
from dashapp.module import Patient
from dashapp.services.examples import make_record
from dashapp.services.pathways import PTL
from storage.record import NewRecord

Chapter = tuple[str, Mapping[str, Any]]
Story = Callable[[Callable[[int], str]], Sequence[Chapter]]


def first_appointment_missed(day: Callable[[int], str]) -> Sequence[Chapter]:
    """The first appointment was missed, the patient rang: the clock is nullified and a new one runs."""
    referral = {
        "treatment_function": "C_130",
        "referral_source": "optometrist",
        "referral_route": "letter",
        "referral_received": day(100),
        "priority": "routine",
        "next_event": "First outpatient appointment",
        "next_event_on": day(-12),
    }
    missed = {
        "appointment_date": day(40),
        "specialty": "C_130",
        "appointment_type": "first_outpatient",
        "first_after_referral": "yes",
        "clearly_communicated": "yes",
        "letter_date": day(70),
        "letter_channel": "letter",
        "child_or_vulnerable": "no",
        "contact_made": "yes",
        "dna_letter_sent": "yes",
        "action": "rebooked",
        "rebook_contact_date": day(37),
        "new_appointment_date": day(-12),
    }
    return ((PTL, referral), ("dna_cases", missed))


def operation_cancelled(day: Callable[[int], str]) -> Sequence[Chapter]:
    """The operation was cancelled on the day for want of a bed: the clock runs, and 28 days are promised."""
    referral = {
        "treatment_function": "C_110",
        "referral_source": "gp",
        "referral_route": "ers_booked",
        "referral_received": day(150),
        "priority": "routine",
        "decision_to_admit": day(60),
        "list_type": "admitted",
        "clinical_priority": "p3",
        "events": [{"date": day(95), "event": "appointment_attended", "first": "yes", "rtt_code": "20"}],
    }
    cancelled = {
        "appointment_date": day(9),
        "cancellation_date": day(9),
        "specialty": "C_110",
        "type": "inpatient_operation",
        "cancelled_by": "hospital_non_clinical",
        "reason": "ward_bed",
        "on_the_day_or_after_admission": "yes",
        "has_opcs": "yes",
        "patient_class": "1",
        "admission_method": "11",
        "nhs_funded": "yes",
    }
    return ((PTL, referral), ("cancellations", cancelled))


def cancer_on_the_list(day: Callable[[int], str]) -> Sequence[Chapter]:
    """An urgent suspected cancer referral stands on both lists: one clock of 18 weeks, three of cancer."""
    referral = {
        "treatment_function": "C_101",
        "referral_source": "gp",
        "referral_route": "ers_booked",
        "referral_received": day(33),
        "priority": "two_week",
        "on_cancer_ptl": "yes",
        "next_event": "MDT",
        "next_event_on": day(-3),
    }
    pathway = {
        "suspected_type": "urological",
        "route": "urgent_suspected_cancer",
        "referral_received": day(33),
        "referrer": "gp",
        "first_seen": day(22),
        "first_seen_organisation": "RXX01",
        "told_on": day(6),
        "told_outcome": "cancer_diagnosed",
        "fds_end_reason": "01",
        "last_tracked_on": day(2),
        "next_action": "Book the MDT",
        "next_action_due": day(-3),
        "next_action_owner": "Pathway coordinator",
    }
    return ((PTL, referral), ("cancer_patients", pathway))


STORIES: tuple[Story, ...] = (first_appointment_missed, operation_cancelled, cancer_on_the_list)


def tell(clockstart: Clockstart, story: Story, patient: Patient) -> list[tuple[str, NewRecord]]:
    """The records of a story, linked to its pathway. A chapter of a module that is not here is left out; ValueError
    when a module would not accept its chapter."""
    day = days_before(clockstart.today)
    told: list[tuple[str, NewRecord]] = []
    for store_key, answers in story(day):
        module = clockstart.registry.find_by_store_key(store_key)
        if module is None or (store_key != PTL and not told):
            continue
        about = {"patient_name": patient.name, "nhs_number": patient.nhs_number, **answers}
        link = {"link": told[0][1].id} if told else {}
        record = make_record(clockstart, module, about | link)
        told.append((store_key, replace(record, links=(told[0][1].id if told else record.id,))))
    return told


def days_before(today: date) -> Callable[[int], str]:
    """A day as ISO text, counted back from today (a negative count lies ahead)."""
    return lambda count: (today - timedelta(days=count)).isoformat()
