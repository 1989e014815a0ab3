"""The table of event kinds: name, label, shape on the ribbon, rank within a day, the books that read it, attributes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Shape(StrEnum):
    """How the clock ribbon marks an event."""

    START = "start"
    STOP = "stop"
    ATTENDED = "attended"
    MISSED = "missed"
    OFFER = "offer"
    DECISION = "decision"
    LETTER = "letter"
    NOTE = "note"


class EventKind(NamedTuple):
    """One word of the vocabulary; `rank` orders it within a day, `books` are the rule books that read it."""

    name: str
    label: str
    shape: Shape
    rank: int
    books: frozenset[str]
    attributes: frozenset[str]


COMMON_ATTRIBUTES = frozenset(
    {"rtt_code", "provider", "service", "to", "days", "weeks", "communicated", "discharged_to_gp", "new_pathway"}
    | {"iptamds", "iptamds_code", "local_pas_code"}
)
"""Attributes any event may carry."""


def _kind(name: str, label: str, shape: str, rank: int, books: str, attributes: str = "") -> EventKind:
    return EventKind(
        name, label, Shape(shape), rank, frozenset(books.split()), COMMON_ATTRIBUTES | frozenset(attributes.split())
    )


_KINDS = (
    _kind("gp_referral_letter_written", "GP wrote the referral letter", "letter", 2, "rtt"),
    _kind("private_consultation", "Private consultation", "attended", 3, "rtt"),
    _kind("emergency_attendance", "Attended as an emergency (A&E)", "attended", 4, "rtt"),
    _kind("emergency_admission", "Admitted as an emergency", "note", 5, "rtt"),
    _kind("direct_access_diagnostic_request", "GP asked for a direct-access test", "letter", 6, "rtt dm01", "test"),
    _kind("diagnostic_requested", "Test requested", "letter", 59, "rtt dm01", "test received planned due"),
    _kind("advice_and_guidance_request", "GP asked for advice and guidance", "letter", 7, "rtt"),
    _kind(
        "referral_received",
        "Referral received",
        "start",
        10,
        "rtt cancer",
        "by route consultant_led community_service country commissioner source elective from nhs tfc "
        "specialty programme source_of_referral cancer_referral_type priority original_received",
    ),
    _kind(
        "self_referral_received",
        "Self-referral received",
        "start",
        11,
        "rtt",
        "locally_agreed consultant_led tfc specialty",
    ),
    _kind(
        "ubrn_converted",
        "Booking reference (UBRN) converted in eRS",
        "start",
        12,
        "rtt",
        "ubrn linked_to consultant_led tfc specialty commissioner community_service",
    ),
    _kind(
        "asi_worklist",
        "Appeared on the ASI worklist (no slots)",
        "start",
        13,
        "rtt",
        "ubrn linked_to tfc specialty commissioner",
    ),
    _kind(
        "ras_received",
        "Reached the referral assessment service (RAS) worklist",
        "start",
        13,
        "rtt",
        "ubrn linked_to tfc specialty commissioner",
    ),
    _kind(
        "advice_converted_to_referral",
        "Advice and guidance converted to a referral",
        "start",
        14,
        "rtt",
        "tfc specialty commissioner",
    ),
    _kind("self_referral_ratified", "Self-referral ratified by a care professional", "decision", 15, "rtt"),
    _kind("self_referral_not_ratified", "Self-referral not ratified", "decision", 15, "rtt"),
    _kind("registered_on_pas", "Registered on the PAS", "note", 16, "rtt"),
    _kind("referral_rejected", "Referral rejected by the provider", "letter", 17, "rtt", "reason"),
    _kind("re_referred", "Re-referred", "start", 18, "rtt", "by route tfc specialty consultant_led commissioner"),
    _kind("advice_given", "Advice returned to the referrer", "letter", 19, "rtt"),
    _kind("consultant_upgrade", "Consultant upgrade to a cancer pathway", "decision", 19, "cancer"),
    _kind("referral_triaged", "Referral triaged", "decision", 20, "rtt", "outcome by reason"),
    _kind(
        "interface_assessment",
        "Assessed in an interface service",
        "attended",
        20,
        "rtt",
        "outcome decision treatment by",
    ),
    _kind(
        "transfer_out", "Care transferred to another provider", "letter", 22, "rtt", "clinical_responsibility_transfers"
    ),
    _kind(
        "transfer_in",
        "Transfer received from another provider",
        "letter",
        23,
        "rtt",
        "clock_start original_clock_start from country commissioner seen_by_sender",
    ),
    _kind("subcontracted", "Treated under a subcontract", "letter", 24, "rtt", "reported_by"),
    _kind("transfer_to_treating_provider", "Transferred to the treating provider", "letter", 23, "cancer", "from"),
    _kind("appointment_booked", "Appointment booked", "offer", 30, "rtt", "tci first"),
    _kind(
        "alternative_provider_offered",
        "Earlier date offered at another provider",
        "offer",
        31,
        "rtt",
        "tci provider team appropriate declined",
    ),
    _kind(
        "alternative_provider_offer_declined",
        "Declined an earlier date at another provider",
        "missed",
        32,
        "rtt",
        "tci team appropriate reasonable offered",
    ),
    _kind("tci_offered", "Admission date (TCI) offered", "offer", 33, "rtt", "tci declined reasonable offered first"),
    _kind("tci_declined", "Admission date (TCI) declined", "missed", 34, "cancer", "reasonable care_setting tci"),
    _kind("patient_requests_delay", "Patient asks to delay", "note", 35, "rtt", "reason clinically_acceptable"),
    _kind(
        "patient_unavailable",
        "Patient says they are unavailable",
        "note",
        36,
        "rtt",
        "from two_reasonable_dates_could_have_been_offered reason",
    ),
    _kind("patient_unfit", "Patient is unfit for now", "note", 37, "rtt", "reason"),
    _kind("medically_unfit", "Patient is medically unfit", "note", 37, "cancer"),
    _kind("patient_cancels", "Patient cancels", "missed", 40, "rtt cancer dm01", "notice_hours first reason test"),
    _kind("provider_cancels", "Provider cancels", "missed", 41, "rtt cancer dm01", "reason first test"),
    _kind(
        "dna",
        "Missed appointment (DNA)",
        "missed",
        42,
        "rtt cancer dm01",
        "first clearly_communicated was_not_brought arrived_late adjustment_reason test",
    ),
    _kind("patient_contacts_to_rebook", "Patient makes contact to rebook", "note", 44, "rtt"),
    _kind("patient_rebooks", "Patient makes contact to rebook (cancer)", "note", 44, "cancer"),
    _kind("provider_decides_to_rebook", "Provider decides to offer another appointment", "decision", 45, "rtt"),
    _kind("patient_available", "Patient is available again", "note", 46, "cancer"),
    _kind("first_seen", "First seen", "attended", 49, "cancer"),
    _kind("appointment_attended", "Attended an appointment", "attended", 50, "rtt", "first decision treatment tfc by"),
    _kind(
        "diagnostic_attended",
        "Attended a test",
        "attended",
        51,
        "rtt dm01",
        "routine_check test first decision treatment",
    ),
    _kind("mdt_discussion", "Discussed at the MDT", "decision", 54, "cancer", "outcome"),
    _kind("decision_to_treat", "Decision to treat", "decision", 55, "rtt cancer", "after referred_on tfc elective"),
    _kind("decision_to_admit", "Decision to admit", "decision", 55, "rtt", "after referred_on tfc elective"),
    _kind("patient_wishes_to_proceed", "Patient wishes to go ahead", "decision", 55, "rtt"),
    _kind(
        "new_treatment_decision",
        "Decision on a new or different treatment",
        "decision",
        55,
        "rtt",
        "substantively_new refer_to in_agreed_plan referred_on clock_start",
    ),
    _kind("clinically_ready_second_side", "Clinically ready for the second side", "decision", 56, "rtt", "side"),
    _kind("patient_available_second_side", "Patient available for the second side", "decision", 56, "rtt", "side"),
    _kind(
        "planned_due_date_passed",
        "Planned date has passed",
        "note",
        57,
        "rtt dm01",
        "kind moved_to_active_list clinically_ready due",
    ),
    _kind("thinking_time_agreed", "Thinking time agreed", "note", 58, "rtt", "active_monitoring clinical_decision"),
    _kind("earliest_clinically_appropriate_date", "Earliest clinically appropriate date", "decision", 59, "cancer"),
    _kind("patient_told", "Patient told the result", "decision", 59, "cancer", "outcome end_reason exclusion_reason"),
    _kind(
        "referral_for_diagnostic_or_opinion",
        "Referred elsewhere for a test or an opinion",
        "letter",
        59,
        "rtt",
        "clinical_responsibility_transfers",
    ),
    _kind(
        "consultant_referral_same_condition",
        "Consultant referral, same condition",
        "letter",
        59,
        "rtt",
        "source_of_referral",
    ),
    _kind(
        "consultant_referral_new_condition",
        "Consultant referral, separate condition",
        "start",
        59,
        "rtt",
        "specialty tfc source_of_referral",
    ),
    _kind("consent_given", "Consent, stage one", "decision", 58, "consent", "side form"),
    _kind("consent_withdrawn", "Consent withdrawn", "note", 59, "consent", "side"),
    _kind("consent_confirmed", "Consent confirmed, stage two", "decision", 59, "consent", "side"),
    _kind("funding_requested", "Funding requested", "letter", 59, "funding", "category"),
    _kind("funding_decided", "Funding decided", "decision", 59, "funding", "outcome"),
    _kind("admission", "Admitted", "attended", 60, "rtt", "for side tfc reason"),
    _kind("treatment_not_carried_out", "Treatment was not carried out", "note", 65, "rtt", "reason"),
    _kind(
        "treatment_started",
        "Treatment started",
        "stop",
        70,
        "rtt",
        "definitive emergency in_agreed_plan by found_on tfc side admitted",
    ),
    _kind("therapy_started", "Therapy started", "stop", 70, "rtt", "definitive tfc by"),
    _kind(
        "treatment_start",
        "Cancer treatment started",
        "stop",
        70,
        "cancer",
        "event_type modality care_setting icd10 morphology",
    ),
    _kind("medication_dose_change", "Dose of a medication changed", "note", 72, "rtt", "referred_for_therapy"),
    _kind("transplant_listed", "Added to the transplant list", "stop", 80, "rtt", "matched"),
    _kind("decision_not_to_treat", "Decision not to treat", "stop", 81, "rtt", "reason by decided"),
    _kind("patient_declines_treatment", "Patient declines treatment", "stop", 81, "rtt", "all_treatment"),
    _kind(
        "treatment_declined", "Patient declines cancer treatment", "stop", 81, "cancer", "event_type modality reason"
    ),
    _kind(
        "active_monitoring_start",
        "Active monitoring starts",
        "stop",
        82,
        "rtt",
        "initiated_by reason clinical_conversation patient_agreed review_due "
        "trust_decided_before_offering test_planned",
    ),
    _kind(
        "discharge_to_gp",
        "Discharged to the GP",
        "stop",
        83,
        "rtt",
        "clinician_reviewed policy_published clinical_reason reason clearly_communicated "
        "best_interest_confirmed policy_protects_vulnerable",
    ),
    _kind("treated_elsewhere", "Treated elsewhere", "stop", 84, "rtt", "by"),
    _kind("moved_away", "Moved away", "stop", 84, "rtt"),
    _kind("entered_in_error", "Entered in error", "note", 86, "rtt", "reason"),
    _kind("duplicate_closed", "Closed as a duplicate", "note", 86, "rtt", "of"),
    _kind("pifu_started", "Patient-initiated follow-up starts", "note", 87, "rtt"),
    _kind("hospital_discharge", "Discharged from hospital", "note", 88, "rtt"),
    _kind("planned_list_added", "Added to the planned list", "note", 90, "rtt dm01", "due reason"),
    _kind("followup_overdue", "Follow-up is overdue", "note", 92, "rtt", "lcad"),
    _kind("death", "Patient died", "stop", 95, "rtt"),
    _kind("death_notified", "Hospital told of the death", "letter", 96, "rtt", "died"),
    _kind("letter_sent", "Letter or message sent", "letter", 97, "letters", "letter channel outcome sent_to_gp"),
    _kind("patient_contacted", "Patient contacted about the wait", "letter", 98, "validation", "outcome"),
    _kind("validated", "Pathway validated", "note", 99, "validation", "decision level"),
)

EVENT_KINDS: Mapping[str, EventKind] = {kind.name: kind for kind in _KINDS}
RANK: Mapping[str, int] = {kind.name: kind.rank for kind in EVENT_KINDS.values()}
"""The order of kinds within one day; see the head of this file."""
