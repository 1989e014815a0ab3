"""Whole pathways told across modules: one patient, several records that hang on one pathway, in the order of events.

Each story is a list of (store key, answers); the first is the pathway itself. Dates are days before today.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from dashapp.context import Clockstart
from dashapp.declare.module import Patient
from dashapp.services.records.examples import make_record
from dashapp.services.records.pathways import PTL
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
    letter = {
        "type": "dna",
        "channel": "letter",
        "date_sent": day(39),
        "purpose": "How to rebook after the missed appointment",
        "event_date": day(40),
        "first_missed": "yes",
        "sent_to_gp": "yes",
        "outcome": "delivered",
    }
    return ((PTL, referral), ("dna_cases", missed), ("communications", letter))


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


def unfit_then_moved(day: Callable[[int], str]) -> Sequence[Chapter]:
    """Unfit before the operation, told so, and then moved to another provider: one clock runs through it all."""
    referral = {
        "treatment_function": "C_110",
        "referral_source": "gp",
        "referral_route": "letter",
        "referral_received": day(118),
        "priority": "routine",
        "consultant": "Miss Hughes",
        "site": "Northfield",
        "pathway_id": "0000RXA00012345678A1",
        "ppid_issuer": "RXA",
        "decision_to_admit": day(70),
        "list_type": "admitted",
        "clinical_priority": "p4",
        "events": [{"date": day(84), "event": "appointment_attended", "first": "yes", "rtt_code": "20"}],
    }
    unfit = {
        "specialty": "C_110",
        "planned_procedure": "Hip replacement",
        "reason": "optimisation",
        "reason_in_words": "Blood pressure 180/105 at pre-assessment.",
        "consultant": "Miss Hughes",
        "decided_on": day(48),
        "decided_with_patient_on": day(48),
        "expected_days": 42,
        "fit_by": day(6),
        "asa": "asa_2",
        "optimisation": ["blood_pressure"],
        "plan": "Seen every two weeks by the practice nurse; repeat the assessment below 160/90.",
        "action": "keep_clock_running",
        "patient_informed": "yes",
        "review_date": day(3),
        "rtt_code": "20",
    }
    letter = {
        "type": "waiting_update",
        "channel": "letter",
        "date_sent": day(46),
        "purpose": "Your operation has to wait until your blood pressure has come down",
        "reason_code": "decision",
        "outcome": "delivered",
        "follow_up_due": day(-4),
    }
    moved = {
        "transfer_type": "inter_provider",
        "responsibility_moves": "yes",
        "transfer_reason": "mutual_aid",
        "patient_agreed": "yes",
        "ppid": "0000RXA00012345678A1",
        "ppid_issuer": "RXA",
        "rtt_status": "20",
        "clock_start": day(118),
        "decision_to_refer_date": day(5),
        "requested_date": day(4),
        "receiving_organisation_name": "Westmere Hospital",
        "receiving_organisation_code": "RXB",
        "receiving_tfc": "C_110",
        "sender_code": "21",
    }
    chapters = (("clinical_exceptions", unfit), ("communications", letter), ("transfers", moved))
    return ((PTL, referral), *chapters)


def funded_and_consented(day: Callable[[int], str]) -> Sequence[Chapter]:
    """An operation that needs prior approval: the clock runs while it is decided, consent is given with the decision to
    admit and is to be confirmed on the day, and the pathway is validated in between."""
    referral = {
        "treatment_function": "C_100",
        "referral_source": "gp",
        "referral_route": "ers_booked",
        "referral_received": day(121),
        "priority": "routine",
        "decision_to_admit": day(34),
        "list_type": "admitted",
        "clinical_priority": "p4",
        "priority_reviewed_on": day(34),
        "events": [
            {"date": day(98), "event": "appointment_attended", "first": "yes", "rtt_code": "20"},
            {"date": day(12), "event": "tci_offered", "tci": day(-12)},
        ],
    }
    funding = {
        "treatment": "Varicose vein surgery",
        "category": "prior_approval",
        "consultant": "Mr Hughes",
        "icb": "Northfield ICB",
        "criteria_met": "yes",
        "criteria_evidence": "Recurrent bleeding; reflux of the long saphenous vein on duplex.",
        "treatments_tried": "Compression for six months, not tolerated.",
        "evidence": [{"kind": "measurement_or_score", "description": "Duplex report", "dated": day(95)}],
        "status": "approved",
        "moves": [
            {"to": "submitted", "on": day(90)},
            {"to": "screened", "on": day(80)},
            {"to": "approved", "on": day(60)},
        ],
        "submitted_on": day(90),
        "screened_on": day(80),
        "decided_on": day(60),
        "patient_told_on": day(58),
    }
    consent = {
        "procedure": "Endovenous ablation of varicose veins, left leg",
        "has_side": "yes",
        "side": "left",
        "form": "1",
        "signed_by": "patient",
        "capacity": "has_capacity",
        "decision_to_admit": day(34),
        "stage_one_on": day(34),
        "stage_one_by": "Mr Hughes",
        "stage_one_role": "performs",
        "risks_discussed": "yes",
        "material_risks": "Bruising, numbness, clots, veins that come back.",
        "alternatives_discussed": "yes",
        "no_treatment_discussed": "yes",
        "alternatives": "Compression, sclerotherapy, doing nothing.",
        "interpreter_needed": "no",
    }
    validated = {
        "clock_start": day(121),
        "last_status": "20",
        "last_status_on": day(98),
        "decision_to_admit": day(34),
        "level": "administrative",
        "validated_on": day(30),
        "evidence_place": "clinic_letter",
        "evidence_on": day(34),
        "evidence": "Listed as a day case; prior approval in place.",
        "decision": "remain",
        "contacted_on": day(30),
        "contact_channel": "phone",
        "contact_result": "still_wants",
        "next_step": "Offer an admission date",
        "next_step_owner": "Admissions",
        "next_review_on": day(-54),
    }
    return ((PTL, referral), ("funding_requests", funding), ("consent_records", consent), ("waiting_list", validated))


STORIES: tuple[Story, ...] = (
    first_appointment_missed,
    operation_cancelled,
    cancer_on_the_list,
    unfit_then_moved,
    funded_and_consented,
)


def tell(
    clockstart: Clockstart, story: Story, patient: Patient, today: date | None = None
) -> list[tuple[str, NewRecord]]:
    """The records of a story, linked to its pathway, told on a day. A chapter of a module that is not here is left out;
    ValueError when a module would not accept its chapter."""
    day, born = days_before(today or clockstart.today), patient.date_of_birth.isoformat()
    told: list[tuple[str, NewRecord]] = []
    for store_key, answers in story(day):
        module = clockstart.registry.find_by_store_key(store_key)
        if module is None or (store_key != PTL and not told):
            continue
        about = {"patient_name": patient.name, "nhs_number": patient.nhs_number, **answers}
        about |= {"date_of_birth": born} if "date_of_birth" in module.question else {}
        link = {"link": told[0][1].id} if told else {}
        record = make_record(clockstart, module, about | link)
        told.append((store_key, replace(record, links=(told[0][1].id if told else record.id,))))
    return told


def days_before(today: date) -> Callable[[int], str]:
    """A day as ISO text, counted back from today (a negative count lies ahead)."""
    return lambda count: (today - timedelta(days=count)).isoformat()
