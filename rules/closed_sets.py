"""Closed sets: the words an attribute may hold where a rule could rest on it.

Free text never moves a clock. What people type into an outcome field says one thing and its opposite with the same
words ("not for discharge", "remove from waiting list"), so only a word of the set counts, spelt with spaces, hyphens
or capitals as it comes. Any other text is a note: it stays where it is stored, `UNKNOWN_VALUE` asks about it, and the
event is read as if the attribute were absent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from .event_choices import (
    CANCELLED_BECAUSE,
    CONTACT_RESULTS,
    LETTER_OUTCOMES,
    MEETING_OUTCOMES,
    NO_TREATMENT_REASONS,
    UNFIT_BECAUSE,
    VALIDATION_DECISIONS,
)
from .events import BOOK, Event, label_of
from .explain import Finding, Severity

Words = Mapping[str, str]

DECISIONS: Final[Words] = {
    "see_again": "See again",
    "test_requested": "Test requested",
    "test_within_days": "A test or treatment within days",
    "referred_for_therapy": "Referred for therapy",
    "referred_to_colleague": "Referred to a colleague or another specialty",
    "thinking_time": "Patient is thinking it over",
    "decision_to_treat": "Decision to treat",
    "decision_to_admit": "Decision to admit",
    "active_monitoring": "Active monitoring",
    "decision_not_to_treat": "Decision not to treat",
    "discharge_to_gp": "Discharged to the GP",
    "patient_declines_treatment": "Patient declines all treatment",
}
TREATMENTS: Final[Words] = {
    "first_definitive_treatment": "First definitive treatment started",
    "not_definitive": "Treatment that is not definitive",
    "pre_treatment": "Preparation for treatment",
    "diagnostic": "A test or a biopsy",
    "referred": "Referred for treatment, not started",
    "planned": "Treatment planned or listed, not started",
    "advice": "Advice only",
    "none": "No treatment",
}
MONITORING_REASONS: Final[Words] = {
    "clinical": "Clinically appropriate to monitor",
    "symptoms_improved": "Symptoms have improved",
    "see_how_they_cope": "Patient wants to see how they cope",
    "thinking_time": "Patient is thinking it over for longer",
    "repeated_cancellations": "Decided at the review after repeated cancellations",
    "two_reasonable_offers_declined": "Two reasonable dates declined",
    "offers_declined": "Dates declined",
    "declared_unavailability": "Patient is unavailable",
    "patient_delay": "Patient wishes to delay",
    "test_within_days": "A test or treatment within days",
}
CHOICE_REASONS: Final = frozenset(
    ("two_reasonable_offers_declined", "offers_declined", "declared_unavailability", "patient_delay")
)
"""Reasons for active monitoring that say the patient delays."""
DISCHARGE_REASONS: Final[Words] = {
    "clinical": "A clinical reason",
    "symptoms_resolved": "Symptoms have resolved",
    "results_normal": "Results are normal",
    "primary_care": "Care goes on with the GP",
    "dna": "Missed appointment",
    "two_dna_policy": "Missed twice, local policy",
    "cancellation": "Repeated cancellations",
    "delay": "Patient wishes to delay",
    "patient_changes_provider": "Patient changes provider",
    "other": "Another reason",
}
NOT_TREATED_BECAUSE: Final[Words] = {
    "clinical": "A clinical reason",
    "not_suitable": "Not suitable for treatment",
    "not_needed": "Treatment is not needed",
    "results_normal": "Results are normal",
    "symptoms_resolved": "Symptoms have resolved",
    "funding_declined": "Funding declined",
    "other": "Another reason",
}
NOT_CARRIED_OUT_BECAUSE: Final[Words] = {
    "no_theatre": "No theatre time",
    "no_bed": "No bed",
    "no_staff": "No staff",
    "equipment": "Equipment",
    "emergency": "An emergency took the theatre",
    "unfit": "Patient is unfit",
    "temporarily_unfit": "Patient is unfit for now",
    "not_prepared": "Patient was not prepared",
    "not_suitable": "Not suitable for the operation",
    "patient_declined": "Patient declined on the day",
    "other": "Another reason",
}
DELAYED_BECAUSE: Final[Words] = {
    "holiday": "Holiday",
    "work": "Work or study",
    "family": "Family or caring",
    "unwell": "Unwell",
    "thinking_time": "Thinking it over",
    "other": "Another reason",
}
REJECTED_BECAUSE: Final[Words] = {
    "wrong_service": "Wrong service",
    "information_missing": "Information is missing",
    "criteria_not_met": "Local criteria are not met",
    "advice_given": "Returned with advice",
    "duplicate": "Referred already",
    "other": "Another reason",
}
ERRORS: Final[Words] = {
    "wrong_patient": "Wrong patient",
    "wrong_service": "Wrong service or specialty",
    "not_a_referral": "Not a referral",
    "test_entry": "A test entry",
    "other": "Another reason",
}
PLANNED_BECAUSE: Final[Words] = {
    "surveillance": "Surveillance",
    "staged_treatment": "A further stage of treatment",
    "age_or_growth": "Due at a certain age or size",
    "unfit": "Patient is unfit",
    "other": "Another reason",
}
ADMITTED_FOR: Final[Words] = {
    "first_definitive_treatment": "First definitive treatment",
    "definitive_treatment": "First definitive treatment",
    "treatment": "First definitive treatment",
    "diagnostic_only": "A test only",
    "diagnostic": "A test only",
    "pre_treatment": "Preparation for treatment",
    "pre_operative_assessment": "Pre-operative assessment",
    "pre_op_assessment": "Pre-operative assessment",
}
TRIAGE_OUTCOMES: Final[Words] = {
    "accepted": "Accepted",
    "returned_with_advice": "Returned to the referrer with advice",
    "referred_on": "Referred on to another service",
    "rejected": "Rejected",
}
STARTED_BY: Final[Words] = {
    "patient": "The patient",
    "care_professional": "The care professional",
    "clinician": "The care professional",
    "consultant": "The care professional",
    "hospital": "The care professional",
    "provider": "The care professional",
}
FOLLOWS: Final[Words] = {
    "active_monitoring": "Active monitoring",
    "watchful_waiting": "Active monitoring",
    "emergency": "An emergency",
    "emergency_admission": "An emergency admission",
    "emergency_attendance": "An emergency attendance",
}
PLANNED_FOR: Final[Words] = {
    "treatment": "Treatment",
    "procedure": "A procedure",
    "operation": "An operation",
    "diagnostic": "A test",
    "test": "A test",
    "surveillance": "A surveillance test",
    "surveillance_colonoscopy": "A surveillance colonoscopy",
    "surveillance_cystoscopy": "A surveillance cystoscopy",
    "surveillance_gastroscopy": "A surveillance gastroscopy",
    "surveillance_scan": "A surveillance scan",
}
COUNTRIES: Final[Words] = {
    "england": "England",
    "eng": "England",
    "english": "England",
    "scotland": "Scotland",
    "wales": "Wales",
    "northern_ireland": "Northern Ireland",
    "isle_of_man": "Isle of Man",
    "jersey": "Jersey",
    "guernsey": "Guernsey",
    "ireland": "Ireland",
    "abroad": "Abroad",
}
COMMUNITY_SERVICES: Final[Words] = {
    "community_paediatrics": "Community paediatrics",
    "community_gynaecology": "Community gynaecology",
    "community_dermatology": "Community dermatology",
    "community_ophthalmology": "Community ophthalmology",
    "community_musculoskeletal": "Community musculoskeletal service",
    "other": "Another community service",
}
TOLD: Final[Words] = {
    "cancer_diagnosed": "Told: cancer",
    "cancer_ruled_out": "Told: cancer ruled out",
    "ruled_out": "Told: cancer ruled out",
    "interval_scan": "Planned interval",
    "excluded": "Excluded from the faster diagnosis standard",
    "01": "Told: cancer",
    "02": "Told: cancer ruled out",
    "03": "Excluded from the faster diagnosis standard",
    "04": "Planned interval",
}
CANCELLED: Final[Words] = {
    **{slug: words for reasons in CANCELLED_BECAUSE.values() for slug, words in reasons.items()},
    "consent_withdrawn": "withdrew consent",
}
_YES_NO: Final[Mapping[Any, bool]] = {
    True: True,
    False: False,
    **dict.fromkeys(("true", "yes", "y", "1"), True),
    **dict.fromkeys(("false", "no", "n", "0"), False),
}


class ClosedSet(NamedTuple):
    """What one attribute may hold: slug → words, and whether yes and no are answers too."""

    words: Words
    yes_no: bool = False

    def find(self, value: Any) -> Any:
        """The slug, or True or False, that a value means; None when it is outside the set."""
        if isinstance(value, bool):
            return value if self.yes_no else None
        if not isinstance(value, str):
            return None
        slug = as_slug(value)
        return slug if slug in self.words else _YES_NO.get(slug) if self.yes_no else None


_ATTENDANCE: Final = {"decision": ClosedSet(DECISIONS), "treatment": ClosedSet(TREATMENTS, yes_no=True)}
_REFERRAL: Final = {
    "country": ClosedSet(COUNTRIES),
    "community_service": ClosedSet(COMMUNITY_SERVICES, yes_no=True),
}
CLOSED_SETS: Final[Mapping[str, Mapping[str, ClosedSet]]] = {
    "referral_received": _REFERRAL,
    "ubrn_converted": {"community_service": _REFERRAL["community_service"]},
    "transfer_in": {"country": _REFERRAL["country"]},
    "referral_rejected": {"reason": ClosedSet(REJECTED_BECAUSE)},
    "referral_triaged": {"outcome": ClosedSet(TRIAGE_OUTCOMES), "reason": ClosedSet(REJECTED_BECAUSE)},
    "interface_assessment": {**_ATTENDANCE, "outcome": ClosedSet(TRIAGE_OUTCOMES)},
    "appointment_attended": _ATTENDANCE,
    "diagnostic_attended": _ATTENDANCE,
    "patient_requests_delay": {"reason": ClosedSet(DELAYED_BECAUSE)},
    "patient_unavailable": {"reason": ClosedSet(DELAYED_BECAUSE)},
    "patient_unfit": {"reason": ClosedSet(UNFIT_BECAUSE)},
    "patient_cancels": {"reason": ClosedSet(CANCELLED)},
    "provider_cancels": {"reason": ClosedSet(CANCELLED)},
    "decision_to_treat": {"after": ClosedSet(FOLLOWS)},
    "decision_to_admit": {"after": ClosedSet(FOLLOWS)},
    "admission": {
        "for": ClosedSet(ADMITTED_FOR),
        "reason": ClosedSet({**NOT_CARRIED_OUT_BECAUSE, **NOT_TREATED_BECAUSE}),
    },
    "treatment_not_carried_out": {"reason": ClosedSet(NOT_CARRIED_OUT_BECAUSE)},
    "decision_not_to_treat": {"reason": ClosedSet(NOT_TREATED_BECAUSE)},
    "active_monitoring_start": {"reason": ClosedSet(MONITORING_REASONS), "initiated_by": ClosedSet(STARTED_BY)},
    "discharge_to_gp": {"reason": ClosedSet(DISCHARGE_REASONS), "clinical_reason": ClosedSet({}, yes_no=True)},
    "treated_elsewhere": {"by": ClosedSet({"nhs": "Another NHS provider", "private": "Privately", "abroad": "Abroad"})},
    "entered_in_error": {"reason": ClosedSet(ERRORS)},
    "planned_list_added": {"reason": ClosedSet(PLANNED_BECAUSE)},
    "planned_due_date_passed": {"kind": ClosedSet(PLANNED_FOR)},
    "mdt_discussion": {"outcome": ClosedSet(MEETING_OUTCOMES)},
    "patient_told": {"outcome": ClosedSet(TOLD)},
    "treatment_declined": {"reason": ClosedSet(NO_TREATMENT_REASONS)},
    "funding_decided": {"outcome": ClosedSet({"approved": "approved", "declined": "declined"})},
    "letter_sent": {"outcome": ClosedSet(LETTER_OUTCOMES)},
    "patient_contacted": {"outcome": ClosedSet(CONTACT_RESULTS)},
    "validated": {"decision": ClosedSet(VALIDATION_DECISIONS)},
}
"""Kind of event → attribute → what it may hold."""

ONLY_KNOWN_WORDS = BOOK.declare(
    "EV-3",
    "Free text never moves a clock",
    "An outcome, a decision, a reason and the like count only as a word of their closed set. Any other text is a note: "
    "the event is read without it, so that its other attributes and its status code decide.",
    "Clockstart: one event vocabulary for all modules; PRN01045 v5.0 Annex D (outcomes come from an outcome sheet)",
)
UNKNOWN_VALUE = BOOK.remark(
    "unknown-value",
    Severity.WATCH,
    ONLY_KNOWN_WORDS,
    "“{label}” on {date} says “{value}” as its {attribute}. That is a note: it moves no clock.",
    "Choose what it means from the list of this attribute, or record the decision as an event; the text can stay as a "
    "note.",
)
LONGEST_SHOWN: Final = 80


@lru_cache(maxsize=4096)
def as_slug(text: str) -> str:
    """ "Decision to admit" → "decision_to_admit": spaces, hyphens and capitals do not matter."""
    return text.strip().lower().replace(" ", "_").replace("-", "_")


def is_outside(event: str, attribute: str, value: Any) -> bool:
    """Whether a value is given that the closed set of this attribute does not hold; False where no set is closed."""
    closed = CLOSED_SETS.get(event, {}).get(attribute)
    return closed is not None and value is not None and value != "" and closed.find(value) is None


def list_outside(event: Event) -> list[tuple[str, Any]]:
    """The attributes of an event that hold a note where its vocabulary has a closed set, each with the note."""
    return [(name, value) for name, value in event.details.items() if is_outside(event.name, name, value)]


def find_unknown_values(event: Event) -> list[Finding]:
    """A finding for each note of an event that stands in the place of a word of a closed set."""
    return [
        UNKNOWN_VALUE(
            date=event.date, label=label_of(event.name), attribute=name.replace("_", " "), value=_shorten(value)
        )
        for name, value in list_outside(event)
    ]


def _shorten(value: Any) -> str:
    text = str(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def read_closed_sets(events: Iterable[Event], findings: list[Finding]) -> list[Event]:
    """The events with words of closed sets as slugs and notes left out; a finding is added for each note."""
    read = list(events)
    for place, event in enumerate(read):
        closed = CLOSED_SETS.get(event[1])
        if closed is not None and not closed.keys().isdisjoint(event[2]):
            read[place] = _read_event(event, closed, findings)
    return read


def _read_event(event: Event, closed: Mapping[str, ClosedSet], findings: list[Finding]) -> Event:
    changed: dict[str, Any] = {}
    for name, allowed in closed.items():
        value = event[2].get(name)
        if value is None or (isinstance(value, str) and value in allowed.words):
            continue
        found = allowed.find(value)
        if found is not value:
            changed[name] = found
    if not changed:
        return event
    findings += find_unknown_values(event)
    return event._replace(details={**event[2], **changed})
